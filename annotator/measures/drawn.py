"""What a number is drawn from, kept beside it: without that nobody could say how far it can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.stats import Spans, covered


@dataclass(frozen=True, slots=True)
class Times:
    """Durations in ms, each with whether its end was seen, and what middle of them the number is."""

    lengths: tuple[tuple[int, bool], ...]
    middle: Literal["mean", "median"]


@dataclass(frozen=True, slots=True)
class Shares:
    """Time with some codes (``held``) and the time it is a share of (``whole``), as spans of ms."""

    held: Spans
    whole: Spans

    @property
    def cycles(self) -> list[tuple[int, int]]:
        """From each onset to the next: the ms with the codes, and all ms that count.

        What lies before the first onset belongs to the last cycle, as if the session went round: so the
        cycles add up to the whole.
        """
        if not self.held or not self.whole:
            return []
        onsets = [onset for onset, _ in self.held]
        ends = [*onsets[1:], self.whole[-1][1]]
        found = [
            (offset - onset, covered(self.whole, onset, end))
            for (onset, offset), end in zip(self.held, ends, strict=True)
        ]
        held, of = found[-1]
        return [*found[:-1], (held, of + covered(self.whole, self.whole[0][0], onsets[0]))]


@dataclass(frozen=True, slots=True)
class Values:
    """What a mean is of that is no time: numbers given as modifiers, or ratings."""

    values: tuple[float, ...]


Drawn = Times | Shares | Values


def seen_whole(lengths: Sequence[int], middle: str) -> Times:
    """Durations whose ends were all seen; ``middle`` is a measure's ``statistic``, else the median."""
    return Times(tuple((length, True) for length in lengths), "mean" if middle == "mean" else "median")
