"""The people of families: who they are, in which order, and on which visits' films they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from annotator.errors import Conflict, NotFound, said
from annotator.store.tables import family, session, session_subject
from annotator.store.tables import person as table
from annotator.store.transaction import Tx, new_id


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of a family, in the role a scheme knows; ``birth_date`` is an ISO date or None."""

    id: str
    family: str
    role: str
    label: str
    birth_date: str | None = None


_COLUMNS = (table.c.id, table.c.family, table.c.role, table.c.label, table.c.birth_date)


def add_person(tx: Tx, family_id: str, role: str, label: str, birth_date: str | None = None) -> Person:
    """Add someone to a family, as the last; NotFound when there is no such family."""
    if tx.row(select(family.c.id).where(family.c.id == family_id)) is None:
        raise NotFound(said("There is no such family here."))
    values = (new_id(), family_id, role, label, birth_date)
    row = dict(zip(("id", "family", "role", "label", "birth_date"), values, strict=True))
    last = tx.value(select(func.max(table.c.position)).where(table.c.family == family_id))
    tx.execute(insert(table), {**row, "position": 0 if last is None else last + 1})
    return Person(*values)


def edit_person(tx: Tx, id: str, role: str, label: str, birth_date: str | None) -> None:
    """Change what is known of someone; NotFound when there is no such person."""
    change = update(table).where(table.c.id == id).values(role=role, label=label, birth_date=birth_date)
    if tx.execute(change).rowcount == 0:
        raise _unknown()


def remove_person(tx: Tx, id: str) -> None:
    """Take someone out of a family; Conflict while they are entered as being on a film."""
    if visits_of(tx, id):
        raise Conflict(said("This person is entered as being on a film, so they cannot be taken out."))
    if tx.execute(delete(table).where(table.c.id == id)).rowcount == 0:
        raise _unknown()


def order_people(tx: Tx, family_id: str, ids: Sequence[str]) -> None:
    """Put the people of a family in an order; Conflict when these are not just its people."""
    if sorted(ids) != sorted(each.id for each in people(tx, family_id)):
        raise Conflict(said("The people of this family changed meanwhile. Reload the page."))
    for position, id in enumerate(ids):
        tx.execute(update(table).where(table.c.id == id).values(position=position))


def person(tx: Tx, id: str) -> Person:
    """The person with this id; NotFound when there is none."""
    row = tx.row(select(*_COLUMNS).where(table.c.id == id))
    if row is None:
        raise _unknown()
    return Person(*row)


def people(tx: Tx, family_id: str) -> list[Person]:
    """The people of a family in their order."""
    wanted = select(*_COLUMNS).where(table.c.family == family_id).order_by(table.c.position, table.c.id)
    return [Person(*row) for row in tx.rows(wanted)]


def on_film(tx: Tx, session_id: str) -> list[Person]:
    """The people entered as being on a visit's films, in the order of its subjects."""
    wanted = select(*_COLUMNS).join(session_subject, session_subject.c.person == table.c.id)
    mine = wanted.where(session_subject.c.session == session_id)
    return [Person(*row) for row in tx.rows(mine.order_by(session_subject.c.position))]


def visits_of(tx: Tx, id: str) -> list[str]:
    """The visits that someone is entered for, the newest first."""
    wanted = select(session.c.id).join(session_subject, session_subject.c.session == session.c.id)
    mine = wanted.where(session_subject.c.person == id)
    return [row.id for row in tx.rows(mine.order_by(session.c.date.desc(), session.c.id))]


def _unknown() -> NotFound:
    return NotFound(said("There is no such person in this family."))
