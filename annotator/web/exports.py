"""Codings as files to take away, made anew for each request: never the bytes of an earlier state."""

from importlib import import_module
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from annotator.actions import carrying
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.web.answers import place, work
from annotator.web.asking import part, who

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"zip": "application/zip", "xlsx": _XLSX, "attune": "application/octet-stream"}


async def coding_zip(request: Request) -> Response:
    """A coding as tidy tables with its code book."""
    return await _coding(request, "zip")


async def coding_xlsx(request: Request) -> Response:
    """A coding as a workbook."""
    return await _coding(request, "xlsx")


async def coding_spss(request: Request) -> Response:
    """The measures of a coding for SPSS."""
    return await _coding(request, "spss", "zip")


async def coding_parquet(request: Request) -> Response:
    """The measures of a coding as Parquet."""
    return await _coding(request, "parquet", "zip")


async def coding_bundle(request: Request) -> Response:
    """A coding to go on with on another computer."""
    name, content = await work(carrying.take_along, place(), who(request), part(request))
    return _file(name, content, "attune")


async def session_zip(request: Request) -> Response:
    """The codings of a session that exist for the person."""
    name, content = await work(_export_session, place(), who(request), part(request))
    return _file(name, content, "zip")


async def _coding(request: Request, form: str, kind: str = "") -> Response:
    name, content = await work(_export_coding, place(), who(request), part(request), form)
    return _file(name, content, kind or form)


# The tables come with pandas, which takes a second to load: not before the first page is up.


def _export_coding(w: Workplace, account: Account | None, coding: str, form: str) -> tuple[str, bytes]:
    made: tuple[str, bytes] = import_module("annotator.actions.exporting").export_coding(
        w, account, coding, form
    )
    return made


def _export_session(w: Workplace, account: Account | None, session: str) -> tuple[str, bytes]:
    made: tuple[str, bytes] = import_module("annotator.actions.exporting").export_session(w, account, session)
    return made


def _file(name: str, content: bytes, form: str) -> Response:
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "._- ")) or f"export.{form}"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": disposition})
