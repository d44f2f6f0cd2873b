"""Measures of two partners at once: both on one ladder, and two voices in turn."""

from collections.abc import Iterator, Sequence

from annotator.measures.chance import NO_TIME
from annotator.measures.counting import MINUTE
from annotator.measures.drawn import Shares, seen_whole
from annotator.measures.figures import Declared, Figure, Measured
from annotator.measures.ladder import (
    NO_MISMATCH,
    Lag,
    Levels,
    Matching,
    cross_correlation,
    matching,
    on_ladder,
)
from annotator.measures.sources import Sources
from annotator.measures.turns import NO_TURN, Turns, sounds, turns
from annotator.stats import Lane, Statistic, length, poisson_interval, ratio, union
from annotator.stats.wilson import wilson_interval

STEP_MS, LAGS = 1_000, 5
TURN_MS = (-1_000, 2_000)


def ladder(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Time on one rung ÷ time in which both have one; mismatch and the way back; who follows whom.

    Beside the share: reparations a minute, the median length of mismatches that a match ended, whose change
    made the match, and Pearson's r of the rungs at each lag, above 0 with the second partner so much later.
    With shifts the middle 95 % of r over shifts of the second partner stands beside each lag.
    """
    near = measure.more.get("matched") or {}
    for first, second in _pairs(measure, sources):
        a, b = (
            on_ladder(sources.seen, lane, of["rungs"])
            for lane, of in ((first, measure.of), (second, measure.over))
        )
        found = matching(a, b, near.get("within", 0), near.get("at_least"))
        figures = (*_matched(found), *_led(found, (first, second)), *_lags(measure, sources, a, b))
        yield Measured(measure, _named(first, second), figures)


def _pairs(measure: Declared, sources: Sources) -> Iterator[tuple[Lane, Lane]]:
    for second in sources.seen.of_track(measure.over["track"]):
        for first in sources.seen.of_track(measure.of["track"]):
            yield first, second


def _named(first: Lane, second: Lane) -> str:
    return ", ".join(dict.fromkeys((first.subject, second.subject)))


def _matched(found: Matching) -> Iterator[Figure]:
    n = len(found.reparations)
    shares = Shares(list(found.matches), list(found.seen))
    yield Figure(
        "share", found.share, found.matched_ms, found.seen_ms, "ms", None, found.matches, drawn=shares
    )
    back = tuple((each.onset, each.at) for each in found.reparations)
    interval = _per_minute(n, found.seen_ms)
    yield Figure("per_minute", found.rate, n, found.seen_ms, "ms", interval, back, "reparation")
    ended = tuple((onset, offset) for onset, offset, tied in found.mismatches if tied)
    of = len(found.mismatches)
    yield Figure("ms", found.median_mismatch, len(ended), of, "mismatches", None, ended, "mismatch")


def _per_minute(n: int, ms: int) -> tuple[float, float] | None:
    low, high = poisson_interval(n)
    return (low * MINUTE / ms, high * MINUTE / ms) if ms else None


def _led(found: Matching, partners: tuple[Lane, Lane]) -> Iterator[Figure]:
    """Of the reparations those that one partner's change made, the other's, or both at once."""
    of, led = len(found.reparations), found.led()
    for who, key in (("first", partners[0].subject), ("second", partners[1].subject), ("both", "both")):
        n = led.get(who, 0)
        at = tuple((r.onset, r.at) for r in found.reparations if r.led_by == who)
        interval = wilson_interval(n, of) if of else None
        yield Figure("share", ratio(n, of, NO_MISMATCH), n, of, "reparations", interval, at, "led", key)


def _lags(measure: Declared, sources: Sources, a: Levels, b: Levels) -> Iterator[Figure]:
    step, lags = measure.more.get("step_ms", STEP_MS), measure.more.get("lags", LAGS)
    found: Sequence[Lag] = cross_correlation(
        a, b, sources.seen.window, step_ms=step, lags=lags, shifts=sources.shifts, seed=sources.seed
    )
    for lag in found:
        yield Figure("coefficient", lag.r, lag.r.units, None, "units", None, (), "lag", str(lag.lag_ms))
    for lag in found:
        if lag.by_shift is not None:
            yield Figure(
                "coefficient", Statistic(lag.by_shift.mean, lag.r.units), sources.shifts, None, "",
                (lag.by_shift.low, lag.by_shift.high), (), "lag_by_shift", str(lag.lag_ms),
            )  # fmt: skip


def turn_taking(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Turns per minute in which both voices can be judged, with the exact Poisson interval.

    Beside it the same for the other windows, the median gap (of all turns and by who takes them), the longest
    chain, and the time of both voices ÷ the time of any.
    """
    low, high = measure.more.get("window_ms") or TURN_MS
    for first, second in _pairs(measure, sources):
        voices = [
            sounds(sources.seen, lane, of.get("codes") or _audible(lane))
            for lane, of in ((first, measure.of), (second, measure.over))
        ]
        hidden = union((*sources.seen.marked(first).spans, *sources.seen.marked(second).spans))
        ms = sources.seen.window.duration - length(hidden)
        found = turns(voices[0], voices[1], low, high)
        figures = [_rate(found, ms)]
        for other in measure.more.get("sensitivity_windows_ms") or ():
            figures.append(_rate(turns(voices[0], voices[1], low, other), ms, "window", str(other)))
        figures += _gaps(found, (first, second))
        figures += _chain(found)
        yield Measured(measure, _named(first, second), tuple(figures))


def _audible(lane: Lane) -> list[str]:
    return [code.id for code in lane.track.codes if code.id not in lane.missing_codes]


def _rate(found: Turns, ms: int, part: str = "", key: str = "") -> Figure:
    n = len(found.turns)
    at = tuple((turn.after[0], max(turn.after[1], turn.sound[1])) for turn in found.turns)
    return Figure(
        "per_minute", ratio(n * MINUTE, ms, NO_TIME, n), n, ms, "ms", _per_minute(n, ms), at, part, key
    )


def _gaps(found: Turns, voices: tuple[Lane, Lane]) -> Iterator[Figure]:
    for by, key in ((None, ""), ("first", voices[0].subject), ("second", voices[1].subject)):
        taken = [turn for turn in found.turns if by in (None, turn.by)]
        at = tuple((turn.after[0], turn.sound[1]) for turn in taken)
        drawn = seen_whole([turn.gap for turn in taken], "median")
        yield Figure("ms", found.gap(by), len(taken), None, "turns", None, at, "gap", key, drawn)


def _chain(found: Turns) -> Iterator[Figure]:
    longest = found.longest
    n = longest.turns if longest is not None else 0
    value = Statistic(float(n), n) if longest is not None else Statistic(None, 0, NO_TURN)
    at = ((longest.onset, longest.offset),) if longest is not None else ()
    yield Figure("count", value, n, len(found.turns), "turns", None, at, "chain")
    yield Figure("share", found.overlap, found.both_ms, found.any_ms, "ms", None, (), "overlap")
