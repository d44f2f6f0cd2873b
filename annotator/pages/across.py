"""The measures across all comparable visits: a small picture each, the same as a table below."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from annotator.actions.changing import Visit
from annotator.measures import Figure, Measured
from annotator.measures.spread import limits_of
from annotator.pages import parts, state
from annotator.pages.figures import written
from annotator.pages.measures import number
from annotator.report import Panel, Point, across_visits
from annotator.report.across_visits import LEAST
from annotator.report.tokens import ThemeName

_ = state.say
UNITS = {"share": (".0%", ""), "ms": ("", " s"), "per_minute": ("", ""), "count": ("", "")}
_NOT_DRAWN = ("longest_bout",)
"""One stretch of film is no number that goes up and down."""


def section(visits: Sequence[Visit], audience: str, language: str) -> None:
    """Small pictures from the third comparable visit on; a click on a dot opens that visit's summary."""
    if not visits:
        return
    st.header(_("Across the visits"))
    if len(visits) < LEAST:
        parts.muted(
            _("Pictures across visits begin with the third comparable one: two visits show no course.")
        )
        return
    panels = [_panel(m, visits, language) for m in _drawn(visits, audience)]
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    chosen = st.plotly_chart(
        across_visits(panels, theme=theme, language=language), on_select="rerun", selection_mode="points",
        key="across", theme=None, config={"displayModeBar": False},
        alt=_("A small picture for each measure, a dot for each visit; the table below says the same."),
    )  # fmt: skip
    parts.muted(
        _(
            "Only visits that were filmed and coded alike. The whiskers are 95 % intervals; where they are "
            "long, one visit says little. More is not better. A click opens that visit."
        )
    )
    with st.expander(_("The same as a table")):
        _table(panels)
    marks = chosen.selection.points if chosen else []
    if marks and marks[0].get("customdata"):
        parts.go("summary", {"coding": str(marks[0]["customdata"][0])})


def _drawn(visits: Sequence[Visit], audience: str) -> list[Measured]:
    """The measures of the newest visit that can be drawn: meant for the reader, with a number anywhere."""
    return [
        m
        for m in visits[-1].summary.measures
        if audience in m.measure.audience
        and m.measure.kind not in _NOT_DRAWN
        and m.main.unit in UNITS
        and any(_shown(found) is not None for _, found in _found(m, visits))
    ]


def _found(m: Measured, visits: Sequence[Visit]) -> list[tuple[Visit, Measured | None]]:
    return [(visit, visit.summary.measure(m.measure.id, m.subject)) for visit in visits]


def _main(m: Measured) -> Figure:
    """What is drawn of a measure: of the shares that closed, the one without a time limit."""
    return m.figure("within", "ever") or m.main


def _shown(m: Measured | None) -> float | None:
    if m is None:
        return None
    return m.shown(_main(m)).value


def _panel(m: Measured, visits: Sequence[Visit], language: str) -> Panel:
    several = len({other.subject for other in visits[-1].summary.measures if other.measure is m.measure}) > 1
    form, suffix = UNITS[m.main.unit]
    points = [_point(visit, found) for visit, found in _found(m, visits)]
    title = m.measure.name(language)
    return Panel(f"{title}: {m.subject}" if several else title, points, form, suffix)


def _point(visit: Visit, m: Measured | None) -> Point:
    value, by = _shown(m), 1000 if m is not None and m.main.unit == "ms" else 1
    label = visit.coded.label
    if m is None or value is None:
        return Point(label, None, None, None, "", visit.coded.coding)
    figure = _main(m)
    low, high = limits_of(figure) or (None, None)
    words = [f"{label}, {visit.coded.date}", number(m, figure)]
    if low is not None and high is not None:
        ends = {"low": written(figure.unit, low), "high": written(figure.unit, high)}
        words.append(_("{low} to {high}").format(**ends))
    lower, upper = (None if each is None else each / by for each in (low, high))
    return Point(label, value / by, lower, upper, " · ".join(words), visit.coded.coding)


def _table(panels: Sequence[Panel]) -> None:
    visits = [p.visit for p in panels[0].points] if panels else []
    head = "".join(f"<th scope='col'>{escape(visit)}</th>" for visit in visits)
    rows = "".join(
        f"<tr><th scope='row'>{escape(panel.title)}</th>"
        + "".join(f"<td>{_cell(point)}</td>" for point in panel.points)
        + "</tr>"
        for panel in panels
    )
    head = f'<tr><th scope="col">{escape(_("measure"))}</th>{head}</tr>'
    st.html(
        f'<div class="grid"><table class="across"><thead>{head}</thead><tbody>{rows}</tbody></table></div>'
    )


def _cell(point: Point) -> str:
    words = point.said.split(" · ")[1:]
    return (
        escape(words[0]) + (f"<br><small>{escape(words[1])}</small>" if len(words) > 1 else "")
        if words
        else "–"
    )
