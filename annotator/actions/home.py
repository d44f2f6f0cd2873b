"""What waits for a person: meetings to prepare, codings and films to go on with, pairs to compare."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.access import Person, Purpose, Right, Role, Use, may
from annotator.actions.asking import own_codings, person_of, require, sight_of, visible_codings
from annotator.actions.consents import closed
from annotator.actions.talking import TalkLine, lines_of
from annotator.actions.viewing import Words, words_for
from annotator.actions.work_list import WorkList, work_of
from annotator.actions.workplace import Workplace
from annotator.feedback import Plan, PlanState
from annotator.model import Session
from annotator.model.session import FEEDBACK_SESSION
from annotator.store import Tx, consents, families, jobs, notes, plans
from annotator.store.accounts import Account
from annotator.store.codings import CountedCoding
from annotator.store.families import SessionRow
from annotator.store.jobs import Job

RECENT = 12
FIELD = "field"
"""The profile of one pass at real time, as the schemes call it."""


@dataclass(frozen=True, slots=True)
class OpenCoding:
    """A coding one has not submitted, and the visit it belongs to."""

    coding: CountedCoding
    session: Session
    family_code: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A visit with two or more submitted codings that exist for one."""

    visit: SessionRow
    coders: Sequence[str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A visit whose meeting is to come: one's plan for it, None while none was begun."""

    visit: SessionRow
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What to do next, most pressing first.

    ``work`` is what one was given to code by name. ``unasked`` are visits with a film of which nobody has
    noted who is on it, or that stays closed because somebody on it was never asked; then meetings,
    unfinished codings, unseen films, films in the making, pairs. ``talks`` are shared moments with something
    new to read. ``by_share`` is whether somebody supervises who sees of a study only what is shared, and so
    may miss what two have coded. ``much_seen``: about who looked at more than usual. A film that is closed to
    the person waits for nobody, and its visit comes without a still.
    """

    work: WorkList
    unasked: Sequence[SessionRow]
    meetings: Sequence[Meeting]
    unfinished: Sequence[OpenCoding]
    uncoded: Sequence[SessionRow]
    preparing: Sequence[tuple[SessionRow, Job]]
    pairs: Sequence[Pair]
    recent: Sequence[SessionRow]
    talks: Sequence[TalkLine]
    families: int
    may_enter: bool
    by_share: bool
    much_seen: Sequence[Words]


def by_share(w: Workplace, who: Account | None) -> bool:
    """Whether somebody looks codings over in a study of which they see only what is shared with them."""
    with w.store.read() as tx:
        return _by_share(person_of(tx, require(tx, who, Right.SEE_FAMILIES)))


def _by_share(person: Person) -> bool:
    return any(role is Role.SUPERVISOR and study not in person.whole for study, role in person.roles.items())


def waiting(w: Workplace, who: Account | None) -> Waiting:
    """What waits for a person among the newest visits and their own codings."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES)
        seen = sight_of(tx, person)
        recent = [_shown(tx, person, r) for r in families.search_sessions(tx, "", RECENT, 0, seen).rows]
        rights = person_of(tx, person)
        mine = own_codings(tx, person)
        preparable = [r for r in recent if may(rights, Right.PREPARE, r.study)]
        meetings = [m for r in preparable if (m := _meeting(tx, person, r, mine)) is not None]
        touched = {c.session for c in mine} | {m.visit.id for m in meetings}
        work = work_of(tx, person)
        touched |= {item.visit.id for item in work.items}
        return Waiting(
            work=work,
            unasked=[
                r for r in recent if may(rights, Right.EDIT_FAMILIES, r.study) and _unasked(tx, person, r)
            ],
            meetings=meetings,
            unfinished=[_open(tx, c) for c in _begun(mine, work) if _may_watch(tx, who, c)],
            uncoded=[
                r
                for r in recent
                if r.id not in touched
                and r.poster_recording
                and _watches(rights, r.study)
                and r.context != FEEDBACK_SESSION
            ],
            preparing=[(r, job) for r in recent for job in _jobs(tx, r)],
            pairs=[pair for r in recent if (pair := _pair(tx, person, r)) is not None],
            recent=recent,
            talks=[line for line in lines_of(tx, person) if line.unread],
            families=families.search(tx, "", 1, 0, seen=seen).total,
            may_enter=any(may(rights, Right.EDIT_FAMILIES, study) for study in rights.roles),
            by_share=_by_share(rights),
            much_seen=words_for(tx, rights),
        )


def _begun(mine: Sequence[CountedCoding], work: WorkList) -> list[CountedCoding]:
    """One's open codings, the newest first, but for the one that one's work goes on with."""
    going_on = work.next.coding if work.next is not None else None
    return [c for c in reversed(mine) if c.state == "open" and c.id != going_on]


def _watches(person: Person, study: str) -> bool:
    """Who looks over others' codings codes a film when asked to: an unseen one waits for others."""
    looks_over = may(person, Right.SEE_ALL_CODINGS, study) and not may(person, Right.PREPARE, study)
    return may(person, Right.CODE, study) and not looks_over


def _shown(tx: Tx, person: Account, visit: SessionRow) -> SessionRow:
    watched = visit.poster_recording and closed(tx, person, visit.id, Use.WATCH) is None
    return visit if watched else replace(visit, poster_recording=None)


def _unasked(tx: Tx, person: Account, visit: SessionRow) -> bool:
    if not visit.films:
        return False
    on_film = {each.id for each in families.on_film(tx, visit.id)}
    first = Purpose.FEEDBACK_SESSION if visit.context == FEEDBACK_SESSION else Purpose.LOOK_TOGETHER
    asked = {a.person for a in consents.of_session(tx, visit.id)[1] if a.purpose == first}
    return not on_film or (not on_film <= asked and closed(tx, person, visit.id, Use.WATCH) is not None)


def _may_watch(tx: Tx, who: Account | None, coding: CountedCoding) -> bool:
    return closed(tx, who, coding.session, Use.WATCH) is None


def _open(tx: Tx, coding: CountedCoding) -> OpenCoding:
    session = families.session(tx, coding.session)
    return OpenCoding(coding, session, families.family(tx, session.family).code)


def _meeting(tx: Tx, person: Account, visit: SessionRow, mine: Sequence[CountedCoding]) -> Meeting | None:
    """The meeting to come of a visit that was filmed for one: looked at in one pass, or with notes.

    A coding at a greater depth is made for a study and asks for no meeting by itself.
    """
    if not visit.poster_recording or visit.context == FEEDBACK_SESSION:
        return None
    own = plans.of_session(tx, visit.id, person.id)
    if own:
        return Meeting(visit, own[-1]) if own[-1].state is not PlanState.SHOWN else None
    passed = any(c.session == visit.id and c.profile == FIELD and c.annotations for c in mine)
    return Meeting(visit, None) if passed or notes.of_session(tx, visit.id, person.id) else None


def _jobs(tx: Tx, visit: SessionRow) -> list[Job]:
    films = [r for r in families.session(tx, visit.id).recordings if r.state != "ready"]
    return [jobs.of_recording(tx, film.id)[-1] for film in films]


def _pair(tx: Tx, person: Account, visit: SessionRow) -> Pair | None:
    submitted = [c for c in visible_codings(tx, person, visit.id) if c.state == "submitted"]
    return Pair(visit, [c.coder_name for c in submitted]) if len(submitted) > 1 else None
