"""The migrations make exactly the tables that the queries are written for."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import exists, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator.store import Store, connections, migrate
from annotator.store.tables import metadata
from tests.newest_tables import newest_tables

DEFINITIONS = text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")

EVERYTHING = text(
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name <> 'sqlite_sequence' ORDER BY name"
)


def lines(sql: str) -> list[str]:
    """The lines of a definition in any order: constraints may be written in another."""
    return sorted(line.strip().rstrip(",").strip() for line in sql.splitlines() if line.strip())


@pytest.mark.sqlite
def test_the_migrated_tables_are_the_tables_of_the_program(store: Store) -> None:
    with store.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx.connection), metadata) == []


@pytest.mark.sqlite
def test_checks_and_indexes_are_the_same_too(store: Store) -> None:
    """What Alembic does not compare: each definition, word by word."""
    dialect = sqlite.dialect()
    tables = metadata.sorted_tables
    expected = {table.name: lines(str(CreateTable(table).compile(dialect=dialect))) for table in tables}
    for table in tables:
        for index in table.indexes:
            expected[str(index.name)] = lines(str(CreateIndex(index).compile(dialect=dialect)))
    with store.read() as tx:
        migrated = {row.name: lines(row.sql) for row in tx.rows(DEFINITIONS)}
    for name in ("alembic_version", "sqlite_sequence"):
        migrated.pop(name)
    assert migrated == expected


@pytest.mark.sqlite
def test_a_new_folder_is_made_at_once_as_the_migrations_would_make_it(store: Store, tmp_path: Path) -> None:
    """``make tables`` writes anew what the migrations make."""
    assert migrate.NEWEST.read_text("utf-8") == newest_tables()
    engine = connections.writer_engine(tmp_path / "migrated.db")
    with engine.connect() as connection, store.read() as tx:
        migrate.migrate(connection)
        assert connection.execute(EVERYTHING).all() == tx.connection.execute(EVERYTHING).all()
        filled = [
            t.name for t in metadata.sorted_tables if connection.scalar(select(exists().select_from(t)))
        ]
        assert filled == []
        assert migrate.revision(connection) == migrate.newest()
