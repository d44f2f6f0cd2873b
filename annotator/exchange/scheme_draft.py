"""A draft scheme made of what another program's file says: ids, keys and colours are found, gaps are told.

Every reader of other programs' schemes gives tracks, codes and modifiers in their own words; here they become
a document of ``interaction-scheme/1`` that passes the check. What was not in the file stands there as such
("Not defined in …"), so that nobody takes it for a definition.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import Problem, Said, SchemeError, counted, said
from annotator.schemes import CODE_KEYS, FORMAT, Scheme, canonical_json, read_scheme
from annotator.schemes.checks.tracks import lost_in
from annotator.schemes.naming import PALETTE, Names
from annotator.schemes.writing import as_yaml

MAX_TRACKS = 40
MAX_TIED = 5_000
"""Modifiers of codes, each counted for every code that has it."""


@dataclass(frozen=True, slots=True)
class DraftModifier:
    """A modifier in another program's words; ``type`` is ours."""

    name: str
    type: str
    options: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class DraftCode:
    """A code in another program's words."""

    name: str
    label: str = ""
    key: str = ""
    colour: str = ""
    definition: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    modifiers: tuple[DraftModifier, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTrack:
    """A track in another program's words; ``subject`` is a name, ``kind`` state or point."""

    name: str
    subject: str
    kind: str
    codes: tuple[DraftCode, ...]
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class DraftScheme:
    """A scheme that was read from another program's file, and what of the file is not in it."""

    scheme: Scheme
    text: bytes
    left_out: tuple[Said, ...]


def draft(title: str, file: str, tracks: Iterable[DraftTrack], left_out: Iterable[Said]) -> DraftScheme:
    """A scheme of the tracks of a file. SchemeError when there is no code in it, or more than fits."""
    made = [track for track in tracks if track.codes]
    if not made:
        raise SchemeError([_problem(said("There are no codes in this file."))])
    if len(made) > MAX_TRACKS:
        sentence = said("The file gives {n} tracks; {most} are the most.", n=len(made), most=MAX_TRACKS)
        raise SchemeError([_problem(sentence)])
    tied = sum(len(code.modifiers) for track in made for code in track.codes)
    if tied > MAX_TIED:
        sentence = said("The file gives its codes {n} modifiers; {most} are the most.", n=tied, most=MAX_TIED)
        raise SchemeError([_problem(sentence)])
    builder = _Builder(file, list(left_out))
    document = builder.document(title, made)
    scheme = read_scheme(canonical_json(document))
    return DraftScheme(scheme, as_yaml(document), tuple(dict.fromkeys(builder.left_out)))


def _problem(sentence: Said) -> Problem:
    return Problem("empty", "", sentence)


_ROLES = (
    ("child", r"infant|bab[yie]|child|kind|toddler|säugling|sohn|tochter"),
    ("caregiver", r"mother|father|parent|caregiver|mum|dad|mutter|vater|eltern|adult"),
    ("practitioner", r"therap|coach|visitor|practitioner"),
    ("dyad", r"dyad|pair|both"),
)


def _role(name: str) -> str:
    return next((role for role, words in _ROLES if re.search(words, name.casefold())), "other")


@dataclass(slots=True)
class _Builder:
    file: str
    left_out: list[Said]
    modifiers: dict[DraftModifier, str] = field(default_factory=dict)
    modifier_ids: Names = field(default_factory=Names)

    def document(self, title: str, tracks: list[DraftTrack]) -> dict[str, Any]:
        subjects = Names()
        names = list(dict.fromkeys(track.subject for track in tracks))
        if len(names) > 10:
            self.left_out.append(said("Subjects beyond the tenth have no digit; they are put together."))
        places = {name: subjects.id(names[min(n, 9)]) for n, name in enumerate(names)}
        ids = Names()
        passes = _passes(tracks)
        keys = [key for group in passes for key in self._keys(group)]
        made = [
            self._track(
                ids.id(f"{track.name} {track.subject} {track.kind} {n}"), track, places[track.subject], key
            )
            for n, (track, key) in enumerate(zip(tracks, keys, strict=True))
        ]
        for track, source in zip(made, tracks, strict=True):
            track["label"] = source.name
        at, viewings = 0, []
        for n, group in enumerate(passes, 1):
            part = [t["id"] for t in made[at : at + len(group)]]
            viewings.append({"id": f"p_{n}", "profile": ["imported"], "tracks": part})
            at += len(group)
        self._gaps(tracks)
        return {
            "format": FORMAT,
            "id": Names().id(title)[:40],
            "version": "0.1.0",
            "status": "draft",
            "title": title,
            "summary": f"Read from {self.file}.",
            "purpose": ["research"],
            "provenance": {
                "kind": "user-supplied",
                "informed_by": [],
                "licence": {"spdx": "NONE", "note": f"Whatever holds for {self.file}; say it here."},
                "redistributable": False,
                "training_required": False,
                "claims": {
                    "validated": False,
                    "must_not_be_reported_as": [],
                    "note": "Say here what may be claimed.",
                },
            },
            "population": {
                "age_months": {"min": 0, "max": 216},
                "contexts": ["any"],
                "recommended_duration_s": {"min": 0, "typical": 300, "max": 86400},
            },
            "subjects": [
                {"id": subjects.id(name), "role": _role(name), "key": str((n + 1) % 10), "label": name}
                for n, name in enumerate(names[:10])
            ],
            "timebase": {"unit": "ms", "min_state_ms": 0, "merge_gap_ms": 0, "cue_refractory_ms": 0},
            "profiles": [
                {
                    "id": "imported",
                    "label": "As in the file",
                    "tracks": [t["id"] for t in made],
                    "reliability_eligible": True,
                }
            ],
            "passes": viewings,
            "modifiers": [self._modifier(id, each) for each, id in self.modifiers.items()],
            "tracks": made,
            "rules": {
                "constraints": [],
                "contingency": [],
                "scorability": {
                    "drop_cue_if": {"missing_share_in_window": 0.5, "segment_ends_in_window": True}
                },
                "episodes": [],
            },
            "measures": [],
            "reliability": {},
            "feedback_meeting": None,
            "i18n": {"default": "en", "complete": ["en"], "partial": [], "review": {}},
            "changelog": [{"version": "0.1.0", "date": None, "change": f"Read from {self.file}."}],
        }

    def _keys(self, group: list[DraftTrack]) -> list[list[str]]:
        """A key for each code of a pass: the file's own where it can be, else a letter of the name."""
        wanted = [code for track in group for code in track.codes]
        taken: dict[int, str] = {}
        for n, code in enumerate(wanted):
            if len(code.key) == 1 and code.key in CODE_KEYS and code.key not in taken.values():
                taken[n] = code.key
        for n, code in enumerate(wanted):
            if n not in taken:
                letters = [*(c for c in code.name.casefold() if c in CODE_KEYS), *CODE_KEYS]
                taken[n] = next(key for key in letters if key not in taken.values())
                if code.key:
                    self.left_out.append(
                        said(
                            "The key {key} of {code} became {new}.",
                            key=code.key,
                            code=code.name,
                            new=taken[n],
                        )
                    )
        at, found = 0, []
        for track in group:
            found.append([taken[at + n] for n in range(len(track.codes))])
            at += len(track.codes)
        return found

    def _track(self, id: str, track: DraftTrack, subject: str, keys: list[str]) -> dict[str, Any]:
        ids, colours = Names(), _colours([code.colour for code in track.codes])
        codes = []
        for code, key, colour in zip(track.codes, keys, colours, strict=True):
            made: dict[str, Any] = {
                "id": ids.id(code.name),
                "key": key,
                "colour": colour,
                "valence": "neutral",
                "label": code.label or code.name,
                "definition": code.definition or f"Not defined in {self.file}.",
            }
            made["onset"] = "Not said in the file."
            if track.kind == "state":
                made["offset"] = "Not said in the file."
            made["examples"] = list(code.examples) or ["None in the file."]
            made["counter_examples"] = list(code.counter_examples) or ["None in the file."]
            if code.modifiers:
                made["modifiers"] = list(dict.fromkeys(self._modifier_id(m) for m in code.modifiers))
            codes.append(made)
        return {
            "id": id,
            "subject": subject,
            "kind": track.kind,
            "exclusive": track.exclusive,
            "label": "",
            "codes": codes,
        }

    def _modifier_id(self, modifier: DraftModifier) -> str:
        if modifier not in self.modifiers:
            self.modifiers[modifier] = self.modifier_ids.another(modifier.name or "modifier")
        return self.modifiers[modifier]

    @staticmethod
    def _modifier(id: str, modifier: DraftModifier) -> dict[str, Any]:
        made: dict[str, Any] = {
            "id": id,
            "type": modifier.type,
            "label": modifier.name or "Modifier",
            "required": False,
        }
        if modifier.help:
            made["help"] = modifier.help
        if modifier.type in ("choice", "multi"):
            ids = Names()
            made["options"] = [{"id": ids.id(option), "label": option} for option in modifier.options]
        if modifier.type == "text":
            made["max_chars"] = 500
        return made

    def _gaps(self, tracks: list[DraftTrack]) -> None:
        codes = [code for track in tracks for code in track.codes]
        if undefined := sum(not code.definition for code in codes):
            self.left_out.append(
                counted(
                    undefined,
                    "1 code has no definition in the file; write it before you code.",
                    "{n} codes have no definition in the file; write them before you code.",
                )
            )
        if bare := sum(not (code.examples and code.counter_examples) for code in codes):
            self.left_out.append(
                counted(
                    bare,
                    "1 code has no example and counter-example in the file.",
                    "{n} codes have no example and counter-example in the file.",
                )
            )


def _passes(tracks: list[DraftTrack]) -> list[list[DraftTrack]]:
    """Tracks in order, as many in one viewing as there are keys for. SchemeError for one too long."""
    groups: list[list[DraftTrack]] = [[]]
    for track in tracks:
        if len(track.codes) > len(CODE_KEYS):
            sentence = said(
                "{track} has {n} codes; a track has at most {most}, one for each key.",
                track=track.name,
                n=len(track.codes),
                most=len(CODE_KEYS),
            )
            raise SchemeError([_problem(sentence)])
        if sum(len(t.codes) for t in groups[-1]) + len(track.codes) > len(CODE_KEYS):
            groups.append([])
        groups[-1].append(track)
    return groups


def _colours(wanted: list[str]) -> list[str]:
    """A colour for each code: the file's own where it can be told, else one of ours."""
    free = iter([c for c in PALETTE if c.casefold() not in {w.casefold() for w in wanted}] * 4)
    return [
        w.upper() if re.fullmatch("#[0-9A-Fa-f]{6}", w) and not lost_in(w) else next(free, PALETTE[0])
        for w in wanted
    ]
