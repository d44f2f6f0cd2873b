"""Studies: who belongs to them, as what, and who was given which families and visits of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Right, Role
from annotator.actions.asking import absent, allowed, person_of, require
from annotator.actions.people import refuse_nobody_left
from annotator.actions.proving import require_proved
from annotator.actions.seeding import due_gold
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.store import Tx, accounts, assignments, audit, codings, families, schemes, sign_ins, studies
from annotator.store.accounts import Account
from annotator.store.studies import Member, Study

LONGEST_NAME = 120
GIVEN_VISITS = (Role.CODER, Role.SUPERVISOR)
"""Who is given single visits: to code them, or because they are shared with them."""


@dataclass(frozen=True, slots=True)
class OwnStudy:
    """A study that somebody belongs to, what they are in it, and what they may do there."""

    study: Study
    role: str
    may_enter: bool
    may_manage: bool
    may_assign: bool
    may_define: bool
    may_look_over: bool


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study with everybody in it; ``others`` are accounts that could be taken in."""

    own: OwnStudy
    members: Sequence[Member]
    others: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Given:
    """Who has a visit or family, and to whom of its study it could be given: names by account.

    ``to_code`` are those of them who code what they are given; it is shared with the others.
    """

    having: Mapping[str, str]
    could: Mapping[str, str]
    with_scheme: Mapping[str, str]
    to_code: frozenset[str] = frozenset()


def own_studies(w: Workplace, who: Account | None) -> list[OwnStudy]:
    """The studies that somebody belongs to, the oldest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_STUDY)
        return _own(tx, person)


def _own(tx: Tx, person: Account) -> list[OwnStudy]:
    return [
        OwnStudy(
            studies.get(tx, m.study),
            m.role,
            allowed(tx, person, Right.EDIT_FAMILIES, "study", m.study),
            allowed(tx, person, Right.MANAGE_STUDY, "study", m.study),
            allowed(tx, person, Right.ASSIGN, "study", m.study),
            allowed(tx, person, Right.DEFINE_VARIABLES, "study", m.study),
            allowed(tx, person, Right.SEE_ALL_CODINGS, "study", m.study),
        )
        for m in studies.memberships(tx, person.id)
    ]


def may_make_studies(w: Workplace, who: Account | None) -> bool:
    """Whether someone may begin a study."""
    with w.store.read() as tx:
        return allowed(tx, who, Right.MAKE_STUDIES)


def study(w: Workplace, who: Account | None, study_id: str) -> StudyView:
    """A study of one's own with its members; NotFound for every other."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_STUDY, "study", study_id)
        own = next((each for each in _own(tx, person) if each.study.id == study_id), None)
        if own is None:
            raise NotFound(absent("study"))
        members = studies.members(tx, study_id)
        there = {member.account for member in members}
        others = [a for a in accounts.all(tx) if a.id not in there] if own.may_manage else []
        return StudyView(own, members, others)


def make_study(w: Workplace, who: Account | None, name: str) -> str:
    """Begin a study; who makes it is in it what they are in the house, lead or admin."""
    clean = _named(name)

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.MAKE_STUDIES)
        role = person_of(tx, person).roles[studies.default(tx)]
        made = studies.add(tx, clean)
        studies.set_member(tx, made, person.id, role.value, whole=True)
        audit.write(tx, person.id, "create", "study", made, {})
        return made

    return w.store.write(work)


def rename_study(w: Workplace, who: Account | None, study_id: str, name: str) -> None:
    """Give a study another name."""
    clean = _named(name)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        studies.get(tx, study_id)
        studies.rename(tx, study_id, clean)
        audit.write(tx, person.id, "rename", "study", study_id, {})

    w.store.write(work)


def _named(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST_NAME:
        raise AnnotatorError(
            said("The name of the study is missing or longer than {most} letters.", most=LONGEST_NAME)
        )
    return clean


def set_member(
    w: Workplace, who: Account | None, study_id: str, account: str, role: str, *, whole: bool = False
) -> None:
    """Give somebody a role in a study: all of it (``whole``), or what they are given; it counts at once.

    Somebody who had all of it keeps what they worked on. AnnotatorError when nobody would be left who
    manages people.
    """

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        require_proved(tx, w, person)
        studies.get(tx, study_id)
        accounts.get(tx, account)
        before = next((m for m in studies.memberships(tx, account) if m.study == study_id), None)
        if before is not None and (before.role, before.whole) == (role, whole):
            return
        if before is not None and before.whole and not whole:
            studies.give_what_they_worked_on(tx, study_id, account)
        studies.set_member(tx, study_id, account, Role(role).value, whole=whole)
        refuse_nobody_left(tx)
        if before is not None and before.role != role:
            sign_ins.end_sign_ins(tx, account)
        audit.write(
            tx, person.id, "member", "study", study_id, {"account": account, "role": role, "whole": whole}
        )

    w.store.write(work)


def remove_member(w: Workplace, who: Account | None, study_id: str, account: str) -> None:
    """Take somebody out of a study; what they did in it stays. Nobody is taken out of their only one."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        require_proved(tx, w, person)
        known = studies.memberships(tx, account)
        if study_id not in {m.study for m in known}:
            raise NotFound(absent("person"))
        if len(known) == 1:
            raise AnnotatorError(
                said("This is their only study. Keep them from signing in instead, on the page of people.")
            )
        studies.remove_member(tx, study_id, account)
        refuse_nobody_left(tx)
        sign_ins.end_sign_ins(tx, account)
        audit.write(tx, person.id, "leave", "study", study_id, {"account": account})

    w.store.write(work)


# Caseloads


def caseload_of(w: Workplace, who: Account | None, family_id: str) -> Given:
    """In whose caseload a family is, and in whose it could be."""
    with w.store.read() as tx:
        require(tx, who, Right.ASSIGN, "family", family_id)
        here = _members(tx, families.study_of(tx, family_id), (Role.PRACTITIONER,))
        having = {id: here[id] for id in studies.caseload_of(tx, family_id) if id in here}
        return Given(having, here, {})


def set_caseload(w: Workplace, who: Account | None, family_id: str, account_ids: Sequence[str]) -> None:
    """Say in whose caseload a family is: home visitors of its study. Whoever had it sees it no more."""
    set_caseloads(w, who, [family_id], account_ids)


def set_caseloads(
    w: Workplace, who: Account | None, family_ids: Sequence[str], account_ids: Sequence[str]
) -> None:
    """Say in whose caseload families are, of all or of none: home visitors of each one's study."""
    if not family_ids:
        raise AnnotatorError(said("Say which families are meant."))

    def work(tx: Tx) -> None:
        for family_id in dict.fromkeys(family_ids):
            _set_caseload(tx, who, family_id, account_ids)

    w.store.write(work)


def _set_caseload(tx: Tx, who: Account | None, family_id: str, account_ids: Sequence[str]) -> None:
    person = require(tx, who, Right.ASSIGN, "family", family_id)
    known = _members(tx, families.study_of(tx, family_id), (Role.PRACTITIONER,))
    if not set(account_ids) <= known.keys():
        raise NotFound(absent("person"))
    for account in known:
        change = studies.give_families if account in account_ids else studies.take_families
        change(tx, [family_id], account)
    audit.write(tx, person.id, "caseload", "family", family_id, {"accounts": sorted(account_ids)})


# Visits


def given_to(w: Workplace, who: Account | None, session_id: str) -> Given:
    """Who was given a visit, and to whom it could be: to code for who may assign, to share for the others."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SHARE, "session", session_id)
        study_id = families.study_of(tx, families.session(tx, session_id).family)
        could = _members(tx, study_id, _givable(tx, person, session_id))
        there = assignments.of_session(tx, session_id)
        having = {a.account: could[a.account] for a in there if a.account in could}
        coders = frozenset(_members(tx, study_id, (Role.CODER,)))
        return Given(having, could, {a.account: a.scheme for a in there if a.scheme}, coders)


def _givable(tx: Tx, person: Account, session_id: str) -> tuple[Role, ...]:
    assigns = allowed(tx, person, Right.ASSIGN, "session", session_id)
    return GIVEN_VISITS if assigns else (Role.SUPERVISOR,)


def give_visits(
    w: Workplace,
    who: Account | None,
    session_ids: Sequence[str],
    account: str,
    scheme: str | None = None,
    profile: str | None = None,
) -> int:
    """Give visits to somebody of their study: to a coder to code, or share them with a supervisor.

    A lead gives to either; a home visitor shares visits of the own caseload. ``scheme`` (its hash) and
    ``profile`` say with what to code. Gives how many they did not have yet; all or none. With visits
    to code come the gold ones that are due; see ``due_gold``.
    """

    def work(tx: Tx) -> int:
        if scheme is not None:
            schemes.get(tx, scheme)
        for session_id in session_ids:
            person = require(tx, who, Right.SHARE, "session", session_id)
            study_id = families.study_of(tx, families.session(tx, session_id).family)
            if account not in _members(tx, study_id, _givable(tx, person, session_id)):
                raise NotFound(absent("person"))
            detail = {"account": account}
            audit.write(tx, person.id, "give", "session", session_id, detail)
        by = who.id if who is not None else None
        new = assignments.give(tx, session_ids, account, by, scheme, profile)
        for study_id in {families.study_of(tx, families.session(tx, id).family) for id in session_ids}:
            if account in _members(tx, study_id, (Role.CODER,)):
                due = due_gold(tx, study_id, account, scheme, profile)
                assignments.give(tx, due, account, by, scheme, profile)
        return new

    return w.store.write(work)


def take_visit_back(w: Workplace, who: Account | None, session_id: str, account: str) -> None:
    """Take a visit back from somebody; what they have coded stays theirs, and so does the visit then."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.SHARE, "session", session_id)
        study_id = families.study_of(tx, families.session(tx, session_id).family)
        known = _members(tx, study_id, _givable(tx, person, session_id))
        if account not in known:
            raise NotFound(absent("person"))
        if any(c.coder == account for c in codings.of_session(tx, session_id)):
            raise AnnotatorError(
                said("{name} has coded this visit already; it stays theirs.", name=known[account])
            )
        assignments.take(tx, [session_id], account)
        audit.write(tx, person.id, "take_back", "session", session_id, {"account": account})

    w.store.write(work)


def share_with_supervisors(tx: Tx, session_id: str, by: str) -> None:
    """Let every supervisor of a visit's study see it: something in it was marked or waits for them."""
    study_id = families.study_of(tx, families.session(tx, session_id).family)
    for account in _members(tx, study_id, (Role.SUPERVISOR,)):
        if assignments.give(tx, [session_id], account, by):
            audit.write(tx, by, "give", "session", session_id, {"account": account})


def _members(tx: Tx, study_id: str, roles: Sequence[Role]) -> dict[str, str]:
    return {
        m.account: m.name for m in studies.members(tx, study_id) if Role(m.role) in roles and not m.disabled
    }
