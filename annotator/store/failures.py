"""SQLite's failures as sentences a person can act on."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from annotator.errors import StoreError, said

_HELD = said(
    "Another program holds the database. Close it. What was pressed waits in the browser and is sent again."
)
_SENTENCES = {
    sqlite3.SQLITE_FULL: said(
        "The disk is full, nothing more can be saved. Free some space. "
        "What was pressed waits in the browser and is sent again."
    ),
    sqlite3.SQLITE_IOERR: said(
        "The disk reported an error. Check the disk and its cable. "
        "What was pressed waits in the browser and is sent again."
    ),
    sqlite3.SQLITE_READONLY: said(
        "The data folder cannot be written to. Give this account the right to do so."
    ),
    sqlite3.SQLITE_CANTOPEN: said("The database cannot be opened. See that the data folder is there."),
    sqlite3.SQLITE_CORRUPT: said(
        "The database is damaged. Stop Attune and restore the newest copy from the folder backups."
    ),
    sqlite3.SQLITE_NOTADB: said(
        "The file attune.db is damaged or no database. "
        "Stop Attune and restore the newest copy from the folder backups."
    ),
    sqlite3.SQLITE_NOMEM: said(
        "The computer has run out of memory. Close other programs. "
        "What was pressed waits in the browser and is sent again."
    ),
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_PROTOCOL: _HELD,
}


def as_store_error(error: BaseException) -> StoreError | None:
    """The sentence for a failure of disk, file or memory; None when the error is of another kind."""
    if isinstance(error, StoreError):
        return error
    # SQLite may answer a full disk by undoing the whole transaction; what SQLAlchemy then fails to
    # undo once more hides the cause.
    found: BaseException | None = error
    while isinstance(found, DBAPIError | sqlite3.Error):
        if primary_code(found) in _SENTENCES:
            return StoreError(_SENTENCES[primary_code(found)])
        found = found.__context__
    return None


def primary_code(error: BaseException | None) -> int:
    """SQLite's primary result code of an error, 0 when it has none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF
