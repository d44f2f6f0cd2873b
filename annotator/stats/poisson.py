"""How far a count can be trusted as a rate."""


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval for the mean of a Poisson variable of which ``count`` was seen.

    The limits are the means under which ``count`` or more, and ``count`` or fewer, have
    probability (1 − level) / 2 each; the lower one is 0 when nothing was seen. Divide both by
    the time watched to have the interval of a rate. It takes occurrences as independent of one
    another, so it is too narrow when they come in bursts.

    >>> tuple(round(limit / 5, 2) for limit in poisson_interval(6))
    (0.44, 2.61)

    Source: Garwood, F. (1936). Biometrika, 28, 437-442.
    """
    from scipy.special import gammaincinv  # slow to import, and most of a program's life needs no interval

    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return lower, float(gammaincinv(count + 1, 1 - tail))
