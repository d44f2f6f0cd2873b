"""A whole folder with its table: everything that can come in does, once, however often it is asked."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from annotator.actions import families, family_people, folders
from annotator.actions.workplace import Workplace, open_workplace
from annotator.store import consents
from annotator.store import families as families_store
from annotator.store.accounts import Account
from tests.films import barcode_film, sound_film

HEAD = "film,family,visit,date,context,child,caregiver\n"
TABLE = f"""{HEAD}one.mp4,Family 012,Visit 1,2026-05-03,feeding,Ava,Mother
part 2/two.mp4,Family 012,Visit 1,2026-05-03,feeding,Ava,Mother
three.mp4,Family 013,Visit 1,2026-05-04,,,
"""


def quiet(_text: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Three films of two seconds, each of another number of frames."""
    folder = tmp_path_factory.mktemp("films")
    return {
        name: barcode_film(folder / "film.mp4", rate="25", frames=frames, size=(160, 90), sound=False).read_bytes()
        for name, frames in (("one.mp4", 50), ("part 2/two.mp4", 51), ("three.mp4", 52))
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, films: dict[str, bytes]) -> Path:
    """The folder as a lab has it: films, one of them deeper, and the table beside them."""
    made = tmp_path / "films"
    (made / "part 2").mkdir(parents=True)
    for name, content in films.items():
        (made / name).write_bytes(content)
    (made / "sessions.csv").write_text(TABLE)
    return made


def bring(place: Workplace, who: Account, folder: Path, *, wait: bool = False) -> dict[str, Any]:
    return folders.import_folder(place, who, folder, Path("sessions.csv"), wait=wait, progress=quiet)


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [film["outcome"] for film in answer["films"]]


def everything(place: Workplace) -> dict[str, Any]:
    """Families with their people and visits, and the films' names, in order."""
    with place.store.read() as tx:
        return {
            row.family.code: (
                [(p.role, p.label) for p in families_store.people(tx, row.family.id)],
                [
                    (s.label, s.date, s.context, sorted(r.name for r in s.recordings))
                    for s in families_store.sessions(tx, row.family.id)
                ],
            )
            for row in families_store.search(tx, "").rows
        }


WHOLE = {
    "Family 012": (
        [("child", "Ava"), ("caregiver", "Mother")],
        [("Visit 1", "2026-05-03", "feeding", ["one.mp4", "two.mp4"])],
    ),
    "Family 013": ([], [("Visit 1", "2026-05-04", "other", ["three.mp4"])]),
}


def test_families_visits_people_and_films_come_in_and_a_second_time_changes_nothing(
    place: Workplace, lead: Account, folder: Path
) -> None:
    answer = bring(place, lead, folder)
    assert (answer["verdict"], answer["errors"], answer["warnings"]) == ("accept", [], [])
    assert outcomes(answer) == ["added"] * 3
    assert [film["frames"] for film in answer["films"]] == [50, 51, 52]
    assert answer["entered"] == {"families": 2, "visits": 2, "people": 2, "films": 3}
    assert everything(place) == WHOLE
    visit = answer["films"][0]["session"]
    assert [p.label for p in family_people.presence(place, lead, visit).on_film] == ["Ava", "Mother"]
    again = bring(place, lead, folder)
    assert (again["verdict"], outcomes(again)) == ("accept", ["present"] * 3)
    assert set(again["entered"].values()) == {0}
    assert everything(place) == WHOLE


def test_no_consent_is_made_up(place: Workplace, lead: Account, folder: Path) -> None:
    bring(place, lead, folder)
    with place.store.read() as tx:
        [row] = families_store.search(tx, "012").rows
        assert {word.state for word in consents.consents(tx, row.family.id)} == {"unknown"}


def test_one_bad_film_stops_only_itself(place: Workplace, lead: Account, folder: Path) -> None:
    """The second is sound alone, the third is not there: of the third's family and visit nothing is entered."""
    sound_film(folder / "part 2" / "two.mp4")
    (folder / "three.mp4").unlink()
    answer = bring(place, lead, folder)
    assert (answer["verdict"], outcomes(answer)) == ("partly", ["added", "refused", "refused"])
    assert [error["where"] for error in answer["errors"]] == ["line 3, column film", "line 4, column film"]
    assert "no film three.mp4 in the folder" in answer["errors"][1]["message"]
    assert list(everything(place)) == ["Family 012"]


def test_a_film_that_cannot_be_prepared_does_not_keep_the_others_waiting(
    place: Workplace, lead: Account, folder: Path
) -> None:
    """The first film's folder is taken away after it came in, as an external disk might be."""
    first = bring(place, lead, folder)["films"][0]["recording"]
    original = place.film_folder(first) / "original.mp4"
    original.write_bytes(b"")
    (folder / "four.mp4").write_bytes((folder / "one.mp4").read_bytes())
    (folder / "sessions.csv").write_text(f"{TABLE}four.mp4,Family 014,Visit 1,2026-05-05,,,\n")
    answer = bring(place, lead, folder, wait=True)
    assert outcomes(answer) == ["refused", "present", "present", "added"]
    assert answer["errors"][0]["where"] == "line 2, column film"
    ready = [(place.film_folder(film["recording"]) / "proxy.mp4").is_file() for film in answer["films"]]
    assert ready == [False, True, True, True]
    again = bring(place, lead, folder, wait=True)
    assert again["errors"] == answer["errors"]


def test_a_fault_in_the_table_stores_nothing(place: Workplace, lead: Account, folder: Path) -> None:
    (folder / "sessions.csv").write_text(TABLE.replace("2026-05-04", "4.5.2026"))
    answer = bring(place, lead, folder)
    assert (answer["verdict"], answer["films"]) == ("reject", [])
    assert [error["where"] for error in answer["errors"]] == ["line 4, column date"]
    assert everything(place) == {}


def test_a_family_spelt_otherwise_than_before_is_asked_about(
    place: Workplace, lead: Account, folder: Path
) -> None:
    families.create_family(place, lead, "FAMILY 012")
    answer = bring(place, lead, folder)
    assert answer["verdict"] == "reject"
    assert "written FAMILY 012" in answer["errors"][0]["message"]
    assert everything(place) == {"FAMILY 012": ([], [])}


def test_what_stands_in_the_program_already_stays_and_is_said(
    place: Workplace, lead: Account, folder: Path
) -> None:
    family = families.create_family(place, lead, "Family 012")
    visit = families.create_session(place, lead, family.id, "Visit 1", "2026-05-03", "comforting")
    ben = family_people.add_member(place, lead, family.id, "child", "Ben")
    family_people.set_on_film(place, lead, visit.id, [ben.id])
    answer = bring(place, lead, folder)
    assert answer["verdict"] == "accept"
    told = "\n".join(answer["warnings"])
    assert "line 2: The visit is there already with the context “comforting”, which stays." in told
    assert "line 2: Other people are entered" in told
    people, visits = everything(place)["Family 012"]
    assert (people, visits[0][2]) == ([("child", "Ben")], "comforting")


def test_looking_at_a_folder_finds_what_the_import_would_and_stores_nothing(folder: Path) -> None:
    sound_film(folder / "three.mp4")
    (folder / "extra.MOV").write_bytes(b"film")
    answer = folders.check_folder(folder, folder / "sessions.csv", quiet)
    assert (answer["verdict"], outcomes(answer)) == ("partly", ["fits", "fits", "refused"])
    assert answer["warnings"] == ["The film extra.MOV is in no line of the table."]
    assert {path.name for path in folder.parent.iterdir()} == {"films"}


def test_a_near_name_is_offered_and_a_macs_letters_are_the_same(folder: Path) -> None:
    (folder / "one.mp4").rename(folder / "ONE.MP4")
    (folder / "three.mp4").rename(folder / unicodedata.normalize("NFD", "drei für Größe.mp4"))
    (folder / "sessions.csv").write_text(
        TABLE.replace("three", unicodedata.normalize("NFC", "drei für Größe"))
    )
    answer = folders.check_folder(folder, Path("sessions.csv"), quiet)
    assert outcomes(answer) == ["refused", "fits", "fits"]
    assert answer["errors"][0]["message"].endswith("did you mean ONE.MP4?")


@pytest.mark.parametrize(("folder_name", "table"), [("films", "none.csv"), ("nowhere", "sessions.csv")])
def test_a_path_that_leads_nowhere_is_one_sentence(
    folder: Path, tmp_path: Path, folder_name: str, table: str
) -> None:
    answer = folders.check_folder(tmp_path / folder_name, Path(table), quiet)
    assert [error["message"].split()[:2] for error in answer["errors"]] == [["There", "is"]]


def test_what_a_killed_import_left_half_copied_is_gone_at_the_next_start(place: Workplace) -> None:
    left = place.copy_file("0123")
    left.write_bytes(b"half a film")
    upload = place.upload_file("4567")
    upload.write_bytes(b"an upload that goes on")
    place.store.close()
    open_workplace(place.folder).store.close()
    assert (left.exists(), upload.exists()) == (False, True)


def test_a_film_that_cannot_be_read_to_its_end_is_refused_with_why(
    place: Workplace, lead: Account, folder: Path
) -> None:
    """A process's own memory is a file whose first byte cannot be read, as on a damaged card."""
    (folder / "one.mp4").unlink()
    (folder / "one.mp4").symlink_to("/proc/self/mem")
    answer = bring(place, lead, folder)
    assert outcomes(answer) == ["refused", "added", "added"]
    assert answer["errors"][0]["message"] == "one.mp4 cannot be read (Input/output error)."
