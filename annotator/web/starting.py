"""Starting and stopping: what is checked before the first request, and an end within seconds."""

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.errors import AnnotatorError
from annotator.web import headers, policies, settings

GRACE_S = 3.0
"""How long a running answer may take after the program was asked to end."""

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stopping:
    """Ends answers that would keep the program alive: a paused film holds its connection for ever."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._running: set[asyncio.Task[object]] = set()
        self._ender: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """Count the current task among the running answers; one that is ended by us ends quietly."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        try:
            yield
        except asyncio.CancelledError:
            if not self.asked.is_set():
                raise
        finally:
            if task is not None:
                self._running.discard(task)

    def listen(self) -> None:
        """Hear of SIGTERM and Ctrl+C before the server does, and then let the server hear it too."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            before = signal.getsignal(number)

            def hear(number: int, frame: FrameType | None, before: object = before) -> None:
                loop.call_soon_threadsafe(self.stop)
                if callable(before):
                    before(number, frame)

            signal.signal(number, hear)

    def stop(self) -> None:
        """Let running answers finish within the grace, then end them."""
        if not self.asked.is_set():
            self.asked.set()
            self._ender = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        await asyncio.sleep(GRACE_S)
        for task in tuple(self._running):
            task.cancel()


async def lifespan(app: ASGIApp, stopping: Stopping, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the app's life, and let it begin only when settings, page and routes are what they must be.

    A refusal reaches the console as its sentence and not as a traceback.
    """
    sentences = _Sentences(send)
    try:
        check(scope)
        stopping.listen()
        await app(scope, receive, sentences)
    except AnnotatorError as refusal:
        await sentences.refuse(str(refusal))
        raise


def check(scope: Scope) -> None:
    """Everything that must be right before the first request; raises AnnotatorError with what is not."""
    settings.check()
    headers.check_page_of_streamlit()
    policies.check_routes(scope["app"].routes)


class _Sentences:
    """A lifespan ``send`` that holds a failed start back until it is known how to say it."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "lifespan.startup.failed" and _is_refusal():
            return
        await self._send(message)

    async def refuse(self, sentence: str) -> None:
        await self._send({"type": "lifespan.startup.failed", "message": sentence})


def _is_refusal() -> bool:
    # Starlette says so while it handles the error, with a traceback as the message.
    return isinstance(sys.exception(), AnnotatorError)
