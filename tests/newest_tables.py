"""``annotator/store/newest.sql``, made by all migrations; ``python -m tests.newest_tables`` (``make tables``) writes it."""

import tempfile
from pathlib import Path

from annotator.store import connections, migrate

_STATEMENTS = """
SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid
"""


def newest_tables() -> str:
    """The statements that make the tables as the migrations make them, the revision above and below."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connections.writer_engine(Path(folder) / "any.db")
        with engine.connect() as connection:
            migrate.migrate(connection)
            made = [row[0] for row in connections.raw(connection).execute(_STATEMENTS)]
    known = migrate.newest()
    made.append(f"INSERT INTO alembic_version (version_num) VALUES ('{known}')")
    return f"-- {known}\n" + ";\n\n".join(made) + ";\n\n"


if __name__ == "__main__":
    migrate.NEWEST.write_text(newest_tables(), "utf-8")
