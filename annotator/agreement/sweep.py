"""Two coders' states laid over one another: one pass over their merged boundaries, no frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.table import NONE, Table
from annotator.errors import CodingError, Problem, joined, said
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


@dataclass(frozen=True, slots=True)
class Sweep:
    """The window cut at every boundary of either coder: each piece's onset and both codes.

    ``bounds`` has one more entry than ``first`` and ``second``: the end of the last piece.
    """

    bounds: Ints
    first: Ints
    second: Ints


def steps(
    onsets: Sequence[int], offsets: Sequence[int], codes: Sequence[int], gap: int, where: str = ""
) -> Steps:
    """The steps of states given as columns, ``gap`` where there is none.

    Raises CodingError when two states share time, for then there is no one code at a moment.
    """
    begin, end, code = (np.fromiter(column, np.int64, len(column)) for column in (onsets, offsets, codes))
    lasting = np.flatnonzero(begin < end)
    order = lasting[np.argsort(begin[lasting], kind="stable")]
    begin, end, code = begin[order], end[order], code[order]
    clash = np.flatnonzero(end[:-1] > begin[1:])
    if clash.size:
        raise CodingError([_overlap(where, int(begin[clash[0] + 1]))])
    times = np.empty(2 * len(begin) + 1, dtype=np.int64)
    values = np.full(len(times), gap, dtype=np.int64)
    times[0], times[1::2], times[2::2] = np.iinfo(np.int64).min, begin, end
    values[1::2] = code
    return Steps(times, values)


def overlay(under: Steps, over: Steps, gap: int) -> Steps:
    """One record on top of another: where the upper one has a code it hides the lower."""
    times, below, above = _merge(under, over)
    return Steps(times, np.where(above == gap, below, above))


def sweep(first: Steps, second: Steps, window: Interval) -> Sweep:
    """Cut the window at both coders' boundaries."""
    times, a, b = _merge(first, second)
    bounds = np.append(times, window.offset).clip(window.onset, window.offset)
    inside = np.flatnonzero(np.diff(bounds) > 0)
    return Sweep(np.append(bounds[inside], window.offset), a[inside], b[inside])


def _merge(first: Steps, second: Steps) -> tuple[Ints, Ints, Ints]:
    """The boundaries of both in one line, and both codes from each on."""
    both = np.concatenate((first.times, second.times))
    # Both are sorted already, and a stable sort of two sorted halves is one merge.
    order = np.argsort(both, kind="stable")
    times, from_first = both[order], order < len(first.times)
    here = np.cumsum(from_first) - 1
    there = np.arange(len(order)) - here - 1
    # Of several boundaries at one time only the last knows both codes.
    last = np.append(times[:-1] != times[1:], True)
    return times[last], first.values[here[last]], second.values[there[last]]


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
    ana, ben = _columns(first), _columns(second)
    codes = [*sorted({*ana[2], *ben[2]} - {NONE}), NONE]
    index = {code: i for i, code in enumerate(codes)}
    return tally(
        sweep(_steps_of(ana, index, "first coder"), _steps_of(ben, index, "second coder"), window), codes
    )


def _columns(states: Sequence[tuple[int, int, str]]) -> tuple[Sequence[int], Sequence[int], Sequence[str]]:
    onsets, offsets, codes = (list(map(itemgetter(part), states)) for part in range(3))
    return onsets, offsets, codes


def _steps_of(
    columns: tuple[Sequence[int], Sequence[int], Sequence[str]], index: Mapping[str, int], who: str
) -> Steps:
    onsets, offsets, codes = columns
    return steps(onsets, offsets, list(map(index.__getitem__, codes)), index[NONE], who)


def _overlap(where: str, onset: int) -> Problem:
    return Problem(
        "overlap",
        joined(", ", [where, clock(onset)]) if where else clock(onset),
        said(
            "Two states share time on a line where only one can hold; "
            "shorten or remove one and compare again."
        ),
    )
