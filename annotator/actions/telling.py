"""Comparisons as JSON values and as lines for a terminal."""

from typing import Any

from annotator.actions.comparing import ComparisonView
from annotator.actions.comparing_files import FileComparison
from annotator.actions.numbers import CLAIMS, statistic_json
from annotator.actions.telling_agreement import intervals_json, lane_json, points_json, ratings_json
from annotator.agreement import RatingAgreement
from annotator.agreement.compare import tolerance
from annotator.timecode import clock, span


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
