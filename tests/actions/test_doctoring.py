"""R23: what a look over a data folder finds, beside a running app, and that it names nobody."""

import shutil
from pathlib import Path

import pytest

from annotator.actions import doctoring, films, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.store.folder import DATABASE
from tests.cli.test_cli import annotator, answer
from tests.films import barcode_film
from tests.running import Visit
from tests.store import by_hand


def found(place: Workplace, **how: bool) -> list[tuple[str, str]]:
    return [(p.code, str(p.where)) for p in doctoring.look_over(place.folder, **how).problems]


@pytest.fixture
def film(place: Workplace, ready_visit: Visit) -> str:
    """The one film of a folder, made ready."""
    (path,) = (place.folder / "films").iterdir()
    return path.name


def original(place: Workplace, film: str) -> Path:
    (path,) = place.film_folder(film).glob("original.*")
    return path


def test_a_whole_folder_is_whole_and_not_a_byte_of_it_is_written(place: Workplace, film: str) -> None:
    before = (place.folder / DATABASE).read_bytes() if by_hand.on_file(place.store) else b""
    looked = doctoring.look_over(place.folder)
    assert (looked.problems, looked.films, looked.read) == ((), 1, 1)
    assert not before or (place.folder / DATABASE).read_bytes() == before


def test_one_changed_bit_of_a_film_is_found(place: Workplace, film: str) -> None:
    path = original(place, film)
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    assert found(place) == [("film_changed", f"film {film}")]


def test_what_is_gone_is_found(place: Workplace, film: str) -> None:
    (place.film_folder(film) / "proxy.mp4").unlink()
    assert found(place) == [("film_missing", f"film {film}")]
    shutil.rmtree(place.film_folder(film))
    assert found(place) == [("film_missing", f"film {film}")]
    (problem,) = doctoring.look_over(place.folder).problems
    assert "Restore a backup" in problem.message


def test_what_the_disk_does_not_give_back_is_found(place: Workplace, film: str) -> None:
    """A folder in the place of the film, which cannot be read as a file either."""
    path = original(place, film)
    path.unlink()
    path.mkdir()
    assert found(place) == [("film_unreadable", f"film {film}")]


def test_what_nothing_speaks_of_is_found(place: Workplace, film: str) -> None:
    (place.folder / "films" / "0123456789abcdef").mkdir()
    (place.folder / "uploads").mkdir(exist_ok=True)
    (place.folder / "uploads" / "fedcba9876543210.part").write_bytes(b"half")
    assert found(place) == [
        ("stray", "films/0123456789abcdef"), ("stray", "uploads/fedcba9876543210.part"),
    ]  # fmt: skip


def test_an_upload_on_its_way_is_no_stray(place: Workplace, lead: Account, ready_visit: Visit) -> None:
    films.begin_upload(place, lead, ready_visit.session, "more.mp4", 100)
    assert found(place) == []


@pytest.mark.parametrize("part", [".", "films", "uploads"])
def test_a_folder_that_the_program_makes_is_for_its_account_alone(part: str, tmp_path: Path) -> None:
    workplace.open_workplace(tmp_path / "new").store.close()
    assert (tmp_path / "new" / part).stat().st_mode & 0o077 == 0


def test_what_others_may_read_is_found(place: Workplace, film: str) -> None:
    place.folder.chmod(0o755)
    assert found(place) == [("rights", ".")]
    place.folder.chmod(0o700)


def test_a_changed_record_is_found(place: Workplace, film: str) -> None:
    by_hand.do(
        place.store, *by_hand.without_triggers(place.store), "UPDATE audit SET verb = 'nothing' WHERE seq = 1"
    )
    assert found(place)[0] == ("changed", "row 1")


def test_a_sample_is_read_or_every_film(place: Workplace, film: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sample of none the changed film is only found when every film is read."""
    original(place, film).write_bytes(b"\0\0\0\x18ftypisom")
    monkeypatch.setattr(doctoring, "SAMPLE", 0)
    assert found(place) == []
    assert found(place, every=True) == [("film_changed", f"film {film}")]


def test_by_a_command_whose_output_names_nobody(
    place: Workplace, lead: Account, ready_visit: Visit, tmp_path: Path
) -> None:
    film = barcode_film(tmp_path / "Besuch bei Kanarienvogel.mp4", frames=3, sound=False)
    received = films.import_film(place, lead, ready_visit.session, film)
    to = ("--data", place.folder)
    assert answer("doctor", *to)["problems"] == []
    whole = annotator("doctor", *to).stdout
    assert "All 2 films are there, 2 of them read to the last byte." in whole
    assert "disk below the data folder" in whole
    original(place, received.recording.id).write_bytes(b"nothing")
    told = annotator("doctor", "--every", *to, status=2).stdout
    assert received.recording.id in told
    assert "Kanarienvogel" not in told and "Family 012" not in told and lead.name not in told
    annotator("doctor", "--data", tmp_path / "nowhere", status=2)
