"""Results as tables."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from annotator.agreement import (
    CodeAgreement,
    Comparison,
    IntervalAgreement,
    PointAgreement,
    RatingAgreement,
    StateAgreement,
)
from annotator.measures import CodeSummary, LaneSummary, SessionSummary

Row = dict[str, Any]

COMPARISON = {
    "kind": "string", "track": "string", "subject": "string", "code": "string", "kappa": "Float64",
    "percent": "Float64", "positive": "Float64", "first_share": "Float64", "second_share": "Float64",
    "f1": "Float64", "first": "Int64", "second": "Int64", "matched": "Int64", "compared_ms": "Int64",
    "missing_ms": "Int64", "tolerance_ms": "Int64", "reason": "string", "ac1": "Float64",
    "intervals": "Int64", "icc_a1": "Float64", "weighted_kappa": "Float64", "exact": "Float64",
    "within_one": "Float64", "pairs": "Int64",
}  # fmt: skip

SUMMARY = {
    "kind": "string", "track": "string", "subject": "string", "code": "string", "count": "Int64",
    "per_minute": "Float64", "per_minute_low": "Float64", "per_minute_high": "Float64", "counted": "Int64",
    "total_ms": "Int64", "share": "Float64", "median_ms": "Float64", "longest_ms": "Int64", "bouts": "Int64",
    "scorable_ms": "Int64", "missing_share": "Float64", "reason": "string",
}  # fmt: skip

DISAGREEMENTS = {
    "track": "string", "subject": "string", "onset_ms": "Int64", "offset_ms": "Int64", "first": "string",
    "second": "string", "kind": "string", "is_point": "boolean", "cost_ms": "Int64", "cost": "Float64",
}  # fmt: skip


def to_frame(result: Comparison | SessionSummary) -> pd.DataFrame:
    """A comparison or a summary as a table: a row for each lane and each code.

    An undefined number is a missing value (``pd.NA``), and ``reason`` says why. In a
    comparison the rows of a lane as a whole have no code; ``kind`` is "states", "points", "intervals",
    "ratings" (a row for each question) or "uncodable". Shares and coefficients run from 0 (κ from −1) to 1.
    """
    if isinstance(result, Comparison):
        return _frame(_comparison_rows(result), COMPARISON)
    return _frame(_summary_rows(result), SUMMARY)


def disagreements_frame(comparison: Comparison) -> pd.DataFrame:
    """The disagreements of a comparison, the costliest first."""
    rows = (
        {
            "track": d.track, "subject": d.subject, "onset_ms": d.onset, "offset_ms": d.offset,
            "first": d.first, "second": d.second, "kind": d.kind, "is_point": d.is_point,
            "cost_ms": d.cost_ms, "cost": d.cost.value,
        }
        for d in comparison.disagreements
    )  # fmt: skip
    return _frame(rows, DISAGREEMENTS)


def _frame(rows: Iterable[Row], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)


def _comparison_rows(comparison: Comparison) -> Iterator[Row]:
    for state in comparison.states:
        yield from _state_rows(state)
    for point in comparison.points:
        yield from _point_rows(point)
    for scored in comparison.intervals:
        yield from _interval_rows(scored)
    for rated in comparison.ratings:
        yield _rating_row(rated)


def _state_rows(lane: StateAgreement) -> Iterator[Row]:
    head = {"track": lane.track, "subject": lane.subject, "missing_ms": lane.missing_ms}
    whole = {"kappa": lane.kappa.value, "percent": lane.percent.value, "reason": lane.kappa.reason or None}
    codes = [head | {"kind": "states"} | _against_rest(code) for code in lane.codes]
    if lane.code is None:
        yield head | {"kind": "states", "compared_ms": lane.table.total} | whole
        yield from codes
    else:
        yield codes[0] | whole
    if lane.uncodable is not None:
        unseen = CodeAgreement(lane.uncodable.table.codes[0], lane.uncodable.table)
        yield head | {"kind": "uncodable"} | _against_rest(unseen)


def _against_rest(code: CodeAgreement) -> Row:
    return {
        "code": code.code, "kappa": code.kappa.value, "positive": code.positive.value,
        "first_share": code.first_share.value, "second_share": code.second_share.value,
        "compared_ms": code.table.total, "reason": code.kappa.reason or None,
    }  # fmt: skip


def _point_rows(lane: PointAgreement) -> Iterator[Row]:
    head = {"kind": "points", "track": lane.track, "subject": lane.subject, "tolerance_ms": lane.tolerance_ms}
    yield head | {"f1": lane.f1.value, "reason": lane.f1.reason or None}
    for code in lane.codes:
        counts = {"first": code.first, "second": code.second, "matched": code.matched}
        yield head | counts | {"code": code.code, "f1": code.f1.value, "reason": code.f1.reason or None}


def _interval_rows(lane: IntervalAgreement) -> Iterator[Row]:
    head = {"kind": "intervals", "track": lane.track, "subject": lane.subject, "intervals": lane.table.total}
    whole = {
        "kappa": lane.kappa.value, "ac1": lane.ac1.value, "percent": lane.percent.value,
        "reason": lane.kappa.reason or None,
    }  # fmt: skip
    codes = [head | _against_rest(code) | {"compared_ms": None} for code in lane.codes]
    if lane.code is None:
        yield head | whole
        yield from codes
    else:
        yield codes[0] | whole


def _rating_row(found: RatingAgreement) -> Row:
    return {
        "kind": "ratings", "track": found.track, "subject": found.subject, "code": found.code,
        "icc_a1": found.icc.value.value, "weighted_kappa": found.kappa.value, "exact": found.exact.value,
        "within_one": found.within_one.value, "pairs": len(found.pairs),
        "reason": found.icc.value.reason or None,
    }  # fmt: skip


def _summary_rows(summary: SessionSummary) -> Iterator[Row]:
    return (_code_row(lane, code) for lane in summary.lanes for code in lane.codes)


def _code_row(lane: LaneSummary, code: CodeSummary) -> Row:
    low, high = code.rate_interval or (None, None)
    reasons = dict.fromkeys(s.reason for s in (code.rate, code.share, code.median) if s.reason)
    return {
        "kind": lane.kind, "track": lane.track, "subject": lane.subject, "code": code.code,
        "count": code.count, "per_minute": code.rate.value, "per_minute_low": low, "per_minute_high": high,
        "counted": code.counted, "total_ms": code.total_ms if lane.kind == "state" else None,
        "share": code.share.value, "median_ms": code.median.value,
        "longest_ms": code.longest.duration if code.longest else None,
        "bouts": code.bouts if lane.kind == "state" else None, "scorable_ms": code.scorable_ms,
        "missing_share": lane.missing_share.value, "reason": "; ".join(reasons) or None,
    }  # fmt: skip
