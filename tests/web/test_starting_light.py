"""What a start imports: nothing that only later pages need."""

import subprocess
import sys
from pathlib import Path

LATER = (
    "plotly", "pandas", "narwhals", "numpy", "scipy", "cv2", "av", "xlsxwriter", "segno", "typst", "jinja2",
    "alembic", "pydantic", "yaml", "annotator.agreement", "annotator.exchange", "annotator.report", "sqlalchemy.dialects.postgresql",
)  # fmt: skip


def lines_of(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


def test_the_app_starts_without_what_only_charts_and_films_need_and_charts_still_come(tmp_path: Path) -> None:
    program = f"""
import os, sys
os.environ["ATTUNE_DATA"] = {str(tmp_path / "data")!r}
import annotator.cli
import annotator.web.serving, annotator.web.application, streamlit.web.server.starlette
place = annotator.web.application._open()
import annotator.pages.parts, annotator.pages.progress, annotator.pages.sharing, annotator.pages.work, annotator.actions.home
print([name for name in {LATER!r} if name in sys.modules])
print(len(annotator.actions.home.waiting(place, annotator.actions.people.first_person(place)).recent))
place.store.close()
import plotly.graph_objects as go
import streamlit as st
print(st.plotly_chart is not None, go.Figure().layout.template.layout is not None)
"""
    assert lines_of(program) == ["[]", "3", "True True"]
