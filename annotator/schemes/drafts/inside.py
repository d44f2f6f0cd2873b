"""What a rule or a measure is made of: which marks it means, changed by a form."""

import copy
from collections.abc import Iterator
from typing import Any

from annotator.schemes.drafts.fields import Document, value_at, with_value
from annotator.schemes.places import Path

CODES = ("codes", "enters", "leaves")
"""The fields in which a part names codes of its track."""


def with_track(document: Document, path: Path, track: str) -> Document:
    """The document with another track where marks are meant: codes and modifiers of the old one go.

    >>> old = {"cue": {"track": "cues", "codes": ["smile"]}}
    >>> with_track(old, ("cue",), "voice")
    {'cue': {'track': 'voice'}}
    """
    part = value_at(document, path)
    kept = {
        name: copy.deepcopy(value)
        for name, value in (part if isinstance(part, dict) else {}).items()
        if name not in (*CODES, "where", "where_not", "rungs", "modifier", "count_options")
    }
    made: dict[str, Any] = kept | {"track": track}
    if isinstance(part, dict) and "rungs" in part:
        made["rungs"] = rungs_of(document, track)
    return with_value(document, path, made)


def rungs_of(document: Document, track: str) -> dict[str, int]:
    """A rung for each code of a track that says something, the first code on the lowest."""
    codes: list[Document] = next((t["codes"] for t in document["tracks"] if t.get("id") == track), [])
    told = [str(code.get("id")) for code in codes if code.get("valence") != "missing"]
    return {id: n for n, id in enumerate(told)}


def meant(part: object) -> Iterator[tuple[str, list[str]]]:
    """Every track that a rule or measure is made of, with the codes that it names there; none means all.

    >>> list(meant({"cue": {"track": "cues"}, "response": {"track": "voice", "codes": ["hums"]}}))
    [('cues', []), ('voice', ['hums'])]
    """
    if not isinstance(part, dict):
        return
    track = part.get("track")
    if isinstance(track, str):
        named: list[object] = next((part[name] for name in CODES if isinstance(part.get(name), list)), [])
        yield track, [str(code) for code in named]
    for name, inner in part.items():
        if name not in ("or_state", "via"):
            yield from meant(inner)
