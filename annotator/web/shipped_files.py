"""Our own fonts, style sheets and scripts, under addresses that change with their content."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from annotator.web import assets
from annotator.web.answers import not_found
from annotator.web.asking import part

_FOR_GOOD = "public, max-age=31536000, immutable"


async def of_web(request: Request) -> Response:
    """A style sheet or font of the sign-in page."""
    return _marked(request, "web")


async def of_player(request: Request) -> Response:
    """A module of the player."""
    return _marked(request, "player")


async def font(request: Request) -> Response:
    """A font under a fixed address, for Streamlit's theme."""
    return _served("web", f"fonts/{part(request, 'name')}", "public, max-age=86400")


async def favicon(_request: Request) -> Response:
    """The small picture in the browser's tab."""
    return _served("web", "favicon.png", "public, max-age=86400")


def _marked(request: Request, which: str) -> Response:
    current = part(request, "mark") == assets.mark(which)
    return _served(which, part(request, "path"), _FOR_GOOD if current else "no-cache")


def _served(which: str, path: str, caching: str) -> Response:
    file: Path | None = assets.find(which, path)
    if file is None:
        raise not_found()
    return FileResponse(file, media_type=assets.TYPES[file.suffix], headers={"cache-control": caching})
