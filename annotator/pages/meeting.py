"""The meeting, full screen beside a parent: its words, and what its own route tells; nothing else."""

import streamlit as st

from annotator.actions import preparing
from annotator.actions.language import translator
from annotator.errors import NotFound
from annotator.pages import parts, state
from annotator.player import player

_ = state.words()


def main() -> None:
    """The meeting that the address names, its buttons in the parent's language."""
    plan = state.asked("plan")
    if not plan:
        st.info(_("Choose a visit, then prepare its meeting."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    who = state.person()
    language = _language(plan)
    player.meeting(plan, account=who.id if who else "", language=language, translate=translator(language))


def _language(plan: str) -> str:
    """The parent's; one's own where there is no such plan, which the screen then says."""
    who = state.person()
    try:
        return preparing.plan_view(state.place(), who, plan).plan.language
    except NotFound:
        return who.language if who else "en"


main()
