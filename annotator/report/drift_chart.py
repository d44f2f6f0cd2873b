"""A coder's sessions in the order of coding, smoothed, with the limits; those outside are drawn larger."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from annotator.agreement import Drawn
from annotator.model.language import sentence
from annotator.report.template import template
from annotator.report.tokens import ThemeName, tokens


def drift_chart(
    found: Drawn,
    labels: Sequence[str],
    *,
    unit: str,
    words: tuple[str, str, str],
    plain: bool = False,
    share: bool = False,
    theme: ThemeName = "light",
    language: str = "en",
) -> go.Figure:
    """The chart of one measure; ``labels`` say of each of its points what it is, ``unit`` its axis.

    ``words`` name the sessions, the line and the limits. ``plain`` draws the limits of single sessions
    instead of the smoothed line; ``share`` says that values are shares. Without limits where there
    are too few sessions.
    """
    look, chart = tokens().theme(theme), found.plain if plain else found.chart
    order = list(range(1, len(found.values) + 1))
    times = 100 if share else 1

    def shown(values: Sequence[float]) -> list[float]:
        return [times * value for value in values]

    said = [sentence(escape(label), language) for label in labels]
    figure = go.Figure(
        go.Scatter(
            mode="markers", x=order, y=shown(found.values), customdata=said, name=words[0],
            hovertemplate="%{customdata}<br>%{y}<extra></extra>",
            marker={"size": 9, "color": look.soft, "line": {"color": look.accent, "width": 1.5}},
        )
    )  # fmt: skip
    if chart.centre is not None:
        if not plain:
            figure.add_scatter(
                mode="lines", x=order, y=shown(chart.values), name=words[1], hoverinfo="skip",
                line={"color": look.accent, "width": 2.5},
            )  # fmt: skip
        for row, named in ((chart.lower, True), (chart.upper, False)):
            figure.add_scatter(
                mode="lines", x=order, y=shown(row), name=words[2], showlegend=named, hoverinfo="skip",
                line={"color": look.muted, "width": 1, "dash": "dot"},
            )  # fmt: skip
        out = list(chart.signals)
        figure.add_scatter(
            mode="markers", x=[order[i] for i in out], y=shown([chart.values[i] for i in out]),
            showlegend=False, customdata=[said[i] for i in out], hovertemplate="%{customdata}<extra></extra>",
            marker={"size": 14, "symbol": "diamond-open", "color": look.ink, "line": {"width": 2}},
        )  # fmt: skip
    return figure.update_layout(
        template=template(theme), height=260, margin={"l": 72, "r": 12, "t": 12, "b": 36},
        xaxis={"dtick": 1 if len(order) < 20 else 5, "zeroline": False},
        yaxis={
            "title": {"text": unit, "font": {"size": 13}, "standoff": 8}, "zeroline": False,
            # No more decimals than two values need to differ, so that no two ticks say the same.
            "tickformat": ".2~f" if share else "", "ticksuffix": " %" if share else "", "nticks": 6,
        },
        legend={"orientation": "h", "y": 1.12, "x": 0},
    )  # fmt: skip
