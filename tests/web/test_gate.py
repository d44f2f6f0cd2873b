"""The gate: what is not in the table does not exist, and what is asks who, from where and how much."""

import ast
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.websockets import WebSocketDisconnect

from annotator.errors import AnnotatorError
from annotator.store import accounts
from annotator.web import application
from annotator.web.gate import identified
from annotator.web.policies import DOORS, PAGES, Door, Policy, door_of
from tests.web.visitor import CHANGE, HOST, ORIGIN, SESSION, Served, Visitor

EVIL = "http://evil.example"
HERE = [d for d in DOORS if d.at != "team"]
GETS = [d for d in HERE if "GET" in d.methods and d.policy in (Policy.SIGNED_IN, Policy.PAGE)]
CHANGES = [
    (d, m)
    for d in HERE
    if d.policy is not Policy.CLOSED
    for m in sorted(d.methods & {"POST", "PUT", "DELETE"})
]


def path_of(door: Door) -> str:
    """A path that leads to a door: its parts filled with something that is nowhere."""
    return re.sub(r"\{[^}]*\}", "x1", door.path)


def ids(value: object) -> str:
    return value.path if isinstance(value, Door) else str(value)


@pytest.mark.parametrize("door", GETS, ids=ids)
def test_without_a_sign_in_nothing_is_given(stranger: Visitor, door: Door) -> None:
    answer = stranger.get(path_of(door))
    if door.policy is Policy.PAGE:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=%2F")
    else:
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "signed_out"


@pytest.mark.parametrize("cookie", ["", "x", "0" * 43, "' OR 1=1 --", "é"])
def test_a_made_up_session_is_none(app: Served, cookie: str) -> None:
    browser = Visitor(app.client, {SESSION: cookie})
    assert browser.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(("door", "method"), CHANGES, ids=ids)
@pytest.mark.parametrize(
    "headers",
    [
        {**CHANGE, "origin": EVIL, "sec-fetch-site": "cross-site"},
        {**CHANGE, "origin": EVIL},
        {**CHANGE, "origin": "null", "sec-fetch-site": "cross-site"},
        {"x-attune": "1", "origin": "null"},
        {"x-attune": "1", "origin": "http://127.0.0.1:9999"},
        {"x-attune": "1", "origin": f"{ORIGIN}.evil.example"},
        {"x-attune": "1", "sec-fetch-site": "same-site"},
        {"x-attune": "1", "sec-fetch-site": "none"},
        {**CHANGE, "sec-fetch-site": "cross-site"},
        {},
    ],
    ids=[
        "foreign",
        "foreign-origin",
        "sandboxed",
        "null-origin",
        "other-port",
        "longer-origin",
        "same-site",
        "no-page",
        "cross-site",
        "nothing",
    ],
)
def test_a_change_from_another_page_is_refused(
    ana: Visitor, door: Door, method: str, headers: dict[str, str]
) -> None:
    assert ana.ask(method, path_of(door), headers).status_code == 403


@pytest.mark.parametrize(("door", "method"), CHANGES, ids=ids)
def test_a_change_needs_our_header_unless_it_is_a_form_of_ours(ana: Visitor, door: Door, method: str) -> None:
    headers = {name: value for name, value in CHANGE.items() if name != "x-attune"}
    answer = ana.ask(method, path_of(door), headers)
    assert (answer.status_code == 403) != door.form


@pytest.mark.parametrize(
    "headers",
    [
        {"x-attune": "1", "origin": ORIGIN},
        {"x-attune": "1", "sec-fetch-site": "same-origin"},
        {"x-attune": "1", "sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
def test_our_own_pages_pass_with_what_browsers_send(ana: Visitor, headers: dict[str, str]) -> None:
    assert ana.ask("POST", "/api/v1/jobs/none/cancel", headers).status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:8502", f"{HOST}.evil.example", "LOCALHOST:8501", ""]
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/sign-in", "/api/v1/me", "/static/js/x.js", "/nowhere"])
def test_another_host_is_refused_everywhere(ana: Visitor, host: str, path: str) -> None:
    assert ana.get(path, {"host": host}).status_code == 421


@pytest.mark.parametrize(
    "path",
    [
        "/api/nope",
        "/api/v1/codings",
        "/api/v1/codings/a/b/c",
        "/nope",
        "/desk/",
        "/desk/x",
        "/Desk",
        "/media/abc.mp4",
        "/component/x/y.js",
        "/app/static/x",
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/upload_file/a/b",
        "/_stcore/script-health-check",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
        "/_stcore/bidi-components/other.thing/x.js",
        "/index.html",
        "/films/../attune.db",
        "/films/a/b/c",
        "/exports/codings/x.csv",
        "/desk/_stcore/health",
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_not_in_the_table_does_not_exist(app: Served, path: str, signed_in: bool) -> None:
    browser = app.visitor().come_in() if signed_in else app.visitor()
    for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS"):
        answer = browser.ask(method, path, CHANGE)
        assert answer.status_code == 404, method
        assert answer.json()["error"]["code"] == "not_found"


def test_a_person_sees_a_page_where_a_program_sees_json(ana: Visitor) -> None:
    answer = ana.get("/nope", {"accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert ana.get("/api/nope", {"accept": "text/html"}).headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "FOO"])
def test_methods_that_no_door_names_are_refused(ana: Visitor, method: str) -> None:
    assert ana.ask(method, "/api/v1/me").status_code == 405


def test_every_page_is_reached_when_signed_in(ana: Visitor) -> None:
    for page in PAGES:
        answer = ana.get(page)
        assert answer.status_code == 200
        assert '<div id="root">' in answer.text


def test_what_streamlit_needs_of_itself_is_let_through(ana: Visitor) -> None:
    script = re.search(r'src="\./(static/js/[^"]+)"', ana.get("/").text)
    assert script
    assert ana.get(f"/{script.group(1)}").headers["cache-control"].startswith("public, immutable")
    assert ana.get("/_stcore/health").text == "ok"
    assert set(ana.get("/_stcore/host-config").json()["allowedOrigins"]) == {ORIGIN, "http://localhost:8501"}


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/healthz", "/nope", "/api/nope", "/api/v1/me", "/films/a/b", "/launch"]
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_carries_the_headers(app: Served, path: str, signed_in: bool) -> None:
    browser = app.visitor().come_in() if signed_in else app.visitor()
    headers = browser.get(path, {"origin": EVIL}).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "private, no-store"
    assert not [name for name in headers if name.startswith("access-control-")]


# identity


@pytest.mark.parametrize(
    "name",
    [
        "x-app-user",
        "X-App-User",
        "X_APP_USER",
        "x-app_user",
        "x_app-user",
        " x-app-user ",
        "x-app-user-id",
        "X-App_User-Sign-In",
    ],
)
def test_identity_from_outside_is_taken_out_in_every_spelling(name: str) -> None:
    raw = [(name.lower().encode(), b"evil"), (name.encode(), b"evil"), (b"accept", b"*/*")]
    assert identified(raw, None) == [(b"accept", b"*/*")]


def test_the_account_that_the_gate_found_is_the_only_one(app: Served) -> None:
    account = app.first()
    raw = [(b"x-app-user", b"evil"), (b"x_app_user", b"evil"), (b"x-app-user", b"evil2")]
    known = replace(account, sign_in="0123")
    raw += [(b"x-app-user-sign-in", b"evil"), (b"X_App_User_Sign_In", b"evil")]
    assert Headers(raw=identified(raw, known)).items() == [
        ("x-app-user", account.id),
        ("x-app-user-sign-in", "0123"),
    ]


def seen_on_the_page(socket: Any) -> tuple[str, str, str, str]:
    """What the page says of who is here, the note it found, Streamlit's session and our sign-in, by their ids."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    ask = BackMsg()
    ask.rerun_script.query_string = ""
    socket.send_bytes(ask.SerializeToString())
    session, said = "", ""
    while True:
        message = ForwardMsg()
        message.ParseFromString(socket.receive_bytes())
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        found = re.search(rb"HERE:([^:]*):([^:]*):([^:]*):END", message.SerializeToString())
        if found:
            said = found
        if message.WhichOneof("type") == "script_finished" and said:
            return said.group(1).decode(), said.group(2).decode(), session, said.group(3).decode()


def test_the_page_is_told_who_the_gate_let_in(app: Served, ana: Visitor) -> None:
    with ana.socket() as socket:
        who, note, _session, sign_in = seen_on_the_page(socket)
    assert (who, note) == (app.first().id, "nobody's")
    with app.place.store.read() as tx:
        assert sign_in == accounts.valid(tx, ana.cookies[SESSION]).id


def test_a_spoofed_header_does_not_reach_the_page(app: Served, ana: Visitor) -> None:
    headers = {
        "origin": ORIGIN,
        "cookie": f"{SESSION}={ana.cookies[SESSION]}",
        "x-app-user": "evil",
        "x_app_user": "evil",
        "x-app-user-sign-in": "evil",
        "host": HOST,
    }
    with app.client.websocket_connect(
        f"ws://{HOST}/_stcore/stream", ["streamlit"], headers=headers
    ) as socket:
        assert seen_on_the_page(socket)[0] == app.first().id


def test_another_person_cannot_take_over_a_streamlit_session(app: Served, ana: Visitor) -> None:
    from annotator.actions import people

    ben = people.add_person(app.place, app.first(), f"Ben {time.monotonic_ns()}", "coder", whole=True)
    other = Visitor(app.client, {"attune_8501_device": ana.cookies["attune_8501_device"]})
    assert other.post("/sign-in", {"account": ben.id}).status_code == 200
    with ana.socket() as socket:
        seen_on_the_page(socket)
        _who, note, session, _sign_in = seen_on_the_page(socket)
        assert note == f"secret of {app.first().id}"
        with other.socket(protocols=("streamlit", "none", session)) as taken:
            assert seen_on_the_page(taken)[:2] == (ben.id, "nobody's")
    with other.socket(protocols=("streamlit", "none", session)) as left_behind:
        assert seen_on_the_page(left_behind)[:2] == (ben.id, "nobody's")


# websockets


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (EVIL, HOST),
        (None, HOST),
        ("null", HOST),
        ("http://127.0.0.1:9999", HOST),
        (f"https://{HOST}", HOST),
        (ORIGIN, "evil.example"),
        (EVIL, "evil.example"),
        ("http://localhost:8501", HOST),
        (ORIGIN + "/", HOST),
    ],
)
def test_a_foreign_handshake_is_refused_before_streamlit_sees_it(
    ana: Visitor, origin: str | None, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.web.server.starlette import starlette_websocket

    monkeypatch.setattr(
        starlette_websocket, "_is_origin_allowed", lambda *_: pytest.fail("Streamlit was asked")
    )
    begun = time.process_time()
    with pytest.raises(WebSocketDisconnect), ana.socket(origin, host):
        pass
    assert time.process_time() - begun < 0.5


def test_a_websocket_needs_a_sign_in(stranger: Visitor) -> None:
    with pytest.raises(WebSocketDisconnect), stranger.socket():
        pass


def test_a_websocket_leads_nowhere_else(ana: Visitor) -> None:
    for path in ("/", "/api/v1/me", "/nope", "/_stcore/health"):
        headers = {"origin": ORIGIN, "cookie": f"{SESSION}={ana.cookies[SESSION]}"}
        with (
            pytest.raises(WebSocketDisconnect),
            ana.client.websocket_connect(f"ws://{HOST}{path}", headers=headers),
        ):
            pass


def test_http_does_not_reach_the_websocket_door(ana: Visitor) -> None:
    assert ana.get("/_stcore/stream").status_code == 404


def closed_within(socket: Any, seconds: float) -> float:
    """The time until a websocket is closed by the other side."""
    begun = time.monotonic()
    with pytest.raises(WebSocketDisconnect):
        while time.monotonic() - begun < seconds:
            socket.receive_bytes()
    return time.monotonic() - begun


def test_signing_out_closes_the_open_websockets(ana: Visitor) -> None:
    with ana.socket() as socket:
        seen_on_the_page(socket)
        assert ana.ask("POST", "/sign-out").status_code == 303
        assert closed_within(socket, 2) < 2


def test_a_sign_in_that_ends_in_the_store_closes_its_websocket(app: Served, ana: Visitor) -> None:
    from annotator.actions import signing

    with ana.socket() as socket:
        seen_on_the_page(socket)
        signing.sign_out(app.place, ana.cookies[SESSION])
        assert closed_within(socket, 4) < 3


def test_others_stay_when_one_signs_out(app: Served, ana: Visitor) -> None:
    other = app.visitor().come_in()
    with other.socket() as socket:
        seen_on_the_page(socket)
        ana.ask("POST", "/sign-out")
        assert seen_on_the_page(socket)[0] == app.first().id


def test_a_person_cannot_open_websockets_without_end(ana: Visitor) -> None:
    from contextlib import ExitStack

    from annotator.web.sessions import SOCKETS_A_PERSON

    with ExitStack() as stack:
        for _ in range(SOCKETS_A_PERSON):
            stack.enter_context(ana.socket())
        with pytest.raises(WebSocketDisconnect):
            stack.enter_context(ana.socket())
    with ana.socket() as socket:
        seen_on_the_page(socket)


# size


def test_a_body_is_at_most_a_megabyte(ana: Visitor) -> None:
    answer = ana.ask(
        "POST", "/api/v1/uploads", {**CHANGE, "content-type": "application/json"}, content=b" " * (2**20 + 1)
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_body_that_does_not_say_its_length_is_counted(ana: Visitor) -> None:
    pieces = (b" " * 65536 for _ in range(17))
    answer = ana.ask(
        "POST", "/api/v1/uploads", {**CHANGE, "content-type": "application/json"}, content=pieces
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("length", ["-1", "1e3", "²", "x"])
def test_a_length_that_is_no_number_is_refused(ana: Visitor, length: str) -> None:
    headers = {**CHANGE, "content-length": length}
    assert ana.ask("POST", "/api/v1/uploads", headers).status_code == 413


# start


def test_a_route_without_a_policy_keeps_the_app_from_starting(tmp_path: Path, app: Served) -> None:
    from annotator.web import policies

    async def secret(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("secret")

    known = [r for r in app.client.app._starlette_app.routes]  # type: ignore[attr-defined]
    policies.check_routes(known)
    for extra in (Route("/secret", secret), Route("/api/v1/me", secret, methods=["DELETE"])):
        with pytest.raises(AnnotatorError, match=rf"no policy says who may use .*{extra.path}"):
            policies.check_routes([*known, extra])


def test_closed_doors_lead_nowhere() -> None:
    for door in DOORS:
        if door.policy is Policy.CLOSED:
            assert door_of(path_of(door)) is None


def test_the_list_of_pages_is_that_of_the_navigation() -> None:
    """A page whose address the gate does not know could never be opened."""
    main = ast.parse((Path(application.__file__).parents[1] / "pages" / "main.py").read_text())
    addresses = {
        f"/{keyword.value.value}"
        for call in ast.walk(main)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "Page"
        for keyword in call.keywords
        if keyword.arg == "url_path" and isinstance(keyword.value, ast.Constant)
    }
    assert addresses | {"/"} == set(PAGES)


SECURITY = Path(__file__).parents[2] / "docs" / "SECURITY.md"


def doors_said(page: str) -> list[tuple[str, ...]]:
    """The paths in each row of the page's list of doors, the rows as they stand."""
    table = page.partition("| who may come | door |\n|---|---|\n")[2].partition("\n\n")[0]
    return [tuple(re.findall(r"`([^`]+)`", row.split("|")[2])) for row in table.splitlines()]


def test_the_security_page_names_every_door_beside_who_may_come() -> None:
    """S49: a door that is new, moved or opened wider asks for a change of the page that says what is open."""
    page = SECURITY.read_text("utf-8")
    assert doors_said(page) == [
        tuple(door.path for door in DOORS if door.policy is policy) for policy in Policy
    ]
    wider = [replace(d, policy=Policy.PUBLIC) if d.path == "/api/v1/me" else d for d in DOORS]
    assert doors_said(page) != [tuple(d.path for d in wider if d.policy is policy) for policy in Policy]
