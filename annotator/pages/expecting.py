"""A part of the page of assignments: how many visits to double-code, by the interval to expect."""

import streamlit as st

from annotator.actions import planning
from annotator.actions.planning import Expectation, Planned
from annotator.agreement.planning import SPREAD, STRETCHES
from annotator.pages import parts, state

_ = state.say


def section(study: str) -> None:
    """What to expect from several numbers; first by what the study knows of itself."""
    st.header(_("How many to double-code"))
    wanted: Expectation | None = st.session_state.get(f"expectation-{study}")
    with parts.refusals():
        found = planning.planned(state.place(), state.person(), study, wanted)
        _least(found)
        _table(found)
    _ask(study)


def _least(found: Planned) -> None:
    words = _("{visits} visits, {doubled} of them given to two coders; at least {least} should be.")
    st.write(words.format(visits=found.visits, doubled=found.doubled, least=found.least))
    used = found.expectation
    if used.icc is not None:
        parts.muted(_("Expected: ICC(C,1) of {icc}.").format(icc=f"{used.icc:.2f}"))
        return
    shares = ", ".join(f"{100 * share:.0f} %" for share in used.shares)
    words = (
        _("As observed so far: κ of {kappa}, codes that take {shares} of the time, {n} stretches a session.")
        if found.observed
        else _("Expected: κ of {kappa}, codes that take {shares} of the time, {n} stretches a session.")
    )
    parts.muted(words.format(kappa=f"{used.kappa:.2f}", shares=shares, n=used.stretches))


def _table(found: Planned) -> None:
    rows = [
        {
            _("double-coded"): n,
            _("95 % interval to expect"): str(limits)
            if limits.low is None
            else f"{limits.low:.2f} – {limits.high:.2f}",
            _("share of the visits"): f"{100 * n / found.visits:.0f} %" if n <= found.visits else "–",
        }
        for n, limits in found.rows
    ]
    st.dataframe(rows, hide_index=True)
    parts.muted(
        _(
            "Sessions make an interval narrow, not their share: with few of them a share of any size says "
            "little. Rare codes need more."
        )
    )


def _ask(study: str) -> None:
    with st.expander(_("Expect something else")), st.form("expect", border=False):
        kind = st.segmented_control(_("For"), ["κ", "ICC"], default="κ")
        with st.container(horizontal=True):
            value = st.number_input(_("Agreement to expect"), 0.0, 0.99, planning.KAPPA, 0.05)
            share = st.number_input(_("Share of time of the rarest code that matters, %"), 1, 99, 10)
            stretches = st.number_input(_("Stretches a session"), 1, 10_000, STRETCHES)
            spread = st.number_input(_("Spread of κ between sessions"), 0.0, 0.5, SPREAD, 0.05)
        if st.form_submit_button(_("Work it out")):
            st.session_state[f"expectation-{study}"] = Expectation(
                value, (share / 100,), int(stretches), spread, value if kind == "ICC" else None
            )
            st.rerun()
