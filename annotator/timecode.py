"""Times of films: integer milliseconds, and the frames they belong to.

A frame's ms is its presentation time rounded *up*; the frame at t is the last whose ms is
not after t. Rounding down or to nearest would name a neighbouring frame.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


def ms_of_pts(pts: int, time_base: Fraction) -> int:
    """Presentation time in whole ms, rounded up.

    >>> ms_of_pts(1, Fraction(1, 30))
    34
    >>> ms_of_pts(3, Fraction(1, 30))
    100
    """
    return -((-pts * time_base.numerator * 1000) // time_base.denominator)


@dataclass(frozen=True, slots=True)
class FrameTable:
    """The frames of a film: the ms of each, ascending, the first at 0, and where the last ends.

    >>> film = FrameTable((0, 34, 67, 100), 134)
    >>> film.frame_at(66), film.frame_at(67), film.snap(99)
    (1, 2, 67)
    """

    ms: Sequence[int]
    end_ms: int

    def frame_at(self, t: int) -> int:
        """Index of the frame on the screen at ``t`` ms; the first before the film, the last after."""
        return max(0, bisect_right(self.ms, t) - 1)

    def snap(self, t: int) -> int:
        """The ms of the frame on the screen at ``t`` ms."""
        return self.ms[self.frame_at(t)]


def clock(ms: int) -> str:
    """A time as people read it: minutes, seconds, thousandths; hours only when there are any.

    >>> clock(67_240), clock(3_601_005), clock(-40)
    ('01:07.240', '1:00:01.005', '-00:00.040')
    """
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    minutes, thousandths = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{thousandths // 1000:02}.{thousandths % 1000:03}"
    return f"{sign}{hours}:{minutes:02}:{seconds}" if hours else f"{sign}{minutes:02}:{seconds}"


def short_clock(ms: int) -> str:
    """A time as one says it aloud: minutes and whole seconds; hours only when there are any.

    >>> short_clock(67_940), short_clock(9_000), short_clock(3_601_005), short_clock(-400)
    ('1:07', '0:09', '1:00:01', '0:00')
    """
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def span(ms: int) -> str:
    """A duration as people read it, to the nearest tenth of a second, from a minute on to the nearest second.

    Halves go up. The pages' own ``span`` in ``player/frontend/time.js`` says the same of every duration.

    >>> span(3_240), span(3_250), span(59_950), span(64_500), span(145_960), span(3_600_000)
    ('3.2 s', '3.3 s', '1 min 0 s', '1 min 5 s', '2 min 26 s', '60 min 0 s')
    """
    tenths = (ms + 50) // 100
    if tenths < 600:
        return f"{tenths // 10}.{tenths % 10} s"
    seconds = (ms + 500) // 1000
    return f"{seconds // 60} min {seconds % 60} s"
