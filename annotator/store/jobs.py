"""Long work on films as rows: who has taken it, how far it is, whether it is still wanted."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from annotator.errors import NotFound, packed, said, unpacked
from annotator.store import seeing
from annotator.store.tables import job
from annotator.store.transaction import AnyRow, Tx, instant, iso, new_id

PREPARE, REEL = "prepare", "reel"
"""Kinds of work: preparing a film, and making a film for the family of it."""

TRIES = 3
LEASE_S = 30.0


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work on a recording.

    ``state`` is waiting, running, done, failed or cancelled; ``progress`` goes from 0 to 1,
    ``step`` names what is being done, ``reason`` says why it failed; ``tries`` counts starts. Step and
    reason are kept with their templates, so that they can be translated when they are read.
    """

    id: str
    kind: str
    recording: str
    state: str
    progress: float
    step: str
    reason: str
    tries: int


_COLUMNS = (
    job.c.id,
    job.c.kind,
    job.c.recording,
    job.c.state,
    job.c.progress,
    job.c.step,
    job.c.reason,
    job.c.tries,
)


def add(tx: Tx, kind: str, recording_id: str) -> Job:
    """Put work at the end of the queue."""
    row = {"id": new_id(), "kind": kind, "recording": recording_id, "state": "waiting", "made_at": tx.at}
    tx.execute(insert(job), {**row, "position": _end(tx)})
    return get(tx, row["id"])


def take(tx: Tx, worker_id: str, lease_s: float = LEASE_S, kind: str = PREPARE) -> Job | None:
    """Give the oldest waiting work of a kind to a worker for ``lease_s`` seconds; None when there is none.

    Work whose worker has not been heard of within its lease is waiting again, three times.
    """
    _end_leases(tx, timedelta(seconds=lease_s))
    row = tx.row(
        select(job.c.id).where(job.c.state == "waiting", job.c.kind == kind).order_by(job.c.position).limit(1)
    )
    if row is None:
        return None
    until = iso(tx.now + timedelta(seconds=lease_s))
    _set(tx, row.id, state="running", worker=worker_id, lease_until=until, tries=job.c.tries + 1, reason="")
    return get(tx, row.id)


def take_back(tx: Tx) -> None:
    """Let all running work wait again: for who alone holds the store, so that nobody can be at it."""
    running = update(job).where(job.c.state == "running")
    tx.execute(running.values(state="waiting", worker=None, lease_until=None))


def beat(tx: Tx, id: str, worker_id: str, progress: float, step: str) -> bool:
    """Tell that a worker is alive and how far it is; False when it is to stop: cancelled, or another's."""
    mine = (job.c.id == id) & (job.c.worker == worker_id) & (job.c.state == "running")
    values = {"progress": min(1.0, max(0.0, progress)), "step": packed(step)}
    until = iso(tx.now + timedelta(seconds=LEASE_S))
    return tx.execute(update(job).where(mine).values(**values, lease_until=until)).rowcount == 1


def is_anothers(tx: Tx, id: str, worker_id: str) -> bool:
    """Whether work is running at another worker, because this one was not heard of for too long."""
    row = tx.row(select(job.c.worker).where(job.c.id == id, job.c.state == "running"))
    return row is not None and row.worker != worker_id


def done(tx: Tx, id: str) -> bool:
    """Note that running work is complete; False when it was no longer wanted."""
    return _finish(tx, id, state="done", progress=1.0, step="")


def fail(tx: Tx, id: str, reason: str) -> bool:
    """Note why running work failed; False when it was no longer wanted."""
    return _finish(tx, id, state="failed", reason=packed(reason))


def cancel(tx: Tx, id: str) -> bool:
    """Stop work that waits or runs; False when it had ended. Its worker hears of it at the next beat."""
    open_ones = (job.c.id == id) & job.c.state.in_(("waiting", "running"))
    return tx.execute(update(job).where(open_ones).values(state="cancelled", worker=None)).rowcount == 1


def retry(tx: Tx, id: str) -> Job:
    """Put failed or cancelled work back into the queue, its tries counted anew."""
    ended = (job.c.id == id) & job.c.state.in_(("failed", "cancelled"))
    fresh = {"state": "waiting", "tries": 0, "progress": 0.0, "step": "", "reason": "", "position": _end(tx)}
    tx.execute(update(job).where(ended).values(**fresh))
    return get(tx, id)


def get(tx: Tx, id: str) -> Job:
    """The job with this id; NotFound when there is none."""
    row = tx.row(select(*_COLUMNS).where(job.c.id == id))
    if row is None:
        raise NotFound(said("There is no such job here."))
    return _job(row)


def of_recording(tx: Tx, recording_id: str) -> list[Job]:
    """The jobs of a recording, the newest last."""
    wanted = select(*_COLUMNS).where(job.c.recording == recording_id).order_by(job.c.position)
    return [_job(row) for row in tx.rows(wanted)]


def _end_leases(tx: Tx, lease: timedelta) -> None:
    running = select(job.c.id, job.c.tries, job.c.lease_until).where(job.c.state == "running")
    for row in tx.rows(running):
        left = instant(row.lease_until) - tx.now
        # More time left than a lease lasts: the clock was set back since.
        if timedelta(0) < left <= 2 * lease:
            continue
        if row.tries < TRIES:
            _set(tx, row.id, state="waiting", worker=None)
        else:
            reason = said(
                "Preparing this film stopped {n} times without a word. Try again, or convert it first.",
                n=TRIES,
            )
            _set(tx, row.id, state="failed", worker=None, reason=packed(reason))


def _finish(tx: Tx, id: str, **values: Any) -> bool:
    running = (job.c.id == id) & (job.c.state == "running")
    return tx.execute(update(job).where(running).values(**values, worker=None)).rowcount == 1


def _set(tx: Tx, id: str, **values: Any) -> None:
    tx.execute(update(job).where(job.c.id == id).values(**values))


def _end(tx: Tx) -> int:
    """Behind all that wait, also those that whoever asks may not see."""
    with seeing.every_row(tx.connection):
        return int(tx.value(select(func.coalesce(func.max(job.c.position), 0))) + 1)


def _job(row: AnyRow) -> Job:
    found = Job(*row)
    return replace(found, step=unpacked(found.step), reason=unpacked(found.reason))
