"""Parts of the page People: where one is signed in, and looking after everybody's account."""

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from annotator.access import Role
from annotator.actions import entering, people
from annotator.actions.language import role_words
from annotator.pages import parts, state
from annotator.store.accounts import Account
from annotator.store.sign_ins import SignIn

_ = state.say


def own_sign_ins(me: Account) -> None:
    """Where one is signed in, each of which one can end."""
    with st.expander(_("Where you are signed in"), icon=":material/devices:"):
        for each in people.sign_ins_of(state.place(), me, me.id):
            with st.container(horizontal=True, vertical_alignment="center", key=f"signin-{each.id}"):
                st.markdown(parts.plain(each.browser or _("a browser")), width="content")
                parts.muted(_since(each))
                if st.button(_("End it"), key=f"end-{each.id}"):
                    people.end_sign_in(state.place(), me, me.id, each.id)
                    state.tell(_("That sign-in has ended. Pages that were open there close by themselves."))
                    st.rerun()


def _since(each: SignIn) -> str:
    return _("since {day}, last used {seen}").format(day=each.made_at[:10], seen=_ago(each.seen_at))


def _ago(at: str) -> str:
    minutes = int((datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds() // 60)
    if minutes < 6:  # that a sign-in is in use is noted every five minutes
        return _("just now")
    if minutes < 120:
        return _("{n} minutes ago").format(n=minutes)
    hours = minutes // 60
    return _("{n} hours ago").format(n=hours) if hours < 48 else _("{n} days ago").format(n=hours // 24)


def look_after(account: Account, roles: Mapping[str, str]) -> None:
    """For who manages people: somebody's role, sign-ins and way in."""
    with st.popover(_("Change"), key=f"after-{account.id}"):
        _role(account, roles)
        signed_in = len(people.sign_ins_of(state.place(), state.person(), account.id))
        if signed_in and st.button(_("Sign out everywhere"), key=f"out-{account.id}"):
            people.end_sign_in(state.place(), state.person(), account.id)
            state.tell(_("{name} is signed out everywhere.").format(name=parts.plain(account.name)))
            st.rerun()
        if state.place().public and not account.disabled:
            _invite(account)
        _able(account)


def _role(account: Account, roles: Mapping[str, str]) -> None:
    known = list(Role)
    chosen = st.selectbox(
        _("Role"), known, index=known.index(Role(account.role)), format_func=lambda r: roles[r],
        key=f"role-{account.id}",
    )  # fmt: skip
    if chosen and chosen != account.role and st.button(_("Change the role"), key=f"set-role-{account.id}"):
        with parts.refusals():
            people.set_role(state.place(), state.person(), account.id, chosen)
            state.tell(
                _("{name} is {role} now.").format(name=parts.plain(account.name), role=role_words(chosen, _))
            )
            st.rerun()


def _invite(account: Account) -> None:
    if st.button(_("Make an invitation"), key=f"invite-{account.id}"):
        with parts.refusals():
            token = entering.invite(state.place(), state.person(), account.id)
            show_invitation(account.name, token)


def show_invitation(name: str, token: str) -> None:
    """The link by which somebody sets their password; shown this once."""
    st.write(_("Give this link to {name}. It works once, within three days.").format(name=parts.plain(name)))
    st.code(entering.link(state.place(), token), language=None, wrap_lines=True)


def _able(account: Account) -> None:
    label = _("Let them sign in again") if account.disabled else _("Keep them from signing in")
    if st.button(label, key=f"able-{account.id}"):
        with parts.refusals():
            people.set_disabled(state.place(), state.person(), account.id, disabled=not account.disabled)
            st.rerun()
