"""The routes of two codings beside one another: where they differ, what is decided, the consensus."""

from importlib import import_module
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.store.verdicts import Moment
from annotator.web.answers import in_words, json_object, place, text, whole, work
from annotator.web.asking import part, who, words_of

_MOMENT = frozenset({"track", "subject", "onset_ms", "offset_ms", "first", "second"})
_MOST = 4000


def _judging() -> Any:
    """NumPy and SciPy come with it: not before the first page is up."""
    return import_module("annotator.actions.judging")


async def beside(request: Request) -> Response:
    """Both records, every disagreement with its verdict, and agreement along the session."""
    found = await work(_differences, request)
    return JSONResponse(in_words(words_of(request), found))


def _differences(request: Request) -> Any:
    return _judging().differences_json(place(), who(request), part(request), part(request, "other"))


async def judge(request: Request) -> Response:
    """Decide about one moment; answers it as ``beside`` lists it."""
    asked = await json_object(request, _MOMENT | {"word", "note"})
    names = [text(asked[name]) for name in ("track", "subject", "first", "second")]
    times = whole(asked["onset_ms"]), whole(asked["offset_ms"])
    moment = Moment(names[0], names[1], *times, names[2], names[3])
    word, note = text(asked["word"], 10), text(asked["note"], _MOST)
    kept = await work(_judge, request, moment, word, note)
    return JSONResponse(in_words(words_of(request), kept))


def _judge(request: Request, moment: Moment, word: str, note: str) -> Any:
    judging = _judging()
    pair = (part(request), part(request, "other"))
    return judging.difference_json(judging.judge(place(), who(request), *pair, moment, word, note))


async def consensus(request: Request) -> Response:
    """Begin a consensus coding; answers its id."""
    await json_object(request, frozenset())
    return JSONResponse({"coding": await work(_consensus, request)}, status_code=201)


def _consensus(request: Request) -> Any:
    return _judging().make_consensus(place(), who(request), part(request), part(request, "other"))
