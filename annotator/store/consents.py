"""What each person of a family has agreed to, purpose by purpose."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from annotator.errors import NotFound, said
from annotator.store.tables import PURPOSES, consent, person
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Consent:
    """A person's word on one purpose: given, refused, withdrawn or unknown; who noted it, and when."""

    person: str
    purpose: str
    state: str
    by: str | None = None
    at: str | None = None


def set_consent(tx: Tx, person_id: str, purpose: str, state: str, by: str | None) -> None:
    """Note what a person said of a purpose; NotFound when there is no such person."""
    if tx.row(select(person.c.id).where(person.c.id == person_id)) is None:
        raise NotFound(said("There is no such person in this family."))
    word = {"state": state, "by": by, "at": tx.at}
    row = insert(consent).values(person=person_id, purpose=purpose, **word)
    tx.execute(row.on_conflict_do_update(index_elements=["person", "purpose"], set_=word))


def consents(tx: Tx, family_id: str) -> list[Consent]:
    """Every person's word on every purpose; unknown where none was noted."""
    columns = (consent.c.person, consent.c.purpose, consent.c.state, consent.c.by, consent.c.at)
    wanted = select(*columns).join(person).where(person.c.family == family_id)
    noted = {(row.person, row.purpose): Consent(*row) for row in tx.rows(wanted)}
    people = select(person.c.id).where(person.c.family == family_id).order_by(person.c.position, person.c.id)
    pairs = [(row.id, purpose) for row in tx.rows(people) for purpose in PURPOSES]
    return [noted.get(pair) or Consent(*pair, "unknown") for pair in pairs]
