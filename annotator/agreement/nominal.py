"""Two coders, codes without order: coefficients that differ in what "by chance" means.

All are (p_o − p_e) / (1 − p_e) on a ``Table`` of units or of ms; ``cohen_kappa`` stands in its own
file. ``(none)`` counts as a code where it was used. All sums are whole numbers until the one
division. ``units`` is the amount compared.
"""

from annotator.agreement.kappa import ONE_CODE, SAME_CODE, nothing
from annotator.agreement.table import NONE, Table
from annotator.stats import Statistic


def scott_pi(table: Table) -> Statistic:
    """Agreement corrected by common base rates: p_e = Σ π_k², π_k the mean share of both coders.

    Who used a code more often does not matter, only how often it was used at all.

    Undefined when nothing was compared or marked, and when both used one same code throughout.

    >>> str(scott_pi(Table(("yes", "no"), ((20, 5), (10, 15)))))
    '0.394'

    Source: Scott, W. A. (1955). Public Opinion Quarterly, 19, 321-325.
    """
    n, used = table.total, both_margins(table)
    by_chance = sum(s * s for s in used)
    return corrected(table, 4 * n * table.agreed - by_chance, 4 * n * n - by_chance, SAME_CODE)


def brennan_prediger(table: Table) -> Statistic:
    """Agreement corrected by even guessing over all K codes that could be given: p_e = 1 / K.

    K counts the table's codes, used or not, and ``(none)`` only where it was used. With two codes it is
    PABAK, 2 p_o − 1 (Byrt, Bishop & Carlin 1993), also called S and Randolph's κ.

    Undefined when nothing was compared or marked, and when there is only one code.

    >>> brennan_prediger(Table(("yes", "no"), ((20, 5), (10, 15)))).value
    0.4

    Source: Brennan, R. L., & Prediger, D. J. (1981). Educational and Psychological Measurement, 41, 687-699.
    """
    k, n = kinds(table), table.total
    return corrected(table, k * table.agreed - n, (k - 1) * n, ONE_CODE)


def gwet_ac1(table: Table) -> Statistic:
    """Agreement corrected for chance on hard units only: p_e = Σ π_k (1 − π_k) / (K − 1).

    Stable when one code fills most of the time, where κ falls; with one dominant code p_e goes to
    0, so that it can look generous. K as in ``brennan_prediger``.

    Undefined when nothing was compared or marked, and when there is only one code.

    >>> str(gwet_ac1(Table(("yes", "no"), ((20, 5), (10, 15)))))
    '0.406'

    Source: Gwet, K. L. (2008). British Journal of Mathematical and Statistical Psychology, 61, 29-48.
    """
    k, n = kinds(table), table.total
    by_chance = sum(s * (2 * n - s) for s in both_margins(table))
    whole = 4 * n * n * (k - 1)
    return corrected(table, 4 * n * (k - 1) * table.agreed - by_chance, whole - by_chance, ONE_CODE)


def corrected(table: Table, above: int, whole: int, otherwise: str) -> Statistic:
    """``above`` ÷ ``whole``, undefined when nothing was compared or marked, or when the whole is 0."""
    reason = nothing(table) or (otherwise if whole == 0 else "")
    return Statistic(None, table.total, reason) if reason else Statistic(above / whole, table.total)


def kinds(table: Table) -> int:
    """How many codes could be given: all of the table, ``(none)`` only where it was used."""
    given = zip(table.codes, both_margins(table), strict=True)
    return sum(1 for code, amount in given if code != NONE or amount)


def both_margins(table: Table) -> list[int]:
    """How much both coders together gave each code."""
    return [a + b for a, b in zip(table.first, table.second, strict=True)]
