"""Studies, who belongs to them, and whose caseload is what of them. The first one is the house's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.errors import NotFound, StoreError, said
from annotator.store import assignments
from annotator.store.prepared import Prepared
from annotator.store.tables import (
    account,
    caseload,
    coding,
    family,
    membership,
    note,
    plan,
    study,
    talk,
    whole_study,
)
from annotator.store.tables import session as visit
from annotator.store.transaction import Tx, new_id

_FIRST = Prepared(select(study.c.id).order_by(study.c.made_at, study.c.id).limit(1))
_WHOLE = whole_study.c.study.is_not(None)
_OF = (whole_study.c.study == membership.c.study) & (whole_study.c.account == membership.c.account)
_OF_ACCOUNT = Prepared(
    select(membership.c.study, membership.c.role, _WHOLE.label("whole"))
    .select_from(membership.join(study, study.c.id == membership.c.study).outerjoin(whole_study, _OF))
    .where(membership.c.account == bindparam("account"))
    .order_by(study.c.made_at, study.c.id)
)


@dataclass(frozen=True, slots=True)
class Study:
    """A study: families, the visits to them, and who works with them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The role of an account inside one study, and whether it was given all of it."""

    study: str
    role: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a study: ``families`` of their caseload there, ``visits`` they were given there."""

    account: str
    name: str
    role: str
    whole: bool
    disabled: bool


def add(tx: Tx, name: str) -> str:
    """Make a study and return its id."""
    id = new_id()
    tx.execute(insert(study), {"id": id, "name": name, "made_at": tx.at})
    return id


def get(tx: Tx, id: str) -> Study:
    """The study with this id; NotFound when there is none."""
    row = tx.row(select(study.c.id, study.c.name).where(study.c.id == id))
    if row is None:
        raise NotFound(said("There is no such study here."))
    return Study(*row)


def rename(tx: Tx, id: str, name: str) -> None:
    """Give a study another name."""
    tx.execute(update(study).where(study.c.id == id).values(name=name))


def remove(tx: Tx, id: str) -> None:
    """Take a study away with its roles, variables and contexts; it must hold no family."""
    tx.execute(delete(study).where(study.c.id == id))


def how_many_families(tx: Tx, study_id: str) -> int:
    """How many families are in a study."""
    return int(tx.value(select(func.count()).select_from(family).where(family.c.study == study_id)))


def default(tx: Tx) -> str:
    """The id of the study that was made at the first start."""
    found = tx.value(_FIRST)
    if found is None:
        raise StoreError(said("The store holds no study. Close Attune and start it again."))
    return str(found)


# Members


def memberships(tx: Tx, account_id: str) -> list[Membership]:
    """The studies an account belongs to, the oldest first, with its role in each."""
    rows = tx.rows(_OF_ACCOUNT, {"account": account_id})
    return [Membership(row.study, row.role, bool(row.whole)) for row in rows]


def members(tx: Tx, study_id: str) -> list[Member]:
    """Everybody in a study, by name."""
    joined = membership.join(account, account.c.id == membership.c.account).outerjoin(whole_study, _OF)
    columns = (account.c.id, account.c.name, membership.c.role, _WHOLE.label("whole"), account.c.disabled)
    wanted = select(*columns).select_from(joined).where(membership.c.study == study_id)
    return [
        Member(row.id, row.name, row.role, bool(row.whole), bool(row.disabled))
        for row in tx.rows(wanted.order_by(account.c.folded))
    ]


def set_member(tx: Tx, study_id: str, account_id: str, role: str, *, whole: bool) -> None:
    """Give somebody a role in a study, and all of it or only what they are given."""
    remove_member(tx, study_id, account_id)
    row = {"study": study_id, "account": account_id}
    tx.execute(insert(membership), {**row, "role": role})
    if whole:
        tx.execute(insert(whole_study), row)


def remove_member(tx: Tx, study_id: str, account_id: str) -> None:
    """Take somebody out of a study; their work in it stays."""
    for table in (whole_study, membership):
        tx.execute(delete(table).where(table.c.study == study_id, table.c.account == account_id))


# Caseloads


def caseload_of(tx: Tx, family_id: str) -> list[str]:
    """The accounts in whose caseload a family is."""
    return [row.account for row in tx.rows(select(caseload.c.account).where(caseload.c.family == family_id))]


def give_families(tx: Tx, family_ids: Iterable[str], account_id: str) -> None:
    """Put families into somebody's caseload; those that are in it stay."""
    rows = [{"family": id, "account": account_id} for id in family_ids]
    if rows:
        tx.execute(upsert(caseload).on_conflict_do_nothing(), rows)


def take_families(tx: Tx, family_ids: Iterable[str], account_id: str) -> None:
    """Take families out of somebody's caseload."""
    for id in family_ids:
        tx.execute(delete(caseload).where(caseload.c.family == id, caseload.c.account == account_id))


def workers_of(tx: Tx, family_id: str) -> set[str]:
    """The accounts that coded, noted, planned or shared something of a family."""
    visits = select(visit.c.id).where(visit.c.family == family_id)
    whose = (
        select(coding.c.coder).where(coding.c.session.in_(visits)),
        select(note.c.account).where(note.c.session.in_(visits)),
        select(plan.c.author).where(plan.c.session.in_(visits)),
        select(talk.c.author).where(talk.c.session.in_(visits)),
        select(talk.c.supervisor).where(talk.c.session.in_(visits)),
    )
    return {row[0] for row in tx.rows(whose[0].union(*whose[1:]))}


def let_go(tx: Tx, family_id: str, but: Iterable[str]) -> None:
    """Take a family and its visits away from everybody who has them, but not from these accounts."""
    kept = list(but)
    tx.execute(delete(caseload).where(caseload.c.family == family_id, caseload.c.account.not_in(kept)))
    assignments.let_go(tx, family_id, kept)


def give_what_they_worked_on(tx: Tx, study_id: str, account_id: str) -> None:
    """Put the families that somebody coded, noted or planned something of into their caseload."""
    worked = (
        select(coding.c.session).where(coding.c.coder == account_id),
        select(note.c.session).where(note.c.account == account_id),
        select(plan.c.session).where(plan.c.author == account_id),
    )
    visits = worked[0].union(*worked[1:])
    found = select(family.c.id).distinct().select_from(family.join(visit, visit.c.family == family.c.id))
    rows = tx.rows(found.where(family.c.study == study_id, visit.c.id.in_(visits)))
    give_families(tx, [row.id for row in rows], account_id)
