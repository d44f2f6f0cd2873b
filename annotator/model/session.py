"""Whom and what is observed: families, people, sessions, recordings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone observed in a session: the scheme's role bound to a person of the family.

    ``id`` is the scheme's subject ("infant"), or that with a number when several people hold
    one role ("parent-2"); ``of`` is the scheme's subject in both cases.
    """

    id: str
    of: str
    role: str
    label: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """One film of a session; its first frame lies at ``shift_ms`` on the session clock.

    ``sha256`` is the original's; sizes in pixels; ``duration_ms`` and ``frames`` counted from
    the packets, never from headers. ``state`` is preparing, ready or failed.
    """

    id: str
    session: str
    name: str
    sha256: str
    state: str
    shift_ms: int = 0
    duration_ms: int | None = None
    frames: int | None = None
    width: int | None = None
    height: int | None = None
    variable_rate: bool = False
    has_sound: bool = False


FEEDBACK_SESSION = "feedback_session"
"""The context of a visit that is a feedback session, filmed to be looked over."""


@dataclass(frozen=True, slots=True)
class Session:
    """One visit of one family: when, in which context, who was there, which films."""

    id: str
    family: str
    label: str
    date: str
    context: str = ""
    subjects: tuple[Subject, ...] = ()
    recordings: tuple[Recording, ...] = ()

    @property
    def is_feedback(self) -> bool:
        """Whether its films show a feedback session and not the family by themselves."""
        return self.context == FEEDBACK_SESSION


@dataclass(frozen=True, slots=True)
class Family:
    """A family under its code name; real names are kept apart from codes."""

    id: str
    code: str
    name: str = ""
