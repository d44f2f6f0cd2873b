"""A part of the visit's page: who is on the film. Only for who may see names."""

import streamlit as st

from annotator.actions import family_people
from annotator.actions.family_people import Presence
from annotator.pages import members, parts, state

_ = state.say


def section(session: str, family: str, *, may_edit: bool) -> None:
    """Who is on this visit's film, and changing that."""
    presence = family_people.presence(state.place(), state.person(), session)
    st.subheader(_("Who is on the film"))
    for person in presence.on_film:
        with st.container(horizontal=True, vertical_alignment="center", key=f"onfilm-{person.id}"):
            st.markdown(f"**{parts.plain(person.label)}**", width="content")
            parts.muted(members.about(person))
    if not presence.on_film:
        st.write(_("Nobody has said yet who is on the film."))
    if may_edit:
        with st.popover(_("Change who is on the film"), icon=":material/group:"):
            _choose(session, family, presence)


def _choose(session: str, family: str, presence: Presence) -> None:
    if not presence.people:
        st.write(_("Enter the people of the family first."))
        parts.link("families", _("The family"), {"id": family})
        return
    labels = {person.id: person.label for person in presence.people}
    chosen = [person.id for person in presence.on_film] or list(presence.suggested)
    picked = st.pills(
        _("Everybody who can be seen or heard"), list(labels), format_func=lambda id: parts.plain(labels[id]),
        selection_mode="multi", default=chosen, key=f"pick-{session}",
    )  # fmt: skip
    if st.button(_("These are on the film"), type="primary", key=f"keep-{session}"):
        with parts.refusals():
            family_people.set_on_film(state.place(), state.person(), session, picked)
            st.rerun()
