"""The visit note of a meeting, made anew for each request: read in the browser, or kept as a file."""

from contextlib import suppress
from importlib import import_module
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from annotator.actions.workplace import Workplace
from annotator.feedback.visit_note import Safety
from annotator.store.accounts import Account
from annotator.web.answers import place, work
from annotator.web.asking import part, who

_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}


async def txt(request: Request) -> Response:
    """The note as plain text."""
    return await _note(request, "txt")


async def html(request: Request) -> Response:
    """The note as one HTML file."""
    return await _note(request, "html")


async def pdf(request: Request) -> Response:
    """The note as a PDF."""
    return await _note(request, "pdf")


async def _note(request: Request, form: str) -> Response:
    """``?safety=`` is what the visitor says of it; an unknown word counts as nothing said."""
    safety = None
    with suppress(ValueError):
        safety = Safety(request.query_params.get("safety", ""))
    name, made = await work(_made, place(), who(request), part(request, "plan"), form, safety)
    disposition = f"inline; filename=\"note.{form}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(made, media_type=_TYPES[form], headers={"content-disposition": disposition})


# Typesetting is not needed for the first page, so it is not loaded before it.


def _made(
    w: Workplace, account: Account | None, plan: str, form: str, safety: Safety | None
) -> tuple[str, bytes]:
    note = import_module("annotator.actions.visit_notes").visit_note_file
    made: tuple[str, bytes] = note(w, account, plan, form, safety)
    return made
