"""Families and their visits: find, enter, change."""

from datetime import UTC, datetime

import streamlit as st

from annotator.access import Right
from annotator.actions import agreeing, asking, families, family_people, studying
from annotator.actions.families import PAGE
from annotator.actions.language import context_words
from annotator.model import Family
from annotator.pages import agreements, erasing, giving, members, parts, state

_ = state.words()


def main() -> None:
    """The list of families, or one family when the address names it."""
    chosen = state.asked("id")
    if chosen:
        state.keep("id", chosen)
        _family(chosen)
    else:
        _list()


def _list() -> None:
    st.title(_("Families"))
    erasing.report()
    words = st.text_input(_("Search"), state.asked("q"), placeholder=_("Code name, visit or date"), key="q")
    number = int(state.asked_ms("page") or 0)
    found = families.families_page(state.place(), state.person(), words, number)
    _enter_family(opened=not found.rows and not words)
    if not found.rows:
        st.info(_("No family matches these words.") if words else _empty())
    for row in found.rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"family-{row.family.id}"):
            parts.link("families", parts.plain(row.family.code), {"id": row.family.id})
            name = f"{row.family.name} · " if row.family.name else ""
            visits = _("one visit") if row.sessions == 1 else _("{n} visits").format(n=row.sessions)
            parts.muted(f"{name}{visits}" + (f" · {row.last_date}" if row.last_date else ""))
    if found.rows:
        _pages(found.total, number, words)
    if words:
        _visits(words)


def _empty() -> str:
    if _may(Right.EDIT_FAMILIES):
        return _("No family yet. Enter the first one above.")
    return _("Nothing was given to you yet. Whoever leads the study gives you the visits that you work on.")


def _visits(words: str) -> None:
    """The visits that match, below the families that do."""
    found = families.sessions_page(state.place(), state.person(), words)
    st.header(_("Visits") + f" · {found.total}")
    for row in found.rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"visit-{row.id}"):
            label = f"{parts.plain(row.family_code)} · {parts.plain(row.label)}"
            parts.link("session", label, {"id": row.id})
            parts.muted(f"{row.date} · {context_words(row.context, _)}")
    if found.total > len(found.rows):
        parts.muted(_("and {n} more; add a word to narrow them down").format(n=found.total - len(found.rows)))


def _pages(total: int, number: int, words: str) -> None:
    with st.container(horizontal=True):
        first = number * PAGE + 1
        last = min(total, first + PAGE - 1)
        parts.muted(_("{first} to {last} of {total}").format(first=first, last=last, total=total))
        if number:
            parts.link("families", _("Previous"), {"page": str(number - 1), "q": words})
        if last < total:
            parts.link("families", _("Next"), {"page": str(number + 1), "q": words})


def _may(right: Right, family: str | None = None) -> bool:
    with state.place().store.read() as tx:
        return asking.allowed(tx, state.person(), right, "family", family)


def _enter_family(*, opened: bool) -> None:
    """The form, open where there is nothing else to do."""
    if not _may(Right.EDIT_FAMILIES):
        return
    own = [s.study for s in studying.own_studies(state.place(), state.person()) if s.may_enter]
    with (
        st.expander(_("Enter a family"), icon=":material/add:", expanded=opened),
        st.form("family", border=False),
    ):
        code = st.text_input(
            _("Code name"), help=_("What coders see, for example “Family 012”. No real name.")
        )
        name = st.text_input(
            _("Real name (optional)"), help=_("Kept apart; coders and supervisors never see it.")
        )
        study = own[0].id
        if len(own) > 1:
            names = {each.id: each.name for each in own}
            study = st.selectbox(_("Study"), list(names), format_func=names.__getitem__) or study
        if st.form_submit_button(_("Enter the family"), type="primary"):
            with parts.refusals():
                made = families.create_family(state.place(), state.person(), code, name, study)
                parts.go("families", {"id": made.id})


def _family(id: str) -> None:
    family, sessions = families.family(state.place(), state.person(), id)
    parts.link("families", _("All families"), icon=":material/arrow_back:")
    st.title(parts.plain(family.code))
    if family.name:
        parts.muted(family.name)
    if not sessions:
        st.info(_("No visit yet. Enter the first one below, then add its film."))
    else:
        st.header(_("Visits"))
    for session in sessions:
        with st.container(horizontal=True, vertical_alignment="center", key=f"session-{session.id}"):
            parts.link("session", parts.plain(session.label), {"id": session.id})
            films = (
                _("one film")
                if len(session.recordings) == 1
                else _("{n} films").format(n=len(session.recordings))
            )
            parts.muted(f"{session.date} · {context_words(session.context, _)} · {films}")
    if _may(Right.EDIT_FAMILIES, family.id):
        _enter_visit(family, len(sessions))
    if _may(Right.SEE_NAMES, family.id):
        matrix = agreeing.matrix(state.place(), state.person(), family.id)
        members.section(family.id, family_people.members(state.place(), state.person(), family.id), matrix)
        agreements.section(matrix, family.id)
    if _may(Right.EDIT_FAMILIES, family.id):
        _change(family)
    if _may(Right.ASSIGN, family.id):
        giving.caseload(family.id)
        giving.study(family.id)
    if _may(Right.ERASE, family.id):
        erasing.family_section(family.id)


def _enter_visit(family: Family, so_far: int) -> None:
    with (
        st.expander(_("Enter a visit"), icon=":material/add:", expanded=not so_far),
        st.form("visit", border=False),
    ):
        label = st.text_input(_("Name of the visit"), placeholder=_("Visit {n}").format(n=so_far + 1))
        day = st.date_input(_("Day"), datetime.now(UTC).date(), format="YYYY-MM-DD")
        contexts = families.contexts_for(state.place(), state.person(), family.id)
        context = st.selectbox(
            _("What they were doing"), contexts, format_func=lambda c: context_words(c, _),
            help=_("A feedback session is filmed for supervision; all on it are asked for that by itself."),
        )  # fmt: skip
        if st.form_submit_button(_("Enter the visit"), type="primary"):
            with parts.refusals():
                name = label or _("Visit {n}").format(n=so_far + 1)
                made = families.create_session(
                    state.place(), state.person(), family.id, name, day.isoformat(), context
                )
                parts.go("session", {"id": made.id})


def _change(family: Family) -> None:
    with st.expander(_("Change the family"), icon=":material/edit:"), st.form("change", border=False):
        code = st.text_input(_("Code name"), family.code)
        name = st.text_input(_("Real name (optional)"), family.name)
        if st.form_submit_button(_("Keep the change")):
            with parts.refusals():
                families.edit_family(state.place(), state.person(), family.id, code, name)
                st.rerun()


main()
