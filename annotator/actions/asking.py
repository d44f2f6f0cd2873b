"""Asking access: every use case begins here. A refusal looks exactly like absence.

Whoever asks of a thing names it: its study's role counts, and whether the thing is theirs there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from annotator.access import (
    OF_THE_HOUSE,
    CodingOf,
    Person,
    Reach,
    Right,
    Role,
    may,
    may_see_coding,
    may_there,
    reaches,
)
from annotator.actions.scheme_cards import card_in
from annotator.errors import Erased, NotFound, Said, said
from annotator.feedback import Plan
from annotator.model import Session
from annotator.store import Tx, accounts, assignments, codings, erasing, gold, plans, sight, studies
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts, CountedCoding
from annotator.store.gold import Gold
from annotator.store.sight import Sight

Thing = Literal[
    "page", "person", "family", "member", "session", "film", "upload", "job", "coding", "note", "plan",
    "moment", "study", "variable", "talk", "gold set", "certificate",
]  # fmt: skip

Found = TypeVar("Found")
AnyCoding = TypeVar("AnyCoding", bound=CodingFacts)

# Whole sentences, letter by letter the store's own for what does not exist.
_ABSENT: Mapping[Thing, Said] = {
    "page": said("There is no such page here."),
    "person": said("There is no such person here."),
    "family": said("There is no such family here."),
    "member": said("There is no such person in this family."),
    "session": said("There is no such visit here."),
    "film": said("There is no such film here."),
    "upload": said("There is no such upload here."),
    "job": said("There is no such job here."),
    "coding": said("There is no such coding here."),
    "note": said("There is no such note here."),
    "plan": said("There is no such plan here."),
    "moment": said("There is no such moment here."),
    "study": said("There is no such study here."),
    "talk": said("There is no such shared moment here."),
    "variable": said("There is no such variable here."),
    "gold set": said("There is no such gold set here."),
    "certificate": said("There is no such certificate here."),
}


def person_of(tx: Tx, who: Account) -> Person:
    """The signed-in account with its roles, read anew so that a change counts at once."""
    mine = studies.memberships(tx, who.id)
    roles = {m.study: Role(m.role) for m in mine}
    whole = frozenset(m.study for m in mine if m.whole)
    return Person(who.id, roles, whole, disabled=not accounts.can_work(tx, who.id))


def allowed(tx: Tx, who: Account | None, right: Right, thing: Thing = "page", id: str | None = None) -> bool:
    """Whether someone has a right to a thing; without its id, in the house or in any of their studies.

    What is not there is nobody's: whoever has the right anywhere is told so by who looks for it.
    """
    if who is None:
        return False
    person = person_of(tx, who)
    if id is None and right in OF_THE_HOUSE:
        return may(person, right, studies.default(tx))
    spot = sight.spot(tx, thing, id, who.id) if id is not None else None
    if spot is None:
        return any(may(person, right, study) for study in person.roles)
    if thing in ("study", "variable", "gold set", "certificate"):
        return may(person, right, spot.study)
    return may_there(person, right, spot)


def role_at(tx: Tx, who: Account | None, session: str) -> Role | None:
    """What somebody is in the study of a visit; None for nobody, and where they are nothing."""
    spot = sight.spot(tx, "session", session, who.id) if who is not None else None
    return None if who is None or spot is None else person_of(tx, who).roles.get(spot.study)


def require(
    tx: Tx, who: Account | None, right: Right, thing: Thing = "page", id: str | None = None
) -> Account:
    """The person, when they have the right to it; otherwise the thing does not exist."""
    if who is None or not allowed(tx, who, right, thing, id):
        raise NotFound(absent(thing))
    return who


def sight_of(tx: Tx, who: Account, right: Right = Right.SEE_FAMILIES) -> Sight:
    """What of all families and visits exists for someone who has a right to them, for lists."""
    person = person_of(tx, who)
    there = [study for study in person.roles if may(person, right, study)]

    def within(reach: Reach) -> tuple[str, ...]:
        return tuple(study for study in there if person.reach(study) is reach)

    names = tuple(study for study in there if may(person, Right.SEE_NAMES, study))
    known = tuple(study for study in there if may(person, Right.SEE_VARIABLES, study))
    return Sight(who.id, within(Reach.ALL), within(Reach.CASELOAD), within(Reach.GIVEN), names, known)


def study_for(tx: Tx, who: Account, right: Right, chosen: str | None = None) -> str:
    """The study in which somebody does something new: the chosen one, else the first where they may."""
    if chosen is not None:
        require(tx, who, right, "study", chosen)
        return studies.get(tx, chosen).id
    person = person_of(tx, who)
    found = next((study for study in person.roles if may(person, right, study)), None)
    if found is None:
        raise NotFound(absent("study"))
    return found


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
    if allowed(tx, who, Right.SEE_NAMES, "session", session.id):
        return session
    films = enumerate(session.recordings, 1)
    return replace(session, recordings=tuple(replace(film, name=f"Film {n}") for n, film in films))


def visible_codings(tx: Tx, who: Account, session: str) -> list[CountedCoding]:
    """The codings of a session that exist for a person.

    Marks that are only passed on exist for their author and for whoever looks codings over.
    """
    return _visible(tx, who, session, codings.of_session)


def _visible(
    tx: Tx, who: Account, session: str, get: Callable[[Tx, str], list[AnyCoding]]
) -> list[AnyCoding]:
    person, spot = person_of(tx, who), sight.spot(tx, "session", session, who.id)
    if spot is None or not reaches(person, spot):
        return []
    there = get(tx, session)
    if not may(person, Right.SEE_ALL_CODINGS, spot.study):
        there = [c for c in there if c.coder == who.id or not card_in(tx, c.scheme_hash).marks_only]
    golden = gold.of_session(tx, session)
    both = [card_in(tx, c.scheme_hash).both_code for c in there]
    plain = [_plain(c, golden, roles) for c, roles in zip(there, both, strict=True)]
    held = [_gold_for(who, c, there, golden) for c in there]
    again = bool(there) and session in codes_again(tx, who)
    return [
        c
        for c, of, what, roles in zip(there, plain, held, both, strict=True)
        if may_see_coding(person, spot.study, of, plain, what, again=again, both_code=roles)
    ]


def codes_again(tx: Tx, who: Account) -> set[str]:
    """The visits that somebody is to code again by now: what is submitted of them does not exist for them."""
    return {a.session for a in assignments.due_again(tx, who.id)}


def _plain(coding: CodingFacts, golden: Sequence[Gold], roles: bool) -> CodingOf:
    """What blindness needs to know of a coding; the profiles of a scheme that both code are no depths."""
    scheme = f"{coding.scheme_id} {gold.major_of(coding.scheme_version)}"
    is_gold = any(g.coding == coding.id for g in golden)
    return CodingOf(coding.coder, coding.state != "open", scheme, is_gold, "" if roles else coding.profile)


def _gold_for(who: Account, coding: CodingFacts, there: Sequence[CodingFacts], golden: Sequence[Gold]) -> str:
    """What the session's gold coding is for, in a coding's scheme; "" for who coded it so before."""
    of = gold.held(golden, coding.scheme_id, coding.scheme_version)
    if of is None:
        return ""
    mine = [c for c in there if c.coder == who.id and gold.held([of], c.scheme_id, c.scheme_version)]
    before = any(c.submitted_at is not None and c.submitted_at < of.at for c in mine)
    return "" if before else of.purpose


def own_codings(tx: Tx, who: Account) -> list[CountedCoding]:
    """One's own codings that exist for one, the oldest first."""
    mine = codings.of_coder(tx, who.id)
    there = sight.visits_there(tx, sight_of(tx, who, Right.CODE), {c.session for c in mine})
    again = codes_again(tx, who)
    return [c for c in mine if c.session in there and not (c.state != "open" and c.session in again)]


def coding_for(tx: Tx, who: Account | None, coding: str) -> CodingFacts:
    """A coding's facts when it exists for a person; NotFound otherwise."""
    person = require(tx, who, Right.CODE, "coding", coding)
    facts = found(tx, person, "coding", coding, codings.facts)
    if not any(c.id == coding for c in _visible(tx, person, facts.session, codings.facts_of_session)):
        raise NotFound(absent("coding"))
    return facts


def own_coding(tx: Tx, who: Account | None, coding: str) -> CodingFacts:
    """A coding's facts when it is the person's own; NotFound otherwise."""
    person = require(tx, who, Right.CODE, "coding", coding)
    facts = found(tx, person, "coding", coding, codings.facts)
    if facts.coder != person.id or _coded_again(tx, person, facts):
        raise NotFound(absent("coding"))
    return facts


def _coded_again(tx: Tx, who: Account, facts: CodingFacts) -> bool:
    # An open coding, which is asked for with every act that is saved, never is.
    return facts.state != "open" and facts.session in codes_again(tx, who)


def own_plan(tx: Tx, who: Account | None, plan: str) -> Plan:
    """One's own plan of a meeting; NotFound for everybody else's and without the right to prepare."""
    person = require(tx, who, Right.PREPARE, "plan", plan)
    mine = found(tx, person, "plan", plan, plans.get)
    if mine.author != person.id:
        raise NotFound(absent("plan"))
    return mine


def plan_for(tx: Tx, who: Account | None, plan: str) -> Plan:
    """A plan when it exists for a person: one's own, or any for a lead or supervisor; NotFound otherwise."""
    if not allowed(tx, who, Right.SEE_ALL_PLANS, "plan", plan):
        return own_plan(tx, who, plan)
    return plans.get(tx, plan)
