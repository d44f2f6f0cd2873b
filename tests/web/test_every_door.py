"""Every route that leads to something, walked by everybody in every state: refused is absent, byte for byte."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from annotator.actions import workplace
from annotator.store import accounts
from annotator.web import routing
from annotator.web.policies import Policy, door_of
from tests.deeds import ACTS, DEEDS, Deed, expected
from tests.meeting_case import draft
from tests.walking import ABSENT, ACTORS, DISABLED, NOBODY, OUTSIDER, World, everything, undone
from tests.web.visitor import SESSION, Served, Visitor, served

NOTE: dict[str, Any] = {"id": "a-note-of-today", "at_ms": 1_000, "text": "look", "starred": True}
ENDING = {"step": "", "wish": "", "goal": "", "goal_number": None}

VERDICT = {
    "track": "dyad_state", "subject": "dyad", "onset_ms": 0, "offset_ms": 1, "first": "together",
    "second": "apart", "word": "first", "note": "",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A route: which use case it calls, and what a page of ours would send."""

    deed: str
    body: Any = None


WAYS = {
    "GET /api/v1/codings/{id}": Way("codings.desk"),
    "GET /api/v1/codings/{id}/past": Way("looking_back.as_it_was"),
    "GET /api/v1/codings/{id}/annotations/{annotation}/history": Way("looking_back.history_of"),
    "POST /api/v1/codings/{id}/acts": Way("codings.save_acts", ACTS),
    "POST /api/v1/codings/{id}/claim": Way("codings.own", {"tab": "a-tab-of-mine-1234", "take_over": False}),
    "PUT /api/v1/codings/{id}/place": Way("codings.save_place", {"t_ms": 1}),
    "POST /api/v1/codings/{id}/submit": Way("codings.submit_coding", {"seq": 1}),
    "GET /api/v1/codings/{id}/beside/{other}": Way("judging.differences_json"),
    "POST /api/v1/codings/{id}/beside/{other}/verdicts": Way("judging.judge", VERDICT),
    "POST /api/v1/codings/{id}/beside/{other}/consensus": Way("judging.make_consensus", {}),
    "GET /api/v1/sessions/{id}/notes": Way("notes.my_notes"),
    "POST /api/v1/sessions/{id}/notes": Way("notes.add_note", NOTE),
    "PUT /api/v1/notes/{id}": Way("notes.change_note", {**NOTE, "id": None}),
    "DELETE /api/v1/notes/{id}": Way("notes.remove_note"),
    "PUT /api/v1/sessions/{id}/clock": Way("aligning.align_films", {"shifts": {}, "was": {}}),
    "POST /api/v1/sessions/{id}/plan": Way("preparing.open_plan", {}),
    "GET /api/v1/plans/{id}": Way("preparing.plan_json"),
    "PUT /api/v1/plans/{id}": Way("preparing.save_plan", draft()),
    "POST /api/v1/plans/{id}/ready": Way("preparing.mark_ready", {}),
    "POST /api/v1/plans/{id}/release": Way("preparing.release_plan", {}),
    "GET /api/v1/plans/{id}/meeting": Way("meeting.meeting_of"),
    "PUT /api/v1/plans/{id}/moments/{moment}/said": Way("meeting.save_said", {"said": "yes"}),
    "POST /api/v1/plans/{id}/close": Way("meeting.close_meeting", ENDING),
    "GET /api/v1/uploads/{id}": Way("films.upload"),
    "PUT /api/v1/uploads/{id}": Way("films.upload_path", b"more"),
    "POST /api/v1/uploads/{id}/finish": Way("films.finish_upload", {}),
    "DELETE /api/v1/uploads/{id}": Way("films.cancel_upload"),
    "GET /api/v1/jobs/{id}": Way("films.job"),
    "POST /api/v1/jobs/{id}/cancel": Way("films.cancel_job", {}),
    "POST /api/v1/jobs/{id}/retry": Way("films.retry_job", {}),
    "GET /films/{recording}/{name}": Way("films.film_file"),
    "GET /films/{recording}/stills/{ms}.jpg": Way("films.film_file"),
    "GET /meetings/{plan}/{name}": Way("meeting.meeting_film"),
    "GET /meetings/{plan}/{moment}/{name}": Way("meeting.meeting_film"),
    "GET /exports/codings/{id}.zip": Way("exporting.export_coding"),
    "GET /exports/codings/{id}.xlsx": Way("exporting.export_coding"),
    "GET /exports/codings/{id}/spss.zip": Way("exporting.export_coding"),
    "GET /exports/codings/{id}/parquet.zip": Way("exporting.export_coding"),
    "GET /exports/sessions/{id}.zip": Way("exporting.export_session"),
    "GET /exports/studies/{id}/agreement.html": Way("study_agreeing.agreement_report"),
    "GET /exports/studies/{id}/agreement.pdf": Way("study_agreeing.agreement_report"),
    "GET /exports/studies/{id}/agreement.csv": Way("study_agreeing.agreement_report"),
    "GET /sheets/{plan}.pdf": Way("sheets.sheet"),
    "GET /sheets/{plan}.html": Way("sheets.sheet"),
    "GET /reels/{plan}.zip": Way("reels.reel_file"),
    "GET /visit-notes/{plan}.txt": Way("visit_notes.visit_note_file"),
    "GET /visit-notes/{plan}.html": Way("visit_notes.visit_note_file"),
    "GET /visit-notes/{plan}.pdf": Way("visit_notes.visit_note_file"),
}
WITHOUT_A_THING = {
    "GET /api/v1/me", "PUT /api/v1/me/keys", "PUT /api/v1/me/reaction", "POST /api/v1/uploads", "GET /password",
    "POST /password",
}  # fmt: skip
"""Routes that name nothing in their path: oneself; an upload names its visit in the body, below."""

IN_THEIR_OWN_TESTS = {
    "GET /schemes/{hash}/book.html",
    "GET /schemes/{hash}/book.pdf",
    "GET /schemes/{hash}/file",
    "POST /api/v1/schemes",
    "GET /drafts/{id}/file",
    "GET /exports/codings/{id}.attune",
    "POST /api/v1/sessions/{id}/codings",
}
"""A coding that is carried to another computer and back: tests/actions/test_carrying.py; schemes: test_schemes.py."""

MADE_UP = {"GET /films/{recording}/stills/{ms}.jpg", "GET /meetings/{plan}/{moment}/{name}"}
"""Only refusals are walked: the one decodes a frame, and the films here are made up; no plan here has a moment
of then, whose film test_plans.py asks for."""

SIGNED_OUT = (DISABLED, OUTSIDER, NOBODY)

PARTS = {
    "name": {"films": "proxy.mp4", "meetings": "film.mp4"},
    "ms": "40",
    "moment": "no-moment",
    "annotation": "no-annotation",
    "hash": "no-scheme",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("doors") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def world(app: Served) -> World:
    return everything(app.place)


@pytest.fixture(scope="module")
def visitors(app: Served, world: World) -> dict[str, Visitor]:
    """A browser for each actor, with a sign-in that was there before it was shut out."""
    made = {actor: app.visitor() for actor in ACTORS}
    for actor, who in world.actors.items():
        if who is not None:
            token = app.place.store.write(lambda tx, who=who: accounts.sign_in(tx, who.id))
            made[actor].cookies[SESSION] = token
    workplace.use(undone(app.place))
    return made


def _deed(name: str) -> Deed:
    return next(deed for deed in DEEDS if deed.name == name)


def _path(template: str, id: str) -> str:
    def part(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in ("id", "other", "recording", "plan"):
            return id
        value = PARTS[name]
        return value if isinstance(value, str) else value[template.split("/")[1]]

    return re.sub(r"\{(\w+)\}", part, template)


def _asked(visitor: Visitor, way: str, id: str) -> tuple[int, bytes]:
    method, template = way.split(" ")
    body = WAYS[way].body
    if isinstance(body, dict):
        sent: dict[str, Any] = {"json": {k: v for k, v in body.items() if not (k == "id" and v is None)}}
    else:
        sent = {"content": body} if body is not None else {}
    where = _path(template, id) + ("?offset=0" if isinstance(body, bytes) else "")
    answer = visitor.ask(method, where, **sent)
    return answer.status_code, answer.content


@pytest.mark.parametrize("way", WAYS)
def test_a_door_is_there_for_who_may_only(world: World, visitors: dict[str, Visitor], way: str) -> None:
    deed = _deed(WAYS[way].deed)
    for actor in ACTORS:
        absent = _asked(visitors[actor], way, ABSENT)
        for kind, thing in world.of(deed.kinds):
            found = _asked(visitors[actor], way, thing.id(actor))
            cell = (actor, kind, thing.state, found[:1], found[1][:200], absent[1][:200])
            if expected(world, deed, actor, kind, thing):
                assert found != absent or way in MADE_UP, cell
            elif not (thing.state == "erased" and world.may(actor, deed.right) and found[0] == 410):
                assert found == absent, cell
                assert found[0] == (401 if actor in SIGNED_OUT else 404), cell
                assert json.loads(found[1])["error"]["code"] in ("not_found", "signed_out"), cell


def test_an_upload_is_begun_by_who_may_only(world: World, visitors: dict[str, Visitor]) -> None:
    deed = _deed("films.begin_upload")
    for actor, visitor in visitors.items():

        def ask(id: str, visitor: Visitor = visitor) -> tuple[int, bytes]:
            answer = visitor.post("/api/v1/uploads", {"session": id, "name": "film.mp4", "size": 10})
            return answer.status_code, answer.content

        for thing in world.things["session"]:
            if not expected(world, deed, actor, "session", thing):
                assert ask(thing.id(actor)) == ask(ABSENT), (actor, thing.state)


def test_no_route_is_left_out() -> None:
    ours = {f"{method} {path}" for method, path, _handler in routing.ROUTES}
    doors = {route: door_of(_path(route.split(" ")[1], "x")) for route in ours if "assets" not in route}
    asking = {route for route, door in doors.items() if door is not None and door.policy is Policy.SIGNED_IN}
    assert asking == WAYS.keys() | WITHOUT_A_THING | IN_THEIR_OWN_TESTS
