"""Whether a coder drifts: charts over double-coded sessions in the order in which they were coded.

Limits come from the first sessions after certification; a signal means "look", never more.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.stats.resampling import too_few

Side = Literal["below", "above", "both"]

BASELINE = 8
"""Sessions that the centre and the spread rest on, and the fewest that give limits."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A value for each session with its limits; none, and the ``reason``, when there are too few.

    ``values`` are smoothed ones in an EWMA chart. ``signals`` are the places of sessions outside the
    limits.
    """

    values: tuple[float, ...]
    centre: float | None
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[int, ...]
    baseline: int
    reason: str = ""


def ewma_chart(
    points: Sequence[float],
    *,
    errors: Sequence[float] = (),
    weight: float = 0.2,
    width: float = 2.6,
    side: Side = "below",
    baseline: int = BASELINE,
) -> Chart:
    """A chart of exponentially weighted means: z_t = λ x_t + (1 − λ) z_(t−1), from the centre on.

    Limits are μ ± L σ √(λ / (2 − λ) · (1 − (1 − λ)^(2t))); μ and σ are those of the first ``baseline``
    sessions, and σ² is not below the mean square of the sessions' own ``errors`` there. One-sided by
    default, for agreement only falls.

    Without limits with fewer than ``baseline`` sessions.

    >>> chart = ewma_chart([0.9, 0.92, 0.88, 0.91, 0.9, 0.89, 0.91, 0.9, 0.7, 0.7, 0.7])
    >>> chart.signals
    (8, 9, 10)

    Source: Lucas, J. M., & Saccucci, M. S. (1990). Technometrics, 32, 1-12.
    """
    x = np.array(points, dtype=np.float64)
    if len(x) < baseline:
        return Chart(tuple(map(float, x)), None, (), (), (), baseline, too_few(len(x), baseline))
    centre, spread = float(x[:baseline].mean()), float(x[:baseline].var(ddof=1))
    if len(errors):
        spread = max(spread, float(np.mean(np.square(errors[:baseline]))))
    smoothed, z = [], centre
    for point in x.tolist():
        z = weight * point + (1 - weight) * z
        smoothed.append(z)
    factor = weight / (2 - weight)
    away = [width * math.sqrt(spread * factor * (1 - (1 - weight) ** (2 * t))) for t in range(1, len(x) + 1)]
    return _chart(smoothed, centre, away, side, baseline)


def accuracy_chart(
    points: Sequence[float],
    *,
    errors: Sequence[float] = (),
    weight: float = 0.2,
    width: float = 2.6,
    side: Side = "below",
    baseline: int = BASELINE,
    most: float = 0.999,
) -> Chart:
    """``ewma_chart`` for accuracies and other shares: made on log (p / (1 − p)), told as shares again.

    Shares near 1 vary less than those further down and cannot rise above 1; on the logit scale their spread
    is alike, so limits stay between 0 and 1 and are wider below than above. A share above ``most`` or
    below 1 − ``most`` counts as that, for the logit of 1 is without end. ``errors`` are those of the
    shares; on the logit scale each is divided by p (1 − p).

    Without limits with fewer than ``baseline`` sessions. Raises ValueError for what is no share.

    >>> chart = accuracy_chart([0.95, 0.97, 0.96, 0.94, 0.96, 0.95, 0.97, 0.95, 0.85, 0.84, 0.86])
    >>> chart.signals, round(chart.lower[-1], 3), round(chart.upper[-1], 3)
    ((8, 9, 10), 0.947, 0.966)

    Source: Lucas & Saccucci (1990) for the chart; Berkson, J. (1944). Journal of the American Statistical
    Association, 39, 357-365, for the logit.
    """
    if any(not 0 <= p <= 1 for p in points):
        raise ValueError("an accuracy is a share between 0 and 1")
    shares = [min(max(p, 1 - most), most) for p in points]
    logits = [math.log(p / (1 - p)) for p in shares]
    scaled = [error / (p * (1 - p)) for error, p in zip(errors, shares, strict=False)]
    found = ewma_chart(logits, errors=scaled, weight=weight, width=width, side=side, baseline=baseline)
    return _told(found, lambda x: 1 / (1 + math.exp(-x)))


def _told(found: Chart, back: Callable[[float], float]) -> Chart:
    """The chart on the scale that its points came on."""
    centre = None if found.centre is None else back(found.centre)
    values, lower, upper = (tuple(map(back, row)) for row in (found.values, found.lower, found.upper))
    return Chart(values, centre, lower, upper, found.signals, found.baseline, found.reason)


def individuals_chart(points: Sequence[float], *, side: Side = "both", baseline: int = BASELINE) -> Chart:
    """The plain chart: mean ± 2.66 × mean moving range of the first ``baseline`` sessions.

    2.66 is 3 ÷ 1.128, the mean range of two values from a normal distribution. Without limits with
    fewer than ``baseline`` sessions.

    >>> individuals_chart([10, 12, 11, 13, 12, 11, 10, 12, 30]).signals
    (8,)

    Source: Shewhart, W. A. (1931). Economic control of quality of manufactured product; Montgomery, D. C.
    (2009). Introduction to statistical quality control (6th ed.). Section 6.4.
    """
    x = np.array(points, dtype=np.float64)
    if len(x) < baseline:
        return Chart(tuple(map(float, x)), None, (), (), (), baseline, too_few(len(x), baseline))
    away = 2.66 * float(np.abs(np.diff(x[:baseline])).mean())
    return _chart(x.tolist(), float(x[:baseline].mean()), [away] * len(x), side, baseline)


def _chart(values: Sequence[float], centre: float, away: Sequence[float], side: Side, baseline: int) -> Chart:
    lower, upper = tuple(centre - a for a in away), tuple(centre + a for a in away)
    beyond = {
        "below": [v < low for v, low in zip(values, lower, strict=True)],
        "above": [v > high for v, high in zip(values, upper, strict=True)],
    }
    out = [i for i in range(len(values)) if any(beyond[s][i] for s in beyond if side in (s, "both"))]
    return Chart(tuple(values), centre, lower, upper, tuple(out), baseline)
