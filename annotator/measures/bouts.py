"""Bouts: states of one code after the scheme's clean-up rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from annotator.errors import said
from annotator.model import Annotation
from annotator.schemes.scheme import Timebase
from annotator.stats import Spans, Statistic, shares

NO_BOUT = said("no bout of this code")


@dataclass(frozen=True, slots=True)
class Bout:
    """A stretch of one code, with the annotations that it was made of."""

    onset: int
    offset: int
    annotations: tuple[Annotation, ...]

    @property
    def duration(self) -> int:
        """Length in ms, bridged gaps included."""
        return self.offset - self.onset


Clipped = tuple[int, int, Annotation]
"""An annotation with its onset and offset inside the window."""


def bouts(states: Iterable[Clipped], rules: Timebase, missing: Spans = ()) -> list[Bout]:
    """The bouts of one code: states joined over short gaps, then those too short taken away.

    States of the code whose gap is at most ``merge_gap_ms`` are one bout, whatever was coded
    in the gap, but never over time in which nothing could be seen (``missing``). Bouts
    shorter than ``min_state_ms`` are then dropped. The annotations stay as they are.
    """
    joined: list[Bout] = []
    for onset, offset, annotation in sorted(states, key=lambda state: state[:2]):
        last = joined[-1] if joined else None
        if last is not None and _is_one(last, onset, rules.merge_gap_ms, missing):
            joined[-1] = Bout(last.onset, max(last.offset, offset), (*last.annotations, annotation))
        else:
            joined.append(Bout(onset, offset, (annotation,)))
    return [bout for bout in joined if bout.duration >= rules.min_state_ms and bout.duration > 0]


def _is_one(last: Bout, onset: int, merge_gap_ms: int, missing: Spans) -> bool:
    return onset - last.offset <= merge_gap_ms and not shares(missing, last.offset, onset)


def median_ms(found: list[Bout]) -> Statistic:
    """The median duration of bouts in ms; ``units`` is their number. Undefined when there is none."""
    if not found:
        return Statistic(None, 0, NO_BOUT)
    return Statistic(float(median(bout.duration for bout in found)), len(found))


def longest(found: list[Bout]) -> Bout | None:
    """The longest bout, the first of several; None when there is none."""
    return max(found, key=lambda bout: bout.duration, default=None)
