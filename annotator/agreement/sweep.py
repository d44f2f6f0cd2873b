"""Two coders' states laid over one another: one pass over their merged boundaries, no frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.table import NONE, Table
from annotator.errors import CodingError, Problem
from annotator.model import Interval
from annotator.timecode import clock

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Steps:
    """The code a coder gave at every moment: from ``times[i]`` on it is ``values[i]``.

    The first time lies before everything; values are indices of codes.
    """

    times: Ints
    values: Ints

    def at(self, times: Ints) -> Ints:
        """The codes at these times."""
        return self.values[np.searchsorted(self.times, times, side="right") - 1]


@dataclass(frozen=True, slots=True)
class Sweep:
    """The window cut at every boundary of either coder: each piece's onset and both codes.

    ``bounds`` has one more entry than ``first`` and ``second``: the end of the last piece.
    """

    bounds: Ints
    first: Ints
    second: Ints


def steps(states: Iterable[tuple[int, int, int]], gap: int, where: str = "") -> Steps:
    """The steps of ``(onset, offset, code index)`` states, ``gap`` where there is none.

    Raises CodingError when two states share time, for then there is no one code at a moment.
    """
    ordered = np.array(sorted(states), dtype=np.int64).reshape(-1, 3)
    ordered = ordered[ordered[:, 0] < ordered[:, 1]]
    onsets, offsets = ordered[:, 0], ordered[:, 1]
    clash = np.flatnonzero(offsets[:-1] > onsets[1:])
    if clash.size:
        raise CodingError([_overlap(where, int(onsets[clash[0] + 1]))])
    times = np.empty(2 * len(ordered) + 1, dtype=np.int64)
    values = np.full(len(times), gap, dtype=np.int64)
    times[0], times[1::2], times[2::2] = np.iinfo(np.int64).min, onsets, offsets
    values[1::2] = ordered[:, 2]
    return Steps(times, values)


def overlay(under: Steps, over: Steps, gap: int) -> Steps:
    """One record on top of another: where the upper one has a code it hides the lower."""
    times = np.union1d(under.times, over.times)
    above = over.at(times)
    return Steps(times, np.where(above == gap, under.at(times), above))


def sweep(first: Steps, second: Steps, window: Interval) -> Sweep:
    """Cut the window at both coders' boundaries."""
    times = np.union1d(first.times, second.times)
    within = times[(times > window.onset) & (times < window.offset)]
    bounds = np.concatenate(([window.onset], within, [window.offset])).astype(np.int64)
    return Sweep(bounds, first.at(bounds[:-1]), second.at(bounds[:-1]))


def tally(pieces: Sweep, codes: Sequence[str]) -> Table:
    """The ms of every pair of codes. Sums of ms are exact in float64 up to 285,000 years."""
    k = len(codes)
    flat = np.bincount(pieces.first * k + pieces.second, weights=np.diff(pieces.bounds), minlength=k * k)
    cells = flat.astype(np.int64).reshape(k, k).tolist()
    return Table(tuple(codes), tuple(tuple(row) for row in cells))


def time_table(
    first: Sequence[tuple[int, int, str]], second: Sequence[tuple[int, int, str]], window: Interval
) -> Table:
    """The time, in ms, to which two coders gave each pair of codes within a window.

    ``first`` and ``second`` are ``(onset, offset, code)`` states, half-open, in ms, in any
    order; what lies outside the window does not count. Time without a state is the code
    ``(none)``, also before the first and after the last state. Codes are in alphabetical
    order, ``(none)`` last.

    Raises CodingError when two states of one coder share time.

    >>> time_table([(0, 4, "a"), (4, 9, "b")], [(1, 9, "a")], Interval(0, 10))
    Table(codes=('a', 'b', '(none)'), cells=((3, 0, 1), (5, 0, 0), (0, 0, 1)))
    """
    codes = [*sorted({code for _, _, code in (*first, *second)} - {NONE}), NONE]
    index = {code: i for i, code in enumerate(codes)}
    ana, ben = (
        steps([(onset, offset, index[code]) for onset, offset, code in states], index[NONE], where)
        for where, states in (("first coder", first), ("second coder", second))
    )
    return tally(sweep(ana, ben, window), codes)


def _overlap(where: str, onset: int) -> Problem:
    return Problem(
        "overlap",
        f"{where}, {clock(onset)}".lstrip(", "),
        "Two states share time on a line where only one can hold; shorten or remove one and compare again.",
    )
