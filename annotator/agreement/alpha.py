"""Krippendorff's α: any number of coders, any level of measurement, gaps allowed."""

from collections.abc import Callable, Hashable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.many import NO_PAIR, Ratings
from annotator.errors import said
from annotator.stats import Limits, Statistic
from annotator.stats.resampling import RESAMPLES, bootstrap

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Floats = NDArray[np.float64]

ONE_VALUE = said("all coders gave one same value")
BELOW_ZERO = said("a ratio scale has no values below zero")
OVER_UNITS = said("bootstrap over units")


def krippendorff_alpha(
    units: Sequence[Sequence[float | None]] | Sequence[Sequence[str | None]], level: Level
) -> Statistic:
    """α = 1 − D_o / D_e: the disagreement seen within units, over that of all values put together at random.

    Each unit holds the values of its coders, None where one is missing; units with fewer than two
    are left out. How far two values lie apart, squared: nominal 1, interval (c − k)²,
    ratio ((c − k) / (c + k))², ordinal (the number of values between them, ends by half)². ``units``
    of the result counts the values that could be paired.

    Undefined when no unit has two values, when all values are the same, and on a ratio scale
    with values below zero.

    >>> units = [(1, 1), (2, 2), (3, 2), (1, None), (4, 4)]
    >>> str(krippendorff_alpha(units, "interval"))
    '0.911'

    Source: Krippendorff, K. (2019). Content analysis (4th ed.). Chapter 12.
    """
    return _alpha(*_counts(units, level), level)


def alpha_limits(
    units: Sequence[Sequence[float | None]] | Sequence[Sequence[str | None]],
    level: Level,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Limits:
    """The interval of α from drawing units with replacement, for units that are independent.

    Undefined with fewer than 8 units, and when α is in more than half of the resamples.
    """
    values, counts = _counts(units, level)

    def weighed(weights: NDArray[np.int64]) -> float | None:
        return _alpha(values, counts, level, weights).value

    return bootstrap(len(units), weighed, method=OVER_UNITS, seed=seed, resamples=resamples)


def nominal_alpha(found: Ratings) -> Statistic:
    """α on codes without order, from ``Ratings``; on time the values are ms, so it comes to Scott's π.

    Undefined when no unit was coded by two coders, and when all used one same code.
    """
    return _alpha(np.arange(len(found.codes), dtype=np.float64), found.counts, "nominal", found.amounts)


def _counts(units: Sequence[Sequence[Hashable]], level: Level) -> tuple[Floats, NDArray[np.int64]]:
    """The values in order, and how often each was given to each unit; names of codes become their places."""
    given = sorted({value for unit in units for value in unit if value is not None})  # type: ignore[type-var]
    index = {value: i for i, value in enumerate(given)}
    counts = np.zeros((len(units), len(given)), dtype=np.int64)
    for row, unit in zip(counts, units, strict=True):
        for value in unit:
            if value is not None:
                row[index[value]] += 1
    ranked = level in ("nominal", "ordinal")
    return np.array(range(len(given)) if ranked else given, dtype=np.float64), counts


def _alpha(
    values: Floats, counts: NDArray[np.int64], level: Level, amounts: NDArray[np.int64] | None = None
) -> Statistic:
    weights = np.ones(len(counts), dtype=np.int64) if amounts is None else amounts
    m = counts.sum(axis=1)
    paired = (m > 1) & (weights > 0)
    counts, m, weights = counts[paired], m[paired], weights[paired]
    of_value = weights @ counts
    n = int(of_value.sum())
    if n == 0:
        return Statistic(None, 0, NO_PAIR)
    if np.count_nonzero(of_value) < 2:
        return Statistic(None, n, ONE_VALUE)
    if level == "ratio" and values.min() < 0:
        return Statistic(None, n, BELOW_ZERO)
    apart = _APART[level](values, of_value)
    within = (weights / (m - 1))[:, None] * counts
    seen = float(np.sum((within.T @ counts) * apart))
    by_chance = float(of_value @ apart @ of_value)
    return Statistic(1 - (n - 1) * seen / by_chance, n)


def _nominal(values: Floats, _of_value: NDArray[np.int64]) -> Floats:
    return 1 - np.eye(len(values))


def _ordinal(values: Floats, of_value: NDArray[np.int64]) -> Floats:
    middles = np.cumsum(of_value) - of_value / 2
    return np.asarray(np.subtract.outer(middles, middles) ** 2, dtype=np.float64)


def _interval(values: Floats, _of_value: NDArray[np.int64]) -> Floats:
    return np.asarray(np.subtract.outer(values, values) ** 2, dtype=np.float64)


def _ratio(values: Floats, _of_value: NDArray[np.int64]) -> Floats:
    sums = np.add.outer(values, values)
    differences = np.subtract.outer(values, values)
    return np.asarray((differences / np.where(sums == 0, 1, sums)) ** 2, dtype=np.float64)


_APART: dict[Level, Callable[[Floats, NDArray[np.int64]], Floats]] = {
    "nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio,
}  # fmt: skip
