"""Reels: the moments of a plan as one film for the family, of which films, by which job, until when."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select, update

from annotator.store import jobs
from annotator.store.tables import reel, reel_film
from annotator.store.transaction import AnyRow, Tx, new_id


@dataclass(frozen=True, slots=True)
class Reel:
    """A reel that was asked for; it is kept until the instant ``until``.

    Its files lie with ``recording``, the film of its plan's visit; ``earlier`` are the films of earlier
    visits that it is cut from besides. ``handed_at`` is when it was last sealed for handing over, None when
    it never was.
    """

    id: str
    plan: str
    recording: str
    job: str
    until: str
    handed_at: str | None
    earlier: frozenset[str] = field(default=frozenset())

    @property
    def films(self) -> frozenset[str]:
        """Every film that it is cut from."""
        return self.earlier | {self.recording}


_COLUMNS = (reel.c.id, reel.c.plan, reel.c.recording, reel.c.job, reel.c.until, reel.c.handed_at)


def add(tx: Tx, plan: str, recording: str, earlier: Collection[str], job: str, until: str) -> Reel:
    """Note a reel of a plan, cut from its own film and earlier ones, in the place of the one before."""
    tx.execute(delete(reel).where(reel.c.plan == plan))
    made = Reel(new_id(), plan, recording, job, until, None, frozenset(earlier) - {recording})
    row = {"id": made.id, "plan": plan, "recording": recording, "job": job, "until": until}
    tx.execute(insert(reel), row)
    cut_from(tx, made.id, made.earlier)
    return made


def cut_from(tx: Tx, id: str, earlier: Collection[str]) -> None:
    """Note from which earlier films a reel is cut, in place of what was noted before."""
    tx.execute(delete(reel_film).where(reel_film.c.reel == id))
    if earlier:
        tx.execute(insert(reel_film), [{"reel": id, "recording": film} for film in sorted(earlier)])


def of_plan(tx: Tx, plan: str) -> Reel | None:
    """The reel of a plan; None when there is none."""
    row = tx.row(select(*_COLUMNS).where(reel.c.plan == plan))
    return None if row is None else _reel(tx, row)


def of_job(tx: Tx, job: str) -> Reel | None:
    """The reel that a job makes; None when it is not wanted any more."""
    row = tx.row(select(*_COLUMNS).where(reel.c.job == job))
    return None if row is None else _reel(tx, row)


def all(tx: Tx) -> list[Reel]:
    """Every reel there is."""
    return [_reel(tx, row) for row in tx.rows(select(*_COLUMNS))]


def forget_cut_from(tx: Tx, recordings: Collection[str]) -> None:
    """Forget the reels that any of these films is in, and stop making them; their files are the caller's."""
    found = select(reel_film.c.reel).where(reel_film.c.recording.in_(list(recordings)))
    for each in [row.reel for row in tx.rows(found)]:
        row = tx.row(select(reel.c.job).where(reel.c.id == each))
        if row is not None:
            jobs.cancel(tx, row.job)
            remove(tx, each)


def _reel(tx: Tx, row: AnyRow) -> Reel:
    earlier = tx.rows(select(reel_film.c.recording).where(reel_film.c.reel == row.id))
    films = frozenset(each.recording for each in earlier)
    return Reel(row.id, row.plan, row.recording, row.job, row.until, row.handed_at, films)


def handed(tx: Tx, id: str) -> None:
    """Note that a reel was sealed for handing over, now."""
    tx.execute(update(reel).where(reel.c.id == id).values(handed_at=tx.at))


def remove(tx: Tx, id: str) -> None:
    """Forget a reel."""
    tx.execute(delete(reel).where(reel.c.id == id))
