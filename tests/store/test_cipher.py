"""An encrypted database: nothing plain in the folder, shut without its key, and otherwise the store that it always is."""

import hashlib
import hmac
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlcipher3 import dbapi2 as ciphered

from annotator import store as stores
from annotator.errors import StoreError
from annotator.store import Store, Tx, connections, driver, erasing, key_file, migrate, snapshot
from annotator.store.failures import INTEGRITY, broken_rule
from annotator.store.folder import BACKUPS, DATABASE
from annotator.store.tables import family
from tests.store.desk_case import SMILE, Clock, Desk, furnished, new
from tests.store.test_kill import rounds

pytestmark = pytest.mark.sqlite

CANARY = "Zitronenfalter-Wiegenlied"
MASTER = bytes(range(32))


def hkdf(master: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256, without salt, one block: its two steps by hand."""
    pseudorandom = hmac.new(bytes(32), master, hashlib.sha256).digest()
    return hmac.new(pseudorandom, info + b"\x01", hashlib.sha256).digest()


def test_the_steps_by_hand_are_those_of_the_rfc() -> None:
    """RFC 5869, A.3: the first 32 bytes of what comes out."""
    okm = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert hkdf(b"\x0b" * 22, b"").hex() == okm


@pytest.fixture
def key(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    file = tmp_path / "stick" / "attune.key"
    file.touch(mode=0o600)
    file.write_text(key_file.text_of(MASTER))
    return file


@pytest.fixture
def folder(tmp_path: Path, key: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    driver.keep(made, MASTER, key)
    return made


@pytest.fixture
def opened(folder: Path, clock: Clock) -> Iterator[Store]:
    store = stores.open(folder, clock=clock)
    yield store
    store.close()


@pytest.fixture
def at_work(opened: Store) -> Desk:
    """A desk whose family bears the canary's name; more is written than the log holds between two checkpoints."""
    desk = furnished(opened)
    opened.write(lambda tx: stores.families.create_family(tx, "F02", CANARY))
    return desk


def holding(folder: Path, words: str) -> list[str]:
    """The files below a folder in which the words stand as they are."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if words.encode() in file.read_bytes()]


def by_hand(file: Path, master: bytes = MASTER) -> "ciphered.Connection":
    """SQLCipher without the program."""
    connection = ciphered.connect(str(file))
    connection.execute(f"PRAGMA key = \"x'{hkdf(master, b'attune database 1').hex()}'\"")
    return connection


def families(connection: "ciphered.Connection") -> list[str]:
    with closing(connection):
        return [row[0] for row in connection.execute("SELECT name FROM family ORDER BY code")]


def names(tx: Tx) -> list[str]:
    return [row.name for row in tx.rows(select(family.c.name).order_by(family.c.code))]


def test_nothing_is_plain_in_database_log_or_copies(opened: Store, at_work: Desk, tmp_path: Path) -> None:
    log = opened.folder / f"{DATABASE}-wal"
    assert log.stat().st_size > 4096, "the canary is still in the log"
    assert holding(opened.folder, CANARY) == []
    copy = opened.copy()
    taken = tmp_path / "taken.db"
    snapshot.take(opened.folder, taken)
    assert holding(tmp_path, CANARY) == []
    opened.overwrite_traces()
    opened.close()
    assert holding(tmp_path, CANARY) == []
    for file in (opened.folder / DATABASE, copy, taken):
        assert families(by_hand(file)) == ["Müller", CANARY]
        assert not file.read_bytes().startswith(b"SQLite format 3")
        with (
            closing(sqlite3.connect(file)) as plain,
            pytest.raises(sqlite3.DatabaseError, match="not a database"),
        ):
            plain.execute("SELECT * FROM sqlite_master")


def test_the_same_words_are_found_where_nothing_is_encrypted(store: Store) -> None:
    """So the search above can fail."""
    store.write(lambda tx: stores.families.create_family(tx, "F02", CANARY))
    assert holding(store.folder, CANARY)


def test_every_setting_is_in_force(opened: Store) -> None:
    """Read back where it is kept: FULL, the log, overwriting, the cipher itself."""

    def settings(connection: sqlite3.Connection) -> dict[str, object]:
        names = (
            "synchronous",
            "journal_mode",
            "secure_delete",
            "foreign_keys",
            "temp_store",
            "cipher_use_hmac",
        )
        return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    found = opened.write(lambda tx: settings(connections.raw(tx.connection)))
    assert found == {
        "synchronous": 2, "journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1, "temp_store": 2,
        "cipher_use_hmac": "1",
    }  # fmt: skip
    connection = driver.driver_of(opened.folder).connect(opened.folder / DATABASE)
    with closing(connection), pytest.raises(StoreError, match="setting"):
        connection.execute("PRAGMA synchronous = 1")
        connections.assert_settings(connection)


def test_it_is_whole_and_opens_again(opened: Store, at_work: Desk, clock: Clock) -> None:
    assert stores.check.check_store(opened) == []
    opened.close()
    again = stores.open(opened.folder, clock=clock)
    with again.read() as tx:
        assert names(tx) == ["Müller", CANARY]
    assert stores.check.check_store(again) == []
    again.close()


def test_without_its_key_nobody_opens_it_and_nothing_is_changed(
    opened: Store, at_work: Desk, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.close()
    before = (opened.folder / DATABASE).read_bytes()

    def refused() -> str:
        told = set()
        for reach in (lambda: stores.open(opened.folder), lambda: snapshot.films_now(opened.folder)):
            with pytest.raises(StoreError) as error:
                reach()
            told.add(str(error.value.sentence))
        (sentence,) = told
        return sentence

    moved = key.rename(tmp_path / "moved.key")
    assert refused() == (
        f"The database here is encrypted, and the file with its key, {key}, cannot be read "
        "(No such file or directory). Put in the disk that holds it, or name the file: ATTUNE_FILM_KEY=FILE."
    )
    other = tmp_path / "other.key"
    other.touch(mode=0o600)
    other.write_text(key_file.text_of(bytes(32)))
    monkeypatch.setenv(key_file.KEY_FILE, str(other))
    assert refused() == (
        f"{other} is not the key of the database of this data folder. Name the right one: ATTUNE_FILM_KEY=FILE."
    )
    moved.chmod(0o644)
    monkeypatch.setenv(key_file.KEY_FILE, str(moved))
    assert refused().startswith(f"Others on this computer may read {moved}, the key of the database. Let")
    moved.chmod(0o600)
    other.write_text("Nothing of use\n")
    monkeypatch.setenv(key_file.KEY_FILE, str(other))
    assert refused().startswith(f"There is no key of a database in {other}. Name")
    monkeypatch.setenv(key_file.KEY_FILE, str(shutil.copy2(moved, opened.folder / "inside.key")))
    assert refused().startswith(
        "The key of the database lies inside the data folder: whoever takes the database"
    )
    (opened.folder / "inside.key").unlink()
    monkeypatch.setenv(key_file.KEY_FILE, str(moved))
    with monkeypatch.context() as patch:
        patch.setattr(driver, "_ciphered", None)
        assert refused().endswith("which needs a package more: pip install sqlcipher3.")
    marker = opened.folder / driver.CIPHER
    kept = marker.read_bytes()
    marker.write_bytes(b"\xff")
    assert refused().startswith(f"{marker} cannot be read")
    marker.unlink()
    assert refused().startswith("The file attune.db is damaged or no database."), "never as if it were new"
    assert (opened.folder / DATABASE).read_bytes() == before
    marker.write_bytes(kept)
    stores.open(opened.folder).close()


def test_a_plain_database_put_in_its_place_is_refused(opened: Store, clock: Clock, unwritten: Path) -> None:
    opened.close()
    shutil.copy(unwritten / DATABASE, opened.folder / DATABASE)
    with pytest.raises(StoreError, match="damaged or no database"):
        stores.open(opened.folder, clock=clock)


def test_a_changed_byte_is_found(opened: Store, at_work: Desk, clock: Clock) -> None:
    """In each page but those that say where the next are: SQLCipher seals each."""
    opened.close()
    file = opened.folder / DATABASE
    whole = file.read_bytes()
    for page in (0, len(whole) // 4096 // 2, len(whole) // 4096 - 1):
        at = page * 4096 + 2000
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with closing(by_hand(file)) as hand:
            assert hand.execute("PRAGMA cipher_integrity_check").fetchall()
        if page == 0:
            with pytest.raises(StoreError, match="damaged or no database"):
                stores.open(opened.folder, clock=clock)
    file.write_bytes(whole)
    with closing(by_hand(file)) as hand:
        assert hand.execute("PRAGMA cipher_integrity_check").fetchall() == []


def test_rules_of_the_tables_are_told_apart_as_ever(opened: Store, at_work: Desk) -> None:
    """An annotation that ends before it begins breaks a check, an edit that was sent before does not."""
    good = at_work.add(1_000, 2_000)
    assert at_work.do(good).outcome == "saved"
    twice = replace(good, annotation=new())
    for edit, code in ((at_work.add(5_000, 4_000, SMILE), "malformed"), (twice, "different")):
        answer = at_work.do(edit)
        assert (answer.outcome, answer.code) == ("refused", code)
    assert len(at_work.standing()) == 1
    # Past every question of ours, by the tables alone:
    with pytest.raises(INTEGRITY) as error:
        opened.write(lambda tx: tx.execute(text("INSERT INTO annotation SELECT * FROM annotation")))
    assert broken_rule(error.value) == "unique"


def test_tables_are_brought_up_to_date_and_the_copy_before_is_encrypted(
    opened: Store, at_work: Desk, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "v9999_later.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9999', '{migrate.newest()}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE later (id TEXT)')\n"
    )
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    stores.open(opened.folder, clock=clock).close()
    (copy,) = (opened.folder / BACKUPS).iterdir()
    there = "SELECT count(*) FROM sqlite_master WHERE name = 'later'"
    for file, tables in ((copy, 0), (opened.folder / DATABASE, 1)):
        with closing(by_hand(file)) as hand:
            assert hand.execute(there).fetchone()[0] == tables
        assert families(by_hand(file)) == ["Müller", CANARY]
    assert holding(opened.folder, CANARY) == []


def test_every_migration_runs_on_it(folder: Path) -> None:
    engine = connections.writer_engine(folder / DATABASE, driver.driver_of(folder))
    with engine.connect() as connection:
        migrate.migrate(connection)
        assert migrate.revision(connection) == migrate.newest()
    store = stores.open(folder)
    assert stores.check.check_store(store) == []
    store.close()


def test_what_is_erased_goes_from_its_copies_too(opened: Store, at_work: Desk) -> None:
    copy = opened.copy()
    with opened.read() as tx:
        id = tx.value(select(family.c.id).where(family.c.name == CANARY))
    erasing.scrub_copy(copy, frozenset({erasing.mark("family", id)}), driver.driver_of(opened.folder))
    assert families(by_hand(copy)) == ["Müller"]


def test_what_was_acknowledged_survives_kill_9(folder: Path) -> None:
    rounds(folder, 2, random.Random(3))
    assert driver.looks_encrypted(folder / DATABASE)
