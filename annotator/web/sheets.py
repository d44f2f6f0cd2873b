"""The sheet of a meeting, made anew for each request: to be looked at and printed, or kept as a file."""

from importlib import import_module
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.web.answers import place, work
from annotator.web.asking import part, who

_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


async def pdf(request: Request) -> Response:
    """The sheet as a PDF."""
    return await _sheet(request, "pdf")


async def html(request: Request) -> Response:
    """The sheet as one HTML file."""
    return await _sheet(request, "html")


async def _sheet(request: Request, form: str) -> Response:
    """Shown in the browser; with ``?file`` it is a file to keep."""
    kept = "file" in request.query_params
    name, made = await work(_made, place(), who(request), part(request, "plan"), form, kept)
    way = "attachment" if kept else "inline"
    disposition = f"{way}; filename=\"sheet.{form}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(made, media_type=_TYPES[form], headers={"content-disposition": disposition})


# Typesetting is not needed for the first page, so it is not loaded before it.


def _made(w: Workplace, account: Account | None, plan: str, form: str, kept: bool) -> tuple[str, bytes]:
    sheet = import_module("annotator.actions.sheets").sheet
    made: tuple[str, bytes] = sheet(w, account, plan, form, as_file=kept)
    return made
