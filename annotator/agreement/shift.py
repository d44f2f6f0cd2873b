"""What agreement two records reach that do not belong together: one is turned round against the other.

The second coder's record is rotated inside the window by a random time. Bouts keep their length and codes
their share; only *when* is lost. What is then left of a coefficient is its chance line.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotator import __version__
from annotator.agreement.sweep import Steps, Sweep, sweep
from annotator.errors import said
from annotator.model import Interval
from annotator.stats import Statistic

SHIFTS = 200
NEAREST_MS = 30_000
NEAREST_BOUTS = 10
TOO_SHORT = said("the window is too short for a chance line")
RARELY = said("undefined in most shifted records")


@dataclass(frozen=True, slots=True)
class ChanceLine:
    """The mean and the 95th percentile of a coefficient over shifted records, or why there are none.

    ``error`` is the Monte-Carlo error of the mean. ``undefined`` shifts had no value.
    """

    mean: float | None
    p95: float | None
    error: float | None
    shifts: int
    seed: int
    undefined: int = 0
    reason: str = ""
    version: str = __version__

    def rescaled(self, observed: Statistic) -> Statistic:
        """(x − mean) / (1 − mean): 0 for records that do not belong together, 1 for equal ones."""
        if observed.value is None:
            return observed
        if self.mean is None or self.mean >= 1:
            return Statistic(None, observed.units, self.reason or said("shifted records agree fully"))
        return Statistic((observed.value - self.mean) / (1 - self.mean), observed.units)


def chance_by_shift(
    pieces: Sweep, statistic: Callable[[Sweep], float | None], *, seed: int = 0, shifts: int = SHIFTS
) -> ChanceLine:
    """The chance line of a statistic of two coders' states.

    Shifts are whole ms, at least 30 s and ten mean bouts from zero. Undefined when the window is
    not twice as long, and when most shifted records have no value.
    """
    window = Interval(int(pieces.bounds[0]), int(pieces.bounds[-1]))
    bouts = 1 + int(np.count_nonzero(np.diff(pieces.second)))
    by = shift_times(window, bouts, seed, shifts)
    return chance_line([statistic(shifted(pieces, int(d))) for d in by], seed)


def shift_times(window: Interval, bouts: int, seed: int, shifts: int) -> list[int]:
    """Random shifts for a record of so many bouts; none when the window is too short."""
    least = max(NEAREST_MS, math.ceil(NEAREST_BOUTS * window.duration / max(1, bouts)))
    if 2 * least > window.duration:
        return []
    drawn = np.random.default_rng(seed).integers(least, window.duration - least, size=shifts, endpoint=True)
    return [int(d) for d in drawn]


def chance_line(values: list[float | None], seed: int) -> ChanceLine:
    """The chance line of values from shifted records."""
    held = np.array([value for value in values if value is not None], dtype=np.float64)
    missing = len(values) - len(held)
    if 2 * len(held) <= len(values):
        reason = RARELY if values else TOO_SHORT
        return ChanceLine(None, None, None, len(values), seed, missing, reason)
    error = float(np.std(held)) / math.sqrt(len(held))
    return ChanceLine(float(held.mean()), float(np.quantile(held, 0.95)), error, len(values), seed, missing)


def shifted(pieces: Sweep, by_ms: int) -> Sweep:
    """The same records, the second turned round by ``by_ms`` inside the window."""
    window = Interval(int(pieces.bounds[0]), int(pieces.bounds[-1]))
    starts = (pieces.bounds[:-1] - window.onset + by_ms) % window.duration + window.onset
    order = np.argsort(starts, kind="stable")
    # The state that was cut by the turn holds from the window's onset on.
    times = np.append(np.iinfo(np.int64).min, starts[order])
    values = pieces.second[np.append(order[-1], order)]
    first = Steps(np.append(np.iinfo(np.int64).min, pieces.bounds[:-1]), np.append(0, pieces.first))
    return sweep(first, Steps(times, values), window)
