"""What the people of a family say to each purpose: noted, withdrawn, shown with its history.

The ledger only grows: a new word counts instead of the one before, which stays to be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from annotator.access import Purpose, Right
from annotator.actions import family_people
from annotator.actions.asking import allowed, require, sight_of
from annotator.actions.family_people import Entry
from annotator.actions.typed import line
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.model import Session
from annotator.store import Tx, accounts, audit, bases, consents, families, studies
from annotator.store.accounts import Account
from annotator.store.audit import AuditRow
from annotator.store.bases import Basis
from annotator.store.consents import Consent
from annotator.store.families import Person

STATES = ("given", "refused", "withdrawn")
WAYS = ("spoken", "paper", "signature")
BASES = ("", "consent", "care", "research", "other")
LONGEST = 35


@dataclass(frozen=True, slots=True)
class HowGiven:
    """How a word was given (one of WAYS, or ""), in which language, and the last day it counts (ISO date)."""

    how: str = ""
    language: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger, with the names of who said it and who noted it."""

    consent: Consent
    person: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something of a family that was taken away from this computer: when, by whom, as what."""

    at: str
    by: str
    form: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Person × purpose of one family: each last word, all words, what left this computer, the basis.

    ``states`` are given, refused, withdrawn, ended (the last day is over) or unknown.
    """

    people: Sequence[Person]
    states: Mapping[tuple[str, Purpose], str]
    history: Sequence[Line]
    left: Sequence[Left]
    basis: Basis
    may_note: bool
    may_set_basis: bool
    may_read_record: bool = False

    def given(self, person_id: str) -> list[Purpose]:
        """What someone agrees to now."""
        return [purpose for purpose in Purpose if self.states[person_id, purpose] == "given"]

    def taken_back(self, person_id: str) -> list[Purpose]:
        """What someone took back and has not spoken of since."""
        return [purpose for purpose in Purpose if self.states[person_id, purpose] == "withdrawn"]

    def taken_back_last(self, person_id: str) -> list[Purpose]:
        """What of it was taken back the last time, in one step."""
        still = self.taken_back(person_id)
        said = [line.consent for line in self.history if line.consent.person == person_id]
        words = [word for word in said if word.state == "withdrawn" and Purpose(word.purpose) in still]
        return [
            purpose for purpose in still if any((w.purpose, w.at) == (purpose, words[0].at) for w in words)
        ]


def matrix(w: Workplace, who: Account | None, family_id: str) -> Matrix:
    """What the people of a family agreed to. NotFound for who may not see names."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_NAMES, "family", family_id)
        families.family(tx, family_id)
        return _matrix(tx, who, family_id)


def _matrix(tx: Tx, who: Account | None, family_id: str) -> Matrix:
    people = families.people(tx, family_id)
    labels = {person.id: person.label for person in people}
    names = {account.id: account.name for account in accounts.all(tx)}
    history = consents.history(tx, family_id)
    return Matrix(
        people=people,
        states={
            (c.person, Purpose(c.purpose)): _state(c, tx.at[:10]) for c in consents.consents(tx, family_id)
        },
        history=[Line(c, labels[c.person], names.get(c.by or "", "")) for c in history],
        left=[_left(row, names) for row in audit.taken_away(tx, family_id)],
        basis=bases.basis(tx, family_id),
        may_note=allowed(tx, who, Right.EDIT_FAMILIES, "family", family_id),
        may_set_basis=allowed(tx, who, Right.SET_BASIS, "family", family_id),
        may_read_record=allowed(tx, who, Right.READ_RECORD, "family", family_id),
    )


def _state(word: Consent, today: str) -> str:
    ended = word.state == "given" and word.until is not None and word.until < today
    return "ended" if ended else word.state


def _left(row: AuditRow, names: Mapping[str, str]) -> Left:
    return Left(row.at, names.get(row.who or "", ""), str(row.details.get("form", "")))


def note(
    w: Workplace,
    who: Account | None,
    person_ids: Sequence[str],
    purposes: Sequence[Purpose],
    state: str,
    how: HowGiven = HowGiven(),
) -> None:
    """Note what people said of some purposes: given, refused or withdrawn."""
    if not person_ids or not purposes:
        raise AnnotatorError(said("Choose who said it, and what they agreed to."))

    def work(tx: Tx) -> None:
        for person_id in person_ids:
            account = require(tx, who, Right.EDIT_FAMILIES, "member", person_id)
            _note(tx, account, person_id, purposes, state, how)

    w.store.write(work)


def answer(
    w: Workplace,
    who: Account | None,
    session_id: str,
    people: Sequence[str | Entry],
    purposes: Sequence[Purpose] = (),
    how: HowGiven = HowGiven(),
) -> None:
    """Who is on a visit's film and what they agreed to, in one step: people entered before, and new ones.

    Everybody agreed to all of ``purposes``; what is not among them was not said and stays as it was.
    """

    def work(tx: Tx) -> None:
        account = require(tx, who, Right.EDIT_FAMILIES, "session", session_id)
        family_id = families.session(tx, session_id).family
        ids = [_entered(w, tx, account, family_id, person) for person in people]
        family_people.enter_on_film(tx, account, session_id, ids)
        for person_id in ids if purposes else ():
            _note(tx, account, person_id, purposes, "given", how)

    w.store.write(work)


def _entered(w: Workplace, tx: Tx, account: Account, family_id: str, person: str | Entry) -> str:
    if isinstance(person, str):
        return person
    return family_people.enter(tx, account, family_id, family_people.checked(w, person)).id


def withdraw(
    w: Workplace, who: Account | None, person_id: str, purpose: Purpose | None = None
) -> Sequence[Left]:
    """Someone takes their word back: for one purpose, or for all that they ever agreed to.

    From then on no film they are on is played, exported or printed for it. Gives what was taken
    away from this computer before, which a withdrawal cannot reach.
    """

    def work(tx: Tx) -> Sequence[Left]:
        account = require(tx, who, Right.EDIT_FAMILIES, "member", person_id)
        family_id = families.person(tx, person_id).family
        given = [
            Purpose(c.purpose)
            for c in consents.consents(tx, family_id)
            if c.person == person_id and c.state == "given"
        ]
        meant = given if purpose is None else [purpose]
        if meant:
            _note(tx, account, person_id, meant, "withdrawn", HowGiven())
        return _matrix(tx, who, family_id).left

    return w.store.write(work)


def _note(
    tx: Tx, account: Account, person_id: str, purposes: Sequence[Purpose], state: str, how: HowGiven
) -> None:
    if state not in STATES:
        raise AnnotatorError(said("Somebody agrees, does not agree, or takes their word back; choose one."))
    if state == "given" and not how.how:
        raise AnnotatorError(said("Say how they agreed: spoken, on paper or by a signature."))
    facts = _checked(how, tx.at[:10])
    for purpose in purposes:
        consents.note(tx, Consent(person_id, purpose.value, state, account.id, None, *facts))
    detail = {"purposes": [purpose.value for purpose in purposes], "state": state}
    audit.write(tx, account.id, "consent", "person", person_id, detail)


def _checked(given: HowGiven, today: str) -> tuple[str, str, str | None]:
    if given.how not in ("", *WAYS):
        raise AnnotatorError(said("An agreement is spoken, on paper or a signature; choose one."))
    language = line(given.language)
    if len(language) > LONGEST:
        raise AnnotatorError(said("The language has at most {most} letters; shorten it.", most=LONGEST))
    if not given.until:
        return given.how, language, None
    try:
        until = date.fromisoformat(given.until).isoformat()
    except ValueError:
        raise AnnotatorError(said("The last day is not a day; write it as 2026-05-31.")) from None
    if until < today:
        raise AnnotatorError(said("The last day of an agreement lies in the past; check it."))
    return given.how, language, until


# For many at once -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Noted:
    """How many people's words were noted, of how many visits; of how many nobody can tell who was there."""

    people: int
    visits: int
    unclear: int


def note_for_visits(
    w: Workplace,
    who: Account | None,
    target: str | None,
    purposes: Sequence[Purpose],
    state: str,
    how: HowGiven = HowGiven(),
) -> Noted:
    """Note the same word for everybody on the films of a visit, a family, or (None) all families.

    For a study whose forms lie on paper. Where a visit says that, for example, a child and a
    caregiver were there but not who, the word is of the family's only person in that role, entered
    under the role's name when there is none. Where there are several, as with twins, nobody can
    tell whose word it would be: such a visit stays as it is.
    """

    def work(tx: Tx) -> Noted:
        account = require(tx, who, Right.EDIT_FAMILIES, "session")
        visits = list(_visits(tx, account, target))
        named = [_named(w, tx, account, visit) for visit in visits]
        people = dict.fromkeys(id for ids in named for id in ids)
        for person_id in people:
            _note(tx, account, person_id, purposes, state, how)
        unclear = sum(not ids for ids in named)
        return Noted(len(people), len(visits) - unclear, unclear)

    return w.store.write(work)


def _visits(tx: Tx, account: Account, target: str | None) -> Iterable[Session]:
    if target is None:
        seen = sight_of(tx, account, Right.EDIT_FAMILIES)
        rows = families.search_sessions(tx, "", 1_000_000, 0, seen).rows
        return [families.session(tx, row.id) for row in rows]
    try:
        require(tx, account, Right.EDIT_FAMILIES, "session", target)
        return [families.session(tx, target)]
    except NotFound:
        require(tx, account, Right.EDIT_FAMILIES, "family", target)
        return families.sessions(tx, families.family(tx, target).id)


def _named(w: Workplace, tx: Tx, account: Account, visit: Session) -> list[str]:
    """The people on a visit's films, entered where it only says their role; nobody where that is unclear."""
    bound = [subject.person for subject in visit.subjects if subject.person is not None]
    unnamed = [subject for subject in visit.subjects if subject.person is None]
    if not unnamed:
        return bound
    entries: list[str | Entry] = []
    for subject in unnamed:
        taken = (*bound, *entries)
        known = [p for p in families.people(tx, visit.family) if p.role == subject.role and p.id not in taken]
        meant = [p.id for p in known if subject.label in ("", p.label)]
        if len(meant) > 1:
            return []
        entries += meant or [Entry(subject.role, subject.label or subject.role)]
    bound += [_entered(w, tx, account, visit.family, entry) for entry in entries]
    family_people.enter_on_film(tx, account, visit.id, bound)
    return bound


# The lawful basis -----------------------------------------------------------------------------------


def set_basis(w: Workplace, who: Account | None, basis: str, family_id: str | None = None) -> None:
    """Set the lawful basis of the service, or of one family instead; "" takes it away again."""
    if basis not in BASES:
        raise AnnotatorError(said("This lawful basis is not known; choose one of the list."))

    def work(tx: Tx) -> None:
        if family_id is None:
            account = require(tx, who, Right.SET_BASIS, "study", studies.default(tx))
        else:
            account = require(tx, who, Right.SET_BASIS, "family", family_id)
            families.family(tx, family_id)
        bases.set_basis(tx, basis, account.id, family_id)
        kind = "study" if family_id is None else "family"
        audit.write(tx, account.id, "basis", kind, family_id or "", {"basis": basis})

    w.store.write(work)
