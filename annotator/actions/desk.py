"""What the desk shows, as JSON: the coding, its session, films, scheme, lanes and history."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from annotator.actions.desk_rules import constraints_json
from annotator.actions.language import context_words, translator
from annotator.actions.workplace import Workplace
from annotator.model import Family, Lane, Recording, Session
from annotator.schemes import Code, Modifier, Pass, Scale, Scheme, Text
from annotator.store.accounts import Account

if TYPE_CHECKING:
    from annotator.actions.codings import Bench


def desk_json(
    w: Workplace,
    who: Account | None,
    bench: "Bench",
    family: Family,
    removed: Mapping[str, int],
    history: Sequence[Mapping[str, Any]],
    hands: Mapping[str, Any],
) -> dict[str, Any]:
    """The desk's JSON without the annotations; labels in the person's language, no names of the family."""
    language = who.language if who else "en"
    facts, scheme = bench.facts, bench.scheme
    agreed = facts.agreement is not None
    # Where marks lie was agreed on, and ratings hold for whole stretches: neither is asked for any more.
    lanes = [lane for lane in bench.lanes if not (agreed and lane.track.kind == "rating")]
    return {
        "api": 1,
        "coding": {
            "id": facts.id,
            "state": facts.state,
            "seq": facts.seq,
            "window": {"onset_ms": facts.window.onset, "offset_ms": facts.window.offset},
            "profile": facts.profile,
            "coder": {"id": facts.coder, "name": facts.coder_name},
            "place": facts.place,
            "rt_offset_ms": hands["rt_offset_ms"],
            "agreed": agreed,
            "drawn": scheme.segment is not None,
        },
        "keys": hands["keys"],
        "session": _session(bench.session, family, language),
        "recordings": films_json(w, bench.session),
        "scheme": {
            "id": scheme.id,
            "version": scheme.version,
            "title": scheme.title.in_language(language),
            "hash": scheme.hash,
            "modifiers": [_modifier(m, language) for m in scheme.modifiers],
        },
        "constraints": [
            rule
            for rule in constraints_json(lanes, scheme, language)
            if not agreed or rule["kind"] == "modifier_requires"
        ],
        "subjects": _subjects(lanes, scheme, language),
        "lanes": [_lane(lane, scheme, language) for lane in lanes],
        "passes": _passes(lanes, scheme, facts.profile, language),
        "removed": dict(removed),
        "history": list(history),
    }


def _session(session: Session, family: Family, language: str) -> dict[str, Any]:
    return {
        "id": session.id,
        "family": family.id,
        "family_code": family.code,
        "label": session.label,
        "date": session.date,
        "context": context_words(session.context, translator(language)),
        "age": "",
    }


def age_in_months(birth: str, day: str) -> int:
    """Whole months from a birth date to a day, both ISO dates.

    >>> age_in_months("2026-01-31", "2026-08-30"), age_in_months("2026-01-31", "2026-08-31")
    (6, 7)
    """
    born, then = date.fromisoformat(birth), date.fromisoformat(day)
    return (then.year - born.year) * 12 + then.month - born.month - (then.day < born.day)


def films_json(w: Workplace, session: Session) -> list[dict[str, Any]]:
    """The films of a visit that can be shown, in order: the first gives the clock.

    One whose prepared files are gone is left out; what was coded stays.
    """
    ready = (r for r in session.recordings if r.state == "ready")
    return [recording_json(w, r) for r in ready if (w.film_folder(r.id) / "film.json").is_file()]


def recording_json(w: Workplace, r: Recording) -> dict[str, Any]:
    """A film that is ready: its facts, its addresses and its filmstrip."""
    facts = json.loads((w.film_now(r.id) / "film.json").read_bytes())
    base = f"/films/{r.id}"
    rate = [facts["rate_num"], facts["rate_den"]] if facts.get("rate_num") and not r.variable_rate else None
    return {
        "id": r.id,
        "name": r.name,
        "shift_ms": r.shift_ms,
        "duration_ms": r.duration_ms,
        "frames": r.frames,
        "width": r.width,
        "height": r.height,
        "variable_rate": r.variable_rate,
        "has_sound": r.has_sound,
        "rate": rate,
        "urls": {
            "proxy": f"{base}/proxy.mp4",
            "frames": f"{base}/frames.bin",
            "peaks": f"{base}/peaks.bin",
            "filmstrip": f"{base}/filmstrip.jpg",
        },
        "filmstrip": {k: facts[k] for k in ("tile_every_ms", "tiles", "columns", "tile_w", "tile_h")},
    }


def _modifier(m: Modifier, language: str) -> dict[str, Any]:
    return {
        "id": m.id,
        "type": m.type,
        "label": m.label.in_language(language),
        "required": m.required,
        "options": [{"id": o.id, "label": o.label.in_language(language)} for o in m.options],
        "default": m.default,
        "min": m.minimum,
        "max": m.maximum,
        "unit": m.unit,
        "max_chars": m.max_chars,
        "links_to": list(m.links_to),
        "links_at_most": m.links_at_most,
        "derived": m.derived,
        "link": m.link,
        "help": m.help.in_language(language) if m.help else "",
    }


def _subjects(lanes: Sequence[Lane], scheme: Scheme, language: str) -> list[dict[str, str]]:
    keys = {s.id: s for s in scheme.subjects}
    found: dict[str, dict[str, str]] = {}
    for lane in lanes:
        role = keys[lane.subject.of]
        first = lane.subject.id == lane.subject.of
        label = _subject_label(lane, role.label, language)
        found[lane.subject.id] = {"id": lane.subject.id, "key": role.key if first else "", "label": label}
    return list(found.values())


def _subject_label(lane: Lane, role: Text, language: str) -> str:
    """The role's word, with a number for the second and later: nobody's name."""
    number = lane.subject.id.removeprefix(lane.subject.of).removeprefix("-")
    return f"{role.in_language(language)} {number}".strip()


def _lane(lane: Lane, scheme: Scheme, language: str) -> dict[str, Any]:
    track = lane.track
    role = next(s for s in scheme.subjects if s.id == lane.subject.of)
    return {
        "track": track.id,
        "subject": lane.subject.id,
        "label": track.label.in_language(language),
        "subject_label": _subject_label(lane, role.label, language),
        "kind": track.kind,
        "exclusive": track.exclusive,
        "exhaustive": track.exhaustive,
        "missing_code": track.missing_code,
        "scope": track.scope,
        "interval_ms": track.interval_ms,
        "sampling": track.sampling,
        "codes": [_code(code, language) for code in track.codes],
    }


def _code(code: Code, language: str) -> dict[str, Any]:
    def words(text: Text | None) -> str:
        return text.in_language(language) if text else ""

    return {
        "id": code.id,
        "key": code.key,
        "colour": code.colour,
        "valence": code.valence,
        "label": words(code.label),
        "definition": words(code.definition),
        "onset": words(code.onset),
        "offset": words(code.offset),
        "examples": [words(t) for t in code.examples],
        "counter_examples": [words(t) for t in code.counter_examples],
        "modifiers": list(code.modifiers),
        "scale": _scale(code.scale, language),
        "hold": False,
    }


def _scale(scale: Scale | None, language: str) -> dict[str, Any] | None:
    if scale is None:
        return None
    anchors = {value: text.in_language(language) for value, text in scale.anchors.items()}
    return {"min": scale.minimum, "max": scale.maximum, "step": scale.step, "anchors": anchors}


def _passes(lanes: Sequence[Lane], scheme: Scheme, profile: str, language: str) -> list[dict[str, Any]]:
    coded = {lane.track.id for lane in lanes}
    return [
        {"id": p.id, "label": _pass_label(p, scheme, language), "tracks": [t for t in p.tracks if t in coded],
         "speed": p.speed}
        for p in scheme.passes_of(profile)
        if coded & set(p.tracks)
    ]  # fmt: skip


def _pass_label(p: Pass, scheme: Scheme, language: str) -> str:
    """A pass is named by whom it looks at."""
    watched = {track.subject for track in scheme.tracks if track.id in p.tracks}
    return ", ".join(s.label.in_language(language) for s in scheme.subjects if s.id in watched)
