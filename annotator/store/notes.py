"""Notes tied to moments of a session's film, each its author's own."""

from typing import Any

from sqlalchemy import ColumnElement, false, insert, select, update

from annotator.errors import Conflict, NotFound, said
from annotator.feedback import TimedNote
from annotator.store.tables import note
from annotator.store.transaction import Tx

_COLUMNS = (
    note.c.id,
    note.c.session,
    note.c.account,
    note.c.at_ms,
    note.c.text,
    note.c.starred,
    note.c.made_at,
)


def add(
    tx: Tx, id: str, session_id: str, author: str, at_ms: int | None, text: str, starred: bool
) -> TimedNote:
    """Keep a note under the id that its author's browser made.

    Sent again it is not changed: the note comes back as it stands. Conflict when the author took
    it away since, or used the id in another session.
    """
    known = tx.row(select(note.c.session, note.c.removed).where(_is(id, author)))
    if known is None:
        row = {"id": id, "session": session_id, "account": author, "at_ms": at_ms, "text": text}
        times = {"made_at": tx.at, "changed_at": tx.at}
        tx.execute(insert(note), {**row, "starred": starred, **times})
    elif known.removed or known.session != session_id:
        raise Conflict(said("This note was taken away since. Reload the page to see what is there."))
    return get(tx, id, author)


def get(tx: Tx, id: str, author: str) -> TimedNote:
    """An author's note; NotFound when there is none, or no longer."""
    row = tx.row(select(*_COLUMNS).where(_is(id, author), note.c.removed == false()))
    if row is None:
        raise _unknown()
    return TimedNote(*row)


def change(tx: Tx, id: str, author: str, at_ms: int | None, text: str, starred: bool) -> TimedNote:
    """Change a note; NotFound when the author has none with this id."""
    _set(tx, id, author, {"at_ms": at_ms, "text": text, "starred": starred})
    return get(tx, id, author)


def remove(tx: Tx, id: str, author: str) -> None:
    """Take a note away: its words go, its id stays taken. NotFound when there is none."""
    _set(tx, id, author, {"at_ms": None, "text": "", "starred": False, "removed": True})


def of_session(tx: Tx, session_id: str, author: str | None = None) -> list[TimedNote]:
    """The notes of a session, of one author or of everyone: about the whole film first, then by time."""
    wanted = select(*_COLUMNS).where(note.c.session == session_id, note.c.removed == false())
    if author is not None:
        wanted = wanted.where(note.c.account == author)
    order = (note.c.at_ms.asc().nulls_first(), note.c.made_at, note.c.account, note.c.id)
    return [TimedNote(*row) for row in tx.rows(wanted.order_by(*order))]


def _is(id: str, author: str) -> ColumnElement[bool]:
    return (note.c.id == id) & (note.c.account == author)


def _set(tx: Tx, id: str, author: str, values: dict[str, Any]) -> None:
    changed = (
        update(note).where(_is(id, author), note.c.removed == false()).values(**values, changed_at=tx.at)
    )
    if tx.execute(changed).rowcount == 0:
        raise _unknown()


def _unknown() -> NotFound:
    return NotFound(said("There is no such note here."))
