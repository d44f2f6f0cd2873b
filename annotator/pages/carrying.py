"""A part of the visit's page: take a coding to another computer, and bring one in from there."""

import streamlit as st

from annotator.actions import carrying
from annotator.actions.families import SessionView
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.player import player

_ = state.say

_CAME = "coding_came_to"
"""The visit that a coding was brought to last: the page has changed above, and its part stays open."""


def section(view: SessionView) -> None:
    """Both ways, for who may code here; nothing while the visit's films are closed."""
    if view.closed is not None:
        return
    came = st.session_state.get(_CAME) == view.session.id
    with st.expander(_("On two computers"), icon=":material/devices:", expanded=came):
        _take(view)
        _bring(view.session.id)


def _take(view: SessionView) -> None:
    if view.own and view.export_closed is not None:
        parts.muted(translated(view.export_closed, _))
        return
    for coding in view.own:
        parts.way(_("Take this coding to another computer"), f"/exports/codings/{coding.id}.attune")
        if len(view.own) > 1:
            parts.muted(f"{coding.scheme_id} {coding.scheme_version}, {coding.profile}")
    if view.own:
        parts.muted(_("The file holds your marks and every step to them; no film, and no name of anybody."))


def _bring(session: str) -> None:
    people = carrying.people_to_choose(state.place(), state.person())
    me = state.person()
    if player.carry(session, people, me=me.id if me else "", translate=_):
        st.session_state[_CAME] = session
        st.rerun()
    if st.session_state.get(_CAME) == session:
        parts.muted(_("The coding is here now."))


def waiting(session: str) -> None:
    """Say that a film is still missing, when a coding came without it."""
    if carrying.waits_for_film(state.place(), state.person(), session):
        st.info(
            _(
                "A coding of this visit is here, its film is not yet. Add the film below: it finds its place "
                "by itself."
            )
        )
