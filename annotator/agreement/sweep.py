"""Two coders' states laid over one another: one pass over their merged boundaries, no frames."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.many import MISSING, Ratings
from annotator.agreement.table import NONE, Table
from annotator.errors import CodingError, Problem, joined, said
from annotator.model import Interval
from annotator.timecode import clock

Ints = NDArray[np.int64]

BEFORE_ALL = -(2**63)
"""A time before every other."""


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


def steps(onsets: Ints, offsets: Ints, codes: Ints, gap: int, where: str = "") -> Steps:
    """The steps of states given as columns, ``gap`` where there is none.

    Raises CodingError when two states share time, for then there is no one code at a moment.
    """
    begin, end, code = onsets, offsets, codes
    # Records mostly come in order and hold no empty state; looking is quicker than sorting.
    if not ((begin < end).all() and (end[:-1] <= begin[1:]).all()):
        lasting = np.flatnonzero(begin < end)
        order = lasting[np.argsort(begin[lasting], kind="stable")]
        begin, end, code = begin[order], end[order], code[order]
        clash = np.flatnonzero(end[:-1] > begin[1:])
        if clash.size:
            raise CodingError([_overlap(where, int(begin[clash[0] + 1]))])
    times = np.empty(2 * len(begin) + 1, dtype=np.int64)
    values = np.empty(len(times), dtype=np.int64)
    times[0], times[1::2], times[2::2] = BEFORE_ALL, begin, end
    values[::2], values[1::2] = gap, code
    return Steps(times, values)


def ints(column: Iterable[int], n: int) -> Ints:
    """``n`` whole numbers as an array."""
    return np.fromiter(column, np.int64, n)


def overlay(under: Steps, over: Steps, gap: int) -> Steps:
    """One record on top of another: where the upper one has a code it hides the lower."""
    times, below, above = _merge(under, over)
    return Steps(times, np.where(above == gap, below, above))


def sweep(first: Steps, second: Steps, window: Interval) -> Sweep:
    """Cut the window at both coders' boundaries."""
    times, a, b = _merge(first, second)
    # What lies before the window's onset but the last, and what begins at its offset or later, has no piece.
    start = int(times.searchsorted(window.onset, side="right")) - 1
    stop = max(start, int(times.searchsorted(window.offset, side="left")))
    bounds = np.empty(stop - start + 1, dtype=np.int64)
    bounds[1:-1], bounds[0], bounds[-1] = times[start + 1 : stop], window.onset, window.offset
    return Sweep(bounds, a[start:stop], b[start:stop])


def _merge(first: Steps, second: Steps) -> tuple[Ints, Ints, Ints]:
    """The boundaries of both in one line, and both codes from each on."""
    both = np.concatenate((first.times, second.times))
    # Both are sorted already, and a stable sort of two sorted halves is one merge.
    order = both.argsort(kind="stable")
    times, here = both[order], (order < len(first.times)).cumsum()
    # Of several boundaries at one time only the last knows both codes.
    ends = np.empty(len(times), dtype=np.bool_)
    np.not_equal(times[1:], times[:-1], out=ends[:-1])
    ends[-1] = True
    last = ends.nonzero()[0]
    here = here[last]
    return times[last], first.values[here - 1], second.values[last - here]


def turned(pieces: Sweep) -> Sweep:
    """The second coder as the first."""
    return Sweep(pieces.bounds, pieces.second, pieces.first)


def tally(pieces: Sweep, codes: Sequence[str]) -> Table:
    """The ms of every pair of codes."""
    return table_of(codes, pieces.first, pieces.second, pieces.bounds[1:] - pieces.bounds[:-1])


def joined_states(bounds: Ints, values: Ints, codes: Sequence[str]) -> list[tuple[int, int, str]]:
    """One coder's pieces as states again: neighbours of one code are one state, gaps are ``(none)``."""
    starts = np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)
    onsets, offsets = bounds[starts].tolist(), bounds[np.append(starts[1:], len(values))].tolist()
    return [(a, b, codes[v]) for a, b, v in zip(onsets, offsets, values[starts].tolist(), strict=True)]


def table_of(codes: Sequence[str], first: Ints, second: Ints, amounts: Ints) -> Table:
    """Amounts summed by pairs of codes. Sums of ms are exact in float64 up to 285,000 years."""
    k = len(codes)
    flat = np.bincount(first * k + second, weights=amounts, minlength=k * k)
    cells = flat.astype(np.int64).reshape(k, k).tolist()
    return Table(tuple(codes), tuple(tuple(row) for row in cells))


def cover(onsets: Ints, offsets: Ints, times: Ints) -> Ints:
    """How much of the stretches, which ascend and do not overlap, lies before each time."""
    if not len(onsets):
        return np.zeros(len(times), dtype=np.int64)
    so_far = np.append(0, np.cumsum(offsets - onsets))
    at = np.searchsorted(onsets, times, side="right")
    last = np.maximum(at - 1, 0)
    return np.where(at > 0, so_far[last] + np.minimum(times, offsets[last]) - onsets[last], 0)


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
    return tally(*lay_over(first, second, window))


def lay_over(
    first: Sequence[tuple[int, int, str]], second: Sequence[tuple[int, int, str]], window: Interval
) -> tuple[Sweep, list[str]]:
    """Two coders' states as ``time_table`` takes them, laid over one another, and the codes in order."""
    met = _Met()
    one, two = _steps_of(first, met, "first coder"), _steps_of(second, met, "second coder")
    codes = [*sorted(met.keys() - {NONE}), NONE]
    # Codes were numbered as they were met; here they get their places.
    place = np.fromiter(map(codes.index, met), np.int64, len(met))
    pieces = sweep(one, two, window)
    return Sweep(pieces.bounds, place[pieces.first], place[pieces.second]), codes


class _Met(dict[str, int]):
    """Codes numbered in the order in which they are asked for, ``(none)`` first."""

    def __init__(self) -> None:
        super().__init__({NONE: 0})

    def __missing__(self, code: str) -> int:
        return self.setdefault(code, len(self))


def time_ratings(
    records: Sequence[Sequence[tuple[int, int, str]]], window: Interval, missing: Collection[str] = ()
) -> Ratings:
    """What any number of coders said about the same time: every combination of codes, with its ms.

    ``records`` are each coder's states as in ``time_table``. Codes in ``missing`` say that
    nothing could be seen: there the coder has no code.

    >>> found = time_ratings([[(0, 4, "a")], [(0, 6, "a")], [(1, 9, "b")]], Interval(0, 10))
    >>> found.codes, found.counts.tolist(), found.amounts.tolist()
    (('a', 'b', '(none)'), [[2, 1, 0], [2, 0, 1], [1, 1, 1], [0, 1, 2], [0, 0, 3]], [3, 1, 2, 3, 1])
    """
    seen = set().union(*(map(_CODE, record) for record in records)) - {NONE, *missing}
    codes = [*sorted(seen), NONE]
    index = {code: i for i, code in enumerate(codes)} | dict.fromkeys(missing, MISSING)
    lines = [_steps_of(r, index, f"coder {i}") for i, r in enumerate(records, 1)]
    edges = np.concatenate([[window.onset, window.offset], *(line.times for line in lines)])
    # All but the first two are sorted already; a stable sort merges them.
    edges.sort(kind="stable")
    inside = (edges[1:] != edges[:-1]) & (edges[1:] > window.onset) & (edges[1:] <= window.offset)
    edges = np.concatenate(([window.onset], edges[1:][inside]))
    columns = [line.values[np.searchsorted(line.times, edges[:-1], side="right") - 1] for line in lines]
    return Ratings(tuple(codes), *_combinations(columns, len(codes), np.diff(edges)), timed=True)


def _combinations(columns: Sequence[Ints], k: int, amounts: Ints) -> tuple[Ints, Ints]:
    """The combinations of codes that occur, ascending, and what each amounts to."""
    # Coders one after another: each combination so far has a number, so numbers never outgrow the pieces.
    rows, place = np.zeros((1, 0), dtype=np.int64), np.zeros(len(amounts), dtype=np.int64)
    for column in columns:
        number = place * (k + 1) + column - MISSING
        seen = np.flatnonzero(np.bincount(number, minlength=1))
        new = np.empty(len(rows) * (k + 1), dtype=np.int64)
        new[seen] = np.arange(len(seen))
        place = new[number]
        rows = np.column_stack((rows[seen // (k + 1)], seen % (k + 1) + MISSING))
    # Sums of ms are exact in float64 up to 285,000 years.
    return rows, np.bincount(place, weights=amounts, minlength=len(rows)).astype(np.int64)


_ONSET, _OFFSET, _CODE = (itemgetter(part) for part in range(3))


def _steps_of(states: Sequence[tuple[int, int, str]], index: Mapping[str, int], who: str) -> Steps:
    n = len(states)
    onsets, offsets = ints(map(_ONSET, states), n), ints(map(_OFFSET, states), n)
    codes = ints(map(index.__getitem__, map(_CODE, states)), n)
    return steps(onsets, offsets, codes, index[NONE], who)


def _overlap(where: str, onset: int) -> Problem:
    return Problem(
        "overlap",
        joined(", ", [where, clock(onset)]) if where else clock(onset),
        said(
            "Two states share time on a line where only one can hold; "
            "shorten or remove one and compare again."
        ),
    )
