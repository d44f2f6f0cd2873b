"""Part of the page of a draft: which moments a feedback meeting may show, how long, in which order."""

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.schemes.drafts import A_MEETING, with_value, without

_ = state.say


def section(on: Editor) -> None:
    """Whether there is a meeting at all; then its moments, their order and the difficult one."""
    with st.container(border=True):
        there = fields.block(on, A_MEETING, "feedback_meeting", kept_as_nothing=True)
        if not there:
            parts.muted(
                _("Without it nothing of a visit that is coded by this scheme alone comes before a parent.")
            )
            fields.problems(on, "feedback_meeting")
            return
        _clips(on)
        fields.problems(on, "feedback_meeting")
    with st.container(border=True):
        _order(on)
    with st.container(border=True):
        _challenge(on)
    with st.container(border=True):
        said = _never()
        fields.several(on, list(said), said.__getitem__, "feedback_meeting", "forbidden_in_parent_view")
        parts.muted(_("Attune shows parents none of these in any case."))


def _clips(on: Editor) -> None:
    at = ("feedback_meeting", "clips")
    fields.number(on, *at, "max", least=1)
    for column, name in zip(st.columns(3), ("min", "typical", "max"), strict=True):
        with column:
            fields.number(on, *at, "length_s", name, least=0, whole=False)
    for column, name in zip(st.columns(2), ("lead_in_ms", "lead_out_ms"), strict=True):
        with column:
            fields.seconds(on, *at, name, least_ms=0)


def _order(on: Editor) -> None:
    """The kinds of moments one after another; a strength stands first and last."""
    at = ("feedback_meeting", "order")
    kinds = {
        "strength": _("a strength"),
        "neutral": _("neither a strength nor a difficulty"),
        "challenge": _("a difficulty"),
        "repair": _("a way back to one another"),
        "repair_or_challenge": _("a way back, else a difficulty"),
    }
    st.header(fields.label(*at))
    there = on.at(*at) if isinstance(on.at(*at), list) else []
    for n in range(len(there)):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            fields.choice(on, list(kinds), kinds.__getitem__, *at, n)
            if len(there) > 1 and st.button(_("Remove"), key=on.key(*at, n, "remove")):
                on.restructure(lambda document, n=n: without(document, (*at, n)))  # type: ignore[misc]
                st.rerun()
    if st.button(_("Add a moment"), key=on.key(*at, "add")):
        on.restructure(lambda document: with_value(document, at, [*there, "strength"]))
        st.rerun()


def _challenge(on: Editor) -> None:
    at = ("feedback_meeting", "challenge")
    fields.number(on, *at, "max", least=0)
    fields.tick(on, *at, "needs_supervisor_release")
    fields.tick(on, *at, "needs_strength_counterpart")
    episodes = {str(each.get("id")): n for n, each in enumerate(on.document["rules"]["episodes"])}
    if episodes or on.at(*at, "prefer_episode") is not None:
        fields.choice(
            on, list(episodes),
            lambda id: on.words("rules", "episodes", episodes[id], "label") or id,
            *at, "prefer_episode", "id",
        )  # fmt: skip


def _never() -> dict[str, str]:
    return {
        "scores": _("scores"), "percentages": _("percentages"), "norms": _("comparison with others"),
        "rankings": _("rankings"), "coder_names": _("names of coders"), "code_labels": _("names of codes"),
        "valence_colours": _("colours of strengths and difficulties"), "notes": _("notes"),
    }  # fmt: skip
