"""A plan as it comes from a browser: read strictly, nothing unknown, nothing guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from annotator.actions.typed import line, lines
from annotator.errors import AnnotatorError, said
from annotator.feedback import Kind, Moment, Plan, PlanState, Then

MOST_MOMENTS = 24
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{8,64}$")]
Ms = Annotated[int, Field(ge=0, le=24 * 3600 * 1000)]
Words = Annotated[str, StringConstraints(max_length=500)]
Name = Annotated[str, StringConstraints(max_length=80)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Then(_Strict):
    plan: Id
    moment: Id


class _Moment(_Strict):
    id: Id
    onset_ms: Ms
    offset_ms: Ms
    at_ms: Ms
    kind: Annotated[str, StringConstraints(pattern=f"^({'|'.join(Kind)})$")]
    phrase: Words
    question: Words = ""
    why: Annotated[str, StringConstraints(max_length=2000)] = ""
    counterpart: Id | None = None
    said: Words = ""
    theme: Name = ""
    then: _Then | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.onset_ms <= self.at_ms <= self.offset_ms:
            raise ValueError("a moment's still lies in it")
        return self


class _Plan(_Strict):
    revision: Annotated[int, Field(ge=0)]
    child: Name
    language: Language
    strengths_only: bool
    moments: Annotated[list[_Moment], Field(max_length=MOST_MOMENTS)]
    goal: Words
    question: Words = ""
    later: Words = ""
    aside: Annotated[list[_Moment], Field(max_length=MOST_MOMENTS)] = []

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        every = [moment.id for moment in (*self.moments, *self.aside)]
        if len(set(every)) < len(every):
            raise ValueError("each moment stands in a plan once")
        return self


def read_plan(payload: object, before: Plan, held: Iterable[Then] = ()) -> Plan:
    """The plan that a browser sent, on top of the one that is kept: a draft at the sent revision.

    What the parent said stays with its moments whatever the browser sends: those words are
    written during the meeting. A release counts for the moments that the supervisor saw.
    ``held`` are the moments that may stand as moments of then; one that is none of them is left
    out, for it was erased since or never was there. AnnotatorError when the request cannot be read.
    """
    try:
        read = _Plan.model_validate(payload)
    except ValidationError:
        raise AnnotatorError(
            said("This plan cannot be read. Reload the page and try again; what was saved is there.")
        ) from None
    known = {(then.plan, then.moment.id): then for then in held}
    moments = tuple(_moment(moment, before, known) for moment in read.moments)
    same = [_seen(m) for m in moments] == [_seen(m) for m in before.moments]
    return replace(
        before,
        revision=read.revision,
        state=PlanState.DRAFT,
        child=line(read.child),
        language=read.language,
        strengths_only=read.strengths_only,
        moments=moments,
        goal=line(read.goal),
        question=line(read.question),
        later=line(read.later),
        aside=tuple(_set_aside(moment) for moment in read.aside),
        released_by=before.released_by if same else None,
        returned=before.returned if same else "",
    )


def _moment(read: _Moment, before: Plan, known: Mapping[tuple[str, str], Then]) -> Moment:
    kept = before.moment(read.id)
    return Moment(
        id=read.id,
        onset_ms=read.onset_ms,
        offset_ms=read.offset_ms,
        at_ms=read.at_ms,
        kind=Kind(read.kind),
        phrase=line(read.phrase),
        question=line(read.question),
        why=lines(read.why),
        counterpart=read.counterpart,
        said=kept.said if kept is not None else "",
        theme=line(read.theme),
        then=known.get((read.then.plan, read.then.moment)) if read.then is not None else None,
    )


def _set_aside(read: _Moment) -> Moment:
    """A moment that is kept for later stands alone: beside what it is shown is decided then."""
    return Moment(
        id=read.id, onset_ms=read.onset_ms, offset_ms=read.offset_ms, at_ms=read.at_ms, kind=Kind(read.kind),
        phrase=line(read.phrase), question=line(read.question), why=lines(read.why), theme=line(read.theme),
    )  # fmt: skip


def _seen(moment: Moment) -> Moment:
    """What a supervisor's release rests on: all of a moment but the author's words and the parent's."""
    then = moment.then and replace(moment.then, moment=_seen(moment.then.moment))
    return replace(moment, why="", said="", theme="", then=then)
