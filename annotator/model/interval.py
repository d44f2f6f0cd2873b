"""Stretches of time in whole milliseconds."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time from ``onset`` up to, not including, ``offset``, in ms.

    Adjacent intervals share a boundary and no time, so two states that follow each other never overlap.
    A point has ``onset == offset``.

    >>> Interval(0, 5000).overlap(Interval(5000, 9000))
    0
    """

    onset: int
    offset: int

    def __post_init__(self) -> None:
        if self.offset < self.onset:
            raise ValueError(f"an interval cannot end ({self.offset}) before it begins ({self.onset})")

    @property
    def duration(self) -> int:
        """Length in ms."""
        return self.offset - self.onset

    def overlap(self, other: Self) -> int:
        """Time shared with another interval, in ms."""
        return max(0, min(self.offset, other.offset) - max(self.onset, other.onset))

    def common(self, other: Self) -> "Interval | None":
        """The stretch shared with another interval; None when they share no time."""
        onset, offset = max(self.onset, other.onset), min(self.offset, other.offset)
        return Interval(onset, offset) if onset < offset else None

    def holds(self, t: int) -> bool:
        """Whether ``t`` ms lies in the stretch: the onset does, the offset does not.

        >>> Interval(0, 10).holds(0), Interval(0, 10).holds(10)
        (True, False)
        """
        return self.onset <= t < self.offset
