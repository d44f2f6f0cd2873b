"""Data folders as the first release left them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from annotator.store import migrate


@contextmanager
def tables_of_the_first_release(scratch: Path) -> Iterator[None]:
    """While it lasts the program knows the first release's tables only; ``scratch`` is a folder to work in."""
    scripts = scratch / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    for later in (scripts / "versions").glob("v*.py"):
        if later.name != "v0001_first.py":
            later.unlink()
    with patch.object(migrate, "SCRIPTS", scripts):
        yield
