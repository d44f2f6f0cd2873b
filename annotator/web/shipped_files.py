"""Our own fonts, style sheets and scripts, under addresses that change with their content."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from annotator.web import assets
from annotator.web.answers import not_found
from annotator.web.asking import part

_FOR_GOOD = "public, max-age=31536000, immutable"
_FOR_A_DAY = "public, max-age=86400"


async def of_web(request: Request) -> Response:
    """A style sheet or font of the sign-in page."""
    return _marked(request, "web")


async def of_player(request: Request) -> Response:
    """A module of the player."""
    return _marked(request, "player")


async def font(request: Request) -> Response:
    """A font under a fixed address, for Streamlit's theme and the player."""
    return _served("web", f"fonts/{part(request, 'name')}", _FOR_A_DAY)


async def favicon(_request: Request) -> Response:
    """The small picture in the browser's tab."""
    return _served("web", "favicon.png", _FOR_A_DAY)


def _marked(request: Request, which: str) -> Response:
    # Under an old mark the new file is served, and not kept: a page from before an upgrade goes on.
    current = part(request, "mark") == assets.mark(which)
    return _served(which, part(request, "path"), _FOR_GOOD if current else "no-cache")


def _served(which: str, name: str, caching: str) -> Response:
    file = assets.find(which, name)
    if file is None:
        raise not_found()
    return FileResponse(file, media_type=assets.TYPES[file.suffix], headers={"cache-control": caching})
