"""Gold sets, and the gold coding of a session for each major version of a scheme."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select

from annotator.errors import NotFound, said
from annotator.model.training import GoldFor
from annotator.store.prepared import Prepared
from annotator.store.tables import account, assignment, coding, family, gold, gold_set, scheme, session
from annotator.store.transaction import AnyRow, AnySelect, Tx, new_id


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A named list of sessions with gold codings of one major version of a scheme, and what it is for."""

    id: str
    study: str
    name: str
    scheme_id: str
    major: int
    purpose: GoldFor


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold coding of a session: since when, in which set, coded with which scheme file and depth."""

    session: str
    scheme_id: str
    major: int
    coding: str
    gold_set: str
    purpose: GoldFor
    at: str
    scheme_hash: str
    profile: str


def add_set(tx: Tx, study: str, name: str, scheme_id: str, major: int, purpose: GoldFor, by: str) -> str:
    """Begin a gold set; its id."""
    id = new_id()
    row = {"id": id, "study": study, "name": name, "scheme_id": scheme_id, "major": major}
    tx.execute(insert(gold_set), {**row, "purpose": purpose, "by": by, "at": tx.at})
    return id


def get_set(tx: Tx, id: str) -> GoldSet:
    """The gold set with this id; NotFound when there is none."""
    row = tx.row(_SETS.where(gold_set.c.id == id))
    if row is None:
        raise NotFound(said("There is no such gold set here."))
    return GoldSet(*row)


def sets_of(tx: Tx, study: str) -> list[GoldSet]:
    """The gold sets of a study, the oldest first."""
    wanted = _SETS.where(gold_set.c.study == study).order_by(gold_set.c.at, gold_set.c.id)
    return [GoldSet(*row) for row in tx.rows(wanted)]


def has_exercises(tx: Tx, study: str) -> bool:
    """Whether a study has a set for practice or tests."""
    wanted = select(gold_set.c.id).where(gold_set.c.study == study, gold_set.c.purpose != "drift").limit(1)
    return tx.row(wanted) is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A coding that can become gold: of which session, by whom, and whether it came of two others."""

    coding: str
    session: str
    coder: str
    is_consensus: bool


def candidates(tx: Tx, of: GoldSet, most: int) -> list[Candidate]:
    """Submitted and consensus codings that fit a set and are not gold, the newest first."""
    joined = (
        coding.join(session, session.c.id == coding.c.session)
        .join(family, family.c.id == session.c.family)
        .join(scheme, scheme.c.hash == coding.c.scheme)
        .join(account, account.c.id == coding.c.coder)
    )
    wanted = (
        select(coding.c.id, coding.c.session, account.c.name, coding.c.state, scheme.c.version)
        .select_from(joined)
        .where(
            family.c.study == of.study, scheme.c.scheme_id == of.scheme_id, coding.c.state != "open",
            coding.c.id.not_in(select(gold.c.coding)),
        )
        .order_by(coding.c.submitted_at.desc(), coding.c.id)
    )  # fmt: skip
    found = [row for row in tx.rows(wanted) if major_of(row.version) == of.major]
    return [Candidate(row.id, row.session, row.name, row.state == "consensus") for row in found[:most]]


def visits_given(tx: Tx, study: str, account_id: str) -> set[str]:
    """The visits of a study that somebody was given."""
    joined = assignment.join(session, session.c.id == assignment.c.session).join(
        family, family.c.id == session.c.family
    )
    wanted = select(assignment.c.session).select_from(joined)
    mine = (family.c.study == study, assignment.c.account == account_id)
    return {row.session for row in tx.rows(wanted.where(*mine))}


def visits_coded(tx: Tx, account_id: str) -> set[str]:
    """The visits that somebody coded, with whatever scheme."""
    return {row.session for row in tx.rows(select(coding.c.session).where(coding.c.coder == account_id))}


def remove_set(tx: Tx, id: str) -> None:
    """Take a gold set away; its sessions have no gold coding any more, the codings stay."""
    tx.execute(delete(gold_set).where(gold_set.c.id == id))


def declare(tx: Tx, coding_id: str, into: GoldSet, by: str) -> None:
    """Make a coding the gold one of its session, in place of the one before."""
    session = tx.value(select(coding.c.session).where(coding.c.id == coding_id))
    key = {"session": session, "scheme_id": into.scheme_id, "major": into.major}
    tx.execute(delete(gold).filter_by(**key))
    tx.execute(insert(gold), {**key, "coding": coding_id, "gold_set": into.id, "by": by, "at": tx.at})


def withdraw(tx: Tx, coding_id: str) -> int:
    """Let a coding be gold no more; how many sessions that was: 0 when it was not."""
    return tx.execute(delete(gold).where(gold.c.coding == coding_id)).rowcount


def let_go(tx: Tx, family_id: str) -> None:
    """Let no coding of a family be gold any more: a set holds visits of its own study only."""
    visits = select(session.c.id).where(session.c.family == family_id)
    tx.execute(delete(gold).where(gold.c.session.in_(visits)))


def of_set(tx: Tx, set_id: str) -> list[Gold]:
    """The gold codings of a set, in the order in which they were declared."""
    return [_gold(row) for row in tx.rows(_GOLD.where(gold.c.gold_set == set_id))]


def of_session(tx: Tx, session: str) -> list[Gold]:
    """The gold codings of a session, one for each major version of a scheme."""
    return [_gold(row) for row in tx.rows(_OF_SESSION, {"session": session})]


def of_sessions(tx: Tx, sessions: Iterable[str]) -> list[Gold]:
    """The gold codings of some sessions."""
    return [_gold(row) for row in tx.rows(_GOLD.where(gold.c.session.in_(list(sessions))))]


def major_of(version: str) -> int:
    """The major number of a version: what certificates and gold codings hold for.

    >>> major_of("1.10.0-rc1")
    1
    """
    return int(version.partition(".")[0])


def held(there: Iterable[Gold], scheme_id: str, version: str) -> Gold | None:
    """Of some gold codings of one session that of a scheme's major version; None for none."""
    major = major_of(version)
    return next((g for g in there if (g.scheme_id, g.major) == (scheme_id, major)), None)


_SETS = select(
    gold_set.c.id, gold_set.c.study, gold_set.c.name, gold_set.c.scheme_id, gold_set.c.major,
    gold_set.c.purpose,
)  # fmt: skip


def _all() -> AnySelect:
    columns = (
        gold.c.session, gold.c.scheme_id, gold.c.major, gold.c.coding, gold.c.gold_set, gold_set.c.purpose,
        gold.c.at, coding.c.scheme, coding.c.profile,
    )  # fmt: skip
    joined = gold.join(gold_set, gold_set.c.id == gold.c.gold_set).join(coding, coding.c.id == gold.c.coding)
    return select(*columns).select_from(joined).order_by(gold.c.at, gold.c.session)


_GOLD = _all()
_OF_SESSION = Prepared(_GOLD.where(gold.c.session == bindparam("session")))


def _gold(row: AnyRow) -> Gold:
    return Gold(*row)
