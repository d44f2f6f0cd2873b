"""A part of the visit's page: who is on the film, and what they agreed to. Only for who may see names."""

from collections.abc import Sequence

import streamlit as st

from annotator.access import Purpose
from annotator.actions import agreeing, family_people
from annotator.actions.agreeing import HowGiven, Matrix
from annotator.actions.families import SessionView
from annotator.actions.family_people import Entry, Presence
from annotator.pages import agreements, members, parts, state

_ = state.say

OF_FAMILIES = tuple(purpose for purpose in Purpose if purpose is not Purpose.FEEDBACK_SESSION)
"""The purposes of a film of the family by themselves; that of a feedback session has one alone."""


def question(view: SessionView) -> bool:
    """Ask who is on the film, before one is chosen, or what those on it agreed to; whether it was asked.

    A visit of a folder from before agreement was asked comes here like any other.
    """
    if not view.may_edit:
        return False
    presence = family_people.presence(state.place(), state.person(), view.session.id)
    matrix = agreeing.matrix(state.place(), state.person(), view.family.id)
    if presence.on_film:
        return _unheard(view, presence, matrix)
    with st.container(border=True):
        if view.session.recordings:
            st.header(_("Who is on the film, and what did they agree to?"))
        else:
            st.header(_("Who will be on the film, and what did they agree to?"))
        parts.muted(
            _("Names are for you and those who visit the family; coders and supervisors never see them.")
        )
        _ask(view, presence, matrix)
    return True


def _unheard(view: SessionView, presence: Presence, matrix: Matrix) -> bool:
    """Ask what those agreed to who were never asked, while that keeps a film closed."""
    first = _first(view)
    unheard = [p for p in presence.on_film if matrix.states[p.id, first] == "unknown"]
    ready = any(recording.state == "ready" for recording in view.session.recordings)
    if not unheard or not ready or view.closed is None:
        return False
    names = ", ".join(parts.plain(person.label) for person in unheard)
    with st.container(border=True):
        st.header(_("What did {names} agree to?").format(names=names))
        st.write(_("The film is kept safely; it opens when everybody on it agrees."))
        how, more = _how_and_more(view)
        if st.button(_look(view), type="primary", key=f"agreed-{view.session.id}"):
            with parts.refusals():
                agreeing.note(
                    state.place(), state.person(), [person.id for person in unheard],
                    (first, *more), "given", how,
                )  # fmt: skip
                st.rerun()
    return True


def _first(view: SessionView) -> Purpose:
    """What everybody on a visit's film must agree to before anybody watches it."""
    return Purpose.FEEDBACK_SESSION if view.session.is_feedback else Purpose.LOOK_TOGETHER


def _look(view: SessionView) -> str:
    if view.session.is_feedback:
        return _("They agreed that the feedback session is filmed")
    return _("They agreed to film and look together")


def _how_and_more(view: SessionView) -> tuple[HowGiven, Sequence[Purpose]]:
    how = agreements.how_given(view.session.id)
    with st.expander(_("More: other purposes, language")):
        others = () if view.session.is_feedback else OF_FAMILIES[1:]
        more: Sequence[Purpose] = others and st.pills(
            _("All of them agreed to"), others, format_func=agreements.words, selection_mode="multi",
            key=f"more-{view.session.id}",
        )  # fmt: skip
        language = agreements.language_given(view.session.id)
    return HowGiven(how, language), more


def section(view: SessionView) -> None:
    """Who is on the film and what they agreed to; taking it back in two taps."""
    presence = family_people.presence(state.place(), state.person(), view.session.id)
    if not presence.on_film:
        return
    matrix = agreeing.matrix(state.place(), state.person(), view.family.id)
    st.header(_("On the film"))
    for person in presence.on_film:
        with st.container(horizontal=True, vertical_alignment="center", key=f"onfilm-{person.id}"):
            with st.container(gap=None):
                st.markdown(f"**{parts.plain(person.label)}**")
                parts.muted(_agreed(matrix, person.id))
            if matrix.may_note:
                agreements.buttons(person, matrix)
    if view.may_edit:
        with st.popover(_("Change who is on the film"), icon=":material/group:"):
            _choose(view, presence, matrix)


def _agreed(matrix: Matrix, person: str) -> str:
    given = matrix.given(person)
    if not given:
        asked = any(matrix.states[person, purpose] != "unknown" for purpose in Purpose)
        return _("agrees to nothing now") if asked else _("has agreed to nothing yet")
    if len(given) == len(Purpose):
        return _("agrees to everything that is asked")
    few = ", ".join(agreements.words(purpose) for purpose in given[:3])
    if len(given) > 3:
        return _("agrees to {few} and {n} more").format(few=few, n=len(given) - 3)
    return _("agrees to {few}").format(few=few)


# The question ---------------------------------------------------------------------------------------


def _ask(view: SessionView, presence: Presence, matrix: Matrix) -> None:
    people: Sequence[str | Entry]
    people = _pick(view, presence) if presence.people else _new_family(view.session.id)
    known = {person.id for person in presence.people if _first(view) in matrix.given(person.id)}
    if people and all(person in known for person in people):
        if st.button(_("These are on the film"), type="primary", key=f"keep-{view.session.id}"):
            _answered(view, people, (), HowGiven())
        return
    how, more = _how_and_more(view)
    with st.container(horizontal=True):
        agreed = st.button(_look(view), type="primary", key=f"agreed-{view.session.id}")
        later = st.button(_("Not asked yet"), key=f"later-{view.session.id}")
    # Below both buttons: a refusal moves neither.
    if agreed or later:
        _answered(view, people, (_first(view), *more) if agreed else (), how)


def _answered(
    view: SessionView, people: Sequence[str | Entry], purposes: Sequence[Purpose], how: HowGiven
) -> None:
    with parts.refusals():
        agreeing.answer(state.place(), state.person(), view.session.id, people, purposes, how)
        st.rerun()


def _pick(view: SessionView, presence: Presence) -> list[str]:
    labels = {person.id: person.label for person in presence.people}
    chosen = [person.id for person in presence.on_film] or list(presence.suggested)
    picked: list[str] = st.pills(
        _("Everybody who can be seen or heard"), list(labels), format_func=lambda id: parts.plain(labels[id]),
        selection_mode="multi", default=chosen, key=f"pick-{view.session.id}",
    )  # fmt: skip
    with st.popover(_("Someone else"), icon=":material/person_add:"):
        members.enter_form(view.family.id, first=False)
    return picked


def _new_family(key: str) -> list[Entry]:
    """The first visit of a family: a child and a caregiver, and whoever else was there."""
    roles = ["child", "caregiver"]
    more = {
        "another": _("another caregiver"),
        "sibling": _("a sibling"),
        "practitioner": _("the home visitor"),
        "other": _("someone else"),
    }
    left, right = st.columns(2)
    with left:
        child = st.text_input(_("The child"), placeholder=_("Child"), key=f"child-{key}")
    with right:
        caregiver = st.text_input(_("The caregiver"), placeholder=_("Caregiver"), key=f"caregiver-{key}")
    also = st.pills(
        _("Also there"), list(more), format_func=more.__getitem__, selection_mode="multi", key=f"also-{key}"
    )
    labels = [child or _("Child"), caregiver or _("Caregiver")]
    for role in also:
        roles.append("caregiver" if role == "another" else role)
        label = st.text_input(
            more[role].capitalize(), placeholder=members.role_words(roles[-1]), key=f"{role}-{key}"
        )
        labels.append(label or more[role])
    return [Entry(role, label) for role, label in zip(roles, labels, strict=True)]


def _choose(view: SessionView, presence: Presence, matrix: Matrix) -> None:
    picked = _pick(view, presence)
    if st.button(_("These are on the film"), type="primary", key=f"keep-{view.session.id}"):
        with parts.refusals():
            family_people.set_on_film(state.place(), state.person(), view.session.id, picked)
            st.rerun()
