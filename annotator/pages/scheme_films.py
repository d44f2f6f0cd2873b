"""Part of the page of a draft: for which families and films it was made, and what of a film is coded."""

import streamlit as st

from annotator.actions.language import context_words
from annotator.actions.variables import CONTEXTS
from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.schemes.drafts import FIVE_MINUTES

_ = state.say


def section(on: Editor) -> None:
    """Ages, occasions, length of films; then the part that is drawn, where one is."""
    with st.container(border=True):
        st.header(_("For whom it was made"))
        parts.muted(_("It stands in the code book; nothing is forbidden by it."))
        _row(on, ("min", "max"), "population", "age_months")
        _contexts(on)
        _row(on, ("min", "typical", "max"), "population", "recommended_duration_s")
        fields.lines(on, "population", "caution")
        fields.problems(on, "population")
    with st.container(border=True):
        st.header(_("Which part of a film"))
        if fields.block(on, FIVE_MINUTES, "sampling"):
            _sampling(on)
        else:
            parts.muted(_("Without it a coder codes the whole film, or the window that he or she sets."))
        fields.problems(on, "sampling")


def _row(on: Editor, names: tuple[str, ...], *path: str) -> None:
    for column, name in zip(st.columns(len(names)), names, strict=True):
        with column:
            fields.number(on, *path, name, least=0, whole=False)


def _contexts(on: Editor) -> None:
    path = ("population", "contexts")
    there = [str(each) for each in on.at(*path) or []] if isinstance(on.at(*path), list) else []
    every = list(dict.fromkeys(("any", *CONTEXTS, *there)))
    words = {"any": _("whatever they do")}
    fields.several(on, every, lambda each: words.get(each) or context_words(each, _), *path)


def _sampling(on: Editor) -> None:
    parts.muted(_("One part of each film, drawn by a seed: the same for everybody who codes it."))
    kept = {
        "other_coder": _("who codes it too"),
        "session_number": _("which visit of the family it is"),
        "family_identity": _("who the family is"),
    }
    left, right = st.columns(2)
    with left:
        fields.number(on, "sampling", "length_s", least=1, whole=False)
    with right:
        fields.number(on, "sampling", "draw", "from_s", least=0, whole=False)
    fields.text(on, "sampling", "draw", "require")
    fields.several(on, list(kept), kept.__getitem__, "sampling", "blind_to")
