"""Opening the store of a data folder: what is refused, what is warned of, what is repaired."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, func, select

from annotator.errors import StoreError, said
from annotator.store import audit, backup, seeing, studies
from annotator.store.database import Database, database_of, keep_address, kept_address, put_aside
from annotator.store.driver import Driver
from annotator.store.failures import FAILED, as_store_error, primary_code
from annotator.store.folder import BACKUPS, FolderLock, prepare, warnings_of
from annotator.store.sqlite_file import SqliteFile
from annotator.store.tables import study
from annotator.store.transaction import Tx
from annotator.store.writer import Writer

T = TypeVar("T")


def utc_now() -> datetime:
    """The computer's clock, aware, in UTC."""
    return datetime.now(UTC)


class Store:
    """The store of one data folder, held by this process alone unless it is shared.

    ``warnings`` are sentences about the folder and the clock that do not forbid to go on.
    """

    def __init__(
        self, folder: Path, database: Database, lock: FolderLock, clock: Callable[[], datetime]
    ) -> None:
        self.folder = folder
        self.warnings: tuple[str, ...] = ()
        self._clock = clock
        self._lock = lock
        self._database = database
        self._writer: Writer | None = None

    @property
    def alone(self) -> bool:
        """Whether no other process may work on the store just now."""
        return self._lock.alone

    @property
    def driver(self) -> Driver:
        """What opens the copies in the folder; an encrypted one's key may be away by now."""
        return self._database.driver

    def share(self) -> None:
        """Let other processes in that share the store; only where it is in a PostgreSQL database.

        Each sees at once what another has written, and they write one after the other.
        """
        if self.alone and self._database.several:
            self._lock.share()
            self._working().alone(self._database.share)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A consistent view of the store; keep it short, for it holds back the clearing of the log."""
        if self._writer is None:
            raise StoreError(said("The store is closed. Start Attune again."))
        try:
            with self._database.readers.connect() as connection:
                connection.begin()  # leaving takes it back: there is nothing to commit
                self._database.sees(connection, seeing.whom())
                yield Tx(connection, self._clock())
        except FAILED as error:
            raise as_store_error(error) or error from error

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run a work in a transaction; returns once it is on the disk.

        An exception of the work undoes the work alone and is raised here; StoreError when the
        disk did not take it.
        """
        return self._working().write(work)

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """As ``write``, without waiting: the future resolves once the work is on the disk."""
        return self._working().submit(work)

    def copy(self, why: str = "copy") -> Path:
        """Copy the database into the folder backups, and return the file."""
        target = self.folder / BACKUPS / backup.name(why, self._clock())
        with self._database.readers.connect() as connection:
            self._database.copy(connection, target)
        return target

    def overwrite_traces(self) -> None:
        """Rebuild the database file and empty the log: of what was deleted no byte is left in either.

        PostgreSQL writes its tables anew; its own log keeps what was there until it is written over.

        Needs as much free space as the database has. StoreError when there is none, or a reader is in the
        way; what was deleted stays deleted, and this can be done again.
        """
        self._working().alone(self._database.rebuild)

    def close(self) -> None:
        """Finish what waits, bring it all into the database file, and let the folder go."""
        writer, self._writer = self._writer, None
        connection = writer.finish() if writer is not None else None
        self._database.readers.dispose()
        if connection is not None:
            self._database.leave(connection)
            connection.close()
        self._lock.release()

    def _working(self) -> Writer:
        if self._writer is None:
            raise StoreError(said("The store is closed. Start Attune again."))
        return self._writer

    def _start(self) -> None:
        if self.alone:
            backup.forget_unfinished(self.folder / BACKUPS)
        self._database.alone = self.alone
        warnings = warnings_of(self.folder)
        try:
            connection: Connection | None = self._database.writer()
        except FAILED as error:
            if primary_code(error) != sqlite3.SQLITE_FULL:
                raise
            warnings.append(str(as_store_error(error)))  # one can still read, and make room
            connection = None
        if connection is not None:
            try:
                self._set_up(connection)
            except BaseException:
                connection.close()
                raise
        self._writer = Writer(
            connection, self._database.writer, self._database.turn, self._database.sees, self._clock
        )
        with self.read() as tx:
            warnings.extend(audit.clock_warnings(tx))
        self.warnings = tuple(warnings)

    def _set_up(self, connection: Connection) -> None:
        now = self._clock()
        self._database.set_up(connection, self.folder, now)
        with connection.begin():
            if connection.scalar(select(func.count()).select_from(study)) == 0:
                studies.add(Tx(connection, now), "Families")


def open_store(
    folder: Path,
    *,
    clock: Callable[[], datetime] = utc_now,
    database: str | None = None,
    beside: bool = False,
    key: Path | None = None,
) -> Store:
    """Open the store of a data folder, making or migrating it as needed.

    ``database`` is the address of the PostgreSQL database that the folder's store shall be in from now on:
    the folder keeps it, and an empty one takes in what the folder's own file held. ``beside``: where it is in
    such a database and others share it, work beside them; whether one is alone at first, ``alone`` tells.
    ``key``: the file with the key of an encrypted one, when it is not where it was.

    Raises StoreError, with a sentence, when another process holds the folder, when a newer
    program wrote it, or when it cannot be read, written or trusted.
    """
    holder = database_of(folder, database, key)
    prepare(folder, elsewhere=not isinstance(holder, SqliteFile))
    lock = FolderLock(folder, clock(), beside=beside and holder.several)
    store = Store(folder, holder, lock, clock)
    try:
        store._start()
        if database is not None and kept_address(folder) is None:
            keep_address(folder, database)
        if not isinstance(holder, SqliteFile):
            put_aside(folder, clock())
    except BaseException as error:
        store.close()
        raise as_store_error(error) or error from error
    return store
