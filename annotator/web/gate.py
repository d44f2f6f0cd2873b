"""The gate: one middleware before everything else, for HTTP and websocket. Default deny.

Order: host, path, who is signed in, identity headers, websocket or change, size of the body, headers of
the answer. Streamlit's own checks come after it and are never relied upon.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.actions.language import Words, translator
from annotator.errors import said
from annotator.store import seeing
from annotator.store.accounts import Account
from annotator.web import headers as answer_headers
from annotator.web import plain_pages, starting
from annotator.web.answers import Refusal, not_found, refusal_of, refused
from annotator.web.policies import Door, Policy, door_of
from annotator.web.sessions import Sessions, Socket, Sockets, Visit
from annotator.web.site import Site

IDENTITY = b"x-app-user"
SIGN_IN = IDENTITY + b"-sign-in"
"""Which sign-in it is: a page asks how old it is before a grave deed."""

CHANGE_HEADER = "x-attune"
RECHECK_S = 0.8
"""How often an open websocket is held against its sign-in: with what is remembered, it ends within 2 s."""

_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request or handshake, as far as the gate looks at it."""

    scope: Scope
    site: Site
    headers: Headers
    door: Door
    token: str | None

    @property
    def method(self) -> str:
        """The HTTP method; a websocket handshake is a GET."""
        return str(self.scope.get("method", "GET"))

    @property
    def own_origin(self) -> str:
        """The origin that a page of ours at this host has."""
        return self.site.origin(self.headers["host"])


class Gate:
    """Default deny for HTTP and websocket; see the module's own words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.sessions = Sessions()
        self.sockets = Sockets()
        self.stopping = starting.Stopping()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI call."""
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "websocket":
                await self._websocket(scope, receive, send)
            case _:
                await starting.lifespan(self.app, self.stopping, scope, receive, send)

    # HTTP

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = door_of(scope["path"])
        send = _watched(answer_headers.guarded(send, Site.of(scope), door))
        with self.stopping.counted():
            try:
                await self._answer(scope, receive, send)
            except Exception as error:  # noqa: BLE001 - the boundary of every route: a bug gets a number
                answer = _refused(scope, refusal_of(error), await self._words(scope))
                await _unless_begun(send, answer, scope, receive)

    async def _words(self, scope: Scope) -> Words:
        """In which language a refusal is said: the signed-in person's, else the browser's."""
        asked = HTTPConnection(scope)
        # What went wrong is known already; whatever goes wrong here must not hide it.
        with contextlib.suppress(Exception):
            who = await self.sessions.who(asked.cookies.get(Site.of(scope).session_cookie))
            if who is not None:
                return translator(who.language)
        return plain_pages.words_for(asked)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _known_place(scope)
        _check_method(asked)
        account = await self.sessions.who(asked.token) if asked.door.policy is not Policy.PUBLIC else None
        if account is None and asked.door.policy in (Policy.SIGNED_IN, Policy.PAGE):
            await _ask_to_sign_in(asked)(scope, receive, send)
            return
        if asked.method not in _SAFE:
            check_change(asked)
        if account is not None and asked.token and asked.method not in _SAFE and not asked.door.heartbeat:
            await self.sessions.note(asked.token)
        _check_length(asked)
        inner = self._inner(asked, account)
        await self.app(inner, _at_most(receive, asked.door.body), send)

    def _inner(self, asked: Asked, account: Account | None) -> Scope:
        seeing.only(account.id if account else None)
        visit = Visit(account, asked.token, self.sessions, self.sockets)
        return {**asked.scope, "headers": identified(asked.scope["headers"], account), "attune": visit}

    # websocket

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            asked = _known_place(scope)
            account = await self.sessions.who(asked.token)
            _check_handshake(asked, account)
            socket = self.sockets.add(str(asked.token), account.id if account else "")
            if socket is None:
                raise Refusal(403, "too_many", said("Too many pages are open. Close some and reload."))
        except Refusal:
            await _close(send, 1008)
            return
        try:
            await self._stay(self._inner(asked, account), socket, receive, send)
        finally:
            self.sockets.remove(socket)

    async def _stay(self, scope: Scope, socket: Socket, receive: Receive, send: Send) -> None:
        watch = asyncio.create_task(self._watch(socket))
        try:
            await self.app(scope, self._until_ended(socket, receive, send), _while_open(socket, send))
        finally:
            watch.cancel()

    async def _watch(self, socket: Socket) -> None:
        while not socket.ended.is_set():
            await asyncio.sleep(RECHECK_S)
            who = await self.sessions.who(socket.token)
            if who is None or who.id != socket.account or self.stopping.asked.is_set():
                socket.ended.set()

    def _until_ended(self, socket: Socket, receive: Receive, send: Send) -> Receive:
        async def receive_or_end() -> Message:
            message = await _first(receive, socket.ended)
            if message is None:
                await _close(send, 4401)
                return {"type": "websocket.disconnect", "code": 4401}
            if message["type"] == "websocket.receive":
                await self.sessions.note(socket.token)
            return message

        return receive_or_end


# 1, 2: host and path


def _known_place(scope: Scope) -> Asked:
    site, headers = Site.of(scope), Headers(scope=scope)
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0] not in site.hosts:
        raise Refusal(421, "host", said("Open Attune at the address that it printed when it started."))
    door = door_of(scope["path"])
    is_socket = scope["type"] == "websocket"
    if door is None or (door.policy is Policy.SOCKET) != is_socket or not _is_here(door, site):
        raise not_found()
    token = HTTPConnection(scope).cookies.get(site.session_cookie)
    return Asked(scope, site, headers, door, token)


def _is_here(door: Door, site: Site) -> bool:
    return door.at in ("", "team" if site.team else "own")


def _check_method(asked: Asked) -> None:
    if asked.method not in asked.door.methods:
        raise Refusal(
            405, "method", said("This address cannot be used like that. Reload the page and try again.")
        )


# 3: who


def _ask_to_sign_in(asked: Asked) -> Response:
    if asked.door.policy is Policy.PAGE and asked.method in _SAFE:
        query = asked.scope["query_string"].decode("latin-1")
        there = asked.scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': there})}", status_code=303)
    refusal = Refusal(
        401, "signed_out", said("You are signed out. Sign in again; nothing you coded is lost.")
    )
    return refused(refusal, plain_pages.words_for(HTTPConnection(asked.scope)))


# 4: identity


def identified(headers: list[tuple[bytes, bytes]], account: Account | None) -> list[tuple[bytes, bytes]]:
    """The request's headers with our word for who it is, and nobody else's in any spelling.

    Compression is not asked for either: packing takes longer than this computer needs to carry the bytes.
    """
    kept = [(name, value) for name, value in headers if not _is_ours(name) and name != b"accept-encoding"]
    if account is None:
        return kept
    return [*kept, (IDENTITY, account.id.encode()), (SIGN_IN, (account.sign_in or "").encode())]


def _is_ours(name: bytes) -> bool:
    return name.strip().lower().replace(b"_", b"-").startswith(IDENTITY)


# 5: websocket


def _check_handshake(asked: Asked, account: Account | None) -> None:
    if account is None or asked.headers.getlist("origin") != [asked.own_origin]:
        raise Refusal(403, "handshake", said("This page may not talk to Attune."))


async def _first(receive: Receive, ended: asyncio.Event) -> Message | None:
    coming, ending = asyncio.ensure_future(receive()), asyncio.ensure_future(ended.wait())
    try:
        await asyncio.wait({coming, ending}, return_when=asyncio.FIRST_COMPLETED)
        return None if ended.is_set() else coming.result()
    finally:
        for task in (coming, ending):
            task.cancel()


def _while_open(socket: Socket, send: Send) -> Send:
    async def send_while_open(message: Message) -> None:
        if not socket.ended.is_set():
            await send(message)

    return send_while_open


async def _close(send: Send, code: int) -> None:
    # The other side may have gone already; then there is nothing left to close.
    with contextlib.suppress(RuntimeError, OSError):
        await send({"type": "websocket.close", "code": code, "reason": ""})


# 6: changes


def check_change(asked: Asked) -> None:
    """Refuse a change that a page of somebody else may have asked for."""
    refusal = Refusal(
        403, "origin", said("This change did not come from a page of Attune, so it was not made.")
    )
    if asked.door.policy is Policy.MACHINE:
        allowed = _has_change_header(asked.headers) and not _from_a_browser(asked.headers)
    else:
        allowed = _from_our_page(asked) and (asked.door.form or _has_change_header(asked.headers))
    if not allowed:
        raise refusal


def _has_change_header(headers: Mapping[str, str]) -> bool:
    return headers.get(CHANGE_HEADER) == "1"


def _from_a_browser(headers: Mapping[str, str]) -> bool:
    return "origin" in headers or "sec-fetch-site" in headers


def _from_our_page(asked: Asked) -> bool:
    # With `Referrer-Policy: no-referrer` a form of our own page says `Origin: null`; then only the
    # browser's own word about the site counts, which no page can forge.
    origins, sites = asked.headers.getlist("origin"), asked.headers.getlist("sec-fetch-site")
    if sites and sites != ["same-origin"]:
        return False
    return origins == [asked.own_origin] or (sites == ["same-origin"] and origins in ([], ["null"]))


# 7: size


_TOO_LARGE = said("This is more than Attune takes at once. Reload the page and try again.")


def _check_length(asked: Asked) -> None:
    length = asked.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > asked.door.body:
        raise Refusal(413, "too_large", _TOO_LARGE)


def _at_most(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receive_at_most() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise Refusal(413, "too_large", _TOO_LARGE)
        return message

    return receive_at_most


# 8: answers of the gate itself


class _Watched:
    """A ``send`` that knows whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send, self.begun = send, False

    async def __call__(self, message: Message) -> None:
        self.begun = self.begun or message["type"] == "http.response.start"
        await self._send(message)


def _watched(send: Send) -> _Watched:
    return _Watched(send)


async def _unless_begun(send: Send, response: Response, scope: Scope, receive: Receive) -> None:
    if not (isinstance(send, _Watched) and send.begun):
        await response(scope, receive, send)


def _refused(scope: Scope, refusal: Refusal, words: Words) -> Response:
    wants_page = "text/html" in Headers(scope=scope).get("accept", "")
    as_page = wants_page and scope["method"] in _SAFE and not scope["path"].startswith("/api/")
    return plain_pages.refusal(refusal, words) if as_page else refused(refusal, words)
