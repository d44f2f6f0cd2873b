"""Where two coders differ, as stretches that one can watch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.sweep import Ints, Sweep
from annotator.agreement.table import NONE
from annotator.errors import said
from annotator.stats import Statistic, ratio

Flags = NDArray[np.bool_]

NO_TIME = said("a point takes no time")
NO_TIME_RATED = said("a rating takes no time")
BOUNDARY_MS = 1_000
"""Up to this long the place of a boundary may differ before it counts as two opinions."""
LEAST_GAP = 2
"""From how many points on two ratings differ so that it is listed: one point apart is what a scale allows."""

Kind = Literal["confusion", "missed by first", "missed by second", "boundary", "rating gap"]
KINDS: tuple[Kind, ...] = ("confusion", "missed by second", "missed by first", "boundary", "rating gap")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch to which two coders gave different codes, a point without a partner, or two ratings apart.

    For states it is a maximal stretch with the same pair of codes, for intervals a single one;
    ``(none)`` stands for no code. For points (``is_point``) it runs from the one mark to the other
    when they carry different codes, and is empty when only one coder marked the moment.
    ``of_ms`` is all the time that the comparison found in disagreement.

    ``is_boundary``: both agree on the code before and on another one after, neither uses a third
    code in between, and that lasts no longer than the tolerance. ``rated`` are the two values
    where both coders rated the same; None for everything that is no rating.
    """

    track: str
    subject: str
    onset: int
    offset: int
    first: str
    second: str
    is_point: bool = False
    is_boundary: bool = False
    rated: tuple[float, float] | None = None
    of_ms: int = 0

    @property
    def kind(self) -> Kind:
        """Two opinions, one coder who marked nothing, one boundary in two places, or two ratings."""
        if self.rated is not None:
            return "rating gap"
        if self.is_boundary:
            return "boundary"
        if self.first == NONE:
            return "missed by first"
        return "missed by second" if self.second == NONE else "confusion"

    @property
    def gap(self) -> float:
        """By how many points of the scale two ratings differ; 0 for everything that is no rating."""
        return 0 if self.rated is None else abs(self.rated[0] - self.rated[1])

    @property
    def cost_ms(self) -> int:
        """The time in disagreement; points and ratings take none."""
        return 0 if self.is_point or self.rated is not None else self.offset - self.onset

    @property
    def cost(self) -> Statistic:
        """Its share of all time in disagreement; undefined for points and ratings, which take no time."""
        if self.rated is not None:
            return Statistic(None, 0, NO_TIME_RATED)
        whole = 0 if self.is_point else self.of_ms
        return ratio(self.cost_ms, whole, NO_TIME)


Differing = tuple[str, str, int, int, str, str, bool, bool, tuple[float, float] | None]
"""A disagreement before its share of the whole is known: all its fields but the last."""


def stretches(
    lane: tuple[str, str],
    pieces: Sweep,
    codes: Sequence[str],
    left_out: Iterable[int],
    boundary_ms: int = BOUNDARY_MS,
) -> list[Differing]:
    """The maximal stretches of different codes of one lane, by onset, without those left out."""
    changes = np.flatnonzero((np.diff(pieces.first) != 0) | (np.diff(pieces.second) != 0)) + 1
    starts = np.concatenate(([0], changes))
    bounds = np.append(pieces.bounds[starts], pieces.bounds[-1])
    first, second = pieces.first[starts], pieces.second[starts]
    ignored = list(left_out)
    seen = ~np.isin(first, ignored) & ~np.isin(second, ignored)
    differ = (first != second) & seen
    slight = _boundaries(first, second, bounds, differ, (first == second) & seen, codes, boundary_ms)
    columns = (bounds[:-1], bounds[1:], first, second, slight)
    rows = zip(*(column[differ].tolist() for column in columns), strict=True)
    return [
        (*lane, onset, offset, codes[a], codes[b], False, edge, None) for onset, offset, a, b, edge in rows
    ]


def _boundaries(
    first: Ints,
    second: Ints,
    bounds: Ints,
    differ: Flags,
    agree: Flags,
    codes: Sequence[str],
    boundary_ms: int,
) -> Flags:
    """Which pieces belong to a short run of differences between two agreed stretches of other codes."""
    edges = np.diff(np.concatenate(([0], differ.astype(np.int8), [0])))
    begin, end = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    found = np.zeros(len(first), dtype=np.bool_)
    if not len(begin):
        return found
    before, after = np.maximum(begin - 1, 0), np.minimum(end, len(first) - 1)
    held = (begin > 0) & (end < len(first)) & agree[before] & agree[after] & (first[before] != first[after])
    held &= bounds[end] - bounds[begin] <= boundary_ms
    lengths = end - begin
    run, inside = np.repeat(np.arange(len(begin)), lengths), np.flatnonzero(differ)
    gap = codes.index(NONE) if NONE in codes else -1
    known = np.ones(len(inside), dtype=np.bool_)
    for code in (first[inside], second[inside]):
        known &= (code == first[before[run]]) | (code == first[after[run]]) | (code == gap)
    found[inside] = (held & np.logical_and.reduceat(known, np.cumsum(lengths) - lengths))[run]
    return found


def by_cost(found: Iterable[Differing]) -> tuple[Disagreement, ...]:
    """All disagreements, the longest first, then ratings by their gap, then points; equal ones by time."""
    everything = [(_cost(differing), _gap(differing), differing) for differing in found]
    everything.sort(key=lambda entry: (-entry[0], -entry[1], entry[2][2], entry[2][:8]))
    total = sum(cost for cost, _, _ in everything)
    return tuple(Disagreement(*differing, total) for _, _, differing in everything)


@dataclass(frozen=True, slots=True)
class Costly:
    """One code in place of another, over all its moments: how much time it cost, how often, its share.

    ``share`` is of all time in disagreement; undefined for points and ratings, which take no time.
    """

    track: str
    first: str
    second: str
    cost_ms: int
    times: int
    share: Statistic


def costliest(found: Iterable[Disagreement], most: int = 3) -> tuple[Costly, ...]:
    """The pairs of codes that cost most time, then those that happened most often; boundaries left out.

    Several sessions may be put together. The share is undefined for codes that take no time.

    >>> one = Disagreement("gaze", "infant", 0, 900, "away", "mother")
    >>> two = Disagreement("gaze", "infant", 2_000, 2_300, "away", "toy")
    >>> [(c.second, c.cost_ms, str(c.share)) for c in costliest([one, two, one], 1)]
    [('mother', 1800, '0.857')]
    """
    sums: dict[tuple[str, str, str], list[int]] = {}
    whole = 0
    for d in found:
        whole += d.cost_ms
        if not d.is_boundary:
            kept = sums.setdefault((d.track, d.first, d.second), [0, 0])
            kept[0] += d.cost_ms
            kept[1] += 1
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    return tuple(
        Costly(*codes, cost, times, ratio(cost, whole if cost else 0, NO_TIME))
        for codes, (cost, times) in ordered[:most]
    )


def _cost(differing: Differing) -> int:
    _, _, onset, offset, _, _, is_point, _, rated = differing
    return 0 if is_point or rated is not None else offset - onset


def _gap(differing: Differing) -> float:
    rated = differing[8]
    return 0 if rated is None else abs(rated[0] - rated[1])
