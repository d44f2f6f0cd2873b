"""Coding schemes: code books and files out, files in. No family is in them, but a licensed one stays here."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import bringing_in, drafting, library
from annotator.actions.language import translator
from annotator.web.answers import in_words, place, text, work
from annotator.web.asking import part, who, words_of

_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


async def html(request: Request) -> Response:
    """The code book as one HTML file, to be read and printed."""
    return await _book(request, "html")


async def pdf(request: Request) -> Response:
    """The code book as a PDF."""
    return await _book(request, "pdf")


async def _book(request: Request, form: str) -> Response:
    person = who(request)
    say = translator(person.language if person else "en")
    name, made = await work(library.code_book, place(), person, part(request, "hash"), form, say)
    return _file(name, made, _TYPES[form], "inline")


async def file(request: Request) -> Response:
    """The scheme's file as it was written."""
    name, made = await work(library.scheme_file, place(), who(request), part(request, "hash"))
    return _file(name, made, "application/octet-stream", "attachment")


async def draft_file(request: Request) -> Response:
    """The text of one's own draft as it stands."""
    name, made = await work(drafting.draft_file, place(), who(request), part(request))
    return _file(name, made, "application/octet-stream", "attachment")


async def bring_in(request: Request) -> Response:
    """A scheme's file, its name in the query: kept when it is sound, else every problem with its place."""
    name, data = text(request.query_params.get("name", "")), await request.body()
    answer = await work(bringing_in.bring_scheme, place(), who(request), name, data)
    return JSONResponse(in_words(words_of(request), answer))


def _file(name: str, made: bytes, kind: str, way: str) -> Response:
    disposition = f"{way}; filename*=UTF-8''{quote(name, safe='')}"
    return Response(made, media_type=kind, headers={"content-disposition": disposition})
