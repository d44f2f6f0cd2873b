"""What was done about a coder's drift: a ledger, in which no row is ever changed."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import insert, select

from annotator.store.tables import drift_action
from annotator.store.transaction import Tx

DriftKind = Literal["talk", "recode", "none"]
DRIFT_KINDS: tuple[DriftKind, ...] = ("talk", "recode", "none")
"""A talk to recalibrate, visits coded anew from a day on, nothing needed."""


@dataclass(frozen=True, slots=True)
class DriftAction:
    """What was done about somebody's drift, by which account, when; ``since`` is the day of "recode"."""

    account: str
    scheme_id: str
    major: int
    kind: DriftKind
    since: str
    note: str
    by: str | None
    at: str


def add(tx: Tx, study: str, done: DriftAction) -> None:
    """Add what was done."""
    row = {"study": study, "account": done.account, "scheme_id": done.scheme_id, "major": done.major}
    more = {"kind": done.kind, "since": done.since, "note": done.note, "by": done.by, "at": tx.at}
    tx.execute(insert(drift_action), {**row, **more})


def of_study(tx: Tx, study: str) -> list[DriftAction]:
    """All that was done in a study, the newest first."""
    wanted = select(drift_action).where(drift_action.c.study == study).order_by(drift_action.c.seq.desc())
    return [
        DriftAction(r.account, r.scheme_id, r.major, r.kind, r.since, r.note, r.by, r.at)
        for r in tx.rows(wanted)
    ]
