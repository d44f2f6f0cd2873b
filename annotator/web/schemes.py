"""Coding schemes as code books and as files: no family is in them, but a licensed one stays here."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from annotator.actions import library
from annotator.actions.language import translator
from annotator.web.answers import place, work
from annotator.web.asking import part, who

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


def _file(name: str, made: bytes, kind: str, way: str) -> Response:
    disposition = f"{way}; filename*=UTF-8''{quote(name, safe='')}"
    return Response(made, media_type=kind, headers={"content-disposition": disposition})
