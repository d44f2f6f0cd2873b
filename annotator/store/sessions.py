"""Sessions: the visits of families, who was there, which films were made."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, insert, select, true, update

from annotator.errors import NotFound, said
from annotator.model import Session, Subject
from annotator.store import recordings
from annotator.store.prepared import Prepared
from annotator.store.sight import Sight
from annotator.store.tables import family, recording, session_subject, visit_value
from annotator.store.tables import session as session_table
from annotator.store.transaction import AnyRow, AnySelect, Found, Tx, new_id


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits are wanted: words, a study, a context, days from and to (ISO dates), values of variables.

    What is empty is not asked for. ``values`` are (variable, value), compared whatever their case.
    """

    words: str = ""
    study: str = ""
    context: str = ""
    since: str = ""
    until: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in a list, with its family's code, its films and one of them that is ready.

    Says nothing of codings: to one who still codes the session, others' do not exist.
    """

    id: str
    family: str
    family_code: str
    label: str
    date: str
    context: str
    films: int
    poster_recording: str | None
    study: str


def create_session(
    tx: Tx, family_id: str, label: str, date_iso: str, context: str = "", subjects: Sequence[Subject] = ()
) -> Session:
    """Make a session of a family; NotFound when there is no such family."""
    if tx.row(select(family.c.id).where(family.c.id == family_id)) is None:
        raise NotFound(said("There is no such family here."))
    id = new_id()
    row = {"id": id, "family": family_id, **_named(label, date_iso, context), "made_at": tx.at}
    tx.execute(insert(session_table), row)
    set_subjects(tx, id, subjects)
    return session(tx, id)


def edit_session(
    tx: Tx, id: str, label: str, date_iso: str, context: str, subjects: Sequence[Subject] | None = None
) -> Session:
    """Change a session; its subjects only when they are given. NotFound when there is none."""
    changed = update(session_table).where(session_table.c.id == id).values(**_named(label, date_iso, context))
    if tx.execute(changed).rowcount == 0:
        raise _unknown()
    if subjects is not None:
        set_subjects(tx, id, subjects)
    return session(tx, id)


def session(tx: Tx, id: str) -> Session:
    """The session with this id, its subjects and recordings; NotFound when there is none."""
    row = tx.row(_ONE, {"session": id})
    if row is None:
        raise _unknown()
    return _session(tx, row)


def sessions(tx: Tx, family_id: str, seen: Sight | None = None) -> list[Session]:
    """The sessions of a family, the newest first; with ``seen`` those that exist for an account."""
    wanted = _sessions().where(session_table.c.family == family_id)
    if seen is not None:
        wanted = wanted.join(family, family.c.id == session_table.c.family).where(seen.sessions())
    rows = tx.rows(wanted.order_by(session_table.c.date.desc(), session_table.c.made_at.desc()))
    return [_session(tx, row) for row in rows]


def search_sessions(
    tx: Tx,
    words: str,
    limit: int = 50,
    offset: int = 0,
    seen: Sight | None = None,
    only: VisitFilter | None = None,
) -> Found[SessionRow]:
    """The sessions that hold every word in label, date, context, family code or a value, the newest first.

    With ``seen`` only those that exist for an account, and only by values that it may see; with ``only``
    those that its other parts let through.
    """
    wanted = _matching(words, seen) if seen is None else _matching(words, seen) & seen.sessions()
    if only is not None:
        wanted = wanted & _let_through(only, seen)
    joined = session_table.join(family, family.c.id == session_table.c.family)
    total = tx.value(select(func.count()).select_from(joined).where(wanted))
    rows = tx.rows(_listed().select_from(joined).where(wanted).limit(limit).offset(offset))
    return Found([SessionRow(*row) for row in rows], int(total))


def _named(label: str, date: str, context: str) -> dict[str, str]:
    folded = " ".join((label, date, context)).casefold()
    return {"label": label, "date": date, "context": context, "folded": folded}


def set_subjects(tx: Tx, session_id: str, subjects: Sequence[Subject]) -> None:
    """Say anew who is observed in a session."""
    tx.execute(delete(session_subject).where(session_subject.c.session == session_id))
    rows = [
        {"session": session_id, "subject": s.id, "of_scheme": s.of, "role": s.role, "label": s.label,
         "person": s.person, "position": position}
        for position, s in enumerate(subjects)
    ]  # fmt: skip
    if rows:
        tx.execute(insert(session_subject), rows)


def _sessions() -> AnySelect:
    columns = (session_table.c.id, session_table.c.family, session_table.c.label, session_table.c.date)
    return select(*columns, session_table.c.context)


def _session(tx: Tx, row: AnyRow) -> Session:
    films = tuple(recordings.of_session(tx, row.id))
    return Session(row.id, row.family, row.label, row.date, row.context, _subjects(tx, row.id), films)


_ONE = Prepared(_sessions().where(session_table.c.id == bindparam("session")))
_of = session_subject.c
_SUBJECTS = Prepared(
    select(_of.subject, _of.of_scheme, _of.role, _of.label, _of.person)
    .where(_of.session == bindparam("session"))
    .order_by(_of.position)
)


def _subjects(tx: Tx, session_id: str) -> tuple[Subject, ...]:
    return tuple(Subject(*row) for row in tx.rows(_SUBJECTS, {"session": session_id}))


def _matching(words: str, seen: Sight | None) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true()
    for word in words.casefold().split():
        found = session_table.c.folded.contains(word, autoescape=True)
        found = found | family.c.code_folded.contains(word, autoescape=True)
        if seen is not None and seen.variables:
            found = found | _held(visit_value.c.folded.contains(word, autoescape=True), seen)
        condition = condition & found
    return condition


def _held(condition: ColumnElement[bool], seen: Sight | None) -> ColumnElement[bool]:
    """Whether a visit has such a value, which the account may see."""
    held = exists().where(visit_value.c.session == session_table.c.id, condition)
    return held if seen is None else held & family.c.study.in_(seen.variables)


def _let_through(only: VisitFilter, seen: Sight | None) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    if only.study:
        asked.append(family.c.study == only.study)
    if only.context:
        asked.append(session_table.c.context == only.context)
    if only.since:
        asked.append(session_table.c.date >= only.since)
    if only.until:
        asked.append(session_table.c.date <= only.until)
    for variable, value in only.values:
        same = (visit_value.c.variable == variable) & (visit_value.c.folded == value.casefold())
        asked.append(_held(same, seen))
    return and_(*asked)


def _listed() -> AnySelect:
    mine = recording.c.session == session_table.c.id
    films = select(func.count()).select_from(recording).where(mine).scalar_subquery()
    ready = select(recording.c.id).where(mine, recording.c.state == "ready")
    poster = ready.order_by(recording.c.made_at, recording.c.id).limit(1).scalar_subquery()
    at = session_table.c
    columns = (at.id, at.family, family.c.code, at.label, at.date, at.context, films, poster, family.c.study)
    return select(*columns).order_by(at.date.desc(), at.id)


def _unknown() -> NotFound:
    return NotFound(said("There is no such visit here."))
