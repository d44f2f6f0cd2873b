"""Whether the frames of a film come at a steady rate, told from their real times."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

_USUAL = [Fraction(n) for n in (25, 30, 50, 60, 24, 15, 10, 12, 48, 100, 120, 240)]
_USUAL += [Fraction(n * 1000, 1001) for n in (30, 60, 24, 120, 240)]


def steady_rate(pts: Sequence[int], time_base: Fraction) -> Fraction | None:
    """Frames a second when every frame lies within a tick (or 1 ms) of its place, else None.

    The usual rates are tried first, so that a film whose times are rounded to ms is 30, not 29.997.
    None for a single frame.
    """
    if len(pts) < 2:
        return None
    seconds = np.asarray(pts, dtype=np.float64) * float(time_base)
    mean = Fraction(len(pts) - 1) / (pts[-1] * time_base)
    tolerance = max(float(time_base), 0.001) * 1.000_001
    near = [rate for rate in _USUAL if abs(rate / mean - 1) < Fraction(1, 50)]
    for rate in [*sorted(near, key=lambda r: abs(r - mean)), mean.limit_denominator(1001)]:
        if np.abs(seconds - np.arange(len(pts)) / float(rate)).max() <= tolerance:
            return rate
    return None
