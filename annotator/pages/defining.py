"""Part of the page of a study: its variables and the contexts of its visits."""

import streamlit as st

from annotator.actions import variables
from annotator.actions.language import context_words
from annotator.actions.variables import Defined
from annotator.model.variables import KINDS, OF, Variable
from annotator.pages import parts, state

_ = state.say


def section(study: str) -> None:
    """What the study wants to know of its visits and people, and where its visits take place."""
    defined = variables.defined(state.place(), state.person(), study)
    st.header(_("Study variables"))
    parts.muted(
        _("Coders and supervisors never see them. They go along in tables, and the search finds them.")
    )
    if not defined.variables:
        st.write(_("None yet."))
    for variable, held in defined.variables:
        with st.container(horizontal=True, vertical_alignment="center", key=f"variable-{variable.id}"):
            st.markdown(f"**{parts.plain(variable.label)}**", width="content")
            parts.muted(" · ".join(_about(variable, held)))
            if not held and st.button(_("Take away"), key=f"remove-{variable.id}"):
                with parts.refusals():
                    variables.remove(state.place(), state.person(), variable.id)
                    st.rerun()
    _define(study)
    _contexts(study, defined)


def _about(variable: Variable, held: int) -> list[str]:
    about = [_of()[variable.of], _kinds()[variable.kind]]
    if variable.choices:
        about.append(", ".join(variable.choices))
    return [*about, _("one value") if held == 1 else _("{n} values").format(n=held)]


def _of() -> dict[str, str]:
    return {"visit": _("of a visit"), "person": _("of a person")}


def _kinds() -> dict[str, str]:
    return {"text": _("text"), "number": _("number"), "choice": _("choice"), "date": _("day")}


def _define(study: str) -> None:
    with (
        st.expander(_("Define a variable"), icon=":material/add:"),
        st.form("define", border=False, clear_on_submit=True),
    ):
        label = st.text_input(_("Name of the variable"), placeholder=_("Group"))
        of = st.selectbox(_("Of what"), OF, format_func=_of().__getitem__)
        kind = st.selectbox(_("Kind"), KINDS, format_func=_kinds().__getitem__)
        choices = st.text_area(_("Options of a choice, one in each line"), height=100)
        if st.form_submit_button(_("Define it"), type="primary"):
            with parts.refusals():
                variables.define(state.place(), state.person(), study, of, label, kind, choices.splitlines())
                st.rerun()


def _contexts(study: str, defined: Defined) -> None:
    with (
        st.expander(_("Contexts of visits"), icon=":material/toys:"),
        st.form("contexts", border=False),
    ):
        now = "\n".join(context_words(context, str) for context in defined.contexts)
        written = st.text_area(
            _("What families are doing, one in each line"), now, height=180,
            help=_("Empty brings the usual ones back. Visits keep the one they have."),
        )  # fmt: skip
        if st.form_submit_button(_("Keep the contexts")):
            with parts.refusals():
                variables.set_contexts(state.place(), state.person(), study, written.splitlines())
                st.rerun()
