"""Two partners on one ladder, by hand, and correlations beside SciPy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr

from annotator.measures.ladder import Levels, cross_correlation, matching
from annotator.model import Interval


def levels(words: str) -> Levels:
    """``0-10 1, 10-12 ?``: seconds and a rung; ``?`` where the partner could not be seen."""
    found = []
    for part in words.split(","):
        when, rung = part.split()
        onset, offset = (round(float(t) * 1000) for t in when.split("-"))
        found.append((onset, offset, None if rung == "?" else float(rung)))
    return found


INFANT = levels("0-10 1, 10-20 2, 20-30 0, 30-40 ?, 40-50 0, 50-60 3")
ADULT = levels("0-5 1, 5-15 0, 15-25 2, 25-45 0, 45-60 3")


def test_matching_moment_by_moment() -> None:
    """Matched 0–5 (1), 15–20 (2), 25–30 (0), 40–45 (0), 50–60 (3): 30 of 50 s, 30–40 being hidden.

    Mismatches: 5–15, ended by the adult at 15; 20–25, by the adult at 25; 45–50, by the infant at 50.
    """
    found = matching(INFANT, ADULT)
    assert (found.matched_ms, found.seen_ms, found.share.value) == (30_000, 50_000, 0.6)
    assert found.matches == (
        (0, 5_000),
        (15_000, 20_000),
        (25_000, 30_000),
        (40_000, 45_000),
        (50_000, 60_000),
    )
    assert found.mismatches == ((5_000, 15_000, True), (20_000, 25_000, True), (45_000, 50_000, True))
    assert [(r.at, r.led_by) for r in found.reparations] == [
        (15_000, "second"),
        (25_000, "second"),
        (50_000, "first"),
    ]
    assert (found.rate.value, found.rate.units) == (3 * 60 / 50, 3)
    assert (found.median_mismatch.value, found.survival.median.value) == (5_000.0, 5_000.0)
    assert found.led() == {"second": 2, "first": 1}


def test_both_can_change_at_once_and_what_is_lost_from_sight_is_no_way_back() -> None:
    at_once = matching(levels("0-10 0, 10-20 2"), levels("0-10 1, 10-20 2"))
    assert [r.led_by for r in at_once.reparations] == ["both"]
    assert at_once.mismatches == ()  # it began before anybody looked: how long it lasted is not known
    lost = matching(levels("0-10 1, 10-15 0, 15-20 ?, 20-30 1"), levels("0-30 1"))
    assert (lost.reparations, lost.mismatches) == ((), ((10_000, 15_000, False),))
    assert lost.median_mismatch.reason == "they never were out of step"


def test_rungs_near_each_other_can_count_as_one_higher_up() -> None:
    first, second = levels("0-10 2, 10-20 0"), levels("0-10 3, 10-20 1")
    assert matching(first, second).share.value == 0.0
    assert matching(first, second, within=1).share.value == 1.0
    assert matching(first, second, within=1, at_least=1).share.value == 0.5


def test_partners_who_were_never_seen_together_have_no_share() -> None:
    found = matching(levels("0-10 1, 10-20 ?"), levels("0-10 ?, 10-20 1"))
    assert found.share.reason == found.rate.reason == "there is no time in which both could be seen"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-2, 3), min_size=12, max_size=40), st.integers(0, 5), st.data())
def test_correlations_are_those_of_scipy(first: list[int], lag: int, data: st.DataObject) -> None:
    second = data.draw(st.lists(st.integers(-2, 3), min_size=len(first), max_size=len(first)))
    hidden = data.draw(st.sets(st.integers(0, len(first) - 1), max_size=4))
    a: Levels = [(1000 * i, 1000 * i + 1000, None if i in hidden else x) for i, x in enumerate(first)]
    b: Levels = [(1000 * i, 1000 * i + 1000, x) for i, x in enumerate(second)]
    found = {each.lag_ms: each.r for each in cross_correlation(a, b, Interval(0, 1000 * len(first)))}
    pairs = [(first[i], second[i + lag]) for i in range(len(first) - lag) if i not in hidden]
    x, y = np.array(pairs, dtype=float).reshape(-1, 2).T
    ours = found[1000 * lag]
    assert ours.units == len(pairs)
    if len(pairs) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        assert ours.value is None
    else:
        assert ours.value == pytest.approx(pearsonr(x, y).statistic, abs=1e-9)


def test_who_follows_shows_at_a_later_lag_and_stands_out_of_what_shifting_gives() -> None:
    """The adult does what the infant did two seconds before: r = 1 at +2 s, and only there."""
    rungs = [int(x) for x in np.random.default_rng(7).integers(-2, 4, 120)]
    infant: Levels = [(1000 * i, 1000 * i + 1000, x) for i, x in enumerate(rungs)]
    adult: Levels = [(1000 * i + 2000, 1000 * i + 3000, x) for i, x in enumerate(rungs)]
    found = {lag.lag_ms: lag for lag in cross_correlation(infant, adult, Interval(0, 120_000), shifts=500)}
    best = max(found.values(), key=lambda each: each.r.value or 0)
    assert (best.lag_ms, best.r.value) == (2_000, pytest.approx(1.0))
    assert best.by_shift is not None and best.by_shift.high < 0.35


def test_a_lag_longer_than_the_window_has_no_correlation() -> None:
    three: Levels = [(0, 1000, 1), (1000, 2000, 2), (2000, 3000, 1)]
    found = {each.lag_ms: each.r for each in cross_correlation(three, three, Interval(0, 3000))}
    assert (found[5_000].value, found[-5_000].units, found[0].value) == (None, 0, pytest.approx(1.0))
