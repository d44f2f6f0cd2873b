"""Tracks, codes and modifiers of a draft: added with what each kind needs, and taken away."""

import copy
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from annotator.schemes.drafts.fields import Document, without
from annotator.schemes.keys import CODE_KEYS
from annotator.schemes.naming import PALETTE, new_id

_MISSING = {"en": "Cannot be seen", "de": "Nicht zu sehen"}
_MISSING_WORDS = {
    "en": ("What is coded here cannot be seen or heard.", "No longer to be seen.", "To be seen again."),
    "de": ("Was kodiert wird, ist nicht zu sehen oder zu hören.", "Nicht mehr zu sehen.", "Wieder zu sehen."),
}


def add_track(document: Document, label: str, kind: str, subject: str) -> Document:
    """The document with another track, in every depth and in the last pass.

    A track of ratings begins with one thing to rate, named as the track is: without one it has no scale.
    """
    made = copy.deepcopy(document)
    id = new_id(label, _ids(made, "tracks"))
    track: Document = {"id": id, "subject": subject, "kind": kind, "label": {_language(made): label}}
    track |= copy.deepcopy(_FIELDS[kind])
    track["codes"] = []
    made["tracks"].append(track)
    for profile in made["profiles"]:
        profile["tracks"].append(id)
    if made["passes"]:
        made["passes"][-1]["tracks"].append(id)
    return add_code(made, len(made["tracks"]) - 1, label) if kind == "rating" else made


_FIELDS: dict[str, Document] = {
    "state": {"exclusive": True, "exhaustive": False},
    "point": {"exclusive": False},
    "interval": {"exclusive": True, "interval_s": 10, "sampling": "predominant"},
    "rating": {"scope": "session"},
}


def remove_track(document: Document, n: int) -> Document:
    """The document without a track: no depth and no pass names it any more; rules and measures still may."""
    id = document["tracks"][n].get("id")
    made = without(document, ("tracks", n))
    for part in (*made["profiles"], *made["passes"]):
        part["tracks"] = [each for each in part["tracks"] if each != id]
    return made


def add_code(document: Document, n: int, label: str) -> Document:
    """The document with another code in a track: an id, a free key and a free colour are found for it."""
    made = copy.deepcopy(document)
    track = made["tracks"][n]
    language = _language(made)
    code: Document = {
        "id": new_id(label, _ids(track, "codes")),
        "key": _key(label, free_keys(made, n)),
        "colour": _colour(made),
        "valence": "neutral",
        "label": {language: label},
    }
    if track.get("kind") == "rating":
        code["scale"] = {"min": 1, "max": 5, "step": 1, "anchors": {}}
    track["codes"].append(code)
    return made


def remove_code(document: Document, n: int, code: int) -> Document:
    """The document without a code; where it was the track's missing code, the track has none."""
    track = document["tracks"][n]
    gone = track["codes"][code].get("id")
    made = without(document, ("tracks", n, "codes", code))
    if track.get("missing_code") == gone:
        made["tracks"][n].pop("missing_code", None)
    return made


def add_missing_code(document: Document, n: int) -> Document:
    """The document with a code for what cannot be seen, which a track needs to be exhaustive."""
    language = _language(document)
    made = add_code(document, n, _MISSING.get(language, _MISSING["en"]))
    track = made["tracks"][n]
    definition, onset, offset = _MISSING_WORDS.get(language, _MISSING_WORDS["en"])
    code = track["codes"][-1]
    code |= {"valence": "missing", "colour": "#DDDDDD", "definition": {language: definition}}
    if track.get("kind") == "state":
        code |= {"onset": {language: onset}, "offset": {language: offset}}
    track |= {"exhaustive": True, "missing_code": code["id"]}
    return made


def add_modifier(document: Document, label: str, type: str) -> Document:
    """The document with another modifier; no code has it yet."""
    made = copy.deepcopy(document)
    id = new_id(label, _ids(made, "modifiers"))
    modifier: Document = {"id": id, "type": type, "label": {_language(made): label}, "required": False}
    if type in ("choice", "multi"):
        modifier["options"] = []
    if type == "link":
        modifier["links_to"] = {"tracks": []}
    made["modifiers"].append(modifier)
    return made


def with_modifier(document: Document, id: str, codes: Collection[tuple[int, int]]) -> Document:
    """The document with a modifier on exactly these codes, each by the numbers of its track and of itself.

    >>> two = {"tracks": [{"codes": [{"id": "a"}, {"id": "b", "modifiers": ["how"]}]}]}
    >>> made = with_modifier(two, "how", {(0, 0)})
    >>> [code["modifiers"] for code in made["tracks"][0]["codes"]]
    [['how'], []]
    """
    made = copy.deepcopy(document)
    for t, track in enumerate(made["tracks"]):
        for c, code in enumerate(track["codes"]):
            there = [each for each in code.get("modifiers") or [] if each != id]
            if (t, c) in codes:
                code["modifiers"] = (
                    [*there, id] if id not in (code.get("modifiers") or []) else code["modifiers"]
                )
            elif "modifiers" in code:
                code["modifiers"] = there
    return made


def with_link(document: Document, n: int, link: str | None) -> Document:
    """The document with a modifier that is worked out from a link, or from none any more.

    >>> with_link({"modifiers": [{"id": "delay", "default": 2}]}, 0, "to")["modifiers"]
    [{'id': 'delay', 'derived': 'delay_to_link', 'link': 'to'}]
    """
    made = copy.deepcopy(document)
    modifier = {k: v for k, v in made["modifiers"][n].items() if k not in ("derived", "link")}
    if link is not None:
        modifier.pop("default", None)
        modifier |= {"derived": "delay_to_link", "link": link}
    made["modifiers"][n] = modifier
    return made


def new_depth(document: Document) -> Document:
    """A depth more, in the scheme's own language: first one for daily work, then one for research."""
    taken = _ids(document, "profiles")
    daily = "field" not in taken
    words = _DAILY if daily else _RESEARCH
    default = _language(document)
    id = new_id("field" if daily else "research", taken)
    label = {default: words.get(default, words["en"])}
    return {"id": id, "label": label, "tracks": [], "reliability_eligible": not daily}


_DAILY = {"en": "Daily work", "de": "Alltag"}
_RESEARCH = {"en": "Research", "de": "Forschung"}


def new_pass(document: Document) -> Document:
    """A pass more, of every depth."""
    taken = _ids(document, "passes")
    every = [str(each.get("id")) for each in document["profiles"]]
    return {"id": new_id(f"p {len(taken) + 1}", taken), "profile": every, "tracks": []}


def add_subject(document: Document) -> Document:
    """The document with somebody more who can be observed, chosen by the next free digit."""
    made = copy.deepcopy(document)
    there = made["subjects"]
    taken = {str(each.get("key")) for each in there}
    key = next((digit for digit in "1234567890" if digit not in taken), "0")
    label = {_language(made): f"{len(there) + 1}"}
    id = new_id(f"subject {len(there) + 1}", _ids(made, "subjects"))
    there.append({"id": id, "role": "other", "key": key, "members": [], "label": label})
    return made


def move(document: Document, path: tuple[str | int, ...], by: int) -> Document:
    """The document with one item of a list further up (-1) or down (1); at an end it stays.

    >>> move({"tracks": ["a", "b"]}, ("tracks", 1), -1)
    {'tracks': ['b', 'a']}
    """
    made = copy.deepcopy(document)
    items: Any = made
    for step in path[:-1]:
        items = items[step]
    at = int(path[-1])
    to = at + by
    if 0 <= to < len(items):
        items.insert(to, items.pop(at))
    return made


def free_keys(document: Document, n: int) -> list[str]:
    """The keys that a code of a track can still have: no code has them that is watched in the same pass."""
    taken = taken_keys(document, n)
    return [key for key in CODE_KEYS if key not in taken]


def taken_keys(document: Document, n: int) -> dict[str, tuple[int, int]]:
    """The keys of codes that are watched in the same pass as a track: whose each is, by track and code."""
    together = [document["tracks"].index(track) for track in _together(document, n)]
    return {
        str(code.get("key")): (t, c)
        for t in together
        for c, code in enumerate(document["tracks"][t].get("codes", []))
    }


def _together(document: Document, n: int) -> Iterator[Document]:
    """A track and those that share a pass with it."""
    track = document["tracks"][n]
    named = {track.get("id")}
    for viewing in document.get("passes", []):
        if track.get("id") in viewing.get("tracks", []):
            named |= set(viewing["tracks"])
    yield from (each for each in document["tracks"] if each.get("id") in named)


def _key(label: str, free: list[str]) -> str:
    """The first letter of a label that is still free, else any free key; of none, the last digit."""
    wanted = [c for c in label.casefold() if c in free]
    return next(iter((*wanted, *free)), CODE_KEYS[-1])


def _colour(document: Document) -> str:
    """A colour that no code has yet, in whichever track; of more codes than colours, one that few have."""
    used = Counter(str(code.get("colour", "")).upper() for t in document["tracks"] for code in t["codes"])
    return min(PALETTE, key=lambda colour: used[colour])


def _ids(part: Document, name: str) -> set[str]:
    return {str(each.get("id")) for each in part[name]}


def _language(document: Document) -> str:
    return str(document["i18n"]["default"])
