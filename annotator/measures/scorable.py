"""How much of a coded window could be judged at all."""

from annotator.errors import said
from annotator.measures.seen import LASTING, seen
from annotator.model import Coding
from annotator.schemes.scheme import Scheme
from annotator.stats import Statistic, length, ratio, union

EMPTY_WINDOW = said("the coded window is empty")


def scorable_share(coding: Coding, scheme: Scheme) -> Statistic:
    """The share of the coded window that no track marks as missing, of whomever; ``units`` is the window, ms.

    Undefined for an empty window. 1 where the scheme has no missing code: then nobody can say otherwise.
    """
    found = seen(coding, scheme)
    missing = union(
        span for lane in found.lanes if lane.track.kind in LASTING for span in found.marked(lane).spans
    )
    window = coding.window.duration
    return ratio(window - length(missing), window, EMPTY_WINDOW)
