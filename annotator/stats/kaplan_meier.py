"""How long something takes, when some of it was not watched to the end."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import NormalDist

from annotator.errors import said
from annotator.stats.statistic import Statistic

HALF = 0.5 + 1e-12
"""One half, and what products of fractions can be off: 5/6 × 4/5 × 3/4 is a half."""
NOTHING_WATCHED = said("there is nothing whose end could be watched for")
NOT_REACHED = said("not reached: fewer than half came to their end while they were watched")


@dataclass(frozen=True, slots=True)
class Step:
    """One time at which something ended: how many were still watched just before, how many ended.

    ``survival`` is the share that lasts longer than ``time``; ``spread`` is Greenwood's sum, the
    variance of its logarithm, None once nothing is left.
    """

    time: int
    at_risk: int
    ended: int
    survival: float
    spread: float | None

    def limits(self, level: float = 0.95) -> tuple[float, float] | None:
        """The interval of the survival on the scale of its logarithm, cut at 1; None at survival 0."""
        if self.spread is None:
            return None
        reach = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(self.spread)
        return self.survival * math.exp(-reach), min(1.0, self.survival * math.exp(reach))


@dataclass(frozen=True, slots=True)
class Survival:
    """The product-limit estimate: what share lasts longer than each time.

    ``n`` is how many were watched, ``ended`` how many of them to their end.
    """

    n: int
    ended: int
    steps: tuple[Step, ...]

    @property
    def median(self) -> Statistic:
        """The smallest time at which the survival is at most one half; ``units`` is how many were watched.

        Undefined when nothing was watched, or when the survival stays above one half.
        """
        if self.n == 0:
            return Statistic(None, 0, NOTHING_WATCHED)
        for step in self.steps:
            if step.survival <= HALF:
                return Statistic(float(step.time), self.n)
        return Statistic(None, self.n, NOT_REACHED)

    def median_limits(self, level: float = 0.95) -> tuple[int | None, int | None]:
        """The times at which the lower and the upper limit of the survival come down to one half.

        None for a limit that is never reached while something is watched: the median may lie
        beyond anything that was seen.

        Source: Brookmeyer, R., & Crowley, J. (1982). Biometrics, 38, 29-41; limits on the log scale.
        """
        limits = [(step.time, step.limits(level)) for step in self.steps]
        return tuple(  # type: ignore[return-value]  # two of them
            next((time for time, pair in limits if pair is not None and pair[side] <= HALF), None)
            for side in (0, 1)
        )


def kaplan_meier(watched: Iterable[tuple[int, bool]]) -> Survival:
    """The survival of durations, each with whether its end was seen; else it was censored there.

    What is censored at the time of an end is still at risk there.

    >>> kaplan_meier([(9, True), (11, True)]).median.value
    9.0

    Source: Kaplan, E. L., & Meier, P. (1958). Journal of the American Statistical Association, 53, 457-481.
    """
    ordered = sorted(watched)
    at_risk, survival, spread = len(ordered), 1.0, 0.0
    steps = []
    for time, group in groupby(ordered, key=itemgetter(0)):
        seen = [end for _, end in group]
        ended = sum(seen)
        if ended:
            left = at_risk - ended
            survival *= left / at_risk
            spread = spread + ended / (at_risk * left) if left else math.inf
            steps.append(Step(time, at_risk, ended, survival, spread if left else None))
        at_risk -= len(seen)
    return Survival(len(ordered), sum(end for _, end in ordered), tuple(steps))
