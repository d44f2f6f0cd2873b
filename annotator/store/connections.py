"""Connections to the database file: one that writes, several that read.

Only the writing connection checkpoints. SQLite 3.7.0 to 3.51.2 can damage the file when two
connections write and checkpoint at once; with one, the race cannot occur.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from annotator.errors import StoreError, said
from annotator.store import nul
from annotator.store.driver import PLAIN, Driver, is_connection

BUSY_MS = 5_000
WAL_LIMIT_BYTES = 32 * 1024 * 1024

_BOTH: Mapping[str, str | int] = {
    "busy_timeout": BUSY_MS,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,  # in memory: a temporary file would hold families' words
}
WRITER: Mapping[str, str | int] = {
    **_BOTH,
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit is on the disk before it is acknowledged
    "fullfsync": 1,  # macOS: flush the drive's own cache too
    "checkpoint_fullfsync": 1,
    "secure_delete": 1,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": WAL_LIMIT_BYTES,
    "cache_size": -8_192,  # KiB; it fills as the file grows, and the system keeps the file's pages besides
}
READER: Mapping[str, str | int] = {**_BOTH, "query_only": 1, "wal_autocheckpoint": 0, "cache_size": -512}
ASSERTED = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete")


def connect(path: Path, pragmas: Mapping[str, str | int], driver: Driver = PLAIN) -> sqlite3.Connection:
    """A connection with these settings; transactions are begun by hand, never by the driver."""
    connection = driver.connect(path, any_thread=True)
    try:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def writer_engine(path: Path, driver: Driver = PLAIN) -> Engine:
    """Makes the one connection that writes; each of its transactions begins IMMEDIATE."""
    engine = create_engine(
        "sqlite://",
        module=driver.module,
        creator=lambda: connect(path, WRITER, driver),
        poolclass=NullPool,
    )
    event.listen(engine, "begin", _begin_immediate)
    nul.watch(engine)
    return engine


def reader_engine(path: Path, driver: Driver = PLAIN) -> Engine:
    """A pool of connections that cannot write and do not checkpoint."""
    engine = create_engine(
        "sqlite://",
        module=driver.module,
        creator=lambda: connect(path, READER, driver),
        poolclass=QueuePool,
        # As many as threads may read at once: opening one and closing it again takes longer than most reads.
        # Those used last are used first, so that in quiet times few of them hold pages.
        pool_size=64,
        max_overflow=0,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", _begin_deferred)
    nul.watch(engine)
    return engine


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")


def raw(connection: Connection) -> sqlite3.Connection:
    """SQLite's connection below SQLAlchemy's."""
    found = sqlite_below(connection)
    if found is None:
        raise TypeError("the store is not SQLite")
    return found


def sqlite_below(connection: Connection) -> sqlite3.Connection | None:
    """SQLite's connection below SQLAlchemy's; None where the store is PostgreSQL."""
    found = connection.connection.dbapi_connection
    if isinstance(found, sqlite3.Connection):  # asked for every statement, so the usual one first
        return found
    return cast("sqlite3.Connection", found) if is_connection(found) else None


def plainly(connection: Connection, statement: str) -> None:
    """Run a statement without values or rows on the connection, the shortest way that there is."""
    driver = sqlite_below(connection)
    if driver is not None:
        driver.execute(statement)
    else:
        connection.exec_driver_sql(statement)


def assert_settings(connection: sqlite3.Connection) -> None:
    """StoreError when a setting that safety rests on did not take effect, with its name."""
    for name in ASSERTED:
        value = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if value != WRITER[name]:
            raise StoreError(
                said(
                    "The database does not keep its setting {name}: it is {value}, it must be "
                    "{expected}. Put the data folder on a local disk of this computer.",
                    name=name,
                    value=value,
                    expected=WRITER[name],
                )
            )


def rebuild(connection: sqlite3.Connection) -> None:
    """Write the database anew and empty the log.

    ``secure_delete`` overwrites a row that is deleted, but not what it left in the gaps of a page that it lay
    on before that page was split; measured on tables of 6,000 rows: up to 13 of 2,000 could still be read.
    """
    connection.execute("VACUUM")
    empty_wal(connection)


def empty_wal(connection: sqlite3.Connection) -> None:
    """Copy the write-ahead log into the database, durably, and empty it.

    After a failed fsync the system may have dropped pages of the log that it still shows; a
    log begun anew cannot rest on them.  Raises StoreError while a reader is in the way.
    """
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreError(said("Someone still reads the state before the disk error. Try again in a moment."))
