"""Words about who opened films of many families within an hour, and from how many on a study has them."""

import streamlit as st

from annotator.actions import viewing
from annotator.actions.viewing import Words
from annotator.pages import parts, state

_ = state.say


def card(about: Words) -> None:
    """What was noticed in a study, until somebody who manages it has read it."""
    with st.container(border=True, key=f"much-seen-{about.study}"):
        for each in about.words:
            sentence = _("{name} opened films of {n} families within an hour, on {day}.")
            st.markdown(
                parts.plain(sentence.format(name=each.name, n=each.families, day=each.at[:10])),
                width="content",
            )
        parts.muted(
            _(
                "In the study {study} this is more than usual. Nobody was kept from anything; ask them what "
                "it was for."
            ).format(study=parts.plain(about.name))
        )
        if st.button(_("I have seen it"), key=f"seen-much-{about.study}"):
            with parts.refusals():
                viewing.put_aside(state.place(), state.person(), about.study)
                st.rerun()


def section(study: str) -> None:
    """The part of a study's page for who manages it."""
    for each in viewing.much_seen(state.place(), state.person()):
        if each.study == study:
            card(each)
    with st.expander(_("A word when much is looked at"), icon=":material/visibility:"):
        parts.muted(
            _(
                "Who opens films of more families than this within an hour is named here and on Home to who "
                "manages the study, and in the record. It keeps nobody from anything."
            )
        )
        with st.form(f"viewing-{study}", border=False):
            now = viewing.viewing_limit(state.place(), state.person(), study)
            families = st.number_input(_("Families within an hour"), 1, viewing.LARGEST, now, width=260)
            if st.form_submit_button(_("Keep the change")):
                with parts.refusals():
                    viewing.set_viewing_limit(state.place(), state.person(), study, int(families))
                    st.rerun()
