"""What is wrong with a draft, in the words of its forms: which card, which field, what to do.

The check of a file speaks of fields, lists and lines. Whoever writes with forms never sees those, so each
sentence of the check has a counterpart here. What has no field on the forms stands under "As text", in the
file's own words and with its line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import Problem, Said, joined, refilled, said
from annotator.schemes.drafts.fields import Document, words_at
from annotator.schemes.drafts.form import CARDS, HEADINGS, card_of, part_of, pattern_of, words_of
from annotator.schemes.drafts.phrases import EMPTY, IN_CARDS, IN_TEXT_ONLY, MISSING, NO_LONGER_THERE, PHRASES
from annotator.schemes.places import Path

TEXT = "text"
"""The part of the page for what no form has."""


@dataclass(frozen=True, slots=True)
class Told:
    """One problem for whoever writes with forms: the part of the page, the path, the place and what to do."""

    part: str
    path: Path
    place: str
    sentence: str


def told(problems: Sequence[Problem], document: Document, language: str) -> tuple[Told, ...]:
    """Each problem in the words of the forms; what follows only from having no track yet is left out."""
    paths = [_path(problem.path) for problem in problems]
    empty = document.get("tracks") == []
    return tuple(
        _told(problem, path, document, language)
        for problem, path in zip(problems, paths, strict=True)
        if not (empty and path[2:] == ("tracks",) and path[0] in ("profiles", "passes"))
    )


def _told(problem: Problem, path: Path, document: Document, language: str) -> Told:
    message = problem.message
    template = message.template if isinstance(message, Said) else ""
    pattern = pattern_of(path)
    if template not in PHRASES:
        pattern = card_of(path) or pattern
    if pattern is None or problem.code in IN_TEXT_ONLY or (pattern not in CARDS and template not in PHRASES):
        line = said("As text, line {n}", n=problem.line) if problem.line else said("As text")
        return Told(TEXT, path, line, message)
    values = message.values if isinstance(message, Said) else {}
    if any(isinstance(step, str) and step.endswith("_ms") for step in path):
        values = _in_seconds(values)
    names = _names(document, language)
    place = joined(" › ", [*_cards(path, document, language), *_field(path)])
    if pattern in CARDS:
        return Told(part_of(pattern), path, place, _in_card(problem, names))
    sentence = _empty(pattern, template, values) or _phrase(template, values, names)
    return Told(part_of(pattern), path, place, sentence)


def _in_card(problem: Problem, names: dict[str, str]) -> str:
    """Rules and measures are made from patterns, so there is no field to mend; what names nothing is said."""
    name = problem.message.values.get("name") if isinstance(problem.message, Said) else None
    if problem.code == "reference" and name and name not in names:
        return refilled(NO_LONGER_THERE, name=name, line=problem.line)
    return refilled(IN_CARDS, line=problem.line)


def _empty(pattern: str, template: str, values: Any) -> Said | None:
    """Where nothing stands yet: what this field wants."""
    limit = values.get("limit")
    missing = template in MISSING or (isinstance(limit, Said) and limit.template in MISSING)
    return EMPTY.get(pattern) if missing else None


def _in_seconds(values: Any) -> dict[str, Any]:
    """The numbers of a sentence about a time: the file has ms, the forms have seconds."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Said):
            found[name] = refilled(value, **_in_seconds(value.values))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found[name] = value // 1000 if value % 1000 == 0 else value / 1000
        else:
            found[name] = value
    return found


def _phrase(template: str, values: Any, names: dict[str, str]) -> Said:
    return refilled(PHRASES[template], **{name: _value(value, names) for name, value in values.items()})


def _value(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, Said):
        return _phrase(value.template, value.values, names) if value.template in PHRASES else value
    return names.get(value, value.replace("`", "")) if isinstance(value, str) else value


def _path(text: str) -> Path:
    found = re.findall(r'\[([0-9]+)\]|\["([^"]*)"\]|([^\W\d]\w*)', text)
    return tuple(int(number) if number else quoted or name for number, quoted, name in found)


_UNNAMED = {
    "tracks.*": said("Track {n}"), "tracks.*.codes.*": said("Code {n}"), "modifiers.*": said("Modifier {n}"),
    "profiles.*": said("Depth {n}"), "passes.*": said("Pass {n}"), "subjects.*": said("Person {n}"),
    "measures.*": said("Measure {n}"), "rules.contingency.*": said("Rule {n}"),
    "rules.episodes.*": said("Rule {n}"),    "rules.constraints.*": said("Rule {n}"),
}  # fmt: skip


def _cards(path: Path, document: Document, language: str) -> list[str]:
    """The names of the cards in which a field stands, from the outside in."""
    found: list[str] = []
    for many in range(2, len(path) + 1):
        written = ".".join("*" if isinstance(step, int) else step for step in path[:many])
        number = path[many - 1]
        if written in _UNNAMED and isinstance(number, int):
            unnamed = refilled(_UNNAMED[written], n=number + 1)
            found.append(_label(path[:many], document, language) or unnamed)
        elif written in HEADINGS:
            found.append(HEADINGS[written])
    return found


def _label(path: Path, document: Document, language: str) -> str:
    default = str(document["i18n"]["default"])
    return words_at(document, (*path, "label"), language) or words_at(document, (*path, "label"), default)


def _field(path: Path) -> list[str]:
    words = words_of(path)
    return [] if words is None else [words]


def _names(document: Document, language: str) -> dict[str, str]:
    """What people call things, by their ids; a code also by its track's and its own."""
    found: dict[str, str] = {}
    for kind in ("tracks", "modifiers", "profiles", "subjects"):
        for n, part in enumerate(document.get(kind) or []):
            label = _label((kind, n), document, language)
            found.setdefault(str(part.get("id")), label or str(part.get("id")))
    for n, track in enumerate(document["tracks"]):
        for c, code in enumerate(track["codes"]):
            id, label = str(code.get("id")), _label(("tracks", n, "codes", c), document, language)
            found.setdefault(id, label or id)
            found[f"{track.get('id')}.{id}"] = f"{found[str(track.get('id'))]} › {label or id}"
    return found
