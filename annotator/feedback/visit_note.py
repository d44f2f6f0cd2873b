"""The visit note for the clinical file: who was there, what was looked at, what was said and agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.errors import Said, said
from annotator.feedback.parent_view import ParentView
from annotator.feedback.plan import Plan


class Safety(StrEnum):
    """What the visitor says of safety: that nothing came up, or that it is kept in its own place."""

    NOTHING = "nothing"
    PASSED_ON = "passed_on"


SAFETY: Mapping[Safety, Said] = {
    Safety.NOTHING: said("Nothing about safety came up."),
    Safety.PASSED_ON: said("Something about safety came up; it is recorded separately."),
}
"""What each says in the note."""


@dataclass(frozen=True, slots=True)
class VisitNote:
    """What goes into the family's file of one meeting: words alone.

    It is made of what the parent saw and said, so it holds no code, count, rate, note or reason.
    ``filmed_on`` and ``met_on`` are days (ISO 8601, empty when not known), ``present`` are those on
    the film, ``situation`` what they were doing; ``safety`` is None while nobody said.
    """

    family: str
    filmed_on: str
    met_on: str
    present: tuple[str, ...]
    situation: str
    question: str
    themes: tuple[str, ...]
    looked_at: tuple[str, ...]
    said: tuple[str, ...]
    step: str
    wish: str
    goal: str
    goal_number: int | None
    safety: Safety | None


def visit_note(
    view: ParentView,
    plan: Plan,
    *,
    family: str,
    met_on: str,
    present: tuple[str, ...],
    situation: str,
    safety: Safety | None,
) -> VisitNote:
    """The note of a meeting that was held: what the parent saw of it, the family's question, the themes."""
    return VisitNote(
        family=family,
        filmed_on=view.date[:10],
        met_on=met_on[:10],
        present=present,
        situation=situation,
        question=plan.question,
        themes=tuple(dict.fromkeys(moment.theme for moment in plan.moments if moment.theme)),
        looked_at=tuple(moment.phrase for moment in view.moments if moment.phrase and moment.side != "then"),
        said=tuple(moment.said for moment in view.moments if moment.said),
        step=view.step,
        wish=view.wish,
        goal=view.goal,
        goal_number=view.goal_number,
        safety=safety,
    )
