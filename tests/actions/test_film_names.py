"""A film's name is a label for people: accents, emoji and long names survive, whatever wrote the file."""

import json
import unicodedata
from pathlib import Path

import pytest

from annotator.actions import codings, families, films, notes, people
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.films import barcode_film
from tests.running import enter_visit


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    family = families.create_family(place, lead, "Family 012")
    return families.create_session(place, lead, family.id, "Visit 1", "2026-05-31", "free_play_toys").id


NAMES = [
    pytest.param("Besuch bei Familie Müller – Zoë & Łukasz, Frühstück.MOV", None, id="accents"),
    pytest.param(
        unicodedata.normalize("NFD", "Tôi và bé, Größe.mp4"),
        "Tôi và bé, Größe.mp4",
        id="taken apart by a Mac",
    ),
    pytest.param("👨‍👩‍👧 spielt 🧸 한국어 日本語.mp4", None, id="emoji, Korean, Japanese"),
    # 120 letters stay: 104 from the front, the sign that some are left out, 15 from the end.
    pytest.param("é" * 180 + "_2026-05-31.MOV", "é" * 104 + "…_2026-05-31.MOV", id="long"),
    pytest.param("../../Ordner\\C:\\Film\x07 \u202efdp.mp4", "Film fdp.mp4", id="not a path, no control"),
    pytest.param(
        "影片 [1] (2) %03d; rm -rf *.mp4", None, id="Chinese, brackets, signs of shells and patterns"
    ),
    pytest.param("a\x00b.mp4", "ab.mp4", id="NUL"),
    pytest.param("film\udcff.mp4", "film.mp4", id="a byte of another coding of letters"),
    pytest.param("\u202e", "film", id="nothing that can be shown"),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_is_shown_as_people_read_it(
    place: Workplace, lead: Account, session: str, name: str, shown: str | None
) -> None:
    begun = films.begin_upload(place, lead, session, name, 10)
    assert begun.name == (shown or name)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_of_such_a_name_comes_in(
    place: Workplace, lead: Account, session: str, form: str, tmp_path: Path
) -> None:
    name = "Zoë 👩‍👧 à la maison – été" + " sehr" * 25 + " lang.mp4"
    written = barcode_film(tmp_path / unicodedata.normalize(form, name), frames=3, sound=False)
    received = films.import_film(place, lead, session, written)
    assert received.recording.name.startswith("Zoë 👩‍👧 à la maison – été sehr")
    assert received.recording.name.endswith("lang.mp4")
    folder = place.film_folder(received.recording.id)
    assert [path.name for path in folder.iterdir()] == ["original.mp4"]


@pytest.mark.parametrize("role", ["coder", "supervisor"])
def test_who_may_see_no_names_sees_films_by_number(
    place: Workplace, lead: Account, tmp_path: Path, role: str
) -> None:
    visit = enter_visit(place, barcode_film(tmp_path / "CANARY-Mia.mp4", rate="25", frames=25))
    other = people.add_person(place, lead, "Ben", role, whole=True)
    for who, name in ((lead, "CANARY-Mia.mp4"), (other, "Film 1")):
        assert [r.name for r in families.session(place, who, visit.session).session.recordings] == [name]
        desk = codings.desk(place, who, codings.begin_coding(place, who, visit.session))
        assert [film["name"] for film in desk["recordings"]] == [name]
        beside = notes.watching(place, who, visit.session)
        assert [film["name"] for film in beside["films"]] == [name]
        assert ("CANARY" in json.dumps([desk, beside])) is (who is lead)
