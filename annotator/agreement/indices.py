"""What a κ should be read beside: how high it could be, how uneven the codes are, who says yes more often."""

from annotator.agreement.kappa import SAME_CODE, UNUSED
from annotator.agreement.nominal import corrected
from annotator.agreement.table import Table
from annotator.errors import said
from annotator.stats import Statistic, ratio

NOTHING = said("nothing was compared")


def kappa_max(table: Table) -> Statistic:
    """The highest κ that the coders' own base rates allow: (Σ min(p_k+, p_+k) − p_e) / (1 − p_e).

    A low one says that the coders use the codes at different rates. Show it beside κ; their
    ratio means nothing.

    Undefined when κ is.

    >>> str(kappa_max(Table(("yes", "no"), ((20, 5), (10, 15)))))
    '0.800'

    Source: Cohen, J. (1960). Educational and Psychological Measurement, 20, 37-46.
    """
    n, margins = table.total, list(zip(table.first, table.second, strict=True))
    by_chance = sum(a * b for a, b in margins)
    return corrected(table, n * sum(map(min, margins)) - by_chance, n * n - by_chance, SAME_CODE)


def prevalence_index(table: Table) -> Statistic:
    """How uneven two codes are: share of both-first minus share of both-second, from −1 to 1.

    Undefined when nothing was compared. For two codes only.

    >>> prevalence_index(Table(("yes", "no"), ((80, 10), (5, 5)))).value
    0.75

    Source: Byrt, T., Bishop, J., & Carlin, J. B. (1993). Journal of Clinical Epidemiology, 46, 423-429.
    """
    a, _, _, d = _four(table)
    return ratio(a - d, table.total, NOTHING, table.total)


def bias_index(table: Table) -> Statistic:
    """How much more often the first coder gave the first code than the second did, from −1 to 1.

    Undefined when nothing was compared. For two codes only.

    >>> bias_index(Table(("yes", "no"), ((80, 10), (5, 5)))).value
    0.05

    Source: Byrt, T., Bishop, J., & Carlin, J. B. (1993). Journal of Clinical Epidemiology, 46, 423-429.
    """
    _, b, c, _ = _four(table)
    return ratio(b - c, table.total, NOTHING, table.total)


def negative_agreement(table: Table) -> Statistic:
    """Of what either coder left without the first code, how much both did: 2d / (2d + b + c).

    Undefined when neither left anything without it. For two codes only; ``positive_agreement`` is
    its counterpart.

    >>> str(negative_agreement(Table(("yes", "no"), ((80, 10), (5, 5)))))
    '0.400'

    Source: Cicchetti, D. V., & Feinstein, A. R. (1990). Journal of Clinical Epidemiology, 43, 551-558.
    """
    _, b, c, d = _four(table)
    return ratio(2 * d, 2 * d + b + c, UNUSED)


def _four(table: Table) -> tuple[int, int, int, int]:
    if len(table.codes) != 2:
        raise ValueError("this index is for two codes; use Table.against_rest")
    (a, b), (c, d) = table.cells
    return a, b, c, d
