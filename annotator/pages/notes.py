"""Notes while watching, full screen: a way of its own beside coding. Notes go through their own routes."""

import streamlit as st

from annotator.actions import notes
from annotator.pages import parts, state
from annotator.player import player

_ = state.words()


def main() -> None:
    """The visit that the address names."""
    session, who = state.asked("session"), state.person()
    if not session:
        st.info(_("Choose a visit, then write notes on its film here."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    about = notes.watching(state.place(), who, session)
    account = who.id if who else ""
    player.notes(about, account=account, t_ms=state.asked_ms("t"), translate=_, language=_.language)


main()
