"""Sessions as dots: the κ of each, and the pooled one with its interval as a line and a band."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from annotator.agreement import PooledAgreement
from annotator.model.language import sentence
from annotator.report.template import template
from annotator.report.tokens import ThemeName, tokens


def session_dots(
    found: PooledAgreement,
    labels: Sequence[str],
    *,
    theme: ThemeName = "light",
    words: str = "",
    language: str = "en",
) -> go.Figure:
    """A dot for each session that has a value, in the order of ``labels``; ``words`` names the pooled line.

    Sessions without a value have no dot, for they are neither 0 nor 1. The band is the interval, where
    there is one.
    """
    look = tokens().theme(theme)
    dots = [(label, s.value) for label, s in zip(labels, found.sessions, strict=True) if s.value is not None]
    figure = go.Figure(
        go.Scatter(
            mode="markers", x=[value for _, value in dots], y=[0] * len(dots),
            customdata=[sentence(escape(label), language) for label, _ in dots], showlegend=False,
            hovertemplate="%{customdata}<br>κ %{x:.2f}<extra></extra>",
            marker={"size": 13, "color": look.soft, "line": {"color": look.accent, "width": 2}},
        )
    )  # fmt: skip
    limits = found.bootstrap if found.bootstrap.low is not None else found.jackknife
    if limits.low is not None and limits.high is not None:
        figure.add_vrect(x0=limits.low, x1=limits.high, fillcolor=look.accent, opacity=0.14, line_width=0)
    if found.value.value is not None:
        # Where there is room for the words, also on a tablet.
        figure.add_vline(
            x=found.value.value, line={"color": look.ink, "width": 2},
            annotation_position="top left" if found.value.value > 0.5 else "top right",
            annotation={
                "text": escape(f"κ, {words} {found.value.value:.2f}"), "font": {"color": look.ink},
                "xshift": -6 if found.value.value > 0.5 else 6,
            },
        )  # fmt: skip
    lowest = min([value for _, value in dots] + [limits.low or 0, 0])
    return figure.update_layout(
        template=template(theme), height=150, margin={"l": 8, "r": 8, "t": 28, "b": 30},
        xaxis={"range": [min(0.0, lowest) - 0.03, 1.03], "zeroline": False},
        yaxis={"visible": False, "range": [-1, 1], "fixedrange": True},
    )  # fmt: skip
