"""The table of doors: every path of this server, who may use it and how. What is not here does not exist.

Start-up fails while a route of ours or of Streamlit has no line here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute, compile_path

from annotator.errors import AnnotatorError, said

MIB = 1024 * 1024

# Where pages live. The pages' own addresses are checked against this list by test.
PAGES = (
    "/", "/families", "/people", "/session", "/studies", "/training", "/visits", "/schemes", "/scheme",
    "/supervision", "/desk", "/notes", "/align", "/compare", "/onsets", "/differences", "/agreement",
    "/assignments", "/drift", "/segment", "/fidelity", "/summary", "/weights", "/remapping", "/prepare",
    "/moment", "/meeting",
)  # fmt: skip


class Policy(Enum):
    """Who may use a door."""

    PUBLIC = "anyone on this computer: nothing of a family is behind it"
    PAGE = "who is signed in; a browser without is led to the sign-in page"
    SIGNED_IN = "who is signed in"
    SOCKET = "a websocket of who is signed in, from our own pages"
    MACHINE = "a program of this computer that can read the data folder; never a browser"
    CLOSED = "nobody: a part of Streamlit that we do not use"


@dataclass(frozen=True, slots=True)
class Door:
    """One path (with `{parts}`), its policy, its methods, and how large a body may be.

    ``form``: a plain HTML form of ours may use it, which cannot send our header.
    ``heartbeat``: a page calls it by itself, so it does not count as somebody working.
    ``kept``: the answer may stay in the browser's cache. ``at``: only on one's own computer ("own") or
    only at a team's server ("team").
    """

    path: str
    policy: Policy
    methods: frozenset[str] = frozenset({"GET", "HEAD"})
    body: int = MIB
    form: bool = False
    heartbeat: bool = False
    kept: bool = False
    at: str = ""


_POST = frozenset({"POST"})
_GET = frozenset({"GET"})
_FORM = frozenset({"GET", "HEAD", "POST"})
_LIST = frozenset({"GET", "HEAD", "POST"})
_ITEM = frozenset({"PUT", "DELETE"})
_UPLOAD = frozenset({"GET", "HEAD", "PUT", "DELETE"})

_OURS = (
    Door("/healthz", Policy.PUBLIC),
    Door("/readyz", Policy.PUBLIC),
    Door("/launch", Policy.PUBLIC, _GET, at="own"),
    Door("/launch-link", Policy.MACHINE, _POST, at="own"),
    Door("/invitation-link", Policy.MACHINE, _POST, at="team"),
    Door("/backup-begun", Policy.MACHINE, _POST),
    Door("/sign-in", Policy.PUBLIC, _FORM, form=True),
    Door("/sign-in/second", Policy.PUBLIC, _POST, form=True, at="team"),
    Door("/invitation", Policy.PUBLIC, _FORM, form=True, at="team"),
    Door("/password", Policy.SIGNED_IN, _FORM, form=True, at="team"),
    Door("/sign-out", Policy.PUBLIC, _FORM, form=True),
    Door("/favicon.png", Policy.PUBLIC, kept=True),
    Door("/assets/fonts/{name}", Policy.PUBLIC, kept=True),
    Door("/assets/{mark}/web/{path:path}", Policy.PUBLIC, kept=True),
    Door("/assets/{mark}/player/{path:path}", Policy.SIGNED_IN, kept=True),
    Door("/api/v1/me", Policy.SIGNED_IN),
    Door("/api/v1/me/keys", Policy.SIGNED_IN, frozenset({"PUT"})),
    Door("/api/v1/me/reaction", Policy.SIGNED_IN, frozenset({"PUT"})),
    Door("/api/v1/codings/{id}", Policy.SIGNED_IN),
    Door("/api/v1/codings/{id}/past", Policy.SIGNED_IN),
    Door("/api/v1/codings/{id}/annotations/{annotation}/history", Policy.SIGNED_IN),
    Door("/api/v1/codings/{id}/acts", Policy.SIGNED_IN, _POST, body=8 * MIB),
    Door("/api/v1/codings/{id}/claim", Policy.SIGNED_IN, _POST, heartbeat=True),
    Door("/api/v1/codings/{id}/place", Policy.SIGNED_IN, frozenset({"PUT"})),
    Door("/api/v1/codings/{id}/submit", Policy.SIGNED_IN, _POST),
    Door("/api/v1/codings/{id}/beside/{other}", Policy.SIGNED_IN),
    Door("/api/v1/codings/{id}/beside/{other}/verdicts", Policy.SIGNED_IN, _POST),
    Door("/api/v1/codings/{id}/beside/{other}/consensus", Policy.SIGNED_IN, _POST),
    Door("/api/v1/sessions/{id}/notes", Policy.SIGNED_IN, _LIST),
    Door("/api/v1/notes/{id}", Policy.SIGNED_IN, _ITEM),
    Door("/api/v1/sessions/{id}/codings", Policy.SIGNED_IN, _POST, body=32 * MIB),
    Door("/api/v1/sessions/{id}/clock", Policy.SIGNED_IN, frozenset({"PUT"})),
    Door("/api/v1/sessions/{id}/plan", Policy.SIGNED_IN, _POST),
    Door("/api/v1/plans/{id}", Policy.SIGNED_IN, frozenset({"GET", "HEAD", "PUT"})),
    Door("/api/v1/plans/{id}/ready", Policy.SIGNED_IN, _POST),
    Door("/api/v1/plans/{id}/release", Policy.SIGNED_IN, _POST),
    Door("/api/v1/plans/{id}/meeting", Policy.SIGNED_IN),
    Door("/api/v1/plans/{id}/moments/{moment}/said", Policy.SIGNED_IN, frozenset({"PUT"})),
    Door("/api/v1/plans/{id}/close", Policy.SIGNED_IN, _POST),
    Door("/api/v1/uploads", Policy.SIGNED_IN, _POST),
    Door("/api/v1/uploads/{id}", Policy.SIGNED_IN, _UPLOAD, body=16 * MIB + 64 * 1024),
    Door("/api/v1/uploads/{id}/finish", Policy.SIGNED_IN, _POST),
    Door("/api/v1/jobs/{id}", Policy.SIGNED_IN),
    Door("/api/v1/jobs/{id}/cancel", Policy.SIGNED_IN, _POST),
    Door("/api/v1/jobs/{id}/retry", Policy.SIGNED_IN, _POST),
    Door("/films/{recording}/{name}", Policy.SIGNED_IN),
    Door("/api/v1/schemes", Policy.SIGNED_IN, _POST, body=8 * MIB),
    Door("/schemes/{hash}/book.html", Policy.SIGNED_IN),
    Door("/schemes/{hash}/book.pdf", Policy.SIGNED_IN),
    Door("/schemes/{hash}/file", Policy.SIGNED_IN),
    Door("/drafts/{id}/file", Policy.SIGNED_IN),
    Door("/meetings/{plan}/{name}", Policy.SIGNED_IN),
    Door("/meetings/{plan}/{moment}/{name}", Policy.SIGNED_IN),
    Door("/films/{recording}/stills/{ms}.jpg", Policy.SIGNED_IN),
    Door("/exports/codings/{id}.zip", Policy.SIGNED_IN, _GET),
    Door("/exports/codings/{id}.xlsx", Policy.SIGNED_IN, _GET),
    Door("/exports/codings/{id}/spss.zip", Policy.SIGNED_IN, _GET),
    Door("/exports/codings/{id}/parquet.zip", Policy.SIGNED_IN, _GET),
    Door("/exports/codings/{id}.attune", Policy.SIGNED_IN, _GET),
    Door("/exports/sessions/{id}.zip", Policy.SIGNED_IN, _GET),
    Door("/exports/studies/{id}/agreement.html", Policy.SIGNED_IN, _GET),
    Door("/exports/studies/{id}/agreement.pdf", Policy.SIGNED_IN, _GET),
    Door("/exports/studies/{id}/agreement.csv", Policy.SIGNED_IN, _GET),
    Door("/sheets/{plan}.pdf", Policy.SIGNED_IN, _GET),
    Door("/sheets/{plan}.html", Policy.SIGNED_IN, _GET),
    Door("/reels/{plan}.zip", Policy.SIGNED_IN, _GET),
    Door("/visit-notes/{plan}.txt", Policy.SIGNED_IN, _GET),
    Door("/visit-notes/{plan}.html", Policy.SIGNED_IN, _GET),
    Door("/visit-notes/{plan}.pdf", Policy.SIGNED_IN, _GET),
)

_STREAMLITS = (
    Door("/_stcore/health", Policy.SIGNED_IN),
    Door("/_stcore/host-config", Policy.SIGNED_IN),
    # Streamlit lets these be cached without a mark of their content; ours must be new after an upgrade.
    Door("/_stcore/bidi-components/annotator.{path:path}", Policy.SIGNED_IN),
    Door("/_stcore/stream", Policy.SOCKET),
    Door("/static/{path:path}", Policy.SIGNED_IN, kept=True),
    Door("/_stcore/bidi-components/{path:path}", Policy.CLOSED),
    Door("/_stcore/metrics", Policy.CLOSED),
    Door("/_stcore/upload_file/{session_id}/{file_id}", Policy.CLOSED),
    Door("/_stcore/agent/interact", Policy.CLOSED),
    Door("/_stcore/agent/openapi.json", Policy.CLOSED),
    Door("/_stcore/agent/mcp", Policy.CLOSED),
    Door("/media/{file_id:path}", Policy.CLOSED),
    Door("/component/{path:path}", Policy.CLOSED),
    Door("/auth/login", Policy.CLOSED),
    Door("/auth/logout", Policy.CLOSED),
    Door("/oauth2callback", Policy.CLOSED),
)

DOORS = (*_OURS, *_STREAMLITS, *(Door(page, Policy.PAGE) for page in PAGES))

_COMPILED: tuple[tuple[re.Pattern[str], Door], ...] = tuple(
    (compile_path(door.path)[0], door) for door in DOORS
)
_BY_PATH = {door.path: door for door in DOORS}


def door_of(path: str) -> Door | None:
    """The door a request's path leads to; None when there is none, or it is closed."""
    for pattern, door in _COMPILED:
        if pattern.match(path):
            return None if door.policy is Policy.CLOSED else door
    return None


def _without_policy(routes: Iterable[BaseRoute]) -> list[str]:
    missing = []
    for route in routes:
        if isinstance(route, Mount) and route.path == "":
            continue  # Streamlit's shell answers any path; the gate lets through only PAGES and /static.
        path = route.path if isinstance(route, Route | WebSocketRoute | Mount) else repr(route)
        door = _BY_PATH.get(path)
        methods = set(route.methods or ()) if isinstance(route, Route) else set()
        closed = door is not None and door.policy is Policy.CLOSED
        if door is None or not (closed or methods - {"OPTIONS"} <= door.methods | {"HEAD"}):
            missing.append(f"{' '.join(sorted(methods))} {path}".strip())
    return missing


def check_routes(routes: Iterable[BaseRoute]) -> None:
    """Refuse to start while some route has no policy, or a method that its policy does not name."""
    missing = _without_policy(routes)
    if missing:
        names = ", ".join(missing)
        raise AnnotatorError(
            said(
                "Attune does not start: no policy says who may use {names}. Add each to "
                "annotator/web/policies.py.",
                names=names,
            )
        )
