"""The routes of one's own keys and reaction time."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from annotator.actions import hands
from annotator.errors import said
from annotator.web.answers import bad_request, json_object, place, text, whole, work
from annotator.web.asking import who


async def save_keys(request: Request) -> Response:
    """Keep the profile and the changed keys."""
    asked = await json_object(request, frozenset({"profile", "changed"}))
    changed = _texts(asked["changed"])
    await work(hands.set_keys, place(), who(request), text(asked["profile"], 40), changed)
    return Response(status_code=204)


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise bad_request(said("Names and keys are expected here."))
    return {text(name, 40): text(key, 40) for name, key in value.items()}


async def save_reaction(request: Request) -> Response:
    """Keep the reaction time."""
    asked = await json_object(request, frozenset({"rt_offset_ms"}))
    await work(hands.set_reaction_time, place(), who(request), whole(asked["rt_offset_ms"]))
    return Response(status_code=204)
