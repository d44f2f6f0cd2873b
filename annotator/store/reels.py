"""Reels: the moments of a plan as one film for the family, of which film, by which job, until when."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from annotator.store.tables import reel
from annotator.store.transaction import Tx, new_id


@dataclass(frozen=True, slots=True)
class Reel:
    """A reel that was asked for; it is kept until the instant ``until``.

    ``handed_at`` is when it was last sealed for handing over, None when it never was.
    """

    id: str
    plan: str
    recording: str
    job: str
    until: str
    handed_at: str | None


_COLUMNS = (reel.c.id, reel.c.plan, reel.c.recording, reel.c.job, reel.c.until, reel.c.handed_at)


def add(tx: Tx, plan: str, recording: str, job: str, until: str) -> Reel:
    """Note a reel of a plan in the place of the one before."""
    tx.execute(delete(reel).where(reel.c.plan == plan))
    made = Reel(new_id(), plan, recording, job, until, None)
    row = {"id": made.id, "plan": plan, "recording": recording, "job": job, "until": until}
    tx.execute(insert(reel), row)
    return made


def of_plan(tx: Tx, plan: str) -> Reel | None:
    """The reel of a plan; None when there is none."""
    row = tx.row(select(*_COLUMNS).where(reel.c.plan == plan))
    return None if row is None else Reel(*row)


def of_job(tx: Tx, job: str) -> Reel | None:
    """The reel that a job makes; None when it is not wanted any more."""
    row = tx.row(select(*_COLUMNS).where(reel.c.job == job))
    return None if row is None else Reel(*row)


def all(tx: Tx) -> list[Reel]:
    """Every reel there is."""
    return [Reel(*row) for row in tx.rows(select(*_COLUMNS))]


def handed(tx: Tx, id: str) -> None:
    """Note that a reel was sealed for handing over, now."""
    tx.execute(update(reel).where(reel.c.id == id).values(handed_at=tx.at))


def remove(tx: Tx, id: str) -> None:
    """Forget a reel."""
    tx.execute(delete(reel).where(reel.c.id == id))
