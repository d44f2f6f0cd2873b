"""Intraclass correlations of ratings: how much of the variance lies between the targets.

The six forms differ in whether a coder's level counts (absolute agreement, A) or only the order
(consistency, C), in whether every target has its own coders (1), and in whether one coder's rating is
used or the mean of k. Name the form; (·,k) only when the mean of k coders is what a study analyses. The
default is ICC(A,1).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotator.errors import said
from annotator.stats import Limits, Statistic, html_table

Form = Literal["ICC(1)", "ICC(A,1)", "ICC(C,1)", "ICC(k)", "ICC(A,k)", "ICC(C,k)"]
Floats = NDArray[np.float64]

FORMS: tuple[Form, ...] = ("ICC(1)", "ICC(A,1)", "ICC(C,1)", "ICC(k)", "ICC(A,k)", "ICC(C,k)")
BY_F = said("targets as independent, by F")
TOO_FEW_RATED = said("fewer than two targets or coders")
NO_VARIANCE = said("all ratings are the same")
SAME_MEANS = said("all targets have the same mean")
NO_ERROR = said("the coders agree exactly, so F has no value")


@dataclass(frozen=True, slots=True)
class Icc:
    """One form, with the F test of no variance between targets; ``f`` and ``p`` are None where MSE is 0.

    ``value.units`` counts the targets.
    """

    form: Form
    value: Statistic
    f: float | None
    df1: int
    df2: int
    p: float | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Two-way analysis of variance of n targets × k coders: what lies between and within them."""

    n: int
    k: int
    targets: float
    coders: float
    error: float
    within: float


def mean_squares(scores: Sequence[Sequence[float]]) -> MeanSquares | None:
    """The mean squares of a complete table of targets × coders; None with fewer than two of either."""
    x = np.array(scores, dtype=np.float64)
    if x.ndim != 2 or min(x.shape) < 2:
        return None
    n, k = x.shape
    rows, columns, whole = x.mean(axis=1), x.mean(axis=0), x.mean()
    between = k * float(np.sum((rows - whole) ** 2)) / (n - 1)
    levels = n * float(np.sum((columns - whole) ** 2)) / (k - 1)
    spread = float(np.sum((x - whole) ** 2))
    rest = x - rows[:, None] - columns + whole
    error = float(np.sum(rest**2)) / ((n - 1) * (k - 1))
    within = float(np.sum((x - rows[:, None]) ** 2)) / (n * (k - 1))
    # What is left of a difference that is none is rounding, and no variance.
    parts = (part if part > 1e-12 * spread else 0.0 for part in (between, levels, error, within))
    return MeanSquares(n, k, *parts)


def intraclass(scores: Sequence[Sequence[float]], level: float = 0.95) -> dict[Form, Icc]:
    """The six intraclass correlations of targets (rows) rated by the same coders (columns), none missing.

    Intervals by F; for ICC(A,1) with Satterthwaite's degrees of freedom, for ICC(A,k) the single limits
    stepped up by Spearman and Brown. Where ratings are missing use ``intraclass_by_reml``; never the
    mean of pairs.

    Undefined with fewer than two targets or coders, when all ratings are the same, and (·,k) when all
    targets have the same mean. Little variance between targets makes every form low however well coders
    agree: look at ``rating_agreement`` too.

    >>> rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass(rows)
    >>> str(found["ICC(A,1)"].value), str(found["ICC(A,1)"].limits)
    ('0.290', '0.019 to 0.761')

    Source: McGraw, K. O., & Wong, S. P. (1996). Psychological Methods, 1, 30-46; Shrout, P. E., &
    Fleiss, J. L. (1979). Psychological Bulletin, 86, 420-428.
    """
    ms = mean_squares(scores)
    if ms is None:
        return {form: _none(form, len(scores), TOO_FEW_RATED, level) for form in FORMS}
    if ms.targets == 0 and ms.within == 0:
        return {form: _none(form, ms.n, NO_VARIANCE, level) for form in FORMS}
    return {form: _of(form, ms, level) for form in FORMS}


def absolute_agreement(scores: Sequence[Sequence[float]], undefined: Statistic | None = None) -> Icc:
    """ICC(A,1) of ``intraclass`` alone; without a value and F where the caller knows why there is none."""
    if undefined is None:
        return intraclass(scores)["ICC(A,1)"]
    return _none("ICC(A,1)", undefined.units, undefined.reason, 0.95)


def _of(form: Form, ms: MeanSquares, level: float) -> Icc:
    one_way = form in ("ICC(1)", "ICC(k)")
    error, df2 = (ms.within, ms.n * (ms.k - 1)) if one_way else (ms.error, (ms.n - 1) * (ms.k - 1))
    found = _value(form, ms)
    value = Statistic(None, ms.n, SAME_MEANS) if found is None else Statistic(found, ms.n)
    if error == 0:
        return Icc(form, value, None, ms.n - 1, df2, None, _without(ms.n, level, NO_ERROR))
    from scipy.special import fdtrc

    f = ms.targets / error
    p = float(fdtrc(ms.n - 1, df2, f))
    return Icc(form, value, f, ms.n - 1, df2, p, _interval(form, ms, f, df2, level))


def _value(form: Form, ms: MeanSquares) -> float | None:
    bias = (ms.coders - ms.error) / ms.n
    parts: dict[Form, tuple[float, float]] = {
        "ICC(1)": (ms.targets - ms.within, ms.targets + (ms.k - 1) * ms.within),
        "ICC(A,1)": (ms.targets - ms.error, ms.targets + (ms.k - 1) * ms.error + ms.k * bias),
        "ICC(C,1)": (ms.targets - ms.error, ms.targets + (ms.k - 1) * ms.error),
        "ICC(k)": (ms.targets - ms.within, ms.targets),
        "ICC(A,k)": (ms.targets - ms.error, ms.targets + bias),
        "ICC(C,k)": (ms.targets - ms.error, ms.targets),
    }
    above, whole = parts[form]
    # Where the parts cancel each other, what is left is rounding.
    return above / whole if whole > 1e-12 * (ms.targets + ms.coders + ms.error + ms.within) else None


def _interval(form: Form, ms: MeanSquares, f: float, df2: int, level: float) -> Limits:
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _limits(form, ms, np.float64(f), df2, level)
    if not (math.isfinite(low) and math.isfinite(high)):
        return _without(ms.n, level, SAME_MEANS)
    return Limits(low, high, BY_F, ms.n, level)


def _without(n: int, level: float, reason: str) -> Limits:
    return Limits(None, None, BY_F, n, level, reason=reason)


def _limits(form: Form, ms: MeanSquares, f: np.float64, df2: int, level: float) -> tuple[float, float]:
    if form in ("ICC(A,1)", "ICC(A,k)"):
        low, high = _absolute(ms, level)
        return (low, high) if form == "ICC(A,1)" else (_stepped(low, ms.k), _stepped(high, ms.k))
    from scipy.special import fdtri

    tail = (1 + level) / 2
    low_f, high_f = f / fdtri(ms.n - 1, df2, tail), f * fdtri(df2, ms.n - 1, tail)
    if form in ("ICC(k)", "ICC(C,k)"):
        return _mean_of_k(low_f), _mean_of_k(high_f)
    return float((low_f - 1) / (low_f + ms.k - 1)), float((high_f - 1) / (high_f + ms.k - 1))


def _mean_of_k(f: np.float64) -> float:
    return float(1 - 1 / f)


def _absolute(ms: MeanSquares, level: float) -> tuple[float, float]:
    from scipy.special import fdtri

    rho = _value("ICC(A,1)", ms)
    if rho is None or rho >= 1:
        return math.nan, math.nan
    n, k, tail = ms.n, ms.k, (1 + level) / 2
    a = k * rho / (n * (1 - rho))
    b = 1 + k * rho * (n - 1) / (n * (1 - rho))
    below = (a * ms.coders) ** 2 / (k - 1) + (b * ms.error) ** 2 / ((n - 1) * (k - 1))
    df = np.float64((a * ms.coders + b * ms.error) ** 2) / below
    upper, lower = fdtri(n - 1, df, tail), fdtri(df, n - 1, tail)
    rest = k * ms.coders + (k * n - k - n) * ms.error
    low = n * np.float64(ms.targets - upper * ms.error) / (upper * rest + n * ms.targets)
    high = n * np.float64(lower * ms.targets - ms.error) / (rest + n * lower * ms.targets)
    return float(low), float(high)


def _stepped(single: float, k: int) -> float:
    return k * single / (1 + (k - 1) * single)


def _none(form: Form, n: int, reason: str, level: float) -> Icc:
    return Icc(form, Statistic(None, n, reason), None, 0, 0, None, _without(n, level, reason))


def icc_table(found: dict[Form, Icc]) -> str:
    """The six forms as an HTML table for a notebook."""
    rows = [
        (i.form, i.value, i.limits, "" if i.f is None else f"{i.f:.2f}", i.df1, i.df2) for i in found.values()
    ]
    return html_table("intraclass correlations", ("form", "value", "interval", "F", "df1", "df2"), rows)
