"""A part of a study's page: how long families are kept, what is due, and what two people decide about it."""

from collections.abc import Callable, Mapping

import streamlit as st

from annotator.actions import retaining
from annotator.actions.retaining import LONGEST_MONTHS, REASONS, Kept, Retention
from annotator.pages import parts, state

_ = state.say


def section(study: str) -> None:
    """The rule; for who may erase, what is due and what waits for a second person."""
    found = retaining.retention_of_study(state.place(), state.person(), study)
    if found.months is None and not found.may_set and not found.may_erase:
        return
    st.header(_("How long families are kept"))
    _rule(study, found)
    if not found.may_erase:
        return
    for kept in (each for each in found.families if each.asked):
        _waiting(kept)
    for kept in (each for each in found.families if each.hold and not each.asked):
        _held(kept)
    _due(found)
    _hold(found)


def _rule(study: str, found: Retention) -> None:
    if not found.may_set:
        parts.muted(_rule_said(found.months))
        return
    with st.form(f"retention-{study}", border=False):
        months = st.number_input(
            _("Months after the last visit"), 1, LONGEST_MONTHS, found.months, width=260,
            placeholder=_("not said"),
            help=_("Nothing is erased by itself: what is over its time is listed here, and two erase it."),
        )  # fmt: skip
        if st.form_submit_button(_("Keep the change")):
            with parts.refusals():
                retaining.set_retention(state.place(), state.person(), study, months)
                st.rerun()


def _rule_said(months: int | None) -> str:
    if months is None:
        return _("This study has not said how long it keeps a family.")
    return _("A family is kept for {n} months after its last visit.").format(n=months)


def _waiting(kept: Kept) -> None:
    """What somebody asked for: the other person confirms or declines, whoever asked may take it back."""
    asked = kept.asked
    if asked is None:
        return
    with st.container(border=True, key=f"two-{kept.family}"):
        st.markdown(f"**{parts.plain(kept.code)}** · {_asked_said(kept)}")
        if kept.own:
            parts.muted(_("You asked for this; somebody else confirms it."))
            if st.button(_("Take it back"), key=f"back-{kept.family}"):
                _do(lambda: retaining.take_back(state.place(), state.person(), kept.family))
            return
        with st.form(f"confirm-{kept.family}", border=False):
            typed = ""
            if asked.kind == "erase":
                typed = st.text_input(
                    _("Type the code name {code}").format(code=kept.code), autocomplete="off",
                    help=_("So that nothing is erased by a slip. It cannot be brought back."),
                )  # fmt: skip
            with st.container(horizontal=True):
                yes = st.form_submit_button(
                    _("Erase for good") if asked.kind == "erase" else _("Confirm"), type="primary"
                )
                no = st.form_submit_button(_("Decline"))
        if yes:
            _confirm(kept, asked.kind, typed, asked.reason)
        if no:
            _do(lambda: retaining.take_back(state.place(), state.person(), kept.family))


def _asked_said(kept: Kept) -> str:
    asked = kept.asked
    if asked is None:
        return ""
    who = parts.plain(kept.asked_by)
    if asked.kind == "erase":
        return _("{name} asks that it be erased: it was to be kept until {day}.").format(
            name=who, day=kept.due or ""
        )
    if asked.kind == "hold":
        return _("{name} asks that nobody erase it until {day}: {reason}.").format(
            name=who, day=asked.until or "", reason=_reasons()[asked.reason]
        )
    return _("{name} asks that it be held no longer.").format(name=who)


def _confirm(kept: Kept, kind: str, typed: str, reason: str) -> None:
    with parts.refusals():
        done = retaining.confirm(state.place(), state.person(), kept.family, kind, typed, reason)
        if done is not None:
            parts.go("families", {"erased": done.id})
        st.rerun()


def _held(kept: Kept) -> None:
    hold = kept.hold
    if hold is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"held-{kept.family}"):
        words = _("held until {day}: {reason}").format(day=hold.until, reason=_reasons()[hold.reason])
        st.markdown(f"**{parts.plain(kept.code)}** · {words}", width="content")
        if st.button(_("Ask to hold it no longer"), key=f"let-go-{kept.family}"):
            _do(lambda: retaining.ask_to_let_go(state.place(), state.person(), kept.family))


def _due(found: Retention) -> None:
    if found.months is None:
        return
    due = [each for each in found.families if each.is_due and not each.hold and not each.asked]
    if not due:
        following = next((each for each in found.families if not each.is_due), None)
        parts.muted(
            _("Nothing is over its time.")
            if following is None
            else _("Nothing is over its time; the next is due on {day}.").format(day=following.due)
        )
        return
    parts.muted(_("Over their time. One person asks, another erases:"))
    for kept in due:
        with st.container(horizontal=True, vertical_alignment="center", key=f"due-{kept.family}"):
            words = _("last visit {since}, kept until {due}").format(since=kept.since, due=kept.due)
            st.markdown(f"**{parts.plain(kept.code)}** · {words}", width="content")
            if st.button(_("Ask to erase"), key=f"ask-{kept.family}"):
                _do(lambda kept=kept: retaining.ask_to_erase(state.place(), state.person(), kept.family))  # type: ignore[misc]


def _hold(found: Retention) -> None:
    free = {each.family: each.code for each in found.families if not each.hold and not each.asked}
    if not free:
        return
    with st.expander(_("Hold a family"), icon=":material/pan_tool:"), st.form("hold", border=False):
        parts.muted(
            _("While it is held nobody erases anything of it, not even when the family asks. It takes two.")
        )
        family = st.selectbox(_("Family"), list(free), format_func=free.__getitem__, index=None)
        reason = st.selectbox(_("Why"), REASONS, format_func=_reasons().__getitem__, index=None)
        until = st.date_input(_("Until"), value=None, format="YYYY-MM-DD", width=200)
        if st.form_submit_button(_("Ask to hold it")) and family:
            day = until.isoformat() if until else ""
            _do(lambda: retaining.ask_to_hold(state.place(), state.person(), family, reason or "", day))


def _do(deed: Callable[[], None]) -> None:
    with parts.refusals():
        deed()
        st.rerun()


def _reasons() -> Mapping[str, str]:
    return {
        "complaint": _("a complaint"),
        "court": _("a court or authority"),
        "safeguarding": _("a child's protection"),
        "research": _("research that was agreed to"),
        "other": _("another reason"),
    }
