"""The databases' failures: as sentences a person can act on, and what can be done again."""

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError

from annotator.errors import StoreError, said
from annotator.store import driver

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


_LOST = "lost"
_STATES = {
    "53100": _SENTENCES[sqlite3.SQLITE_FULL],
    "53200": _SENTENCES[sqlite3.SQLITE_NOMEM],
    "58030": _SENTENCES[sqlite3.SQLITE_IOERR],
    "XX001": said("The database is damaged. Stop Attune and restore the newest backup."),
    "XX002": said("The database is damaged. Stop Attune and restore the newest backup."),
    "25006": said("The PostgreSQL server only reads at the moment. Give the address of the one that writes."),
    "28000": said("The PostgreSQL server does not let Attune in. Check the name and the password."),
    "28P01": said("The PostgreSQL server does not let Attune in. Check the name and the password."),
    "3D000": said("The PostgreSQL server has no database of this name. Make it, then start Attune again."),
    "40001": _HELD,
    "40P01": _HELD,
    "55P03": _HELD,
    "53300": said("The PostgreSQL server takes no more connections. Let it take more (max_connections)."),
    _LOST: said(
        "The PostgreSQL server does not answer. See that it runs. "
        "What was pressed waits in the browser and is sent again."
    ),
}
_UNDONE = ("40001", "40P01")
_AWAY = ("25P03", "57P01", "57P02", "57P03", "08000", "08003", "08006", "08001", "08004", _LOST)
_RULES = {"23505": "unique", "23503": "reference", "23502": "check", "23514": "check"}
FAILED: tuple[type[Exception], ...] = (*driver.ERRORS, DBAPIError)
"""What a database raises, by SQLAlchemy or past it."""

INTEGRITY: tuple[type[Exception], ...] = (*driver.INTEGRITY, IntegrityError)
"""What is raised when a rule of the tables is broken; ``broken_rule`` tells which."""


def broken_rule(error: BaseException) -> str | None:
    """Which kind of rule of the tables was broken: unique, reference or check; None when none was."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, driver.INTEGRITY):
        # Its name would tell as well, but SQLCipher's driver knows one name for every rule.
        return "check" if str(cause).startswith("CHECK ") else "unique"
    return _RULES.get(state(cause))


def undone(error: BaseException) -> bool:
    """Whether PostgreSQL has undone the transaction only because of another: it can be done again."""
    return state(error) in _UNDONE


def lost(error: BaseException | None) -> bool:
    """Whether the connection to PostgreSQL is lost, or its server starts or stops."""
    return state(error) in _AWAY


def state(error: BaseException | None) -> str:
    """PostgreSQL's five letters for an error, "lost" for a broken connection; empty for any other error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not any(each.__module__.startswith("pg8000") for each in type(cause).__mro__):
        return ""
    told = cause.args[0] if cause is not None and cause.args else None
    if isinstance(told, dict):
        return str(told.get("C", ""))
    return "25P02" if told == "in failed transaction block" else _LOST


def as_store_error(error: BaseException) -> StoreError | None:
    """The sentence for a failure of disk, file or memory; None when the error is of another kind."""
    if isinstance(error, StoreError):
        return error
    # SQLite may answer a full disk by undoing the whole transaction; what SQLAlchemy then fails to
    # undo once more hides the cause.
    found: BaseException | None = error
    if (found_state := "lost" if lost(error) else state(error)) in _STATES:
        return StoreError(_STATES[found_state])
    while isinstance(found, FAILED):
        if primary_code(found) in _SENTENCES:
            return StoreError(_SENTENCES[primary_code(found)])
        found = found.__context__
    return None


def primary_code(error: BaseException | None) -> int:
    """SQLite's primary result code of an error, 0 when it has none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF
