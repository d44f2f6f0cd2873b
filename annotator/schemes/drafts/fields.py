"""Single fields of a document, by their paths."""

import copy
from collections.abc import Sequence
from typing import Any

from annotator.schemes.places import Path, Place

Document = dict[str, Any]


def value_at(document: Document, path: Path) -> Any:
    """What stands at a path; None when nothing does.

    >>> value_at({"tracks": [{"id": "contact"}]}, ("tracks", 0, "id"))
    'contact'
    """
    return Place(document).at(*path).value


def with_value(document: Document, path: Path, value: Any) -> Document:
    """The document with another value at a path; None takes the field away.

    >>> with_value({"id": "a", "use": {}}, ("use", "marks_only"), True)
    {'id': 'a', 'use': {'marks_only': True}}
    """
    made = copy.deepcopy(document)
    place = _inside(made, path[:-1])
    last = path[-1]
    if value is None and isinstance(place, dict):
        place.pop(last, None)
    else:
        place[last] = value
    return made


def without(document: Document, path: Path) -> Document:
    """The document without one item of a list, or one field.

    >>> without({"tracks": ["a", "b"]}, ("tracks", 0))
    {'tracks': ['b']}
    """
    made = copy.deepcopy(document)
    del _inside(made, path[:-1])[path[-1]]
    return made


def _inside(made: Any, path: Sequence[str | int]) -> Any:
    place = made
    for step in path:
        if isinstance(place, dict) and not isinstance(place.get(step), dict | list):
            place[step] = {}
        place = place[step]
    return place


def words_at(document: Document, path: Path, language: str) -> str:
    """The words of a text in one language; empty when it has none there.

    >>> words_at({"title": "Play", "i18n": {"default": "en"}}, ("title",), "en")
    'Play'
    """
    value = value_at(document, path)
    if isinstance(value, str):
        return value if language == value_at(document, ("i18n", "default")) else ""
    found = value.get(language, "") if isinstance(value, dict) else ""
    return found if isinstance(found, str) else ""


def with_words(document: Document, path: Path, language: str, words: str) -> Document:
    """The document with other words of a text in one language; a text without any words goes.

    >>> with_words({"title": "Play", "i18n": {"default": "en"}}, ("title",), "de", "Spiel")["title"]
    {'en': 'Play', 'de': 'Spiel'}
    """
    default = value_at(document, ("i18n", "default"))
    value = value_at(document, path)
    if isinstance(value, str):
        found = {str(default): value}
    else:
        found = dict(value) if isinstance(value, dict) else {}
    if words.strip():
        found[language] = words.strip()
    else:
        found.pop(language, None)
    only = found.get(str(default)) if found.keys() == {default} else None
    kept: Any = only if only is not None and not isinstance(value, dict) else found
    return with_value(document, path, kept or None)


def with_languages(document: Document, complete: Sequence[str]) -> Document:
    """The document complete in other languages; one that is given up stays declared, for its words stay.

    >>> with_languages({"i18n": {"default": "en", "complete": ["en", "de"], "partial": []}}, ["en"])["i18n"]
    {'default': 'en', 'complete': ['en'], 'partial': ['de']}
    """
    part = document["i18n"]
    partial = part.get("partial") if isinstance(part.get("partial"), list) else []
    left = [each for each in dict.fromkeys((*partial, *part["complete"])) if each not in complete]
    return document | {"i18n": part | {"complete": list(complete), "partial": left}}


def editable(document: object) -> bool:
    """Whether forms can work on a document: its lists are lists of parts, whatever else is wrong with them.

    >>> editable({"tracks": "none"})
    False
    """
    if not isinstance(document, dict) or not isinstance(value_at(document, ("i18n", "default")), str):
        return False
    parts = [
        document.get(name) for name in ("tracks", "modifiers", "measures", "profiles", "passes", "subjects")
    ]
    parts += [value_at(document, ("rules", name)) for name in ("contingency", "episodes", "constraints")]
    if not all(_is_parts(each) for each in parts):
        return False
    named = [part.get("tracks") for part in (*document["profiles"], *document["passes"])]
    inside = [track.get("codes") for track in document["tracks"]]
    complete = value_at(document, ("i18n", "complete"))
    return all(map(_is_parts, inside)) and all(isinstance(each, list) for each in (*named, complete))


def _is_parts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)
