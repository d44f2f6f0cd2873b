"""Measures across visits as small pictures side by side, each number with its interval; no verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from annotator.model.language import sentence
from annotator.report.template import template
from annotator.report.tokens import Theme, ThemeName, tokens

COLUMNS, ROW_PX = 2, 210
LEAST = 3
"""From so many visits on they are joined by a line: two make no course of things."""


@dataclass(frozen=True, slots=True)
class Point:
    """One visit: its name, the number and its limits, None where there are none, and what a click opens."""

    visit: str
    value: float | None
    low: float | None
    high: float | None
    said: str
    opens: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure across visits, in their order; ``form`` is the d3 format of its axis."""

    title: str
    points: Sequence[Point]
    form: str = ""
    suffix: str = ""


def across_visits(panels: Sequence[Panel], *, theme: ThemeName = "light", language: str = "en") -> go.Figure:
    """A small picture for each measure: a dot a visit, its interval as a whisker, each axis from 0.

    A visit without a number has its place and no dot. Dots are joined from three visits on. The customdata
    of a dot begins with what it opens.
    """
    look = tokens().theme(theme)
    rows = max(1, -(-len(panels) // COLUMNS))
    figure = make_subplots(
        rows=rows, cols=COLUMNS, subplot_titles=[escape(p.title) for p in panels],
        vertical_spacing=min(0.5, 70 / (ROW_PX * rows)), horizontal_spacing=0.1,
    )  # fmt: skip
    for n, panel in enumerate(panels):
        place = {"row": n // COLUMNS + 1, "col": n % COLUMNS + 1}
        figure.add_trace(_dots(panel, look, language), **place)
        figure.update_xaxes(
            categoryorder="array", categoryarray=[escape(p.visit) for p in panel.points], type="category",
            range=[-0.5, len(panel.points) - 0.5], fixedrange=True, **place,
        )  # fmt: skip
        figure.update_yaxes(
            tickformat=panel.form, ticksuffix=panel.suffix, fixedrange=True, nticks=5, zeroline=False,
            tickfont_color=look.muted, **_range(panel), **place,
        )  # fmt: skip
    figure.update_annotations(font_size=13, font_color=look.ink, xanchor="center")
    return figure.update_layout(
        template=template(theme), height=ROW_PX * rows + 40, margin={"l": 56, "r": 12, "t": 34, "b": 34},
        showlegend=False, clickmode="event+select", hovermode="closest",
    )  # fmt: skip


def _range(panel: Panel) -> dict[str, object]:
    """Every axis begins at 0; that of shares ends at 1, so that they can be held beside one another."""
    return {"range": [0, 1.03]} if "%" in panel.form else {"rangemode": "tozero"}


def _dots(panel: Panel, look: Theme, language: str) -> go.Scatter:
    shown = [p for p in panel.points if p.value is not None]
    above = [None if p.high is None or p.value is None else max(0.0, p.high - p.value) for p in shown]
    below = [None if p.low is None or p.value is None else max(0.0, p.value - p.low) for p in shown]
    joined = len(shown) >= LEAST
    return go.Scatter(
        mode="lines+markers" if joined else "markers", x=[escape(p.visit) for p in shown],
        y=[p.value for p in shown], customdata=[(p.opens, sentence(escape(p.said), language)) for p in shown],
        hovertemplate="%{customdata[1]}<extra></extra>", connectgaps=False,
        cliponaxis=False,  # a dot at 0 is a whole one
        error_y={
            "type": "data", "symmetric": False, "array": above, "arrayminus": below, "color": look.accent,
            "thickness": 1.5, "width": 5,
        },
        line={"color": look.muted, "width": 1, "dash": "dot"},
        marker={"size": 10, "color": look.soft, "line": {"color": look.accent, "width": 2}},
    )  # fmt: skip
