"""A scheme with every kind of track, every type of modifier and every kind of constraint, for tests."""

import json
from pathlib import Path
from typing import Any

import yaml

from annotator.actions import bringing_in, people, workplace
from annotator.shipped import folder
from tests.running import Visit, enter_visit

SEEN = {"definition": "Seen.", "onset": "First frame.", "offset": "Last frame.", "examples": ["So."],
        "counter_examples": ["Not so."]}  # fmt: skip
COLOURS = ("#009E73", "#E69F00", "#56B4E9", "#CC79A7", "#0072B2", "#D55E00")


def code(key: str, id: str, label: str, *modifiers: str, **more: Any) -> dict[str, Any]:
    """One code; its colour follows its key."""
    colour = COLOURS[ord(key) % len(COLOURS)]
    head = {"id": id, "key": key, "colour": colour, "valence": "neutral", "label": {"en": label}}
    return head | SEEN | ({"modifiers": list(modifiers)} if modifiers else {}) | more


def missing(key: str) -> dict[str, Any]:
    """The code for what cannot be seen."""
    words = {"definition": "Out of sight.", "onset": "Loss.", "offset": "Back."}
    return {
        "id": "unseen",
        "key": key,
        "colour": "#DDDDDD",
        "valence": "missing",
        "label": {"en": "Not seen"},
    } | words


def rating(key: str, id: str, label: str, scale: dict[str, Any]) -> dict[str, Any]:
    """One question of the form."""
    return {k: v for k, v in code(key, id, label).items() if k not in ("onset", "offset")} | {"scale": scale}


def option(id: str, label: str) -> dict[str, Any]:
    return {"id": id, "label": {"en": label}}


MODIFIERS: list[dict[str, Any]] = [
    {"id": "to", "type": "link", "links_to": {"tracks": ["cue"], "max": 1}, "label": {"en": "Answer to"}},
    {"id": "how", "type": "choice", "required": True, "label": {"en": "How"},
     "options": [option("voice", "By voice"), option("hands", "By hand"), option("gaze", "By gaze")]},
    {"id": "parts", "type": "multi", "label": {"en": "Parts"}, "options": [option("word", "Word"), option("tune", "Tune")]},
    {"id": "warm", "type": "boolean", "label": {"en": "Warm"}},
    {"id": "times", "type": "integer", "min": 1, "max": 4, "label": {"en": "How often"}},
    {"id": "distance", "type": "number", "min": 0, "max": 500, "unit": "cm", "label": {"en": "Distance"}},
    {"id": "words", "type": "text", "max_chars": 60, "label": {"en": "Words"}},
    {"id": "delay", "type": "number", "unit": "s", "derived": "delay_to_link", "link": "to", "label": {"en": "Delay"}},
]  # fmt: skip
TRACKS: list[dict[str, Any]] = [
    {"id": "contact", "subject": "dyad", "kind": "state", "exclusive": True, "exhaustive": True, "missing_code": "unseen",
     "label": {"en": "Contact"}, "codes": [code("t", "in_contact", "In contact"), code("o", "apart", "Apart"), missing("u")]},
    {"id": "cue", "subject": "child", "kind": "point", "exclusive": False, "label": {"en": "Cues"},
     "codes": [code("b", "bid", "Come to me"), code("n", "pause", "A break, please")]},
    {"id": "answer", "subject": "parent", "kind": "point", "exclusive": True, "label": {"en": "Answers"},
     "codes": [code("a", "joins", "Joins in", *(m["id"] for m in MODIFIERS)), code("i", "waits", "Waits", "to")]},
    {"id": "mood", "subject": "child", "kind": "interval", "exclusive": True, "exhaustive": True, "missing_code": "unseen",
     "interval_s": 4, "sampling": "predominant", "label": {"en": "Child's mood"},
     "codes": [code("s", "settled", "Settled"), code("d", "unsettled", "Unsettled"), missing("v")]},
    {"id": "touch", "subject": "parent", "kind": "interval", "exclusive": False, "interval_s": 4, "sampling": "partial",
     "label": {"en": "Touch"}, "codes": [code("h", "holds", "Holds"), code("m", "strokes", "Strokes")]},
    {"id": "quality", "subject": "parent", "kind": "rating", "scope": "segment", "label": {"en": "Ratings"},
     "codes": [
         rating("1", "warmth", "Warm and respectful", {"min": 1, "max": 5, "step": 1, "anchors": {
             "1": {"en": "cool or absent"}, "3": {"en": "friendly, at times busy"}, "5": {"en": "steadily warm"}}}),
         rating("2", "pace", "Pace", {"min": 0, "max": 10, "step": 0.5, "anchors": {
             "0": {"en": "far too fast"}, "10": {"en": "as the child leads"}}}),
     ]},
]  # fmt: skip
CONSTRAINTS: list[dict[str, Any]] = [
    {"id": "k_with", "severity": "warning", "kind": "not_together_with", "label": {"en": "Apart, and held?"},
     "first": {"track": "contact", "codes": ["apart"]}, "second": {"track": "touch", "codes": ["holds"]}, "min_overlap_ms": 1000},
    {"id": "k_before", "severity": "warning", "kind": "preceded_by", "label": {"en": "An answer to no cue?"},
     "event": {"track": "answer", "codes": ["joins"]}, "by": {"track": "cue"}, "within_ms": 3000},
    {"id": "k_after", "severity": "warning", "kind": "followed_by", "label": {"en": "A break that nobody answered?"},
     "event": {"track": "cue", "codes": ["pause"]}, "by": {"track": "answer"}, "within_ms": 3000},
    {"id": "k_needs", "severity": "error", "kind": "modifier_requires", "label": {"en": "By voice: which words?"},
     "event": {"track": "answer", "codes": ["joins"], "where": {"how": ["voice"]}}, "requires": ["words"]},
    {"id": "k_gap", "severity": "warning", "kind": "max_gap", "event": {"track": "cue"}, "max_gap_ms": 12_000,
     "label": {"en": "No cue for a long time?"}},
]  # fmt: skip


def all_kinds() -> dict[str, Any]:
    """The scheme as plain values."""
    scheme: dict[str, Any] = yaml.safe_load((folder("coding_schemes") / "two-keys.yaml").read_text("utf-8"))
    tracks = [track["id"] for track in TRACKS]
    return scheme | {
        "id": "all-kinds",
        "title": {"en": "Every kind"},
        "subjects": [
            {"id": "child", "role": "child", "key": "1", "label": {"en": "Child"}},
            {"id": "parent", "role": "caregiver", "key": "2", "label": {"en": "Parent"}},
            {"id": "dyad", "role": "dyad", "key": "3", "members": ["child", "parent"], "label": {"en": "Both"}},
        ],
        "profiles": [{"id": "only", "label": {"en": "All of it"}, "tracks": tracks, "reliability_eligible": True}],
        "passes": [
            {"id": "p_watch", "profile": ["only"], "tracks": ["contact", "cue", "answer"], "speed": 1.0},
            {"id": "p_intervals", "profile": ["only"], "tracks": ["mood", "touch"], "speed": 1.0},
            {"id": "p_rate", "profile": ["only"], "tracks": ["quality"]},
        ],
        "modifiers": MODIFIERS,
        "tracks": TRACKS,
        "rules": scheme["rules"] | {"constraints": CONSTRAINTS},
        "measures": [],
        "reliability": {},
    }  # fmt: skip


def visit_of_all_kinds(root: Path, film: Path) -> Visit:
    """A data folder below ``root`` with a visit and the first person's coding of it by this scheme."""
    file = root / "all-kinds.yaml"  # JSON is YAML
    file.write_text(json.dumps(all_kinds()), "utf-8")
    place = workplace.open_workplace(root / "data")
    try:
        who = people.first_person(place)
        answer = bringing_in.keep_scheme(place, who, file)
        assert answer["verdict"] == "accept", answer["errors"]
        return enter_visit(place, film, "only", "all-kinds")
    finally:
        place.store.close()
