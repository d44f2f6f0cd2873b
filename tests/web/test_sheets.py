"""The routes of the sheet: shown in the browser or kept as a file, for its author alone."""

import uuid

import pytest

from annotator.actions import people
from tests.films import barcode_film
from tests.planting import Planted, plant
from tests.web.visitor import Served, Visitor


@pytest.fixture(scope="module")
def planted(app: Served, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    film = tmp_path_factory.mktemp("film") / "film.mp4"
    return plant(app.place, app.first(), barcode_film(film, rate="5", frames=300, sound=False))


@pytest.fixture
def author(app: Served, planted: Planted) -> Visitor:
    browser = app.visitor().come_in()
    browser.post("/sign-in", {"account": planted.who.id})
    return browser


@pytest.mark.parametrize(
    ("form", "type", "begins"),
    [("pdf", "application/pdf", b"%PDF-"), ("html", "text/html; charset=utf-8", b"<!doctype html>")],
)
def test_the_sheet_is_shown_or_kept_and_its_name_names_nobody(
    author: Visitor, planted: Planted, form: str, type: str, begins: bytes
) -> None:
    for query, way in (("", "inline"), ("?file", "attachment")):
        answer = author.get(f"/sheets/{planted.plan}.{form}{query}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == type
        assert answer.content.startswith(begins)
        name = f"filename=\"sheet.{form}\"; filename*=UTF-8''Looking%20together%202026-05-31.{form}"
        assert answer.headers["content-disposition"] == f"{way}; {name}"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert planted.found_in(str(answer.headers.raw)) == []


def test_for_everybody_else_there_is_no_sheet(
    app: Served, stranger: Visitor, ana: Visitor, author: Visitor, planted: Planted
) -> None:
    coder = people.add_person(app.place, app.first(), f"Coder {uuid.uuid4().hex[:6]}", "coder", whole=True)
    other = app.visitor().come_in()
    other.post("/sign-in", {"account": coder.id})
    for form in ("pdf", "html"):
        path, nowhere = f"/sheets/{planted.plan}.{form}", f"/sheets/0000000000000000.{form}"
        assert author.get(path).status_code == 200
        assert stranger.get(path).status_code == 401
        for browser in (ana, other):
            seen, unseen = browser.get(path), browser.get(nowhere)
            assert (seen.status_code, seen.content) == (404, unseen.content)
            assert unseen.status_code == 404
    assert author.get(f"/sheets/{planted.plan}.docx").status_code == 404
