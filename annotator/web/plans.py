"""The routes of meetings: preparing a plan, showing it beside a parent, keeping what was said and agreed."""

import os
from dataclasses import asdict
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import meeting, preparing
from annotator.actions.workplace import Workplace
from annotator.media.film_files import FilmFile
from annotator.model.language import direction
from annotator.store.accounts import Account
from annotator.web.answers import json_object, not_found, place, text, whole, work
from annotator.web.asking import part, who
from annotator.web.films import TYPES, Watched

_PLAN = frozenset({"revision", "child", "language", "strengths_only", "moments", "goal"})
_MORE = frozenset({"question", "later", "aside"})
_CLOSE = frozenset({"step", "wish", "goal", "goal_number"})


async def open_plan(request: Request) -> Response:
    """One's plan for a visit that was not shown yet, begun when there is none."""
    return JSONResponse({"plan": await work(preparing.open_plan, place(), who(request), part(request))})


async def plan(request: Request) -> Response:
    """All that the page for preparing shows."""
    return JSONResponse(await work(preparing.plan_json, place(), who(request), part(request)))


async def save(request: Request) -> Response:
    """Save the whole plan."""
    asked = await json_object(request, _PLAN, _MORE)
    return _saved(request, await work(preparing.save_plan, place(), who(request), part(request), asked))


async def ready(request: Request) -> Response:
    """Declare a plan ready, or say what is missing."""
    return _saved(request, await work(preparing.mark_ready, place(), who(request), part(request)))


async def release(request: Request) -> Response:
    """A supervisor agrees to the moments of a plan."""
    return _saved(request, await work(preparing.release_plan, place(), who(request), part(request)))


def _saved(request: Request, view: preparing.PlanView) -> Response:
    return JSONResponse(preparing.saved_json(view, who(request)))


async def show(request: Request) -> Response:
    """What the screen beside a parent shows: the parent's view, the film's addresses, nothing else."""
    id = part(request)
    found = await work(meeting.meeting_of, place(), who(request), id)
    base = f"/meetings/{id}"
    film = {"film": f"{base}/film.mp4", "frames": f"{base}/frames.bin", "shift_ms": found.shift_ms}
    earlier = {
        name: {
            "film": f"{base}/{name}/film.mp4",
            "frames": f"{base}/{name}/frames.bin",
            "shift_ms": each.shift_ms,
        }
        for name, each in found.earlier.items()
    }
    reading = direction(found.view.language)
    return JSONResponse({**asdict(found.view), **film, "earlier": earlier, "dir": reading})


async def film(request: Request) -> Response:
    """The film of a meeting, whole or a range of it; the right to it is asked for each range."""
    name = part(request, "name")
    if name not in meeting.FILES:
        raise not_found()
    then = part(request, "moment") if "moment" in request.path_params else None
    ask = partial(_film, place(), who(request), part(request, "plan"), name, then)
    path, stat = await work(ask)
    return Watched(path, ask, media_type=TYPES[meeting.FILES[name]], stat_result=stat)


def _film(
    w: Workplace, account: Account | None, plan_id: str, name: str, then: str | None
) -> tuple[FilmFile, os.stat_result]:
    path = meeting.meeting_film(w, account, plan_id, name, then)
    return path, path.stat()


async def said(request: Request) -> Response:
    """Keep what the parent said about a moment."""
    asked = await json_object(request, frozenset({"said"}))
    words = text(asked["said"], 2 * meeting.MOST_LETTERS)
    kept = await work(meeting.save_said, place(), who(request), part(request), part(request, "moment"), words)
    return JSONResponse({"said": kept})


async def close(request: Request) -> Response:
    """End a meeting with what was agreed."""
    asked = await json_object(request, _CLOSE)
    step, wish, goal = (text(asked[name], 2 * meeting.MOST_LETTERS) for name in ("step", "wish", "goal"))
    number = None if asked["goal_number"] is None else whole(asked["goal_number"], 1, 10)
    agreed = (step, wish, goal, number)
    closed = await work(meeting.close_meeting, place(), who(request), part(request), *agreed)
    return JSONResponse({"state": closed.state})
