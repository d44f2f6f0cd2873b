"""The routes of coding schemes: the code book to read and print, the file as it was written, for who may code."""

import uuid

import pytest

from annotator.actions import people
from annotator.actions.scheme_cards import shipped_cards
from annotator.shipped import folder
from tests.exchange.test_other_schemes import template
from tests.schemes.scheme_files import text_of
from tests.web.visitor import Served, Visitor

TWO_KEYS = next(hash for hash, card in shipped_cards().items() if card.id == "two-keys")


@pytest.mark.parametrize(
    ("path", "type", "way", "begins"),
    [
        ("book.html", "text/html; charset=utf-8", "inline", b"<!doctype html>"),
        ("book.pdf", "application/pdf", "inline", b"%PDF-"),
        ("file", "application/octet-stream", "attachment", text_of("two-keys").encode()),
    ],
)
def test_a_scheme_is_read_printed_and_taken_away(
    ana: Visitor, path: str, type: str, way: str, begins: bytes
) -> None:
    answer = ana.get(f"/schemes/{TWO_KEYS}/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == type
    assert answer.headers["content-disposition"].startswith(f"{way}; filename*=UTF-8''two-keys-1.0.0.")
    assert answer.content.startswith(begins)
    assert (folder("coding_schemes") / "two-keys.yaml").is_file()


def test_who_may_not_code_and_what_is_not_there(app: Served, stranger: Visitor, ana: Visitor) -> None:
    admin = people.add_person(app.place, app.first(), f"Admin {uuid.uuid4().hex[:6]}", "admin")
    keeper = app.visitor().come_in()
    keeper.post("/sign-in", {"account": admin.id})
    for path in ("book.html", "book.pdf", "file"):
        assert stranger.get(f"/schemes/{TWO_KEYS}/{path}").status_code == 401
        there, absent = keeper.get(f"/schemes/{TWO_KEYS}/{path}"), keeper.get(f"/schemes/{'0' * 64}/{path}")
        assert (
            (there.status_code, there.content) == (absent.status_code, absent.content) == (404, there.content)
        )
        assert ana.get(f"/schemes/{'0' * 64}/{path}").status_code == 404


def test_a_scheme_comes_in_as_a_file_and_every_problem_of_another_is_told_with_its_line(
    app: Served, ana: Visitor, stranger: Visitor
) -> None:
    coder = people.add_person(app.place, app.first(), f"Coder {uuid.uuid4().hex[:6]}", "coder")
    theirs = app.visitor().come_in()
    theirs.post("/sign-in", {"account": coder.id})
    text = text_of("two-keys").replace("id: two-keys", "id: three-keys", 1)
    where = "/api/v1/schemes?name=three-keys.yaml"
    assert stranger.ask("POST", where, content=text.encode()).status_code == 401
    assert theirs.ask("POST", where, content=text.encode()).status_code == 404
    bad = text.replace("missing_code: unseen", "missing_code: unsen").replace('key: "1"', 'key: "x"')
    refused = ana.ask("POST", where, content=bad.encode()).json()
    assert refused["verdict"] == "reject"
    assert {(e["line"], e["path"]) for e in refused["errors"]} == {
        (bad.split(wrong)[0].count("\n") + 1, path)
        for wrong, path in (
            ('key: "x"', "subjects[0].key"),
            ("missing_code: unsen", "tracks[0].missing_code"),
        )
    }
    kept = ana.ask("POST", where, content=text.encode()).json()
    assert (kept["verdict"], kept["scheme"]["id"]) == ("accept", "three-keys")
    assert ana.get(f"/schemes/{kept['scheme']['hash']}/file").content == text.encode()


def test_a_template_of_another_program_comes_in_as_a_scheme_with_what_is_not_in_it(ana: Visitor) -> None:
    kept = ana.ask("POST", "/api/v1/schemes?name=home.otx", content=template()).json()
    assert (kept["verdict"], kept["format"], kept["scheme"]["id"]) == ("accept", "observer", "play_at_home")
    assert any("smile lasts" in each for each in kept["warnings"])
    refused = ana.ask("POST", "/api/v1/schemes?name=home.otb", content=template()).json()
    assert [each["code"] for each in refused["errors"]] == ["not_zip"]
