"""Families. Their people and sessions have modules of their own, and are offered here."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, insert, select, true, update

from annotator.errors import Conflict, NotFound, said
from annotator.model import Family
from annotator.model.session import FEEDBACK_SESSION
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
from annotator.store.sight import Sight
from annotator.store.tables import family as family_table
from annotator.store.tables import recording
from annotator.store.tables import session as session_table
from annotator.store.transaction import AnySelect, Found, Tx, new_id

__all__ = [
    "FamilyRow", "Person", "SessionRow", "add_person", "create_family",
    "create_session", "edit_family", "edit_person", "edit_session", "family", "family_by_code", "on_film",
    "order_people", "people", "person", "remove_person", "search", "search_sessions", "session", "sessions",
    "set_subjects", "study_of", "visits_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in a list: how many sessions, the last one's date, and a ready film of its newest session."""

    family: Family
    sessions: int
    last_date: str | None
    poster_recording: str | None


def create_family(tx: Tx, code: str, name: str = "", study: str | None = None) -> Family:
    """Make a family under a code name in a study, the first one when none is named.

    Conflict when the code is taken there, in whatever case.
    """
    of = study or studies.default(tx)
    _refuse_taken(tx, code, of)
    row = {"id": new_id(), "study": of, **_named(code, name), "made_at": tx.at}
    tx.execute(insert(family_table), row)
    return Family(row["id"], code, name)


def edit_family(tx: Tx, id: str, code: str, name: str) -> Family:
    """Change a family's code and name; Conflict when the code is taken."""
    family(tx, id)
    _refuse_taken(tx, code, study_of(tx, id), but=id)
    tx.execute(update(family_table).where(family_table.c.id == id).values(**_named(code, name)))
    return Family(id, code, name)


def move_family(tx: Tx, id: str, study: str) -> None:
    """Put a family into another study; Conflict when its code is taken there."""
    _refuse_taken(tx, family(tx, id).code, study, but=id)
    tx.execute(update(family_table).where(family_table.c.id == id).values(study=study))


def family(tx: Tx, id: str) -> Family:
    """The family with this id; NotFound when there is none."""
    columns = (family_table.c.id, family_table.c.code, family_table.c.name)
    row = tx.row(select(*columns).where(family_table.c.id == id))
    if row is None:
        raise NotFound(said("There is no such family here."))
    return Family(*row)


def is_feedback(tx: Tx, session_id: str) -> bool:
    """Whether a visit is a feedback session; of none that there is not."""
    asked = select(session_table.c.context).where(session_table.c.id == session_id)
    return bool(tx.value(asked) == FEEDBACK_SESSION)


def study_of(tx: Tx, id: str) -> str:
    """The study of a family; NotFound when there is no such family."""
    family(tx, id)
    return str(tx.value(select(family_table.c.study).where(family_table.c.id == id)))


def family_by_code(tx: Tx, code: str, study: str) -> Family | None:
    """The family of a study with this code, in whatever case; None when there is none."""
    columns = (family_table.c.id, family_table.c.code, family_table.c.name)
    same = (family_table.c.code_folded == code.casefold()) & (family_table.c.study == study)
    row = tx.row(select(*columns).where(same))
    return None if row is None else Family(*row)


def search(
    tx: Tx, words: str, limit: int = 50, offset: int = 0, *, seen: Sight | None = None
) -> Found[FamilyRow]:
    """The families that hold every word in code or name, the one seen last first.

    With ``seen`` only those that exist for an account, with what it may see of them: names that it may not
    know are neither searched nor returned, visits that do not exist for it not counted.
    """
    wanted = _matching(words, seen)
    total = tx.value(select(func.count()).select_from(family_table).where(wanted))
    rows = tx.rows(_listed(seen).where(wanted).limit(limit).offset(offset))
    return Found([FamilyRow(Family(*row[:3]), *row[3:]) for row in rows], int(total))


def _named(code: str, name: str) -> dict[str, str]:
    return {"code": code, "name": name, "code_folded": code.casefold(), "name_folded": name.casefold()}


def _refuse_taken(tx: Tx, code: str, study: str, but: str = "") -> None:
    known = family_by_code(tx, code, study)
    if known is not None and known.id != but:
        raise Conflict(
            said("There is already a family with the code {code}. Choose another code.", code=code)
        )


def _matching(words: str, seen: Sight | None) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true() if seen is None else seen.families()
    for word in words.casefold().split():
        in_name = family_table.c.name_folded.contains(word, autoescape=True) & _named_to(seen)
        condition = condition & (family_table.c.code_folded.contains(word, autoescape=True) | in_name)
    return condition


def _named_to(seen: Sight | None) -> ColumnElement[bool]:
    """Whether a family's name may be known."""
    return true() if seen is None else family_table.c.study.in_(seen.names)


def _listed(seen: Sight | None) -> AnySelect:
    of_family: ColumnElement[bool] = session_table.c.family == family_table.c.id
    if seen is not None:
        of_family = of_family & seen.sessions()
    many = select(func.count()).select_from(session_table).where(of_family).scalar_subquery()
    last = select(func.max(session_table.c.date)).where(of_family).scalar_subquery().label("last_date")
    films = select(recording.c.id).join(session_table, recording.c.session == session_table.c.id)
    newest = (session_table.c.date.desc(), recording.c.made_at, recording.c.id)
    poster = films.where(of_family, recording.c.state == "ready").order_by(*newest).limit(1).scalar_subquery()
    name = case((_named_to(seen), family_table.c.name), else_="").label("name")
    columns = (family_table.c.id, family_table.c.code, name, many, last, poster)
    return select(*columns).order_by(last.desc().nulls_last(), family_table.c.code_folded)
