"""What pictures along time share: their axis, the marks of a trace, how a code looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

from annotator.model import Interval
from annotator.model.language import figure, sentence
from annotator.schemes.scheme import Code, Scheme
from annotator.timecode import clock, span

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "hexagon", "star", "triangle-down", "pentagon")
HOVER = "%{customdata[2]}<br>%{customdata[3]}<extra></extra>"
HOUR = 3_600_000


@dataclass(slots=True)
class Marks:
    """The bars or points of one trace; ``lasting`` are the words for a stretch of time in a language."""

    lasting: str
    language: str
    onset: list[int] = field(default_factory=list)
    duration: list[int] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    about: list[tuple[int, int, str, str]] = field(default_factory=list)

    def add(self, stretch: Interval, y: float, words: str) -> None:
        """One bar or point, with what is shown when one points at it."""
        self.onset.append(stretch.onset)
        self.duration.append(stretch.duration)
        self.y.append(y)
        when = figure(clock(stretch.onset), self.language)
        if stretch.duration:
            ends = figure(clock(stretch.offset), self.language), figure(span(stretch.duration), self.language)
            when = self.lasting.format(onset=when, offset=ends[0], length=ends[1])
        what, when = (sentence(each, self.language) for each in (escape(words), when))
        self.about.append((stretch.onset, stretch.offset, what, when))


def marks_of(translate: Callable[[str], str], language: str) -> Marks:
    """The marks of another trace, none yet."""
    return Marks(translate("{onset} to {offset}, {length}"), language)


def times(ms: Sequence[int]) -> list[str]:
    """Times as plotly's date axis wants them: the session clock taken to begin with 1970, in UTC.

    Only a date axis writes minutes and seconds at every zoom. It reads a bare number of four
    digits as a year, so they go in as text.
    """
    return [str(t) for t in np.datetime_as_string(np.array(ms, dtype="datetime64[ms]"))]


def time_axis(window: Interval) -> dict[str, object]:
    """The axis of the session clock, from one end of the coded window to the other."""
    return {
        "type": "date", "range": times([window.onset, window.offset]), "automargin": True,
        "zeroline": False, "tickformat": "%H:%M:%S" if window.offset >= HOUR else "%M:%S",
        "tickformatstops": [{"dtickrange": [None, 999], "value": "%M:%S.%L"}],
    }  # fmt: skip


def code_of(scheme: Scheme, track: str, code: str) -> Code | None:
    """A code of the scheme, None when it has none of this id."""
    of = scheme.track(track)
    return of.code(code) if of else None


def code_label(scheme: Scheme, track: str, code: str, language: str) -> str:
    """A code in the person's language."""
    found = code_of(scheme, track, code)
    return found.label.in_language(language) if found else code


def subject_label(scheme: Scheme, subject: str, language: str) -> str:
    """A subject in the person's language; its id when it is one of several of a role."""
    found = next((s for s in scheme.subjects if s.id == subject), None)
    return found.label.in_language(language) if found else subject


def symbol_of(scheme: Scheme, track: str, code: str) -> str:
    """The shape of a code of points: colour alone tells nobody anything."""
    of = scheme.track(track)
    names = [each.id for each in of.codes] if of else []
    return SYMBOLS[names.index(code) % len(SYMBOLS)] if code in names else "cross"
