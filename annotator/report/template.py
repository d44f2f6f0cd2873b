"""The look of charts, made from the tokens."""

import plotly.graph_objects as go

from annotator.report.tokens import ThemeName, tokens


def template(theme: ThemeName = "light") -> go.layout.Template:
    """The plotly template of a theme. Show charts with Streamlit's own theme off, or it wins."""
    colours, letters = tokens().theme(theme), tokens().type
    axis = {"gridcolor": colours.line, "linecolor": colours.line, "zerolinecolor": colours.line}
    said = {"color": colours.panel, "family": letters["family"], "size": letters["size_px"]}
    tip = {"bgcolor": colours.ink, "bordercolor": colours.ink, "font": said}
    layout = go.Layout(
        paper_bgcolor=colours.panel,
        plot_bgcolor=colours.panel,
        font={"family": letters["family"], "size": letters["size_px"], "color": colours.ink},
        colorway=[colours.accent, colours.muted],
        xaxis=axis | {"tickfont": {"color": colours.muted}},
        yaxis=axis,
        hoverlabel=tip,
        legend={"font": {"color": colours.ink}},
    )
    return go.layout.Template(layout=layout)
