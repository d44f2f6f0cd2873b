"""What a parent may see: built value by value, so that nothing else can come along."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownMoment:
    """One moment as a parent sees it: a stretch of film, its sentence, the question, their own words.

    Times in ms on the session clock; ``clock`` is the moment's time in the film ("1:07").
    """

    id: str
    onset_ms: int
    offset_ms: int
    at_ms: int
    phrase: str
    question: str
    said: str
    clock: str


@dataclass(frozen=True, slots=True)
class ParentView:
    """A meeting as a parent sees it, on the screen and on the sheet.

    It holds no code, kind, count, rate, share, rating, note, reason, account or other family.
    ``date`` is the day of the film (ISO 8601). ``goal_number`` is the parent's own 1 to 10.
    """

    plan: str
    language: str
    child: str
    date: str
    moments: tuple[ShownMoment, ...]
    step: str
    wish: str
    goal: str
    goal_number: int | None
