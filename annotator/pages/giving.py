"""Parts of the pages of a family and a visit: in whose caseload it is, and to whom it was given."""

import streamlit as st

from annotator.actions import moving, studying
from annotator.actions.usual_way import usual_way
from annotator.pages import handing_out, parts, state

_ = state.say


def caseload(family: str) -> None:
    """In whose caseload a family is; for who may change it."""
    given = studying.caseload_of(state.place(), state.person(), family)
    with st.expander(_("Caseload"), icon=":material/assignment_ind:"):
        if not given.could:
            st.write(_("There is no home visitor in this study yet. The page of studies takes one in."))
            return
        with st.form(f"caseload-{family}", border=False):
            chosen = st.multiselect(
                _("Home visitors who see this family"),
                list(given.could),
                default=list(given.having),
                format_func=given.could.__getitem__,
                placeholder=_("Nobody but who has the whole study"),
            )
            if st.form_submit_button(_("Keep the change")):
                with parts.refusals():
                    studying.set_caseload(state.place(), state.person(), family, chosen)
                    st.rerun()


def study(family: str) -> None:
    """Moving a family to another study, for who may assign in both; nothing where there is no other."""
    others = moving.could_move_to(state.place(), state.person(), family)
    if not others:
        return
    with (
        st.expander(_("Move to another study"), icon=":material/drive_file_move:"),
        st.form(f"move-{family}", border=False),
    ):
        parts.muted(_("Visits, films, codings and plans go along. Who does not belong there loses it."))
        chosen = st.selectbox(_("Study"), list(others), format_func=others.__getitem__)
        if st.form_submit_button(_("Move the family")):
            with parts.refusals():
                moving.move_families(state.place(), state.person(), [family], chosen)
                state.tell(_("The family is in {study} now.").format(study=parts.plain(others[chosen])))
                st.rerun()


def visit(session: str, *, assigns: bool) -> None:
    """Who was given a visit, and giving it to more; a home visitor shares it with a supervisor."""
    given = studying.given_to(state.place(), state.person(), session)
    if not given.could:
        return
    st.header(_("Given to") if assigns else _("Shared with"))
    if not given.having:
        parts.muted(_("Nobody by name so far."))
    for account, name in given.having.items():
        with st.container(horizontal=True, vertical_alignment="center", key=f"given-{account}"):
            st.markdown(parts.plain(name), width="content")
            if st.button(_("Take back"), key=f"take-{account}"):
                with parts.refusals():
                    studying.take_visit_back(state.place(), state.person(), session, account)
                    st.rerun()
    left = {id: name for id, name in given.could.items() if id not in given.having}
    if left:
        _give(session, left, given.to_code, assigns=assigns)


def _give(session: str, left: dict[str, str], to_code: frozenset[str], *, assigns: bool) -> None:
    with (
        st.expander(_("Give it to someone") if assigns else _("Share it"), icon=":material/person_add:"),
        st.form(f"give-{session}", border=False),
    ):
        whom = st.selectbox(_("To whom"), list(left), format_func=left.__getitem__)
        scheme = to_be_coded_with(session) if assigns else (None, None)
        if st.form_submit_button(_("Give it") if assigns else _("Share it")):
            with parts.refusals():
                way = scheme if whom in to_code else (None, None)
                studying.give_visits(state.place(), state.person(), [session], whom, *way)
                st.rerun()


def to_be_coded_with(session: str) -> tuple[str | None, str | None]:
    """With which scheme and depth it is to be coded, first the usual one; None leaves it to the coder."""
    ways = handing_out.schemes()
    usual = usual_way(state.place(), state.person(), session)
    chosen = st.selectbox(
        _("To be coded with"), list(ways), index=list(ways).index(usual) if usual in ways else None,
        format_func=ways.__getitem__, placeholder=_("as they choose"),
        help=_("For a coder. With a supervisor the visit is shared, to look at."),
    )  # fmt: skip
    return chosen if chosen is not None else (None, None)
