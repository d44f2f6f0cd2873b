"""One transaction: a connection, and the one instant at which everything in it happens."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Row, Select

from annotator.store.connections import plainly
from annotator.store.failures import lost
from annotator.store.prepared import Prepared

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tx:
    """A transaction on the store, at the instant ``now`` (aware, UTC)."""

    connection: Connection
    now: datetime

    def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        return self.connection.execute(statement, values)

    def rows(
        self, statement: Executable | Prepared, values: Mapping[str, Any] | None = None
    ) -> Sequence[AnyRow]:
        """All rows of a statement."""
        if isinstance(statement, Prepared):
            return statement.rows(self.connection, values)
        return self.connection.execute(statement, values).all()

    def row(self, statement: Executable | Prepared, values: Mapping[str, Any] | None = None) -> AnyRow | None:
        """The first row of a statement, None when there is none."""
        if isinstance(statement, Prepared):
            return statement.row(self.connection, values)
        return self.connection.execute(statement, values).first()

    def value(self, statement: Executable | Prepared, values: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, None when there is no row."""
        found = self.row(statement, values)
        return None if found is None else found[0]

    def change(self, statement: Prepared, values: Values | None = None) -> int:
        """Run a prepared statement once, or for each of several values; how many rows it changed."""
        return statement.change(self.connection, values)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A part of the transaction that an exception undoes as a whole, and nothing else with it."""
        with savepoint(self.connection):
            yield

    @property
    def at(self) -> str:
        """The instant as it is stored."""
        return iso(self.now)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what is done inside, and only that, when it raises; may stand inside of one another."""
    plainly(connection, "SAVEPOINT part")
    try:
        yield
    except BaseException as error:
        if not lost(error):
            plainly(connection, "ROLLBACK TO part")
            plainly(connection, "RELEASE part")
        raise
    plainly(connection, "RELEASE part")


class Found(NamedTuple, Generic[T]):
    """One page of what a search found, and how many there are on all pages."""

    rows: list[T]
    total: int


def iso(instant: datetime) -> str:
    """An instant as it is stored: UTC, thousandths, of one length, so that text sorts by time.

    >>> iso(datetime(2026, 5, 3, 10, tzinfo=UTC))
    '2026-05-03T10:00:00.000Z'
    """
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(stored: str) -> datetime:
    """A stored instant, aware, in UTC."""
    return datetime.fromisoformat(stored)


def new_id() -> str:
    """A new random id of a row: 16 hexadecimal digits."""
    return secrets.token_hex(8)


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: equal values give equal text.

    >>> canonical({"b": 1, "a": "ü"})
    '{"a":"ü","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
