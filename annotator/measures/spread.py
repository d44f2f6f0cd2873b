"""How far one number of a measure can be trusted: its interval, or one from what it was drawn from."""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import comb

from annotator.measures.drawn import Shares, Times, Values
from annotator.measures.figures import Figure, Measured

Limits = tuple[float | None, float | None]


def shown_limits(m: Measured, figure: Figure) -> Limits | None:
    """The 95 % interval of a figure wherever it is read; None where its number is not shown either."""
    return None if m.shown(figure).value is None else limits_of(figure)


def limits_of(figure: Figure) -> Limits | None:
    """The 95 % interval of a figure; None where there is none.

    Shares of time have one from eight cycles on, means from eight values by t; the median of durations
    that were all seen to their end lies between two of them, found by counting.

    Source: Thompson, W. R. (1936). Annals of Mathematical Statistics, 7, 122-128, for medians.
    """
    if figure.interval is not None or figure.value.value is None:
        return figure.interval
    if isinstance(figure.drawn, Shares):
        from annotator.stats.two_samples import share_limits  # numpy is slow to import

        found = share_limits(figure.drawn.cycles)
        return None if found.reason else (found.low, found.high)
    if isinstance(figure.drawn, Values):
        return _of_mean(figure.drawn.values)
    if isinstance(figure.drawn, Times):
        return _of_times(figure.drawn)
    return None


def _of_times(times: Times) -> Limits | None:
    lengths = [length for length, _ in times.lengths]
    if not all(ended for _, ended in times.lengths):
        return None
    if times.middle == "median":
        return median_limits(lengths)
    return _of_mean(lengths)


def _of_mean(values: Sequence[float]) -> Limits | None:
    from annotator.stats.two_samples import mean_limits

    found = mean_limits(values)
    return None if found.reason else (found.low, found.high)


def median_limits(values: Sequence[int], level: float = 0.95) -> Limits | None:
    """The interval of a median, by the binomial distribution of how many lie below it.

    None with so few values that not even all of them reach the level: five or fewer at 95 %.

    >>> median_limits([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    (2.0, 9.0)
    """
    n = len(values)
    below = _ranks(n, (1 - level) / 2)
    if below < 0:
        return None
    ordered = sorted(values)
    return float(ordered[below]), float(ordered[n - 1 - below])


@cache
def _ranks(n: int, tail: float) -> int:
    """How many of the lowest values lie outside the interval; −1 when all of them are too few for it."""
    below = accumulate(comb(n, k) / 2.0**n for k in range(n // 2 + 1))
    return sum(1 for chance in below if chance <= tail) - 1
