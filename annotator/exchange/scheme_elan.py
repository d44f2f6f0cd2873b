"""ELAN files as schemes (``.eaf``, ``.etf``, ``.ecv``), and schemes as ELAN templates.

A tier with a controlled vocabulary is a track, a vocabulary's entries are its codes, and tiers that depend on
it are modifiers. Annotations are not read.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only made here, never parsed

from annotator.errors import Problem, Said, SchemeError, counted, said
from annotator.exchange.safe_xml import read_xml
from annotator.exchange.scheme_draft import DraftCode, DraftModifier, DraftScheme, DraftTrack, draft
from annotator.schemes import Modifier, Scheme

NOBODY = "Observed"
_CHILDREN = ("Symbolic_Association", "Symbolic_Subdivision", "Included_In", "Time_Subdivision")
Entries = tuple[tuple[str, str], ...]


def read_elan_scheme(data: bytes, file: str) -> DraftScheme:
    """The scheme of an ELAN document, template or vocabulary. SchemeError when it is none of them."""
    root = read_xml(data)
    title = file.rpartition(".")[0] or file
    left_out: list[Said] = []
    vocabularies = {_of(v, "CV_ID"): _entries(v, left_out) for v in root.iter("CONTROLLED_VOCABULARY")}
    if root.tag == "CV_RESOURCE":
        tracks = [
            DraftTrack(name, NOBODY, "state", _codes(found, ()), True) for name, found in vocabularies.items()
        ]
        return draft(title, file, tracks, left_out)
    if root.tag != "ANNOTATION_DOCUMENT":
        sentence = said("This is no ELAN document, template or vocabulary.")
        raise SchemeError([Problem("not_elan", "", sentence)])
    types = {_of(t, "LINGUISTIC_TYPE_ID"): t for t in root.iter("LINGUISTIC_TYPE")}
    tiers = list(root.iter("TIER"))
    made = list(_tracks(tiers, types, vocabularies, left_out))
    if annotations := sum(1 for _ in root.iter("ANNOTATION")):
        left_out.append(
            counted(
                annotations, "1 annotation: this reads the scheme.", "{n} annotations: this reads the scheme."
            )
        )
    return draft(title, file, made, left_out)


def _of(element: Element, name: str) -> str:
    return " ".join(element.get(name, "").split())


def _entries(vocabulary: Element, left_out: list[Said]) -> Entries:
    """A vocabulary's values with their descriptions; of several languages the first."""
    found, languages = [], set()
    for entry in vocabulary:
        if entry.tag == "CV_ENTRY":
            found.append((_words(entry), _of(entry, "DESCRIPTION")))
        elif entry.tag == "CV_ENTRY_ML":
            values = [value for value in entry if value.tag == "CVE_VALUE"]
            languages |= {_of(value, "LANG_REF") for value in values}
            if values:
                found.append((_words(values[0]), _of(values[0], "DESCRIPTION")))
    if len(languages) > 1:
        left_out.append(said("Other languages of the vocabulary {name}.", name=_of(vocabulary, "CV_ID")))
    return tuple(dict.fromkeys((value, text) for value, text in found if value))


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _codes(entries: Entries, modifiers: tuple[DraftModifier, ...]) -> tuple[DraftCode, ...]:
    first = {value: text for value, text in reversed(entries)}
    return tuple(
        DraftCode(value, definition=first[value], modifiers=modifiers)
        for value in dict.fromkeys(v for v, _ in entries)
    )


def _tracks(
    tiers: list[Element],
    types: Mapping[str, Element],
    vocabularies: Mapping[str, Entries],
    left_out: list[Said],
) -> Iterator[DraftTrack]:
    below: dict[str, list[Element]] = {}
    for tier in tiers:
        below.setdefault(_of(tier, "PARENT_REF"), []).append(tier)
    for tier in tiers:
        name = _of(tier, "TIER_ID")
        if tier.get("PARENT_REF"):
            continue
        entries = _vocabulary(tier, types, vocabularies)
        if not entries:
            left_out.append(said("The tier {name}: it has no controlled vocabulary.", name=name))
            continue
        children = below.get(name, ()) if name else ()
        modifiers = tuple(_modifier(child, types, vocabularies) for child in children)
        subject = _of(tier, "PARTICIPANT") or name.partition("@")[2] or NOBODY
        yield DraftTrack(name.partition("@")[0] or name, subject, "state", _codes(entries, modifiers), True)


def _vocabulary(tier: Element, types: Mapping[str, Element], vocabularies: Mapping[str, Entries]) -> Entries:
    kind = types.get(_of(tier, "LINGUISTIC_TYPE_REF"))
    return vocabularies.get(_of(kind, "CONTROLLED_VOCABULARY_REF"), ()) if kind is not None else ()


def _modifier(
    tier: Element, types: Mapping[str, Element], vocabularies: Mapping[str, Entries]
) -> DraftModifier:
    options = tuple(dict.fromkeys(value for value, _text in _vocabulary(tier, types, vocabularies)))
    name = _of(tier, "TIER_ID").partition("@")[0]
    return DraftModifier(name, "choice", options) if options else DraftModifier(name, "text")


def write_elan_scheme(scheme: Scheme, language: str = "en") -> tuple[bytes, tuple[Said, ...]]:
    """An ELAN template of a scheme, and what of the scheme is not in it."""
    root = Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "", "DATE": "2000-01-01T00:00:00+00:00", "FORMAT": "3.0", "VERSION": "3.0",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": "http://www.mpi.nl/tools/elan/EAFv3.0.xsd",
        },
    )  # fmt: skip
    SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    SubElement(root, "TIME_ORDER")
    tracks = [t for t in scheme.tracks if t.kind in ("state", "point")]
    carried = {t.id: _carried(scheme, [id for c in t.codes for id in c.modifiers]) for t in tracks}
    for track in tracks:
        tier = f"{track.id}@{track.subject}"
        common = {"DEFAULT_LOCALE": "en", "PARTICIPANT": track.subject}
        SubElement(root, "TIER", {"TIER_ID": tier, "LINGUISTIC_TYPE_REF": f"track {track.id}", **common})
        for modifier in carried[track.id]:
            child = {"TIER_ID": f"{track.id}.{modifier.id}@{track.subject}", "PARENT_REF": tier, **common}
            SubElement(root, "TIER", {**child, "LINGUISTIC_TYPE_REF": f"modifier {modifier.id}"})
    used = {m.id: m for found in carried.values() for m in found}
    for track in tracks:
        _type(root, f"track {track.id}", f"codes of {track.id}", None)
    for modifier in used.values():
        listed = f"values of {modifier.id}" if _values(modifier) else None
        _type(root, f"modifier {modifier.id}", listed, "Symbolic_Association")
    SubElement(root, "LOCALE", {"LANGUAGE_CODE": "en"})
    SubElement(root, "LANGUAGE", {"LANG_ID": language, "LANG_DEF": language, "LANG_LABEL": language})
    for name, words in _CONSTRAINTS.items():
        SubElement(root, "CONSTRAINT", {"STEREOTYPE": name, "DESCRIPTION": words})
    for track in tracks:
        entries = [(c.id, c.definition.in_language(language).strip()) for c in track.codes]
        _write_vocabulary(root, f"codes of {track.id}", entries, language)
    for modifier in used.values():
        if _values(modifier):
            _write_vocabulary(root, f"values of {modifier.id}", _values(modifier), language)
    indent(root)
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text, tuple(_not_said(scheme))


_CONSTRAINTS = {
    "Time_Subdivision": "Parts that fill the parent's time without gaps",
    "Symbolic_Subdivision": "Parts of the parent in an order, without times",
    "Symbolic_Association": "One for each parent, without times",
    "Included_In": "Parts within the parent's time, with gaps",
}


def _carried(scheme: Scheme, ids: list[str]) -> list[Modifier]:
    found = (scheme.modifier(id) for id in dict.fromkeys(ids))
    return [m for m in found if m is not None and m.type != "link" and not m.derived]


def _values(modifier: Modifier) -> list[tuple[str, str]]:
    if modifier.type == "boolean":
        return [("true", ""), ("false", "")]
    return [(o.id, str(o.label)) for o in modifier.options]


def _type(root: Element, id: str, vocabulary: str | None, constraint: str | None) -> None:
    attributes: dict[str, Any] = {
        "LINGUISTIC_TYPE_ID": id,
        "TIME_ALIGNABLE": "false" if constraint else "true",
        "GRAPHIC_REFERENCES": "false",
    }
    if constraint:
        attributes["CONSTRAINTS"] = constraint
    if vocabulary:
        attributes["CONTROLLED_VOCABULARY_REF"] = vocabulary
    SubElement(root, "LINGUISTIC_TYPE", attributes)


def _write_vocabulary(root: Element, id: str, entries: list[tuple[str, str]], language: str) -> None:
    vocabulary = SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": id})
    SubElement(vocabulary, "DESCRIPTION", {"LANG_REF": language})
    for n, (value, text) in enumerate(entries):
        entry = SubElement(vocabulary, "CV_ENTRY_ML", {"CVE_ID": f"{id} {n}".replace(" ", "_")})
        SubElement(entry, "CVE_VALUE", {"LANG_REF": language, "DESCRIPTION": text}).text = value


def _not_said(scheme: Scheme) -> Iterator[Said]:
    for track in scheme.tracks:
        if track.kind not in ("state", "point"):
            yield said("The track {track}, of kind {kind}.", track=track.id, kind=track.kind)
        elif not track.exclusive:
            yield said("Marks of {track} that overlap: a tier holds one at a time.", track=track.id)
    if any(track.kind == "point" for track in scheme.tracks):
        yield said("Points: in ELAN every annotation has a length; make them short.")
    for modifier in scheme.modifiers:
        if modifier.type == "link" or modifier.derived:
            yield said("The modifier {modifier}, of type {type}.", modifier=modifier.id, type=modifier.type)
    if any(track.exhaustive for track in scheme.tracks):
        yield said("That every moment has a code in some tracks.")
    if any(scheme.document["rules"][name] for name in ("constraints", "contingency", "episodes")):
        yield said("Rules: constraints, contingencies, episodes.")
    if scheme.document["measures"]:
        yield said("Measures, agreement, feedback, and who may see what.")
    yield said("Keys, colours, valences, onset and offset rules, examples and counter-examples.")
