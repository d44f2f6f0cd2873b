"""What goes back: JSON answers, refusals with a sentence, bugs with a number; and strict reading of JSON."""

import functools
import json
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import workplace
from annotator.actions.language import Words
from annotator.actions.workplace import Workplace
from annotator.errors import (
    AnnotatorError,
    CodingError,
    Conflict,
    ConsentError,
    Erased,
    NotFound,
    ProofNeeded,
    Said,
    SchemeError,
    StoreError,
    TooMany,
    said,
    translated,
)

log = logging.getLogger("attune.web")

FRAMES = 12
"""How many callers of a bug the log names; beyond them lies only the server."""

Handler = Callable[[Request], Awaitable[Response]]
_P = ParamSpec("_P")
_T = TypeVar("_T")


class Refusal(Exception):
    """A request that is refused: HTTP status, short code, sentence.

    ``more`` goes into the answer's error, ``beside`` beside it.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        more: Mapping[str, object] | None = None,
        beside: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.more, self.beside = dict(more or {}), dict(beside or {})


def refused(refusal: Refusal, words: Words) -> JSONResponse:
    """The JSON answer to a refused request, in somebody's words."""
    error = {"code": refusal.code, "message": refusal.message, **refusal.more}
    return JSONResponse(in_words(words, {"error": error, **refusal.beside}), status_code=refusal.status)


def in_words(words: Words, value: Any) -> Any:
    """A JSON value with every sentence of ours in it translated."""
    match value:
        case str():
            return translated(value, words)
        case dict():
            return {name: in_words(words, part) for name, part in value.items()}
        case list() | tuple():
            return [in_words(words, part) for part in value]
    return value


NOT_FOUND = said("There is no such thing here, or it is not shared with you.")


def not_found() -> Refusal:
    """The one refusal for what does not exist and for what one may not know of."""
    return Refusal(404, "not_found", NOT_FOUND)


def _by_kind(error: AnnotatorError) -> Refusal:
    message = error.sentence
    match error:
        case Erased():
            return Refusal(410, "erased", message)
        case NotFound():
            return Refusal(404, "not_found", message)
        case ConsentError():
            return Refusal(404, "consent", message, {"session": error.session})
        case ProofNeeded():
            return Refusal(403, "proof", message)
        case TooMany():
            return Refusal(429, "too_many", message, {"wait_s": error.wait_s})
        case Conflict():
            return Refusal(409, "conflict", message)
        case StoreError():
            return Refusal(503, "store", message)
        case CodingError() | SchemeError():
            return Refusal(400, "invalid", message)
        case _:
            return Refusal(400, "refused", message)


def report_bug(error: BaseException) -> str:
    """Log a bug by kind and place under a new number, which is all that a person is shown.

    The error's own message stays out: it may quote a name, a label or a path.
    """
    number = secrets.token_hex(4)
    frames = list(reversed(traceback.extract_tb(error.__traceback__)))[:FRAMES]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    log.error("bug %s: %s at %s", number, type(error).__name__, places or "no frame")
    return number


def bug_message(number: str) -> Said:
    """The sentence for something that went wrong on our side."""
    return said(
        "Something went wrong inside Attune. Try again; if it stays, report the number {number}.",
        number=number,
    )


def refusal_of(error: Exception) -> Refusal:
    """How what a route raised is answered: a refusal as such, a use case's by kind, a bug by number."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, AnnotatorError):
        return _by_kind(error)
    number = report_bug(error)
    return Refusal(500, "bug", bug_message(number), {"id": number})


async def work(use_case: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T:
    """Do blocking work in a thread, so that nobody else waits."""
    return await anyio.to_thread.run_sync(functools.partial(use_case, *args, **named))


def place() -> Workplace:
    """The workplace that this app works in."""
    return workplace.current()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key appears twice")
    return read


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _as_json(body: bytes) -> object:
    try:
        return json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        message = said("This is not the JSON that Attune reads. Reload the page and try again.")
        raise Refusal(400, "json", message) from None


async def json_object(request: Request, keys: frozenset[str], optional: frozenset[str] = frozenset()) -> Any:
    """The JSON object of a request: these keys, perhaps the optional ones, and no others.

    Refuses what is not JSON, keys given twice, NaN and Infinity. Types inside are the caller's to check.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "content_type", said("Send this as application/json."))
    read = _as_json(await request.body())
    if not isinstance(read, dict) or not keys <= read.keys() <= keys | optional:
        raise bad_request(
            said("Reload the page and try again: this request does not have the expected parts.")
        )
    return read


def bad_request(message: str) -> Refusal:
    """A request whose parts have the wrong shape."""
    return Refusal(400, "request", message)


def text(value: object, most: int = 200) -> str:
    """A string of at most so many characters; anything else is refused, half a character too."""
    if not isinstance(value, str) or len(value) > most or any("\ud800" <= c <= "\udfff" for c in value):
        raise bad_request(said("A text of at most {most} characters is expected here.", most=most))
    return value


def whole(value: object, least: int = 0, most: int = 2**53) -> int:
    """A whole number in bounds; true, "1" and 1.0 are none."""
    if type(value) is not int or not least <= value <= most:
        raise bad_request(
            said("A whole number from {least} to {most} is expected here.", least=least, most=most)
        )
    return value


def truth(value: object) -> bool:
    """True or false, and nothing that resembles them."""
    if not isinstance(value, bool):
        raise bad_request(said("True or false is expected here."))
    return value
