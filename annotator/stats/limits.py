"""How far a number can be trusted: its interval, or why there is none, and how it was made."""

import math
from dataclasses import dataclass

from annotator import __version__


@dataclass(frozen=True, slots=True)
class Limits:
    """The interval of a number with everything that is needed to make it again.

    ``method`` says what was taken as independent; ``units`` is how many of these there were.
    ``error`` is the standard error where the method has one. ``resamples`` and ``seed`` belong
    to resampling; ``undefined`` counts resamples in which the number had no value, which are
    left out. ``low`` and ``high`` are None exactly when there is a ``reason``.

    >>> str(Limits(0.61, 0.78, "bootstrap over sessions", 14))
    '0.610 to 0.780'
    >>> str(Limits(None, None, "bootstrap over sessions", 3, reason="too few"))
    'too few'
    """

    low: float | None
    high: float | None
    method: str
    units: int
    level: float = 0.95
    error: float | None = None
    resamples: int = 0
    seed: int | None = None
    undefined: int = 0
    reason: str = ""
    version: str = __version__

    def __post_init__(self) -> None:
        if (self.low is None or self.high is None) == (self.reason == ""):
            raise ValueError("an interval has either two limits or the reason why it has none")
        if any(limit is not None and not math.isfinite(limit) for limit in (self.low, self.high)):
            raise ValueError("limits that are not finite are undefined: give the reason instead")

    def __str__(self) -> str:
        return self.reason if self.low is None else f"{self.low:.3f} to {self.high:.3f}"
