"""Bouts: states of one code after the scheme's clean-up rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from annotator.errors import said
from annotator.model import Annotation, Interval
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


def clipped(annotations: Sequence[Annotation], window: Interval) -> Iterator[Clipped]:
    """The states that share time with the window, cut at its ends."""
    first, last = window.onset, window.offset
    for annotation in annotations:
        content = annotation.content
        onset = content.onset_ms if content.onset_ms > first else first
        offset = last if content.offset_ms is None or content.offset_ms > last else content.offset_ms
        if onset < offset:
            yield onset, offset, annotation


def bouts(states: Iterable[Clipped], rules: Timebase, missing: Spans = ()) -> list[Bout]:
    """The bouts of one code: states joined over short gaps, then those too short taken away.

    States of the code whose gap is at most ``merge_gap_ms`` are one bout, whatever was coded
    in the gap, but never over time in which nothing could be seen (``missing``). Bouts
    shorter than ``min_state_ms`` are then dropped. The annotations stay as they are.
    """
    gap = rules.merge_gap_ms
    joined: list[tuple[int, int, list[Annotation]]] = []
    for onset, offset, annotation in sorted(states, key=itemgetter(0, 1)):
        if joined:
            began, ended, held = joined[-1]
            if onset - ended <= gap and not (missing and shares(missing, ended, onset)):
                held.append(annotation)
                joined[-1] = (began, max(ended, offset), held)
                continue
        joined.append((onset, offset, [annotation]))
    least = max(rules.min_state_ms, 1)
    return [Bout(onset, offset, tuple(held)) for onset, offset, held in joined if offset - onset >= least]


def median_ms(found: list[Bout]) -> Statistic:
    """The median duration of bouts in ms; ``units`` is their number. Undefined when there is none."""
    if not found:
        return Statistic(None, 0, NO_BOUT)
    return Statistic(float(median(bout.duration for bout in found)), len(found))


def longest(found: list[Bout]) -> Bout | None:
    """The longest bout, the first of several; None when there is none."""
    return max(found, key=lambda bout: bout.duration, default=None)
