"""The people who work at this computer."""

import streamlit as st

from annotator.access import Role
from annotator.actions import entering, people
from annotator.actions.language import language_name, languages
from annotator.pages import accounts, parts, state
from annotator.store.accounts import Account

_ = state.words()


def main() -> None:
    """Everyone here, one's own name, and adding someone."""
    here = people.people(state.place(), state.person())
    me = state.person()
    manages = people.may_manage_people(state.place(), me)
    st.title(_("People"))
    parts.muted(_("Everyone who codes here has a name of their own, so that codings never mix."))
    _just_added()
    for account in here:
        with st.container(horizontal=True, vertical_alignment="center", key=f"person-{account.id}"):
            st.markdown(f"**{parts.plain(account.name)}**", width="content")
            about = [_roles()[account.role]]
            if account.disabled:
                about.append(_("cannot sign in"))
            if me is not None and account.id == me.id:
                about.append(_("this is you"))
            parts.muted(" · ".join(about))
            if manages and me is not None and account.id != me.id:
                accounts.look_after(account, _roles())
    if me is not None:
        accounts.own_sign_ins(me)
        _rename(me.id, me.name)
        if len(languages()) > 1:
            _speak(me)
    if manages:
        _add()
    team = bool(state.place().public)
    with st.container(horizontal=True):
        if team:
            parts.way(_("Change your password"), "/password")
        else:
            parts.way(_("Sign in as someone else"), "/sign-in")
        parts.way(_("Sign out"), "/sign-out")


def _roles() -> dict[str, str]:
    return {
        Role.PRACTITIONER: _("home visitor: enters families, adds films, codes"),
        Role.CODER: _("coder: codes blind, sees no family's real name"),
        Role.LEAD: _("lead: runs the study, looks over all codings"),
        Role.SUPERVISOR: _("supervisor: looks over codings, sees no family's real name"),
        Role.ADMIN: _("admin: manages people, sees no film"),
    }


def _rename(id: str, name: str) -> None:
    with st.expander(_("Change your name"), icon=":material/edit:"), st.form("rename", border=False):
        new = st.text_input(_("Your name"), name)
        if st.form_submit_button(_("Keep the name")):
            with parts.refusals():
                people.rename_person(state.place(), state.person(), id, new)
                st.rerun()


def _speak(me: Account) -> None:
    with st.expander(_("Change your language"), icon=":material/language:"), st.form("speak", border=False):
        known = languages()
        language = st.selectbox(
            _("Your language"), known, format_func=language_name,
            index=known.index(me.language) if me.language in known else 0,
        )  # fmt: skip
        if st.form_submit_button(_("Keep the language")):
            with parts.refusals():
                people.set_language(state.place(), me, language)
                st.rerun()


def _add() -> None:
    # A new form for each person: what was ticked for one must not be given to the next.
    form = f"add-{st.session_state.get('people_added', 0)}"
    with st.expander(_("Add someone"), icon=":material/person_add:"), st.form(form, border=False):
        name = st.text_input(_("Name"))
        roles = _roles()
        role = st.selectbox(_("Role"), list(Role), format_func=lambda r: roles[r], index=1) or Role.CODER
        whole = st.checkbox(
            _("Everything in the study is theirs, also what is still to come"),
            help=_(
                "Otherwise home visitors see the families of their caseload, coders the visits they are "
                "given, supervisors what is shared with them. The page of studies changes it."
            ),
        )
        if st.form_submit_button(_("Add"), type="primary"):
            with parts.refusals():
                added = people.add_person(state.place(), state.person(), name, role, whole=whole)
                st.session_state["people_added"] = st.session_state.get("people_added", 0) + 1
                if state.place().public:
                    token = entering.invite(state.place(), state.person(), added.id)
                    st.session_state["invited"] = (added.name, token)
                else:
                    state.tell(_("{name} can sign in here now.").format(name=parts.plain(name)))
                st.rerun()


def _just_added() -> None:
    invited = st.session_state.pop("invited", None)
    if invited is not None:
        with st.container(border=True):
            accounts.show_invitation(*invited)


main()
