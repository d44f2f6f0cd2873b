"""The routes of meetings: prepared, shown, closed; a film only while it may be shown."""

import json
import uuid
from typing import Any

import pytest

from annotator.actions import people
from tests.meeting_case import draft, ready_plan, sent, visit
from tests.planting import plant
from tests.web.visitor import Served, Visitor

NOWHERE = "0000000000000000"


@pytest.fixture
def session(app: Served) -> str:
    return visit(app.place, app.first(), f"Family {uuid.uuid4().hex[:8]}")


@pytest.fixture
def plan(ana: Visitor, session: str) -> str:
    return str(ana.post(f"/api/v1/sessions/{session}/plan", {}).json()["plan"])


def put(browser: Visitor, plan: str, value: object) -> Any:
    return browser.ask("PUT", f"/api/v1/plans/{plan}", json=value)


def test_a_plan_is_opened_once_saved_made_ready_shown_and_closed(
    ana: Visitor, session: str, plan: str
) -> None:
    assert ana.post(f"/api/v1/sessions/{session}/plan", {}).json() == {"plan": plan}
    moment = sent()
    saved = put(ana, plan, draft(moment)).json()
    assert set(saved) == {"plan", "problems", "foreign"}
    assert (saved["plan"]["revision"], saved["problems"]) == (1, [])
    made = ana.post(f"/api/v1/plans/{plan}/ready", {}).json()
    assert (made["plan"]["state"], made["plan"]["revision"]) == ("ready", 2)
    shown = ana.get(f"/api/v1/plans/{plan}/meeting").json()
    assert set(shown) == {
        "plan", "language", "child", "date", "moments", "step", "wish", "goal", "goal_number", "film", "frames",
        "shift_ms", "earlier", "dir",
    }  # fmt: skip
    assert set(shown["moments"][0]) == {
        "id", "onset_ms", "offset_ms", "at_ms", "phrase", "question", "said", "clock", "side",
    }  # fmt: skip
    path = f"/api/v1/plans/{plan}/moments/{moment['id']}/said"
    assert ana.ask("PUT", path, json={"said": " She waits "}).json() == {"said": "She waits"}
    closing = {"step": "wait a little", "wish": "bath time", "goal": "more calm", "goal_number": 7}
    assert ana.post(f"/api/v1/plans/{plan}/close", closing).json() == {"state": "shown"}
    agreed = ana.get(f"/api/v1/plans/{plan}/meeting").json()
    assert {name: agreed[name] for name in closing} == closing
    assert agreed["moments"][0]["said"] == "She waits"


def test_the_film_of_a_meeting_comes_in_ranges_and_only_when_it_may_be_shown(
    app: Served, ana: Visitor, session: str, plan: str
) -> None:
    assert ana.get(f"/meetings/{plan}/film.mp4").status_code == 400
    ready_plan(app.place, app.first(), session)
    answer = ana.get(f"/meetings/{plan}/film.mp4", {"range": "bytes=0-8"})
    assert (answer.status_code, answer.content) == (206, b"proxy.mp4")
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"] == "private, no-store"
    assert "film.mp4" not in answer.headers["content-disposition"]
    frames = ana.get(f"/meetings/{plan}/frames.bin")
    assert (frames.status_code, frames.headers["content-type"]) == (200, "application/octet-stream")
    for name in ("proxy.mp4", "peaks.bin", "poster.jpg", "film.json"):
        assert ana.get(f"/meetings/{plan}/{name}").status_code == 404


def test_a_second_tab_is_told_and_its_answer_can_be_read(ana: Visitor, plan: str) -> None:
    assert put(ana, plan, draft(sent())).status_code == 200
    answer = put(ana, plan, draft(sent()))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")


def test_problems_come_back_with_their_place_and_sentence(ana: Visitor, plan: str) -> None:
    saved = put(ana, plan, draft(sent(phrase="You did it 3 times"))).json()
    problem = saved["problems"][0]
    assert (problem["code"], problem["where"]) == ("forbidden_words", "moments[0].phrase")
    assert problem["message"].startswith("A parent reads this") and "“3”" in problem["message"]
    assert ana.post(f"/api/v1/plans/{plan}/ready", {}).json()["plan"]["state"] == "draft"


@pytest.mark.parametrize(
    "odd", [{}, {"revision": 0}, draft() | {"author": "eve"}, draft(sent(score=3)), [], 7]
)
def test_a_plan_with_odd_parts_is_refused(ana: Visitor, plan: str, odd: object) -> None:
    assert put(ana, plan, odd).status_code == 400


@pytest.mark.parametrize("number", [0, 11, 1.0, "7", True])
def test_the_parents_number_is_a_whole_one_from_1_to_10(ana: Visitor, plan: str, number: object) -> None:
    closing = {"step": "", "wish": "", "goal": "", "goal_number": number}
    assert ana.post(f"/api/v1/plans/{plan}/close", closing).status_code == 400


def test_for_others_a_plan_and_its_film_look_like_none(app: Served, session: str, plan: str) -> None:
    moment = sent()
    ready_plan(app.place, app.first(), session, moment)
    coder = people.add_person(app.place, app.first(), f"Coder {uuid.uuid4().hex[:6]}", "coder", whole=True)
    browser = app.visitor().come_in()
    browser.post("/sign-in", {"account": coder.id})

    def answers(id: str) -> list[Any]:
        return [
            browser.get(f"/api/v1/plans/{id}"),
            put(browser, id, draft()),
            browser.post(f"/api/v1/plans/{id}/ready", {}),
            browser.post(f"/api/v1/plans/{id}/release", {}),
            browser.get(f"/api/v1/plans/{id}/meeting"),
            browser.ask("PUT", f"/api/v1/plans/{id}/moments/{moment['id']}/said", json={"said": ""}),
            browser.post(
                f"/api/v1/plans/{id}/close", {"step": "", "wish": "", "goal": "", "goal_number": None}
            ),
            browser.get(f"/meetings/{id}/film.mp4"),
        ]

    for there, nowhere in zip(answers(plan), answers(NOWHERE), strict=True):
        assert there.status_code == nowhere.status_code == 404
        assert (there.content, dict(there.headers)) == (nowhere.content, dict(nowhere.headers))
    assert browser.post(f"/api/v1/sessions/{session}/plan", {}).status_code == 404


def test_meetings_need_a_sign_in(stranger: Visitor, plan: str) -> None:
    for path in (f"/api/v1/plans/{plan}", f"/api/v1/plans/{plan}/meeting", f"/meetings/{plan}/film.mp4"):
        assert stranger.get(path).status_code == 401


def test_a_supervisor_looks_at_a_plan_and_releases_it(app: Served, ana: Visitor, plan: str) -> None:
    put(ana, plan, draft(sent()))
    supervisor = people.add_person(
        app.place, app.first(), f"Sue {uuid.uuid4().hex[:6]}", "supervisor", whole=True
    )
    browser = app.visitor().come_in()
    browser.post("/sign-in", {"account": supervisor.id})
    assert browser.get(f"/api/v1/plans/{plan}").json()["plan"]["released_by"] is None
    released = browser.post(f"/api/v1/plans/{plan}/release", {}).json()
    assert released["plan"]["released_by"] == supervisor.id
    assert put(browser, plan, draft(revision=2)).status_code == 404


def test_nothing_planted_upstream_is_in_what_the_parents_screen_gets(app: Served) -> None:
    planted = plant(app.place, app.first(), paired=True)
    browser = app.visitor().come_in()
    browser.post("/sign-in", {"account": planted.who.id})
    answer = browser.get(f"/api/v1/plans/{planted.plan}/meeting")
    planted.assert_clean(json.dumps(answer.json(), ensure_ascii=False))
    planted.assert_clean(json.dumps(dict(answer.headers)))
    film = browser.get(f"/meetings/{planted.plan}/film.mp4")
    assert film.status_code == 200
    planted.assert_clean(json.dumps(dict(film.headers)))
    shown = answer.json()
    assert [m["side"] for m in shown["moments"]] == ["then", "now", "", ""]
    [(name, then)] = shown["earlier"].items()
    assert name == shown["moments"][0]["id"]
    for path in (then["film"], then["frames"]):
        earlier = browser.get(path)
        assert earlier.status_code == 200
        planted.assert_clean(json.dumps(dict(earlier.headers)))
    assert browser.get(then["film"].replace("then-", "now-")).status_code == 404
