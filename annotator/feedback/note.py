"""Notes of a person who watched: a sentence, tied to a moment of the film or to the whole of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimedNote:
    """What somebody wrote while watching: the narrative way, equal to coding.

    ``at_ms`` is on the session clock, None for a note about the whole film; ``starred`` marks a
    moment worth showing. ``author`` is an account. A note is its author's own and is never shown
    to a parent.
    """

    id: str
    session: str
    author: str
    at_ms: int | None
    text: str
    starred: bool = False
    made_at: str = ""
