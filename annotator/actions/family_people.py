"""The people of a family, and who of them is on a visit's film. All of it only for who may see names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from annotator.access import Right
from annotator.actions.asking import allowed, require
from annotator.actions.codings import scheme_of
from annotator.actions.typed import line
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.model import Session, Subject, subjects_of
from annotator.store import Tx, audit, codings, families
from annotator.store.accounts import Account
from annotator.store.families import Person

ROLES = ("child", "caregiver", "sibling", "practitioner", "other")
"""What a person can be to a family: the roles of schemes that one person can hold."""

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody as they are entered: role, what they are called here, birth date (ISO, may be empty)."""

    role: str
    label: str
    birth_date: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """A family's people in their order, and the visits of each by id, the newest first."""

    people: Sequence[Person]
    visits: dict[str, list[str]]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Who could be and who is on a visit's films.

    ``on_film`` is empty until somebody says; ``suggested`` are then the ids of who was on the
    film of the family's visit before.
    """

    people: Sequence[Person]
    on_film: Sequence[Person]
    suggested: Sequence[str]


def members(w: Workplace, who: Account | None, family_id: str) -> Members:
    """The people of a family; for who may not see names there are none to speak of: NotFound."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_NAMES, "family", family_id)
        families.family(tx, family_id)
        found = families.people(tx, family_id)
        visits = {person.id: families.visits_of(tx, person.id) for person in found}
        return Members(found, visits, allowed(tx, who, Right.EDIT_FAMILIES, "family", family_id))


def add_member(
    w: Workplace, who: Account | None, family_id: str, role: str, label: str, birth_date: str = ""
) -> Person:
    """Enter someone of a family: role, what they are called here, birth date (ISO, may be empty)."""
    entry = checked(w, Entry(role, label, birth_date))

    def work(tx: Tx) -> Person:
        return enter(tx, require(tx, who, Right.EDIT_FAMILIES, "family", family_id), family_id, entry)

    return w.store.write(work)


def enter(tx: Tx, account: Account, family_id: str, entry: Entry) -> Person:
    """The same inside of a transaction, for who was found to have the right."""
    made = families.add_person(tx, family_id, entry.role, entry.label, entry.birth_date or None)
    audit.write(tx, account.id, "add", "person", made.id, {"family": family_id, "role": entry.role})
    return made


def edit_member(
    w: Workplace, who: Account | None, person_id: str, role: str, label: str, birth_date: str = ""
) -> None:
    """Change what is known of someone. The role stays as it is once they are on a film."""
    entry = checked(w, Entry(role, label, birth_date))

    def work(tx: Tx) -> None:
        account = require(tx, who, Right.EDIT_FAMILIES, "member", person_id)
        before = families.person(tx, person_id)
        if before.role != role and families.visits_of(tx, person_id):
            raise AnnotatorError(
                said("{name} is entered as being on a film, so the role stays as it is.", name=before.label)
            )
        families.edit_person(tx, person_id, entry.role, entry.label, entry.birth_date or None)
        audit.write(tx, account.id, "edit", "person", person_id, {})

    w.store.write(work)


def remove_member(w: Workplace, who: Account | None, person_id: str) -> None:
    """Take out someone who was entered by mistake and is on no film."""

    def work(tx: Tx) -> None:
        account = require(tx, who, Right.EDIT_FAMILIES, "member", person_id)
        families.remove_person(tx, person_id)
        audit.write(tx, account.id, "remove", "person", person_id, {})

    w.store.write(work)


def move_up(w: Workplace, who: Account | None, person_id: str) -> None:
    """Name someone one place earlier among their family; the first stays the first."""

    def work(tx: Tx) -> None:
        account = require(tx, who, Right.EDIT_FAMILIES, "member", person_id)
        family = families.person(tx, person_id).family
        ids = [person.id for person in families.people(tx, family)]
        at = ids.index(person_id)
        if at:
            ids[at - 1 : at + 1] = [ids[at], ids[at - 1]]
            families.order_people(tx, family, ids)
            audit.write(tx, account.id, "order", "family", family, {})

    w.store.write(work)


def presence(w: Workplace, who: Account | None, session_id: str) -> Presence:
    """Who is on a visit's films, and who could be."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_NAMES, "session", session_id)
        session = families.session(tx, session_id)
        return Presence(
            families.people(tx, session.family),
            families.on_film(tx, session_id),
            _before(tx, session),
        )


def _before(tx: Tx, session: Session) -> list[str]:
    earlier = (s for s in families.sessions(tx, session.family) if s.id != session.id)
    lists = ([s.person for s in visit.subjects if s.person] for visit in earlier)
    return next((ids for ids in lists if ids), [])


def set_on_film(w: Workplace, who: Account | None, session_id: str, people_ids: Sequence[str]) -> None:
    """Say who can be seen or heard on a visit's films: people of its family, at least one."""

    def work(tx: Tx) -> None:
        account = require(tx, who, Right.EDIT_FAMILIES, "session", session_id)
        enter_on_film(tx, account, session_id, people_ids)

    w.store.write(work)


def enter_on_film(tx: Tx, account: Account, session_id: str, people_ids: Sequence[str]) -> None:
    """The same inside of a transaction, for who was found to have the right."""
    session = families.session(tx, session_id)
    known = {person.id: person for person in families.people(tx, session.family)}
    if not set(people_ids) <= known.keys():
        raise NotFound(said("There is no such person in this family."))
    if not people_ids:
        raise AnnotatorError(said("Choose everybody who can be seen or heard on the film."))
    subjects = bound(session.subjects, [known[id] for id in known if id in people_ids])
    _refuse_lost_marks(tx, session, replace(session, subjects=subjects))
    families.set_subjects(tx, session_id, subjects)
    audit.write(tx, account.id, "on_film", "session", session_id, {"people": [s.person for s in subjects]})


def bound(before: Sequence[Subject], people: Sequence[Person]) -> tuple[Subject, ...]:
    """The subjects of a session for these people, numbered within each role.

    Who was there already keeps their number, so that marks stay with whom they were made for;
    the others take the free numbers in their order.
    """
    subjects: list[Subject] = []
    for role in ROLES:
        chosen = [person.id for person in people if person.role == role]
        kept = [s.person if s.person in chosen else None for s in before if s.role == role]
        new = [id for id in chosen if id not in kept]
        filled = [id or (new.pop(0) if new else None) for id in kept]
        places = [id for id in (*filled, *new) if id is not None]
        for number, person in enumerate(places, start=1):
            id = role if number == 1 else f"{role}-{number}"
            subjects.append(Subject(id, role, role, "", person))
    return tuple(subjects)


def _refuse_lost_marks(tx: Tx, before: Session, after: Session) -> None:
    """A second caregiver whose behaviour is coded already cannot just vanish from the film."""
    for facts in codings.of_session(tx, before.id):
        scheme = scheme_of(tx, facts.scheme_hash)
        left = {subject.id for subject in subjects_of(after, scheme)}
        had = {subject.id: subject for subject in subjects_of(before, scheme)}
        marked = Counter(subject for _track, subject in codings.load(tx, facts.id).lanes())
        lost = [had[id] for id in marked if id in had and id not in left]
        if lost:
            raise AnnotatorError(
                said(
                    "Marks were made for {subject} of this visit. Take these marks away first, or leave "
                    "everybody on the film.",
                    subject=lost[0].label,
                )
            )


def checked(w: Workplace, entry: Entry) -> Entry:
    """What was typed of somebody, tidied; AnnotatorError for what cannot be."""
    if entry.role not in ROLES:
        raise AnnotatorError(said("The role {role} is not known; choose one of the list.", role=entry.role))
    born = _birth(entry.birth_date, w.clock().date()) if entry.birth_date else ""
    return Entry(entry.role, called(entry.label), born)


def called(label: str) -> str:
    """What someone is called here, clean; refused when there is nothing or too much of it."""
    clean = line(label)
    if not clean or len(clean) > LONGEST:
        raise AnnotatorError(said("What someone is called has 1 to {most} letters; enter it.", most=LONGEST))
    return clean


def _birth(text: str, today: date) -> str:
    try:
        born = date.fromisoformat(text)
    except ValueError:
        raise AnnotatorError(said("The birth date is not a day; write it as 2026-05-31.")) from None
    if born > today or born.year < today.year - 120:
        raise AnnotatorError(said("The birth date lies in the future or too far back; check it."))
    return born.isoformat()
