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


def rate_ratio_interval(
    before: int, before_ms: int, after: int, after_ms: int, level: float = 0.95
) -> tuple[float, float | None] | None:
    """The exact interval of the later rate ÷ the earlier one, of counts seen in so many ms each.

    Given how many were seen in both together, the later ones are a binomial share; its exact limits
    become those of the ratio. The upper limit is None, without end, when none was seen before; the whole
    is None when none was seen at all, or one of the times is 0. As ``poisson_interval`` it takes
    occurrences as independent of one another.

    >>> tuple(round(limit, 2) for limit in rate_ratio_interval(6, 300_000, 10, 300_000))
    (0.55, 5.58)

    Source: Clopper, C. J., & Pearson, E. S. (1934). Biometrika, 26, 404-413, for the share; Lehmann, E. L.
    (1986). Testing statistical hypotheses, 4.5, for the two counts.
    """
    if before + after == 0 or before_ms <= 0 or after_ms <= 0:
        return None
    from scipy.special import betaincinv

    tail, longer = (1 - level) / 2, before_ms / after_ms
    low = 0.0 if after == 0 else float(betaincinv(after, before + 1, tail))
    high = None if before == 0 else float(betaincinv(after + 1, before, 1 - tail))
    return low / (1 - low) * longer, None if high is None else high / (1 - high) * longer
