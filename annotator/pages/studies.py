"""Studies: who belongs to them, as what, and what is theirs there."""

import streamlit as st

from annotator.access import Role
from annotator.actions import moving, studying
from annotator.actions import release_rule as releasing
from annotator.actions.language import role_words
from annotator.actions.studying import StudyView
from annotator.pages import asked, defining, much_seen, parts, retaining, state
from annotator.store.studies import Member

_ = state.words()


def main() -> None:
    """One's studies; the one that the address names, else the first."""
    own = studying.own_studies(state.place(), state.person())
    chosen = state.asked("id") or own[0].study.id
    view = studying.study(state.place(), state.person(), chosen)
    st.title(parts.plain(view.own.study.name))
    if len(own) > 1:
        with st.container(horizontal=True):
            for each in own:
                parts.link("studies", parts.plain(each.study.name), {"id": each.study.id})
    parts.muted(_("A study; you are {role} here.").format(role=role_words(view.own.role, _)))
    _ways(view)
    _release_rule(view.own.study.id)
    _members(view)
    if view.own.may_manage:
        _take_in(view)
    if view.own.may_look_over:
        asked.section(view.own.study.id, may_ask=view.own.may_manage)
    if view.own.may_define:
        defining.section(view.own.study.id)
    retaining.section(view.own.study.id)
    if view.own.may_manage:
        much_seen.section(view.own.study.id)
        _rename(view)
        if len(own) > 1:
            _delete(view)
    if studying.may_make_studies(state.place(), state.person()):
        _begin()


def _ways(view: StudyView) -> None:
    """To the study's other pages."""
    chosen = view.own.study.id
    if view.own.may_assign:
        parts.link("assignments", _("Who codes what"), {"study": chosen}, ":material/assignment_ind:")
    if view.own.may_look_over:
        parts.link("agreement", _("How far the coders agree"), {"study": chosen}, ":material/join_inner:")
        parts.link("training", _("Gold codings and training"), {"study": chosen}, ":material/school:")
        parts.link("drift", _("Whether coders drift"), {"study": chosen}, ":material/show_chart:")
    parts.link("weights", _("How moments are suggested"), {"study": chosen}, ":material/star:")


def _release_rule(study: str) -> None:
    rule = releasing.release_rule(state.place(), state.person(), study)
    if not rule.may_set:
        if rule.always:
            parts.muted(_("A supervisor or lead agrees to every plan before its meeting."))
        return
    always = st.toggle(
        _("A supervisor or lead agrees to every plan before its meeting"),
        value=rule.always,
        key=f"release-{study}",
        help=_("Plans wait on Supervision until then. Without it only plans wait whose scheme asks for it."),
    )
    if always != rule.always:
        with parts.refusals():
            releasing.set_release_rule(state.place(), state.person(), study, always=always)
            state.tell(_("Kept. It counts from now on, also for plans that are ready."))
            st.rerun()


def _members(view: StudyView) -> None:
    st.header(_("Members"))
    for member in view.members:
        with st.container(horizontal=True, vertical_alignment="center", key=f"member-{member.account}"):
            st.markdown(f"**{parts.plain(member.name)}**", width="content")
            parts.muted(" · ".join(_about(member)))
            if view.own.may_manage:
                _change(view, member)


def _about(member: Member) -> list[str]:
    about = [role_words(member.role, _), _theirs(Role(member.role), whole=member.whole)]
    return [*about, _("cannot sign in")] if member.disabled else about


def _theirs(role: Role, *, whole: bool) -> str:
    """What of the study exists for somebody in a role, in a few words."""
    if role is Role.ADMIN:
        return _("sees no family and no film")
    if whole or role is Role.LEAD:
        return _("the whole study")
    return {
        Role.PRACTITIONER: _("the families of the caseload"),
        Role.CODER: _("the visits given to code"),
        Role.SUPERVISOR: _("what is shared"),
    }[role]


def _change(view: StudyView, member: Member) -> None:
    study = view.own.study.id
    with st.popover(_("Change"), key=f"change-{member.account}"):
        role, whole = _role_and_reach(member.account, Role(member.role), whole=member.whole)
        if st.button(_("Keep the change"), key=f"keep-{member.account}"):
            with parts.refusals():
                studying.set_member(state.place(), state.person(), study, member.account, role, whole=whole)
                st.rerun()
        if st.button(_("Take out of the study"), key=f"leave-{member.account}"):
            with parts.refusals():
                studying.remove_member(state.place(), state.person(), study, member.account)
                st.rerun()


def _role_and_reach(key: str, role: Role, *, whole: bool) -> tuple[Role, bool]:
    roles = list(Role)
    chosen = st.selectbox(
        _("Role"), roles, index=roles.index(role), format_func=lambda r: role_words(r, _), key=f"role-{key}"
    )
    theirs = st.checkbox(
        _("Everything in the study is theirs, also what is still to come"), value=whole, key=f"whole-{key}"
    )
    return chosen or role, theirs


def _take_in(view: StudyView) -> None:
    with st.expander(_("Take someone in"), icon=":material/person_add:"):
        if not view.others:
            st.write(_("Everybody here belongs to this study already. New people are added on their page."))
            parts.link("people", _("People"))
            return
        names = {account.id: account.name for account in view.others}
        with st.form("take-in", border=False):
            whom = st.selectbox(_("Who"), list(names), format_func=names.__getitem__)
            role, whole = _role_and_reach("new", Role.CODER, whole=False)
            if st.form_submit_button(_("Take in"), type="primary"):
                with parts.refusals():
                    studying.set_member(
                        state.place(), state.person(), view.own.study.id, whom, role, whole=whole
                    )
                    st.rerun()


def _rename(view: StudyView) -> None:
    with st.expander(_("Change the study"), icon=":material/edit:"), st.form("rename", border=False):
        name = st.text_input(_("Name of the study"), view.own.study.name)
        if st.form_submit_button(_("Keep the change")):
            with parts.refusals():
                studying.rename_study(state.place(), state.person(), view.own.study.id, name)
                st.rerun()


def _delete(view: StudyView) -> None:
    """Taking the study away, once no family is in it."""
    with st.expander(_("Delete the study"), icon=":material/delete:"), st.form("delete", border=False):
        parts.muted(_("Only a study without families can go; its roles, variables and contexts go with it."))
        if st.form_submit_button(_("Delete it")):
            with parts.refusals():
                moving.remove_study(state.place(), state.person(), view.own.study.id)
                state.tell(_("The study is gone."))
                parts.go("studies", {})


def _begin() -> None:
    with st.expander(_("Begin a study"), icon=":material/add:"), st.form("begin", border=False):
        parts.muted(_("A study has families, members and rights of its own; nobody sees it from another."))
        name = st.text_input(_("Name of the study"))
        if st.form_submit_button(_("Begin it"), type="primary"):
            with parts.refusals():
                made = studying.make_study(state.place(), state.person(), name)
                parts.go("studies", {"id": made})


main()
