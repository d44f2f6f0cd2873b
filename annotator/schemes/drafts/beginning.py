"""How a scheme begins: from nothing, as a copy, as the next version of itself; and how it is published."""

import copy
from typing import Any

from annotator.schemes.drafts.fields import Document
from annotator.schemes.scheme_file import FORMAT

BLANK_VERSION = "1.0.0"


def blank(id: str, title: str, language: str) -> Document:
    """A scheme with nothing to code yet: a child, a parent and the two together, one depth, one pass."""
    return {
        "format": FORMAT,
        "id": id,
        "version": BLANK_VERSION,
        "status": "draft",
        "title": {language: title},
        "summary": {language: title},
        "purpose": ["research"],
        "provenance": {
            "kind": "original",
            "informed_by": [],
            "licence": {"spdx": "NONE", "note": ""},
            "redistributable": True,
            "training_required": False,
            "claims": {
                "validated": False,
                "must_not_be_reported_as": ["diagnosis"],
                "note": {language: _NOTES.get(language, _NOTES["en"])},
            },
        },
        "population": {
            "age_months": {"min": 0, "max": 216},
            "contexts": ["any"],
            "recommended_duration_s": {"min": 60, "typical": 300, "max": 3600},
        },
        "subjects": [_subject(language, n, *each) for n, each in enumerate(_SUBJECTS, 1)],
        "timebase": {"unit": "ms", "min_state_ms": 0, "merge_gap_ms": 0, "cue_refractory_ms": 0},
        "profiles": [
            {"id": "standard", "label": {language: "Standard"}, "tracks": [], "reliability_eligible": True}
        ],
        "passes": [{"id": "p_1", "profile": ["standard"], "tracks": []}],
        "modifiers": [],
        "tracks": [],
        "rules": {
            "constraints": [],
            "contingency": [],
            "scorability": {"drop_cue_if": {"missing_share_in_window": 0.5, "segment_ends_in_window": True}},
            "episodes": [],
        },
        "measures": [],
        "reliability": {"min_events_per_code": 10},
        "feedback_meeting": None,
        "i18n": {"default": language, "complete": [language], "partial": [], "review": {}},
        "changelog": [],
    }


_NOTES = {"en": "Not validated.", "de": "Nicht validiert."}
_SUBJECTS: tuple[tuple[str, str, list[str], dict[str, str]], ...] = (
    ("child", "child", [], {"en": "Child", "de": "Kind"}),
    ("parent", "caregiver", [], {"en": "Parent", "de": "Elternteil"}),
    ("dyad", "dyad", ["child", "parent"], {"en": "The two together", "de": "Beide zusammen"}),
)


def _subject(
    language: str, n: int, id: str, role: str, members: list[str], words: dict[str, str]
) -> Document:
    label = {language: words.get(language, words["en"])}
    return {"id": id, "role": role, "key": str(n), "members": list(members), "label": label}


def copied(document: Document, id: str, title: str) -> Document:
    """A scheme under another name: its history begins anew, and where it comes from is said."""
    made = copy.deepcopy(document)
    language = _default(made)
    where = f"{document['id']} {document['version']}"
    titles = dict.fromkeys((language, *made["i18n"]["complete"]), title)
    made |= {"id": id, "version": BLANK_VERSION, "status": "draft", "title": titles, "changelog": []}
    provenance = made["provenance"]
    provenance["informed_by"] = [*provenance["informed_by"], where]
    if provenance["kind"] == "original":
        provenance["kind"] = "inspired-by"
    return made


def next_one(document: Document) -> Document:
    """What the next version of a scheme begins as: itself, as a draft."""
    return copy.deepcopy(document) | {"status": "draft"}


def published(document: Document, version: str, date: str, change: str) -> Document:
    """A scheme as it is published: under a version, with a line that says what changed."""
    made = copy.deepcopy(document) | {"version": version, "status": "published"}
    line: dict[str, Any] = {"version": version, "date": date, "change": {_default(made): change}}
    made["changelog"] = [each for each in made.get("changelog", []) if each.get("version") != version]
    made["changelog"].append(line)
    return made


def _default(document: Document) -> str:
    return str(document["i18n"]["default"])
