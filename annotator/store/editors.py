"""Which page edits a coding when it is open twice: one at a time, told to every process on the store."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.store.tables import editor
from annotator.store.transaction import Tx, iso


def holder(tx: Tx, coding_id: str, live: timedelta) -> str | None:
    """The page that was heard of within ``live``; None when there is none or it has gone silent."""
    wanted = select(editor.c.tab).where(editor.c.coding == coding_id, editor.c.at > iso(tx.now - live))
    found: str | None = tx.value(wanted)
    return found


def hold(tx: Tx, coding_id: str, tab: str) -> None:
    """Let a page edit a coding, or note that it is still there; no other one does from here on."""
    now = {"tab": tab, "at": tx.at}
    row = upsert(editor).values(coding=coding_id, **now)
    tx.execute(row.on_conflict_do_update(index_elements=["coding"], set_=now))
