"""What opening a data folder refuses, warns of and repairs, each named in the answer (R9, R15, R31)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from annotator import store as stores
from annotator.errors import StoreError
from annotator.store import Store, assignments, connections, folder, migrate
from annotator.store.folder import DATABASE, LOCK
from tests.first_release import person_of_the_first_release, tables_of_the_first_release, tables_until
from tests.store.desk_case import Clock, Desk

SECOND = "import sys; from pathlib import Path; from annotator import store; store.open(Path(sys.argv[1]))"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.sqlite
def test_the_writing_connection_has_every_setting_safety_rests_on(store: Store) -> None:
    found = store.write(
        lambda tx: {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete")
        }
    )
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1,
    }  # fmt: skip


@pytest.mark.sqlite
def test_reading_connections_neither_write_nor_checkpoint(store: Store) -> None:
    with store.read() as tx:
        for name, value in (
            ("query_only", 1),
            ("wal_autocheckpoint", 0),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
        ):
            assert tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


@pytest.mark.sqlite
@pytest.mark.parametrize(("name", "value"), [("synchronous", 1), ("foreign_keys", 0), ("secure_delete", 0)])
def test_a_setting_that_did_not_take_is_named(tmp_path: Path, name: str, value: int) -> None:
    connection = connections.connect(tmp_path / "any.db", {**connections.WRITER, name: value})
    with pytest.raises(StoreError, match=name):
        connections.assert_settings(connection)
    connection.close()


def test_a_second_process_is_refused_and_told_who_holds_the_folder(store: Store) -> None:
    second = subprocess.run(
        [sys.executable, "-c", SECOND, str(store.folder)], capture_output=True, text=True, check=False
    )
    assert second.returncode != 0
    last = second.stderr.strip().splitlines()[-1]
    assert f"process {os.getpid()}, started 2026-05-03T10:00:00.000Z" in last
    assert "close it first" in last


def test_a_second_store_in_the_same_process_is_refused_too(store: Store) -> None:
    with pytest.raises(StoreError, match="Another Attune already uses"):
        stores.open(store.folder)
    store.write(lambda tx: stores.accounts.add(tx, "Ana", "coder"))


def test_the_folder_is_free_again_after_closing_and_after_a_crash(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text('{"pid": 1, "started": "a crash ago"}')
    for _ in range(2):
        stores.open(tmp_path).close()


@pytest.mark.sqlite
def test_an_older_program_refuses_a_newer_folder_and_changes_nothing(tmp_path: Path) -> None:
    stores.open(tmp_path).close()
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreError, match=r"newer Attune \(its tables are 0999") as refusal:
        stores.open(tmp_path)
    assert "\n" not in str(refusal.value)
    assert (tmp_path / DATABASE).read_bytes() == before
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.sqlite
def test_a_file_that_is_no_database_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreError, match=r"attune\.db is damaged.*backups"):
        stores.open(tmp_path)
    with pytest.raises(StoreError, match=r"attune\.db is damaged"):
        stores.open(tmp_path)  # the first refusal has let the folder go


def test_a_place_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--data"):
        stores.open(tmp_path / "file")


def test_a_clock_before_the_last_entry_of_the_record_is_warned_of(tmp_path: Path, clock: Clock) -> None:
    first = stores.open(tmp_path, clock=clock)
    first.write(lambda tx: stores.audit.write(tx, None, "start", "store", ""))
    assert first.warnings == ()
    first.close()
    clock.move(hours=-1)
    second = stores.open(tmp_path, clock=clock)
    assert [w for w in second.warnings if "2026-05-03T10:00:00.000Z" in w and "Set the clock" in w]
    second.close()


def test_little_room_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**12, 10**12, 700 * 1024**2))
    opened = stores.open(tmp_path)
    assert any("Only 700 MB are free" in warning for warning in opened.warnings)
    opened.close()


def test_a_network_file_system_is_known_by_its_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n//nas/lab /media/my\\040lab cifs rw 0 0\n"
    )
    known = {
        place: folder.file_system(Path(place), mounts)
        for place in ("/srv", "/home/ana/data", "/media/my lab/x")
    }
    assert known == {"/srv": "ext4", "/home/ana/data": "nfs4", "/media/my lab/x": "cifs"}
    assert {"nfs4", "cifs"} <= folder.REMOTE
    assert folder.file_system(tmp_path, tmp_path / "nowhere") == ""


@pytest.mark.sqlite
def test_only_this_account_can_read_the_folder(store: Store) -> None:
    if os.name == "posix":
        assert store.folder.stat().st_mode & 0o077 == 0
        assert (store.folder / DATABASE).stat().st_mode & 0o077 == 0


@pytest.mark.sqlite
def test_a_migration_is_preceded_by_a_copy(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more migration after the newest: the copy holds the old tables, the database the new."""
    opened = stores.open(tmp_path / "data", clock=clock)
    opened.write(lambda tx: stores.accounts.add(tx, "Ana", "coder"))
    opened.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "v9999_later.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9999', '{migrate.newest()}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE later (id TEXT)')\n"
    )
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    stores.open(tmp_path / "data", clock=clock).close()
    copies = list((tmp_path / "data" / "backups").iterdir())
    assert [copy.name for copy in copies] == ["attune-20260503T100000000Z-before-9999.db"]
    for file, tables in ((copies[0], 0), (tmp_path / "data" / DATABASE, 1)):
        connection = sqlite3.connect(file)
        assert (
            connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone()[0]
            == tables
        )
        assert connection.execute("SELECT name FROM account").fetchall() == [("Ana",)]
        connection.close()


@pytest.mark.sqlite
def test_a_folder_of_the_first_release_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path, clock: Clock
) -> None:
    with tables_of_the_first_release(tmp_path):
        opened = stores.open(tmp_path / "data", clock=clock)
        ana = opened.write(person_of_the_first_release)
        family = opened.write(lambda tx: stores.families.create_family(tx, "F01", "Müller")).id
        session = opened.write(
            lambda tx: stores.families.create_session(tx, family, "Visit 1", "2026-05-03")
        ).id
        opened.close()
    opened = stores.open(tmp_path / "data", clock=clock)
    assert opened.write(
        lambda tx: stores.notes.add(tx, "note-0001", session, ana, 0, "He waits.", True)
    ).starred
    assert opened.write(lambda tx: stores.plans.add(tx, session, ana, "en", "Mia")).state == "draft"
    with opened.read() as tx:
        assert stores.families.family(tx, family).name == "Müller"
        # Everybody saw everything, and still does.
        assert [m.whole for m in stores.studies.memberships(tx, ana)] == [True]
    assert stores.check.check_store(opened) == []
    opened.close()


@pytest.mark.sqlite
def test_visits_that_were_given_before_there_were_drawings_stay_given(tmp_path: Path, clock: Clock) -> None:
    given = (
        'INSERT INTO assignment (session, account, scheme, profile, "by", at) '
        "VALUES (:session, 'ana', NULL, NULL, NULL, :at)"
    )
    with tables_until("v0012", tmp_path):
        opened = stores.open(tmp_path / "data", clock=clock)
        opened.write(person_of_the_first_release)
        family = opened.write(lambda tx: stores.families.create_family(tx, "F01", "Müller")).id
        visits = [
            opened.write(lambda tx: stores.families.create_session(tx, family, "Visit", "2026-05-03")).id
            for _ in range(2)
        ]
        for visit in visits:
            row = {"session": visit, "at": "2026-05-03T10:00:00.000Z"}
            opened.write(lambda tx, row=row: tx.execute(text(given), row))
        opened.close()
    opened = stores.open(tmp_path / "data", clock=clock)
    with opened.read() as tx:
        kept = assignments.of_sessions(tx, visits)
    assert {(a.session, a.account, a.position, a.drawing, a.former) for a in kept} == {
        (visit, "ana", 0, None, None) for visit in visits
    }
    assert len({a.id for a in kept}) == 2
    opened.close()


@pytest.mark.sqlite
def test_what_families_said_stays_to_the_letter_when_a_purpose_is_added(tmp_path: Path, clock: Clock) -> None:
    said = (
        'INSERT INTO consent (person, purpose, state, how, language, until, "by", at) '
        "VALUES ('p1', :purpose, :state, 'spoken', 'de', :until, 'ana', :at)"
    )
    rows = [("look_together", "given", None), ("supervisor", "refused", None), ("look_together", "withdrawn", None),
            ("look_together", "given", "2027-01-01")]  # fmt: skip
    every = text("SELECT * FROM consent ORDER BY seq")
    with tables_until("v0022", tmp_path):
        opened = stores.open(tmp_path / "data", clock=clock)
        opened.write(person_of_the_first_release)
        family = opened.write(lambda tx: stores.families.create_family(tx, "F01", "Müller")).id
        person = text(
            "INSERT INTO person (id, family, role, label, position) VALUES ('p1', :family, 'child', 'Mia', 0)"
        )
        opened.write(lambda tx: tx.execute(person, {"family": family}))
        for n, (purpose, state, until) in enumerate(rows):
            row = {
                "purpose": purpose,
                "state": state,
                "until": until,
                "at": f"2026-05-0{n + 1}T10:00:00.000Z",
            }
            opened.write(lambda tx, row=row: tx.execute(text(said), row))
        with opened.read() as tx:
            before = [tuple(row) for row in tx.connection.execute(every)]
        opened.close()
    opened = stores.open(tmp_path / "data", clock=clock)
    with opened.read() as tx:
        after = [tuple(row) for row in tx.connection.execute(every)]
    assert after == before
    assert len(after) == 4
    new = {"purpose": "feedback_session", "state": "given", "until": None, "at": "2026-05-09T10:00:00.000Z"}
    opened.write(lambda tx: tx.execute(text(said), new))
    with pytest.raises(IntegrityError, match="never changed"):
        opened.write(lambda tx: tx.execute(text("UPDATE consent SET state = 'given'")))
    opened.close()


@pytest.mark.sqlite
def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.open(tmp_path / "data", clock=clock).close()
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "v9999_later.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9999', '{migrate.newest()}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE later (id TEXT)')\n    raise ValueError('half way')\n"
    )
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", scripts)
        with pytest.raises(ValueError, match="half way"):
            stores.open(tmp_path / "data", clock=clock)
    opened = stores.open(tmp_path / "data", clock=clock)
    assert stores.check.check_store(opened) == []
    opened.close()
    connection = sqlite3.connect(tmp_path / "data" / DATABASE)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone()[0] == 0
    connection.close()


def test_the_newest_tables_are_those_alembic_knows_as_the_newest(store: Store) -> None:
    """Also one file for each revision: its name is all that is read at an ordinary start."""
    scripts = ScriptDirectory.from_config(migrate._config())
    assert scripts.get_current_head() == migrate.newest()
    assert all(migrate.knows(each.revision) for each in scripts.walk_revisions())
    with store.read() as tx:
        assert migrate.revision(tx.connection) == migrate.newest()


def test_a_fresh_store_is_whole(store: Store, desk: Desk) -> None:
    assert stores.check.check_store(store) == []
    assert list((store.folder / "backups").iterdir()) == []
