"""A folder whose database is encrypted with its films: begun, backed up, restored, erased from, and never plain."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from annotator.actions import (
    backing_up,
    checking,
    encrypting,
    erasing,
    families,
    people,
    restoring,
    workplace,
)
from annotator.actions.workplace import Workplace
from annotator.errors import StoreError
from annotator.store import driver, key_file
from annotator.store.folder import DATABASE
from annotator.store.tables import audit
from annotator.store.tables import family as family_table

CANARY = "Zitronenfalter-Wiegenlied"


def quiet(_share: float, _total: int) -> None:
    """Hear of progress and do nothing."""


def holding(folder: Path) -> list[str]:
    """The files below a folder in which the canary stands as it is."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if CANARY.encode() in file.read_bytes()]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "attune.key"


@pytest.fixture
def folder(tmp_path: Path, key: Path) -> Path:
    """A folder that was encrypted before anything was in it; a family bears the canary's name."""
    assert encrypting.can_encrypt_database(tmp_path / "data")
    encrypting.encrypt_new(tmp_path / "data", key)
    place = workplace.open_workplace(tmp_path / "data")
    families.create_family(place, people.first_person(place), "F01", CANARY)
    place.store.close()
    return tmp_path / "data"


def backed_up(place: Workplace, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    id = backing_up.begin_backup(place, people.first_person(place), target)
    return backing_up.back_up(place.folder, target, id, quiet).file


def names(place: Workplace) -> list[str]:
    with place.store.read() as tx:
        return [row.name for row in tx.rows(select(family_table.c.name))]


def test_database_and_films_have_one_key_and_one_choice(folder: Path, key: Path, tmp_path: Path) -> None:
    place = workplace.open_workplace(folder)
    assert place.keys.encrypted
    assert place.keys.master == key_file.read(key, folder, key_file.DATABASE)
    assert key.read_text().startswith(
        "# The key of Attune's database and films. Without it nobody can open them."
    )
    with place.store.read() as tx:
        assert "encrypt" in [row.verb for row in tx.rows(select(audit.c.verb))]
    assert names(place) == [CANARY]
    assert checking.check(place) == []
    assert holding(tmp_path) == []
    place.store.close()
    assert holding(tmp_path) == []
    assert not encrypting.can_encrypt_database(folder)
    with pytest.raises(StoreError, match="has a database already"):
        encrypting.encrypt_new(folder, tmp_path / "stick" / "again.key")
    assert not (tmp_path / "stick" / "again.key").exists()


def test_a_key_inside_the_folder_is_refused_and_nothing_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="inside the data folder"):
        encrypting.encrypt_new(tmp_path / "data", tmp_path / "data" / "attune.key")
    assert list(tmp_path.iterdir()) == []


def test_the_key_may_move_and_where_it_was_named_is_remembered(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    moved = key.rename(tmp_path / "moved.key")
    for needs in (True, False):
        with pytest.raises(StoreError, match="cannot be read"):
            workplace.open_workplace(folder, needs_films=needs)
    workplace.open_workplace(folder, film_key=moved).store.close()
    place = workplace.open_workplace(folder)
    assert names(place) == [CANARY]
    place.store.close()


def test_a_backup_holds_nothing_plain_and_a_restore_needs_the_key(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    place = workplace.open_workplace(folder)
    made = backed_up(place, tmp_path / "disk" / "b.backup")
    place.store.close()
    assert holding(tmp_path) == []
    with zipfile.ZipFile(made) as parts:
        inside = parts.read(DATABASE)
    assert CANARY.encode() not in inside
    assert not inside.startswith(b"SQLite format 3")
    other = tmp_path / "other.key"
    other.touch(mode=0o600)
    other.write_text(key_file.text_of(bytes(32)))
    for named, told in (
        (None, "The database in this backup is encrypted. Name the file with the key"),
        (tmp_path / "lost.key", "cannot be read"),
        (other, "is not the key of the database"),
    ):
        with pytest.raises(StoreError, match=told):
            restoring.restore(made, tmp_path / "new", quiet, film_key=named)
        assert not (tmp_path / "new").exists()
        assert not list(tmp_path.glob(".attune*"))
    done = restoring.restore(made, tmp_path / "new", quiet, film_key=key)
    assert done.problems == ()
    assert holding(tmp_path) == []
    again = workplace.open_workplace(tmp_path / "new")
    assert names(again) == [CANARY]
    assert again.keys.encrypted
    again.store.close()


def test_a_backup_of_a_plain_folder_holds_the_canary(tmp_path: Path) -> None:
    """So the searches above can fail."""
    place = workplace.open_workplace(tmp_path / "data")
    families.create_family(place, people.first_person(place), "F01", CANARY)
    made = backed_up(place, tmp_path / "disk" / "b.backup")
    place.store.close()
    assert made.name in holding(tmp_path)


def test_what_is_erased_is_gone_from_database_and_copies_while_the_key_lies_in_the_safe(
    folder: Path, key: Path
) -> None:
    place = workplace.open_workplace(folder)
    who = people.first_person(place)
    copy = place.store.copy()
    with place.store.read() as tx:
        id = tx.value(select(family_table.c.id))
    safe = key.rename(key.with_name("safe"))
    done = erasing.erase_family(place, who, id, "withdrawn", "F01")
    assert done.left == ""
    assert names(place) == []
    safe.rename(key)
    with driver.driver_of(folder).connect(copy, reads=True) as opened:
        assert opened.execute("SELECT name FROM family").fetchall() == []
    opened.close()
    assert checking.check(place) == []
    place.store.close()


def test_it_does_not_move_into_a_database_that_would_keep_it_plain(folder: Path) -> None:
    with pytest.raises(StoreError, match="PostgreSQL would keep it unencrypted"):
        workplace.open_workplace(folder, database="postgresql://attune@127.0.0.1:1/attune")
    workplace.open_workplace(folder).store.close()
