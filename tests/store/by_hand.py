"""A store's database in the hands of somebody who does not use the program: its file, or its owner's connection."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.pool import NullPool

from annotator.store import Store, Tx, connections
from annotator.store.database import kept_address
from annotator.store.folder import DATABASE

TRIGGERS = ("audit_next", "audit_kept", "audit_whole")


def on_file(store: Store) -> bool:
    """Whether the store is in SQLite's file."""
    return kept_address(store.folder) is None


def connection(store: Store) -> Connection:
    """A connection beside the program's own."""
    return of_folder(store.folder)


def of_folder(folder: Path) -> Connection:
    """A connection to the database of a folder, wherever it is, to read what it holds."""
    address = kept_address(folder)
    if address is None:
        return connections.writer_engine(folder / DATABASE).connect()
    from annotator.store import postgres

    reach = postgres.Postgres(address)._reach
    hand = postgres._engine(reach, poolclass=NullPool).connect()
    hand.exec_driver_sql("SET attune.seen_for = '*'")
    hand.commit()
    return hand


def do(store: Store, *statements: str | tuple[str, dict[str, Any]]) -> None:
    """Run statements in one transaction."""
    with connection(store) as hand, hand.begin():
        for each in statements:
            statement, values = each if isinstance(each, tuple) else (each, {})
            hand.execute(text(statement), values)


def rows(store: Store, statement: str) -> Sequence[Any]:
    """All rows of a statement."""
    with connection(store) as hand:
        return hand.execute(text(statement)).all()


def without_triggers(store: Store) -> tuple[str, ...]:
    """What takes the record's own guard away."""
    of = "" if on_file(store) else " ON audit"
    return tuple(f"DROP TRIGGER {name}{of}" for name in TRIGGERS)


@contextmanager
def file(path: Path) -> Iterator[Tx]:
    """A transaction on an SQLite file that no store holds."""
    with connections.writer_engine(path).connect() as hand, hand.begin():
        yield Tx(hand, datetime.now(UTC))
