"""A summary as JSON values and as lines for a terminal: each number, what it rests on, its interval."""

from collections.abc import Iterator
from typing import Any

from annotator.access import Face
from annotator.actions.comparing import SummaryView
from annotator.actions.numbers import CLAIMS, statistic_json
from annotator.measures import CodeSummary, Figure, LaneSummary, Measured
from annotator.measures.spread import shown_limits
from annotator.measures.words import Worded
from annotator.measures.written import written
from annotator.stats import Statistic
from annotator.timecode import clock, span


def summary_json(view: SummaryView) -> dict[str, Any]:
    """A summary as JSON: each number with what it rests on. A home visitor's has words and counts."""
    s = view.summary
    return {
        "session": s.session,
        "coder": s.coder,
        "scheme": s.scheme,
        "scheme_version": s.scheme_version,
        "window": {"onset_ms": s.window.onset, "offset_ms": s.window.offset},
        "lanes": [
            {
                "track": lane.track,
                "subject": lane.subject,
                "kind": lane.kind,
                "scorable_ms": lane.scorable_ms,
                "missing_ms": lane.missing_ms,
                "missing_share": statistic_json(lane.missing_share),
                "codes": [
                    {
                        "code": code.code,
                        "count": code.count,
                        "rate_per_min": statistic_json(code.rate),
                        "total_ms": code.total_ms,
                        "share": statistic_json(code.share),
                        "median_ms": statistic_json(code.median),
                    }
                    for code in lane.codes
                ],
            }
            for lane in s.lanes
        ],
        "measures": [measured_json(m) for m in view.measures],
        "words": [worded_json(m) for m in view.words],
        "left_out": list(s.left_out),
        "claims": CLAIMS,
    }


def measured_json(m: Measured) -> dict[str, Any]:
    """A measure as JSON; what is below the scheme's ``min_n`` has no value and says so."""
    return {
        "measure": m.measure.id,
        "kind": m.measure.kind,
        "subject": m.subject,
        "direction": m.measure.direction,
        "figures": [
            {
                "part": f.part,
                "key": f.key,
                "unit": f.unit,
                "n": f.n,
                "of": f.of,
                "of_what": f.of_what,
                "interval": None if (limits := shown_limits(m, f)) is None else list(limits),
            }
            | statistic_json(m.shown(f))
            for f in m.figures
        ],
        "left_out": list(m.left_out),
    }


def worded_json(m: Worded) -> dict[str, Any]:
    """A measure in words as JSON."""
    said = str(m.in_language("en"))
    return {"measure": m.measure.id, "kind": m.measure.kind, "subject": m.subject, "said": said}


def summary_lines(view: SummaryView) -> list[str]:
    """A summary for a terminal: the codes of each lane, then each measure with its parts."""
    s = view.summary
    lines = [f"{s.coder}, {clock(s.window.onset)} to {clock(s.window.offset)}"]
    for lane in s.lanes:
        lines.append(f"{lane.track} of {lane.subject}: scorable {span(lane.scorable_ms)}")
        lines += [f"  {code.code}: {_code(lane, code, view.face)}" for code in lane.codes]
    for m in view.measures:
        lines += _measure_lines(m)
    lines += [f"{m.measure.id} of {m.subject}: {m.in_language('en')}" for m in view.words]
    return [*lines, *s.left_out, CLAIMS]


def _code(lane: LaneSummary, code: CodeSummary, face: Face) -> str:
    told = [f"n {code.count}"]
    if face is Face.NUMBERS:
        told.append(f"per minute {_told('per_minute', code.rate)}")
    if lane.kind != "point":
        told.append(f"in all {span(code.total_ms)}")
    if face is Face.NUMBERS and lane.kind != "point":
        told.append(f"share {_told('share', code.share)}")
        told.append(f"median {_told('ms', code.median)}")
    return ", ".join(told)


def _told(unit: str, s: Statistic) -> str:
    return s.reason if s.value is None else written(unit, s.value)


def _measure_lines(m: Measured) -> Iterator[str]:
    """The measure, then its parts below it, then what it leaves out."""
    for number, figure in enumerate(m.figures):
        key = f"{int(figure.key) / 1000:g} s" if figure.key.lstrip("-").isdecimal() else figure.key
        part = " ".join(each for each in (figure.part, key) if each)
        if number == 0:
            yield f"{m.measure.id} of {m.subject}{f', {part}' if part else ''}: {_figure(m, figure)}"
        else:
            yield f"  {part}: {_figure(m, figure)}"
    yield from (f"  left out: {sentence}" for sentence in m.left_out)


def _figure(m: Measured, figure: Figure) -> str:
    """Value and interval, or the reason why there is none; then n, and of how many."""
    shown = m.shown(figure)
    unit = " per minute" if figure.unit == "per_minute" else ""
    told = [_told(figure.unit, shown) + ("" if shown.value is None else unit)]
    if (limits := shown_limits(m, figure)) is not None:
        low, high = ("not reached" if end is None else written(figure.unit, end) for end in limits)
        told.append(f"95 % {low} to {high}")
    rests_on = (
        span(figure.n) if figure.of_what == "ms" and figure.unit in ("share", "coefficient") else figure.n
    )
    told.append(f"n {rests_on}{_of(figure)}")
    return ", ".join(told)


def _of(figure: Figure) -> str:
    if figure.of is None:
        return ""
    return (
        f" in {span(figure.of)}" if figure.of_what == "ms" else f" of {figure.of} {figure.of_what}".rstrip()
    )
