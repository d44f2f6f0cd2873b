"""Figures as pages write them: kept together, from left to right, inside a sentence that runs the other way.

Without that "1 min 0 s" reads "min 0 s 1" there. What is written into files and reports has no such signs.
"""

from annotator import timecode
from annotator.measures import written as words
from annotator.model.language import direction
from annotator.pages import state

_FROM_LEFT, _END = "\u2066", "\u2069"  # LRI and PDI of Unicode's bidirectional algorithm


def together(figure: str) -> str:
    """A figure that stays in its order, in the language of the page that runs now."""
    return f"{_FROM_LEFT}{figure}{_END}" if direction(state.language()) == "rtl" else figure


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
