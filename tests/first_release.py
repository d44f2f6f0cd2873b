"""Data folders as the first release and later ones left them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text

from annotator.store import migrate
from annotator.store.transaction import Tx


@contextmanager
def tables_of_the_first_release(scratch: Path) -> Iterator[None]:
    """While it lasts the program knows the first release's tables only; ``scratch`` is a folder to work in."""
    with tables_until("v0001", scratch):
        yield


@contextmanager
def tables_until(version: str, scratch: Path) -> Iterator[None]:
    """While it lasts the program knows no migration after this one; ``scratch`` is a folder to work in."""
    scripts = scratch / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    for later in (scripts / "versions").glob("v*.py"):
        if later.name[:5] > version:
            later.unlink()
    with patch.object(migrate, "SCRIPTS", scripts):
        yield


def person_of_the_first_release(tx: Tx) -> str:
    """Enter Ana, a home visitor of the only study, as the first release did; gives the account."""
    rows = (
        "INSERT INTO account (id, name, folded, made_at) VALUES ('ana', 'Ana', 'ana', :at)",
        "INSERT INTO membership (study, account, role) SELECT id, 'ana', 'practitioner' FROM study",
    )
    for row in rows:
        tx.connection.execute(text(row), {"at": tx.at} if ":at" in row else {})
    return "ana"
