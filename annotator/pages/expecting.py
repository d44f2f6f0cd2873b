"""A part of the page of assignments: how many visits to double-code, by the interval to expect."""

import streamlit as st

from annotator.actions import planning
from annotator.actions.planning import Expectation, Observed, Planned
from annotator.agreement.planning import SPREAD, STRETCHES
from annotator.errors import counted, translated
from annotator.pages import parts, state
from annotator.pages.words import code_name, lane_name

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
    words = _("Visits: {visits}. Handed out to two coders: {doubled}; at least {least} should be.")
    st.write(words.format(visits=found.visits, doubled=found.doubled, least=found.least))
    used = found.expectation
    if used.icc is not None:
        parts.muted(_("Expected: ICC(C,1) of {icc}.").format(icc=f"{used.icc:.2f}"))
    elif found.observed is not None:
        parts.muted(_as_observed(found.observed, used))
    else:
        words = _(
            "Expected: κ of {kappa}, the rarest code that matters with {share} % of the time, {n} "
            "stretches a visit."
        )
        share = f"{100 * min(used.shares):.0f}"
        parts.muted(words.format(kappa=f"{used.kappa:.2f}", share=share, n=used.stretches))


def _as_observed(of: Observed, used: Expectation) -> str:
    """Which visits, line and codes the expectation comes from."""
    line = lane_name(of.scheme, of.track, of.subject, of.code, state.language())
    codes = (code_name(of.scheme, of.track, code, state.language()) for code in of.codes)
    shares = ", ".join(f"{code} {100 * s:.0f} %" for code, s in zip(codes, used.shares, strict=True))
    visits = counted(
        of.sessions, "The one visit that two people have coded so far, handed out to two or not, gave",
        "The {n} visits that two people have coded so far, handed out to two or not, gave",
    )  # fmt: skip
    gave = _("κ = {kappa} for {line}, {n} stretches a visit; of the time: {shares}.")
    words = gave.format(kappa=f"{used.kappa:.2f}", line=line, n=used.stretches, shares=shares)
    return f"{translated(visits, _)} {words}"


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
