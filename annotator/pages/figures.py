"""Figures as pages write them: kept together, from left to right, inside a sentence that runs the other way.

What is written into files and reports has no such signs.
"""

from annotator import timecode
from annotator.measures import written as words
from annotator.model import language
from annotator.pages import state


def together(figure: str) -> str:
    """A figure that stays in its order, in the language of the page that runs now."""
    return language.figure(figure, state.language())


def clock(ms: int) -> str:
    """A time of film, as ``timecode.clock`` says it."""
    return together(timecode.clock(ms))


def span(ms: int) -> str:
    """A duration, as ``timecode.span`` says it."""
    return together(timecode.span(ms))


def written(unit: str, value: float) -> str:
    """A value in its unit, as ``measures.written`` says it."""
    return together(words.written(unit, value))


def written_apart(unit: str, value: float) -> str:
    """A difference with its sign, as ``measures.written`` says it."""
    return together(words.written_apart(unit, value))


def written_times(ratio: float) -> str:
    """How many times as much, as ``measures.written`` says it."""
    return together(words.written_times(ratio))
