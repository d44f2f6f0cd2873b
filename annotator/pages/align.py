"""Films on one clock, full screen: where each film of a visit begins, set by eye and ear."""

import streamlit as st

from annotator.actions import aligning
from annotator.pages import parts, state
from annotator.player import player

_ = state.words()


def main() -> None:
    """The visit that the address names."""
    session, who = state.asked("session"), state.person()
    if not session:
        st.info(_("Choose a visit with several films, then lay them on one clock here."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    about = aligning.films_to_align(state.place(), who, session)
    player.align(about, account=who.id if who else "", translate=_, language=_.language)


main()
