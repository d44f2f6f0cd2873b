"""The routes of notes: kept once, changed and taken away by their author, read strictly."""

import json
import uuid
from typing import Any

import pytest

from annotator.actions import notes, people
from tests.web.visitor import CHANGE, Served, Visitor, ready_film, session_of


@pytest.fixture
def session(app: Served) -> str:
    return session_of(app.place, ready_film(app.place, app.first(), code=f"Family {uuid.uuid4().hex[:8]}"))


def new_note(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "at_ms": 4_000, "text": "She waits.", "starred": False, **more}


def listed(browser: Visitor, session: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(f"/api/v1/sessions/{session}/notes").json()["notes"]
    return found


def test_a_note_is_kept_once_however_often_it_is_sent(ana: Visitor, session: str) -> None:
    note = new_note()
    answers = [ana.post(f"/api/v1/sessions/{session}/notes", note) for _ in range(5)]
    assert {a.status_code for a in answers} == {200}
    assert len({a.text for a in answers}) == 1
    kept = listed(ana, session)
    assert kept == [answers[0].json()["note"]]
    assert set(kept[0]) == {"id", "at_ms", "text", "starred", "made_at"}
    assert {name: kept[0][name] for name in note} == note


def test_a_note_is_changed_and_taken_away(ana: Visitor, session: str) -> None:
    note = new_note()
    ana.post(f"/api/v1/sessions/{session}/notes", note)
    words = {"at_ms": None, "text": "She waits, he turns back.", "starred": True}
    assert ana.ask("PUT", f"/api/v1/notes/{note['id']}", json=words).json()["note"]["starred"] is True
    assert [(n["at_ms"], n["text"]) for n in listed(ana, session)] == [(None, words["text"])]
    assert ana.ask("DELETE", f"/api/v1/notes/{note['id']}").status_code == 204
    assert listed(ana, session) == []
    assert ana.ask("DELETE", f"/api/v1/notes/{note['id']}").status_code == 404
    assert ana.post(f"/api/v1/sessions/{session}/notes", note).status_code == 409


@pytest.mark.parametrize(
    "odd",
    [
        {"at_ms": -1}, {"at_ms": 1.0}, {"at_ms": True}, {"at_ms": "1"}, {"text": None}, {"text": "x" * 4001}, {"starred": 1}, {"id": "1"}, {"id": 7}, {"author": "eve"},
    ],
)  # fmt: skip
def test_a_note_with_odd_parts_is_refused(ana: Visitor, session: str, odd: dict[str, Any]) -> None:
    assert ana.post(f"/api/v1/sessions/{session}/notes", new_note(**odd)).status_code == 400
    assert listed(ana, session) == []


def test_half_a_character_is_no_text(ana: Visitor, session: str) -> None:
    body = json.dumps(new_note(text="\ud83d")).encode()
    headers = {**CHANGE, "content-type": "application/json"}
    assert ana.ask("POST", f"/api/v1/sessions/{session}/notes", headers, content=body).status_code == 400


def test_a_note_without_a_part_is_refused(ana: Visitor, session: str) -> None:
    for name in ("id", "at_ms", "text", "starred"):
        less = {key: value for key, value in new_note().items() if key != name}
        assert ana.post(f"/api/v1/sessions/{session}/notes", less).status_code == 400


def test_a_supervisor_reads_everyones_a_coder_only_her_own(app: Served, ana: Visitor, session: str) -> None:
    ana.post(f"/api/v1/sessions/{session}/notes", new_note(text="of the lead"))
    for role, answer in (("supervisor", 200), ("coder", 404)):
        person = people.add_person(app.place, app.first(), f"{role} {uuid.uuid4().hex[:6]}", role, whole=True)
        browser = app.visitor().come_in()
        browser.post("/sign-in", {"account": person.id})
        assert listed(browser, session) == []
        asked = browser.get(f"/api/v1/sessions/{session}/notes?of=everyone")
        assert asked.status_code == answer
        if answer == 200:
            assert [(n["author"], n["text"]) for n in asked.json()["notes"]] == [
                (app.first().name, "of the lead")
            ]
        else:
            nowhere = browser.get("/api/v1/sessions/0000000000000000/notes?of=everyone")
            assert (asked.content, dict(asked.headers)) == (nowhere.content, dict(nowhere.headers))


def test_notes_need_a_sign_in(stranger: Visitor, app: Served, session: str) -> None:
    assert stranger.get(f"/api/v1/sessions/{session}/notes").status_code == 401
    assert stranger.post(f"/api/v1/sessions/{session}/notes", new_note()).status_code == 401
    assert notes.all_notes(app.place, app.first(), session) == []


def test_an_address_can_ask_for_everyone_or_nobody(ana: Visitor, session: str) -> None:
    assert ana.get(f"/api/v1/sessions/{session}/notes?of=ben").status_code == 400
