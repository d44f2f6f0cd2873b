"""Families. Their people and sessions have modules of their own, and are offered here."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, insert, literal, select, true, update

from annotator.errors import Conflict, NotFound, said
from annotator.model import Family
from annotator.store import studies
from annotator.store.family_people import (
    Person,
    add_person,
    edit_person,
    on_film,
    order_people,
    people,
    person,
    remove_person,
    visits_of,
)
from annotator.store.sessions import (
    SessionRow,
    create_session,
    edit_session,
    search_sessions,
    session,
    sessions,
    set_subjects,
)
from annotator.store.tables import family as family_table
from annotator.store.tables import recording
from annotator.store.tables import session as session_table
from annotator.store.transaction import AnySelect, Found, Tx, new_id

__all__ = [
    "FamilyRow", "Person", "SessionRow", "add_person", "create_family",
    "create_session", "edit_family", "edit_person", "edit_session", "family", "family_by_code", "on_film",
    "order_people", "people", "person", "remove_person", "search", "search_sessions", "session", "sessions",
    "set_subjects", "visits_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in a list: how many sessions, the last one's date, and a ready film of its newest session."""

    family: Family
    sessions: int
    last_date: str | None
    poster_recording: str | None


def create_family(tx: Tx, code: str, name: str = "") -> Family:
    """Make a family under a code name; Conflict when the code is taken, in whatever case."""
    _refuse_taken(tx, code)
    row = {"id": new_id(), "study": studies.default(tx), **_named(code, name), "made_at": tx.at}
    tx.execute(insert(family_table), row)
    return Family(row["id"], code, name)


def edit_family(tx: Tx, id: str, code: str, name: str) -> Family:
    """Change a family's code and name; Conflict when the code is taken."""
    family(tx, id)
    _refuse_taken(tx, code, but=id)
    tx.execute(update(family_table).where(family_table.c.id == id).values(**_named(code, name)))
    return Family(id, code, name)


def family(tx: Tx, id: str) -> Family:
    """The family with this id; NotFound when there is none."""
    columns = (family_table.c.id, family_table.c.code, family_table.c.name)
    row = tx.row(select(*columns).where(family_table.c.id == id))
    if row is None:
        raise NotFound(said("There is no such family here."))
    return Family(*row)


def family_by_code(tx: Tx, code: str) -> Family | None:
    """The family with this code, in whatever case; None when there is none."""
    columns = (family_table.c.id, family_table.c.code, family_table.c.name)
    row = tx.row(select(*columns).where(family_table.c.code_folded == code.casefold()))
    return None if row is None else Family(*row)


def search(tx: Tx, words: str, limit: int = 50, offset: int = 0, *, by_name: bool = True) -> Found[FamilyRow]:
    """The families that hold every word in code or name, the one seen last first.

    Without ``by_name`` names are neither searched nor returned: for those who may not know them.
    """
    wanted = _matching(words, by_name)
    total = tx.value(select(func.count()).select_from(family_table).where(wanted))
    rows = tx.rows(_listed(by_name).where(wanted).limit(limit).offset(offset))
    return Found([FamilyRow(Family(*row[:3]), *row[3:]) for row in rows], int(total))


def _named(code: str, name: str) -> dict[str, str]:
    return {"code": code, "name": name, "code_folded": code.casefold(), "name_folded": name.casefold()}


def _refuse_taken(tx: Tx, code: str, but: str = "") -> None:
    same = (family_table.c.code_folded == code.casefold()) & (family_table.c.id != but)
    if tx.row(select(family_table.c.id).where(same)) is not None:
        raise Conflict(
            said("There is already a family with the code {code}. Choose another code.", code=code)
        )


def _matching(words: str, by_name: bool) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true()
    for word in words.casefold().split():
        found = family_table.c.code_folded.contains(word, autoescape=True)
        if by_name:
            found = found | family_table.c.name_folded.contains(word, autoescape=True)
        condition = condition & found
    return condition


def _listed(by_name: bool) -> AnySelect:
    of_family = session_table.c.family == family_table.c.id
    many = select(func.count()).select_from(session_table).where(of_family).scalar_subquery()
    last = select(func.max(session_table.c.date)).where(of_family).scalar_subquery().label("last_date")
    films = select(recording.c.id).join(session_table, recording.c.session == session_table.c.id)
    newest = (session_table.c.date.desc(), recording.c.made_at, recording.c.id)
    poster = films.where(of_family, recording.c.state == "ready").order_by(*newest).limit(1).scalar_subquery()
    name = family_table.c.name if by_name else literal("").label("name")
    columns = (family_table.c.id, family_table.c.code, name, many, last, poster)
    return select(*columns).order_by(last.desc().nulls_last(), family_table.c.code_folded)
