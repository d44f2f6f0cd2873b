"""What exists for one person: where a thing stands for them, and the same as a condition on lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, exists, false, or_, select

from annotator.access import Spot
from annotator.store.prepared import Prepared
from annotator.store.tables import (
    assignment,
    caseload,
    certificate,
    coding,
    family,
    gold_set,
    job,
    note,
    person,
    plan,
    recording,
    session,
    study,
    talk,
    upload,
    variable,
)
from annotator.store.transaction import AnySelect, Tx


@dataclass(frozen=True, slots=True)
class Sight:
    """The studies of which an account sees all, its caseload, what it was given, the names, the variables."""

    account: str
    all: tuple[str, ...] = ()
    caseload: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()

    def families(self) -> ColumnElement[bool]:
        """The condition under which a row of ``family`` exists for the account."""
        visit = session.alias()
        any_given = exists().where(visit.c.family == family.c.id, _given(visit.c.id, self.account))
        return self._where(any_given)

    def sessions(self) -> ColumnElement[bool]:
        """The condition under which a row of ``session``, joined to ``family``, exists for the account."""
        return self._where(_given(session.c.id, self.account))

    def _where(self, given: ColumnElement[bool]) -> ColumnElement[bool]:
        ways: list[ColumnElement[bool]] = []
        if self.all:
            ways.append(family.c.study.in_(self.all))
        if self.caseload:
            ways.append(family.c.study.in_(self.caseload) & _in_caseload(family.c.id, self.account))
        if self.given:
            ways.append(family.c.study.in_(self.given) & given)
        return or_(*ways) if ways else false()


def spot(tx: Tx, thing: str, id: str, account: str) -> Spot | None:
    """Where a thing stands for an account; None when there is no such thing.

    A note is found under its author's id, so everybody else's is none.
    """
    if thing == "study":
        return Spot(id)
    if thing in _OF_STUDY:
        return _in_study(tx, _OF_STUDY[thing], id)
    row = tx.row(_SPOTS[thing], {"id": id, "account": account})
    return None if row is None else Spot(row.study, bool(row.in_caseload), bool(row.given))


_OF_STUDY = {"variable": variable, "gold set": gold_set, "certificate": certificate}
"""Things that belong to a study and to no family of it."""


def _in_study(tx: Tx, table: Table, id: str) -> Spot | None:
    study = tx.value(select(table.c.study).where(table.c.id == id))
    return None if study is None else Spot(study)


_ME: BindParameter[str] = bindparam("account")


def _in_caseload(of: ColumnElement[str], account: object) -> ColumnElement[bool]:
    own = caseload.alias()
    return exists().where(own.c.family == of, own.c.account == account)


def _given(visit: ColumnElement[str], account: object) -> ColumnElement[bool]:
    """A visit is somebody's when it was given to them, or when they have coded it."""
    # Aliases, for whoever asks may select from the same tables.
    own, coded = assignment.alias(), coding.alias()
    assigned = exists().where(own.c.session == visit, own.c.account == account)
    return assigned | exists().where(coded.c.session == visit, coded.c.coder == account)


def _of_family() -> AnySelect:
    visit = session.alias()
    given = exists().where(visit.c.family == family.c.id, _given(visit.c.id, _ME))
    return select(
        family.c.study, _in_caseload(family.c.id, _ME).label("in_caseload"), given.label("given")
    ).select_from(family)


def _of_session() -> AnySelect:
    return select(
        family.c.study,
        _in_caseload(family.c.id, _ME).label("in_caseload"),
        _given(session.c.id, _ME).label("given"),
    ).select_from(session.join(family, family.c.id == session.c.family))


_ID: BindParameter[str] = bindparam("id")
_FILM = recording.c.id == job.c.recording
_SELECTS: dict[str, AnySelect] = {
    "family": _of_family().where(family.c.id == _ID),
    "member": _of_family().join(person, person.c.family == family.c.id).where(person.c.id == _ID),
    "session": _of_session().where(session.c.id == _ID),
    "film": _of_session().join(recording, recording.c.session == session.c.id).where(recording.c.id == _ID),
    "job": _of_session()
    .join(recording, recording.c.session == session.c.id)
    .join(job, _FILM)
    .where(job.c.id == _ID),
    "upload": _of_session().join(upload, upload.c.session == session.c.id).where(upload.c.id == _ID),
    "coding": _of_session().join(coding, coding.c.session == session.c.id).where(coding.c.id == _ID),
    "plan": _of_session().join(plan, plan.c.session == session.c.id).where(plan.c.id == _ID),
    "talk": _of_session().join(talk, talk.c.session == session.c.id).where(talk.c.id == _ID),
    "note": _of_session()
    .join(note, note.c.session == session.c.id)
    .where(note.c.id == _ID, note.c.account == _ME),
}
_SPOTS = {thing: Prepared(wanted) for thing, wanted in _SELECTS.items()}


def studies_of(tx: Tx, visits: Iterable[str]) -> dict[str, str]:
    """The name of each visit's study."""
    of_family = session.join(family, family.c.id == session.c.family).join(
        study, study.c.id == family.c.study
    )
    wanted = select(session.c.id, study.c.name).select_from(of_family)
    return {row.id: row.name for row in tx.rows(wanted.where(session.c.id.in_(list(visits))))}


def visits_there(tx: Tx, seen: Sight, ids: Iterable[str]) -> set[str]:
    """Those of some visits that exist for an account."""
    joined = session.join(family, family.c.id == session.c.family)
    wanted = select(session.c.id).select_from(joined).where(session.c.id.in_(list(ids)), seen.sessions())
    return {row.id for row in tx.rows(wanted)}
