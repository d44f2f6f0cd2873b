"""Agreement on events: whether two coders saw the same things, apart from how long they lasted.

First annotations are linked, whatever their codes; then the table is made, in which one that has no
partner stands beside "unlinked". A linked pair counts 2, one without a partner 1, so the table holds
every annotation once. Nobody can find what neither marked, so the cell unlinked × unlinked is impossible
and chance is computed without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.kappa import NOTHING_CODED, UNUSED, cohen_kappa
from annotator.agreement.matching import NEAR, Event, Near, match_events
from annotator.agreement.shift import SHIFTS, ChanceLine, chance_line, shift_times
from annotator.agreement.table import Table, unit_table
from annotator.errors import said
from annotator.model import Interval
from annotator.stats import Statistic, html_table, ratio

UNLINKED = "(unlinked)"
"""The code of an annotation's missing partner; no scheme can use it, for an id has no brackets."""

ONE_CODE_LINKED = said("with one code chance cannot be told from agreement; read F1")
ALL_ONE = said("every annotation is linked and carries one same code")
NO_LINK = said("no annotation has a partner")


@dataclass(frozen=True, slots=True)
class Lag:
    """How much later the second coder's edges lie, in ms, over linked annotations of one code."""

    median: Statistic
    quartiles: tuple[float, float] | None

    def __str__(self) -> str:
        return str(self.median)


@dataclass(frozen=True, slots=True)
class EventCode:
    """One code: how often each coder marked it and how many are the same event, matched within the code.

    ``missed`` the second coder did not mark, ``extra`` only the second did. ``onset`` and
    ``offset`` say how much later the second coder is.
    """

    code: str
    first: int
    second: int
    matched: int
    onset: Lag
    offset: Lag

    @property
    def f1(self) -> Statistic:
        """2 × matched ÷ all annotations of both; undefined when neither used the code."""
        return ratio(2 * self.matched, self.first + self.second, UNUSED)

    @property
    def missed(self) -> int:
        """Annotations of the first coder without a partner."""
        return self.first - self.matched

    @property
    def extra(self) -> int:
        """Annotations of the second coder without a partner."""
        return self.second - self.matched


@dataclass(frozen=True, slots=True)
class EventAgreement:
    """Agreement of two coders on the events of one lane.

    ``table`` has a last row and column ``(unlinked)``; ``left_out`` counts annotations that lie mostly
    in time that either coder could not see.
    """

    near: Near
    table: Table
    pairs: tuple[tuple[int, int], ...]
    codes: tuple[EventCode, ...]
    left_out: int = 0

    @property
    def linked(self) -> Statistic:
        """The share of all annotations that have a partner, whatever its code."""
        return ratio(2 * len(self.pairs), self.table.total, NOTHING_CODED)

    @property
    def f1(self) -> Statistic:
        """F1 over all codes together."""
        marked = sum(code.first + code.second for code in self.codes)
        return ratio(2 * sum(code.matched for code in self.codes), marked, NOTHING_CODED)

    @property
    def kappa(self) -> Statistic:
        """κ with those without a partner; see ``unlinked_kappa``."""
        return unlinked_kappa(self.table)

    @property
    def kappa_of_linked(self) -> Statistic:
        """Cohen's κ of the linked pairs alone: whether what both saw got the same code."""
        alone = self.table.without({UNLINKED})
        halved = Table(alone.codes, tuple(tuple(n // 2 for n in row) for row in alone.cells))
        return cohen_kappa(halved) if halved.total else Statistic(None, 0, NO_LINK)

    def _repr_html_(self) -> str:
        rows = [
            (c.code, c.first, c.second, c.matched, c.f1, c.onset, c.offset) for c in self.codes
        ]  # fmt: skip
        head = ("code", "first", "second", "matched", "F1", "median onset lag, ms", "median offset lag, ms")
        return html_table(f"κ {self.kappa}, linked {self.linked}", head, rows)


def onset_lags(first: Sequence[Event], second: Sequence[Event], near: Near = NEAR) -> list[int]:
    """How much later the second coder's onsets lie, in ms, over linked annotations of one code.

    Gives no pair's lag when nothing is linked.

    >>> onset_lags([(0, 4_000, "a"), (5_000, 9_000, "b")], [(300, 4_200, "a"), (5_000, 9_500, "a")])
    [300]
    """
    pairs = match_events(first, second, near)
    return [second[j][0] - first[i][0] for i, j in pairs if first[i][2] == second[j][2]]


def compare_events(
    first: Sequence[Event],
    second: Sequence[Event],
    codes: Sequence[str],
    near: Near = NEAR,
    left_out: int = 0,
) -> EventAgreement:
    """The agreement of two coders' annotations of one lane, in any order.

    F1 and the share linked are undefined when neither coder marked anything, F1 of a code when neither
    used it, lags without a pair; κ as in ``unlinked_kappa``.

    >>> ana = [(0, 4_000, "a"), (5_000, 9_000, "b"), (20_000, 22_000, "a")]
    >>> ben = [(300, 4_200, "a"), (5_000, 9_500, "a")]
    >>> found = compare_events(ana, ben, ["a", "b"])
    >>> found.table.cells, str(found.linked), str(found.f1)
    (((2, 0, 1), (2, 0, 0), (0, 0, 0)), '0.800', '0.400')
    """
    pairs = match_events(first, second, near)
    table = _table(first, second, pairs, codes)
    of_codes = tuple(_code(code, first, second, near) for code in codes)
    return EventAgreement(near, table, tuple(pairs), of_codes, left_out)


def f1_by_chance(
    first: Sequence[Event],
    second: Sequence[Event],
    window: Interval,
    near: Near = NEAR,
    *,
    seed: int = 0,
    shifts: int = SHIFTS,
) -> ChanceLine:
    """The F1 of records that do not belong together: the second turned round inside the window.

    An annotation that the turn cuts in two keeps its longer part. Undefined when the window is too short
    for a turn that takes records apart; see ``chance_by_shift``.
    """
    codes = sorted({code for _, _, code in first} & {code for _, _, code in second})
    marked = len(first) + len(second)

    def f1(turned: Sequence[Event]) -> float | None:
        matched = sum(len(match_events(_of(c, first), _of(c, turned), near)) for c in codes)
        return ratio(2 * matched, marked, NOTHING_CODED).value

    by = shift_times(window, max(1, len(second)), seed, shifts)
    return chance_line([f1([_turned(event, window, d) for event in second]) for d in by], seed)


def _turned(event: Event, window: Interval, by_ms: int) -> Event:
    onset = window.onset + (event[0] - window.onset + by_ms) % window.duration
    offset = onset + event[1] - event[0]
    if offset <= window.offset:
        return onset, offset, event[2]
    beyond = offset - window.offset
    if beyond > window.offset - onset:
        return window.onset, window.onset + beyond, event[2]
    return onset, window.offset, event[2]


def unlinked_kappa(table: Table) -> Statistic:
    """κ of events with those that have no partner, with a p_e for which unlinked × unlinked is impossible.

    The expected table has the margins of the seen one and rows and columns independent but for
    that cell: the limit of iterative proportional fitting. With one impossible cell the limit is known:
    e_ij = L · r_i c_j / (R C), with L the amount that is linked, R and C the amounts that
    each coder marked. Whole numbers until the one division.

    Undefined when nothing was marked; with one code, where e equals what was seen; and when
    all are linked and carry one same code.

    >>> cells = ((12, 0, 1), (2, 8, 2), (1, 2, 0))
    >>> str(unlinked_kappa(Table(("a", "b", UNLINKED), cells)))
    '0.527'

    Source: Bakeman, R., & Robinson, B. F. (1994). Understanding log-linear analysis with ILOG; Holle, H., &
    Rein, R. (2015). Behavior Research Methods, 47, 837-847.
    """
    n, first, second = table.total, table.first, table.second
    at = [i for i, code in enumerate(table.codes) if code != UNLINKED]
    used = [i for i in at if first[i] or second[i]]
    if not used:
        return Statistic(None, n, NOTHING_CODED)
    if len(used) == 1:
        return Statistic(None, n, ONE_CODE_LINKED)
    agreed = sum(table.cells[i][i] for i in at)
    marked_first, marked_second = sum(first[i] for i in at), sum(second[i] for i in at)
    if not marked_first or not marked_second:
        return Statistic(None, n, NO_LINK)
    linked = marked_first + marked_second - n
    by_chance = linked * sum(first[i] * second[i] for i in at)
    whole = marked_first * marked_second
    if by_chance == n * whole:
        return Statistic(None, n, ALL_ONE)
    return Statistic((agreed * whole - by_chance) / (n * whole - by_chance), n)


def _table(
    first: Sequence[Event], second: Sequence[Event], pairs: Sequence[tuple[int, int]], codes: Sequence[str]
) -> Table:
    mine, theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    found = [(first[i][2], second[j][2]) for i, j in pairs] * 2
    found += [(event[2], UNLINKED) for i, event in enumerate(first) if i not in mine]
    found += [(UNLINKED, event[2]) for j, event in enumerate(second) if j not in theirs]
    return unit_table(found, [*codes, UNLINKED])


def _code(code: str, first: Sequence[Event], second: Sequence[Event], near: Near) -> EventCode:
    ana, ben = _of(code, first), _of(code, second)
    pairs = match_events(ana, ben, near)
    onset = _lag([ben[j][0] - ana[i][0] for i, j in pairs])
    offset = _lag([ben[j][1] - ana[i][1] for i, j in pairs])
    return EventCode(code, len(ana), len(ben), len(pairs), onset, offset)


def _of(code: str, events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event[2] == code]


def _lag(differences: Sequence[int]) -> Lag:
    if not differences:
        return Lag(Statistic(None, 0, NO_LINK), None)
    low, middle, high = (float(q) for q in np.quantile(differences, [0.25, 0.5, 0.75]))
    return Lag(Statistic(middle, len(differences)), (low, high))
