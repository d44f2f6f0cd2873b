"""The desk: one coding, full screen. All that happens there goes through the player's own routes."""

import streamlit as st

from annotator.actions import codings
from annotator.pages import parts, state
from annotator.player import player

_ = state.words()


def main() -> None:
    """The coding that the address names, or one's own of the session it names."""
    coding, session = state.asked("coding"), state.asked("session")
    if not coding and not session:
        st.info(_("Choose a visit, then open its film here."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    who = state.person()
    if not coding:
        coding = codings.begin_coding(state.place(), who, session)
    account, t_ms = who.id if who else "", state.asked_ms("t")
    player.desk(coding, account=account, t_ms=t_ms, translate=_, language=_.language)


main()
