"""Asking access: every use case begins here. A refusal looks exactly like absence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from annotator.access import CodingOf, Person, Right, Role, may, may_see_coding
from annotator.errors import Erased, NotFound, Said, said
from annotator.feedback import Plan
from annotator.model import Session
from annotator.store import Tx, accounts, codings, erasing, plans, studies
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts, CountedCoding

Thing = Literal[
    "page", "person", "family", "session", "film", "upload", "job", "coding", "note", "plan", "moment"
]

Found = TypeVar("Found")

# Whole sentences, letter by letter the store's own for what does not exist.
_ABSENT: Mapping[Thing, Said] = {
    "page": said("There is no such page here."),
    "person": said("There is no such person here."),
    "family": said("There is no such family here."),
    "session": said("There is no such session here."),
    "film": said("There is no such film here."),
    "upload": said("There is no such upload here."),
    "job": said("There is no such job here."),
    "coding": said("There is no such coding here."),
    "note": said("There is no such note here."),
    "plan": said("There is no such plan here."),
    "moment": said("There is no such moment here."),
}


def person_of(tx: Tx, who: Account) -> Person:
    """The signed-in account with its roles, read anew so that a change counts at once."""
    roles = {m.study: Role(m.role) for m in studies.memberships(tx, who.id)}
    return Person(who.id, roles, disabled=not accounts.can_work(tx, who.id))


def allowed(tx: Tx, who: Account | None, right: Right) -> bool:
    """Whether someone has a right in this installation's study."""
    return who is not None and may(person_of(tx, who), right, studies.default(tx))


def require(tx: Tx, who: Account | None, right: Right, thing: Thing = "page") -> Account:
    """The person, when they have the right; otherwise the thing does not exist."""
    if who is None or not allowed(tx, who, right):
        raise NotFound(absent(thing))
    return who


def absent(thing: Thing) -> Said:
    """The sentence for what one may not see: the store's own for what does not exist."""
    return _ABSENT[thing]


def found(tx: Tx, person: Account, kind: str, id: str, get: Callable[[Tx, str], Found]) -> Found:
    """What ``get`` gives for an id. Erased when it was this person's own, or everybody's, and was erased."""
    try:
        return get(tx, id)
    except NotFound:
        refuse_erased(tx, person, kind, id)
        raise


def refuse_erased(tx: Tx, person: Account, kind: str, id: str) -> None:
    """Raise Erased when a thing was erased and this person may know: the browser then lets go of it."""
    if erasing.erased(tx, kind, id, person.id):
        raise Erased(
            said("This was erased. Nothing of it is kept here, and nothing more can be added to it.")
        )


def with_film_names(tx: Tx, who: Account | None, session: Session) -> Session:
    """A visit with its films' names for who may know them, numbered otherwise: a file may name the child."""
    if allowed(tx, who, Right.SEE_NAMES):
        return session
    films = enumerate(session.recordings, 1)
    return replace(session, recordings=tuple(replace(film, name=f"Film {n}") for n, film in films))


def visible_codings(tx: Tx, who: Account, session: str) -> list[CountedCoding]:
    """The codings of a session that exist for a person."""
    there = codings.of_session(tx, session)
    person, study = person_of(tx, who), studies.default(tx)
    plain = [CodingOf(c.coder, c.state != "open") for c in there]
    return [c for c, of in zip(there, plain, strict=True) if may_see_coding(person, study, of, plain)]


def coding_for(tx: Tx, who: Account | None, coding: str) -> CodingFacts:
    """A coding's facts when it exists for a person; NotFound otherwise."""
    person = require(tx, who, Right.CODE, "coding")
    facts = found(tx, person, "coding", coding, codings.facts)
    if not any(c.id == coding for c in visible_codings(tx, person, facts.session)):
        raise NotFound(absent("coding"))
    return facts


def own_coding(tx: Tx, who: Account | None, coding: str) -> CodingFacts:
    """A coding's facts when it is the person's own; NotFound otherwise."""
    person = require(tx, who, Right.CODE, "coding")
    facts = found(tx, person, "coding", coding, codings.facts)
    if facts.coder != person.id:
        raise NotFound(absent("coding"))
    return facts


def own_plan(tx: Tx, who: Account | None, plan: str) -> Plan:
    """One's own plan of a meeting; NotFound for everybody else's and without the right to prepare."""
    person = require(tx, who, Right.PREPARE, "plan")
    mine = found(tx, person, "plan", plan, plans.get)
    if mine.author != person.id:
        raise NotFound(absent("plan"))
    return mine


def plan_for(tx: Tx, who: Account | None, plan: str) -> Plan:
    """A plan when it exists for a person: one's own, or any for a lead or supervisor; NotFound otherwise."""
    if not allowed(tx, who, Right.SEE_ALL_PLANS):
        return own_plan(tx, who, plan)
    return plans.get(tx, plan)
