"""What a parent may see: built value by value, so that nothing else can come along."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.errors import FeedbackError
from annotator.feedback.phrases import child_words
from annotator.feedback.plan import Moment, Plan
from annotator.feedback.rules import not_for_parents, parents_texts
from annotator.feedback.words import forbidden_in
from annotator.timecode import short_clock


@dataclass(frozen=True, slots=True)
class ShownMoment:
    """One moment as a parent sees it: a stretch of film, its sentence, the question, their own words.

    Times in ms on its own visit's session clock; ``clock`` is the moment's time in the film ("1:07").
    ``side`` is ``then`` for a moment of an earlier visit and ``now`` for the one after it, else empty;
    the one of then has its own sentence and no question, for the talk comes after both.
    """

    id: str
    onset_ms: int
    offset_ms: int
    at_ms: int
    phrase: str
    question: str
    said: str
    clock: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class ParentView:
    """A meeting as a parent sees it, on the screen and on the sheet.

    It holds no code, kind, count, rate, share, rating, note, reason, account or other family.
    A moment of then stands before its moment of now. ``date`` is the day of the film (ISO 8601).
    ``goal_number`` is the parent's own 1 to 10.
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


def parent_view(
    plan: Plan, session_date: str, shift_ms: int = 0, shifts: Mapping[str, int] | None = None
) -> ParentView:
    """What a parent sees of a plan; ``shift_ms`` is where the film begins on the session clock.

    ``shifts`` says that of earlier visits, by their ids.

    Raises FeedbackError when one of its texts holds what a parent must not read, however it came
    in: nothing is shown then, not even the rest. A child without a name is "your child".
    """
    for _, text in parents_texts(plan):
        found = forbidden_in(text, plan.language)
        if found:
            raise FeedbackError(not_for_parents(found))
    return ParentView(
        plan=plan.id,
        language=plan.language,
        child=child_words(plan.child, plan.language),
        date=session_date,
        moments=tuple(each for moment in plan.moments for each in _sides(moment, shift_ms, shifts or {})),
        step=plan.step,
        wish=plan.wish,
        goal=plan.goal,
        goal_number=plan.goal_number,
    )


def _sides(moment: Moment, shift_ms: int, shifts: Mapping[str, int]) -> Iterator[ShownMoment]:
    then = moment.then
    if then is not None:
        # Its name is today's: two plans may have a moment of the same name.
        again = replace(then.moment, id=then_id(moment), question="", said="")
        yield replace(_shown(again, shifts.get(then.session, 0)), side="then")
    yield replace(_shown(moment, shift_ms), side="now" if then is not None else "")


def then_id(moment: Moment) -> str:
    """What the moment of then that stands before a moment is called where both are shown."""
    return f"then-{moment.id}"


def _shown(moment: Moment, shift_ms: int) -> ShownMoment:
    return ShownMoment(
        id=moment.id,
        onset_ms=moment.onset_ms,
        offset_ms=moment.offset_ms,
        at_ms=moment.at_ms,
        phrase=moment.phrase,
        question=moment.question,
        said=moment.said,
        clock=short_clock(moment.at_ms - shift_ms),
    )
