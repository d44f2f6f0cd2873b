"""Bringing a database to this program's tables, a copy of it made first."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from annotator.errors import StoreError, said
from annotator.store import backup
from annotator.store.connections import raw
from annotator.store.folder import BACKUPS

SCRIPTS = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision of the tables that this program knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("the program carries no migration")
    return head


def revision(connection: Connection) -> str | None:
    """The revision of the tables in the database, None when it is empty."""
    found = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    return found


def bring_up_to_date(connection: Connection, folder: Path, now: datetime) -> None:
    """Migrate to the newest tables in one transaction; StoreError for a database of a newer program."""
    found, known = revision(connection), newest()
    if found == known:
        return
    if found is not None:
        _refuse_newer(found, known)
        backup.copy_database(raw(connection), folder / BACKUPS / backup.name(f"before-{known}", now))
    config = _config()
    config.attributes["connection"] = connection
    with connection.begin():
        command.upgrade(config, "head")


def knows(revision: str) -> bool:
    """Whether this program can bring tables of a revision up to date."""
    return revision in {s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions()}


def _refuse_newer(found: str, known: str) -> None:
    if not knows(found):
        raise StoreError(
            said(
                "The data folder was last used by a newer Attune (its tables are {found}, this "
                "program knows {known}). Install the newer version again; nothing was changed.",
                found=found,
                known=known,
            )
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
