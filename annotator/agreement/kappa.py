"""Coefficients of agreement on a table of two coders."""

from annotator.agreement.table import NONE, Table
from annotator.errors import said
from annotator.stats import Statistic, ratio

NOTHING_SHARED = said("the coders share no coded time")
NOTHING_CODED = said("neither coder marked anything here")
SAME_CODE = said("both coders used one same code throughout")
ONE_CODE = said("there is only one code")
UNUSED = said("neither coder used this code")


def percent_agreement(table: Table) -> Statistic:
    """The share of what was compared to which both coders gave the same code, from 0 to 1.

    Not corrected for chance: two coders who guess agree often when one code fills most of
    the time. ``units`` is the amount compared (ms in a time table).

    Undefined when nothing was compared, and when neither coder marked anything, for time
    that both left empty by not coding at all is no agreement.

    >>> percent_agreement(Table(("mother", "away"), ((5_000, 0), (1_000, 3_000))))
    Statistic(value=0.8888888888888888, units=9000, reason='')
    """
    reason = nothing(table)
    return (
        Statistic(None, table.total, reason) if reason else Statistic(table.agreed / table.total, table.total)
    )


def cohen_kappa(table: Table) -> Statistic:
    """Agreement of two coders on the same units, corrected for chance.

    κ = (p_o − p_e) / (1 − p_e): p_o is the share to which both coders gave the same code,
    p_e the share expected from how much each coder used each code. On a time table the
    units are ms, so it is the time-weighted κ: the limit of the time-unit κ for units that
    become ever shorter, without a grid. All sums are whole numbers until the one division,
    so "undefined" is an exact test. ``units`` is the amount compared.

    Undefined when nothing was compared, when neither coder marked anything, and when p_e = 1,
    that is when both used one same code throughout. A coder who used one code throughout
    where the other used several has κ = 0. An interval computed from ms as if they were
    independent is void; resample sessions.

    >>> cohen_kappa(Table(("yes", "no"), ((20, 5), (10, 15))))
    Statistic(value=0.4, units=50, reason='')

    Source: Cohen, J. (1960). Educational and Psychological Measurement, 20, 37-46.
    """
    reason = nothing(table)
    if reason:
        return Statistic(None, table.total, reason)
    n = table.total
    by_chance = sum(a * b for a, b in zip(table.first, table.second, strict=True))
    if by_chance == n * n:
        return Statistic(None, n, SAME_CODE)
    return Statistic((table.agreed * n - by_chance) / (n * n - by_chance), n)


def positive_agreement(table: Table, code: str) -> Statistic:
    """Of what either coder gave ``code``, how much both did: 2a / (2a + b + c), from 0 to 1.

    a is what both gave the code, b and c what only the first or only the second did. It does
    not grow when more time passes in which nothing happens, as percent agreement does.
    ``units`` is 2a + b + c.

    Undefined when neither coder used the code.

    >>> positive_agreement(Table(("smile", "(none)"), ((3_000, 1_000), (1_000, 55_000))), "smile")
    Statistic(value=0.75, units=8000, reason='')

    Source: Cicchetti, D. V., & Feinstein, A. R. (1990). Journal of Clinical Epidemiology, 43, 551-558.
    """
    i = table.codes.index(code)
    return ratio(2 * table.cells[i][i], table.first[i] + table.second[i], UNUSED)


def nothing(table: Table) -> str:
    """Why there is nothing to agree on; empty when there is something."""
    if table.total == 0:
        return NOTHING_SHARED
    used = {code for code, a, b in zip(table.codes, table.first, table.second, strict=True) if a or b}
    return NOTHING_CODED if used == {NONE} else ""
