"""Part of the page of a draft: how agreement between its coders is told, and what is asked of them."""

from collections.abc import Callable

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.schemes.drafts import A_FIFTH_BY_TWO, A_TEST_FIRST

_ = state.say

_OF = {
    "state_tracks": (
        "time_weighted_kappa", "time_unit_kappa", "time_unit_kappa_tolerance", "event_alignment_kappa",
        "event_match_f1",
    ),
    "point_tracks": ("event_match_f1", "event_alignment_kappa"),
    "rating_tracks": ("weighted_kappa", "icc_2_1_absolute"),
    "modifiers": ("kappa_on_matched_events",),
    "measures": ("icc_2_1_absolute",),
}  # fmt: skip


def section(on: Editor) -> None:
    """Statistics for each kind of track, then training, double coding and aims."""
    parts.muted(_("What is not said here is told as Attune does for every scheme."))
    kinds = {str(track.get("kind")) for track in on.document["tracks"]}
    wanted = {
        "state_tracks": "state" in kinds or "interval" in kinds,
        "point_tracks": "point" in kinds,
        "rating_tracks": "rating" in kinds,
        "modifiers": bool(on.document["modifiers"]),
        "measures": bool(on.document["measures"]),
    }
    for group, there in wanted.items():
        if there or on.at("reliability", group) is not None:
            _card(on, group, _statistics)
    with st.container(border=True):
        fields.number(on, "reliability", "min_events_per_code", least=1)
    for group, more, made in (
        ("double_code", _double, A_FIFTH_BY_TWO),
        ("training_gate", _training, A_TEST_FIRST),
        ("field_target", _target, {}),
    ):
        with st.container(border=True):
            if fields.block(on, made, "reliability", group):
                more(on)
            fields.problems(on, "reliability", group)


def _card(on: Editor, group: str, more: Callable[[Editor, str], None]) -> None:
    with st.container(border=True):
        st.header(fields.label("reliability", group))
        more(on, group)
        fields.problems(on, "reliability", group)


def _statistics(on: Editor, group: str) -> None:
    said = _names()
    fields.several(
        on, _OF[group], said.__getitem__, "reliability", group, "statistics", goes=("reliability", group)
    )
    if on.at("reliability", group) is None:
        return
    left, right = st.columns(2)
    if group == "state_tracks":
        with left:
            fields.seconds(on, "reliability", group, "time_unit_ms", least_ms=1)
    if group in ("state_tracks", "point_tracks"):
        with right if group == "state_tracks" else left:
            fields.seconds(on, "reliability", group, "tolerance_ms", least_ms=0)
    if group == "measures":
        with left:
            fields.number(on, "reliability", group, "min_sessions", least=1)
    if group == "modifiers":
        every = {str(each.get("id")): n for n, each in enumerate(on.document["modifiers"])}
        fields.several(
            on, list(every), lambda id: on.words("modifiers", every[id], "label"),
            "reliability", group, "modifiers",
        )  # fmt: skip


def _names() -> dict[str, str]:
    return {
        "time_weighted_kappa": _("κ over time"),
        "time_unit_kappa": _("κ by units of time"),
        "time_unit_kappa_tolerance": _("κ by units of time with tolerance"),
        "event_alignment_kappa": _("κ of aligned marks"),
        "event_match_f1": _("share of marks that both made (F1)"),
        "kappa_on_matched_events": _("κ of what was said of marks that both made"),
        "weighted_kappa": _("weighted κ"),
        "icc_2_1_absolute": _("ICC(A,1), absolute agreement"),
    }


def _double(on: Editor) -> None:
    which = {"random_seeded": _("drawn"), "all": _("all of them")}
    left, right = st.columns(2)
    with left:
        fields.number(on, "reliability", "double_code", "share", least=0, most=1, whole=False)
    with right:
        fields.choice(on, list(which), which.__getitem__, "reliability", "double_code", "selection")
    fields.tick(on, "reliability", "double_code", "blind")
    fields.number(on, "reliability", "double_code", "recheck_every_sessions", least=1)


def _training(on: Editor) -> None:
    gate = ("reliability", "training_gate")
    fields.number(on, *gate, "gold_sessions", least=1)
    fields.number(on, *gate, "consecutive_passes", least=1)
    fields.number(on, *gate, "observer_accuracy_min", least=0, most=1, whole=False)


def _target(on: Editor) -> None:
    for column, name in zip(st.columns(3), ("observer_accuracy_min", "kappa_min", "icc_min"), strict=True):
        with column:
            fields.number(on, "reliability", "field_target", name, least=0, most=1, whole=False)
