"""Modifiers: the fields each type needs, options, defaults and links."""

from collections.abc import Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names, unknown, unknown_in
from annotator.schemes.checks.selectors import value_faults
from annotator.schemes.places import Fault, Place, shown

_FIELDS_OF = {
    "choice": ("options", "default"),
    "multi": ("options",),
    "boolean": ("default",),
    "integer": ("min", "max", "unit", "default"),
    "number": ("min", "max", "unit", "default", "derived", "link"),
    "text": ("max_chars", "private"),
    "link": ("links_to",),
}
_NEEDED = {"choice": "options", "multi": "options", "link": "links_to"}


def modifiers(names: Names) -> Iterator[Fault]:
    """Fields that a modifier's type needs or cannot have; defaults, links and ranges (checklist 2, 3, 9)."""
    links = {id: other for id, other in names.modifiers.items() if other.at("type").text == "link"}
    for modifier in names.root.each("modifiers"):
        yield from _fields(modifier)
        yield from _default(modifier, names)
        yield from unknown_in(
            modifier.at("links_to").texts("tracks"), names.tracks, said("a track of this scheme")
        )
        yield from unknown(modifier.at("link"), links, said("a modifier of type link"))
        yield from _derived(modifier)
        low, high = modifier.at("min").number, modifier.at("max").number
        if low is not None and high is not None and low > high:
            yield Fault(
                "order",
                modifier.at("max").path,
                said("`max` is {high}, less than `min`, {low}.", high=shown(high), low=shown(low)),
            )


def _fields(modifier: Place) -> Iterator[Fault]:
    kind = modifier.at("type").text
    if kind not in _FIELDS_OF:
        return
    needed = _NEEDED.get(kind)
    if needed is not None and not modifier.at(needed).value:
        yield Fault(
            "missing_field",
            modifier.at(needed).path,
            said("A modifier of type {kind} needs `{needed}`.", kind=kind, needed=needed),
        )
    special = {field for fields in _FIELDS_OF.values() for field in fields} - set(_FIELDS_OF[kind])
    for name, place in modifier.fields():
        if name in special and place.value not in (None, False, [], ""):
            having = ", ".join(k for k, fields in _FIELDS_OF.items() if name in fields)
            sentence = said(
                "A modifier of type {kind} has no `{name}`; it belongs to type {having}.",
                kind=kind,
                name=name,
                having=having,
            )
            yield Fault("unknown_field", place.path, sentence)


def _default(modifier: Place, names: Names) -> Iterator[Fault]:
    default = modifier.at("default")
    if default.present and "default" in _FIELDS_OF.get(modifier.at("type").text or "", ()):
        yield from value_faults([default], modifier, names)


def _derived(modifier: Place) -> Iterator[Fault]:
    derived, link = modifier.at("derived"), modifier.at("link")
    if derived.present != link.present:
        missing = link if derived.present else derived
        sentence = said("A computed modifier names both `derived` and the `link` it is computed from.")
        yield Fault("missing_field", missing.path, sentence)


def computed_modifiers(names: Names) -> Iterator[Fault]:
    """Codes with a computed modifier but not the link it is computed from (checklist 3)."""
    for track in names.root.each("tracks"):
        for code in track.each("codes"):
            carried = [m.text for m in code.texts("modifiers")]
            for place in code.texts("modifiers"):
                link = names.modifiers.get(place.text or "", Place(None)).at("link").text
                if link is not None and link not in carried:
                    sentence = said(
                        "`{name}` is computed from `{link}`; add that one here too.",
                        name=shown(place.text),
                        link=shown(link),
                    )
                    yield Fault("reference", place.path, sentence)
