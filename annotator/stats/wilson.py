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


@cache
def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
