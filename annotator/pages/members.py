"""A part of the family's page: the people of the family. Only for who may see names."""

from datetime import UTC, date, datetime

import streamlit as st

from annotator.actions import family_people
from annotator.actions.agreeing import Matrix
from annotator.actions.desk import age_in_months
from annotator.actions.family_people import ROLES, Members
from annotator.pages import agreements, parts, state, values
from annotator.store.families import Person

_ = state.say

YOUNG = ("child", "sibling")
"""For whom the age in months matters."""


def section(family: str, members: Members, matrix: Matrix) -> None:
    """Everybody who may come to be on a film, in the family's order, and adding someone."""
    st.header(_("People"))
    if not members.people:
        st.write(_("Nobody is entered yet. Enter the child, every caregiver, and who else may be on a film."))
    for place, person in enumerate(members.people):
        _row(person, place, members, matrix)
    if members.may_edit:
        with st.popover(_("Enter someone"), icon=":material/person_add:"):
            enter_form(family, first=not members.people)


def role_words(role: str) -> str:
    """What a person is to the family, in plain words."""
    return {
        "child": _("child"),
        "caregiver": _("caregiver"),
        "sibling": _("sibling"),
        "practitioner": _("home visitor"),
        "other": _("someone else, such as a visitor or an interpreter"),
    }[role]


def about(person: Person) -> str:
    """A person's role and age, in one line."""
    role = role_words(person.role) if person.role != "other" else _("someone else")
    if person.birth_date is None:
        return role
    months = age_in_months(person.birth_date, datetime.now(UTC).date().isoformat())
    age = _("{n} months old").format(n=months) if months < 36 else _("{n} years old").format(n=months // 12)
    return f"{role} · {age if person.role in YOUNG else _('born {day}').format(day=person.birth_date)}"


def _row(person: Person, place: int, members: Members, matrix: Matrix) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"member-{person.id}"):
        st.markdown(f"**{parts.plain(person.label)}**", width="content")
        parts.muted(about(person))
        if not members.may_edit:
            return
        agreements.buttons(person, matrix)
        with st.popover(_("Change"), icon=":material/edit:", key=f"change-{person.id}", type="tertiary"):
            _change(person, first=not place, on_film=bool(members.visits[person.id]))
            values.of_person(person.id)


def _fields(key: str, person: Person | None, roles: tuple[str, ...]) -> tuple[str, str, str]:
    label = st.text_input(
        _("Called"), person.label if person else "", key=f"label-{key}",
        placeholder=_("Mia, Mother, Grandpa Jo"),
        help=_("As your team says it. Coders and supervisors never see it."),
    )  # fmt: skip
    role = st.selectbox(
        _("Who this is"), roles, key=f"role-{key}", format_func=role_words,
        index=roles.index(person.role) if person else 0,
    )  # fmt: skip
    today = datetime.now(UTC).date()
    born = st.date_input(
        _("Birth date (optional)"), person.birth_date if person else None, key=f"born-{key}",
        format="YYYY-MM-DD",
        min_value=date(today.year - 110, 1, 1), max_value=today,
    )  # fmt: skip
    return role, label, born.isoformat() if isinstance(born, date) else ""


def enter_form(family: str, *, first: bool) -> None:
    """Enter someone of a family."""
    roles = ROLES if first else (ROLES[1], ROLES[0], *ROLES[2:])
    with st.form(f"enter-{family}", border=False, clear_on_submit=True):
        role, label, born = _fields("new", None, roles)
        if st.form_submit_button(_("Enter"), type="primary"):
            with parts.refusals():
                family_people.add_member(state.place(), state.person(), family, role, label, born)
                state.tell(_("{name} is entered.").format(name=parts.plain(label)))
                st.rerun()


def _change(person: Person, *, first: bool, on_film: bool) -> None:
    roles = (person.role,) if on_film else ROLES
    with st.form(f"change-{person.id}-form", border=False):
        role, label, born = _fields(person.id, person, roles)
        if st.form_submit_button(_("Keep the change"), type="primary"):
            with parts.refusals():
                family_people.edit_member(state.place(), state.person(), person.id, role, label, born)
                st.rerun()
    if not first and st.button(_("Move up"), key=f"up-{person.id}", icon=":material/arrow_upward:"):
        family_people.move_up(state.place(), state.person(), person.id)
        st.rerun()
    if on_film:
        parts.muted(_("Is on a film, so the role stays and the person cannot be taken out."))
    elif st.button(_("Take out"), key=f"remove-{person.id}"):
        with parts.refusals():
            family_people.remove_member(state.place(), state.person(), person.id)
            st.rerun()
