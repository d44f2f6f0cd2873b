"""A backup holds everything, or it is not there; what is restored is what was kept (R13, R14, S27)."""

import json
import shutil
import sqlite3
import zipfile
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.access import Role
from annotator.actions import backing_up, checking, people, restoring, workplace
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound, StoreError
from annotator.store import archive, migrate, recordings
from annotator.store.accounts import Account
from annotator.store.archive import Manifest, Packing
from annotator.store.erased_list import FILE
from annotator.store.folder import DATABASE
from tests.films import barcode_film
from tests.first_release import tables_of_the_first_release
from tests.meeting_case import ready_plan, sent
from tests.running import enter_visit
from tests.store.by_hand import on_file

FACTS = Manifest("0123456789abcdef", "2026-05-03T10:00:00.000Z", "1.0", migrate.newest(), "")
NOT_CARRIED = {"sign_in", "device", "launch", "upload"}

Usage = namedtuple("Usage", "total used free")


def quiet(_share: float, _total: int) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a family, its visit, film, coding and plan of a meeting; closed."""
    folder = tmp_path_factory.mktemp("furnished")
    film = barcode_film(folder / "film.mp4", rate="5", frames=60, sound=False)
    opened = workplace.open_workplace(folder / "data")
    entered = enter_visit(opened, film)
    moment = sent(onset_ms=1_000, offset_ms=9_000, at_ms=5_000)
    ready_plan(opened, people.first_person(opened), entered.session, moment)
    opened.store.close()
    return folder / "data"


@pytest.fixture
def place(furnished: Path, tmp_path: Path) -> Iterator[Workplace]:
    """The furnished workplace, a copy of its own for each test."""
    shutil.copytree(furnished, tmp_path / "data")
    opened = workplace.open_workplace(tmp_path / "data")
    yield opened
    opened.store.close()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Where backups go: a folder that is nobody's data folder."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def back_up(
    place: Workplace, lead: Account, target: Path, progress: backing_up.Progress = quiet
) -> backing_up.Made:
    return backing_up.back_up(place.folder, target, backing_up.begin_backup(place, lead, target), progress)


@pytest.fixture
def made(place: Workplace, lead: Account, outside: Path) -> Path:
    return back_up(place, lead, outside / "all.backup").file


def rows(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        tables = [
            n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# What comes back


def test_every_row_and_every_film_comes_back(place: Workplace, made: Path, tmp_path: Path) -> None:
    """Only who was signed in stays behind; the record has one row more: that it was restored."""
    restoring.restore(made, tmp_path / "new", quiet)
    there = place.folder / DATABASE if on_file(place.store) else place.store.copy()
    before, after = rows(there), rows(tmp_path / "new" / DATABASE)
    assert before.keys() == after.keys()
    assert len(before["annotation"]) + len(before["moment"]) + len(before["scheme"]) > 3
    assert {t for t in before if before[t] != after[t]} <= {"audit", "sqlite_sequence", *NOT_CARRIED}
    assert after["audit"][:-1] == before["audit"]
    assert [row[3:6] for row in after["audit"][-1:]] == [("restore", "store", before["audit"][-1][5])]
    assert files(tmp_path / "new" / "films") == files(place.folder / "films")


def test_what_is_restored_is_whole_and_can_be_worked_on(made: Path, tmp_path: Path) -> None:
    done = restoring.restore(made, tmp_path / "new", quiet)
    assert (done.films, done.problems) == (1, ())
    again = workplace.open_workplace(tmp_path / "new")
    try:
        assert checking.check(again) == []
        assert people.add_person(again, people.first_person(again), "Ben", "coder", whole=True).name == "Ben"
    finally:
        again.store.close()


def test_nobody_is_signed_in_after_a_restore(
    place: Workplace, lead: Account, outside: Path, tmp_path: Path
) -> None:
    from annotator.store import sign_ins

    token = place.store.write(lambda tx: sign_ins.sign_in(tx, lead.id))
    restoring.restore(back_up(place, lead, outside / "b").file, tmp_path / "new", quiet)
    again = workplace.open_workplace(tmp_path / "new")
    try:
        with again.store.read() as tx:
            assert sign_ins.account_id_of(tx, token) is None
        with place.store.read() as tx:
            assert sign_ins.account_id_of(tx, token) == lead.id
    finally:
        again.store.close()


def test_an_empty_folder_is_as_good_as_a_new_one_and_what_a_killed_restore_left_is_cleared(
    made: Path, tmp_path: Path
) -> None:
    left = tmp_path / "new"
    (left / ".restoring" / "films").mkdir(parents=True)
    (left / "films" / "0123456789abcdef").mkdir(parents=True)
    (left / "films" / "0123456789abcdef" / "original.mp4").write_bytes(b"half")
    restoring.restore(made, left, quiet)
    assert not (left / ".restoring").exists()
    assert not (left / "films" / "0123456789abcdef").exists()


@pytest.mark.sqlite
def test_a_backup_of_older_tables_is_brought_up_to_date(tmp_path: Path, outside: Path) -> None:
    with tables_of_the_first_release(tmp_path):
        from annotator import store as stores

        old = stores.open(tmp_path / "old")
        family = old.write(lambda tx: stores.families.create_family(tx, "F01", "Müller")).id
        old.close()
    file = backing_up.back_up(tmp_path / "old", outside / "old.backup", "0123456789abcdef", quiet).file
    restoring.restore(file, tmp_path / "new", quiet)
    again = workplace.open_workplace(tmp_path / "new")
    try:
        with again.store.read() as tx:
            assert stores.families.family(tx, family).name == "Müller"
        assert list((tmp_path / "new" / "backups").iterdir()) == []
    finally:
        again.store.close()


# What a backup is


def test_a_backup_is_noted_before_and_is_in_itself(place: Workplace, lead: Account, made: Path) -> None:
    manifest = archive.prove(made, lambda _n: None)
    with zipfile.ZipFile(made) as opened:
        opened.extract(DATABASE, made.parent / "look")
    noted = rows(made.parent / "look" / DATABASE)["audit"][-1]
    assert noted[2:6] == (lead.id, "backup", "store", manifest.id)
    assert manifest.head == noted[-1]


def test_it_names_nobody_and_only_its_owner_can_read_it(made: Path) -> None:
    outer = made.read_bytes()
    with zipfile.ZipFile(made) as opened:
        said = opened.read("manifest.json") + b"".join(info.filename.encode() for info in opened.infolist())
        assert b"Testing" in opened.read(DATABASE)
    assert b"Testing" not in said
    assert b"film.mp4" not in said
    assert outer.startswith(b"PK")
    assert made.stat().st_mode & 0o077 == 0


def test_making_it_writes_no_byte_of_the_data_folder(place: Workplace, lead: Account, outside: Path) -> None:
    id = backing_up.begin_backup(place, lead, outside / "b")
    before = files(place.folder)
    backing_up.back_up(place.folder, outside / "b", id, quiet)
    after = files(place.folder)
    assert {n for n in after if before.get(n) != after[n]} <= {f"{DATABASE}-shm"}
    assert before.keys() == after.keys()


def test_who_may_not_back_up_cannot(place: Workplace, lead: Account) -> None:
    coder = people.add_person(place, lead, "Ben", Role.CODER, whole=True)
    with pytest.raises(NotFound):
        backing_up.begin_backup(place, coder, Path())


@pytest.mark.parametrize("where", ["data/b.backup", "stick/there.backup", "nowhere/b.backup"])
def test_a_place_that_would_lose_or_overwrite_is_refused(place: Workplace, outside: Path, where: str) -> None:
    (outside / "there.backup").write_bytes(b"the last good one")
    with pytest.raises(StoreError) as refusal:
        backing_up.file_for(place.folder, place.folder.parent / where)
    assert "\n" not in str(refusal.value)
    assert (outside / "there.backup").read_bytes() == b"the last good one"


def test_in_a_folder_it_is_named_by_the_time(place: Workplace, outside: Path) -> None:
    target = backing_up.file_for(place.folder, outside)
    assert target.parent == outside
    assert target.name.startswith("attune-20")
    assert target.suffix == ".backup"


def test_where_no_data_folder_is_none_is_made(tmp_path: Path, outside: Path) -> None:
    with pytest.raises(StoreError, match="no data folder"):
        backing_up.file_for(tmp_path / "nowhere", outside)
    assert not (tmp_path / "nowhere").exists()


# Films that are not as they were


def test_a_film_that_changed_or_is_missing_is_said_and_the_rest_is_kept(
    place: Workplace, lead: Account, outside: Path, tmp_path: Path
) -> None:
    folder = next((place.folder / "films").iterdir())
    original = next(folder.glob("original.*"))
    original.write_bytes(original.read_bytes() + b"!")
    (folder / "peaks.bin").unlink()
    done = back_up(place, lead, outside / "b")
    assert sorted(w.split(" ")[3] for w in done.warnings) == ["is", "is"]
    assert any("is not as it came in" in w and original.name in w for w in done.warnings)
    assert any("is missing" in w and "peaks.bin" in w for w in done.warnings)
    restoring.restore(done.file, tmp_path / "new", quiet)
    assert (tmp_path / "new" / "films" / folder.name / original.name).read_bytes().endswith(b"!")


def test_a_film_that_goes_while_the_backup_is_made_is_not_in_it(
    place: Workplace, lead: Account, outside: Path
) -> None:
    """It is taken away once the backup is half made; the backup begins anew without it."""
    [id] = [path.name for path in (place.folder / "films").iterdir()]
    gone: list[str] = []

    def take_away(share: float, _total: int) -> None:
        if share > 0.5 and not gone:
            gone.append(id)
            place.store.write(lambda tx: recordings.remove(tx, id))
            shutil.rmtree(place.film_folder(id))

    done = back_up(place, lead, outside / "b", take_away)
    assert gone == [id]
    assert done.films == 0
    assert [part.name for part in done.manifest.parts] == [DATABASE]


# Ended half-way


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("at", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_backup_that_is_stopped_leaves_nothing(
    place: Workplace, lead: Account, outside: Path, at: float
) -> None:
    def stop(share: float, _total: int) -> None:
        if share >= at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(place, lead, outside / "b", stop)
    assert left_behind(outside) == []


@pytest.mark.parametrize("at", [0.0, 0.4, 0.6, 0.9])
def test_a_restore_that_is_stopped_leaves_nothing_and_can_be_begun_again(
    made: Path, tmp_path: Path, at: float
) -> None:
    def stop(share: float, _total: int) -> None:
        if share >= at:
            raise KeyboardInterrupt

    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "new", tmp_path / "empty"):
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(made, folder, stop)
    assert not (tmp_path / "new").exists()
    assert left_behind(tmp_path / "empty") == []
    assert restoring.restore(made, tmp_path / "empty", quiet).films == 1


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    place: Workplace,
    lead: Account,
    outside: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = back_up(place, lead, tmp_path / "good").file
    id = backing_up.begin_backup(place, lead, outside / "b")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**9, 10**9, 1_000))
    with pytest.raises(StoreError, match="not enough room") as refusal:
        backing_up.back_up(place.folder, outside / "b", id, quiet)
    assert "\n" not in str(refusal.value)
    assert left_behind(outside) == []
    with pytest.raises(StoreError, match="not enough room"):
        restoring.restore(good, tmp_path / "new", quiet)
    assert not (tmp_path / "new").exists()


def test_what_a_killed_backup_left_goes_with_the_next(place: Workplace, lead: Account, outside: Path) -> None:
    killed = outside / ".attune-backup-killed"
    killed.mkdir()
    (killed / "backup").write_bytes(b"half")
    back_up(place, lead, outside / "b")
    assert left_behind(outside) == [FILE, "b"]


def test_two_backups_at_once_do_not_disturb_each_other(
    place: Workplace, lead: Account, outside: Path
) -> None:
    within: list[backing_up.Made] = []

    def another(share: float, _total: int) -> None:
        if share > 0.3 and not within:
            within.append(back_up(place, lead, outside / "second"))

    first = back_up(place, lead, outside / "first", another)
    assert left_behind(outside) == [FILE, "first", "second"]
    assert archive.prove(first.file, lambda _n: None) == first.manifest
    assert archive.prove(within[0].file, lambda _n: None) == within[0].manifest


# What is refused


def refused(file: Path, folder: Path) -> str:
    """The one sentence a restore is refused with; nothing is made."""
    with pytest.raises(StoreError) as refusal:
        restoring.restore(file, folder, quiet)
    assert "\n" not in str(refusal.value)
    assert not folder.exists()
    return str(refusal.value)


def test_one_flipped_bit_anywhere_is_refused(made: Path, tmp_path: Path) -> None:
    """Everywhere in the first and last kilobyte, and at 200 places between."""
    whole = made.read_bytes()
    places = {*range(1024), *range(len(whole) - 1024, len(whole)), *range(0, len(whole), len(whole) // 200)}
    for at in sorted(places):
        bad = bytearray(whole)
        bad[at] ^= 1 << (at % 8)
        made.write_bytes(bad)
        with pytest.raises(StoreError):
            archive.prove(made, lambda _n: None)
    made.write_bytes(bytes(bad[:-1]) + whole[-1:])
    made.write_bytes(
        whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :]
    )
    assert "damaged or cut short" in refused(made, tmp_path / "new")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_backup_that_was_cut_short_is_refused(made: Path, tmp_path: Path, share: float) -> None:
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    assert "damaged or cut short" in refused(made, tmp_path / "new")


def zip_of(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("attune.db", b"not ours")
    return path


def text_of(path: Path) -> Path:
    path.write_text("a letter")
    return path


def empty_of(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize("make", [zip_of, text_of, empty_of])
def test_another_file_is_refused(make: Callable[[Path], Path], tmp_path: Path) -> None:
    assert "no backup of Attune" in refused(make(tmp_path / "file"), tmp_path / "new")


@pytest.mark.parametrize("name", ["missing", "."])
def test_no_file_is_refused(name: str, tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / name, tmp_path / "new")


def packed(file: Path, *names: str, facts: Manifest = FACTS) -> Path:
    """A properly sealed backup with these parts."""
    content = file.with_suffix(".content")
    content.write_bytes(b"content")
    with file.open("wb") as target, Packing(target, lambda _n: None) as packing:
        for name in names:
            with content.open("rb") as source:
                packing.add(name, source)
        packing.finish(facts)
    return file


ESCAPES = [
    "../evil", "/evil", "films/../../evil", "films/0123456789abcdef/../../../evil", "..\\evil", "C:\\evil",
    "films/0123456789abcdef/..", "films/0123456789abcdef/a/b.mp4", "films//evil", "attune.db/../evil", "logs/attune.log",
    "films/0123456789abcdef/original.mp4\0.txt", "films/0123456789ABCDEF/original.mp4", "films/../evil.mp4",
]  # fmt: skip


@pytest.mark.parametrize("name", ESCAPES)
def test_a_part_that_would_lie_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    file = (
        packed(tmp_path / "inside" / "b", DATABASE, name) if (tmp_path / "inside").mkdir() is None else None
    )
    assert file is not None
    assert "no backup of Attune" in refused(file, tmp_path / "new")
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_part_twice_or_none_at_all_is_refused(tmp_path: Path) -> None:
    film = "films/0123456789abcdef/original.mp4"
    for names in ((DATABASE, film, film), (film,), ()):
        assert "no backup of Attune" in refused(packed(tmp_path / "b", *names), tmp_path / "new")


def test_a_backup_of_newer_tables_or_of_a_newer_form_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = packed(tmp_path / "tables", DATABASE, facts=replace(FACTS, tables="0999"))
    assert "newer Attune" in refused(newer, tmp_path / "new")
    with monkeypatch.context() as patch:
        patch.setattr(archive, "FORMAT", archive.FORMAT + 1)
        packed(tmp_path / "form", DATABASE)
    assert "newer Attune" in refused(tmp_path / "form", tmp_path / "new")


def test_a_manifest_that_lies_about_a_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed with the lie inside: the part's own SHA-256 is compared once more as it is unpacked."""
    true = archive.json.dumps

    def lying(value: dict[str, Any], **more: Any) -> str:
        value["parts"][0]["sha256"] = "0" * 64
        return true(value, **more)

    with monkeypatch.context() as patch:
        patch.setattr(json, "dumps", lying)
        packed(tmp_path / "b", DATABASE)
    assert "damaged" in refused(tmp_path / "b", tmp_path / "new")


@pytest.mark.parametrize("there", ["letter.txt", DATABASE, "films"])
def test_a_folder_that_is_not_empty_is_refused_and_untouched(made: Path, tmp_path: Path, there: str) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / there).write_text("mine")
    with pytest.raises(StoreError, match="not empty"):
        restoring.restore(made, folder, quiet)
    assert files(folder) == {there: b"mine"}


@pytest.fixture(autouse=True)
def _nothing_beside(tmp_path: Path) -> Iterator[None]:
    """No test leaves a half-made backup or restore anywhere."""
    yield
    left = [path.name for path in tmp_path.rglob(".attune-backup-*")] + [
        p.name for p in tmp_path.rglob(".restoring")
    ]
    assert left == []
