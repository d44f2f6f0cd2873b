"""A page with one button, for tests/web/test_presses.py: its runs end late, as they do on a busy computer."""

import time
from typing import Any

import streamlit as st
from streamlit.runtime.state.session_state import SessionState

if not hasattr(SessionState, "finished_at_once"):
    SessionState.finished_at_once = SessionState.on_script_finished  # type: ignore[attr-defined]

    def late(state: SessionState, *given: Any, **named: Any) -> None:
        """End a run a little after its last element has reached the browser."""
        time.sleep(0.05)
        state.finished_at_once(*given, **named)  # type: ignore[attr-defined]

    SessionState.on_script_finished = late  # type: ignore[method-assign]

time.sleep(0.08)
with st.form("form"):
    pressed = st.form_submit_button("Press")
if pressed:
    st.write("pressed")
st.write("the last")
