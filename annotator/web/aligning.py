"""The route by which the films of a visit are laid on one clock."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import aligning
from annotator.errors import Conflict, said
from annotator.web.answers import Refusal, bad_request, json_object, place, text, whole, work
from annotator.web.asking import part, who

_MOST_FILMS = 40


async def align(request: Request) -> Response:
    """Lay films where the page says; answers where each one lies then."""
    asked = await json_object(request, frozenset({"shifts", "was"}))
    shifts, was = _places(asked["shifts"]), _places(asked["was"])
    try:
        laid = await work(aligning.align_films, place(), who(request), part(request), shifts, was)
    except Conflict as refusal:
        raise Refusal(409, "moved", refusal.sentence) from None
    return JSONResponse({"shifts": laid})


def _places(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or len(value) > _MOST_FILMS:
        raise bad_request(said("Where each film begins is expected here."))
    most = 2 * aligning.FARTHEST_MS
    return {text(id, 40): whole(ms, -most, most) for id, ms in value.items()}
