"""How accurate coders must be to agree as much as they do."""

import math

from annotator.agreement.kappa import ONE_CODE, nothing
from annotator.agreement.nominal import kinds
from annotator.agreement.table import Table
from annotator.errors import said
from annotator.stats import Statistic

BELOW_CHANCE = said("the coders agree less often than two who guess")


def observer_accuracy(table: Table) -> Statistic:
    """How often each coder gives the true code, if both are equally good and their errors even.

    Both report the true code with probability p, else any other alike, independently. Then
    p_o = p² + (1 − p)² / (K − 1) whatever the base rates, so p = (1 + √(1 − K (1 − (K − 1) p_o))) / K. It
    puts percent agreement on a scale that does not depend on the number of codes. A high one can
    still mean that a rare code is missed. K as in ``brennan_prediger``.

    Undefined when nothing was compared or marked, when there is only one code, and when p_o < 1 / K.

    >>> str(observer_accuracy(Table(("yes", "no"), ((80, 10), (5, 5)))))
    '0.918'

    Source: the model of Gardner, W. (1995). Child Development, 66, 1614-1627, solved for p from p_o.
    """
    k, n = kinds(table), table.total
    reason = nothing(table) or (ONE_CODE if k < 2 else "")
    if reason:
        return Statistic(None, n, reason)
    inside = n - k * (n - (k - 1) * table.agreed)
    if inside < 0:
        return Statistic(None, n, BELOW_CHANCE)
    return Statistic((1 + math.sqrt(inside / n)) / k, n)
