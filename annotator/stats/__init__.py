"""What agreement and measures share: a number or the reason for none, lanes, spans of time, intervals.

Intervals from resampling need numpy, which is slow to import; they stand in ``annotator.stats.resampling``.

>>> str(ratio(29_000, 57_000, "no scorable time"))
'0.509'
>>> ratio(0, 0, "no scorable time")
Statistic(value=None, units=0, reason='no scorable time')
"""

from annotator.stats.html import html_table
from annotator.stats.lanes import Lane, lanes
from annotator.stats.limits import Limits
from annotator.stats.poisson import poisson_interval
from annotator.stats.spans import Spans, covered, inside, intersection, length, shares, subtract, union
from annotator.stats.statistic import Statistic, ratio
from annotator.stats.words import KINDS

__all__ = [
    "KINDS", "Lane", "Limits", "Spans", "Statistic", "covered", "html_table", "inside", "intersection",
    "lanes", "length", "poisson_interval", "ratio", "shares", "subtract", "union",
]  # fmt: skip
