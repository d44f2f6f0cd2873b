"""Films coming in by pieces, which can be cut anywhere and go on where they stopped."""

import asyncio
import os
from pathlib import Path
from typing import BinaryIO
from weakref import WeakValueDictionary

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from annotator.actions import films
from annotator.errors import said
from annotator.media.film_files import FilmFile
from annotator.web.answers import Refusal, json_object, place, text, whole, work
from annotator.web.asking import count, part, who

BLOCK = 1024 * 1024
"""Bytes gathered before each write: a thread for every few kilobytes would cost more than the writing."""

_appending: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


async def begin(request: Request) -> Response:
    """Announce a film: its session, its name as a label, its size in bytes."""
    asked = await json_object(request, frozenset({"session", "name", "size"}))
    session, name, size = text(asked["session"]), text(asked["name"], 1000), whole(asked["size"])
    made = await work(films.begin_upload, place(), who(request), session, name, size)
    return JSONResponse({"id": made.id, "offset": 0})


async def state(request: Request) -> Response:
    """How much has arrived: where to go on."""
    found, arrived = await work(films.upload, place(), who(request), part(request))
    return JSONResponse({"offset": arrived, "size": found.size})


async def append(request: Request) -> Response:
    """Take the next piece, at exactly the place where the last one ended."""
    id, offset = part(request), count(request.query_params, "offset")
    async with _appending.setdefault(id, asyncio.Lock()):
        found, arrived = await work(films.upload, place(), who(request), id)
        if offset != arrived:
            message = said("{arrived} bytes of the film are here; go on from there.", arrived=arrived)
            raise Refusal(409, "offset", message, beside={"offset": arrived})
        announced = int(request.headers.get("content-length", "0"))
        path = await work(films.upload_path, place(), who(request), id, announced)
        arrived = await _take(request, path, arrived, found.size)
    return JSONResponse({"offset": arrived})


async def _take(request: Request, path: FilmFile, start: int, size: int) -> int:
    file: BinaryIO = await work(_open, path)
    try:
        await work(file.seek, start)
        return await _take_into(file, request, start, size)
    finally:
        await work(file.close)


def _open(path: FilmFile) -> BinaryIO:
    return path.open("r+b")


async def _take_into(file: BinaryIO, request: Request, start: int, size: int) -> int:
    waiting, arrived = bytearray(), start
    try:
        async for piece in request.stream():
            arrived += len(piece)
            if arrived > size:
                await work(file.truncate, start)
                raise Refusal(
                    413, "too_long", said("The film is longer than it was announced. Choose it again.")
                )
            waiting += piece
            if len(waiting) >= BLOCK:
                await work(file.write, bytes(waiting))
                waiting.clear()
    except ClientDisconnect:
        await work(file.write, bytes(waiting))
        raise Refusal(400, "cut", said("The connection was cut; go on from what has arrived.")) from None
    await work(file.write, bytes(waiting))
    return arrived


async def finish(request: Request) -> Response:
    """All bytes have arrived: the film goes to its session and is prepared."""
    id = part(request)
    async with _appending.setdefault(id, asyncio.Lock()):
        await work(films.upload, place(), who(request), id)
        await work(_to_disk, place().upload_file(id))
        received = await work(films.finish_upload, place(), who(request), id)
    return JSONResponse({"recording": received.recording.id, "job": received.job.id})


def _to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


async def cancel(request: Request) -> Response:
    """Forget an upload and what has arrived of it."""
    id = part(request)
    async with _appending.setdefault(id, asyncio.Lock()):
        await work(films.cancel_upload, place(), who(request), id)
    return Response(status_code=204)
