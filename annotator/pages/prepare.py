"""Prepare: choose the moments of one meeting. All that happens there goes through our own routes."""

import streamlit as st

from annotator.actions import preparing
from annotator.pages import parts, state
from annotator.player import player

_ = state.words()


def main() -> None:
    """The plan that the address names, or one's coming plan of the visit that it names."""
    plan, session = state.asked("plan"), state.asked("session")
    if not plan and not session:
        st.info(_("Choose a visit, then prepare its meeting here."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    who = state.person()
    if not plan:
        parts.link("session", _("The visit"), {"id": session}, icon=":material/arrow_back:")
        plan = preparing.open_plan(state.place(), who, session)
    language = who.language if who else "en"
    player.prepare(plan, account=who.id if who else "", language=language, translate=_)


main()
