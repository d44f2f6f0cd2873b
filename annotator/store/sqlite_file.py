"""The store in an SQLite file of the data folder."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from annotator.errors import StoreError
from annotator.store import backup, connections, migrate
from annotator.store.driver import ERRORS, driver_of
from annotator.store.folder import DATABASE

_NOT_LEFT: tuple[type[Exception], ...] = (StoreError, *ERRORS)


class SqliteFile:
    """The database file of a data folder; ``key`` is the file with its key, when it is not where it was."""

    several = False
    alone = True

    def __init__(self, folder: Path, key: Path | None = None) -> None:
        self.driver = driver_of(folder, key)
        self._writers = connections.writer_engine(folder / DATABASE, self.driver)
        self.readers = connections.reader_engine(folder / DATABASE, self.driver)

    def writer(self) -> Connection:
        """The writing connection, its settings proved and its log emptied."""
        connection = self._writers.connect()
        try:
            connections.assert_settings(connections.raw(connection))
            connections.empty_wal(connections.raw(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def share(self, connection: Connection) -> None:
        """One process alone has a file."""
        raise TypeError("an SQLite file is not shared")

    def turn(self, connection: Connection) -> None:
        """Nobody else writes."""

    def sees(self, connection: Connection, whom: str) -> None:
        """A file has no second layer: what use cases ask is the one."""

    def set_up(self, connection: Connection, folder: Path, now: datetime) -> None:
        """Make the tables, or bring them up to date after a copy was made."""
        migrate.bring_up_to_date(connection, folder, now, self.driver)

    def copy(self, reader: Connection, target: Path) -> None:
        """Copy the file, whole or not at all."""
        backup.copy_database(connections.raw(reader), target, self.driver)

    def rebuild(self, connection: Connection) -> None:
        """Write the database anew, without what was deleted, and empty the log."""
        connections.rebuild(connections.raw(connection))

    def leave(self, connection: Connection) -> None:
        """Empty the log; where that fails, it stays beside the database and is read at the next start."""
        try:
            connections.empty_wal(connections.raw(connection))
        except _NOT_LEFT:
            return
