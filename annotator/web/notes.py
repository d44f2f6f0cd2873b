"""The routes of notes: a session's, and one's own to add, change and take away."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import notes
from annotator.errors import said
from annotator.feedback import TimedNote
from annotator.web.answers import bad_request, json_object, place, text, truth, whole, work
from annotator.web.asking import part, who

EVERYONE = "everyone"
_WORDS = frozenset({"at_ms", "text", "starred"})


async def of_session(request: Request) -> Response:
    """One's own notes of a session; with ``?of=everyone`` all of them, for who may read those."""
    asked = request.query_params.get("of", "")
    if asked not in ("", EVERYONE):
        raise bad_request(
            said("The address can ask for the notes of everyone, or for your own by saying nothing.")
        )
    if asked == EVERYONE:
        found = await work(notes.all_notes, place(), who(request), part(request))
        return JSONResponse({"notes": [_note(each.note) | {"author": each.author} for each in found]})
    mine = await work(notes.my_notes, place(), who(request), part(request))
    return JSONResponse({"notes": [_note(note) for note in mine]})


async def add(request: Request) -> Response:
    """Keep a note under the id that the browser made, once, however often it is sent."""
    asked = await json_object(request, _WORDS | {"id"})
    id = text(asked["id"], 64)
    return _one(await work(notes.add_note, place(), who(request), part(request), id, *_said(asked)))


async def change(request: Request) -> Response:
    """Change one's own note."""
    asked = await json_object(request, _WORDS)
    return _one(await work(notes.change_note, place(), who(request), part(request), *_said(asked)))


async def remove(request: Request) -> Response:
    """Take one's own note away."""
    await work(notes.remove_note, place(), who(request), part(request))
    return Response(status_code=204)


def _said(asked: Any) -> tuple[int | None, str, bool]:
    at_ms = None if asked["at_ms"] is None else whole(asked["at_ms"])
    return at_ms, text(asked["text"], notes.MOST_LETTERS), truth(asked["starred"])


def _one(note: TimedNote) -> Response:
    return JSONResponse({"note": _note(note)})


def _note(note: TimedNote) -> dict[str, Any]:
    return {
        "id": note.id,
        "at_ms": note.at_ms,
        "text": note.text,
        "starred": note.starred,
        "made_at": note.made_at,
    }
