"""A coding taken apart: its lanes, and the time in which nothing could be seen of whom."""

from dataclasses import dataclass, field
from functools import reduce

from annotator.measures.bouts import Clipped, clipped
from annotator.model import Coding, Interval
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane, Spans, intersection, lanes, length, union

LASTING = ("state", "interval")
"""Kinds of tracks whose codes have a duration."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Time in the window that could not be judged, and the tracks that say so."""

    spans: Spans = ()
    tracks: tuple[str, ...] = ()

    @property
    def ms(self) -> int:
        """How long it is."""
        return length(self.spans)


@dataclass(frozen=True, slots=True)
class Seen:
    """The lanes of a coding under its scheme, with its coded window.

    Scorable time is the window less the time marked with a missing code: of a lane of states by
    its own missing code; of anything else by the exhaustive state tracks of the same subject,
    namely the time that all of them mark as missing.
    """

    scheme: Scheme
    window: Interval
    lanes: tuple[Lane, ...]
    _marked: dict[tuple[str, str], Unseen] = field(default_factory=dict, repr=False)
    _states: dict[tuple[str, str], list[Clipped]] = field(default_factory=dict, repr=False)
    _subjects: dict[str, Unseen] = field(default_factory=dict, repr=False)

    def of_track(self, track: str) -> list[Lane]:
        """The lanes of a track, by subject."""
        return [lane for lane in self.lanes if lane.track.id == track]

    def unseen(self, lane: Lane) -> Unseen:
        """The time that cannot be scored on a lane."""
        return self.marked(lane) if lane.track.kind in LASTING else self.unseen_of(lane.subject)

    def marked(self, lane: Lane) -> Unseen:
        """The time that a lane itself marks as missing."""
        place = (lane.track.id, lane.subject)
        if place not in self._marked:
            missing = lane.missing_codes
            states = self.states(lane) if missing else []
            spans = union(state[:2] for state in states if state[2].content.code in missing)
            self._marked[place] = Unseen(spans, (lane.track.id,))
        return self._marked[place]

    def unseen_of(self, subject: str) -> Unseen:
        """The time in which a subject could not be seen on any of the tracks that would tell."""
        if subject not in self._subjects:
            telling = [lane for lane in self.lanes if _tells(lane, subject)]
            spans = reduce(intersection, [self.marked(lane).spans for lane in telling]) if telling else []
            self._subjects[subject] = Unseen(spans, tuple(lane.track.id for lane in telling))
        return self._subjects[subject]

    def scorable_ms(self, lane: Lane) -> int:
        """The denominator of rates and shares of a lane, in ms."""
        return self.window.duration - self.unseen(lane).ms

    def states(self, lane: Lane) -> list[Clipped]:
        """The states of a lane that share time with the window, cut at its ends, by onset."""
        place = (lane.track.id, lane.subject)
        if place not in self._states:
            self._states[place] = list(clipped(lane.annotations, self.window))
        return self._states[place]


def seen(coding: Coding, scheme: Scheme) -> Seen:
    """A coding taken apart. States that still run end with the coded window."""
    return Seen(scheme, coding.window, tuple(lanes(coding, scheme)))


def _tells(lane: Lane, subject: str) -> bool:
    """Whether a lane says for every moment if the subject could be seen."""
    return lane.subject == subject and lane.track.kind == "state" and lane.track.exhaustive
