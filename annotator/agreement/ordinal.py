"""Two coders, codes in order: near misses count as partial agreement.

The order is that of the table's codes, one step between neighbours. ``linear`` takes a disagreement of
d steps as d / (K − 1), ``quadratic`` as d² / (K − 1)². Whole numbers until the one division.
"""

from typing import Literal

from annotator.agreement.kappa import ONE_CODE, SAME_CODE
from annotator.agreement.nominal import both_margins, corrected
from annotator.agreement.table import Table
from annotator.stats import Statistic

Weights = Literal["identity", "linear", "quadratic"]


def weighted_kappa(table: Table, weights: Weights) -> Statistic:
    """Cohen's κ with weights: 1 − Σ v_ij p_ij / Σ v_ij p_i+ p_+j, v the disagreement of two codes.

    With quadratic weights it comes close to ICC(A,1) when there are many units. It depends on
    the weights, so name them.

    Undefined when nothing was compared, and when both used one same code throughout.

    >>> table = Table(("low", "middle", "high"), ((9, 2, 0), (1, 8, 3), (0, 1, 6)))
    >>> str(weighted_kappa(table, "linear")), str(weighted_kappa(table, "quadratic"))
    ('0.725', '0.809')

    Source: Cohen, J. (1968). Psychological Bulletin, 70, 213-220.
    """
    steps = range(len(table.codes))
    seen = sum(table.cells[i][j] * apart(i, j, weights) for i in steps for j in steps)
    by_chance = sum(table.first[i] * table.second[j] * apart(i, j, weights) for i in steps for j in steps)
    return corrected(table, by_chance - table.total * seen, by_chance, SAME_CODE)


def gwet_ac2(table: Table, weights: Weights) -> Statistic:
    """Gwet's coefficient for codes in order: p_e = T_w Σ π_k (1 − π_k) / (K (K − 1)), T_w = Σ w_kl.

    Undefined when nothing was compared, and when there is only one code.

    >>> table = Table(("low", "middle", "high"), ((9, 2, 0), (1, 8, 3), (0, 1, 6)))
    >>> str(gwet_ac2(table, "quadratic"))
    '0.829'

    Source: Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Chapter 3.
    """
    k, n = len(table.codes), table.total
    most = apart(0, k - 1, weights)
    near = [[most - apart(i, j, weights) for j in range(k)] for i in range(k)]
    seen = sum(table.cells[i][j] * near[i][j] for i in range(k) for j in range(k))
    hard = sum(map(sum, near)) * sum(s * (2 * n - s) for s in both_margins(table))
    scale = 4 * n * k * (k - 1)
    return corrected(table, scale * seen - hard, scale * n * most - hard, ONE_CODE)


def apart(i: int, j: int, weights: Weights) -> int:
    """How far two codes lie apart, in whole numbers."""
    if weights == "identity":
        return int(i != j)
    return abs(i - j) if weights == "linear" else (i - j) ** 2
