"""The desk's own routes: load a coding, keep acts, say which page edits, note the place, submit."""

import math
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import codings, editing, looking_back
from annotator.actions.reading_acts import ActsRefused
from annotator.actions.workplace import Workplace
from annotator.errors import CodingError, Conflict, said
from annotator.store.accounts import Account
from annotator.web.answers import (
    Refusal,
    bad_request,
    in_words,
    json_object,
    place,
    text,
    truth,
    whole,
    work,
)
from annotator.web.asking import count, part, who, words_of
from annotator.web.editors import Editors

_editors = Editors()


async def desk(request: Request) -> Response:
    """Everything the desk shows. Packed in the thread that read it: an hour of marks is some megabytes."""
    packed = await work(_packed_desk, place(), who(request), part(request))
    return Response(packed, media_type="application/json")


def _packed_desk(w: Workplace, account: Account | None, coding: str) -> bytes:
    return codings.packed_desk(w, account, coding).encode()


async def as_it_was(request: Request) -> Response:
    """A coding after one of its acts (``seq``) or at an instant (``at``)."""
    asked = request.query_params
    seq = count(asked, "seq") if "seq" in asked else None
    at = text(asked["at"], 40) if "at" in asked else None
    return JSONResponse(await work(looking_back.as_it_was, place(), who(request), part(request), seq, at))


async def history_of(request: Request) -> Response:
    """What was done to one annotation."""
    asked = part(request), part(request, "annotation")
    edits = await work(looking_back.history_of, place(), who(request), *asked)
    return JSONResponse({"edits": edits})


async def save_acts(request: Request) -> Response:
    """Keep acts; answers once they are on the disk. Sent again, they get the answer they had."""
    coding = part(request)
    payload = await json_object(request, frozenset({"api", "acts"}))
    try:
        answer = await work(codings.save_acts, place(), who(request), coding, payload)
    except ActsRefused as refused:
        status = 409 if refused.problem.code == "api_version" else 400
        problem = refused.problem
        raise Refusal(status, problem.code, problem.message, {"where": problem.where}) from None
    holder = await _heard(request, coding, {act["tab"] for act in payload["acts"]})
    return JSONResponse(
        {**in_words(words_of(request), answer), "editor": {"tab": holder, "live": holder is not None}}
    )


async def _heard(request: Request, coding: str, tabs: set[str]) -> str | None:
    if not place().store.alone:
        return await work(editing.heard, place(), who(request), coding, tabs)
    for tab in tabs:
        _editors.heard(coding, tab)
    return _editors.holder(coding)


async def claim(request: Request) -> Response:
    """Ask to edit, take over, or say that this page is still there."""
    asked = await json_object(request, frozenset({"tab", "take_over"}))
    tab, take_over = text(asked["tab"], 64), truth(asked["take_over"])
    coding = part(request)
    if place().store.alone:
        await work(codings.own, place(), who(request), coding)
        holder = _editors.claim(coding, tab, take_over=take_over)
    else:
        holder = await work(editing.claim, place(), who(request), coding, tab, take_over)
    return JSONResponse({"editor": {"tab": holder, "mine": holder == tab}})


async def save_place(request: Request) -> Response:
    """Note where the coder is, so that the desk opens there again."""
    read = await json_object(request, frozenset(), frozenset(_PLACE))
    where = {name: _PLACE[name](value) for name, value in read.items()}
    await work(codings.save_place, place(), who(request), part(request), where)
    return Response(status_code=204)


def _factor(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise bad_request(said("A number is expected here."))
    return value


def _words_or_none(value: Any) -> str | None:
    return None if value is None else text(value, 60)


def _stretches(value: Any) -> list[list[int]]:
    """Stretches of film in ms, in order and apart from one another."""
    if not isinstance(value, list) or len(value) > _MOST_STRETCHES:
        raise bad_request(said("A list of stretches is expected here."))
    found = [[whole(ms) for ms in pair] for pair in value if isinstance(pair, list) and len(pair) == 2]
    edges = [ms for pair in found for ms in pair]
    if len(found) != len(value) or edges != sorted(edges):
        raise bad_request(said("A list of stretches is expected here."))
    return found


def _watched(value: Any) -> dict[str, list[list[int]]]:
    """What was watched in each pass."""
    if not isinstance(value, dict) or len(value) > _MOST_PASSES:
        raise bad_request(said("A list of stretches is expected here."))
    return {text(name, 60): _stretches(stretches) for name, stretches in value.items()}


def _films(value: Any) -> dict[str, str]:
    """How several films are shown: which one is large ("side": none), and which is heard."""
    if not isinstance(value, dict) or not value.keys() <= {"layout", "sound"}:
        raise bad_request(said("How the films are shown is expected here."))
    return {name: text(film, 60) for name, film in value.items()}


_MOST_STRETCHES, _MOST_PASSES = 100, 40

_PLACE: dict[str, Any] = {
    "t_ms": whole, "pass": _words_or_none, "speed": _factor, "zoom": _factor,
    "watched": _watched, "films": _films,
}  # fmt: skip


async def submit(request: Request) -> Response:
    """Lock a coding, when the page has seen everything that was saved."""
    asked = await json_object(request, frozenset({"seq"}))
    try:
        facts = await work(codings.submit_coding, place(), who(request), part(request), whole(asked["seq"]))
    except Conflict as refusal:
        raise Refusal(409, "behind", refusal.sentence) from None
    except CodingError as refusal:
        problems = [{"code": p.code, "where": p.where, "message": p.message} for p in refusal.problems]
        raise Refusal(409, "invalid", refusal.sentence, {"problems": problems}) from None
    return JSONResponse({"state": facts.state, "seq": facts.seq})
