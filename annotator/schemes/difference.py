"""What differs between two versions of a scheme, how much it weighs, and what the new one must be called.

Source of the weights: scheme format, 5. What only words say stays comparable; what is added is comparable and
noted; whatever changes what a mark or number means is major.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Any

from annotator.errors import Said, said
from annotator.schemes.scheme import Scheme

SAME_WORDS = 0.85
"""How alike two wordings must be to count as one meaning: the share of words in common, by difflib."""


class Weight(IntEnum):
    """How much a change weighs, for versions and for old data."""

    PATCH = 0
    MINOR = 1
    MAJOR = 2

    @property
    def word(self) -> str:
        """The weight as versions call it."""
        return self.name.lower()


OLD_DATA: Mapping[Weight, Said] = {
    Weight.PATCH: said("Old codings stay as they are and are counted together with new ones."),
    Weight.MINOR: said("Old codings can be compared with new ones; what is new is missing in them."),
    Weight.MAJOR: said("Old codings are not pooled with new ones: a mark or number means something else."),
}
"""What a difference does to codings that were made before it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its weight, the path in the file, why it weighs so, and of a field both values."""

    weight: Weight
    path: str
    sentence: Said
    before: Any = field(default=None, repr=False)
    after: Any = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between an old and a new scheme, the heaviest first; both as written."""

    changes: tuple[Change, ...]
    old: Mapping[str, Any] = field(repr=False)
    new: Mapping[str, Any] = field(repr=False)

    @property
    def weight(self) -> Weight | None:
        """The heaviest change; None when nothing differs."""
        return max((change.weight for change in self.changes), default=None)


def difference(old: Scheme, new: Scheme) -> Difference:
    """Everything that differs between two versions; order, comments and layout do not count."""
    found = list(_top(old.document, new.document))
    by_weight = tuple(sorted(found, key=lambda change: -change.weight))
    return Difference(by_weight, old.document, new.document)


def next_version(old: Scheme, new: Scheme) -> str | None:
    """What the new one must be called at least; None when nothing differs.

    A first number of 0 counts like any other: 0.9.0 with a major change becomes 1.0.0.
    """
    weight = difference(old, new).weight
    if weight is None:
        return None
    numbers = [int(n) for n in re.split("[-+]", old.version)[0].split(".")]
    at = 2 - weight
    return ".".join(str(n) for n in [*numbers[:at], numbers[at] + 1, *[0] * (2 - at)])


Document = Mapping[str, Any]

_WORDS = ("label", "title", "summary", "help", "key", "colour", "examples", "counter_examples", "feedback")
_MEANING = ("definition", "onset", "offset")
_SHOWN = ("direction", "audience", "report", "min_n", "parent_template", "warn_above", "visibility")


def _top(old: Document, new: Document) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before == after or name in ("version", "status", "changelog", "format"):
            continue
        if name in _LISTS:
            yield from _list(name, before or [], after or [])
        elif name == "rules":
            yield from _rules(before or {}, after or {})
        else:
            yield replace(_field(name, name), before=before, after=after)


_FIELDS_MAJOR = ("timebase", "sampling", "scorability")
_FIELDS_MINOR = ("reliability", "feedback_meeting", "population", "use")


def _field(name: str, path: str) -> Change:
    if name in _FIELDS_MAJOR:
        return Change(
            Weight.MAJOR, path, said("“{name}” decides what is counted, and it changed.", name=path)
        )
    if name in _FIELDS_MINOR:
        return Change(Weight.MINOR, path, said("“{name}” changed; marks mean the same.", name=path))
    return Change(Weight.PATCH, path, said("“{name}” changed; it says nothing about marks.", name=path))


_LISTS = ("subjects", "profiles", "passes", "modifiers", "tracks", "measures")
_RULES = ("contingency", "episodes", "constraints")


def _rules(old: Document, new: Document) -> Iterator[Change]:
    for name in _RULES:
        yield from _list(f"rules.{name}", old.get(name, []), new.get(name, []))
    if old.get("scorability") != new.get("scorability"):
        yield _field("scorability", "rules.scorability")


def _by_id(parts: list[Any]) -> dict[str, Document]:
    return {part["id"]: part for part in parts}


def _list(name: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    before, after = _by_id(old), _by_id(new)
    kind = name.rpartition(".")[2]
    for id in before.keys() - after.keys():
        yield _gone(kind, f"{name}.{id}")
    for id in after.keys() - before.keys():
        yield _added(kind, f"{name}.{id}", after[id])
    for id in before.keys() & after.keys():
        yield from _part(kind, f"{name}.{id}", before[id], after[id])


def _gone(kind: str, path: str) -> Change:
    if kind in ("constraints", "passes"):
        return Change(Weight.PATCH, path, said("“{path}” is gone; marks mean the same.", path=path))
    return Change(Weight.MAJOR, path, said("“{path}” is gone; old codings have it.", path=path))


def _added(kind: str, path: str, part: Document) -> Change:
    if kind in ("constraints", "passes"):
        return Change(Weight.PATCH, path, said("“{path}” is new; marks mean the same.", path=path))
    if kind == "modifiers" and part.get("required"):
        sentence = said("“{path}” is new and required; old codings cannot have it.", path=path)
        return Change(Weight.MAJOR, path, sentence)
    return Change(Weight.MINOR, path, said("“{path}” is new; old codings do not have it.", path=path))


def _part(kind: str, path: str, old: Document, new: Document) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        place = f"{path}.{name}"
        if kind == "tracks" and name == "codes":
            yield from _codes(path, old, new)
        elif kind == "modifiers" and name == "options":
            yield from _list(f"{path}.options", before or [], after or [])
        else:
            yield replace(_changed(kind, name, place, before, after), before=before, after=after)


def _changed(kind: str, name: str, place: str, before: Any, after: Any) -> Change:
    if kind in ("constraints", "passes") or name in _WORDS or name.startswith("x_"):
        return Change(Weight.PATCH, place, said("“{path}” is worded or arranged otherwise.", path=place))
    if name in _MEANING:
        return _meaning(place, before, after)
    if name == "scale":
        return _scale(place, before, after)
    if name in _SHOWN or (kind == "profiles" and name == "reliability_eligible"):
        return Change(Weight.MINOR, place, said("“{path}” changed: who sees what, or from when.", path=place))
    if name in ("modifiers", "tracks") and not set(before or []) - set(after or []):
        return Change(Weight.MINOR, place, said("“{path}” has more than before.", path=place))
    sentence = said("“{path}” changed: what is coded or counted is another thing.", path=place)
    return Change(Weight.MAJOR, place, sentence)


def _codes(path: str, old: Document, new: Document) -> Iterator[Change]:
    before, after = _by_id(old["codes"]), _by_id(new["codes"])
    for id in before.keys() - after.keys():
        yield _gone("codes", f"{path}.{id}")
    for id in after.keys() - before.keys():
        place = f"{path}.{id}"
        if new.get("exhaustive"):
            sentence = said(
                "“{path}” is new where every moment has a code; it takes time from others.", path=place
            )
            yield Change(Weight.MAJOR, place, sentence)
        else:
            yield _added("codes", place, after[id])
    for id in before.keys() & after.keys():
        yield from _part("codes", f"{path}.{id}", before[id], after[id])


def _meaning(place: str, before: Any, after: Any) -> Change:
    """A definition in other words, or with another meaning: numbers and most words must be the same."""
    if _same_meaning(before, after):
        return Change(Weight.PATCH, place, said("“{path}” says the same in other words.", path=place))
    sentence = said("“{path}” was rewritten: the program cannot tell that it means the same.", path=place)
    return Change(Weight.MAJOR, place, sentence)


def _same_meaning(before: Any, after: Any) -> bool:
    old, new = _texts(before), _texts(after)
    return all(_alike(old[name], new[name]) for name in old.keys() & new.keys()) and bool(
        old.keys() & new.keys()
    )


def _alike(old: str, new: str) -> bool:
    one, two = re.findall(r"\w+", old.casefold()), re.findall(r"\w+", new.casefold())
    if [w for w in one if w.isdigit()] != [w for w in two if w.isdigit()]:
        return False
    negations = {"not", "no", "never", "without", "nor", "nicht", "kein", "keine", "nie", "ohne"}
    if [w for w in one if w in negations] != [w for w in two if w in negations]:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= SAME_WORDS


def _texts(value: Any) -> dict[str, str]:
    return {"": value} if isinstance(value, str) else dict(value or {})


def _scale(place: str, before: Any, after: Any) -> Change:
    numbers = ("min", "max", "step")
    if before and after and all(before[n] == after[n] for n in numbers):
        old, new = before["anchors"], after["anchors"]
        if old.keys() == new.keys() and all(_same_meaning(old[v], new[v]) for v in old):
            return Change(Weight.PATCH, place, said("“{path}” says the same in other words.", path=place))
    sentence = said("“{path}” changed: what is coded or counted is another thing.", path=place)
    return Change(Weight.MAJOR, place, sentence)
