"""Statements that are compiled once and then run by SQLite's driver itself: saving one act takes some twenty.

SQLAlchemy looks a statement up, binds and wraps it anew at each use, which takes ten times as long as SQLite
needs to run it. It still writes and compiles these; only the way to the driver is shorter. For PostgreSQL the
way there and back takes longer than that, so it goes through SQLAlchemy.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Row, Select, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import result_tuple

from annotator.store.connections import sqlite_below

_Row = Row[*tuple[Any, ...]]
_Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
_Bind = Callable[[Mapping[str, Any]], tuple[Any, ...]]

_DIALECT = sqlite.dialect()


class Prepared:
    """A statement that never changes, only the values that it is given by the names of its parameters.

    An insert fills every column of its table. Errors are the driver's own, on PostgreSQL SQLAlchemy's.
    """

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement

    def rows(self, connection: Connection, values: Mapping[str, Any] | None = None) -> list[_Row]:
        """All rows."""
        driver = sqlite_below(connection)
        if driver is None:
            return list(connection.execute(self._statement, values))
        make = self._make
        return [make(found) for found in self._run(driver, values)]

    def plain_rows(self, connection: Connection, values: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
        """All rows one by one, as the driver gives them: tuples without names, SQLite's 0 and 1 for truth."""
        driver = sqlite_below(connection)
        return self._run(driver, values) if driver else connection.execute(self._statement, values)

    def row(self, connection: Connection, values: Mapping[str, Any] | None = None) -> _Row | None:
        """The first row, None when there is none."""
        driver = sqlite_below(connection)
        if driver is None:
            return connection.execute(self._statement, values).first()
        cursor = self._run(driver, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else self._make(found)

    def change(
        self, connection: Connection, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> int:
        """Run a statement that changes rows, once or for each of several values; how many it changed."""
        if isinstance(values, Sequence):
            return self.change_bound(connection, self.bound(values))
        driver = sqlite_below(connection)
        if driver is None:
            return connection.execute(self._statement, values).rowcount
        return self._run(driver, values).rowcount

    def bound(self, values: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """Several values as SQLite's driver takes them, for ``change_bound``."""
        return list(map(self._bind, values))

    def change_bound(self, connection: Connection, bound: Sequence[tuple[Any, ...]]) -> int:
        """Run a statement that changes rows for each of several values; how many it changed."""
        driver = sqlite_below(connection)
        if driver is not None:
            return driver.executemany(self._sql, bound).rowcount
        names = self._compiled.positiontup
        values = [dict(zip(names, each, strict=True)) for each in bound]
        return connection.execute(self._statement, values).rowcount if values else 0

    def _run(self, driver: sqlite3.Connection, values: Mapping[str, Any] | None) -> sqlite3.Cursor:
        return driver.execute(self._sql, self._bind(values or {}))

    @cached_property
    def _compiled(self) -> Any:
        return self._statement.compile(dialect=_DIALECT)

    @cached_property
    def _sql(self) -> str:
        return str(self._compiled)

    @cached_property
    def _bind(self) -> _Bind:
        """From values by name to those that the driver takes by place."""
        names: list[str] = self._compiled.positiontup
        fixed = {name: each.value for name, each in self._compiled.binds.items() if not each.required}
        if len(names) < 2:  # an itemgetter of one name gives no tuple
            return lambda values: tuple((fixed | dict(values))[name] for name in names)
        pick: _Bind = itemgetter(*names)
        return (lambda values: pick({**fixed, **values})) if fixed else pick

    @cached_property
    def _make(self) -> Callable[[Sequence[Any]], _Row]:
        """From a row of the driver's to one with names, and with truth where SQLite keeps 0 and 1."""
        columns = self._statement.selected_columns  # type: ignore[union-attr]
        make = result_tuple([str(column.key) for column in columns])
        all_readers = [
            column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns
        ]
        readers = [(place, reader) for place, reader in enumerate(all_readers) if reader is not None]
        if not readers:
            return make

        def make_read(found: Sequence[Any]) -> _Row:
            values = list(found)
            for place, reader in readers:
                values[place] = reader(values[place])
            return make(values)

        return make_read
