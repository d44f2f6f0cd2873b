"""A number, or the reason why there is none."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number with what it rests on, or the reason why there is none.

    ``units`` counts what the number rests on: ms of shared time, pairs, cues, bouts; the
    function that makes it says which. ``value`` is None exactly when there is a ``reason``;
    0, 1 and NaN never stand for "undefined".

    >>> str(Statistic(0.71429, 10)), str(Statistic(None, 0, "nothing was coded"))
    ('0.714', 'nothing was coded')
    """

    value: float | None
    units: int
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason == ""):
            raise ValueError("a statistic has either a value or the reason why it has none")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError("a statistic that is not finite is undefined: give the reason instead")

    def __str__(self) -> str:
        return self.reason if self.value is None else f"{self.value:.3f}"


def ratio(part: float, whole: float, otherwise: str, units: int | None = None) -> Statistic:
    """``part`` ÷ ``whole``; undefined for the reason ``otherwise`` when the whole is 0.

    ``units`` is what it rests on; the whole, when not given.

    >>> ratio(3, 4, "no cue")
    Statistic(value=0.75, units=4, reason='')
    """
    rests_on = int(whole) if units is None else units
    return Statistic(None, rests_on, otherwise) if whole == 0 else Statistic(part / whole, rests_on)
