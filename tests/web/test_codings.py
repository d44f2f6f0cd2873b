"""The desk's routes: acts kept once, one editing page at a time, and a strict reading of everything."""

import io
import uuid
import zipfile
from typing import Any

import pytest

from annotator.actions import codings, erasing, people
from annotator.actions.editing import LIVE_S
from annotator.errors import StoreError
from annotator.web.editors import Editors
from tests.web.visitor import CHANGE, Served, Visitor, ready_film, session_of


@pytest.fixture(scope="module")
def film(app: Served) -> str:
    return ready_film(app.place, app.first())


@pytest.fixture
def coding(app: Served, film: str) -> str:
    """A fresh coding: by somebody new, so that tests do not meet."""
    who = app.first()
    session = session_of(app.place, ready_film(app.place, who, code=f"Family {uuid.uuid4().hex[:8]}"))
    return codings.begin_coding(app.place, who, session)


def new_id() -> str:
    return str(uuid.uuid4())


def point(onset_ms: int = 1000, **other: Any) -> dict[str, Any]:
    return {
        "track": "infant_cue",
        "subject": "infant",
        "code": "bid_social",
        "onset_ms": onset_ms,
        "offset_ms": onset_ms,
        "onset_frame": None,
        "offset_frame": None,
        "raw_onset_ms": None,
        "raw_offset_ms": None,
        "modifiers": {},
        "comment": "",
        "flagged": False,
        **other,
    }


def act(tab: str, n: int, content: dict[str, Any] | None = None) -> dict[str, Any]:
    edit = {
        "id": new_id(),
        "kind": "add",
        "annotation": new_id(),
        "revision": 0,
        "content": content or point(n * 100),
        "window": None,
    }
    return {
        "id": new_id(),
        "tab": tab,
        "n": n,
        "kind": "press",
        "undoes": None,
        "made_at": "",
        "edits": [edit],
    }


def send(browser: Visitor, coding: str, acts: list[dict[str, Any]], api: object = 1) -> Any:
    return browser.post(f"/api/v1/codings/{coding}/acts", {"api": api, "acts": acts})


def test_acts_are_kept_and_shown_at_the_desk(ana: Visitor, coding: str) -> None:
    tab = new_id()
    acts = [act(tab, 1), act(tab, 2)]
    answer = send(ana, coding, acts).json()
    assert [a["outcome"] for a in answer["answers"]] == ["saved", "saved"], answer
    assert answer["seq"] == 2
    desk = ana.get(f"/api/v1/codings/{coding}").json()
    assert {a["id"] for a in desk["annotations"]} == {a["edits"][0]["annotation"] for a in acts}
    assert desk["coding"]["id"] == coding


def test_acts_sent_again_get_the_answer_they_had(ana: Visitor, coding: str) -> None:
    acts = [act(new_id(), 1)]
    first = send(ana, coding, acts).json()
    for _ in range(5):
        assert send(ana, coding, acts).json()["answers"] == first["answers"]
    assert len(ana.get(f"/api/v1/codings/{coding}").json()["annotations"]) == 1


def test_an_old_page_is_told_to_reload(ana: Visitor, coding: str) -> None:
    answer = send(ana, coding, [act(new_id(), 1)], api=2)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "api_version")


@pytest.mark.parametrize(
    "value",
    [
        {"api": 1},
        {"acts": []},
        {"api": 1, "acts": [], "coder": "eve"},
        {"api": 1, "acts": []},
        {"api": 1, "acts": {}},
        {"api": 1, "acts": [1]},
        {"api": 1, "acts": [{}]},
        [],
        7,
    ],
)
def test_a_request_with_odd_parts_is_refused(ana: Visitor, coding: str, value: object) -> None:
    assert ana.post(f"/api/v1/codings/{coding}/acts", value).status_code == 400


def test_not_a_number_is_no_number(ana: Visitor, coding: str) -> None:
    headers = {**CHANGE, "content-type": "application/json"}
    for body in (
        b'{"api": NaN, "acts": []}',
        b'{"api": 1, "acts": [Infinity]}',
        b'{"api": 1, "api": 1, "acts": []}',
    ):
        answer = ana.ask("POST", f"/api/v1/codings/{coding}/acts", headers, content=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "json")


def test_an_act_that_does_not_fit_is_refused_and_the_next_one_counts(ana: Visitor, coding: str) -> None:
    tab = new_id()
    odd = act(tab, 1, point(code="no such code"))
    answers = send(ana, coding, [odd, act(tab, 2)]).json()["answers"]
    assert [a["outcome"] for a in answers] == ["refused", "saved"]
    assert answers[0]["message"]


def test_anothers_coding_looks_like_none(app: Served, ana: Visitor, coding: str) -> None:
    carol = people.add_person(app.place, app.first(), f"Carol {new_id()}", "coder", whole=True)
    ana.post("/sign-in", {"account": carol.id})
    for there in (coding, "0000000000000000"):
        answers = [
            ana.get(f"/api/v1/codings/{there}"),
            send(ana, there, [act(new_id(), 1)]),
            ana.post(f"/api/v1/codings/{there}/claim", {"tab": "tab-12345", "take_over": False}),
            ana.ask("PUT", f"/api/v1/codings/{there}/place", json={"t_ms": 5}),
            ana.post(f"/api/v1/codings/{there}/submit", {"seq": 0}),
            ana.get(f"/api/v1/codings/{there}/past?seq=0"),
            ana.get(f"/api/v1/codings/{there}/annotations/{new_id()}/history"),
            ana.get(f"/exports/codings/{there}.zip"),
        ]
        assert [a.status_code for a in answers] == [404] * 8
        assert {a.json()["error"]["code"] for a in answers} == {"not_found"}


def test_a_coding_as_it_was_and_what_was_done_to_a_mark(app: Served, ana: Visitor, coding: str) -> None:
    tab = new_id()
    first, second = act(tab, 1, point(1000)), act(tab, 2, point(2000))
    send(ana, coding, [first, second])
    id = first["edits"][0]["annotation"]
    past = ana.get(f"/api/v1/codings/{coding}/past?seq=1").json()
    assert (past["seq"], past["newest"], past["kind"]) == (1, 2, "press")
    assert past["changes"] == {second["edits"][0]["annotation"]: None}
    long_ago = ana.get(f"/api/v1/codings/{coding}/past?at=2020-01-01T00:00").json()
    assert (long_ago["seq"], set(long_ago["changes"])) == (0, {id, second["edits"][0]["annotation"]})
    assert ana.get(f"/api/v1/codings/{coding}/past").json()["seq"] == 2
    told = ana.get(f"/api/v1/codings/{coding}/annotations/{id}/history").json()["edits"]
    assert [(e["kind"], e["content"]["onset_ms"], e["who"]) for e in told] == [
        ("add", 1000, app.first().name)
    ]
    assert ana.get(f"/api/v1/codings/{coding}/annotations/{new_id()}/history").status_code == 404


@pytest.mark.parametrize("asked", ["seq=-1", "seq=1.5", "seq=", "at=yesterday", f"at={'0' * 41}"])
def test_a_past_that_cannot_be_read_is_refused(ana: Visitor, coding: str, asked: str) -> None:
    assert ana.get(f"/api/v1/codings/{coding}/past?{asked}").status_code == 400


def test_signed_out_acts_are_not_taken(app: Served, coding: str) -> None:
    answer = send(app.visitor(), coding, [act(new_id(), 1)])
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signed_out")


def test_a_full_disk_says_keep_it_and_try_again(
    app: Served, ana: Visitor, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full. Make room; what you code is kept in the browser until then.")

    monkeypatch.setattr(codings, "save_acts", full)
    answer = send(ana, coding, [act(new_id(), 1)])
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "store")


def test_a_bug_gets_a_number_and_tells_nothing(
    app: Served, ana: Visitor, coding: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """S47: the sentence and the number go out; neither log nor answer repeats what the error quotes."""

    def broken(*_: object) -> None:
        raise RuntimeError(f"SELECT name FROM account at {app.place.folder} for Maria Musterfrau")

    monkeypatch.setattr(codings, "save_acts", broken)
    answer = send(ana, coding, [act(new_id(), 1)])
    assert answer.status_code == 500
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "id"}
    assert error["id"] in error["message"]
    log = (app.place.folder / "logs" / "attune.log").read_text() + caplog.text
    assert f"bug {error['id']}: RuntimeError at test_codings.py" in log
    for secret in ("SELECT", "Maria", str(app.place.folder), "Traceback"):
        assert secret not in answer.text
        assert secret not in log


def test_the_first_page_edits_and_the_second_may_take_over(ana: Visitor, coding: str) -> None:
    one, two = new_id(), new_id()

    def claim(tab: str, *, take_over: bool = False) -> Any:
        return ana.post(f"/api/v1/codings/{coding}/claim", {"tab": tab, "take_over": take_over}).json()[
            "editor"
        ]

    assert claim(one) == {"tab": one, "mine": True}
    assert claim(two) == {"tab": one, "mine": False}
    assert claim(two, take_over=True) == {"tab": two, "mine": True}
    assert claim(one) == {"tab": two, "mine": False}
    assert send(ana, coding, [act(one, 1)]).json()["editor"] == {"tab": two, "live": True}


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"tab": "t"},
        {"tab": 1, "take_over": False},
        {"tab": "t", "take_over": 1},
        {"tab": "t", "take_over": "false"},
        {"tab": "t" * 65, "take_over": False},
        {"tab": "t", "take_over": False, "x": 1},
    ],
)
def test_a_claim_with_odd_parts_is_refused(ana: Visitor, coding: str, value: object) -> None:
    assert ana.post(f"/api/v1/codings/{coding}/claim", value).status_code == 400


def test_a_page_that_is_silent_counts_as_gone() -> None:
    now = 100.0
    editors = Editors(clock=lambda: now)
    assert editors.claim("c", "one", take_over=False) == "one"
    now += LIVE_S - 0.1
    assert editors.claim("c", "two", take_over=False) == "one"
    editors.heard("c", "one")
    now += LIVE_S - 0.1
    assert editors.holder("c") == "one"
    editors.heard("c", "two")
    now += 0.1
    assert editors.holder("c") is None
    assert editors.claim("c", "two", take_over=False) == "two"


def test_the_place_is_kept(ana: Visitor, coding: str) -> None:
    watched = {"p_field": [[0, 4000], [9000, 9040]], "p_dyad": []}
    films = {"layout": "side", "sound": "0123456789abcdef"}
    place = {"t_ms": 67_240, "pass": None, "speed": 0.75, "zoom": 2, "watched": watched, "films": films}
    answer = ana.ask("PUT", f"/api/v1/codings/{coding}/place", json=place)
    assert (answer.status_code, answer.content) == (204, b"")
    assert ana.get(f"/api/v1/codings/{coding}").json()["coding"]["place"] == place


@pytest.mark.parametrize(
    "value",
    [
        {"t_ms": True},
        {"t_ms": 1.5},
        {"t_ms": "1"},
        {"t_ms": -1},
        {"speed": "fast"},
        {"speed": True},
        {"pass": 1},
        {"pass": "x" * 61},
        {"note": "x"},
        {"films": []},
        {"films": {"layout": 1}},
        {"films": {"volume": "loud"}},
        {"watched": []},
        {"watched": {"p": [[5]]}},
        {"watched": {"p": [[9, 5]]}},
        {"watched": {"p": [[0, 5], [3, 9]]}},
        {"watched": {"p": [[0, 1]] * 101}},
        [],
    ],
)
def test_a_place_with_odd_parts_is_refused(ana: Visitor, coding: str, value: object) -> None:
    assert ana.ask("PUT", f"/api/v1/codings/{coding}/place", json=value).status_code == 400


def test_keys_and_reaction_time_are_ones_own_and_come_with_the_desk(ana: Visitor, coding: str) -> None:
    kept = {"profile": "elan", "changed": {"play": "F13"}}
    assert ana.ask("PUT", "/api/v1/me/keys", json=kept).status_code == 204
    assert ana.ask("PUT", "/api/v1/me/reaction", json={"rt_offset_ms": 230}).status_code == 204
    shown = ana.get(f"/api/v1/codings/{coding}").json()
    assert (shown["keys"], shown["coding"]["rt_offset_ms"]) == (kept, 230)
    assert (
        ana.ask("PUT", "/api/v1/me/keys", json={"profile": "elan", "changed": {"play": 1}}).status_code == 400
    )
    assert ana.ask("PUT", "/api/v1/me/reaction", json={"rt_offset_ms": 1001}).status_code == 400
    own = {"profile": "attune", "changed": {}}
    assert ana.ask("PUT", "/api/v1/me/keys", json=own).status_code == 204
    assert ana.ask("PUT", "/api/v1/me/reaction", json={"rt_offset_ms": 0}).status_code == 204


def test_submitting_locks_what_the_page_has_seen(ana: Visitor, coding: str) -> None:
    send(ana, coding, [act(new_id(), 1)])
    behind = ana.post(f"/api/v1/codings/{coding}/submit", {"seq": 0})
    assert (behind.status_code, behind.json()["error"]["code"]) == (409, "behind")
    answer = ana.post(f"/api/v1/codings/{coding}/submit", {"seq": 1})
    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    late = send(ana, coding, [act(new_id(), 1)]).json()["answers"][0]
    assert (late["outcome"], late["code"]) == ("refused", "locked")


@pytest.mark.parametrize(
    "value", [{}, {"seq": True}, {"seq": "1"}, {"seq": 1.0}, {"seq": -1}, {"seq": 1, "force": True}]
)
def test_a_submission_with_odd_parts_is_refused(ana: Visitor, coding: str, value: object) -> None:
    assert ana.post(f"/api/v1/codings/{coding}/submit", value).status_code == 400


def test_exports_are_made_anew_and_named_safely(ana: Visitor, coding: str) -> None:
    kinds = {
        "zip": "application/zip",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    for form, kind in kinds.items():
        first = ana.get(f"/exports/codings/{coding}.{form}")
        assert (first.status_code, first.headers["content-type"]) == (200, kind), first.text
        assert first.content[:2] == b"PK"
        assert first.headers["content-disposition"].startswith('attachment; filename="coding-')
        assert first.headers["cache-control"] == "private, no-store"
    for form, file in (("spss", "measures.sav"), ("parquet", "measures.parquet")):
        made = ana.get(f"/exports/codings/{coding}/{form}.zip")
        assert (made.status_code, made.headers["content-type"]) == (200, "application/zip"), made.text
        assert made.headers["content-disposition"].endswith(f"-{form}.zip")
        assert file in zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    tab = new_id()
    before = ana.get(f"/exports/codings/{coding}.zip").content
    send(ana, coding, [act(tab, 1)])
    assert ana.get(f"/exports/codings/{coding}.zip").content != before


def test_a_visits_codings_together(app: Served, ana: Visitor, coding: str) -> None:
    session = ana.get(f"/api/v1/codings/{coding}").json()["session"]["id"]
    answer = ana.get(f"/exports/sessions/{session}.zip")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert ana.get("/exports/sessions/none.zip").status_code == 404


def test_an_exports_name_cannot_break_the_header() -> None:
    from annotator.web.exports import _file

    value = _file('visit "é"\r\nset-cookie: x.zip', b"", "zip").headers["content-disposition"]
    plain, encoded = value.removeprefix("attachment; ").split("; ")
    assert plain == 'filename="visit set-cookie x.zip"'
    assert encoded == "filename*=UTF-8''visit%20%22%C3%A9%22%0D%0Aset-cookie%3A%20x.zip"


def test_a_page_that_only_says_it_is_there_keeps_nobody_signed_in(
    ana: Visitor, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.actions import signing

    noted: list[str] = []
    monkeypatch.setattr(signing, "keep_signed_in", lambda _w, token: noted.append(token))
    ana.get(f"/api/v1/codings/{coding}")
    ana.post(f"/api/v1/codings/{coding}/claim", {"tab": "tab-12345", "take_over": False})
    assert noted == []
    send(ana, coding, [act(new_id(), 1)])
    assert noted == [ana.cookies["attune_8501"]]


def test_what_comes_for_an_erased_coding_is_answered_gone_to_its_coder_alone(
    app: Served, ana: Visitor
) -> None:
    """410 to whoever coded it, so that the browser lets go; to everybody else as if it had never been (404)."""
    who, code, tab = app.first(), f"Family {uuid.uuid4().hex[:8]}", new_id()
    ben = people.add_person(app.place, who, f"Ben {code}", "lead", whole=True)
    recording = ready_film(app.place, who, code=code)
    session = session_of(app.place, recording)
    coding, bens = (codings.begin_coding(app.place, each, session) for each in (who, ben))
    assert send(ana, coding, [act(tab, 1)]).status_code == 200
    erasing.erase_film(app.place, who, recording, "withdrawn", code)
    late = send(ana, coding, [act(tab, 2)])
    assert (late.status_code, late.json()["error"]["code"]) == (410, "erased")
    assert ana.get(f"/api/v1/codings/{coding}").status_code == 410
    assert ana.post(f"/api/v1/codings/{coding}/claim", {"tab": "t", "take_over": False}).status_code == 410
    assert ana.get(f"/api/v1/codings/{bens}").status_code == 404
    assert ana.get(f"/films/{recording}/proxy.mp4").status_code == 404
