"""Which numbers of a lane are read first: one is never enough, and which ones depends on the data.

States: time-weighted κ, percent agreement, estimated accuracy; points: F1, then κ of events; intervals:
κ, AC1, percent agreement, and of one code on or off its positive and negative agreement; ratings: ICC(A,1)
or, on a scale of at most five values, weighted κ, then exact agreement and agreement within one step.
"""

from annotator.agreement.accuracy import observer_accuracy
from annotator.agreement.indices import negative_agreement
from annotator.agreement.kappa import positive_agreement
from annotator.agreement.points import PointAgreement
from annotator.agreement.rated import RatingAgreement
from annotator.agreement.scored import IntervalAgreement
from annotator.agreement.states import StateAgreement
from annotator.stats import Statistic

Named = tuple[tuple[str, Statistic], ...]


def read_first(lane: StateAgreement | PointAgreement | IntervalAgreement | RatingAgreement) -> Named:
    """The statistics of a lane to show first, by name, the first one foremost.

    >>> from annotator.agreement.points import PointCode
    >>> from annotator.model import Interval
    >>> lane = PointAgreement("cue", "infant", Interval(0, 9), 1000, (PointCode("bid", 3, 2, 2),))
    >>> [name for name, _ in read_first(lane)], str(read_first(lane)[0][1])
    (['f1', 'kappa_of_events'], '0.800')

    Source: Bakeman, R., Quera, V., & Gnisci, A. (2009). Behavior Research Methods, 41, 137-147, for time
    beside events; Koo, T. K., & Li, M. Y. (2016). Journal of Chiropractic Medicine, 15, 155-163.
    """
    if isinstance(lane, StateAgreement):
        accuracy = observer_accuracy(lane.table)
        return (
            ("time_weighted_kappa", lane.kappa),
            ("percent_agreement", lane.percent),
            ("accuracy", accuracy),
        )
    if isinstance(lane, PointAgreement):
        return ("f1", lane.f1), ("kappa_of_events", lane.events().kappa)
    if isinstance(lane, RatingAgreement):
        of_spread = ("icc_a1", lane.icc.value), ("weighted_kappa_quadratic", lane.kappa)
        near = ("exact", lane.exact), ("within_one_step", lane.within_one)
        return (*(of_spread[::-1] if lane.few_steps else of_spread), *near)
    head: Named = ("kappa", lane.kappa), ("gwet_ac1", lane.ac1), ("percent_agreement", lane.percent)
    if lane.code is None:
        return head
    of_code = ("positive_agreement", positive_agreement(lane.table, lane.code))
    return (*head, of_code, ("negative_agreement", negative_agreement(lane.table)))
