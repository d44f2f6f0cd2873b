"""The film for a family as a file that only its password opens."""

from importlib import import_module
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.web.answers import place, work
from annotator.web.asking import part, who

NAME = "film.zip"
"""It says nothing of whom it is for."""


async def sealed(request: Request) -> Response:
    """The sealed film of one's own meeting, to be kept and handed over."""
    path = await work(_path, place(), who(request), part(request, "plan"))
    return FileResponse(path, media_type="application/zip", filename=NAME, stat_result=path.stat())


def _path(w: Workplace, account: Account | None, plan: str) -> Path:
    found: Path = import_module("annotator.actions.reels").reel_file(w, account, plan)
    return found
