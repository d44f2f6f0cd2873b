"""Codings coming in from another computer, as one file; its size is limited at the door."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import carrying
from annotator.errors import CodingError
from annotator.web.answers import Refusal, place, text, work
from annotator.web.asking import part, who


async def bring_in(request: Request) -> Response:
    """Merge a coding into a visit; 409 names the conflict, and then nothing was changed."""
    asked = request.query_params
    coder = text(asked["coder"]) if "coder" in asked else None
    join = asked.get("join") == "1"
    data = await request.body()
    try:
        done = await work(
            carrying.bring, place(), who(request), data, session=part(request), coder=coder, join=join
        )
    except CodingError as refusal:
        problem = refusal.problems[0]
        raise Refusal(409, problem.code, problem.message, {"where": problem.where}) from None
    return JSONResponse(
        {"coding": done.coding, "outcome": done.outcome, "acts": done.acts, "waits": done.waits}
    )
