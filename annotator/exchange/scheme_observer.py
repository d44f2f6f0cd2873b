"""The Observer's templates as schemes: ``.otx`` (XML in UTF-16), ``.otb`` (that, zipped), ``.odx``.

A group of behaviours is a track, its behaviours are codes, a class of modifiers is a modifier.
Parts are called ``CDS_BEHAVIOR``, ``CDS_SUBJECT`` and ``CDS_MODIFIER``; one without a parent is the group of
those that name it. Observations are not read.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element  # only a type: read_xml parses

from annotator.errors import Problem, Said, SchemeError, counted, said
from annotator.exchange.safe_xml import read_xml
from annotator.exchange.safe_zip import read_member
from annotator.exchange.scheme_draft import DraftCode, DraftModifier, DraftScheme, DraftTrack, draft

NOBODY, GROUP = "Observed", "Behaviours"
MAX_ELEMENTS = 100_000
_KINDS = {"point": "point", "point event": "point", "state": "state", "state event": "state"}


def read_observer_archive(data: bytes, file: str) -> DraftScheme:
    """The scheme of a zipped template (``.otb``). SchemeError when it is none."""
    missing = said("There is no Observer template in this archive.")
    return read_observer_scheme(read_member(data, lambda name: bool(_TEMPLATE.search(name)), missing), file)


_TEMPLATE = re.compile(r"\.(otx|odx|xml)$", re.IGNORECASE)


def read_observer_scheme(data: bytes, file: str) -> DraftScheme:
    """The scheme of a template or a project (``.otx``, ``.odx``). SchemeError when it is none."""
    root = read_xml(_as_utf8(data), "utf-8", MAX_ELEMENTS)
    behaviours = _Parts.of(root, "CDS_BEHAVIOR")
    if not behaviours.parts:
        raise SchemeError([Problem("not_observer", "", said("This is no Observer template."))])
    subjects = [part.name for part in _Parts.of(root, "CDS_SUBJECT").members()] or [NOBODY]
    left_out = list(_left_out(root, behaviours, subjects))
    groups = list(_groups(behaviours, _modifiers(root), left_out))
    tracks = [
        DraftTrack(name, subject, kind, codes, exclusive)
        for subject in dict.fromkeys(subjects)
        for name, kind, codes, exclusive in groups
    ]
    title = next((_words(e) for e in root.iter() if _tag(e) == "MET_PROJECT_NAME" and _words(e)), "")
    return draft(title or file.rpartition(".")[0] or file, file, tracks, left_out)


def _as_utf8(data: bytes) -> bytes:
    """The letters of a template, whichever of UTF-16 and UTF-8 they are written in, marked or not."""
    encoding = "utf-8-sig"
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16"
    elif data[:2] == b"<\0":
        encoding = "utf-16-le"
    elif data[:2] == b"\0<":
        encoding = "utf-16-be"
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        sentence = said("The letters of this file are neither UTF-16 nor UTF-8; save the template anew.")
        raise SchemeError([Problem("encoding", "", sentence)]) from None


def _tag(element: Element) -> str:
    return element.tag.rpartition(":")[2]


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@dataclass(frozen=True, slots=True)
class _Part:
    """A subject, behaviour or modifier with what the file says of it, by the names of its fields."""

    said: Mapping[str, str]

    def of(self, field: str) -> str:
        return self.said.get(f"CDS_ELE_{field}", "")

    def yes(self, field: str) -> bool:
        return self.of(field).casefold() in ("y", "yes", "true", "1")

    @property
    def name(self) -> str:
        return self.of("NAME")

    @property
    def id(self) -> str:
        return self.of("ID")

    @property
    def stops(self) -> bool:
        return bool(self.of("STOP_KEYCODE"))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of one sort, in the file's order."""

    parts: Sequence[_Part]
    named: Mapping[str, _Part] = field(repr=False)

    @classmethod
    def of(cls, root: Element, tag: str) -> "_Parts":
        found = [_Part(_fields(each)) for each in root.iter() if _tag(each) == tag]
        parts = [part for part in found if part.name]
        by_id = {part.id: part for part in reversed(parts) if part.id}
        return cls(parts, {part.name: part for part in reversed(parts)} | by_id)

    def group(self, part: _Part) -> _Part | None:
        """The part that this one stands below, by its id, else by its name."""
        for field_ in ("PARENT_ID", "PARENT_NAME"):
            if part.of(field_) in self.named:
                return self.named[part.of(field_)]
        return None

    def members(self) -> list[_Part]:
        """What is no group: all that stand below one; where none does, all."""
        below = [part for part in self.parts if part.of("PARENT_ID") or part.of("PARENT_NAME")]
        return below or [part for part in self.parts if not part.yes("GROUP")]


def _fields(part: Element) -> dict[str, str]:
    return {_tag(each): _words(each) for each in part} | dict(part.attrib)


def _modifiers(root: Element) -> Mapping[str, tuple[DraftModifier, ...]]:
    """The modifiers of each behaviour or group of them, by its id."""
    parts = _Parts.of(root, "CDS_MODIFIER")
    values: dict[str, list[str]] = {}
    for part in parts.parts:
        above = parts.group(part)
        if above is not None:
            values.setdefault(above.id, []).append(part.name)
    made = {}
    for part in parts.parts:
        if parts.group(part) is None:
            options = tuple(dict.fromkeys(values.get(part.id, ())))
            made[part.id] = DraftModifier(
                part.name, "choice" if options else "number", options, part.of("DESCRIPTION")
            )
    found: dict[str, list[DraftModifier]] = {}
    for each in root.iter():
        if _tag(each) == "CDS_CONNECTION":
            of, to = each.get("CDS_ELEMENT_ID", ""), each.get("CDS_MODIFIER_ID", "")
            above = parts.group(parts.named[to]) if to in parts.named else None
            modifier = made.get(above.id if above is not None else to)
            if modifier is not None:
                found.setdefault(of, []).append(modifier)
    return {of: tuple(dict.fromkeys(each)) for of, each in found.items()}


class _Group(NamedTuple):
    name: str
    kind: str
    codes: tuple[DraftCode, ...]
    exclusive: bool


def _groups(
    behaviours: _Parts, modifiers: Mapping[str, tuple[DraftModifier, ...]], left_out: list[Said]
) -> Iterator[_Group]:
    """Each group of behaviours, its states and its points apart, for a track has one kind."""
    found: dict[tuple[str, str], list[DraftCode]] = {}
    alone: dict[str, bool] = {}
    for part in behaviours.members():
        above = behaviours.group(part)
        name = above.name if above is not None else part.of("PARENT_NAME") or GROUP
        exclusive = part.yes("MUT_EXCLUSIVE") or (above is not None and above.yes("MUT_EXCLUSIVE"))
        kind = _kind(part, exclusive=exclusive)
        if kind is None:
            left_out.append(
                said("That {code} lasts: nothing in the file says so, so it became a point.", code=part.name)
            )
        of = (*modifiers.get(above.id, ()), *modifiers.get(part.id, ())) if above else modifiers.get(part.id)
        code = DraftCode(
            part.name, key=part.of("START_KEYCODE"), definition=part.of("DESCRIPTION"),
            modifiers=tuple(dict.fromkeys(of or ())),
        )  # fmt: skip
        found.setdefault((name, kind or "point"), []).append(code)
        alone[name] = alone.get(name, True) and exclusive
        if part.yes("STATE_DEFAULT"):
            left_out.append(said("That {code} holds when an observation begins.", code=part.name))
    for (name, kind), codes in found.items():
        yield _Group(name, kind, tuple(codes), alone[name])


def _kind(part: _Part, *, exclusive: bool) -> str | None:
    """What the file calls it; else what only a state can have makes one. None when nothing tells."""
    for value in part.said.values():
        if value.casefold() in _KINDS:
            return _KINDS[value.casefold()]
    return "state" if exclusive or part.stops or part.yes("EXHAUSTIVE") else None


def _left_out(root: Element, behaviours: _Parts, subjects: Sequence[str]) -> Iterator[Said]:
    tags = [_tag(each) for each in root.iter()]
    if observations := tags.count("OBS_OBSERVATION"):
        yield counted(
            observations,
            "1 observation: this reads the scheme.",
            "{n} observations: this reads the scheme.",
        )
    if "VL_VARIABLE" in tags:
        yield said("Independent variables belong to visits here, not to schemes.")
    if any(part.stops and part.of("STOP_KEYCODE") != part.of("START_KEYCODE") for part in behaviours.parts):
        yield said("Keys that end a state: here its own key or the next state does.")
    for part in behaviours.parts:
        if part.yes("EXHAUSTIVE"):
            yield said(
                "That every moment has a code of {group}: give it one for what cannot be seen, then say so.",
                group=part.name,
            )
    if len(subjects) > 1:
        yield said(
            "In The Observer every subject can do every behaviour; here each of the {n} has the same tracks.",
            n=len(subjects),
        )
