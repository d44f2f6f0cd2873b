"""How far a share of few can be trusted."""

import math
from functools import cache
from statistics import NormalDist


def wilson_interval(part: int, whole: int, level: float = 0.95) -> tuple[float, float] | None:
    """The score interval of a share: the shares that a normal test of ``part`` of ``whole`` does not refuse.

    It stays inside 0 to 1 and is usable for few cues and for shares near 0 and 1, where the plain
    interval is not. It takes the cues as independent of one another. None when the whole is 0.

    >>> [round(limit, 2) for limit in wilson_interval(6, 8)]
    [0.41, 0.93]

    Source: Wilson, E. B. (1927). Journal of the American Statistical Association, 22, 209-212.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    if whole == 0:
        return None
    z = _z(level)
    share, weight = part / whole, z * z / whole
    centre = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return (0.0 if part == 0 else centre - half), (1.0 if part == whole else centre + half)


def newcombe_interval(
    before: tuple[int, int], after: tuple[int, int], level: float = 0.95
) -> tuple[float, float] | None:
    """The interval of the later share less the earlier one, each a part and a whole.

    It is made of both score intervals and stays inside −1 to 1. None when one of the wholes is 0.

    >>> [round(limit, 4) for limit in newcombe_interval((48, 80), (56, 70))]
    [0.0524, 0.3339]

    Source: Newcombe, R. G. (1998). Statistics in Medicine, 17, 873-890, method 10; the example is his.
    """
    first, second = wilson_interval(*before, level), wilson_interval(*after, level)
    if first is None or second is None:
        return None
    earlier, later = before[0] / before[1], after[0] / after[1]
    apart = later - earlier
    below = math.hypot(later - second[0], first[1] - earlier)
    above = math.hypot(second[1] - later, earlier - first[0])
    return apart - below, apart + above


@cache
def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
