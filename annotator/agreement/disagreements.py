"""Where two coders differ, as stretches that one can watch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.sweep import Sweep
from annotator.agreement.table import NONE
from annotator.errors import said
from annotator.stats import Statistic, ratio

NO_TIME = said("a point takes no time")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch to which two coders gave different codes, or a point that has no partner.

    For states it is a maximal stretch with the same pair of codes; ``(none)`` stands for no
    code. For points (``is_point``) it runs from the one mark to the other when they carry
    different codes, and is empty when only one coder marked the moment. ``of_ms`` is all
    the time that the comparison found in disagreement.
    """

    track: str
    subject: str
    onset: int
    offset: int
    first: str
    second: str
    is_point: bool = False
    of_ms: int = 0

    @property
    def kind(self) -> Literal["confusion", "missed by first", "missed by second"]:
        """Two different codes, or one coder who marked nothing."""
        if self.first == NONE:
            return "missed by first"
        return "missed by second" if self.second == NONE else "confusion"

    @property
    def cost_ms(self) -> int:
        """The time in disagreement; points take none."""
        return 0 if self.is_point else self.offset - self.onset

    @property
    def cost(self) -> Statistic:
        """Its share of all time in disagreement; undefined for points, which take no time."""
        whole = 0 if self.is_point else self.of_ms
        return ratio(self.cost_ms, whole, NO_TIME)


Differing = tuple[str, str, int, int, str, str, bool]
"""A disagreement before its share of the whole is known: its first seven fields."""


def stretches(
    lane: tuple[str, str], pieces: Sweep, codes: Sequence[str], left_out: Iterable[int]
) -> list[Differing]:
    """The maximal stretches of different codes of one lane, by onset, without those left out."""
    changes = np.flatnonzero((np.diff(pieces.first) != 0) | (np.diff(pieces.second) != 0)) + 1
    starts = np.concatenate(([0], changes))
    bounds = np.append(pieces.bounds[starts], pieces.bounds[-1])
    first, second = pieces.first[starts], pieces.second[starts]
    ignored = list(left_out)
    differ = (first != second) & ~np.isin(first, ignored) & ~np.isin(second, ignored)
    columns = (bounds[:-1][differ], bounds[1:][differ], first[differ], second[differ])
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [(*lane, onset, offset, codes[a], codes[b], False) for onset, offset, a, b in rows]


def by_cost(found: Iterable[Differing]) -> tuple[Disagreement, ...]:
    """All disagreements, the longest first, then points; equal ones by time and lane."""
    everything = [(_cost(differing), differing) for differing in found]
    everything.sort(key=lambda entry: (-entry[0], entry[1][2], entry[1]))
    total = sum(cost for cost, _ in everything)
    return tuple(Disagreement(*differing, total) for _, differing in everything)


def _cost(differing: Differing) -> int:
    _, _, onset, offset, _, _, is_point = differing
    return 0 if is_point else offset - onset
