"""Agreement along a session: where it is low, and whether it sinks when a coder tires."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.kappa import NOTHING_CODED
from annotator.agreement.states import StateAgreement
from annotator.agreement.sweep import Ints
from annotator.errors import said
from annotator.model import Interval
from annotator.stats import Statistic, ratio

WIDTH_MS = 60_000
"""How much of the session is looked at around each moment."""
POINTS = 240
UNSEEN_HERE = said("nothing could be compared around this moment")


@dataclass(frozen=True, slots=True)
class Along:
    """The share of time with the same code around each of the moments ``at``, in ms.

    ``width_ms`` is how much is looked at around a moment; at the ends of the window less.
    ``shares`` are undefined where everything around was not codable; ``units`` is the time
    compared there, summed over lanes.
    """

    width_ms: int
    at: tuple[int, ...]
    shares: tuple[Statistic, ...]


def agreement_along(
    lanes: Sequence[StateAgreement], window: Interval, *, width_ms: int = WIDTH_MS, points: int = POINTS
) -> Along:
    """Agreement in a window that moves along the session, over all lanes that anybody coded.

    Exact at every moment: the time agreed so far, by whole ms, at the window's end less that at
    its start. Lanes on which neither coder marked anything do not count.

    Undefined at a moment around which nothing was compared, and everywhere without a coded lane.
    """
    at = np.unique(np.linspace(window.onset, window.offset, points).round().astype(np.int64))
    ends = [np.clip(at + side * width_ms // 2, window.onset, window.offset) for side in (-1, 1)]
    coded = [lane for lane in lanes if lane.percent.value is not None]
    agreed, compared = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
    for lane in coded:
        before, until = _so_far(lane, ends[0]), _so_far(lane, ends[1])
        agreed += until[0] - before[0]
        compared += until[1] - before[1]
    reason = UNSEEN_HERE if coded else NOTHING_CODED
    shares = (ratio(a, c, reason) for a, c in zip(agreed.tolist(), compared.tolist(), strict=True))
    return Along(width_ms, tuple(at.tolist()), tuple(shares))


def _so_far(lane: StateAgreement, times: Ints) -> tuple[Ints, Ints]:
    """The ms with the same code, and the ms compared, from the lane's start up to each time."""
    pieces = lane.record.pieces
    missing = [i for i, code in enumerate(lane.record.codes) if code in lane.record.missing]
    seen = ~np.isin(pieces.first, missing) & ~np.isin(pieces.second, missing)
    lasts = np.diff(pieces.bounds)
    index = np.clip(np.searchsorted(pieces.bounds, times, side="right") - 1, 0, len(lasts) - 1)
    found = []
    for held in (seen & (pieces.first == pieces.second), seen):
        total = np.concatenate(([0], np.cumsum(np.where(held, lasts, 0))))
        found.append(total[index] + np.where(held[index], times - pieces.bounds[index], 0))
    return found[0], found[1]
