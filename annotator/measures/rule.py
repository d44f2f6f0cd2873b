"""Contingency rules of a scheme: when a signal counts as answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """When a cue counts as answered; times in ms.

    An answer begins in (``low``, ``high``] after the cue's onset, or after its offset with
    ``from_offset``; ``others`` are further upper ends that are told beside. ``change`` is a change
    of state that also answers. ``missing_share`` is how much of a window may be out of sight.
    Source: the scheme format, 3.6.
    """

    id: str
    cue: Mapping[str, Any]
    response: Mapping[str, Any]
    change: Mapping[str, Any] | None
    from_offset: bool
    low: int
    high: int
    others: tuple[int, ...]
    ongoing: str
    one_to_one: bool
    link_wins: bool
    missing_share: float
    needs_whole_window: bool

    @classmethod
    def of(cls, rule: Mapping[str, Any], rules: Mapping[str, Any]) -> "Rule":
        """The rule as the file has it, with what the file says of cues that cannot be scored."""
        drop = rules["scorability"]["drop_cue_if"]
        return cls(
            rule["id"],
            rule["cue"],
            rule["response"],
            rule.get("or_state"),
            rule["anchor"] == "cue_offset",
            rule["window_ms"][0],
            rule["window_ms"][1],
            tuple(rule.get("sensitivity_windows_ms") or ()),
            rule["already_ongoing"],
            rule["one_to_one"],
            bool(rule.get("explicit_link_wins")),
            drop["missing_share_in_window"],
            drop["segment_ends_in_window"],
        )
