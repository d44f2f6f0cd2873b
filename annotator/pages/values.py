"""Fields for the values of study variables, of a visit or of somebody of a family."""

import streamlit as st

from annotator.actions import variables
from annotator.actions.variables import Filled
from annotator.model.variables import Variable
from annotator.pages import parts, state

_ = state.say


def value_input(variable: Variable, value: str, label: str) -> str:
    """A field for a value of a variable; empty is none."""
    if variable.kind == "choice":
        options = ["", *variable.choices]
        index = options.index(value) if value in options else 0
        return st.selectbox(label, options, index=index, format_func=lambda each: each or _("no value")) or ""
    hints = {"number": "12.5", "date": "2026-05-31"}
    return st.text_input(label, value, placeholder=hints.get(variable.kind))


def of_visit(session: str, *, may_edit: bool) -> None:
    """The variables of a visit, to be filled in by who enters visits."""
    filled = variables.of_visit(state.place(), state.person(), session)
    if filled.variables:
        with st.expander(_("Study variables"), icon=":material/data_object:"):
            for each in _changed(filled, session, may_edit=may_edit):
                with parts.refusals():
                    variables.set_visits(state.place(), state.person(), [session], *each)


def of_person(person: str) -> None:
    """The variables of somebody of a family, to be filled in."""
    filled = variables.of_person(state.place(), state.person(), person)
    if filled.variables:
        for each in _changed(filled, person, may_edit=True):
            with parts.refusals():
                variables.set_person(state.place(), state.person(), person, *each)


def _changed(filled: Filled, key: str, *, may_edit: bool) -> list[tuple[str, str]]:
    """What was changed and sent: (variable, what was written)."""
    if not may_edit:
        for variable in filled.variables:
            parts.muted(f"{variable.label}: {filled.values.get(variable.id, '') or _('no value')}")
        return []
    with st.form(f"values-{key}", border=False):
        written = [
            (v.id, value_input(v, filled.values.get(v.id, ""), parts.plain(v.label)))
            for v in filled.variables
        ]
        if not st.form_submit_button(_("Keep the values")):
            return []
    return [(id, text) for id, text in written if text != filled.values.get(id, "")]
