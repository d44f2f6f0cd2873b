"""Bringing a database to this program's tables, a copy of it made first."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from annotator.errors import StoreError, said
from annotator.store import backup
from annotator.store.connections import raw
from annotator.store.driver import PLAIN, Driver
from annotator.store.folder import BACKUPS

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = Path(__file__).parent / "newest.sql"
"""What all migrations make of an empty database, the revision in the first line; by ``make tables``."""

NEWEST_POSTGRES = Path(__file__).parent / "newest_postgres.sql"
"""The same for PostgreSQL, where the tables were never older than 0023."""


def newest() -> str:
    """The revision of the tables that this program knows."""
    return max(_revisions())


def revision(connection: Connection) -> str | None:
    """The revision of the tables in the database, None when it is empty."""
    there = inspect(connection).has_table("alembic_version")
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version")) if there else None
    connection.rollback()
    return found


def _revisions() -> set[str]:
    """Every revision: the number in its file's name, for Alembic is slow to load and seldom needed."""
    return {file.name[1:5] for file in (SCRIPTS / "versions").glob("v[0-9]*.py")}


def bring_up_to_date(connection: Connection, folder: Path, now: datetime, driver: Driver = PLAIN) -> None:
    """Bring to the newest tables in one transaction; StoreError for a database of a newer program."""
    found, known = revision(connection), newest()
    if found == known:
        return
    if found is None:
        _make(connection, known)
        return
    if not knows(found):
        raise newer(found)
    backup.copy_database(raw(connection), folder / BACKUPS / backup.name(f"before-{known}", now), driver)
    migrate(connection)


def migrate(connection: Connection) -> None:
    """Run every migration that the database has not had, in one transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    with connection.begin():
        command.upgrade(config, "head")


def _make(connection: Connection, known: str) -> None:
    """Make the newest tables in an empty database: at once, for migrating would take half a second longer."""
    if not NEWEST.read_text("utf-8").startswith(f"-- {known}\n"):
        migrate(connection)
        return
    with connection.begin():
        run(connection, NEWEST)


def run(connection: Connection, file: Path) -> None:
    """Run a file's statements; an empty line ends each, the first line is none."""
    statements = file.read_text("utf-8").partition("\n")[2]
    for statement in statements.strip().split(";\n\n"):
        connection.exec_driver_sql(statement)


def knows(revision: str) -> bool:
    """Whether this program can bring tables of a revision up to date."""
    return revision in _revisions()


def newer(found: str) -> StoreError:
    """What is raised for tables of a revision that this program does not know."""
    return StoreError(
        said(
            "The data folder was last used by a newer Attune (its tables are {found}, this "
            "program knows {known}). Install the newer version again; nothing was changed.",
            found=found,
            known=newest(),
        )
    )


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
