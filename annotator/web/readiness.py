"""Whether Attune can take work now: a probe for what watches over it, a proxy or a service manager."""

import time
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions.workplace import takes_writes
from annotator.web.answers import place, work

ANEW_S = 1.0
"""How long an answer counts: anybody may ask, and asking must not keep the disk busy."""

_answers: dict[Path, tuple[float, bool]] = {}


async def readyz(_request: Request) -> Response:
    """200 when a row was just written and is on the disk, 503 when the store does not take it."""
    here = place()
    asked_at, ready = _answers.get(here.folder, (-ANEW_S, False))
    if time.monotonic() - asked_at >= ANEW_S:
        _answers[here.folder] = time.monotonic(), ready  # who asks meanwhile waits for no row of their own
        ready = await work(takes_writes, here)
        _answers[here.folder] = time.monotonic(), ready
    return JSONResponse({"ready": ready}, status_code=200 if ready else 503)
