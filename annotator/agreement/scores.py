"""Two coders' numbers side by side: ratings, durations, counts, derived measures."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.icc import TOO_FEW_RATED, mean_squares
from annotator.agreement.many import NO_PAIR
from annotator.errors import said
from annotator.stats import Limits, Statistic, html_table, ratio
from annotator.stats.resampling import by_t, too_few

PAIRS = said("pairs as independent, by t")
SAME_MEANS = said("all pairs have the same mean")
LEAST_PAIRS = 3
"""From how many pairs on limits of agreement are told."""
NOT_POSITIVE = said("logarithms need values above zero")


def rating_agreement(scores: Sequence[Sequence[float | None]], within: float = 0) -> Statistic:
    """The share of pairs of ratings of one target that differ by at most ``within`` points.

    0 is exact agreement, 1 is agreement within one point. ``units`` counts the pairs. Undefined
    when no target has two ratings.

    >>> rows = [(5, 5), (4, 5), (2, 4)]
    >>> str(rating_agreement(rows)), str(rating_agreement(rows, within=1))
    ('0.333', '0.667')
    """
    pairs = [
        abs(a - b)
        for row in scores
        for a, b in itertools.combinations([score for score in row if score is not None], 2)
    ]
    return ratio(sum(difference <= within for difference in pairs), len(pairs), NO_PAIR)


def measurement_error(scores: Sequence[Sequence[float]]) -> Statistic:
    """The standard error of measurement, √ MSE, in points of the scale; see ``Components.sem`` for gaps.

    ``units`` counts the targets. Undefined with fewer than two targets or coders.

    >>> str(measurement_error([(5, 5), (4, 5), (2, 4)]))
    '0.707'

    Source: de Vet, H. C. W., Terwee, C. B., Knol, D. L., & Bouter, L. M. (2006). Journal of Clinical
    Epidemiology, 59, 1033-1039.
    """
    ms = mean_squares(scores)
    return Statistic(None, len(scores), TOO_FEW_RATED) if ms is None else Statistic(math.sqrt(ms.error), ms.n)


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """How far the first coder's numbers lie above the second's.

    ``bias`` is the mean difference, ``low`` and ``high`` are bias ∓ 1.96 ``sd``, between which 95 % of
    differences should lie, each with its interval. ``slope`` is that of the difference on the mean, with
    its interval and p: proportional bias. With ``as_ratio`` all but the slope are ratios, first ÷ second.
    """

    bias: Statistic
    sd: Statistic
    low: Statistic
    high: Statistic
    bias_limits: Limits
    low_limits: Limits
    high_limits: Limits
    slope: Statistic
    slope_limits: Limits
    slope_p: float | None
    as_ratio: bool = False

    def _repr_html_(self) -> str:
        rows = [
            ("bias", self.bias, self.bias_limits), ("lower limit", self.low, self.low_limits),
            ("upper limit", self.high, self.high_limits), ("slope", self.slope, self.slope_limits),
        ]  # fmt: skip
        return html_table("ratios" if self.as_ratio else "differences", ("", "value", "interval"), rows)


def bland_altman(
    first: Sequence[float], second: Sequence[float], *, as_ratio: bool = False, level: float = 0.95
) -> BlandAltman:
    """The limits of agreement of two coders' numbers, with t-intervals; use ``as_ratio`` for durations.

    The standard error of a limit is √(3 s² / n). With ``as_ratio`` it works on logarithms and
    gives ratios. ``units`` counts the pairs.

    Undefined with fewer than three pairs, and as ratios with values that are not above zero; the slope also
    when all pairs have the same mean.

    >>> found = bland_altman([10, 12, 9, 14, 11], [9, 12, 10, 12, 10])
    >>> str(found.bias), str(found.low), str(found.high), str(found.bias_limits)
    ('0.600', '-1.635', '2.835', '-0.816 to 2.016')

    Source: Bland, J. M., & Altman, D. G. (1986). Lancet, 327, 307-310; (1999). Statistical Methods in
    Medical Research, 8, 135-160.
    """
    a, b = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    n = len(a)
    if len(b) != n:
        raise ValueError("both coders need a number for each target")
    reason = too_few(n, LEAST_PAIRS) if n < LEAST_PAIRS else ""
    if as_ratio and not reason and min(a.min(), b.min()) <= 0:
        reason = NOT_POSITIVE
    if reason:
        nothing, none = Statistic(None, n, reason), Limits(None, None, PAIRS, n, level, reason=reason)
        return BlandAltman(
            nothing, nothing, nothing, nothing, none, none, none, nothing, none, None, as_ratio
        )
    if as_ratio:
        a, b = np.log(a), np.log(b)
    d = a - b
    bias, sd = float(d.mean()), float(d.std(ddof=1))
    at = (bias, bias - 1.96 * sd, bias + 1.96 * sd)
    errors = (sd / math.sqrt(n), *[math.sqrt(3) * sd / math.sqrt(n)] * 2)
    limits = [by_t(x, e, n - 1, method=PAIRS, units=n, level=level) for x, e in zip(at, errors, strict=True)]
    values = [Statistic(_back(x, as_ratio), n) for x in at]
    ends = [_as_ratio(found) if as_ratio else found for found in limits]
    spread = Statistic(_back(sd, as_ratio), n)
    slope, slope_limits, p = _slope(d, (a + b) / 2, level)
    middle, low, high = values
    return BlandAltman(middle, spread, low, high, ends[0], ends[1], ends[2], slope, slope_limits, p, as_ratio)


def _slope(
    d: np.ndarray[tuple[int], np.dtype[np.float64]],
    means: np.ndarray[tuple[int], np.dtype[np.float64]],
    level: float,
) -> tuple[Statistic, Limits, float | None]:
    from scipy.special import stdtr

    n, x = len(d), means - means.mean()
    spread = float(x @ x)
    if spread == 0:
        return Statistic(None, n, SAME_MEANS), Limits(None, None, PAIRS, n, level, reason=SAME_MEANS), None
    slope = float(x @ d) / spread
    rest = d - d.mean() - slope * x
    error = math.sqrt(float(rest @ rest) / (n - 2) / spread)
    limits = by_t(slope, error, n - 2, method=PAIRS, units=n, level=level)
    p = 2 * float(stdtr(n - 2, -abs(slope) / error)) if error else None
    return Statistic(slope, n), limits, p


def _back(x: float, as_ratio: bool) -> float:
    return math.exp(x) if as_ratio else x


def _as_ratio(found: Limits) -> Limits:
    if found.low is None or found.high is None:
        return found
    return Limits(math.exp(found.low), math.exp(found.high), found.method, found.units, found.level)
