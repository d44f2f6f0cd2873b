"""How much more or less the later of two records has, with its interval."""

import math
from collections.abc import Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from annotator.errors import said
from annotator.stats.kaplan_meier import HALF
from annotator.stats.limits import Limits
from annotator.stats.resampling import LEAST, RESAMPLES, by_t, percentiles, too_few

Watched = Sequence[tuple[int, bool]]
"""Durations in ms, each with whether its end was seen."""
STUDENT = said("Student's t, lengths as independent")
WELCH = said("Welch's t, lengths as independent")
CYCLES = said("cycles from onset to onset as independent")
DRAWN = said("lengths drawn at random with replacement")


def difference_of_means(before: Sequence[float], after: Sequence[float], level: float = 0.95) -> Limits:
    """The interval of the later mean less the earlier one, the two not equally spread.

    Undefined with fewer than 8 of either.

    Source: Welch, B. L. (1947). Biometrika, 34, 28-35.
    """
    if few := _few(len(before), len(after), WELCH, level):
        return few
    parts = [(_variance(one) / len(one), len(one) - 1) for one in (before, after)]
    return _welch(fmean(after) - fmean(before), parts, WELCH, len(before) + len(after), level)


def difference_of_medians(before: Watched, after: Watched, level: float = 0.95, seed: int = 0) -> Limits:
    """The interval of the later median less the earlier one, by drawing whole durations of each.

    Where the end of one was not seen the medians are those of Kaplan and Meier. ``undefined`` counts
    draws in which one of them is not reached. Undefined with fewer than 8 of either.

    Source: Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapters 8 and 13.
    """
    if few := _few(len(before), len(after), DRAWN, level):
        return few
    rng = np.random.default_rng(seed)
    middle = _medians if all(end for _, end in (*before, *after)) else _survivals
    first, second = middle(before, rng), middle(after, rng)
    apart = [None if a is None or b is None else b - a for a, b in zip(first, second, strict=True)]
    return percentiles(apart, DRAWN, len(before) + len(after), seed, level)


def difference_of_shares(before: "Cycles", after: "Cycles", level: float = 0.95) -> Limits:
    """The interval of the later share of time less the earlier one.

    What is independent is not the ms but how it goes from one onset to the next: a share is the time
    with a code in all such cycles ÷ all their time. Undefined with fewer than 8 cycles of either.

    Source: Crane, M. A., & Lemoine, A. J. (1977). An introduction to the regenerative method for simulation
    analysis.
    """
    if few := _few(len(before), len(after), CYCLES, level):
        return few
    (was, spread_was), (now, spread_now) = share_of(before), share_of(after)
    parts = [(spread_was, len(before) - 1), (spread_now, len(after) - 1)]
    return _welch(now - was, parts, CYCLES, len(before) + len(after), level)


Cycles = Sequence[tuple[int, int]]
"""From each onset of a code to the next: the ms with it, and all ms that can be scored."""


def share_of(cycles: Cycles) -> tuple[float, float]:
    """The share of time of some cycles, and the variance of it.

    >>> share_of([(1, 2), (1, 2), (2, 4)])
    (0.5, 0.0)
    """
    n, whole = len(cycles), sum(of for _, of in cycles)
    share = sum(held for held, _ in cycles) / whole
    off = sum((held - share * of) ** 2 for held, of in cycles)
    return share, off * n / ((n - 1) * whole * whole)


def share_limits(cycles: Cycles, level: float = 0.95) -> Limits:
    """The interval of a share of time from its cycles, cut at 0 and 1; undefined with fewer than 8."""
    if few := _few(len(cycles), len(cycles), CYCLES, level):
        return few
    share, spread = share_of(cycles)
    found = by_t(share, math.sqrt(spread), len(cycles) - 1, method=CYCLES, units=len(cycles), level=level)
    low, high = (min(1.0, max(0.0, limit or 0.0)) for limit in (found.low, found.high))
    return Limits(low, high, CYCLES, len(cycles), level, found.error)


def mean_limits(values: Sequence[float], level: float = 0.95) -> Limits:
    """The interval of a mean by Student's t; undefined with fewer than 8."""
    if few := _few(len(values), len(values), STUDENT, level):
        return few
    error = math.sqrt(_variance(values) / len(values))
    return by_t(fmean(values), error, len(values) - 1, method=STUDENT, units=len(values), level=level)


def _few(before: int, after: int, method: str, level: float) -> Limits | None:
    least = min(before, after)
    if least >= LEAST:
        return None
    return Limits(None, None, method, before + after, level, reason=too_few(least, LEAST))


def _variance(values: Sequence[float]) -> float:
    middle = fmean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _welch(apart: float, parts: Sequence[tuple[float, int]], method: str, units: int, level: float) -> Limits:
    """By t; ``parts`` are the variance of each of the two numbers and its degrees of freedom."""
    whole = sum(spread for spread, _ in parts)
    df = whole**2 / sum(spread**2 / df for spread, df in parts) if whole else math.inf
    return by_t(apart, math.sqrt(whole), df, method=method, units=units, level=level)


def _medians(watched: Watched, rng: np.random.Generator) -> list[float]:
    lengths = np.array([length for length, _ in watched])
    return [float(m) for m in np.median(lengths[_drawn(len(watched), rng)], axis=1)]


def _survivals(watched: Watched, rng: np.random.Generator) -> list[float | None]:
    """The Kaplan–Meier median of each draw; what is censored at the time of an end comes after it."""
    ordered = sorted(watched, key=lambda each: (each[0], not each[1]))
    times, ended = (np.array(column) for column in zip(*ordered, strict=True))
    n = len(ordered)
    counts = np.array([np.bincount(row, minlength=n) for row in _drawn(n, rng)])
    at_risk = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
    left = 1 - np.where(ended & (counts > 0), counts / np.maximum(at_risk, 1), 0.0)
    low = np.cumprod(left, axis=1) <= HALF
    return [float(times[row.argmax()]) if row.any() else None for row in low]


def _drawn(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return rng.integers(0, n, size=(RESAMPLES, n))
