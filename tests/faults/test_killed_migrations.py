"""kill -9 while a folder of an older program is brought up to date: it is the old or the new one, and opens again."""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from annotator import store as stores
from annotator.store import migrate
from annotator.store.folder import DATABASE
from tests.first_release import person_of_the_first_release, tables_until

HERE = Path(__file__).parent
OLDER = sorted(file.name[:5] for file in (migrate.SCRIPTS / "versions").glob("v[0-9]*.py"))[:-1]
"""Every revision that has one after it."""


def folder_of(version: str, root: Path) -> Path:
    """A data folder as the program with these tables left it."""
    root.mkdir(parents=True, exist_ok=True)
    with tables_until(version, root):
        opened = stores.open(root / "data")
        opened.write(person_of_the_first_release)
        opened.write(lambda tx: stores.families.create_family(tx, "F01", "Müller"))
        opened.close()
    return root / "data"


def killed(folder: Path, points: list[int]) -> list[Path]:
    """Copies of a folder that was opened, and killed at each of the points."""
    root = str(Path(annotator.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, str(HERE / "migration_case.py"), str(folder), ",".join(map(str, points))],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Path(line.split(" ", 1)[1]) for line in done.stdout.splitlines()]


def look(folder: Path, before: str) -> str:
    """The revision of a killed folder; its copy is whole where there is one, and once the new tables are there."""
    revision = revision_in(folder / DATABASE)
    assert revision in (before[1:], migrate.newest())
    copies = list((folder / "backups").glob("*.db"))
    if revision == migrate.newest():
        assert copies
    for copy in copies:
        assert revision_in(copy) == before[1:]
    opened = stores.open(folder)
    assert stores.check.check_store(opened) == []
    with opened.read() as tx:
        assert migrate.revision(tx.connection) == migrate.newest()
    opened.close()
    assert [file.name for file in (folder / "backups").iterdir() if file.suffix != ".db"] == []
    return revision


def revision_in(file: Path) -> str:
    connection = sqlite3.connect(file)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT name FROM account").fetchall() == [("Ana",)]
        assert connection.execute("SELECT name FROM family").fetchall() == [("Müller",)]
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    finally:
        connection.close()


def killed_everywhere(version: str, root: Path, many: int) -> set[str]:
    """Kill at so many points of one migration, the last among them; the revisions that were left."""
    folder = folder_of(version, root)
    (whole,) = killed(folder, [0])
    points, newest = whole.with_name(f"{whole.name}.points").read_text().split()
    assert newest == migrate.newest()
    some = random.Random(version).sample(range(1, int(points)), min(many, int(points)) - 1)
    chosen = [*sorted(some), int(points)]
    return {look(copy, version) for copy in killed(folder, chosen)}


def test_a_migration_killed_at_any_point_leaves_the_old_or_the_new_tables(tmp_path: Path) -> None:
    assert killed_everywhere(OLDER[0], tmp_path / "first", 4) == {OLDER[0][1:], migrate.newest()}


@pytest.mark.slow
@pytest.mark.parametrize("version", OLDER)
def test_every_migration_killed_at_any_point_leaves_the_old_or_the_new_tables(
    version: str, tmp_path: Path
) -> None:
    """Fifty points of the longest, ten of each other."""
    many = 50 if version == OLDER[0] else 10
    assert killed_everywhere(version, tmp_path / version, many) == {version[1:], migrate.newest()}
