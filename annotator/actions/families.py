"""Families, their people, sessions and consents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from annotator.access import Reach, Right, Use
from annotator.actions.asking import (
    allowed,
    person_of,
    require,
    sight_of,
    study_for,
    visible_codings,
    with_film_names,
)
from annotator.actions.codings import scheme_of
from annotator.actions.consents import closed
from annotator.actions.scheme_cards import SchemeCard, card_in
from annotator.actions.segments import enough, of_first
from annotator.actions.variables import EVERYWHERE, checked_context, contexts_of, kind_kept
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Said, said
from annotator.model import Family, Session, Subject
from annotator.model.session import FEEDBACK_SESSION
from annotator.store import Tx, audit, families, jobs, plans, recordings, studies
from annotator.store.accounts import Account
from annotator.store.codings import CountedCoding
from annotator.store.families import FamilyRow, SessionRow
from annotator.store.jobs import Job

Row = TypeVar("Row")

_NO_NAME = said("The name of the visit is missing or longer than 120 letters; enter one.")
_NO_CODE = said("The code name is missing or longer than 120 letters; enter one.")
PAGE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, and how many rows there are in all."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as one person may see it: films with jobs, own codings, others' that exist for one.

    ``closed`` and ``export_closed`` say why its films may not be watched and its codings not be taken
    away; None when they may. Of the ``uncounted`` codings not even the number of marks is told. ``schemes``
    are those of the codings, by hash.
    ``segments`` are one's own and another's coding of a segment that both coded; ``drawn`` is whether one
    coded a drawn segment, ``too_little`` whether less of it could be judged than its scheme asks.
    """

    session: Session
    family: Family
    jobs: dict[str, Job]
    own: list[CountedCoding]
    others: list[CountedCoding]
    schemes: Mapping[str, SchemeCard]
    uncounted: frozenset[str]
    segments: Sequence[tuple[str, str]]
    drawn: bool
    too_little: bool
    closed: str | None
    export_closed: str | None
    may_see_names: bool
    may_edit: bool
    may_add_films: bool
    may_reopen: bool
    may_prepare: bool
    may_erase: bool
    may_see_variables: bool
    contexts: Sequence[str]
    may_share: bool
    may_assign: bool
    may_talk: bool


def families_page(w: Workplace, who: Account | None, words: str = "", page: int = 0) -> Page[FamilyRow]:
    """Families whose code, name or people match all of the words, the newest visit first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES)
        rows, total = families.search(tx, words, PAGE, page * PAGE, seen=sight_of(tx, person))
        return Page(rows, total)


def sessions_page(w: Workplace, who: Account | None, words: str = "", page: int = 0) -> Page[SessionRow]:
    """Sessions whose label, date, context or family code match all of the words, the newest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES)
        rows, total = families.search_sessions(tx, words, PAGE, page * PAGE, sight_of(tx, person))
        return Page(rows, total)


def family(w: Workplace, who: Account | None, id: str) -> tuple[Family, list[Session]]:
    """A family with its sessions, the newest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES, "family", id)
        found = families.family(tx, id)
        if not allowed(tx, who, Right.SEE_NAMES, "family", id):
            found = replace(found, name="")
        return found, families.sessions(tx, id, sight_of(tx, person))


def create_family(
    w: Workplace, who: Account | None, code: str, name: str = "", study: str | None = None
) -> Family:
    """Enter a family under its code name; the real name is kept apart and never reaches coders.

    ``study``: the first in which the person may, when none is named. It is in their own caseload there.
    """
    clean = _short(code, _NO_CODE)

    def work(tx: Tx) -> Family:
        person = require(tx, who, Right.EDIT_FAMILIES)
        of = study_for(tx, person, Right.EDIT_FAMILIES, study)
        made = families.create_family(tx, clean, " ".join(name.split()), of)
        if person_of(tx, person).reach(of) is Reach.CASELOAD:
            studies.give_families(tx, [made.id], person.id)
        audit.write(tx, person.id, "create", "family", made.id, {})
        return made

    return w.store.write(work)


def edit_family(w: Workplace, who: Account | None, id: str, code: str, name: str) -> None:
    """Change a family's code name or real name."""
    clean = _short(code, _NO_CODE)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.EDIT_FAMILIES, "family", id)
        families.edit_family(tx, id, clean, " ".join(name.split()))
        audit.write(tx, person.id, "edit", "family", id, {})

    w.store.write(work)


def create_session(
    w: Workplace,
    who: Account | None,
    family_id: str,
    label: str,
    day: str,
    context: str,
    people: Sequence[Subject] = (),
) -> Session:
    """Enter a visit of a family: what it is called, its day (ISO date), its context, who was there."""
    clean, when = _short(label, _NO_NAME), _day(day)
    subjects = tuple(people) or (
        Subject("child", "child", "child", ""),
        Subject("caregiver", "caregiver", "caregiver", ""),
    )

    def work(tx: Tx) -> Session:
        person = require(tx, who, Right.EDIT_FAMILIES, "family", family_id)
        known = (*contexts_of(tx, families.study_of(tx, family_id)), *EVERYWHERE)
        made = families.create_session(tx, family_id, clean, when, checked_context(context, known), subjects)
        audit.write(tx, person.id, "create", "session", made.id, {"family": family_id})
        return made

    return w.store.write(work)


def edit_session(w: Workplace, who: Account | None, id: str, label: str, day: str, context: str) -> None:
    """Change what a visit is called, its day or its context."""
    clean, when = _short(label, _NO_NAME), _day(day)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.EDIT_FAMILIES, "session", id)
        before = families.session(tx, id)
        known = (*contexts_of(tx, families.study_of(tx, before.family)), *EVERYWHERE, before.context)
        families.edit_session(tx, id, clean, when, kind_kept(before.context, checked_context(context, known)))
        audit.write(tx, person.id, "edit", "session", id, {})

    w.store.write(work)


def _segments(tx: Tx, codings: Sequence[CountedCoding], person: Account) -> list[tuple[str, str]]:
    done = [c for c in codings if c.state == "submitted" and card_in(tx, c.scheme_hash).both_code]
    return [
        (mine.id, other.id)
        for mine in done for other in done
        if mine.coder == person.id != other.coder and mine.scheme_hash == other.scheme_hash
    ]  # fmt: skip


def _drawn(tx: Tx, codings: Sequence[CountedCoding], person: Account) -> list[CountedCoding]:
    own = [c for c in codings if c.coder == person.id and c.state == "submitted"]
    both = [c for c in own if card_in(tx, c.scheme_hash).both_code]
    return [c for c in both if of_first(c, scheme_of(tx, c.scheme_hash))]


def session(w: Workplace, who: Account | None, id: str) -> SessionView:
    """A session with its films and the codings that exist for this person."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES, "session", id)
        found = with_film_names(tx, person, families.session(tx, id))
        may = partial(allowed, tx, who, thing="session", id=id)
        codings = visible_codings(tx, person, id)
        mine = _drawn(tx, codings, person)
        named = families.family(tx, found.family)
        if not may(Right.SEE_NAMES):
            named = replace(named, name="")
        return SessionView(
            session=found,
            family=named,
            jobs={
                r.id: made[-1]
                for r in found.recordings
                if (made := [job for job in jobs.of_recording(tx, r.id) if job.kind == jobs.PREPARE])
            },
            own=[c for c in codings if c.coder == person.id],
            others=[c for c in codings if c.coder != person.id],
            schemes={c.scheme_hash: card_in(tx, c.scheme_hash) for c in codings},
            uncounted=frozenset(c.id for c in codings if card_in(tx, c.scheme_hash).marks_only),
            segments=_segments(tx, codings, person),
            drawn=bool(mine),
            too_little=bool(mine) and not any(enough(tx, c, scheme_of(tx, c.scheme_hash)) for c in mine),
            closed=closed(tx, who, id, Use.WATCH),
            export_closed=closed(tx, who, id, Use.EXPORT),
            may_see_names=may(Right.SEE_NAMES),
            may_edit=may(Right.EDIT_FAMILIES),
            may_add_films=may(Right.ADD_FILMS),
            may_reopen=may(Right.REOPEN),
            may_prepare=may(Right.PREPARE) and not found.is_feedback,
            may_erase=may(Right.ERASE),
            may_see_variables=may(Right.SEE_VARIABLES),
            contexts=_contexts(tx, found),
            may_share=may(Right.SHARE),
            may_assign=may(Right.ASSIGN),
            may_talk=may(Right.TALK),
        )


def visits_json(w: Workplace, who: Account | None, words: str) -> list[dict[str, Any]]:
    """Visits that match the words, with the codings that exist for this person and their own plans."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES)
        rows, _total = families.search_sessions(tx, words, 10_000, 0, sight_of(tx, person))
        return [
            {
                "session": row.id,
                "family": row.family_code,
                "family_id": row.family,
                "films": [r.id for r in recordings.of_session(tx, row.id)],
                "label": row.label,
                "date": row.date,
                "codings": [
                    {"coding": c.id, "coder": c.coder_name, "state": c.state, "scheme": c.scheme_id}
                    for c in visible_codings(tx, person, row.id)
                ],
                "plans": [{"plan": p.id, "state": p.state} for p in plans.of_session(tx, row.id, person.id)],
            }
            for row in rows
        ]


def _contexts(tx: Tx, visit: Session) -> Sequence[str]:
    """The contexts that a visit can have: it is a feedback session or not, and stays so."""
    return (visit.context,) if visit.is_feedback else contexts_of(tx, families.study_of(tx, visit.family))


def contexts_for(w: Workplace, who: Account | None, family_id: str) -> Sequence[str]:
    """The contexts that visits of a family can have, a feedback session the last of them."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_FAMILIES, "family", family_id)
        return (*contexts_of(tx, families.study_of(tx, family_id)), FEEDBACK_SESSION)


def read_fields(contexts: Sequence[str] = ()) -> Mapping[str, Callable[[str], str]]:
    """How what is written of a family and a visit is read: each field's clean value, or a refusal.

    A context may be written as pages show it in English, too; ``contexts`` are those of a study's own.
    """
    return {
        "family": lambda text: _short(text, _NO_CODE),
        "visit": lambda text: _short(text, _NO_NAME),
        "date": _day,
        "context": lambda text: checked_context(text, (*contexts, *EVERYWHERE)),
    }


def _short(text: str, refusal: Said) -> str:
    clean = " ".join(text.split())
    if not clean or len(clean) > 120:
        raise AnnotatorError(refusal)
    return clean


def _day(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise AnnotatorError(
            said("The date {day} is not a day; write it as 2026-05-31.", day=repr(day))
        ) from None
