"""A lane's agreement as JSON: every statistic with what it rests on and how it was made."""

from typing import Any

from annotator import __version__
from annotator.actions.numbers import statistic_json
from annotator.agreement import (
    ChanceLine,
    CodeAgreement,
    EventAgreement,
    EventCode,
    GammaAgreement,
    IntervalAgreement,
    PointAgreement,
    RatingAgreement,
    StateAgreement,
    bias_index,
    brennan_prediger,
    gwet_ac1,
    kappa_max,
    negative_agreement,
    observer_accuracy,
    prevalence_index,
    read_first,
    scott_pi,
)
from annotator.stats import Limits

COEFFICIENTS = {
    "scott_pi": scott_pi, "gwet_ac1": gwet_ac1, "brennan_prediger": brennan_prediger, "kappa_max": kappa_max,
    "observer_accuracy": observer_accuracy,
}  # fmt: skip


def lane_json(lane: StateAgreement, *, tolerance_ms: int, thorough: bool) -> dict[str, Any]:
    """The statistics of a lane of states beyond κ; with ``thorough`` those that need many shuffled records.

    Those are the tolerance κ with its chance line, γ, and the interval within this session.
    """
    unitizing = lane.unitizing()
    found: dict[str, Any] = {
        "version": __version__,
        "read_first": _first_json(lane),
        "coefficients": {name: statistic_json(made(lane.table)) for name, made in COEFFICIENTS.items()},
        "per_code": [_code_json(code) for code in lane.codes],
        "events": events_json(lane.events()),
        "unitizing": {
            "u_alpha": statistic_json(unitizing.whole),
            "where_alpha": statistic_json(unitizing.where),
            "what_alpha": statistic_json(unitizing.what),
            "codes": {code: statistic_json(alpha) for code, alpha in unitizing.codes},
        },
    }
    if thorough:
        tolerance = lane.tolerance(tolerance_ms)
        found["tolerance"] = {
            "tolerance_ms": tolerance_ms, "forth": statistic_json(tolerance.forth),
            "back": statistic_json(tolerance.back), "mean": statistic_json(tolerance.mean),
            "by_chance": _chance_json(tolerance.chance),
            "rescaled": statistic_json(tolerance.chance.rescaled(tolerance.mean)),
        }  # fmt: skip
        found["gamma"] = _gamma_json(lane.gamma())
        found["within_session"] = limits_json(lane.within_session())
    return found


def points_json(lane: PointAgreement, *, thorough: bool) -> dict[str, Any]:
    """A lane of points: F1 per code, κ of events with lags; with ``thorough`` the F1 by chance."""
    found: dict[str, Any] = {
        "track": lane.track, "subject": lane.subject, "tolerance_ms": lane.tolerance_ms,
        "read_first": _first_json(lane), "f1": statistic_json(lane.f1),
        "codes": [
            {"code": k.code, "first": k.first, "second": k.second, "matched": k.matched}
            | {"f1": statistic_json(k.f1)}
            for k in lane.codes
        ],
        "events": events_json(lane.events()),
    }  # fmt: skip
    return found | ({"f1_by_chance": _chance_json(lane.by_chance())} if thorough else {})


def intervals_json(lane: IntervalAgreement, *, thorough: bool) -> dict[str, Any]:
    """A lane of interval codes: its table of intervals with every coefficient, and what was left out."""
    found: dict[str, Any] = {
        "track": lane.track, "subject": lane.subject, "code": lane.code, "interval_ms": lane.length_ms,
        "read_first": _first_json(lane), "kappa": statistic_json(lane.kappa),
        "gwet_ac1": statistic_json(lane.ac1),
        "percent_agreement": statistic_json(lane.percent), "codes": list(lane.table.codes),
        "table": [list(row) for row in lane.table.cells], "not_codable": lane.unseen,
        "only_first": lane.only_first, "only_second": lane.only_second, "by_neither": lane.by_neither,
        "coefficients": {name: statistic_json(made(lane.table)) for name, made in COEFFICIENTS.items()},
        "per_code": [_code_json(code) for code in lane.codes],
        "differences": [
            {"onset_ms": d.onset, "offset_ms": d.offset, "first": d.first, "second": d.second}
            for d in lane.differences
        ],
    }  # fmt: skip
    return found | ({"within_session": limits_json(lane.within_session())} if thorough else {})


def ratings_json(lane: RatingAgreement) -> dict[str, Any]:
    """One question of a rating track: both values of every target, and what they come to."""
    icc = lane.icc
    return {
        "track": lane.track, "subject": lane.subject, "code": lane.code, "read_first": _first_json(lane),
        "pairs": [
            {"onset_ms": p.onset, "offset_ms": p.offset, "first": p.first, "second": p.second}
            for p in lane.pairs
        ],
        "not_judged": lane.unjudged, "only_first": lane.only_first, "only_second": lane.only_second,
        "icc_a1": statistic_json(icc.value) | {"f": icc.f, "p": icc.p, "interval": limits_json(icc.limits)},
        "weighted_kappa_quadratic": statistic_json(lane.kappa), "alpha_ordinal": statistic_json(lane.alpha),
        "exact": statistic_json(lane.exact), "within_one_step": statistic_json(lane.within_one),
        "sem": statistic_json(lane.sem), "bias": statistic_json(lane.bias),
    }  # fmt: skip


def _first_json(
    lane: StateAgreement | PointAgreement | IntervalAgreement | RatingAgreement,
) -> dict[str, Any]:
    return {name: statistic_json(found) for name, found in read_first(lane)}


def events_json(events: EventAgreement) -> dict[str, Any]:
    """Agreement on events as JSON, with the settings of the matching."""
    return {
        "overlap_percent": events.near.overlap_percent,
        "tolerance_ms": events.near.tolerance_ms,
        "linked": statistic_json(events.linked),
        "f1": statistic_json(events.f1),
        "kappa": statistic_json(events.kappa),
        "kappa_of_linked": statistic_json(events.kappa_of_linked),
        "codes": list(events.table.codes),
        "table": [list(row) for row in events.table.cells],
        "left_out": events.left_out,
        "per_code": [_event_code_json(code) for code in events.codes],
    }


def limits_json(limits: Limits) -> dict[str, Any]:
    """An interval as JSON, with all that is needed to make it again."""
    return {
        "low": limits.low, "high": limits.high, "level": limits.level, "method": str(limits.method),
        "units": limits.units, "error": limits.error, "resamples": limits.resamples, "seed": limits.seed,
        "undefined": limits.undefined, "reason": limits.reason or None, "version": limits.version,
    }  # fmt: skip


def _code_json(code: CodeAgreement) -> dict[str, Any]:
    return {
        "code": code.code, "kappa": statistic_json(code.kappa), "positive": statistic_json(code.positive),
        "negative": statistic_json(negative_agreement(code.table)),
        "prevalence_index": statistic_json(prevalence_index(code.table)),
        "bias_index": statistic_json(bias_index(code.table)),
        "first_share": statistic_json(code.first_share), "second_share": statistic_json(code.second_share),
    }  # fmt: skip


def _event_code_json(code: EventCode) -> dict[str, Any]:
    return {
        "code": code.code, "first": code.first, "second": code.second, "matched": code.matched,
        "missed": code.missed, "extra": code.extra, "f1": statistic_json(code.f1),
        "onset_lag_ms": statistic_json(code.onset.median), "onset_lag_quartiles_ms": code.onset.quartiles,
        "offset_lag_ms": statistic_json(code.offset.median), "offset_lag_quartiles_ms": code.offset.quartiles,
    }  # fmt: skip


def _chance_json(line: ChanceLine) -> dict[str, Any]:
    return {
        "mean": line.mean, "p95": line.p95, "error": line.error, "shifts": line.shifts, "seed": line.seed,
        "undefined": line.undefined, "reason": line.reason or None, "version": line.version,
    }  # fmt: skip


def _gamma_json(found: GammaAgreement) -> dict[str, Any]:
    return {
        "gamma": statistic_json(found.value), "disorder": found.disorder, "by_chance": found.by_chance,
        "error": found.error, "gamma_cat": statistic_json(found.categories),
        "gamma_k": {code: statistic_json(k) for code, k in found.codes}, "place_weight": found.place_weight,
        "code_weight": found.code_weight,
        "shuffles": found.shuffles, "seed": found.seed, "version": found.version,
    }  # fmt: skip
