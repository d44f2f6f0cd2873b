"""Reading the database of a data folder beside the program that holds it, without writing a byte to it."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from annotator.errors import StoreError, said
from annotator.store import backup, seeing
from annotator.store.connections import BUSY_MS
from annotator.store.database import Database, database_of, kept_address
from annotator.store.driver import ERRORS, PLAIN, driver_of
from annotator.store.erasing import Told, films_known, told_by
from annotator.store.failures import FAILED, as_store_error, primary_code
from annotator.store.folder import DATABASE, no_folder
from annotator.store.tables import recording
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class FilmFiles:
    """What a backup must hold of a film: its original by SHA-256, and what was made of it once ready.

    The bytes of a ``sealed`` one are proved when they are read, with its key, which nobody who backs up has.
    """

    id: str
    sha256: str
    ready: bool
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database at one instant: its films, its tables' revision, the record's head, what was erased."""

    films: tuple[FilmFiles, ...]
    tables: str
    head: str
    erased: tuple[Told, ...]


def take(folder: Path, target: Path) -> Snapshot:
    """Copy a folder's database to ``target``, with everything committed before, and prove the copy sound.

    Raises StoreError when there is no database, or it is damaged; OSError when there is no room for the copy.
    """
    try:
        _copy(folder, target)
        # A copy of a database elsewhere is a plain file: only files of folders are encrypted.
        driver = driver_of(folder) if kept_address(folder) is None else PLAIN
        copy = driver.connect(target, reads=True)
        try:
            return _proved(copy)
        finally:
            copy.close()
    except ERRORS as error:
        if primary_code(error) == sqlite3.SQLITE_FULL:  # where the copy goes, not where the database is
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise as_store_error(error) or error from error


def films_now(folder: Path) -> frozenset[str]:
    """The ids of the films that the folder's database knows at this moment."""
    with beside(folder) as tx:
        return films_known(tx)


def films_in(tx: Tx) -> list[FilmFiles]:
    """The films that a database knows, with what must lie in the folder of each."""
    rows = tx.rows(select(recording.c.id, recording.c.sha256, recording.c.state).order_by(recording.c.id))
    return [FilmFiles(row.id, row.sha256, row.state == "ready") for row in rows]


def size(folder: Path) -> int:
    """How many bytes the database of a folder has."""
    if kept_address(folder) is None:
        return (folder / DATABASE).stat().st_size
    with beside(folder) as tx:
        return int(tx.value(text("SELECT pg_database_size(current_database())")))


def _copy(folder: Path, target: Path) -> None:
    if kept_address(folder) is None:
        with _reading(folder) as source:
            backup.copy_database(source, target, driver_of(folder))
        return
    with _elsewhere(folder) as (holder, connection):
        holder.copy(connection, target)


@contextmanager
def beside(folder: Path) -> Iterator[Tx]:
    """A consistent view of a folder's database that another program may hold; nothing is written.

    StoreError when there is no database, or it cannot be read.
    """
    if kept_address(folder) is not None:
        with _elsewhere(folder) as (_holder, connection):
            yield Tx(connection, datetime.now(UTC))
        return
    with _reading(folder) as source:
        engine = create_engine(
            "sqlite://",
            module=driver_of(folder).module,
            creator=lambda: source,
            poolclass=NullPool,
            pool_reset_on_return=None,
        )
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("BEGIN DEFERRED")
                yield Tx(connection, datetime.now(UTC))
        except FAILED as error:
            raise as_store_error(error) or error from error


@contextmanager
def _elsewhere(folder: Path) -> Iterator[tuple[Database, Connection]]:
    """A reading transaction on the database that a folder names; it sees one state to its end."""
    holder = database_of(folder)
    try:
        with holder.readers.connect() as connection, connection.begin():
            holder.sees(connection, seeing.EVERYTHING)
            yield holder, connection
    except DBAPIError as error:
        raise as_store_error(error) or error from error
    finally:
        holder.readers.dispose()


@contextmanager
def _reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose file handle cannot write.

    Closing it therefore never checkpoints, even when it happens to be the last: that is the holder's alone.
    """
    path = folder / DATABASE
    if not path.is_file():
        raise StoreError(no_folder(folder))
    connection = driver_of(folder).connect(path, reads=True)
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
        yield connection
    finally:
        connection.close()


def _sealed(copy: sqlite3.Connection) -> frozenset[str]:
    """The recordings that have a key; none in a copy of tables from before there were keys."""
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'film_key'").fetchone():
        return frozenset()
    return frozenset(row[0] for row in copy.execute("SELECT recording FROM film_key"))


def _proved(copy: sqlite3.Connection) -> Snapshot:
    found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(
            said(
                "The database is damaged, so no backup was made ({found}). Run `annotator check`, and keep "
                "the backups you have.",
                found=found,
            )
        )
    rows = copy.execute("SELECT id, sha256, state FROM recording ORDER BY made_at, id").fetchall()
    sealed = _sealed(copy)
    films = tuple(FilmFiles(id, sha256, state == "ready", id in sealed) for id, sha256, state in rows)
    head = copy.execute("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    tables = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return Snapshot(films, tables, head[0] if head else "", tuple(told_by(copy)))
