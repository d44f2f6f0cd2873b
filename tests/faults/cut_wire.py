"""A wire between browsers and a server that can be cut: before a request, in its midst, or before the answer."""

import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

import httpx2

from tests.running import Server

WHOLE, AWAY, TORN, DEAF, SILENT = "whole", "away", "torn", "deaf", "silent"
"""All passes; nobody is reached; what is asked breaks off; what is asked arrives and its answer does not; what is
asked is swallowed, and whoever asked holds on for ever."""
CUTS = (AWAY, TORN, DEAF)
FEW = 700
"""Bytes of a request that pass a torn wire: its head, and not all of its acts."""
_PIECE = 65_536


class Wire:
    """Forwards connections to a server, byte by byte, until it is cut."""

    def __init__(self, server: Server) -> None:
        self._server, self._state = server, WHOLE
        self._ends: set[socket.socket] = set()
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ear.getsockname()[1]
        self.cuts = 0
        """Connections that a cut met."""
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._ear.close()
        self._drop()

    def cut(self, how: str) -> Callable[[Server, random.Random], None]:
        """What happens to the wire until somebody met it, and a while longer; who then holds on is cut off."""

        def happens(_server: Server, chance: random.Random) -> None:
            met, until = self.cuts, time.monotonic() + 20
            self.begin(how)
            while self.cuts == met and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.uniform(0.1, 0.7))
            self.end()
            self._drop()

        return happens

    def begin(self, how: str) -> None:
        """Cut it."""
        self._state = how
        if how == AWAY:
            self._drop()

    def end(self) -> float:
        """Let all pass again; whoever holds on is left to it. Gives the time of that."""
        self._state = WHOLE
        return time.time()

    def client(self, **how: object) -> httpx2.Client:
        """A client whose requests go along this wire, addressed to the server itself."""
        return httpx2.Client(transport=_Along(self.port), **how)  # type: ignore[arg-type]

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._ear.accept()
            except OSError:
                return
            if self._state == AWAY:
                self.cuts += 1
                _reset(near)
                continue
            if self._state == SILENT:
                self.cuts += 1
                self._ends.add(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._server.port), timeout=5)
            except OSError:  # the server is away itself
                _reset(near)
                continue
            self._ends |= {near, far}
            threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
            threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        lost = False
        with suppress(OSError):
            while piece := near.recv(_PIECE):
                if self._state == TORN:
                    self.cuts += 1
                    far.sendall(piece[:FEW])
                    break
                if self._swallows(SILENT):
                    lost = True
                if not lost:
                    far.sendall(piece)
        self._end(near, far)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        lost = False
        with suppress(OSError):
            while piece := far.recv(_PIECE):
                if self._swallows(DEAF, SILENT):
                    lost = True
                if not lost:
                    near.sendall(piece)
        self._end(near, far)

    def _swallows(self, *states: str) -> bool:
        """Whether what comes by now is lost: what follows it on its connection then makes no sense."""
        lost = self._state in states
        self.cuts += lost
        return lost

    def _drop(self) -> None:
        ends, self._ends = self._ends, set()
        for end in ends:
            _reset(end)

    def _end(self, *ends: socket.socket) -> None:
        self._ends -= set(ends)
        for end in ends:
            _reset(end)


def _reset(end: socket.socket) -> None:
    """Close it as a cut does: at once, whatever is still on its way."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class _Along(httpx2.HTTPTransport):
    """Speaks to another port than the one that is addressed."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(port=self._port)
        return super().handle_request(request)
