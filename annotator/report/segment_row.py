"""Small multiples of a home visitor's last segments: a panel a measure, both numbers with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from annotator.model.language import sentence
from annotator.report.template import template
from annotator.report.tokens import ThemeName, tokens

COLUMNS = 2
PANEL_PX = 190
BESIDE = 0.14
HUNDRED = (0, 50, 100)


@dataclass(frozen=True, slots=True)
class Dot:
    """One number at the place of its segment, from 0; ``low`` and ``high`` where it has limits."""

    at: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure: its name, its dots by oneself and by the supervisor; a share, or a number of its unit."""

    title: str
    own: Sequence[Dot]
    supervisor: Sequence[Dot]
    share: bool


def segment_row(
    panels: Sequence[Panel],
    labels: Sequence[str],
    *,
    words: tuple[str, str],
    theme: ThemeName = "light",
    language: str = "en",
) -> go.Figure:
    """The panels side by side; ``labels`` name the segments, ``words`` oneself and the supervisor.

    Where a segment has no number there is no dot; no line joins them, for they are different visits.
    """
    labels = [sentence(escape(label), language) for label in labels]
    look, rows = tokens().theme(theme), -(-len(panels) // COLUMNS)
    titles = [escape(panel.title) for panel in panels]
    figure = make_subplots(rows, COLUMNS, subplot_titles=titles, vertical_spacing=0.44 / max(rows, 1))
    marks = (
        {"symbol": "circle", "size": 10, "color": look.accent},
        {"symbol": "diamond-open", "size": 11, "color": look.ink, "line": {"width": 2}},
    )
    for i, panel in enumerate(panels):
        for n, dots in enumerate((panel.own, panel.supervisor)):
            place = {"row": i // COLUMNS + 1, "col": i % COLUMNS + 1}
            shown = [_in_percent(dot) for dot in dots] if panel.share else dots
            figure.add_trace(_dots(shown, n, words[n], marks[n], labels, first=i == 0), **place)
        figure.update_yaxes(
            hoverformat=".3~r" if panel.share else "", ticksuffix=" %" if panel.share else "",
            tickvals=HUNDRED if panel.share else None, rangemode="tozero",
            ticktext=[f"{n} %" for n in HUNDRED] if panel.share else None,
            range=[-4, 104] if panel.share else None, row=i // COLUMNS + 1, col=i % COLUMNS + 1,
        )  # fmt: skip
    figure.update_xaxes(
        tickvals=list(range(len(labels))), ticktext=[str(n + 1) for n in range(len(labels))],
        range=[-0.6, len(labels) - 0.4], zeroline=False,
    )  # fmt: skip
    # Clear of a mark at the very top, which is drawn whole.
    figure.update_annotations(font={"size": 14, "color": look.ink}, yshift=9)
    return figure.update_layout(
        template=template(theme), height=70 + PANEL_PX * rows, margin={"l": 52, "r": 12, "t": 74, "b": 28},
        legend={"orientation": "h", "y": 1.0, "yanchor": "top", "yref": "container", "x": 0},
    )  # fmt: skip


def _in_percent(dot: Dot) -> Dot:
    low, high = (None if limit is None else 100 * limit for limit in (dot.low, dot.high))
    return Dot(dot.at, 100 * dot.value, low, high)


def _dots(
    dots: Sequence[Dot], n: int, name: str, mark: dict[str, object], labels: Sequence[str], *, first: bool
) -> go.Scatter:
    side = (-BESIDE, BESIDE)[n]
    return go.Scatter(
        mode="markers", x=[d.at + side for d in dots], y=[d.value for d in dots], name=name, marker=mark,
        legendgroup=name, showlegend=first, cliponaxis=False, customdata=[labels[d.at] for d in dots],
        hovertemplate="%{customdata}<br>%{y}<extra></extra>",
        error_y={
            "type": "data", "symmetric": False, "width": 0, "thickness": 1.5,
            "color": str(mark["color"]),
            "array": [0 if d.high is None else d.high - d.value for d in dots],
            "arrayminus": [0 if d.low is None else d.value - d.low for d in dots],
        },
    )  # fmt: skip
