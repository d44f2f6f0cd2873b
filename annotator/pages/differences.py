"""Two codings watched side by side, full screen. Everything goes through the player's own routes."""

import streamlit as st

from annotator.actions import comparing
from annotator.pages import parts, state
from annotator.player import player

_ = state.words()
FILTERS = ("kind", "pair", "code", "who", "open")


def main() -> None:
    """The two codings that the address names, at the moment it names."""
    first, second, who = state.asked("a"), state.asked("b"), state.person()
    if not first or not second:
        st.info(_("Choose a visit that two people have coded."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    comparing.compare_codings(state.place(), who, first, second)
    player.differences(
        (first, second), account=who.id if who else "", at=state.asked("at"), t_ms=state.asked_ms("t"),
        filter={name: state.asked(name) for name in FILTERS}, translate=_, language=_.language,
    )  # fmt: skip


main()
