"""An encrypted backup: nobody reads it without the key, which is not beside it; with the key it is whole (S45)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.access import Role
from annotator.actions import backing_up, backup_keys, people, restoring, workplace
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound, StoreError
from annotator.store import encryption
from annotator.store.accounts import Account
from tests.films import barcode_film
from tests.running import enter_visit
from tests.store import by_hand

CANARY = b"Family 012"
"""Stands in the database as it is."""


def quiet(_share: float, _total: int) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a family and a film, and a key for its backups that lies elsewhere."""
    folder = tmp_path_factory.mktemp("furnished")
    opened = workplace.open_workplace(folder / "data")
    enter_visit(opened, barcode_film(folder / "film.mp4", rate="5", frames=30, sound=False))
    backup_keys.make_key(opened, people.first_person(opened), folder / "attune.key")
    opened.store.close()
    return folder


@pytest.fixture
def key(furnished: Path) -> Path:
    return furnished / "attune.key"


@pytest.fixture
def place(furnished: Path, tmp_path: Path) -> Iterator[Workplace]:
    shutil.copytree(furnished / "data", tmp_path / "data")
    opened = workplace.open_workplace(tmp_path / "data")
    yield opened
    opened.store.close()


@pytest.fixture
def lead(place: Workplace) -> Account:
    return people.first_person(place)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def back_up(
    place: Workplace, lead: Account, target: Path, progress: backing_up.Progress = quiet
) -> backing_up.Made:
    return backing_up.back_up(place.folder, target, backing_up.begin_backup(place, lead, target), progress)


def families(folder: Path) -> list[tuple[object, ...]]:
    with by_hand.of_folder(folder) as hand:
        return [tuple(row) for row in hand.execute(text("SELECT id, code FROM family ORDER BY id"))]


def test_with_the_key_it_is_whole_and_later_backups_are_encrypted_too(
    place: Workplace, lead: Account, outside: Path, key: Path, tmp_path: Path
) -> None:
    made = back_up(place, lead, outside / "b")
    done = restoring.restore(made.file, tmp_path / "new", quiet, key=key)
    assert (done.films, done.problems) == (1, ())
    assert families(tmp_path / "new") == families(place.folder) != []
    originals = [sorted((f / "films").glob("*/original.mp4")) for f in (tmp_path / "new", place.folder)]
    assert [p.read_bytes() for p in originals[0]] == [p.read_bytes() for p in originals[1]]
    assert backup_keys.encrypted_for(tmp_path / "new") == encryption.public_of(key)
    assert backing_up.file_for(tmp_path / "new", outside).suffix == ".age"


def test_at_no_instant_is_anything_plain_where_the_backup_goes(
    place: Workplace, lead: Account, outside: Path
) -> None:
    seen: set[str] = set()

    def look(_share: float, _total: int) -> None:
        for path in outside.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                seen.add(path.name)
                assert CANARY not in data
                assert b"SQLite format 3" not in data
                assert b"ftyp" not in data

    made = back_up(place, lead, outside / "b", look)
    assert "backup" in seen, "it was looked while it was written"
    look(1, 1)
    assert made.file.read_bytes().startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert made.file.stat().st_mode & 0o077 == 0
    assert list((place.folder / "backups").glob(".*")) == []


def test_without_its_key_it_stays_shut(
    place: Workplace, lead: Account, outside: Path, tmp_path: Path
) -> None:
    file = back_up(place, lead, outside / "b").file
    other = tmp_path / "other.key"
    other.write_text(encryption.new_key()[0])
    nothing = tmp_path / "nothing.key"
    nothing.write_text("no key")
    for key, told in (
        (None, "is encrypted. Name the file with its key"),
        (other, "is not the key of"),
        (nothing, "There is no key in"),
        (tmp_path / "absent", "There is no key in"),
    ):
        with pytest.raises(StoreError, match=told):
            restoring.restore(file, tmp_path / "new", quiet, key=key)
        assert not (tmp_path / "new").exists()
        assert list(tmp_path.glob(".attune-*")) == []


@pytest.mark.parametrize("at", [0.0, 0.01, 0.3, 0.7, 0.999, "cut"])
def test_one_bit_or_a_lost_tail_is_refused(
    place: Workplace, lead: Account, outside: Path, key: Path, tmp_path: Path, at: float | str
) -> None:
    file = back_up(place, lead, outside / "b").file
    data = bytearray(file.read_bytes())
    if isinstance(at, float):
        data[int(len(data) * at)] ^= 1
    else:
        del data[-1000:]
    file.write_bytes(data)
    with pytest.raises(StoreError):
        restoring.restore(file, tmp_path / "new", quiet, key=key)
    assert not (tmp_path / "new").exists()
    assert list(tmp_path.glob(".attune-*")) == []


@pytest.mark.parametrize("at", [0.0, 0.3, 0.9])
def test_stopped_it_leaves_nothing(place: Workplace, lead: Account, outside: Path, at: float) -> None:
    def stop(share: float, _total: int) -> None:
        if share >= at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(place, lead, outside / "b", stop)
    assert list(outside.iterdir()) == []
    assert list((place.folder / "backups").glob(".*")) == []


def test_a_disk_that_gets_full_says_so_as_it_is() -> None:
    """/dev/full takes no byte."""
    _secret, public = encryption.new_key()
    with pytest.raises(OSError, match="No space left") as told:  # noqa: SIM117 - the second is what raises
        with Path("/dev/full").open("wb", buffering=0) as full, encryption.Encrypting(full, public) as sealed:
            for _ in range(8):
                sealed.write(bytes(2**20))
    assert told.value.errno == 28


def test_the_disk_is_asked_for_what_was_written(
    place: Workplace, lead: Account, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bit that turns between writing and reading back: no backup."""
    whole = backing_up.to_disk

    def turned(path: Path) -> None:
        whole(path)
        if path.name == "backup":
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)

    monkeypatch.setattr(backing_up, "to_disk", turned)
    with pytest.raises(StoreError, match="does not give back what was written"):
        back_up(place, lead, outside / "b")
    assert list(outside.iterdir()) == []


def test_the_key_lies_elsewhere_for_its_owner_alone_and_nowhere_else(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    file = tmp_path / "mine.key"
    public = backup_keys.make_key(place, lead, file)
    assert file.stat().st_mode & 0o077 == 0
    secret = next(line for line in file.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-"))
    assert encryption.public_of(file) == public == backup_keys.encrypted_for(place.folder)
    place.store.overwrite_traces()
    for path in place.folder.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path
    for refused, told in (
        (place.folder / "attune.key", "inside the data folder"),
        (file, "exists already"),
        (tmp_path / "no" / "folder", "cannot be written"),
    ):
        with pytest.raises(StoreError, match=told):
            backup_keys.make_key(place, lead, refused)
    assert backup_keys.encrypted_for(place.folder) == public


def test_who_may_not_back_up_makes_no_key(place: Workplace, lead: Account, tmp_path: Path) -> None:
    ben = people.add_person(place, lead, "Ben", Role.CODER, whole=True)
    before = backup_keys.encrypted_for(place.folder)
    with pytest.raises(NotFound):
        backup_keys.make_key(place, ben, tmp_path / "ben.key")
    assert not (tmp_path / "ben.key").exists()
    assert backup_keys.encrypted_for(place.folder) == before
