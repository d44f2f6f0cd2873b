"""How long families are kept, what one person has asked about them that another confirms, and who is held."""

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from annotator.store.tables import (
    ASKED_OF_TWO,
    HOLD_REASONS,
    asked_of_two,
    family,
    hold,
    retention_rule,
    session,
)
from annotator.store.transaction import Tx

REASONS = HOLD_REASONS
KINDS = ASKED_OF_TWO


@dataclass(frozen=True, slots=True)
class Age:
    """A family and the day from which its time counts: its last visit's, without one the day it came here."""

    family: str
    code: str
    since: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for about a family: "erase", "hold" (why, until which day) or "let_go" of it."""

    family: str
    kind: str
    reason: str
    until: str | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A family that nobody erases until the end of a day; who asked, and who else agreed."""

    family: str
    reason: str
    until: str
    asked_by: str
    by: str


def months(tx: Tx, study: str) -> int | None:
    """How many months after its last visit a study keeps a family; None where it has not said."""
    found = tx.value(select(retention_rule.c.months).where(retention_rule.c.study == study))
    return None if found is None else int(found)


def set_months(tx: Tx, study: str, by: str, wanted: int | None) -> None:
    """Set how long, or that it is not said."""
    tx.execute(delete(retention_rule).where(retention_rule.c.study == study))
    if wanted is not None:
        tx.execute(insert(retention_rule), {"study": study, "months": wanted, "by": by, "at": tx.at})


def ages(tx: Tx, study: str) -> list[Age]:
    """The families of a study, the one whose last visit is longest ago first."""
    since = func.coalesce(func.max(session.c.date), func.substr(family.c.made_at, 1, 10)).label("since")
    joined = family.outerjoin(session, session.c.family == family.c.id)
    wanted = select(family.c.id, family.c.code, since).select_from(joined).where(family.c.study == study)
    rows = tx.rows(
        wanted.group_by(family.c.id, family.c.code, family.c.made_at).order_by("since", family.c.code)
    )
    return [Age(row.id, row.code, row.since) for row in rows]


def age(tx: Tx, family_id: str) -> str:
    """The day from which a family's time counts."""
    last = tx.value(select(func.max(session.c.date)).where(session.c.family == family_id))
    return str(last or tx.value(select(family.c.made_at).where(family.c.id == family_id)))[:10]


def asked(tx: Tx, family_id: str) -> Asked | None:
    """What waits for a second person about a family."""
    row = tx.row(select(asked_of_two).where(asked_of_two.c.family == family_id))
    return None if row is None else Asked(row.family, row.kind, row.reason, row.until, row.by, row.at)


def ask(tx: Tx, family_id: str, kind: str, by: str, reason: str = "", until: str | None = None) -> None:
    """Keep what somebody asks for; it takes the place of what was asked before."""
    drop(tx, family_id)
    row = {"family": family_id, "kind": kind, "reason": reason, "until": until, "by": by, "at": tx.at}
    tx.execute(insert(asked_of_two), row)


def drop(tx: Tx, family_id: str) -> None:
    """Nothing waits for a second person any more."""
    tx.execute(delete(asked_of_two).where(asked_of_two.c.family == family_id))


def held(tx: Tx, family_id: str) -> Hold | None:
    """The hold on a family today; None without one, and once its last day is over."""
    row = tx.row(select(hold).where(hold.c.family == family_id, hold.c.until >= tx.at[:10]))
    return None if row is None else Hold(row.family, row.reason, row.until, row.asked_by, row.by)


def set_hold(tx: Tx, wanted: Hold) -> None:
    """Hold a family; takes the place of a hold before."""
    let_go(tx, wanted.family)
    row = {"family": wanted.family, "reason": wanted.reason, "until": wanted.until}
    tx.execute(insert(hold), {**row, "asked_by": wanted.asked_by, "by": wanted.by, "at": tx.at})


def let_go(tx: Tx, family_id: str) -> None:
    """Hold a family no longer."""
    tx.execute(delete(hold).where(hold.c.family == family_id))
