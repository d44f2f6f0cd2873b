"""What a start imports: nothing that only later pages need."""

import subprocess
import sys

LATER = ("plotly", "pandas", "narwhals", "scipy", "cv2", "av")


def test_the_app_starts_without_what_only_charts_and_films_need_and_charts_still_come() -> None:
    program = f"""
import sys
import annotator.web.serving, annotator.web.application, streamlit.web.server.starlette
print([name for name in {LATER!r} if name in sys.modules])
import plotly.graph_objects as go
import streamlit as st
print(st.plotly_chart is not None, go.Figure().layout.template.layout is not None)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == ["[]", "True True"]
