"""Films encrypted from the first one on: shut without their key, gone with it, and never plain in the folder (S45)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.access import Role
from annotator.actions import (
    backing_up,
    backup_keys,
    checking,
    codings,
    desk,
    doctoring,
    encrypting,
    erasing,
    families,
    films,
    meeting,
    people,
    preparing,
    reels,
    restoring,
    sheets,
    workplace,
)  # fmt: skip
from annotator.actions.workplace import Workplace
from annotator.errors import MediaError, NotFound, StoreError
from annotator.media import make_reel, read_frames
from annotator.media.film_files import SealedFile, SealedFolder
from annotator.store import connections, key_file, recordings
from annotator.store import film_keys as kept
from annotator.store.accounts import Account
from tests.films import barcode_film
from tests.meeting_case import draft, sent
from tests.running import Visit, enter_visit
from tests.store import by_hand
from tests.unsealing import opened as unsealed

SLICE = 32


def quiet(_share: float, _total: int) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(scope="module")
def furnished(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Visit]:
    """A data folder with encrypted films: a visit with one, its plan and its coding; the key lies beside the folder."""
    root = tmp_path_factory.mktemp("encrypted")
    folder = shutil.copytree(untouched, root / "data")
    opened = workplace.open_workplace(folder)
    encrypting.encrypt_films(opened, people.first_person(opened), root / "films.key")
    opened.store.close()
    opened = workplace.open_workplace(folder)
    try:
        return root, enter_visit(opened, barcode_film(root / "film.mp4", rate="5", frames=300, sound=False))
    finally:
        opened.store.close()


@pytest.fixture
def root(furnished: tuple[Path, Visit], tmp_path: Path) -> Path:
    shutil.copytree(furnished[0] / "data", tmp_path / "data")
    (tmp_path / "stick").mkdir()
    shutil.copy2(furnished[0] / "films.key", tmp_path / "stick" / "films.key")
    return tmp_path


@pytest.fixture
def key(root: Path) -> Path:
    return root / "stick" / "films.key"


@pytest.fixture
def opened(root: Path, key: Path) -> Iterator[Workplace]:
    place = workplace.open_workplace(root / "data", film_key=key)
    yield place
    place.store.close()


@pytest.fixture
def who(opened: Workplace) -> Account:
    return people.first_person(opened)


@pytest.fixture
def film(opened: Workplace, furnished: tuple[Path, Visit]) -> str:
    with opened.store.read() as tx:
        return recordings.of_session(tx, furnished[1].session)[0].id


def slices(data: bytes) -> Iterator[bytes]:
    """Pieces of a file's bytes that stand for themselves."""
    for at in range(0, len(data) - SLICE, 997):
        piece = data[at : at + SLICE]
        if len(set(piece)) > 16:
            yield piece


def test_no_byte_of_a_film_is_plain_in_the_folder_after_preparing_coding_and_a_meeting(
    opened: Workplace, who: Account, film: str, furnished: tuple[Path, Visit], root: Path
) -> None:
    """Each file that is made is opened with the key, and looked for in every byte of every file there is."""
    visit = furnished[1]
    plan = preparing.open_plan(opened, who, visit.session)
    moment = sent(onset_ms=10_000, offset_ms=20_000, at_ms=12_000)
    preparing.save_plan(opened, who, plan, draft(moment))
    preparing.mark_ready(opened, who, plan)
    with opened.store.read() as tx:
        recording = recordings.get(tx, film)
    assert desk.recording_json(opened, recording)["filmstrip"]["tiles"] == 60
    assert meeting.meeting_film(opened, who, plan, "film.mp4").read_bytes()[4:8] == b"ftyp"
    assert sheets.sheet(opened, who, plan, "pdf")[1].startswith(b"%PDF")
    reels.ask_for_reel(opened, who, plan)
    taken = reels.next_reel(opened, "worker")
    assert taken is not None
    seen = everything_plain(opened, film)

    def look(_share: float, _step: str) -> bool:
        assert not traces(opened.folder, seen)
        return True

    make_reel(taken[1], taken[3], taken[2], look)
    reels.reel_made(opened, taken[0].id)
    password = reels.seal_reel(opened, who, plan)
    _info, reel = unsealed(reels.reel_file(opened, who, plan), password)
    assert reel[4:8] == b"ftyp"
    codings.submit_coding(opened, who, visit.coding, codings.my_codings(opened, who)[0].seq)
    opened.store.close()
    assert {"original", "proxy.mp4", "frames.bin", "filmstrip.jpg", "poster.jpg"} < set(seen)
    stills = {f"stills/{p.name}": p for p in opened.film_folder(film).glob("stills/*")}
    assert stills, "the sheet has one"
    assert not traces(root / "data", seen | {"reel": reel})


def everything_plain(place: Workplace, film: str) -> dict[str, bytes]:
    folder = place.film_now(film)
    assert isinstance(folder, SealedFolder)
    names = [str(p.relative_to(folder.path)) for p in folder.path.rglob("*.*") if p.is_file()]
    plain = {name: (folder / name).read_bytes() for name in names if not name.startswith("original")}
    return {**plain, "original": folder.original().read_bytes()}


def traces(folder: Path, plain: dict[str, bytes]) -> list[str]:
    """Which plain files leave a piece of theirs where."""
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    pieces = {name: list(slices(data)) for name, data in plain.items()}
    assert sum(map(len, pieces.values())) > 50
    return [
        f"{n} in {p.name}"
        for n, all in pieces.items()
        for p, data in held.items()
        if any(s in data for s in all)
    ]


def test_the_plain_pieces_are_found_in_a_folder_that_is_not_encrypted(
    place: Workplace, ready_visit: Visit
) -> None:
    """That the search above finds what it looks for."""
    with place.store.read() as tx:
        id = recordings.of_session(tx, ready_visit.session)[0].id
    plain = {p.name: p.read_bytes() for p in place.film_folder(id).iterdir() if p.is_file()}
    assert {found.split(" in ")[0] for found in traces(place.folder, plain)} >= {"proxy.mp4", "original.mp4"}


def test_an_upload_is_sealed_from_its_first_byte_and_goes_on_after_a_cut(
    opened: Workplace, who: Account, furnished: tuple[Path, Visit], root: Path
) -> None:
    whole = barcode_film(root / "second.mp4", rate="5", frames=40).read_bytes()
    begun = films.begin_upload(opened, who, furnished[1].session, "second.mp4", len(whole))
    part = films.upload_path(opened, who, begun.id, 5000)
    with part.open("r+b") as file:
        file.write(whole[:5000])
    assert films.upload(opened, who, begun.id)[1] == 5000
    assert not traces(opened.folder, {"second.mp4": whole})
    with part.open("r+b") as file:
        file.seek(5000)
        file.write(whole[5000:])
    received = films.finish_upload(opened, who, begun.id)
    assert not list((opened.folder / "uploads").iterdir())
    task = films.next_job(opened, "worker")
    assert task is not None and task[0].recording == received.recording.id
    assert task[1].read_bytes() == whole
    assert not traces(opened.folder, {"second.mp4": whole})
    with opened.store.read() as tx:
        assert tx.value(text("SELECT count(*) FROM upload_key")) == 0


def test_without_its_key_nothing_opens_and_with_another_neither(
    root: Path, key: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.key"
    other.write_text(key_file.text_of(bytes(32)))
    other.chmod(0o600)
    empty = tmp_path / "empty.key"
    empty.touch(mode=0o600)
    for named, sentence in ((other, "is not the key of the films"), (empty, "There is no key of films in"),
                            (tmp_path / "gone", "cannot be read")):  # fmt: skip
        with pytest.raises(StoreError, match=sentence):
            workplace.open_workplace(root / "data", film_key=named)
    workplace.open_workplace(root / "data", film_key=key).store.close()


def test_a_key_that_others_may_read_or_that_lies_with_the_films_is_refused(root: Path, key: Path) -> None:
    key.chmod(0o640)
    with pytest.raises(StoreError, match="Others on this computer may read"):
        workplace.open_workplace(root / "data", film_key=key)
    key.chmod(0o600)
    inside = shutil.copy2(key, root / "data" / "films.key")
    with pytest.raises(StoreError, match="inside the data folder"):
        workplace.open_workplace(root / "data", film_key=inside)


def test_where_the_key_is_is_remembered_and_the_environment_goes_before(
    root: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace.open_workplace(root / "data", film_key=key).store.close()
    workplace.open_workplace(root / "data").store.close()
    moved = key.rename(root / "moved.key")
    with pytest.raises(StoreError, match=r"cannot be read .* Put in the disk"):
        workplace.open_workplace(root / "data")
    monkeypatch.setenv(key_file.KEY_FILE, str(moved))
    workplace.open_workplace(root / "data").store.close()


def test_codings_are_not_lost_with_the_key(root: Path, key: Path, furnished: tuple[Path, Visit]) -> None:
    """Who works at the command line comes to them; films alone stay shut, and the check says why."""
    key.unlink()
    another = barcode_film(root / "c.mp4", rate="5", frames=20)
    place = workplace.open_workplace(root / "data", film_key=key, needs_films=False)
    who = people.first_person(place)
    try:
        assert [c.id for c in codings.my_codings(place, who)] == [furnished[1].coding]
        with place.store.read() as tx:
            id = recordings.of_session(tx, furnished[1].session)[0].id
        with pytest.raises(StoreError, match="cannot be read"):
            films.film_file(place, who, id, "proxy.mp4")
        with pytest.raises(StoreError, match="cannot be read"):
            films.import_film(place, who, furnished[1].session, another)
        assert "film_key" in {problem.code for problem in checking.check(place)}
        backing_up.back_up(place.folder, root / "b", backing_up.begin_backup(place, who, root / "b"), quiet)
    finally:
        place.store.close()


def test_it_is_not_chosen_once_there_are_films(
    place: Workplace, lead: Account, ready_visit: Visit, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="There are films here already"):
        encrypting.encrypt_films(place, lead, tmp_path / "late.key")
    assert not (tmp_path / "late.key").exists()


def test_who_had_the_folder_open_before_adds_no_plain_film(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    """As a second process of a team's server would, that knows nothing of it yet."""
    encrypting.encrypt_films(place, lead, tmp_path / "films.key")
    family = families.create_family(place, lead, "Family 9")
    session = families.create_session(place, lead, family.id, "V", "2026-05-31", "free_play_toys").id
    with pytest.raises(StoreError, match="Start Attune again"):
        films.begin_upload(place, lead, session, "a.mp4", 1000)
    with pytest.raises(StoreError, match="Start Attune again"):
        films.import_film(place, lead, session, barcode_film(tmp_path / "a.mp4", rate="5", frames=10))
    assert not list((place.folder / "films").iterdir()) + list((place.folder / "uploads").iterdir())


def test_it_is_chosen_once(opened: Workplace, who: Account, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="are encrypted already"):
        encrypting.encrypt_films(opened, who, tmp_path / "again.key")
    with pytest.raises(StoreError, match="inside the data folder"):
        encrypting.encrypt_films(opened, who, opened.folder / "inside.key")
    assert not (tmp_path / "again.key").exists()


def test_who_may_not_back_up_may_not_decide_it(place: Workplace, lead: Account, tmp_path: Path) -> None:
    coder = people.add_person(place, lead, "Ben", Role.CODER)
    with pytest.raises(NotFound):
        encrypting.encrypt_films(place, coder, tmp_path / "films.key")
    assert not (tmp_path / "films.key").exists()


def test_the_key_is_a_new_private_file_and_nowhere_in_the_folder(root: Path, key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600
    master = key_file.read(key, root / "data", key_file.FILMS)
    for path in (root / "data").rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert master not in held and master.hex().encode() not in held


@pytest.mark.parametrize("taken", ["encryption", "encryption, film_key", "encryption, film_key, recording"])
def test_it_cannot_be_turned_off_unnoticed(root: Path, key: Path, taken: str) -> None:
    """Somebody who can write the database takes the setting out, and the keys too, with all that hangs on them."""
    workplace.open_workplace(root / "data", film_key=key).store.close()
    with by_hand.of_folder(root / "data") as hand:
        of_file = connections.sqlite_below(hand)
        if of_file is not None:
            of_file.execute("PRAGMA foreign_keys = 0")
        for table in taken.split(", "):
            hand.execute(text(f"DELETE FROM {table}" if of_file else f"TRUNCATE {table} CASCADE"))
        hand.commit()
    with pytest.raises(StoreError, match="somebody changed the database"):
        workplace.open_workplace(root / "data", film_key=key)


def test_a_plain_file_in_the_place_of_a_sealed_one_is_not_taken(
    opened: Workplace, who: Account, film: str, root: Path
) -> None:
    barcode_film(opened.film_folder(film) / "proxy.mp4", rate="5", frames=300, sound=False)
    with pytest.raises(MediaError, match="its bytes are not those that were written"):
        films.film_file(opened, who, film, "proxy.mp4").read_bytes()
    assert [(p.code, "proxy.mp4" in p.message) for p in checking.check(opened)] == [("film_sealed", True)]


def of_films(looked: doctoring.Looked) -> list[str]:
    """The warnings that are of films; a full disk has its own."""
    return [warning for warning in looked.warnings if "films were" in warning]


@pytest.mark.parametrize("name", ["original", "proxy.mp4"])
def test_a_bit_in_the_midst_of_a_film_is_found_by_the_doctor_with_the_key_and_names_nobody(
    opened: Workplace, film: str, name: str
) -> None:
    whole = doctoring.look_over(opened.folder)
    assert (whole.problems, of_films(whole), whole.films, whole.read) == ((), [], 1, 1)
    (path,) = opened.film_folder(film).glob(f"{name}*")
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    assert checking.check(opened) == [], "heads and lengths are as they were"
    looked = doctoring.look_over(opened.folder)
    assert [(p.code, str(p.where)) for p in looked.problems] == [("film_sealed", f"film {film}")]
    (sentence,) = (str(problem.message) for problem in looked.problems)
    assert sentence.startswith(f"{name} of this film is damaged, cut short or from elsewhere")
    assert "film.mp4" not in sentence and "Family 012" not in sentence


def test_without_the_key_the_doctor_says_in_one_sentence_that_films_were_not_read(
    opened: Workplace, film: str, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (original,) = opened.film_folder(film).glob("original.*")
    original.write_bytes(original.read_bytes()[:-1])
    moved = key.rename(key.with_name("Kanarienvogel.key"))
    shut = doctoring.look_over(opened.folder)
    assert (shut.problems, shut.films, shut.read) == ((), 1, 0)
    assert of_films(shut) == [
        "The encrypted films were not read, for their key is not at hand: name its file with ATTUNE_FILM_KEY=FILE."
    ]
    monkeypatch.setenv(key_file.KEY_FILE, str(moved))
    looked = doctoring.look_over(opened.folder)
    assert ([p.code for p in looked.problems], of_films(looked), looked.read) == (["film_sealed"], [], 1)
    by_hand.do(opened.store, "DELETE FROM film_key")
    (problem,) = doctoring.look_over(opened.folder).problems
    assert (problem.code, str(problem.where)) == ("film_key", f"film {film}")
    by_hand.do(opened.store, "DELETE FROM encryption")
    (problem,) = doctoring.look_over(opened.folder).problems
    assert (problem.code, "somebody changed the database" in problem.message) == ("film_key", True)


def test_with_the_film_its_key_goes_and_no_older_copy_of_its_bytes_can_be_read(
    opened: Workplace, who: Account, film: str, root: Path
) -> None:
    """As who kept the folder of films from an older backup, and has the key of the house, would try."""
    with opened.store.read() as tx:
        sealed_key = kept.of_recording(tx, film)
    assert sealed_key is not None
    copied = shutil.copytree(opened.film_folder(film), root / "older" / film)
    erasing.erase_film(opened, who, film, "withdrawn", "Family 012")
    opened.store.close()
    assert not [
        p for p in (root / "data").rglob("*") if p.is_file() and sealed_key.encode() in p.read_bytes()
    ]
    again = workplace.open_workplace(root / "data")
    try:
        shutil.copytree(copied, again.film_folder(film))
        with again.store.read() as tx, pytest.raises(StoreError, match="is not here any more"):
            again.film(tx, film)
        master = key_file.read(root / "stick" / "films.key", root / "data", key_file.FILMS)
        for key in (master, bytes(32)):
            with pytest.raises(MediaError):
                SealedFile(copied / "frames.bin", key, "frames.bin").read_bytes()
    finally:
        again.store.close()


def test_a_key_of_one_film_does_not_stand_in_for_anothers(opened: Workplace, film: str) -> None:
    """The rows of two films are swapped, so that one would be shown for the other."""
    with opened.store.read() as tx:
        sealed_key = kept.of_recording(tx, film)
    master = opened.keys.master
    assert master is not None and sealed_key is not None
    assert kept.unseal(master, sealed_key, film) is not None
    assert kept.unseal(master, sealed_key, "another film") is None
    assert kept.unseal(bytes(32), sealed_key, film) is None
    assert kept.unseal(master, sealed_key[:-8] + "AAAAAAA=", film) is None


# Backups


def backed_up(place: Workplace, who: Account, target: Path) -> Path:
    id = backing_up.begin_backup(place, who, target)
    made = backing_up.back_up(place.folder, target, id, quiet)
    assert not made.warnings
    return made.file


@pytest.mark.parametrize("with_key", [False, True], ids=["plain backup", "encrypted backup"])
def test_a_backup_comes_back_with_the_films_key_and_not_without(
    opened: Workplace, who: Account, film: str, root: Path, key: Path, with_key: bool
) -> None:
    opening = root / "backup.key" if with_key else None
    if opening is not None:
        backup_keys.make_key(opened, who, opening)
    plain = everything_plain(opened, film)
    file = backed_up(opened, who, root / "b")
    assert not traces_in(file, plain)
    moved = key.rename(root / "moved.key")
    before = sorted(root.iterdir())
    for wrong, sentence in ((None, "cannot be read"), (root / "film.mp4", "cannot be read")):
        with pytest.raises(StoreError, match=sentence):
            restoring.restore(file, root / "new", quiet, key=opening, film_key=wrong)
        assert sorted(root.iterdir()) == before, "nothing was left"
    done = restoring.restore(file, root / "new", quiet, key=opening, film_key=moved)
    assert (done.films, done.problems) == (1, ())
    new = workplace.open_workplace(root / "new")
    try:
        assert {n: d for n, d in everything_plain(new, film).items() if "/" not in n} == {
            n: d for n, d in plain.items() if "/" not in n
        }
        assert read_frames(new.film_now(film) / "frames.bin").end_ms == 60_000
    finally:
        new.store.close()


def traces_in(file: Path, plain: dict[str, bytes]) -> list[str]:
    data = file.read_bytes()
    return [name for name, held in plain.items() if any(piece in data for piece in slices(held))]


def test_no_backup_is_made_where_a_key_lies(opened: Workplace, who: Account, root: Path, key: Path) -> None:
    with pytest.raises(StoreError, match=r"The key .*films\.key lies where the backup is to go"):
        backing_up.file_for(opened.folder, key.parent)
    (root / "other").mkdir()
    backup_keys.make_key(opened, who, root / "other" / "b.key")
    with pytest.raises(StoreError, match=r"The key .*b\.key lies where the backup is to go"):
        backing_up.file_for(opened.folder, root / "other" / "new.backup")
    assert backing_up.file_for(opened.folder, root).parent == root


def test_a_backup_without_encryption_is_as_before(
    place: Workplace, lead: Account, ready_visit: Visit, tmp_path: Path
) -> None:
    """Also its proof that an original is as it came in."""
    with place.store.read() as tx:
        id = recordings.of_session(tx, ready_visit.session)[0].id
    original = place.film_folder(id) / "original.mp4"
    original.write_bytes(original.read_bytes()[:-1] + b"!")
    made = backing_up.back_up(
        place.folder, tmp_path / "b", backing_up.begin_backup(place, lead, tmp_path / "b"), quiet
    )
    assert len(made.warnings) == 1


def test_each_film_has_a_key_of_its_own(
    opened: Workplace, who: Account, furnished: tuple[Path, Visit], root: Path
) -> None:
    another = barcode_film(root / "c.mp4", rate="5", frames=20)
    second = films.import_film(opened, who, furnished[1].session, another).recording.id
    with opened.store.read() as tx:
        of = [row.recording for row in tx.rows(text("SELECT recording FROM film_key"))]
        keys = {opened.keys.of_recording(tx, id) for id in of}
    assert second in of
    assert len(of) == len(keys) == 2
