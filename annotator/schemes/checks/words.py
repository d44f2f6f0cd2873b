"""Words: every language that is promised is there, and only known placeholders stand in them."""

import re
from collections.abc import Iterator, Mapping

from annotator.errors import said
from annotator.schemes.checks.names import Names
from annotator.schemes.places import Fault, Place, shown
from annotator.schemes.suggest import did_you_mean

PLACEHOLDERS = ("{child}", "{parent}", "{start}", "{end}", "{date}")
"""What may be filled into a sentence for parents: whom and when, never how much."""

# What people see while they work or meet must be in every complete language; what a coder reads
# up may stay in the default language (format 3.10).
_PROMISED = ("title", "label", "phrase", "question", "parent_template")
_READ_UP = ("summary", "definition", "onset", "offset", "help", "change", "note")
_LISTS = ("examples", "counter_examples", "caution")
_NOT_WORDS = ("where", "where_not", "attributes", "review", "licence", "i18n")
_TO_PARENTS = ("phrase", "question", "parent_template")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")


def languages(names: Names) -> Iterator[Fault]:
    """Languages that are no languages, or whose declarations contradict one another (checklist 13)."""
    part = names.root.at("i18n")
    places = [part.at("default"), *part.texts("complete"), *part.texts("partial")]
    for place in places:
        if place.text is not None and not _LANGUAGE.fullmatch(place.text):
            yield Fault(
                "language",
                place.path,
                said("`{name}` is no language; expected one such as `de`.", name=shown(place.text)),
            )
    complete = [place.text for place in part.texts("complete")]
    default = part.at("default")
    if default.text is not None and complete and default.text not in complete:
        yield Fault(
            "language",
            default.path,
            said("The default language `{default}` must be in `complete`.", default=shown(default.text)),
        )
    for place in part.texts("partial"):
        if place.text in complete:
            yield Fault(
                "language",
                place.path,
                said("`{name}` is complete already; take it out here.", name=shown(place.text)),
            )
    yield from _undeclared(part.at("review"), _declared(part))


def _undeclared(words: Place, declared: Mapping[str, None]) -> Iterator[Fault]:
    for language, place in words.fields():
        if declared and language not in declared:
            ending = did_you_mean(language, declared)
            sentence = said(
                "The language `{language}` is not declared in i18n; {ending}",
                language=shown(language),
                ending=ending,
            )
            yield Fault("language", place.path, sentence)


def _declared(part: Place) -> dict[str, None]:
    places = [part.at("default"), *part.texts("complete"), *part.texts("partial")]
    return dict.fromkeys(place.text for place in places if place.text is not None)


def completeness(names: Names) -> Iterator[Fault]:
    """Words that lack a promised language, or are in one that is not declared (checklist 13)."""
    part = names.root.at("i18n")
    default = part.at("default").text
    if default is None:
        return
    promised = dict.fromkeys([default, *(str(place.text) for place in part.texts("complete"))])
    declared = _declared(part)
    for text, needed in _texts(names.root):
        there = text.value if isinstance(text.value, dict) else {default: text.value}
        for language in promised if needed else [default]:
            if language not in there:
                yield Fault("language", text.at(language).path, _missing(text, language, needed))
        yield from _undeclared(text, declared)


def _missing(text: Place, language: str, needed: bool) -> str:
    name = shown(next((step for step in reversed(text.path) if isinstance(step, str)), ""))
    if needed:
        return said(
            "`{name}` has no words in `{language}`, though i18n promises it as complete; add them.",
            name=name,
            language=shown(language),
        )
    return said(
        "`{name}` has no words in `{language}`, though it is the default language; add them.",
        name=name,
        language=shown(language),
    )


def _texts(place: Place) -> Iterator[tuple[Place, bool]]:
    """Every text of the scheme, and whether each complete language must have it."""
    if isinstance(place.value, list):
        for i in range(len(place.value)):
            yield from _texts(place.at(i))
    for name, inside in place.fields():
        if name.startswith("x_") or name in _NOT_WORDS:
            continue
        if name in _PROMISED or name in _READ_UP:
            yield from _words(inside, name in _PROMISED)
        elif name in _LISTS:
            for item in place.each(name):
                yield from _words(item, needed=False)
        elif name == "anchors":
            for _, words in inside.fields():
                yield from _words(words, needed=True)
        else:
            yield from _texts(inside)


def _words(place: Place, needed: bool) -> Iterator[tuple[Place, bool]]:
    if isinstance(place.value, str | dict):
        yield place, needed


def placeholders(names: Names) -> Iterator[Fault]:
    """Placeholders that nothing fills (checklist 17)."""
    for place in names.root.walk():
        if _to_parents(place):
            for found in _PLACEHOLDER.findall(place.text or ""):
                if found not in PLACEHOLDERS:
                    ending = did_you_mean(found, PLACEHOLDERS)
                    yield Fault(
                        "placeholder",
                        place.path,
                        said("Nothing fills `{found}`; {ending}", found=shown(found), ending=ending),
                    )


def _to_parents(place: Place) -> bool:
    """Whether a place is a sentence for parents: the field itself, or one of its languages."""
    return place.text is not None and any(step in _TO_PARENTS for step in place.path[-2:])
