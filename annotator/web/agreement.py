"""The report of a study's agreement, made anew for each request: to be read and printed, or as a table."""

from importlib import import_module
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from annotator.web.answers import place, work
from annotator.web.asking import part, who

_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8"}


async def html(request: Request) -> Response:
    """The report as one HTML file."""
    return await _report(request, "html")


async def pdf(request: Request) -> Response:
    """The report as a PDF."""
    return await _report(request, "pdf")


async def table(request: Request) -> Response:
    """Every number as a row."""
    return await _report(request, "csv")


async def _report(request: Request, form: str) -> Response:
    name, content = await work(_made, request, form)
    way = "attachment" if form == "csv" else "inline"
    disposition = f"{way}; filename=\"agreement.{form}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": disposition})


# NumPy, SciPy and the typesetting are not needed for the first page, so they are not loaded before it.


def _made(request: Request, form: str) -> tuple[str, bytes]:
    report = import_module("annotator.actions.study_agreeing").agreement_report
    made = report(place(), who(request), part(request), form)
    return made.name, made.content
