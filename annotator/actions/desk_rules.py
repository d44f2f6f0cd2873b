"""What a scheme asks coders to look at again, as JSON for the desk, which looks for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.model import Lane
from annotator.schemes import Scheme, Text

_KEPT = ("id", "severity", "kind", "within_ms", "min_overlap_ms", "max_gap_ms")
_SELECTORS = ("first", "second", "event", "by")


def constraints_json(lanes: Sequence[Lane], scheme: Scheme, language: str) -> list[dict[str, Any]]:
    """The scheme's constraints whose tracks are all coded here; one about an uncoded track says nothing."""
    coded = {lane.track.id for lane in lanes}
    rules: Sequence[Mapping[str, Any]] = scheme.document["rules"]["constraints"]
    return [_constraint(rule, scheme, language) for rule in rules if _tracks(rule) <= coded]


def _tracks(rule: Mapping[str, Any]) -> set[str]:
    return {rule[name]["track"] for name in _SELECTORS if rule.get(name)}


def _constraint(rule: Mapping[str, Any], scheme: Scheme, language: str) -> dict[str, Any]:
    default, label = scheme.languages[0], rule.get("label") or ""
    words = Text(label if isinstance(label, Mapping) else {default: label}, default)
    return {
        **{name: rule.get(name) for name in _KEPT},
        **{name: _selector(rule.get(name)) for name in _SELECTORS},
        "requires": list(rule.get("requires") or []),
        "label": words.in_language(language),
    }


def _selector(part: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """All codes, and any values of modifiers, where the scheme names none."""
    return None if part is None else {"codes": None, "where": {}, "where_not": {}, **part}
