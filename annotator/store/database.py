"""Which database holds a data folder's store, and what the store asks of it."""

import os
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from annotator.errors import StoreError, said
from annotator.store import backup
from annotator.store.driver import Driver, is_encrypted
from annotator.store.folder import ADDRESS, BACKUPS, DATABASE
from annotator.store.sqlite_file import SqliteFile


class Database(Protocol):
    """What holds the store: a file in the data folder, or a database of a PostgreSQL server."""

    readers: Engine

    several: bool
    """Whether several processes may work on it at once."""

    alone: bool
    """Whether no other process may be at it; to be set before the first connection."""

    driver: Driver
    """What opens its copies in the data folder."""

    def writer(self) -> Connection:
        """The one writing connection of this process, proved safe."""

    def share(self, connection: Connection) -> None:
        """Let other processes work on it too, as long as the connection lasts and those after it."""

    def turn(self, connection: Connection) -> None:
        """Wait, at the beginning of a transaction, until no other process writes; to its end none does."""

    def sees(self, connection: Connection, whom: str) -> None:
        """Bound what the connection's transaction sees to what an account may, where the database can."""

    def set_up(self, connection: Connection, folder: Path, now: datetime) -> None:
        """Make the tables, or bring them up to date."""

    def copy(self, reader: Connection, target: Path) -> None:
        """Copy all that was committed into an SQLite file, whole or not at all."""

    def rebuild(self, connection: Connection) -> None:
        """Write everything anew, so that nothing of what was deleted is left."""

    def leave(self, connection: Connection) -> None:
        """Bring everything to rest before the writing connection is closed."""


def kept_address(folder: Path) -> str | None:
    """The address of the PostgreSQL database that holds a folder's store; None when its own file does."""
    try:
        return (folder / ADDRESS).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(
            said("{file} cannot be read. Give this account the right to.", file=folder / ADDRESS)
        ) from error


def keep_address(folder: Path, url: str) -> None:
    """Note where a folder's store is, for this account only: it may hold a password."""
    file = folder / ADDRESS
    draft = file.with_name(f"{ADDRESS}.tmp")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(f"{url}\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    backup.to_disk(folder)


def there_is_one(folder: Path) -> bool:
    """Whether a folder is a data folder: it has a database of its own, or knows where it is."""
    return kept_address(folder) is not None or (folder / DATABASE).is_file()


def put_aside(folder: Path, now: datetime) -> None:
    """Put the folder's own file among its copies, once what it held is in the database elsewhere."""
    if not (folder / DATABASE).exists():
        return
    (folder / DATABASE).replace(folder / BACKUPS / backup.name("before-moving", now))
    for left in ("-wal", "-shm"):
        (folder / f"{DATABASE}{left}").unlink(missing_ok=True)
    backup.to_disk(folder / BACKUPS)
    backup.to_disk(folder)


def database_of(folder: Path, url: str | None = None, key: Path | None = None) -> Database:
    """The database of a folder: the one at ``url``, where it is to be from now on, the noted one, or a file.

    ``key`` is the file with the key of an encrypted one, when it is not where it was.

    Raises StoreError when the folder belongs to another, or the driver is not installed.
    """
    kept = kept_address(folder)
    if url is not None and kept not in (None, url):
        raise StoreError(
            said(
                "{folder} belongs to another database. Leave --database out, or write the new address into "
                "{file} when the database has moved.",
                folder=folder,
                file=folder / ADDRESS,
            )
        )
    wanted = url or kept
    if wanted is None:
        return SqliteFile(folder, key)
    if is_encrypted(folder):
        raise StoreError(
            said(
                "The database of this data folder is encrypted; PostgreSQL would keep it unencrypted. Begin "
                "with a new folder, or leave --database out."
            )
        )
    try:
        from annotator.store.postgres import Postgres
    except ModuleNotFoundError as error:
        raise StoreError(said("PostgreSQL needs a package more: pip install pg8000.")) from error
    return Postgres(wanted)
