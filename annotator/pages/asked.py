"""Part of two pages: what a study asks of agreement, scheme by scheme, and setting it."""

import streamlit as st

from annotator.actions import study_agreeing
from annotator.pages import parts, state
from annotator.report.agreement_words import Asked
from annotator.schemes import Scheme
from annotator.store.gates import Gate

_ = state.say


def section(study: str, *, may_ask: bool) -> None:
    """On the study's page, before anything is compared; nothing while no scheme was handed out or coded."""
    found = study_agreeing.asked_in_study(state.place(), state.person(), study)
    if not found:
        return
    st.header(_("What the study asks of agreement"))
    for scheme, asked in found:
        st.markdown(f"**{parts.plain(scheme.title.in_language(state.language()))}**")
        words = _(
            "Accuracy of at least {accuracy} %; each code with at least {least} stretches shared for at "
            "least {positive} % of its time."
        )
        parts.muted(
            words.format(
                accuracy=round(100 * asked.accuracy), positive=round(100 * asked.positive),
                least=asked.least_events,
            )
        )  # fmt: skip
        if may_ask:
            form(study, scheme, asked)


def form(study: str, scheme: Scheme, asked: Asked) -> None:
    """Change what the study asks in a scheme."""
    with (
        st.expander(_("What the study asks"), icon=":material/edit:"),
        st.form(f"ask-{scheme.id}", border=False),
    ):
        parts.muted(
            _(
                "Set it before you look at the numbers. Landis and Koch called κ from .61 “substantial”; "
                "their divisions were arbitrary by their own account and know nothing of the number of "
                "codes or of rare ones."
            )
        )
        accuracy = st.number_input(_("Accuracy of at least, %"), 0, 100, round(100 * asked.accuracy))
        positive = st.number_input(
            _("Each code shared for at least, % of its time"), 0, 100, round(100 * asked.positive)
        )
        least = st.number_input(_("A code counts from so many stretches on"), 1, 1000, asked.least_events)
        if st.form_submit_button(_("Keep the change")):
            with parts.refusals():
                gate = Gate(accuracy / 100, positive / 100, int(least))
                study_agreeing.ask_of_agreement(state.place(), state.person(), study, scheme.id, gate)
                st.rerun()
