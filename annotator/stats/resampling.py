"""Intervals from the parts that a number was pooled from: sessions, dyads, units.

A statistic here is a function of how often each part counts: once each for the number
itself, as drawn for a bootstrap, all but one for a jackknife.
"""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import counted, said
from annotator.stats.limits import Limits

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Weighed = Callable[[Ints], float | None]
"""The number when part i counts ``weights[i]`` times; None when it is undefined."""

LEAST = 8
"""Fewer parts than these give no interval."""
RESAMPLES = 2_000
UNDEFINED = said("the number itself is undefined")
OFTEN_UNDEFINED = said("undefined in more than half of the resamples")


def bootstrap(
    parts: int,
    statistic: Weighed,
    *,
    method: str,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = 0.95,
    least: int = LEAST,
) -> Limits:
    """The percentile interval from drawing whole parts with replacement.

    ``error`` is the standard deviation over the resamples. Undefined with fewer than ``least``
    parts, and when more than half of the resamples have no value.

    >>> values = np.arange(10)
    >>> mean = lambda weights: float(weights @ values / weights.sum())
    >>> str(bootstrap(10, mean, method="bootstrap over sessions", seed=1))
    '2.700 to 6.300'

    Source: Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapter 13.
    """
    if parts < least:
        return _none(method, parts, level, too_few(parts, least))
    drawn = np.random.default_rng(seed).multinomial(parts, np.full(parts, 1 / parts), size=resamples)
    return percentiles((statistic(weights) for weights in drawn), method, parts, seed, level)


def percentiles(
    values: Iterable[float | None], method: str, parts: int, seed: int, level: float = 0.95
) -> Limits:
    """The percentile interval of values from resamples; those without a value are counted and left out."""
    found = list(values)
    held = np.array([value for value in found if value is not None], dtype=np.float64)
    made: dict[str, Any] = {
        "level": level, "resamples": len(found), "seed": seed, "undefined": len(found) - len(held),
    }  # fmt: skip
    if 2 * len(held) <= len(found):
        return Limits(None, None, method, parts, reason=OFTEN_UNDEFINED, **made)
    low, high = np.quantile(held, [(1 - level) / 2, (1 + level) / 2])
    return Limits(float(low), float(high), method, parts, error=float(np.std(held, ddof=1)), **made)


def jackknife(parts: int, statistic: Weighed, *, method: str, level: float = 0.95, least: int = 3) -> Limits:
    """The interval from leaving out one part at a time, by t with parts − 1 degrees of freedom.

    Undefined with fewer than ``least`` parts, and when the number is undefined for all parts
    together or without any one of them.

    >>> values = np.array([1, 2, 3, 4, 5])
    >>> mean = lambda weights: float(weights @ values / weights.sum())
    >>> str(jackknife(5, mean, method="jackknife over sessions"))
    '1.037 to 4.963'

    Source: Tukey, J. W. (1958). Annals of Mathematical Statistics, 29, 614.
    """
    if parts < least:
        return _none(method, parts, level, too_few(parts, least))
    everything = np.ones(parts, dtype=np.int64)
    whole = statistic(everything)
    without = [statistic(everything - one) for one in np.eye(parts, dtype=np.int64)]
    held = np.array([value for value in without if value is not None], dtype=np.float64)
    if whole is None or len(held) < parts:
        return _none(method, parts, level, UNDEFINED)
    error = math.sqrt((parts - 1) / parts * float(np.sum((held - held.mean()) ** 2)))
    return by_t(whole, error, parts - 1, method=method, units=parts, level=level)


def by_t(value: float, error: float, df: float, *, method: str, units: int, level: float = 0.95) -> Limits:
    """The symmetric interval of a number from its standard error, by t; by the normal for infinite ``df``."""
    from scipy.special import ndtri, stdtrit

    quantile = float(ndtri((1 + level) / 2) if math.isinf(df) else stdtrit(df, (1 + level) / 2))
    return Limits(value - quantile * error, value + quantile * error, method, units, level, error)


def too_few(parts: int, least: int) -> str:
    """That there are too few parts for an interval."""
    return counted(
        parts, "one is too few for an interval; {least} are needed",
        "{n} are too few for an interval; {least} are needed", least=least,
    )  # fmt: skip


def _none(method: str, parts: int, level: float, reason: str) -> Limits:
    return Limits(None, None, method, parts, level, reason=reason)
