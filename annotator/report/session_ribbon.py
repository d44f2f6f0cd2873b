"""One session as a ribbon: stills of the film, what held when, signals with their answers, ways back."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from annotator.measures import Episode
from annotator.measures.arcs import Arc
from annotator.model import Annotation, Interval
from annotator.model.language import figure
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
from annotator.stats import Lane
from annotator.timecode import span

ROW_PX, STILLS_PX, LEGEND_PX = 84, 92, 22
TITLE, BAND, BELOW = -0.36, 0.06, 0.38
WIDTH, LIFT = 0.36, 0.5
DOT_PX = 18
LAST = 2_000
"""Where in the legend what connects marks stands: after the codes, which have plotly's 1,000."""
BEND = 12
"""Into how many pieces a curve is drawn."""
Still = tuple[int, str]
"""Where a still of the film lies, in ms on the session clock, and its address."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What is drawn: lanes with anything on them, and what connects them; all inside ``window``."""

    window: Interval
    scheme: Scheme
    lanes: Sequence[Lane]
    arcs: Sequence[Arc] = ()
    episodes: Sequence[Episode] = ()
    stills: Sequence[Still] = ()


@dataclass(frozen=True, slots=True)
class _Scene:
    of: Ribbon
    look: Theme
    language: str
    translate: Callable[[str], str]
    rows: Mapping[tuple[str, str], int]

    def row(self, annotation: Annotation) -> int | None:
        content = annotation.content
        return self.rows.get((content.track, content.subject))

    def label(self, annotation: Annotation) -> str:
        content = annotation.content
        return code_label(self.of.scheme, content.track, content.code, self.language)


def session_ribbon(
    of: Ribbon,
    *,
    theme: ThemeName = "light",
    language: str = "en",
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """A session over time: stills on top, then a lane for each track and person, in the scheme's order.

    States are bands with their key as a letter, missing ones hatched; points have a shape for each code. An
    arc leads from a signal to its answer; a ring is a signal without one. Under the lane on which it opened
    an episode is a line from where the two lost each other to a diamond where they came back; one whose end
    was not seen is dotted and has none. The axis is ms on the session clock. The customdata of every mark
    begins with its ``onset_ms`` and ``offset_ms``, so that a click can open the moment. Lanes without
    marks are left out.
    """
    held = [lane for lane in of.lanes if lane.annotations]
    rows = {(lane.track.id, lane.subject): row for row, lane in enumerate(held)}
    scene = _Scene(of, tokens().theme(theme), language, translate, rows)
    traces = [*_arcs(scene), *_codes(scene, held), *_unanswered(scene), *_episodes(scene)]
    return go.Figure(traces, _layout(scene, held, template(theme)))


def _codes(scene: _Scene, held: Sequence[Lane]) -> Iterator[go.Bar | go.Scatter]:
    """A trace for each code: one for each bar would be far too slow."""
    found: dict[tuple[str, str, str], Marks] = defaultdict(lambda: marks_of(scene.translate, scene.language))
    for lane in held:
        for annotation in lane.annotations:
            content = annotation.content
            stretch = content.stretch(scene.of.window.offset)
            shown = stretch if lane.track.kind == "point" else stretch.common(scene.of.window)
            row = scene.row(annotation)
            if row is None or shown is None or not (shown.duration or scene.of.window.holds(shown.onset)):
                continue
            found[lane.track.kind, content.track, content.code].add(
                shown, row + BAND, scene.label(annotation)
            )
    drawn = CodeMarks(scene.of.scheme, scene.look, scene.language)
    for (kind, track, code), marks in found.items():
        yield (
            drawn.dots(track, code, marks, DOT_PX)
            if kind == "point"
            else drawn.bands(track, code, marks, WIDTH)
        )


def _arcs(scene: _Scene) -> Iterator[go.Scatter]:
    """One line for all arcs, and a mark at the height of each to point at and to click."""
    x: list[int] = []
    y: list[float | None] = []
    tops = marks_of(scene.translate, scene.language)
    for arc in scene.of.arcs:
        ends = _ends(scene, arc)
        if ends is None:
            continue
        (from_ms, from_y), (to_ms, to_y) = ends
        middle, high = (from_ms + to_ms) / 2, (from_y + to_y) / 2 - LIFT
        for step in range(BEND + 1):
            a, b, c = _weights(step / BEND)
            x.append(round(a * from_ms + b * middle + c * to_ms))
            y.append(a * from_y + b * high + c * to_y)
        # A point without a height ends a curve; the axis takes no gap among its times.
        x.append(to_ms)
        y.append(None)
        first, last = sorted((from_ms, to_ms))
        a, b, c = _weights(0.5)
        tops.add(Interval(first, last), a * from_y + b * high + c * to_y, _answer(scene, arc))
    if not tops.y:
        return
    name = {
        "legendgroup": "arcs", "legendrank": LAST, "name": scene.translate("a signal and its answer"),
    }  # fmt: skip
    yield go.Scatter(
        mode="lines", x=times(x), y=y, hoverinfo="skip",
        line={"color": scene.look.ink, "width": 1.5}, **name,
    )  # fmt: skip
    halfway = [onset + length // 2 for onset, length in zip(tops.onset, tops.duration, strict=True)]
    yield go.Scatter(
        mode="markers", x=times(halfway), y=tops.y, customdata=tops.about, hovertemplate=HOVER,
        showlegend=False, marker={"size": 7, "color": scene.look.ink}, **name,
    )  # fmt: skip


def _weights(t: float) -> tuple[float, float, float]:
    """How much the two ends and the bend of a curve count at a part of its way."""
    return (1 - t) ** 2, 2 * t * (1 - t), t * t


def _ends(scene: _Scene, arc: Arc) -> tuple[tuple[int, float], tuple[int, float]] | None:
    if arc.answer is None or arc.at is None:
        return None
    cue, answer = scene.row(arc.cue.annotation), scene.row(arc.answer)
    return None if cue is None or answer is None else ((arc.cue.at, cue + BAND), (arc.at, answer + BAND))


def _answer(scene: _Scene, arc: Arc) -> str:
    cue, answer = scene.label(arc.cue.annotation), "" if arc.answer is None else scene.label(arc.answer)
    after = figure(span((arc.at or arc.cue.at) - arc.cue.at), scene.language)
    return scene.translate("{cue}, answered after {time}: {answer}").format(
        cue=cue, answer=answer, time=after
    )


def _unanswered(scene: _Scene) -> Iterator[go.Scatter]:
    rings = marks_of(scene.translate, scene.language)
    for arc in scene.of.arcs:
        row = scene.row(arc.cue.annotation)
        if not arc.answered and row is not None:
            words = scene.translate("{cue}: no answer within the scheme's window")
            at = Interval(arc.cue.onset, arc.cue.onset)
            rings.add(at, row + BAND, words.format(cue=scene.label(arc.cue.annotation)))
    if rings.y:
        yield go.Scatter(
            name=scene.translate("a signal without an answer in time"), mode="markers", x=times(rings.onset),
            y=rings.y, customdata=rings.about, hovertemplate=HOVER, legendgroup="arcs", legendrank=LAST,
            marker={"size": 26, "symbol": "circle-open", "color": scene.look.ink, "line": {"width": 1.5}},
        )  # fmt: skip


def _episodes(scene: _Scene) -> Iterator[go.Scatter]:
    for closed, name, dash in (
        (True, scene.translate("lost and found again"), "solid"),
        (False, scene.translate("lost, the end not seen"), "dot"),
    ):
        found = [e for e in scene.of.episodes if (e.closed_at is not None) is closed]
        lines, ends = _lines(scene, found)
        if not ends.y:
            continue
        group = {"legendgroup": "episodes", "legendrank": LAST + 1, "name": name}
        yield go.Scatter(
            mode="lines", x=lines[0], y=lines[1], hoverinfo="skip",
            line={"color": scene.look.ink, "width": 2.5, "dash": dash}, **group,
        )  # fmt: skip
        at = ends.onset if not closed else [a + b for a, b in zip(ends.onset, ends.duration, strict=True)]
        yield go.Scatter(
            mode="markers", x=times(at), y=ends.y, customdata=ends.about, hovertemplate=HOVER,
            showlegend=False, marker={
                "size": 11, "symbol": "diamond" if closed else "line-ns-open", "color": scene.look.ink,
                "line": {"width": 2, "color": scene.look.ink},
            }, **group,
        )  # fmt: skip


def _lines(scene: _Scene, found: Sequence[Episode]) -> tuple[tuple[list[str], list[float | None]], Marks]:
    """The line of each episode, and a mark at its end."""
    x: list[int] = []
    y: list[float | None] = []
    ends = marks_of(scene.translate, scene.language)
    for episode in found:
        row = scene.row(episode.opened_by)
        if row is None:
            continue
        x += [episode.onset, episode.until, episode.until]
        y += [row + BELOW, row + BELOW, None]
        words = scene.label(episode.opened_by)
        if episode.closed_by is not None:
            words = f"{words} → {scene.label(episode.closed_by)}"
        ends.add(Interval(episode.onset, episode.until), row + BELOW, words)
    return (times(x), y), ends


def _layout(scene: _Scene, held: Sequence[Lane], look: go.layout.Template) -> go.Layout:
    n = max(1, len(held))
    above = STILLS_PX if scene.of.stills else 0
    height = ROW_PX * n + above
    legend = LEGEND_PX * (1 + max((len(lane.track.codes) for lane in held), default=1))
    return go.Layout(
        template=look, barmode="overlay", bargap=0, barcornerradius=3, height=height + legend + 60,
        margin={"l": 8, "r": 8, "t": 8, "b": legend + 52}, clickmode="event+select", dragmode="pan",
        hovermode="closest", uniformtext={"minsize": 9, "mode": "hide"},
        images=_stills(scene, above / height), annotations=[_title(scene, lane) for lane in held],
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": -44 / height, "yanchor": "top"},
        xaxis=time_axis(scene.of.window),
        yaxis={
            "range": [n - 0.5, -0.5], "domain": [0, 1 - above / height], "fixedrange": True,
            "showgrid": False, "showticklabels": False, "zeroline": False,
        },
    )  # fmt: skip


def _stills(scene: _Scene, share: float) -> list[dict[str, object]]:
    """The stills side by side, each above the stretch of time that it stands for."""
    count = len(scene.of.stills)
    if not count:
        return []
    width = scene.of.window.duration / count
    return [
        {
            "source": address, "xref": "x", "yref": "paper", "xanchor": "center", "yanchor": "top",
            "x": times([ms])[0], "y": 1, "sizex": width * 0.97, "sizey": share * 0.94, "sizing": "contain",
            "layer": "above",
        }
        for ms, address in scene.of.stills
    ]  # fmt: skip


def _title(scene: _Scene, lane: Lane) -> dict[str, object]:
    """The name of a lane, above it."""
    track, who = lane.track.label.in_language(scene.language), lane.subject
    name = subject_label(scene.of.scheme, who, scene.language)
    return {
        "text": f"<b>{escape(track)}</b>  {escape(name)}", "xref": "paper", "x": 0, "xanchor": "left",
        "y": scene.rows[lane.track.id, lane.subject] + TITLE, "yanchor": "middle", "showarrow": False,
        "bgcolor": scene.look.panel, "borderpad": 0,  # arcs pass behind the words
    }  # fmt: skip
