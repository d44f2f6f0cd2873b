"""Who is signed in, asked at every request; and the open websockets that end with a sign-in."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import anyio

from annotator.actions import signing, workplace
from annotator.store.accounts import Account

FRESH_S = 1.0
"""How long an answer may be used again: a page asks for a hundred files at once."""

NOTED_S = 300.0
"""How often it is written down that a sign-in is in use."""

SOCKETS_A_PERSON = 32

REMEMBERED = 1000
"""With more sign-ins than that in memory, those whose time is over are forgotten."""

Monotonic = Callable[[], float]


@dataclass(slots=True)
class Sessions:
    """Looks up sign-ins, with a memory of a second that never outlives a sign-out."""

    clock: Monotonic = time.monotonic
    _known: dict[str, tuple[Account, float]] = field(default_factory=dict)
    _noted: dict[str, float] = field(default_factory=dict)
    _endings: int = 0

    async def who(self, token: str | None) -> Account | None:
        """The account of a session token; None without a token or for one that has ended."""
        if not token:
            return None
        known = self._known.get(token)
        if known is not None and self.clock() < known[1]:
            return known[0]
        return await self._ask(token)

    async def _ask(self, token: str) -> Account | None:
        endings = self._endings
        account = await anyio.to_thread.run_sync(signing.who_is, workplace.current(), token)
        self._known.pop(token, None)
        # A sign-out that ran meanwhile must win: what was read before it may be out of date.
        if account is not None and endings == self._endings:
            self._tidy()
            # Of a sign-out in another process nobody tells this one, so nothing is remembered beside others.
            fresh = FRESH_S if workplace.current().store.alone else 0.0
            self._known[token] = (account, self.clock() + fresh)
        return account

    def _tidy(self) -> None:
        if len(self._known) > REMEMBERED:
            now = self.clock()
            self._known = {token: seen for token, seen in self._known.items() if seen[1] > now}

    async def note(self, token: str) -> None:
        """Write down that somebody works under this sign-in, at most every five minutes."""
        now = self.clock()
        if now - self._noted.get(token, -NOTED_S) >= NOTED_S:
            if len(self._noted) > REMEMBERED:
                self._noted = {each: at for each, at in self._noted.items() if now - at < NOTED_S}
            self._noted[token] = now
            await anyio.to_thread.run_sync(signing.keep_signed_in, workplace.current(), token)

    def forget(self, token: str) -> None:
        """A sign-in has ended: nothing remembered about it counts any more."""
        self._endings += 1
        self._known.pop(token, None)
        self._noted.pop(token, None)


@dataclass(slots=True, eq=False)
class Socket:
    """One open websocket: under which sign-in, whose, and the event that ends it."""

    token: str
    account: str
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Sockets:
    """The open websockets, so that they end with their sign-in."""

    _open: set[Socket] = field(default_factory=set)

    def add(self, token: str, account: str) -> Socket | None:
        """Register a websocket; None when this person has too many open already."""
        if sum(socket.account == account for socket in self._open) >= SOCKETS_A_PERSON:
            return None
        socket = Socket(token, account)
        self._open.add(socket)
        return socket

    def remove(self, socket: Socket) -> None:
        """A websocket was closed."""
        self._open.discard(socket)

    def end(self, token: str) -> None:
        """Close every websocket of a sign-in."""
        for socket in self._open:
            if socket.token == token:
                socket.ended.set()


@dataclass(frozen=True, slots=True)
class Visit:
    """What the gate knows about a request and a route may use: who it is, and under which sign-in."""

    account: Account | None
    token: str | None
    sessions: Sessions
    sockets: Sockets

    def end(self, token: str) -> None:
        """A sign-in has ended: forget it here and close its websockets."""
        self.sessions.forget(token)
        self.sockets.end(token)
