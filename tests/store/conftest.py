"""A store in a fresh folder, its clock, and a desk on it; and a watch on how transactions begin."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from annotator import store as stores
from annotator.store import Store
from tests.store.desk_case import Clock, Desk, furnished

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


@pytest.fixture(autouse=True)
def _every_write_begins_immediate() -> Iterator[None]:
    """R10: a write inside a deferred transaction, or outside of one, fails the test."""
    faults: list[str] = []

    def watch(connection: object, _record: object) -> None:
        begun = ""

        def traced(statement: str) -> None:
            nonlocal begun
            first = statement.lstrip().upper()
            if first.startswith(("BEGIN", "COMMIT", "ROLLBACK")) and not first.startswith("ROLLBACK TO"):
                begun = first
            elif first.startswith(WRITING) and begun != "BEGIN IMMEDIATE":
                faults.append(f"{begun or 'no transaction'}: {statement}")

        if not isinstance(connection, sqlite3.Connection):
            return
        if not connection.execute("PRAGMA query_only").fetchone()[0]:
            connection.set_trace_callback(traced)

    event.listen(Engine, "connect", watch)
    yield
    event.remove(Engine, "connect", watch)
    assert faults == []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def unwritten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds nothing yet, to be copied: making one anew takes ten times as long."""
    folder = tmp_path_factory.mktemp("unwritten") / "data"
    stores.open(folder, clock=Clock()).close()
    return folder


@pytest.fixture
def store(tmp_path: Path, unwritten: Path, clock: Clock) -> Iterator[Store]:
    opened = stores.open(shutil.copytree(unwritten, tmp_path / "data"), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return furnished(store)
