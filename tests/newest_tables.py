"""``annotator/store/newest.sql`` and ``newest_postgres.sql``; ``python -m tests.newest_tables`` (``make tables``) writes them.

The one is what all migrations make, the other is written from the tables themselves, with the rules beside them.
"""

import tempfile
from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Integer, MetaData, String, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator.store import connections, migrate
from annotator.store.tables import metadata

_STATEMENTS = """
SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid
"""
_RULES = migrate.NEWEST.with_name("postgres_rules.sql")
_REVISION = "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"


def newest_tables() -> str:
    """The statements that make the tables as the migrations make them, the revision above and below."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connections.writer_engine(Path(folder) / "any.db")
        with engine.connect() as connection:
            migrate.migrate(connection)
            made = [row[0] for row in connections.raw(connection).execute(_STATEMENTS)]
    return _file(made)


def newest_postgres_tables() -> str:
    """The statements that make the tables in a PostgreSQL database, the revision above and below."""
    dialect = postgresql.dialect()
    made = []
    for table in _as_postgres_has_them().sorted_tables:
        made.append(_definition(table))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    rules = _RULES.read_text("utf-8").partition("\n\n")[2].strip().removesuffix(";")
    return _file([*made, rules, *_bounds(), _REVISION])


def of_a_family() -> dict[str, str]:
    """The tables whose rows hang on a family, each with the condition under which a row is seen."""
    found = {"family": "attune_sees(study)"}
    for table in metadata.sorted_tables:
        parents = [
            (key.parent.name, key.column)
            for column in table.columns
            for key in column.foreign_keys
            if not column.nullable and key.column.table.name in found
        ]
        if parents and table.name != "family":
            name, to = _STRAIGHT.get(table.name, parents[0])
            found[table.name] = f"attune_sees_all() OR attune_sees_{to.table.name}({name})"
    return found


_STRAIGHT = {"edit": ("coding", metadata.tables["coding"].c.id)}
"""Where the first key is a longer way."""


_SEES = """CREATE FUNCTION attune_sees_{name}(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_{name}', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM {name} WHERE {name}.id = of) THEN
        PERFORM set_config('attune.seen_{name}', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$"""


def _bounds() -> list[str]:
    """The policies, and a function for each table that others hang on.

    Its plan is kept, while a condition written out would be planned anew with every statement, through all
    tables up to the family. It remembers the last row that was seen, and by whom: marks of one coding come together.
    """
    bounded, statements = of_a_family(), []
    for name, condition in bounded.items():
        if any(f"attune_sees_{name}(" in other for other in bounded.values()):
            statements.append(_SEES.format(name=name))
        statements += [
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY seen ON {name} USING ({condition})",
        ]
    return statements


def _definition(table: Table) -> str:
    """A table's definition, its checks in the order of their names: as they come they have none."""
    lines = str(CreateTable(table).compile(dialect=postgresql.dialect())).strip().splitlines()
    columns = [line.strip().rstrip(",") for line in lines[1:-1] if "CONSTRAINT" not in line]
    rules = sorted(line.strip().rstrip(",") for line in lines[1:-1] if "CONSTRAINT" in line)
    return "\n".join([lines[0], ",\n".join(f"    {line}" for line in columns + rules), ")"])


def _as_postgres_has_them() -> MetaData:
    """The tables with numbers as long as SQLite's, texts in the order of their letters' numbers, and truth."""
    tables = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        copy = table.to_metadata(tables)
        for column in copy.columns:
            if isinstance(column.type, Integer):
                column.type = BigInteger()
            elif isinstance(column.type, String):
                column.type = type(column.type)(collation="C")
            elif isinstance(column.type, Boolean) and column.server_default is not None:
                column.server_default.arg = text("false")
        for index in copy.indexes:
            condition = index.dialect_options["sqlite"]["where"]
            if condition is not None:
                words = str(condition).replace("removed = 0", "NOT removed")
                index.dialect_options["postgresql"]["where"] = text(words)
    return tables


def _file(statements: list[str]) -> str:
    known = migrate.newest()
    last = f"INSERT INTO alembic_version (version_num) VALUES ('{known}')"
    return f"-- {known}\n" + ";\n\n".join([*statements, last]) + ";\n\n"


if __name__ == "__main__":
    migrate.NEWEST.write_text(newest_tables(), "utf-8")
    migrate.NEWEST_POSTGRES.write_text(newest_postgres_tables(), "utf-8")
