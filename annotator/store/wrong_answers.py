"""Wrong answers at signing in, counted together by every process on the store.

Of what was typed and from where, four bytes of a hash are kept: enough to count by, too little to tell a
password that somebody typed in the place of a name. A count goes with the hour.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.access import FORGOTTEN_S, Wrong
from annotator.store.tables import wrong_answer
from annotator.store.transaction import Tx, instant, iso

MOST = 20_000
"""Counts that are kept; beyond them those go that are longest without a wrong answer."""


def of(tx: Tx, whom: str) -> Wrong:
    """The wrong answers for somebody, or from somewhere, up to now."""
    times = wrong_answer.c.count.label("times")
    row = tx.row(select(times, wrong_answer.c.at).where(wrong_answer.c.whom == _mark(whom)))
    return Wrong() if row is None else Wrong(row.times, (tx.now - instant(row.at)).total_seconds())


def count(tx: Tx, whom: str) -> None:
    """One more was given now."""
    now = {"count": of(tx, whom).and_another.count, "at": tx.at}
    row = upsert(wrong_answer).values(whom=_mark(whom), **now)
    tx.execute(row.on_conflict_do_update(index_elements=["whom"], set_=now))
    forgotten = iso(tx.now - timedelta(seconds=FORGOTTEN_S))
    last = select(wrong_answer.c.at).order_by(wrong_answer.c.at.desc()).offset(MOST).limit(1)
    tx.execute(delete(wrong_answer).where(wrong_answer.c.at < forgotten))
    oldest = tx.value(last)
    if oldest is not None:
        tx.execute(delete(wrong_answer).where(wrong_answer.c.at <= oldest))


def forget(tx: Tx, whom: str) -> None:
    """The right answer was given: what was wrong before does not count."""
    tx.execute(delete(wrong_answer).where(wrong_answer.c.whom == _mark(whom)))


def _mark(whom: str) -> str:
    return hashlib.sha256(whom.encode()).hexdigest()[:8]
