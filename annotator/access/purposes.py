"""What a film may be used for: the purposes that each person agrees to, and which one a use rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.access.rights import Role


class Purpose(StrEnum):
    """One thing that a person who is on a film can agree to, each asked by itself."""

    LOOK_TOGETHER = "look_together"
    SUPERVISOR = "supervisor"
    SUPERVISION_GROUP = "supervision_group"
    QUALITY_CODING = "quality_coding"
    RESEARCH_STUDY = "research_study"
    RESEARCH_FUTURE = "research_future"
    TEACHING_CLIPS = "teaching_clips"
    TEACHING_STILLS = "teaching_stills"
    FAMILY_COPY = "family_copy"
    FEEDBACK_SESSION = "feedback_session"


class Use(StrEnum):
    """What is about to be done with a film or with what was made from it."""

    WATCH = "watch"
    EXPORT = "export"
    MEET = "meet"
    PRINT = "print"
    HAND_OVER = "hand_over"
    SUPERVISE = "supervise"


_WATCHING: Mapping[Role, tuple[Purpose, ...]] = {
    Role.PRACTITIONER: (Purpose.LOOK_TOGETHER,),
    Role.CODER: (Purpose.QUALITY_CODING, Purpose.RESEARCH_STUDY),
    Role.LEAD: (Purpose.LOOK_TOGETHER, Purpose.QUALITY_CODING, Purpose.RESEARCH_STUDY),
    Role.SUPERVISOR: (Purpose.SUPERVISOR,),
    Role.ADMIN: (),
}
_WHOEVER: Mapping[Use, tuple[Purpose, ...]] = {
    Use.EXPORT: (Purpose.QUALITY_CODING, Purpose.RESEARCH_STUDY),
    Use.MEET: (Purpose.LOOK_TOGETHER,),
    Use.PRINT: (Purpose.LOOK_TOGETHER,),
    Use.HAND_OVER: (Purpose.FAMILY_COPY,),
    Use.SUPERVISE: (Purpose.SUPERVISOR,),
}


# The film of a feedback session is for who held it and who looks over their work; it goes nowhere else.
_FEEDBACK: Mapping[Use, frozenset[Role]] = {
    Use.WATCH: frozenset({Role.PRACTITIONER, Role.SUPERVISOR, Role.LEAD}),
    Use.SUPERVISE: frozenset(Role),
}


def purposes_of(use: Use, role: Role, *, feedback: bool = False) -> tuple[Purpose, ...]:
    """The purposes a use by someone in a role can rest on: any one of them suffices, none never.

    A meeting and a printed sheet rest on looking together whoever opens them; a file that the
    family takes along needs the purpose of handing over besides. ``feedback``: of the film of a
    feedback session, which rests on a purpose of its own alone.

    >>> [str(purpose) for purpose in purposes_of(Use.WATCH, Role.CODER)]
    ['quality_coding', 'research_study']
    >>> purposes_of(Use.MEET, Role.PRACTITIONER, feedback=True)
    ()
    """
    if feedback:
        return (Purpose.FEEDBACK_SESSION,) if role in _FEEDBACK.get(use, ()) else ()
    return _WATCHING[role] if use is Use.WATCH else _WHOEVER[use]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What someone said last of one purpose: given, refused or withdrawn.

    ``until`` is the last day on which it counts (ISO date), None without an end.
    """

    person: str
    purpose: str
    state: str
    until: str | None = None

    def living(self, today: str) -> bool:
        """Whether it allows the purpose on a day (ISO date).

        >>> Agreement("anna", "supervisor", "given", until="2026-05-31").living("2026-05-31")
        True
        """
        return self.state == "given" and (self.until is None or today <= self.until)


def lacking(
    people: Sequence[str | None], agreements: Iterable[Agreement], purpose: Purpose, today: str
) -> list[str | None]:
    """Who of the people on a film does not agree to a purpose; None stands for someone not entered."""
    agreed = {a.person for a in agreements if a.purpose == purpose and a.living(today)}
    return [person for person in people if person not in agreed]


def relied_on(
    people: Sequence[str | None],
    agreements: Iterable[Agreement],
    purposes: Sequence[Purpose],
    today: str,
) -> Purpose | None:
    """The first of the purposes that everybody on a film agrees to; None when there is none.

    Where nobody was entered, nobody agreed.

    >>> mia, anna = Agreement("mia", "supervisor", "given"), Agreement("anna", "supervisor", "withdrawn")
    >>> relied_on(["mia", "anna"], [mia, anna], [Purpose.SUPERVISOR], "2026-05-31")
    >>> relied_on(["mia"], [mia, anna], [Purpose.SUPERVISOR], "2026-05-31")
    <Purpose.SUPERVISOR: 'supervisor'>
    """
    known = tuple(agreements)
    agreed = (p for p in purposes if people and not lacking(people, known, p, today))
    return next(agreed, None)
