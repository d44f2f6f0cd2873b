"""The bytes of films and of what was made from them, and how far their preparation is."""

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from anyio import AsyncFile, CancelScope, wrap_file
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from annotator.actions import films
from annotator.actions.language import Words
from annotator.actions.workplace import Workplace
from annotator.errors import translated
from annotator.media.film_files import FilmFile, place_of
from annotator.store.accounts import Account
from annotator.store.jobs import Job
from annotator.web.answers import not_found, place, work
from annotator.web.asking import part, who, words_of

TYPES = {
    "proxy.mp4": "video/mp4",
    "frames.bin": "application/octet-stream",
    "peaks.bin": "application/octet-stream",
    "filmstrip.jpg": "image/jpeg",
    "poster.jpg": "image/jpeg",
}
"""What is served of a film, by names of ours and as what it is, never by what a file calls itself."""

ASK_AGAIN_S = 1.0
"""How long a stream goes on before it is asked again whether it may."""

SHOWN = {"content-disposition": "inline", "cache-control": "private, no-store"}


async def film(request: Request) -> Response:
    """One file of a film, whole or a range of it; the right to it is asked for each range."""
    name = part(request, "name")
    if name not in TYPES:
        raise not_found()
    ask = partial(_film_file, place(), who(request), part(request, "recording"), name)
    path, stat = await work(ask)
    return Watched(path, ask, media_type=TYPES[name], stat_result=stat)


class Watched(FileResponse):
    """A film's file that is asked for again every second while it is being sent.

    A browser may take an hour of film as one range; what is withdrawn meanwhile breaks it off.
    """

    chunk_size = 256 * 1024
    """Each piece takes a thread's turn: at 8 Mbit/s four a second, not sixteen."""

    def __init__(
        self,
        path: FilmFile,
        ask: Callable[[], object],
        *,
        media_type: str,
        stat_result: os.stat_result,
    ) -> None:
        super().__init__(place_of(path), media_type=media_type, headers=SHOWN, stat_result=stat_result)
        self._ask, self._film = ask, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or as much of it as may be seen."""
        asked = time.monotonic()

        async def send_while_allowed(message: Message) -> None:
            nonlocal asked
            if time.monotonic() - asked > ASK_AGAIN_S:
                await work(self._ask)
                asked = time.monotonic()
            await send(message)

        await super().__call__(_without_paths(scope), receive, send_while_allowed)

    @asynccontextmanager
    async def _open_file(self) -> AsyncIterator[AsyncFile[bytes]]:
        """The bytes that are sent: of a sealed film as many chunks are opened as a range touches."""
        file = await work(self._film.open, "rb")
        try:
            yield wrap_file(file)
        finally:
            with CancelScope(shield=True):
                await work(file.close)


def _without_paths(scope: Scope) -> Scope:
    """A request whose answer is never a path for the server to send: it could not open what is sealed."""
    extensions = {k: v for k, v in scope.get("extensions", {}).items() if k != "http.response.pathsend"}
    return {**scope, "extensions": extensions}


async def still(request: Request) -> Response:
    """One frame of a film by its time on the film's own clock."""
    ms = part(request, "ms")
    if not (ms.isascii() and ms.isdigit() and len(ms) < 10):
        raise not_found()
    picture = await work(_still, place(), who(request), part(request, "recording"), int(ms))
    return Response(picture, media_type="image/jpeg", headers=SHOWN)


def _still(w: Workplace, account: Account | None, recording: str, ms: int) -> bytes:
    return films.still(w, account, recording, ms).read_bytes()


def _film_file(
    w: Workplace, account: Account | None, recording: str, name: str
) -> tuple[FilmFile, os.stat_result]:
    path = films.film_file(w, account, recording, name)
    return path, path.stat()


async def job(request: Request) -> Response:
    """How far the preparation of a film is."""
    return _job(await work(films.job, place(), who(request), part(request)), words_of(request))


async def cancel_job(request: Request) -> Response:
    """Stop preparing a film."""
    await work(films.cancel_job, place(), who(request), part(request))
    return await job(request)


async def retry_job(request: Request) -> Response:
    """Prepare a film again."""
    await work(films.retry_job, place(), who(request), part(request))
    return await job(request)


def _job(found: Job, words: Words) -> Response:
    return JSONResponse(
        {
            "id": found.id,
            "state": found.state,
            "progress": found.progress,
            "step": translated(found.step, words),
            "reason": translated(found.reason, words),
            "recording": found.recording,
        }
    )
