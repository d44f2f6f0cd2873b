"""What each person of a family has agreed to, purpose by purpose: a ledger that only grows."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select

from annotator.access import Agreement
from annotator.errors import NotFound, said
from annotator.store.prepared import Prepared
from annotator.store.tables import PURPOSES, consent, person, session_subject
from annotator.store.transaction import AnyRow, AnySelect, Tx


@dataclass(frozen=True, slots=True)
class Consent:
    """A person's word on one purpose: given, refused or withdrawn; unknown where none was noted.

    ``by`` is the account that noted it at the instant ``at``; ``how`` it was given (paper,
    signature, spoken), in which ``language``, and the last day ``until`` which it counts.
    """

    person: str
    purpose: str
    state: str
    by: str | None = None
    at: str | None = None
    how: str = ""
    language: str = ""
    until: str | None = None


_COLUMNS = (
    consent.c.person, consent.c.purpose, consent.c.state, consent.c.by, consent.c.at, consent.c.how,
    consent.c.language, consent.c.until,
)  # fmt: skip


def note(tx: Tx, word: Consent) -> None:
    """Add a person's word to the ledger, now; NotFound when there is no such person."""
    if tx.row(select(person.c.id).where(person.c.id == word.person)) is None:
        raise NotFound(said("There is no such person in this family."))
    row = {
        name: getattr(word, name) for name in ("person", "purpose", "state", "by", "how", "language", "until")
    }
    tx.execute(insert(consent), {**row, "at": tx.at})


def consents(tx: Tx, family_id: str) -> list[Consent]:
    """Every person's last word on every purpose; unknown where none was noted."""
    last = _last().join(person, person.c.id == consent.c.person).where(person.c.family == family_id)
    noted = {(row.person, row.purpose): _consent(row) for row in tx.rows(last)}
    people = select(person.c.id).where(person.c.family == family_id).order_by(person.c.position, person.c.id)
    pairs = [(row.id, purpose) for row in tx.rows(people) for purpose in PURPOSES]
    return [noted.get(pair) or Consent(*pair, "unknown") for pair in pairs]


def history(tx: Tx, family_id: str) -> list[Consent]:
    """All that the people of a family ever said, the newest first."""
    said = select(*_COLUMNS).join(person, person.c.id == consent.c.person)
    mine = said.where(person.c.family == family_id)
    return [_consent(row) for row in tx.rows(mine.order_by(consent.c.seq.desc()))]


def of_session(tx: Tx, session_id: str) -> tuple[list[str | None], list[Agreement]]:
    """Who is on the films of a session, None for somebody not entered, and what they said last."""
    people = [row.person for row in tx.rows(_ON_FILM, {"session": session_id})]
    last = tx.rows(_LAST_ON_FILM, {"session": session_id})
    return people, [Agreement(row.person, row.purpose, row.state, row.until) for row in last]


def _last() -> AnySelect:
    newer = consent.alias("newer")
    same = (newer.c.person == consent.c.person) & (newer.c.purpose == consent.c.purpose)
    newest = select(func.max(newer.c.seq)).where(same).scalar_subquery()
    return select(*_COLUMNS).where(consent.c.seq == newest)


_PEOPLE = select(session_subject.c.person).where(session_subject.c.session == bindparam("session"))
_ON_FILM = Prepared(_PEOPLE.order_by(session_subject.c.position))
_LAST_ON_FILM = Prepared(_last().where(consent.c.person.in_(_PEOPLE)))


def _consent(row: AnyRow) -> Consent:
    return Consent(*row)
