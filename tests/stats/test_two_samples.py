"""Intervals of differences beside scipy, statsmodels, published examples and many made-up sessions."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep

from annotator.stats.kaplan_meier import kaplan_meier
from annotator.stats.poisson import rate_ratio_interval
from annotator.stats.two_samples import (
    _survivals,
    difference_of_means,
    difference_of_medians,
    difference_of_shares,
    share_limits,
    share_of,
)
from annotator.stats.wilson import newcombe_interval


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 30), st.integers(1, 30))
def test_the_ratio_of_rates_is_scipys_exact_binomial_as_odds(a: int, b: int, s: int, t: int) -> None:
    assume(a + b)
    low, high = rate_ratio_interval(a, s * 1000, b, t * 1000) or (None, None)
    theirs = binomtest(b, a + b).proportion_ci(0.95, "exact")
    assert low == pytest.approx(theirs.low / (1 - theirs.low) * s / t)
    if a == 0:
        assert high is None
    else:
        assert high == pytest.approx(theirs.high / (1 - theirs.high) * s / t)


def test_the_ratio_of_rates_as_clinical_practice_judges_it() -> None:
    """Six to ten in five minutes each is no clear change, six to eighteen is one; of nothing nothing is said."""
    low, high = rate_ratio_interval(6, 300_000, 10, 300_000) or (0, 0)
    assert low < 1 < (high or 0)
    assert (rate_ratio_interval(6, 300_000, 18, 300_000) or (0, 0))[0] > 1
    assert rate_ratio_interval(0, 300_000, 0, 300_000) is None
    assert rate_ratio_interval(3, 0, 3, 300_000) is None


def test_newcombe_as_published() -> None:
    """Newcombe (1998), table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339, 9/10 less 3/10 0.1705 to 0.8090."""
    for after, before, limits in (
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
    ):
        assert tuple(round(x, 4) for x in newcombe_interval(before, after) or ()) == limits
    assert newcombe_interval((0, 0), (3, 4)) is None


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_newcombe_is_that_of_statsmodels(m: int, n: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, m)), data.draw(st.integers(0, n))
    theirs = confint_proportions_2indep(b, n, a, m, compare="diff", method="newcomb")
    assert newcombe_interval((a, m), (b, n)) == pytest.approx(theirs, abs=1e-9)


def test_means_are_welch_as_scipy_has_it() -> None:
    before, after = (
        [900, 1100, 1500, 700, 2000, 1300, 800, 950],
        [2500, 2000, 4100, 1800, 3000, 2600, 2200, 900, 1700],
    )
    theirs = ttest_ind(after, before, equal_var=False).confidence_interval()
    ours = difference_of_means(before, after)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
    assert difference_of_means(before[:7], after).reason == "7 are too few for an interval; 8 are needed"


def test_a_share_of_time_is_that_of_its_cycles_and_its_variance_by_hand() -> None:
    """Half of 8 s: off by 1 − .5·2 = 0, 3 − .5·4 = 1 and 0 − .5·2 = −1; (0 + 1 + 1) · 3 / (2 · 8 · 8) = 6/128."""
    assert share_of([(1, 2), (3, 4), (0, 2)]) == (0.5, 6 / 128)
    limits = share_limits([(9, 10)] * 8)
    assert (limits.low, limits.high) == pytest.approx((0.9, 0.9))


def session(rng: np.random.Generator, on: float, off: float, minutes: float = 5) -> list[tuple[int, int]]:
    """The cycles of a state that comes and goes at random, its lengths exponential."""
    end, t, held = round(minutes * 60_000), 0, rng.random() < on / (on + off)
    spans = []
    while t < end:
        until = min(end, t + round(rng.exponential(on if held else off)) + 1)
        spans += [(t, until)] if held else []
        t, held = until, not held
    onsets = [onset for onset, _ in spans]
    ends = [*onsets[1:], end + onsets[0]] if onsets else []
    return [(offset - onset, to - onset) for (onset, offset), to in zip(spans, ends, strict=True)]


def test_of_visits_alike_at_most_one_in_twelve_seems_another_and_of_others_most_do() -> None:
    """2,000 pairs of five minutes: 40 % of the time against 40 %, then against 75 %."""
    rng = np.random.default_rng(7)
    alike = [
        difference_of_shares(session(rng, 8_000, 12_000), session(rng, 8_000, 12_000)) for _ in range(2_000)
    ]
    told = [found for found in alike if found.low is not None and found.high is not None]
    assert len(told) > 1_900
    assert sum(f.low > 0 or f.high < 0 for f in told) / len(told) < 1 / 12
    other = [
        difference_of_shares(session(rng, 8_000, 12_000), session(rng, 12_000, 4_000)) for _ in range(300)
    ]
    assert sum(f.low is not None and f.low > 0 for f in other) > 250


def test_medians_by_drawing_are_steady_and_leave_out_what_is_not_reached() -> None:
    before = [(t, True) for t in (1000, 1200, 900, 1500, 1100, 1300, 1000, 1250)]
    after = [(t + 2_000, True) for t, _ in before]
    found = difference_of_medians(before, after)
    assert found == difference_of_medians(before, after)
    assert found.low is not None and 1_500 < found.low < 2_000 < (found.high or 0) < 2_500
    spread = np.random.default_rng(0).integers(0, 8, size=(2_000, 8))
    mixed = [(1, True), (2, False), (2, True), (3, True), (4, False), (5, True), (5, True), (9, False)]
    ordered = sorted(mixed, key=lambda each: (each[0], not each[1]))
    again = [kaplan_meier([ordered[i] for i in row]).median.value for row in spread.tolist()]
    assert _survivals(mixed, np.random.default_rng(0)) == again
    censored = [(t, i % 2 == 0) for i, (t, _) in enumerate(after)]
    assert 0 < difference_of_medians(before, censored).undefined < 1_000
    assert difference_of_medians(before[:5], after).reason.startswith("5 are too few")
