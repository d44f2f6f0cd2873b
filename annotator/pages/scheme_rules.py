"""Part of the page of a draft: numbers and questions from patterns, such as "answered within … seconds"."""

from typing import Any

import streamlit as st

from annotator.errors import translated
from annotator.pages import parts, scheme_inside, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.schemes.drafts import OF_TWO, PATTERNS, Pattern, add_pattern, without
from annotator.schemes.drafts.form import FIELDS
from annotator.schemes.places import Path

_ = state.say

DIRECTION = FIELDS["rules"]["measures.*.direction"]
_GROUPS = (("measures",), ("rules", "contingency"), ("rules", "episodes"), ("rules", "constraints"))


def section(on: Editor) -> None:
    """What is counted and what the coder is asked, then a new one."""
    for path in _GROUPS:
        items = on.at(*path)
        if items:
            st.header(_names()[path[-1]])
        for n in range(len(items)):
            _item(on, (*path, n))
    if not any(on.at(*path) for path in _GROUPS):
        st.write(_("Nothing is counted yet: a summary then shows no measures."))
    _add(on)
    _cleaning(on)
    for path in (("timebase",), ("rules", "scorability")):
        fields.problems(on, *path)
    parts.muted(_("What no pattern says is written under “As text”; it stays as it is here."))


def _names() -> dict[str, str]:
    return {
        "measures": _("Measures"),
        "contingency": _("Answers"),
        "episodes": _("Episodes"),
        "constraints": _("Questions to the coder"),
    }


def _item(on: Editor, path: tuple[str | int, ...]) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            fields.words(on, *path, "label")
            if st.button(_("Remove"), key=on.key(*path, "remove")):
                on.restructure(lambda document: without(document, path))
                st.rerun()
        parts.muted(scheme_inside.in_a_line(on, path))
        with st.expander(_("What it is made of")):
            if path[0] == "measures":
                scheme_inside.of_measure(on, path)
                _meaning(on, path)
            else:
                scheme_inside.of_rule(on, path)
        fields.problems(on, *path)


def _meaning(on: Editor, path: tuple[str | int, ...]) -> None:
    """What more of it means, who sees it, from how many cases on."""
    audience = {
        "parent": _("parents, as a sentence"), "practitioner": _("home visitors"),
        "supervisor": _("supervisors"), "researcher": _("researchers"),
    }  # fmt: skip
    fields.choice(on, list(_directions()), _directions().__getitem__, *path, "direction")
    fields.several(on, list(audience), audience.__getitem__, *path, "audience")
    fields.number(on, *path, "min_n", least=1)
    if "parent" in (on.at(*path, "audience") or []):
        hint = _("May hold {names}.").format(names="{child}, {parent}, {start}, {end}, {date}")
        fields.words(on, *path, "parent_template", hint=hint)


def _directions() -> dict[str, str]:
    return {
        "none": _("nothing by itself"), "higher": _("something good"), "lower": _("something difficult"),
        "midrange": _("neither: what lies in the middle is good"),
    }  # fmt: skip


def _cleaning(on: Editor) -> None:
    """What is left out or joined when numbers are drawn; the marks stay as they were made."""
    with st.expander(_("What counts as one mark, and which cues count")):
        parts.muted(_("Only numbers are drawn so; what was coded stays as it is."))
        for name in ("min_state_ms", "merge_gap_ms", "cue_refractory_ms"):
            fields.seconds(on, "timebase", name, least_ms=0)
        cue = ("rules", "scorability", "drop_cue_if")
        fields.number(on, *cue, "missing_share_in_window", least=0, most=1, whole=False)
        fields.tick(on, *cue, "segment_ends_in_window")


def _add(on: Editor) -> None:
    with st.expander(_("Add from a pattern"), icon=":material/add:"):
        name = st.selectbox(
            _("Pattern"), list(PATTERNS), format_func=lambda each: translated(PATTERNS[each].words, _)
        )
        pattern = PATTERNS[name]
        first = _codes(on, pattern.gaps[0], pattern.first, "first")
        second = _codes(on, pattern.gaps[-1], pattern.second, "second") if pattern.second else None
        if first is None or (pattern.second and second is None):
            st.write(_("There is no track of that kind yet."))
            return
        _rest(on, name, pattern, first, second)


def _rest(on: Editor, name: str, pattern: Pattern, first: tuple[str, list[str]], second: Any) -> None:
    seconds = (
        st.number_input(_("Seconds"), 0.1, 600.0, 3.0, step=0.5, format="%g") if pattern.seconds else 0.0
    )
    direction = "none"
    if pattern.measures:
        direction = st.selectbox(
            translated(DIRECTION, _), list(_directions()), format_func=_directions().__getitem__
        )
    also = pattern.also is not None and st.checkbox(translated(pattern.also, _))
    label = st.text_input(
        _("Name"), placeholder=_("Smiles answered within 3 s"), key=f"pattern-{fields.moves()}"
    )
    ready = True
    if name == "repaired" and not (first[1] and second[1]):
        ready = False
        parts.muted(_("Choose with which codes it begins and ends."))
    if name in OF_TWO and first[0] == second[0]:
        ready = False
        parts.muted(_("Choose two tracks, one for each partner."))
    if not st.button(_adds(pattern, also=also), type="primary", disabled=not ready):
        return
    if not label.strip():
        st.warning(_("Give it a name first: under it the number or question is found again."))
        return
    on.restructure(
        lambda document: add_pattern(
            document, name, label.strip(), first, second, seconds, direction, also=also
        )
    )
    st.rerun()


def _adds(pattern: Pattern, *, also: bool) -> str:
    """What the button does: each part of the page has its own."""
    if pattern.rule is None:
        return _("Add the measure")
    if not pattern.measures:
        return _("Add the question")
    return _("Add the rule and its measures") if also else _("Add the rule and its measure")


def _codes(on: Editor, gap: Path, kinds: tuple[str, ...], which: str) -> tuple[str, list[str]] | None:
    """A track of one of some kinds, and some of its codes; none means all."""
    there = [n for n, track in enumerate(on.document["tracks"]) if track.get("kind") in kinds]
    if not there:
        return None
    left, right = st.columns(2)
    with left:
        n = st.selectbox(
            fields.label(*gap, "track"),
            there,
            format_func=lambda n: on.words("tracks", n, "label"),
            key=f"pattern-{which}",
        )
    with right:
        codes = on.document["tracks"][n]["codes"]
        chosen = st.multiselect(
            fields.label(*gap, "enters" if "episodes" in gap else "codes"), range(len(codes)),
            placeholder=_("all"),
            format_func=lambda c: on.words("tracks", n, "codes", c, "label"),
            key=f"pattern-{which}-{n}-{len(codes)}",
        )  # fmt: skip
    return str(on.document["tracks"][n].get("id")), [str(codes[c].get("id")) for c in chosen]
