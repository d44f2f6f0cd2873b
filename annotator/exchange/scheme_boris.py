"""BORIS projects as schemes, and schemes as BORIS projects.

A project's subjects, behaviours with their categories, keys, colours, exclusions and modifier sets are read;
its observations are not. Written projects hold what BORIS can say, and the rest is listed.
"""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from annotator.errors import Problem, Said, SchemeError, counted, said
from annotator.exchange.safe_json import read_json
from annotator.exchange.scheme_draft import (
    MAX_TRACKS,
    DraftCode,
    DraftModifier,
    DraftScheme,
    DraftTrack,
    draft,
)
from annotator.schemes import CODE_KEYS, Code, Modifier, Scheme, Track

MAX_BYTES = 50_000_000
NOBODY = "Observed"
CATEGORY = "Behaviours"
_SHORTCUT = re.compile(r" \((.)\)$")
_TYPES = {0: "choice", 1: "multi", 2: "number"}


def read_boris_scheme(data: bytes, file: str) -> DraftScheme:
    """The scheme of a BORIS project (``.boris``, gzipped or not). SchemeError when it is none."""
    project = read_project(data)
    behaviours = [b for b in numbered(project.get("behaviors_conf")) if text_of(b.get("code"))]
    left_out = [*_left_out(project, behaviours)]
    subjects = [
        text_of(s.get("name")) for s in numbered(project.get("subjects_conf")) if text_of(s.get("name"))
    ]
    most = MAX_TRACKS * len(CODE_KEYS)
    if len(behaviours) > most:
        sentence = said("The file has {n} behaviours; {most} are the most.", n=len(behaviours), most=most)
        raise SchemeError([Problem("too_many", "", sentence)])
    found = list(_tracks(behaviours, left_out))
    if len(subjects) * len(found) > MAX_TRACKS:
        n = len(subjects) * len(found)
        sentence = said("The file gives {n} tracks; {most} are the most.", n=n, most=MAX_TRACKS)
        raise SchemeError([Problem("too_many", "", sentence)])
    tracks = [replace(track, subject=subject) for subject in subjects or [NOBODY] for track in found]
    if len(subjects) > 1:
        left_out.append(
            said(
                "In BORIS every subject can do every behaviour; here each of the {n} has the same tracks.",
                n=len(subjects),
            )
        )
    title = text_of(project.get("project_name")) or file.rpartition(".")[0] or file
    return draft(title, file, tracks, dict.fromkeys(left_out))


def read_project(data: bytes) -> Mapping[str, Any]:
    """A project as plain values, gzipped or not. SchemeError when it is none."""
    try:
        if data[:2] == b"\x1f\x8b":
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SchemeError(
                [
                    Problem(
                        "too_large",
                        "",
                        said("The file is larger than {most} MB.", most=MAX_BYTES // 1_000_000),
                    )
                ]
            )
        found = read_json(data)
    except (OSError, EOFError, ValueError, zlib.error):
        raise SchemeError(
            [Problem("not_boris", "", said("This is no BORIS project: it cannot be read as JSON."))]
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("behaviors_conf"), dict):
        raise SchemeError(
            [Problem("not_boris", "", said("This is no BORIS project: it has no list of behaviours."))]
        )
    return found


def numbered(conf: Any) -> list[Mapping[str, Any]]:
    """The parts of one of BORIS' numbered mappings, in the order of their numbers."""
    if not isinstance(conf, dict):
        return []
    number = {name: int(name) if re.fullmatch("[0-9]{1,6}", name) else 10**6 for name in conf}
    return [conf[name] for name in sorted(conf, key=lambda n: (number[n], n)) if isinstance(conf[name], dict)]


def text_of(value: Any) -> str:
    """A word or a number of a project in one spelling of spaces; empty for anything else."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _tracks(behaviours: list[Mapping[str, Any]], left_out: list[Said]) -> Iterator[DraftTrack]:
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for behaviour in behaviours:
        kind = "point" if text_of(behaviour.get("type")).casefold().startswith("point") else "state"
        groups.setdefault((text_of(behaviour.get("category")) or CATEGORY, kind), []).append(behaviour)
    for (category, kind), members in groups.items():
        names = {text_of(b["code"]) for b in members}
        shut_out = [set(_excluded(b)) for b in members]
        exclusive = len(members) > 1 and all(
            names - {text_of(b["code"])} <= out for b, out in zip(members, shut_out, strict=True)
        )
        if not exclusive and any(out & names for out in shut_out):
            left_out.append(
                said("Some behaviours of {category} exclude one another, others do not.", category=category)
            )
        if any(out - names for out in shut_out):
            left_out.append(said("Behaviours of {category} exclude some of other tracks.", category=category))
        yield DraftTrack(category, NOBODY, kind, tuple(_code(b, left_out) for b in members), exclusive)


def _excluded(behaviour: Mapping[str, Any]) -> list[str]:
    return [name for each in text_of(behaviour.get("excluded")).split(",") if (name := each.strip())]


def _code(behaviour: Mapping[str, Any], left_out: list[Said]) -> DraftCode:
    return DraftCode(
        name=text_of(behaviour["code"]),
        key=text_of(behaviour.get("key")),
        colour=text_of(behaviour.get("color")),
        definition=text_of(behaviour.get("description")),
        modifiers=tuple(_modifiers(behaviour, left_out)),
    )


def _modifiers(behaviour: Mapping[str, Any], left_out: list[Said]) -> Iterator[DraftModifier]:
    sets = behaviour.get("modifiers")
    if isinstance(sets, str) and sets:  # before 4.0: "a,b|c,d"
        sets = {str(n): {"type": 0, "values": part.split(",")} for n, part in enumerate(sets.split("|"))}
    for n, each in enumerate(numbered(sets), 1):
        name = text_of(each.get("name")) or f"{text_of(behaviour['code'])} {n}"
        said_type = each.get("type", 0)
        kind = _TYPES.get(said_type) if isinstance(said_type, int) else None
        values = each.get("values")
        options = (
            tuple(_SHORTCUT.sub("", text_of(v)) for v in values if text_of(v))
            if isinstance(values, list)
            else ()
        )
        if kind is None or (kind != "number" and not options):
            left_out.append(said("The modifiers {name} take their values from elsewhere.", name=name))
            continue
        yield DraftModifier(name, kind, tuple(dict.fromkeys(options)), text_of(each.get("description")))


def _left_out(project: Mapping[str, Any], behaviours: list[Mapping[str, Any]]) -> Iterator[Said]:
    observations = project.get("observations")
    if isinstance(observations, dict) and observations:
        yield counted(
            len(observations),
            "1 observation: this reads the scheme.",
            "{n} observations: this reads the scheme.",
        )
    if project.get("independent_variables"):
        yield said("Independent variables belong to visits here, not to schemes.")
    if any(b.get("coding map") for b in behaviours) or project.get("behaviors_coding_map"):
        yield said("Coding maps.")
    if any(
        _SHORTCUT.search(str(v))
        for b in behaviours
        for s in numbered(b.get("modifiers"))
        if isinstance(s.get("values"), list)
        for v in s["values"]
    ):
        yield said("Shortcuts of modifiers' values: at the desk digits choose them.")


def write_boris_scheme(scheme: Scheme, language: str = "en") -> tuple[bytes, tuple[Said, ...]]:
    """A BORIS project without observations, and what of the scheme is not in it."""
    kept = [t for t in scheme.tracks if t.kind in ("state", "point")]
    names = _unique(kept)
    behaviours = [_behaviour(t, c, names, scheme, language) for t in kept for c in t.codes]
    project = {
        "time_format": "hh:mm:ss",
        "project_date": "",
        "project_name": scheme.title.in_language(language),
        "project_description": _about(scheme, language),
        "project_format_version": "7.0",
        "subjects_conf": {
            str(n): {"key": s.key, "name": s.id, "description": s.label.in_language(language)}
            for n, s in enumerate(scheme.subjects)
        },
        "behaviors_conf": {str(n): b for n, b in enumerate(behaviours)},
        "behavioral_categories": [t.label.in_language(language) for t in kept],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
        "observations": {},
    }
    return json.dumps(project, indent=1).encode("ascii"), tuple(_not_said(scheme))


def _about(scheme: Scheme, language: str) -> str:
    return f"{scheme.id} {scheme.version}. {scheme.summary.in_language(language)}".strip()


def _unique(tracks: list[Track]) -> dict[tuple[str, str], str]:
    """A behaviour's name in the project: the code's id, with its track where two tracks have it."""
    ids = [code.id for track in tracks for code in track.codes]
    return {(t.id, c.id): c.id if ids.count(c.id) == 1 else f"{t.id}.{c.id}" for t in tracks for c in t.codes}


def _behaviour(
    track: Track, code: Code, names: Mapping[tuple[str, str], str], scheme: Scheme, language: str
) -> dict[str, Any]:
    others = [names[track.id, c.id] for c in track.codes if c.id != code.id] if track.exclusive else []
    sets = [m for id in code.modifiers if (m := scheme.modifier(id)) is not None and _can_be_a_set(m)]
    return {
        "type": "State event" if track.kind == "state" else "Point event",
        "key": code.key,
        "code": names[track.id, code.id],
        "description": code.definition.in_language(language).strip(),
        "color": code.colour,
        "category": track.label.in_language(language),
        "modifiers": {str(n): _set(m, language) for n, m in enumerate(sets)},
        "excluded": ",".join(others),
        "coding map": "",
    }


def _can_be_a_set(modifier: Modifier) -> bool:
    return modifier.type not in ("text", "link") and not modifier.derived


def _set(modifier: Modifier, language: str) -> dict[str, Any]:
    kinds = {"choice": 0, "boolean": 0, "multi": 1, "integer": 2, "number": 2}
    values = [o.id for o in modifier.options] if modifier.type != "boolean" else ["true", "false"]
    label = modifier.label.in_language(language)
    return {"name": modifier.id, "description": label, "type": kinds[modifier.type], "values": values}


def _not_said(scheme: Scheme) -> Iterator[Said]:
    document = scheme.document
    for track in scheme.tracks:
        if track.kind not in ("state", "point"):
            yield said("The track {track}, of kind {kind}.", track=track.id, kind=track.kind)
    for modifier in scheme.modifiers:
        if not _can_be_a_set(modifier):
            yield said("The modifier {modifier}, of type {type}.", modifier=modifier.id, type=modifier.type)
    if any(track.exhaustive for track in scheme.tracks):
        yield said("That every moment has a code in some tracks.")
    yield said("Which subject a track belongs to: in BORIS every subject can do every behaviour.")
    if any(document["rules"][name] for name in ("constraints", "contingency", "episodes")):
        yield said("Rules: constraints, contingencies, episodes.")
    if document["measures"]:
        yield said("Measures, agreement, feedback, and who may see what.")
    yield said("Labels, onset and offset rules, examples and counter-examples.")
