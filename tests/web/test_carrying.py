"""The routes of a coding on its way: out as a file, in by a body of limited size, with every conflict named."""

import json
from typing import Any

import pytest

from annotator.actions import people
from annotator.web.policies import MIB, door_of
from tests.actions.test_carrying import sealed_anew
from tests.two_computers import Computer, add, visit_with_film
from tests.web.visitor import CHANGE, Served, Visitor

BYTES = {**CHANGE, "content-type": "application/octet-stream"}


@pytest.fixture(scope="module")
def here(app: Served) -> Computer:
    return visit_with_film(app.place, "c" * 64)


@pytest.fixture(scope="module")
def coding(here: Computer) -> str:
    made = here.begin()
    assert here.press(made, add(1_000)) == "saved"
    return made


def bring(browser: Visitor, session: str, data: bytes, more: str = "") -> Any:
    return browser.ask("POST", f"/api/v1/sessions/{session}/codings{more}", BYTES, content=data)


def test_a_coding_goes_out_as_a_file_and_comes_in_again(ana: Visitor, here: Computer, coding: str) -> None:
    file = ana.get(f"/exports/codings/{coding}.attune")
    assert file.headers["content-disposition"].startswith(f'attachment; filename="coding-{coding}.attune"')
    answer = bring(ana, here.session, file.content)
    assert answer.json() == {"coding": coding, "outcome": "same", "acts": 0, "waits": False}


def test_conflicts_are_named_and_what_is_not_here_looks_like_what_one_may_not_see(
    app: Served, ana: Visitor, here: Computer, coding: str
) -> None:
    file = ana.get(f"/exports/codings/{coding}.attune").content
    other = json.loads(file)["coding"]
    stranger = sealed_anew(file, id="0" * 16, coder="1" * 16)
    asked = bring(ana, here.session, stranger)
    assert (asked.status_code, asked.json()["error"]["code"]) == (409, "coder_unknown")
    assert (
        bring(ana, here.session, stranger, f"?coder={here.who.id}").json()["error"]["code"] == "begun_beside"
    )
    spoilt = sealed_anew(file, window={"onset_ms": 0, "offset_ms": 1}).replace(
        other["id"].encode(), b"x" * 16
    )
    assert bring(ana, here.session, spoilt).json()["error"]["code"] == "damaged"
    assert bring(ana, "0" * 16, file).status_code == 404
    admin = people.add_person(app.place, here.who, "Adam", "admin", whole=True)
    adams = app.visitor().come_in()
    adams.post("/sign-in", {"account": admin.id})
    assert adams.get(f"/exports/codings/{coding}.attune").status_code == 404
    assert adams.get("/exports/codings/0123456789abcdef.attune").status_code == 404
    assert bring(adams, here.session, file).status_code == 404


def test_nobody_comes_by_without_signing_in_or_with_more_than_any_coding_has(
    stranger: Visitor, ana: Visitor, here: Computer, coding: str
) -> None:
    assert bring(stranger, here.session, b"{}").status_code == 401
    assert stranger.get(f"/exports/codings/{coding}.attune").status_code == 401
    door = door_of(f"/api/v1/sessions/{here.session}/codings")
    assert door is not None and door.body == 32 * MIB
    assert bring(ana, here.session, b" " * (32 * MIB + 1)).status_code == 413
