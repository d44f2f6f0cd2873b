"""Both coders' records as two thin ribbons a lane, disagreement marked between them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from annotator.agreement import NONE, Comparison, Disagreement
from annotator.model import Coding, Interval
from annotator.report.code_marks import CodeMarks
from annotator.report.marks import (
    HOVER,
    Marks,
    code_label,
    marks_of,
    subject_label,
    time_axis,
    times,
)
from annotator.report.template import template
from annotator.report.tokens import Theme, ThemeName, tokens
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane, lanes

ROW_PX, LEGEND_PX = 92, 22
TITLE, ABOVE, BETWEEN, BELOW = -0.38, -0.13, 0.06, 0.25
THIN, NARROW = 0.24, 0.12
DOT_PX = 17
Place = tuple[str, str, str | None]
"""A lane of the figure: track, subject, and the code where each code is a lane of its own."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the figure is made of; ``rows`` says where each lane is drawn, counted from the top."""

    comparison: Comparison
    records: tuple[list[Lane], list[Lane]]
    scheme: Scheme
    look: Theme
    language: str
    rows: dict[Place, int]
    translate: Callable[[str], str]

    def row(self, track: str, subject: str, code: str) -> int | None:
        """The row a code of a lane is drawn in; None when the comparison has no such lane."""
        return self.rows.get((track, subject, None), self.rows.get((track, subject, code)))

    def marks(self) -> Marks:
        """The marks of another trace, none yet."""
        return marks_of(self.translate, self.language)

    def label(self, track: str, code: str) -> str:
        """A code in the person's language."""
        return code_label(self.scheme, track, code, self.language)


def ribbons(
    comparison: Comparison,
    a: Coding,
    b: Coding,
    scheme: Scheme,
    *,
    theme: ThemeName = "light",
    language: str = "en",
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Two codings over time: for each lane the first coder above, the second below.

    Between the two a crossed pattern marks stretches with different codes, and a cross the
    points without a partner. The axis is ms on the session clock, within the shared window,
    written as minutes and seconds. Lanes of points without any mark are left out. The
    customdata of every bar and mark begins with its ``onset_ms`` and ``offset_ms``, so that a
    click can play the moment. A code is told by its key as well as by its colour; missing
    codes are hatched.
    """
    places = [(s.track, s.subject, s.code) for s in comparison.states]
    places += [(p.track, p.subject, None) for p in comparison.points if p.f1.units]
    rows = {place: row for row, place in enumerate(places)}
    records = (lanes(a, scheme), lanes(b, scheme))
    scene = _Scene(comparison, records, scheme, tokens().theme(theme), language, rows, translate)
    return go.Figure([*_codes(scene), *_differences(scene)], _layout(scene, template(theme)))


def _codes(scene: _Scene) -> Iterator[go.Bar | go.Scatter]:
    """A trace for each code, of both coders: one for each bar would be far too slow."""
    traces: dict[tuple[str, str, str], Marks] = defaultdict(scene.marks)
    names = (scene.comparison.first, scene.comparison.second)
    for lanes_of, name, height in zip(scene.records, names, (ABOVE, BELOW), strict=True):
        for lane in lanes_of:
            for code, stretch in _stretches(lane, scene.comparison.window):
                row = scene.row(lane.track.id, lane.subject, code)
                if row is not None:
                    words = f"{name}: {scene.label(lane.track.id, code)}"
                    traces[lane.track.kind, lane.track.id, code].add(stretch, row + height, words)
    drawn = CodeMarks(scene.scheme, scene.look, scene.language)
    for (kind, track, code), marks in traces.items():
        yield (
            drawn.bands(track, code, marks, THIN)
            if kind == "state"
            else drawn.dots(track, code, marks, DOT_PX)
        )


def _stretches(lane: Lane, window: Interval) -> Iterator[tuple[str, Interval]]:
    """What is drawn of a lane, cut at the window's ends."""
    for annotation in lane.annotations:
        content = annotation.content
        stretch = content.stretch(window.offset)
        if lane.track.kind == "point":
            if window.holds(stretch.onset):
                yield content.code, stretch
        elif (shared := stretch.common(window)) is not None:
            yield content.code, shared


def _differences(scene: _Scene) -> Iterator[go.Bar | go.Scatter]:
    states, points = scene.marks(), scene.marks()
    for found in scene.comparison.disagreements:
        row = scene.row(found.track, found.subject, found.second if found.first == NONE else found.first)
        if row is not None:
            marks = points if found.is_point else states
            marks.add(Interval(found.onset, found.offset), row + BETWEEN, _difference(scene, found))
    ink, common = scene.look.ink, {"hovertemplate": HOVER, "legendgroup": "difference"}
    if states.y:
        yield go.Bar(
            name=scene.translate("different codes"), orientation="h", base=times(states.onset),
            x=states.duration, y=states.y, width=NARROW, customdata=states.about, **common,
            marker={
                "color": scene.look.panel, "line": {"color": ink, "width": 1},
                "pattern": {"shape": "x", "fgcolor": ink, "size": 5},
            },
        )  # fmt: skip
    if points.y:
        yield go.Scatter(
            name=scene.translate("no partner"), mode="markers", x=times(points.onset), y=points.y,
            customdata=points.about, **common,
            marker={"symbol": "x-thin", "size": 9, "line": {"color": ink, "width": 2}},
        )  # fmt: skip


def _difference(scene: _Scene, found: Disagreement) -> str:
    def words(code: str) -> str:
        return scene.translate("nothing") if code == NONE else scene.label(found.track, code)

    names = (scene.comparison.first, scene.comparison.second)
    return f"{names[0]}: {words(found.first)}; {names[1]}: {words(found.second)}"


def _layout(scene: _Scene, look: go.layout.Template) -> go.Layout:
    names = ((ABOVE, scene.comparison.first), (BELOW, scene.comparison.second))
    ticks = [(row + height, escape(name)) for row in scene.rows.values() for height, name in names]
    window, n = scene.comparison.window, len(scene.rows)
    height = ROW_PX * max(1, n)
    legend = LEGEND_PX * (1 + max((len(track.codes) for track in scene.scheme.tracks), default=1))
    return go.Layout(
        template=look, barmode="overlay", bargap=0, barcornerradius=3, height=height + legend + 60,
        margin={"l": 8, "r": 8, "t": 8, "b": legend + 52}, clickmode="event+select", dragmode="pan",
        hovermode="closest",
        uniformtext={"minsize": 9, "mode": "hide"},
        annotations=[_title(scene, place) for place in scene.rows],
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": -44 / height, "yanchor": "top"},
        xaxis=time_axis(window),
        yaxis={
            "tickvals": [y for y, _ in ticks], "ticktext": [words for _, words in ticks], "showgrid": False,
            "range": [n - 0.5, -0.5], "fixedrange": True, "automargin": True, "zeroline": False,
        },
    )  # fmt: skip


def _title(scene: _Scene, place: Place) -> dict[str, object]:
    """The name of a lane, above its two ribbons."""
    track, subject, code = place
    who = subject_label(scene.scheme, subject, scene.language)
    of = scene.scheme.track(track)
    words = of.label.in_language(scene.language) if of else track
    if code is not None:
        words = f"{words}, {scene.label(track, code)}"
    return {
        "text": f"<b>{escape(words)}</b>  {escape(who)}", "xref": "paper", "x": 0,
        "xanchor": "left", "y": scene.rows[place] + TITLE, "yanchor": "middle", "showarrow": False,
    }  # fmt: skip
