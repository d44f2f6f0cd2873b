"""Comparisons and summaries as JSON values and as lines for a terminal."""

from typing import Any

from annotator.actions.comparing import ComparisonView, SummaryView
from annotator.actions.comparing_files import FileComparison
from annotator.actions.numbers import statistic_json
from annotator.actions.telling_agreement import intervals_json, lane_json, points_json, ratings_json
from annotator.agreement import RatingAgreement
from annotator.agreement.compare import tolerance
from annotator.measures import Measured
from annotator.timecode import clock, span

CLAIMS = "Not diagnostic, not forensic, not validated."


def comparison_json(view: ComparisonView | FileComparison, thorough: bool = False) -> dict[str, Any]:
    """A comparison as JSON: per lane every statistic with the table of ms behind it; see ``lane_json``."""
    c = view.comparison
    return {
        "session": c.session,
        "first": c.first,
        "second": c.second,
        "scheme": c.scheme,
        "scheme_version": c.scheme_version,
        "window": {"onset_ms": c.window.onset, "offset_ms": c.window.offset},
        "percent_agreement": statistic_json(c.percent),
        "states": [
            {
                "track": s.track,
                "subject": s.subject,
                "code": s.code,
                "time_weighted_kappa": statistic_json(s.kappa),
                "percent_agreement": statistic_json(s.percent),
                "codes": list(s.table.codes),
                "table_ms": [list(map(int, row)) for row in s.table.cells],
                "not_codable_ms": s.missing_ms,
                **lane_json(s, tolerance_ms=tolerance(view.scheme), thorough=thorough),
            }
            for s in c.states
        ],
        "points": [points_json(p, thorough=thorough) for p in c.points],
        "intervals": [intervals_json(i, thorough=thorough) for i in c.intervals],
        "ratings": [ratings_json(r) for r in c.ratings],
        "left_out": list(c.left_out),
        "claims": CLAIMS,
    }


def comparison_lines(view: ComparisonView | FileComparison) -> list[str]:
    """A comparison for a terminal."""
    c = view.comparison
    lines = [f"{c.first} and {c.second}, {clock(c.window.onset)} to {clock(c.window.offset)}"]
    lines += [
        f"{s.track} of {s.subject}: κ {s.kappa}, agreement {s.percent}, over {span(s.table.total)}"
        for s in c.states
    ]
    lines += [f"{p.track} of {p.subject}: F1 {p.f1} within {p.tolerance_ms} ms" for p in c.points]
    lines += [
        f"{i.track} of {i.subject}: κ {i.kappa}, AC1 {i.ac1}, over {i.table.total} intervals"
        for i in c.intervals
    ]
    lines += [f"{r.track} of {r.subject}, {r.code}: {_rated(r)}" for r in c.ratings]
    return [*lines, *c.left_out, CLAIMS]


def _rated(found: RatingAgreement) -> str:
    values = ", ".join(f"{pair.first:g} and {pair.second:g}" for pair in found.pairs)
    return f"{values or 'no pair'}; ICC(A,1) {found.icc.value}"


def summary_json(view: SummaryView) -> dict[str, Any]:
    """A summary as JSON: each number with what it rests on."""
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
                "interval": None if m.shown(f).value is None or f.interval is None else list(f.interval),
            }
            | statistic_json(m.shown(f))
            for f in m.figures
        ],
        "left_out": list(m.left_out),
    }


def summary_lines(view: SummaryView) -> list[str]:
    """A summary for a terminal."""
    s = view.summary
    lines = [f"{s.coder}, {clock(s.window.onset)} to {clock(s.window.offset)}"]
    for lane in s.lanes:
        lines.append(f"{lane.track} of {lane.subject}: scorable {span(lane.scorable_ms)}")
        lines += [
            f"  {c.code}: n {c.count}, per minute {c.rate}, share {c.share}, median {c.median}"
            for c in lane.codes
        ]
    lines += [f"{m.measure.id} of {m.subject}: {_told(m)}" for m in view.measures]
    return [*lines, *s.left_out, CLAIMS]


def _told(m: Measured) -> str:
    of = "" if m.main.of is None else f" of {m.main.of}{' ms' if m.main.of_what == 'ms' else ''}"
    return f"{m.shown(m.main)}, n {m.main.n}{of}"
