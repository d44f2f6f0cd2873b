"""Every page, and the slim navigation at the top. Runs once for each view of a page."""

from typing import Literal

import streamlit as st

from annotator.actions import certified, supervising
from annotator.pages import parts, state, turns

st.set_page_config(page_title="Attune", layout="wide", initial_sidebar_state="collapsed")
_ = state.words()
parts.tokens()
# Beside a parent there is no way to anything else, not even for the moment before the film is there.
position: Literal["hidden", "top"] = "hidden" if state.path() == "/meeting" else "top"
page = st.navigation(
    [
        st.Page("home.py", title=_("Home"), default=True),
        st.Page("families.py", title=_("Families"), url_path="families"),
        st.Page("visits.py", title=_("Visits"), url_path="visits"),
        st.Page("people.py", title=_("People"), url_path="people"),
        st.Page("studies.py", title=_("Studies"), url_path="studies"),
        st.Page("schemes.py", title=_("Coding schemes"), url_path="schemes"),
        st.Page(
            "supervision.py",
            title=_("Supervision"),
            url_path="supervision",
            visibility="visible" if supervising.may_look_over(state.place(), state.person()) else "hidden",
        ),
        st.Page(
            "training.py",
            title=_("Training"),
            url_path="training",
            visibility="visible" if certified.in_training(state.place(), state.person()) else "hidden",
        ),
        st.Page("session.py", title=_("Visit"), url_path="session", visibility="hidden"),
        st.Page("scheme.py", title=_("Write a scheme"), url_path="scheme", visibility="hidden"),
        st.Page(
            "remapping.py", title=_("From version to version"), url_path="remapping", visibility="hidden"
        ),
        st.Page("desk.py", title=_("Desk"), url_path="desk", visibility="hidden"),
        st.Page("notes.py", title=_("Notes"), url_path="notes", visibility="hidden"),
        st.Page("align.py", title=_("Films on one clock"), url_path="align", visibility="hidden"),
        st.Page("compare.py", title=_("Compare"), url_path="compare", visibility="hidden"),
        st.Page("onsets.py", title=_("Agree on onsets"), url_path="onsets", visibility="hidden"),
        st.Page("differences.py", title=_("Where they differ"), url_path="differences", visibility="hidden"),
        st.Page("assignments.py", title=_("Who codes what"), url_path="assignments", visibility="hidden"),
        st.Page("agreement.py", title=_("Agreement"), url_path="agreement", visibility="hidden"),
        st.Page("segment.py", title=_("A segment"), url_path="segment", visibility="hidden"),
        st.Page("fidelity.py", title=_("The last ten segments"), url_path="fidelity", visibility="hidden"),
        st.Page("drift.py", title=_("Drift"), url_path="drift", visibility="hidden"),
        st.Page("summary.py", title=_("Summary"), url_path="summary", visibility="hidden"),
        st.Page("weights.py", title=_("Suggestions"), url_path="weights", visibility="hidden"),
        st.Page("prepare.py", title=_("Prepare"), url_path="prepare", visibility="hidden"),
        st.Page("moment.py", title=_("Shared moment"), url_path="moment", visibility="hidden"),
        st.Page("meeting.py", title=_("Meeting"), url_path="meeting", visibility="hidden"),
    ],
    position=position,
)
for sentence in state.told():
    st.info(parts.plain(sentence))
with turns.turn(), parts.refusals(page=True):
    page.run()
