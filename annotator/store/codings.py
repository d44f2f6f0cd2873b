"""Codings: begun, coded act by act, submitted, opened again."""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, func, insert, select, update

from annotator.errors import Conflict, NotFound, said
from annotator.model import Act, Coding, CodingState, Content, Edit, EditKind, Interval, closed
from annotator.store import audit, contents, verdicts
from annotator.store.acts import ActAnswer, Draft, draft, save_acts
from annotator.store.history import check, edits_of, history, removed, standing, standing_json
from annotator.store.lanes import Lane, LaneRule
from annotator.store.prepared import Prepared
from annotator.store.tables import (
    account,
    act,
    annotation,
    coding,
    consensus,
    family,
    remapped,
    reopening,
    scheme,
    second_pass,
)
from annotator.store.tables import session as visit
from annotator.store.tables import tab as tab_table
from annotator.store.transaction import AnyRow, AnySelect, Tx, canonical, new_id

__all__ = [
    "ActAnswer", "CodingFacts", "CodingMade", "Draft", "Lane", "LaneRule", "all", "begin",
    "begin_consensus", "check", "contents_of", "draft", "edits_of", "facts", "facts_of_session", "history",
    "load", "made_by", "made_in", "new_edit_id", "of_coder", "of_session", "removed", "reopen", "reopened",
    "save_acts", "save_own", "set_place", "standing_json", "submit",
]  # fmt: skip

PROGRAM = "attune"
"""The tab under which the program's own acts are numbered."""


@dataclass(frozen=True, slots=True)
class CodingFacts:
    """A coding without its annotations: whose, of what, how far.

    ``seq`` counts its saved acts; ``place`` is where the coder was last. ``agreement`` is what two coders
    agreed on and it goes on from; None for a coding that began empty. ``source`` is the coding of another
    version that it was brought over from; None for one that was coded in its version. ``is_consensus`` says
    that it was made from two others, also while it is open.
    """

    id: str
    session: str
    coder: str
    coder_name: str
    scheme_hash: str
    scheme_id: str
    scheme_version: str
    profile: str
    state: CodingState
    window: Interval
    seq: int
    begun_at: str
    submitted_at: str | None
    place: Mapping[str, Any]
    agreement: str | None
    source: str | None
    is_consensus: bool


@dataclass(frozen=True, slots=True)
class CountedCoding(CodingFacts):
    """The facts with how many annotations stand: counting a large coding takes longer than saving an act."""

    annotations: int


def begin(tx: Tx, session_id: str, coder_id: str, scheme_hash: str, profile: str, window: Interval) -> str:
    """The open coding of this coder, session, scheme and profile, made if there is none; its id."""
    mine = {
        "session": session_id,
        "coder": coder_id,
        "scheme": scheme_hash,
        "profile": profile,
        "state": "open",
    }
    found = tx.value(select(coding.c.id).filter_by(**mine))
    if found is not None:
        return str(found)
    stretch = {"onset_ms": window.onset, "offset_ms": window.offset}
    first = {"first_onset_ms": window.onset, "first_offset_ms": window.offset}
    id = new_id()
    tx.execute(insert(coding), {"id": id, **mine, **stretch, **first, "begun_at": tx.at})
    return id


def begin_consensus(
    tx: Tx, pair: tuple[str, str], by: str, contents: Sequence[Content], window: Interval
) -> str:
    """An open coding of ``by`` that begins with what came of two others; its id. They stay as they are.

    Conflict when ``by`` has an open coding of the same session, scheme and profile already.
    """
    first, second = facts(tx, pair[0]), facts(tx, pair[1])
    same = {"session": first.session, "coder": by, "scheme": first.scheme_hash, "profile": first.profile}
    if tx.row(select(coding.c.id).filter_by(**same, state="open")) is not None:
        raise Conflict(
            said("You have an open coding of this visit. Submit it first, then make the consensus.")
        )
    made = begin(tx, first.session, by, first.scheme_hash, first.profile, window)
    verdicts.keep_origin(tx, made, pair, (first.seq, second.seq), by)
    if contents:
        edits = tuple(Edit(new_edit_id(), EditKind.ADD, new_edit_id(), 0, content) for content in contents)
        save_own(tx, made, "consensus", edits)
    return made


def load(tx: Tx, coding_id: str) -> Coding:
    """The coding with the annotations that stand; NotFound when there is none."""
    row = tx.row(_codings().where(coding.c.id == coding_id))
    if row is None:
        raise _unknown()
    annotations = sorted(standing(tx, coding_id).values(), key=attrgetter("content.onset_ms"))
    window = Interval(row.onset_ms, row.offset_ms)
    whose = (row.id, row.session, row.coder, row.scheme, row.profile)
    return Coding(*whose, CodingState(row.state), window, tuple(annotations), row.coder_name, row.source)


def facts(tx: Tx, coding_id: str) -> CodingFacts:
    """The coding without its annotations; NotFound when there is none."""
    found = [CodingFacts(**_fact(row)) for row in tx.rows(_ONE, {"one": coding_id})]
    if not found:
        raise _unknown()
    return found[0]


def of_session(tx: Tx, session_id: str) -> list[CountedCoding]:
    """The codings of a session by everyone, the oldest first; who may see which is the caller's to ask."""
    return _facts(tx, _OF_SESSION, {"session_id": session_id})


def facts_of_session(tx: Tx, session_id: str) -> list[CodingFacts]:
    """As of ``of_session``, without counting what stands in them."""
    return [CodingFacts(**_fact(row)) for row in tx.rows(_FACTS_OF_SESSION, {"session_id": session_id})]


def of_coder(tx: Tx, account_id: str) -> list[CountedCoding]:
    """The codings of an account, the oldest first."""
    return _facts(tx, _OF_CODER, {"account_id": account_id})


@dataclass(frozen=True, slots=True)
class CodingMade:
    """That somebody codes a visit with a scheme, and how far they are."""

    id: str
    session: str
    coder: str
    scheme: str
    profile: str
    state: CodingState
    submitted_at: str | None


def made_in(tx: Tx, study: str) -> list[CodingMade]:
    """The codings of a study without what was coded, the oldest first."""
    visits = select(visit.c.id).join(family, family.c.id == visit.c.family).where(family.c.study == study)
    return _made(tx, coding.c.session.in_(visits))


def made_by(tx: Tx, account_id: str) -> list[CodingMade]:
    """The codings of an account without what was coded, the oldest first."""
    return _made(tx, coding.c.coder == account_id)


def _made(tx: Tx, condition: ColumnElement[bool]) -> list[CodingMade]:
    columns = [coding.c[name] for name in CodingMade.__dataclass_fields__]
    rows = tx.rows(select(*columns).where(condition).order_by(coding.c.begun_at, coding.c.id))
    return [CodingMade(**row._asdict() | {"state": CodingState(row.state)}) for row in rows]


def all(tx: Tx) -> list[CountedCoding]:
    """Every coding, the oldest first."""
    return _facts(tx, _ALL, {})


def marks_by_code(tx: Tx, coding_ids: Collection[str]) -> dict[tuple[str, str], int]:
    """How many standing marks some codings have of each code, by its track's id and its own."""
    of = (annotation.c.track, annotation.c.code)
    standing_ones = annotation.c.coding.in_(coding_ids) & (annotation.c.removed == false())
    rows = tx.rows(select(*of, func.count()).where(standing_ones).group_by(*of))
    return {(track, code): n for track, code, n in rows}


def last_ms(tx: Tx, coding_id: str) -> int:
    """Where the mark that reaches farthest begins or ends, on the session clock; 0 without any."""
    end = func.max(func.coalesce(annotation.c.offset_ms, annotation.c.onset_ms))
    standing_ones = (annotation.c.coding == coding_id) & (annotation.c.removed == false())
    return tx.value(select(end).where(standing_ones)) or 0


def set_place(tx: Tx, coding_id: str, place: Mapping[str, Any]) -> None:
    """Remember where the coder is."""
    _set(tx, coding_id, place=canonical(dict(place)))


def submit(tx: Tx, coding_id: str) -> CodingFacts:
    """End every running state at the coded window's end, by an act, and lock the coding.

    One that was made from two others is a consensus then. Conflict when it is not open.
    """
    found = load(tx, coding_id)
    if found.state is not CodingState.OPEN:
        raise Conflict(said("This coding was submitted already."))
    running = {a.id for a in found.annotations if a.content.offset_ms is None}
    if running:
        ended = (a for a in closed(found).annotations if a.id in running)
        edits = tuple(Edit(new_edit_id(), EditKind.CHANGE, a.id, a.revision, a.content) for a in ended)
        save_own(tx, coding_id, "submit", edits)
    state = CodingState.SUBMITTED if verdicts.origin_of(tx, coding_id) is None else CodingState.CONSENSUS
    _set(tx, coding_id, state=state.value, submitted_at=tx.at)
    return facts(tx, coding_id)


def reopen(tx: Tx, coding_id: str, reason: str, by: str | None) -> CodingFacts:
    """Unlock a submitted coding; the reason is kept with it.

    Conflict when it is open, or when the coder has begun another one of the same session, scheme
    and profile since.
    """
    found = facts(tx, coding_id)
    if found.state is CodingState.OPEN:
        raise Conflict(said("This coding is open already."))
    same = {
        "session": found.session,
        "coder": found.coder,
        "scheme": found.scheme_hash,
        "profile": found.profile,
    }
    if tx.row(select(coding.c.id).filter_by(**same, state="open")) is not None:
        raise Conflict(said("The coder has begun this session anew since. Submit that coding first."))
    _set(tx, coding_id, state="open", submitted_at=None)
    tx.execute(insert(reopening), {"coding": coding_id, "by": by, "at": tx.at, "reason": reason})
    audit.write(tx, by, "reopen", "coding", coding_id, {})
    return replace(found, state=CodingState.OPEN, submitted_at=None)


def reopened(tx: Tx, session_id: str) -> dict[str, str | None]:
    """The codings of a session that were ever opened again.

    Each with when it was opened for the last time after which something in it was changed; None where
    nothing was.
    """
    there = select(coding.c.id).where(coding.c.session == session_id)
    opened = select(reopening.c.coding, reopening.c.at).where(reopening.c.coding.in_(there))
    found: dict[str, str | None] = {}
    for row in tx.rows(opened.order_by(reopening.c.seq)):
        since = (act.c.coding == row.coding, act.c.outcome == "saved", act.c.received_at >= row.at)
        changed = tx.row(select(act.c.id).where(*since).limit(1)) is not None
        found[row.coding] = row.at if changed else found.get(row.coding)
    return found


def contents_of(tx: Tx, coding_id: str, ids: Iterable[str]) -> dict[str, Content]:
    """The contents that stand, of those annotations of a coding that are named."""
    wanted = select(*contents.COLUMNS).where(
        annotation.c.coding == coding_id, annotation.c.id.in_(list(ids)), annotation.c.removed == false()
    )
    found = (contents.annotation_of(row) for row in tx.rows(wanted))
    return {mark.id: mark.content for mark in found}


def save_own(tx: Tx, coding_id: str, kind: str, edits: tuple[Edit, ...]) -> None:
    """Save an act of the program's own; Conflict when it does not follow from what stands."""
    mine = select(tab_table.c.last).where(tab_table.c.coding == coding_id, tab_table.c.id == PROGRAM)
    act = Act(new_edit_id(), PROGRAM, (tx.value(mine) or 0) + 1, kind, edits, made_at=tx.at)
    answer = save_acts(tx, coding_id, [act], {})[0]
    if answer.outcome != "saved":
        raise Conflict(answer.message)


def _set(tx: Tx, coding_id: str, **values: str | None) -> None:
    if tx.execute(update(coding).where(coding.c.id == coding_id).values(**values)).rowcount == 0:
        raise _unknown()


def _codings() -> AnySelect:
    of = (
        account.c.name.label("coder_name"), scheme.c.scheme_id, scheme.c.version, second_pass.c.agreement,
        remapped.c.source, consensus.c.first.is_not(None).label("is_consensus"),
    )  # fmt: skip
    joined = coding.join(account).join(scheme, scheme.c.hash == coding.c.scheme).outerjoin(second_pass)
    joined = joined.outerjoin(remapped, remapped.c.coding == coding.c.id)
    joined = joined.outerjoin(consensus, consensus.c.coding == coding.c.id)
    return select(coding, *of).select_from(joined).order_by(coding.c.begun_at, coding.c.id)


def _facts(tx: Tx, wanted: Prepared, values: Mapping[str, str]) -> list[CountedCoding]:
    return [CountedCoding(**_fact(row), annotations=row.annotations) for row in tx.rows(wanted, values)]


def _counted(wanted: AnySelect) -> Prepared:
    standing_ones = (annotation.c.coding == coding.c.id) & (annotation.c.removed == false())
    many = select(func.count()).select_from(annotation).where(standing_ones).scalar_subquery()
    return Prepared(wanted.add_columns(many.label("annotations")))


_THERE = _codings().where(coding.c.session == bindparam("session_id"))
_ALL = _counted(_codings())
_OF_SESSION, _FACTS_OF_SESSION = _counted(_THERE), Prepared(_THERE)
_OF_CODER = _counted(_codings().where(coding.c.coder == bindparam("account_id")))
_ONE = Prepared(_codings().where(coding.c.id == bindparam("one")))


def _fact(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id, "session": row.session, "coder": row.coder, "coder_name": row.coder_name,
        "scheme_hash": row.scheme, "scheme_id": row.scheme_id, "scheme_version": row.version,
        "profile": row.profile, "state": CodingState(row.state),
        "window": Interval(row.onset_ms, row.offset_ms), "seq": row.seq, "begun_at": row.begun_at,
        "submitted_at": row.submitted_at,
        "place": json.loads(row.place), "agreement": row.agreement,
        "source": row.source, "is_consensus": bool(row.is_consensus),
    }  # fmt: skip


def new_edit_id() -> str:
    """An id for an edit or act of the program's own, as browsers make theirs."""
    return str(uuid.uuid4())


def _unknown() -> NotFound:
    return NotFound(said("There is no such coding here."))
