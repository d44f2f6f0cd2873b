"""Agreement on points: whether both coders marked the same moments."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.agreement.disagreements import Differing
from annotator.agreement.events import EventAgreement, compare_events, f1_by_chance, onset_lags
from annotator.agreement.grid import presence_table
from annotator.agreement.kappa import NOTHING_CODED, UNUSED
from annotator.agreement.matching import Event, Near
from annotator.agreement.shift import SHIFTS, ChanceLine
from annotator.agreement.table import NONE, Table
from annotator.model import Interval
from annotator.stats import Lane, Statistic, ratio

Mark = tuple[int, str]
"""A point: its ms and its code."""


@dataclass(frozen=True, slots=True)
class PointCode:
    """One point code: how often each coder marked it, and how many were the same moments.

    ``f1`` is 2 × matched ÷ (first + second), from 0 to 1, its ``units`` the marks of both;
    undefined when neither coder used the code.
    """

    code: str
    first: int
    second: int
    matched: int

    @property
    def f1(self) -> Statistic:
        """The share of both coders' marks that have a partner."""
        return ratio(2 * self.matched, self.first + self.second, UNUSED)


@dataclass(frozen=True, slots=True)
class PointAgreement:
    """Agreement of two coders on the points of one lane, within a window.

    Two marks of the same code are matched when they lie at most ``tolerance_ms`` apart; one to
    one, as many pairs as possible, and among those the pairs that are closest in time. A wide
    tolerance also matches unrelated marks: read F1 beside how often each code occurs.
    """

    track: str
    subject: str
    window: Interval
    tolerance_ms: int
    codes: tuple[PointCode, ...]
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]] = field(default=((), ()), compare=False, repr=False)

    @property
    def f1(self) -> Statistic:
        """F1 over all codes of the lane together."""
        matched = sum(code.matched for code in self.codes)
        marks = sum(code.first + code.second for code in self.codes)
        return ratio(2 * matched, marks, NOTHING_CODED)

    def events(self) -> EventAgreement:
        """The marks as events, linked whatever their codes: κ with and without unlinked, lags.

        See ``compare_events``.
        """
        first, second = self._events
        return compare_events(first, second, [code.code for code in self.codes], self._near)

    def onset_lags(self) -> list[int]:
        """How much later the second coder's marks lie, in ms, over linked ones; see ``onset_lags``."""
        return onset_lags(*self._events, self._near)

    def by_chance(self, *, seed: int = 0, shifts: int = SHIFTS) -> ChanceLine:
        """The F1 of records that do not belong together; see ``f1_by_chance``."""
        return f1_by_chance(*self._events, self.window, self._near, seed=seed, shifts=shifts)

    def presence(self, code: str, unit_ms: int) -> Table:
        """How many intervals of ``unit_ms`` hold the code for both or one; see ``presence_table``."""
        spans = [[(t, t) for t, given in of if given == code] for of in self.marks]
        return presence_table(spans[0], spans[1], self.window, unit_ms, code)

    @property
    def _events(self) -> tuple[list[Event], list[Event]]:
        first, second = ([(t, t, code) for t, code in of] for of in self.marks)
        return first, second

    @property
    def _near(self) -> Near:
        return Near(tolerance_ms=self.tolerance_ms)


def match_points(first: Sequence[int], second: Sequence[int], tolerance_ms: int) -> list[tuple[int, int]]:
    """Pairs of indices of points at most ``tolerance_ms`` apart: most pairs, then least distance.

    Gives no pair when either coder marked nothing.

    Both sequences ascend. Taking the nearest pair first would be wrong: it can leave two
    marks alone that could both have had a partner. On a line the best pairs never cross, so
    the best of every beginning of both records follows from shorter beginnings; only partners
    within reach are looked at.

    >>> match_points([1_000, 1_800], [200, 1_100], 1_000)
    [(0, 0), (1, 1)]
    """
    # A pair is worth more than all distances together, so more pairs always come first.
    pair = tolerance_ms * min(len(first), len(second)) + 1
    row, rows = _Row(0, [0], [ALONE]), []
    for t in first:
        start, stop = bisect_left(second, t - tolerance_ms), bisect_right(second, t + tolerance_ms)
        row = _next(row, start, [pair - abs(t - second[j]) for j in range(start, stop)])
        rows.append(row)
    return _pairs(rows)


ALONE, SKIP, MATCH = range(3)
"""How the best for some points of both coders comes about: the last of the first coder has no
partner, the last of the second has none, or the two are partners."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The best for the first i points of one coder and the first ``start`` + k of the other."""

    start: int
    best: list[int]
    how: list[int]

    def value(self, j: int) -> int:
        """The best with the first ``j`` of the other; those out of reach change nothing."""
        return self.best[min(j - self.start, len(self.best) - 1)]


def _next(above: _Row, start: int, worth: Sequence[int]) -> _Row:
    """The row of one point more, that can be matched to ``start`` and following for what each is worth."""
    best, how = [above.value(start)], [ALONE]
    for j, gain in enumerate(worth, start):
        choices = (above.value(j + 1), best[-1], above.value(j) + gain)
        best.append(max(choices))
        how.append(choices.index(best[-1]))
    return _Row(start, best, how)


def _pairs(rows: Sequence[_Row]) -> list[tuple[int, int]]:
    """The pairs behind the best of the last row, found from the end."""
    pairs, j = [], rows[-1].start + len(rows[-1].best) if rows else 0
    for i in range(len(rows) - 1, -1, -1):
        row = rows[i]
        j = min(j, row.start + len(row.best) - 1)
        while row.how[j - row.start] == SKIP:
            j -= 1
        if row.how[j - row.start] == MATCH:
            j -= 1
            pairs.append((i, j))
    return pairs[::-1]


def compare_points(
    first: Lane, second: Lane, window: Interval, tolerance_ms: int
) -> tuple[PointAgreement, list[Differing]]:
    """The agreement on one lane of points, and the marks that have no partner of the same code."""
    ana, ben = _marks(first, window), _marks(second, window)
    codes, alone = [], (list[Mark](), list[Mark]())
    for code in _codes(first, ana, ben):
        mine, other = _of(code, ana), _of(code, ben)
        pairs = match_points(mine, other, tolerance_ms)
        codes.append(PointCode(code, len(mine), len(other), len(pairs)))
        alone[0].extend(_left(code, mine, {i for i, _ in pairs}))
        alone[1].extend(_left(code, other, {j for _, j in pairs}))
    marks = tuple(ana), tuple(ben)
    agreement = PointAgreement(first.track.id, first.subject, window, tolerance_ms, tuple(codes), marks)
    return agreement, _unmatched(agreement, sorted(alone[0]), sorted(alone[1]))


def _marks(lane: Lane, window: Interval) -> list[Mark]:
    contents = (a.content for a in lane.annotations)
    return [(c.onset_ms, c.code) for c in contents if window.holds(c.onset_ms)]


def _codes(lane: Lane, *marks: list[Mark]) -> list[str]:
    """The scheme's codes of the lane, then codes that only the codings have."""
    of_scheme = [code.id for code in lane.track.codes]
    return of_scheme + sorted({code for part in marks for _, code in part} - set(of_scheme))


def _of(code: str, marks: list[Mark]) -> list[int]:
    return sorted(t for t, given in marks if given == code)


def _left(code: str, times: list[int], matched: set[int]) -> Iterable[Mark]:
    return ((t, code) for i, t in enumerate(times) if i not in matched)


def _unmatched(lane: PointAgreement, first: list[Mark], second: list[Mark]) -> list[Differing]:
    """Marks without a partner; two of them within the tolerance are one moment with two codes."""
    pairs = match_points([t for t, _ in first], [t for t, _ in second], lane.tolerance_ms)
    mine, theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    moments = [(first[i], second[j]) for i, j in pairs]
    moments += [(mark, (mark[0], NONE)) for i, mark in enumerate(first) if i not in mine]
    moments += [((mark[0], NONE), mark) for j, mark in enumerate(second) if j not in theirs]
    return [
        (lane.track, lane.subject, min(a[0], b[0]), max(a[0], b[0]), a[1], b[1], True, False, None)
        for a, b in moments
    ]
