"""What differs between two versions, in the words of the forms: “Contact › Apart”, not a path."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.errors import Said, joined, refilled, said
from annotator.schemes.difference import Change, Difference, Weight
from annotator.schemes.drafts.fields import Document
from annotator.schemes.drafts.form import CARDS, FIELDS

_PARTS = {
    "population": said("For whom it was made"),
    "provenance": said("What may be said of it"),
    "reliability": said("Agreement"),
    "rules.scorability": said("Which cues count"),
    "subjects": said("Who can be observed"),
    "timebase": said("What counts as one mark"),
    "use": said("Where it may be used"),
    "i18n": said("Languages"),
}
_NAME = said("Name")
_MADE_OF = said("What it is made of")
_WORDS = {pattern: words for fields in FIELDS.values() for pattern, words in fields.items()} | _PARTS
_SHORT = 120
_INNER = {"tracks": "codes", "modifiers": "options"}


def change_in_words(change: Change, of: Difference, language: str) -> Said:
    """A change's sentence with the names that people gave in place of the path in the file.

    Short words and numbers are told as they were and as they are.
    """
    place = joined(" › ", list(_names(change.path, of, language)))
    sentence = refilled(change.sentence, **dict.fromkeys(change.sentence.values, place))
    timed = change.path.endswith("_ms")
    before, after = (_short(value, of, language, timed=timed) for value in (change.before, change.after))
    if not before or not after or before == after:
        return sentence
    if change.weight is Weight.PATCH:
        return said("“{path}”: {before} → {after}", path=place, before=before, after=after)
    return joined(" ", [sentence, f"{before} → {after}"])


def _short(value: Any, of: Difference, language: str, *, timed: bool) -> str:
    """A value as people read it; empty where it is long, or a word of the file's own."""
    if isinstance(value, dict):
        value = value.get(language) or value.get(str(of.new["i18n"]["default"]))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value / 1000:g} s" if timed else f"{value:g}"
    if timed and isinstance(value, list) and all(isinstance(each, int) for each in value):
        return " – ".join(f"{each / 1000:g}" for each in value) + " s"
    short = isinstance(value, str) and len(value) <= _SHORT and "_" not in value
    return str(value) if short else ""


def _names(path: str, of: Difference, language: str) -> Iterator[str]:
    steps = path.split(".")
    head = 2 if steps[0] == "rules" else 1
    pattern, rest = ".".join(steps[:head]), steps[head:]
    if not rest:
        yield _WORDS.get(pattern, path)
        return
    items = [item for document in (of.new, of.old) for item in _items(document, steps[:head])]
    yield _label(items, rest[0], of, language)
    pattern, inner, rest = f"{pattern}.*", _INNER.get(pattern), rest[1:]
    within = [each for item in items if item.get("id") == steps[head] for each in item.get(inner or "", [])]
    named = rest[1:] if inner == "options" and rest[:1] == ["options"] else rest if inner == "codes" else []
    if named and any(each.get("id") == named[0] for each in within):
        yield _label(within, named[0], of, language)
        pattern, rest = f"{pattern}.{inner}.*", named[1:]
    if rest:
        field = ".".join(rest)
        yield _WORDS.get(f"{pattern}.{field}") or (
            _MADE_OF if pattern in CARDS else _NAME if field == "label" else field
        )


def _items(document: Mapping[str, Any], steps: list[str]) -> list[Document]:
    found: Any = document
    for step in steps:
        found = found.get(step) or {}
    return found if isinstance(found, list) else []


def _label(items: list[Document], id: str, of: Difference, language: str) -> str:
    """What the newer version calls it, else the older one, else its id."""
    for item in items:
        label = item.get("label")
        if item.get("id") == id and label:
            words = label if isinstance(label, dict) else {}
            default = str(of.new["i18n"]["default"])
            return str(words.get(language) or words.get(default) or (label if isinstance(label, str) else id))
    return id
