"""The plan of one feedback meeting: the moments in their order, and what was agreed afterwards."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a moment is in a meeting: it decides where in the order it may stand.

    A repair shows the two losing each other and finding back; it counts as a strength and is
    the best way to speak of something hard.
    """

    STRENGTH = "strength"
    REPAIR = "repair"
    CHALLENGE = "challenge"


GOOD = (Kind.STRENGTH, Kind.REPAIR)
"""The kinds that show something that went well."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of film chosen for a meeting.

    ``onset_ms`` and ``offset_ms`` are on the session clock and hold the lead-in and lead-out;
    ``at_ms`` is the turning point that the still shows. ``phrase`` is the one sentence under
    the picture and ``question`` the open question, both in the parent's language and without
    placeholders. ``why`` is the visitor's own note and never leaves the preparation.
    ``counterpart`` is the id of the moment of the same plan in which the same parent did well
    what a challenge asks for. ``said`` is what the parent said about it; ``theme`` what the moment
    is about, in a few descriptive words of the visitor's. ``then`` is a moment of an earlier meeting
    that is shown just before it, None without one.
    """

    id: str
    onset_ms: int
    offset_ms: int
    at_ms: int
    kind: Kind
    phrase: str
    question: str = ""
    why: str = ""
    counterpart: str | None = None
    said: str = ""
    theme: str = ""
    then: "Then | None" = None


@dataclass(frozen=True, slots=True)
class Then:
    """A moment of a meeting that was held, to be seen beside one of today's.

    ``plan`` is that meeting's and ``moment`` its moment there, which has no ``then`` of its own;
    ``session`` is the earlier visit with its ``date`` (ISO 8601).
    """

    plan: str
    session: str
    date: str
    moment: Moment


class PlanState(StrEnum):
    """Draft while the visitor chooses, ready when it keeps every rule, shown after the meeting."""

    DRAFT = "draft"
    READY = "ready"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Plan:
    """The moments of one meeting in the order in which they are shown.

    ``session`` is the visit whose film is shown, ``author`` the account that prepares it,
    ``language`` the parent's, ``child`` what the child is called in phrases. With
    ``strengths_only`` no challenge may stand in it. ``step``, ``wish`` and ``goal`` are the
    step the parent chose, the wish for the next film and the goal, all in the parent's words;
    ``goal_number`` is the parent's own 1 to 10 for the goal, None when not asked.
    ``question`` is the family's own question that the choice answers, ``later`` what is left for the
    meeting after this one, ``aside`` the moments of this film that are kept for it, which are nobody's to
    see but the author's. ``revision`` counts the saves, so that two tabs cannot overwrite each other.
    ``released_by`` is the supervisor's account that agreed to the moments as they stand, None without
    one; ``returned`` is the word with which a supervisor gave them back, empty when none did.
    """

    id: str
    session: str
    author: str
    language: str
    child: str
    strengths_only: bool = False
    state: PlanState = PlanState.DRAFT
    moments: tuple[Moment, ...] = ()
    step: str = ""
    wish: str = ""
    goal: str = ""
    goal_number: int | None = None
    revision: int = 0
    made_at: str = ""
    shown_at: str | None = None
    released_by: str | None = None
    question: str = ""
    later: str = ""
    returned: str = ""
    aside: tuple[Moment, ...] = ()

    def moment(self, id: str) -> Moment | None:
        """The moment with this id, None when the plan has none."""
        return next((moment for moment in self.moments if moment.id == id), None)
