"""The migrations make exactly the tables that the queries are written for."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator.store import Store
from annotator.store.tables import metadata

DEFINITIONS = text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")


def lines(sql: str) -> list[str]:
    """The lines of a definition in any order: constraints may be written in another."""
    return sorted(line.strip().rstrip(",").strip() for line in sql.splitlines() if line.strip())


def test_the_migrated_tables_are_the_tables_of_the_program(store: Store) -> None:
    with store.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx.connection), metadata) == []


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
