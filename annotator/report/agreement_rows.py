"""The tidy table of a study's agreement: one row for each number, with all that it rests on."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator import __version__
from annotator.agreement import DerivedAgreement, StudyAgreement, StudyLane
from annotator.schemes import Scheme
from annotator.stats import Limits, Statistic

COLUMNS = (
    "agreement", "scheme", "scheme_version", "of", "track", "subject", "code", "statistic", "value", "low",
    "high", "units", "first", "method", "resamples", "seed", "reason", "attune",
)  # fmt: skip
BETWEEN, WITHIN = "inter-coder", "intra-coder"
"""Two people's codings of a session, and one person's of two times; never pooled with one another."""
ALL = "all sessions"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Numbers:
    """By which numbers coders and sessions go in the whole report, from 1."""

    coders: Mapping[str, int]
    sessions: Mapping[str, int]


FIRST = {BETWEEN: "coder with the lower number", WITHIN: "former coding"}
"""Whose number stands first, and from whose the other's is taken."""


def numbers_of(every: Sequence[StudyAgreement], names: Mapping[str, str]) -> Numbers:
    """The numbers of everybody and everything in some agreements: the same one has the same everywhere.

    Coders are numbered as their names follow one another, as they are in every comparison of two: who is
    first there has the lower number.
    """
    everybody = {coder for found in every for coder in found.coders}
    coders = sorted(everybody, key=lambda coder: (names[coder].casefold(), coder))
    sessions = dict.fromkeys(s for found in every for lane in found.states for s in lane.sessions)
    return Numbers({coder: n for n, coder in enumerate(coders, 1)}, {s: n for n, s in enumerate(sessions, 1)})


def rows_of(scheme: Scheme, found: StudyAgreement, agreement: str, numbers: Numbers) -> Iterator[Row]:
    """Every number of a scheme's agreement between coders, or of coders with themselves."""
    head: Row = {
        "agreement": agreement, "scheme": scheme.id, "scheme_version": scheme.version,
        "attune": __version__, "seed": found.seed,
    }  # fmt: skip
    for lane in found.states:
        yield from _lane_rows(head, lane, numbers)
    for points in found.points:
        at = {**head, "track": points.track, "subject": points.subject, "of": ALL, "statistic": "f1"}
        yield {**at, **_value(points.f1), **_limits(points.limits)}
        yield from ({**at, "code": id, **_value(f1)} for id, f1, _n in points.codes)
    for question in found.ratings:
        at = {**head, "track": question.track, "subject": question.subject, "code": question.code, "of": ALL}
        yield {**at, "statistic": "icc_a1", **_value(question.icc.value), **_limits(question.icc.limits)}
        named = {"weighted_kappa_quadratic": question.kappa, "exact": question.exact, "sem": question.sem}
        yield from ({**at, "statistic": name, **_value(value)} for name, value in named.items())

    for derived in found.derived:
        yield from _derived_rows(head, derived)


def _derived_rows(head: Row, derived: DerivedAgreement) -> Iterator[Row]:
    at = {**head, "subject": derived.subject, "code": derived.measure, "of": ALL}
    at["first"] = FIRST[head["agreement"]]
    apart = derived.differences
    with_limits = {
        "icc_a1": (derived.icc.value, derived.icc.limits), "difference_mean": (apart.bias, apart.bias_limits),
        "difference_low": (apart.low, apart.low_limits), "difference_high": (apart.high, apart.high_limits),
        "difference_slope": (apart.slope, apart.slope_limits),
    }  # fmt: skip
    for name, (value, limits) in with_limits.items():
        yield {**at, "statistic": name, **_value(value), **_limits(limits)}
    yield {**at, "statistic": "sem", **_value(derived.sem)}


def _lane_rows(head: Row, lane: StudyLane, numbers: Numbers) -> Iterator[Row]:
    at = {**head, "track": lane.track, "subject": lane.subject, "code": lane.code or ""}
    for name, pooled in (("kappa", lane.kappa), ("percent_agreement", lane.percent)):
        for limits in (pooled.bootstrap, pooled.jackknife):
            yield {**at, "of": ALL, "statistic": name, **_value(pooled.value), **_limits(limits)}
    if head["agreement"] == BETWEEN:
        yield {**at, "of": ALL, "statistic": "observer_accuracy", **_value(lane.accuracy)}
    for session, kappa in zip(lane.sessions, lane.kappa.sessions, strict=True):
        yield {**at, "of": f"session {numbers.sessions[session]}", "statistic": "kappa", **_value(kappa)}
    for pair, theirs in lane.pairs.items():
        of = f"{_who(pair, numbers)}, {len(theirs.sessions)} sessions"
        yield {**at, "of": of, "statistic": "kappa", **_value(theirs.value), **_limits(theirs.limits)}
    for code in lane.codes:
        named = {
            "kappa": code.pooled.kappa, "positive_agreement": code.pooled.positive,
            "first_share": code.pooled.first_share, "second_share": code.pooled.second_share,
            "icc_a1_of_share": code.share.value,
        }  # fmt: skip
        of_code = {**at, "of": ALL, "code": code.code, "first": FIRST[head["agreement"]]}
        yield from ({**of_code, "statistic": name, **_value(value)} for name, value in named.items())


def _who(pair: tuple[str, str], numbers: Numbers) -> str:
    first, second = (f"coder {n}" for n in sorted(numbers.coders[coder] for coder in pair))
    return f"{first} with oneself" if first == second else f"{first} and {second}"


def _value(s: Statistic) -> dict[str, Any]:
    return {"value": s.value, "units": s.units, "reason": str(s.reason)}


def _limits(limits: Limits) -> dict[str, Any]:
    made = {
        "low": limits.low,
        "high": limits.high,
        "method": str(limits.method),
        "resamples": limits.resamples,
    }
    return made if limits.low is not None else made | {"reason": str(limits.reason)}


def rows_csv(rows: Iterable[Row]) -> bytes:
    """One row for each number, with its interval, units, method, seed and version, or the reason for none."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")
