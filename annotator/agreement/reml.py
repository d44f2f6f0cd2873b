"""Intraclass correlations where not every coder rated every target."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.icc import NO_VARIANCE
from annotator.errors import said
from annotator.stats import Limits, Statistic
from annotator.stats.resampling import bootstrap

Rated = tuple[Hashable, Hashable, float]
"""A target, a coder and the rating."""

OVER_TARGETS = said("bootstrap over targets")
NOT_CROSSED = said("too few targets were rated by two coders")


@dataclass(frozen=True, slots=True)
class Components:
    """The variance between targets, between coders' levels, and the rest, by restricted maximum likelihood.

    ``targets`` counts targets, ``ratings`` all ratings.
    """

    target: float | None
    coder: float | None
    error: float | None
    targets: int
    ratings: int
    reason: str = ""

    @property
    def agreement(self) -> Statistic:
        """ICC(A,1): target ÷ (target + coder + error)."""
        return self._share(self.coder)

    @property
    def consistency(self) -> Statistic:
        """ICC(C,1): target ÷ (target + error)."""
        return self._share(0.0)

    @property
    def sem(self) -> Statistic:
        """The standard error of measurement, √ error, in points of the scale."""
        if self.error is None:
            return Statistic(None, self.ratings, self.reason)
        return Statistic(math.sqrt(self.error), self.ratings)

    def _share(self, coder: float | None) -> Statistic:
        if self.target is None or self.error is None or coder is None:
            return Statistic(None, self.targets, self.reason)
        return Statistic(self.target / (self.target + coder + self.error), self.targets)


def intraclass_by_reml(rated: Sequence[Rated]) -> Components:
    """Variance components of ratings where coders rotate or only some targets are double-coded.

    Targets and coders are crossed random effects, the mean is fixed. In a complete table it gives what
    ``intraclass`` gives, as long as no component is negative there.

    Undefined when fewer than two targets were rated by two coders, or all ratings are the same.

    >>> rows = [(t, c, t + c / 2 + (t * c) % 3 / 4) for t in range(8) for c in range(3) if (t + c) % 4]
    >>> found = intraclass_by_reml(rows)
    >>> str(found.agreement), str(found.consistency)
    ('0.931', '0.996')

    Source: Patterson, H. D., & Thompson, R. (1971). Biometrika, 58, 545-554.
    """
    targets, coders = _places([t for t, _, _ in rated]), _places([c for _, c, _ in rated])
    y = np.array([score for _, _, score in rated], dtype=np.float64)
    n = int(targets.max(initial=-1)) + 1
    if np.count_nonzero(np.bincount(targets, minlength=1) > 1) < 2 or coders.max(initial=0) < 1:
        return Components(None, None, None, n, len(y), NOT_CROSSED)
    if np.ptp(y) == 0:
        return Components(None, None, None, n, len(y), NO_VARIANCE)
    design = np.zeros((len(y), n + int(coders.max()) + 1))
    rows = np.arange(len(y))
    design[rows, targets] = design[rows, n + coders] = 1
    return _fitted(_Sums.of(design, y), n, len(y))


def reml_limits(rated: Sequence[Rated], *, seed: int = 0, resamples: int = 200) -> Limits:
    """The interval of ICC(A,1) from drawing whole targets with replacement.

    Undefined with fewer than 8 targets, and when the ICC is in more than half of the resamples.
    """
    of: dict[Hashable, list[Rated]] = {}
    for rating in rated:
        of.setdefault(rating[0], []).append(rating)
    groups = list(of.values())

    def weighed(weights: NDArray[np.int64]) -> float | None:
        # A target that is drawn twice is two targets.
        drawn = [
            ((i, copy), c, x) for i, w in enumerate(weights) for copy in range(w) for _, c, x in groups[i]
        ]
        return intraclass_by_reml(drawn).agreement.value

    return bootstrap(len(groups), weighed, method=OVER_TARGETS, seed=seed, resamples=resamples)


def _places(names: Sequence[Hashable]) -> NDArray[np.int64]:
    index = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return np.array([index[name] for name in names], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Sums:
    """All that the likelihood needs of the ratings: Z'Z, Z'y, Z'1, y'y, 1'y, 1'1."""

    zz: NDArray[np.float64]
    zy: NDArray[np.float64]
    z1: NDArray[np.float64]
    yy: float
    y1: float
    n: int

    @staticmethod
    def of(z: NDArray[np.float64], y: NDArray[np.float64]) -> "_Sums":
        centred = y - y.mean()
        return _Sums(
            z.T @ z, z.T @ centred, z.sum(axis=0), float(centred @ centred), float(centred.sum()), len(y)
        )

    def criterion(self, roots: NDArray[np.float64]) -> tuple[float, float]:
        """−2 × the restricted log-likelihood, but for a constant, and its residual variance.

        ``roots`` are the square roots of every effect's variance, as multiples of the residual one.
        """
        inner = np.eye(len(roots)) + roots[:, None] * self.zz * roots
        lower = np.linalg.cholesky(inner)
        y, one = (np.linalg.solve(lower, roots * side) for side in (self.zy, self.z1))
        ones = self.n - float(one @ one)
        cross, square = self.y1 - float(one @ y), self.yy - float(y @ y)
        rest = square - cross**2 / ones
        variance = rest / (self.n - 1)
        log_det = 2 * float(np.log(np.diag(lower)).sum())
        return log_det + math.log(ones) + (self.n - 1) * math.log(max(rest, 1e-300)), variance


def _fitted(sums: _Sums, targets: int, ratings: int) -> Components:
    from scipy.optimize import minimize

    effects = len(sums.zy)

    def spread(roots: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.repeat(roots, [targets, effects - targets])

    def deviance(roots: NDArray[np.float64]) -> float:
        return sums.criterion(spread(roots))[0]

    starts = ([1.0, 0.3], [0.1, 1.0], [3.0, 3.0])
    limits = [(0.0, 1e4)] * 2
    fits = [
        minimize(deviance, np.array(start), bounds=limits, method="L-BFGS-B", tol=1e-12) for start in starts
    ]
    best = np.asarray(min(fits, key=lambda fit: float(fit.fun)).x, dtype=np.float64)
    error = sums.criterion(spread(best))[1]
    target, coder = (float(root) ** 2 * error for root in best)
    return Components(target, coder, error, targets, ratings)
