"""Intervals beside published examples, statsmodels, and limits worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson
from statsmodels.duration.survfunc import SurvfuncRight

from annotator.stats import poisson_interval
from annotator.stats.kaplan_meier import kaplan_meier
from annotator.stats.wilson import wilson_interval

AML = {
    # Miller, R. G. (1981), Survival Analysis, p. 49: weeks in remission of acute myelogenous leukaemia;
    # "+" was still in remission. The values are those that R's survival prints for survfit of its `aml`.
    "maintained": "9 13 13+ 18 23 28+ 31 34 45+ 48 161+",
    "not maintained": "5 5 8 8 12 16+ 23 27 30 33 43 45",
}


def watched(words: str) -> list[tuple[int, bool]]:
    return [(int(w.rstrip("+")), not w.endswith("+")) for w in words.split()]


@pytest.mark.parametrize(
    ("group", "median", "limits"), [("maintained", 31, (18, None)), ("not maintained", 23, (8, None))]
)
def test_medians_of_the_aml_data_as_r_survival_prints_them(
    group: str, median: int, limits: tuple[int, int | None]
) -> None:
    survival = kaplan_meier(watched(AML[group]))
    assert survival.median.value == median
    assert survival.median_limits() == limits


def test_the_curve_of_the_aml_data_as_r_survival_prints_it() -> None:
    """time, n.risk, n.event, survival, lower and upper 95 % CI of summary(survfit(Surv(time, status) ~ x, aml))."""
    printed = [
        (9, 11, 1, 0.909, 0.7541, 1.000), (13, 10, 1, 0.818, 0.6192, 1.000), (18, 8, 1, 0.716, 0.4884, 1.000),
        (23, 7, 1, 0.614, 0.3769, 0.999), (31, 5, 1, 0.491, 0.2549, 0.946), (34, 4, 1, 0.368, 0.1549, 0.875),
        (48, 2, 1, 0.184, 0.0359, 0.944),
    ]  # fmt: skip
    found = []
    for step in kaplan_meier(watched(AML["maintained"])).steps:
        low, high = step.limits() or (math.nan, math.nan)
        found.append(
            (step.time, step.at_risk, step.ended, round(step.survival, 3), round(low, 4), round(high, 3))
        )
    assert found == printed


def test_kaplan_and_meier_as_freireich_published_them() -> None:
    """6-mercaptopurine arm, Freireich et al. (1963), Blood 21: S = .857 .807 .753 .690 .627 .538 .448, median 23 weeks."""
    arm = kaplan_meier(watched("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"))
    assert [round(step.survival, 3) for step in arm.steps] == [
        0.857,
        0.807,
        0.753,
        0.690,
        0.627,
        0.538,
        0.448,
    ]
    assert (arm.n, arm.ended, arm.median.value) == (21, 9, 23)


def test_a_median_that_is_not_reached_says_so_and_so_does_nothing() -> None:
    assert kaplan_meier(watched("5 9+ 9+")).median.reason.startswith("not reached")
    assert kaplan_meier([]).median.reason == "there is nothing whose end could be watched for"
    assert kaplan_meier(watched("1 2 3 4+ 5+ 6+")).median.value == 3  # 5/6 × 4/5 × 3/4 is one half


@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=25).filter(
        lambda w: any(e for _, e in w)
    )
)
def test_kaplan_meier_is_that_of_statsmodels(given: list[tuple[int, bool]]) -> None:
    ours = kaplan_meier(given)
    theirs = SurvfuncRight([t for t, _ in given], [int(end) for _, end in given])
    assert [s.time for s in ours.steps] == list(theirs.surv_times)
    assert [s.survival for s in ours.steps] == pytest.approx(list(theirs.surv_prob))
    for step, se in zip(ours.steps, theirs.surv_prob_se, strict=True):
        if step.spread is not None:
            assert step.survival * math.sqrt(step.spread) == pytest.approx(se)


@pytest.mark.parametrize(("part", "whole", "limits"), [(6, 8, (0.41, 0.93)), (24, 32, (0.58, 0.87))])
def test_wilson_as_in_clinical_practice(part: int, whole: int, limits: tuple[float, float]) -> None:
    assert tuple(round(x, 2) for x in wilson_interval(part, whole) or ()) == limits


@given(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0.9, 0.95, 0.99]),
)
def test_wilson_is_that_of_scipy(share: tuple[int, int], level: float) -> None:
    part, whole = share
    if whole == 0:
        assert wilson_interval(part, whole) is None
        return
    theirs = binomtest(part, whole).proportion_ci(level, method="wilson")
    assert wilson_interval(part, whole, level) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(("count", "limits"), [(6, (0.44, 2.61)), (20, (2.44, 6.18))])
def test_poisson_as_in_clinical_practice(count: int, limits: tuple[float, float]) -> None:
    """Occurrences in five minutes, as a rate a minute."""
    assert tuple(round(x / 5, 2) for x in poisson_interval(count)) == limits


@given(st.integers(1, 200))
def test_poisson_limits_leave_exactly_the_tails(count: int) -> None:
    low, high = poisson_interval(count)
    assert poisson.sf(count - 1, low) == pytest.approx(0.025)
    assert poisson.cdf(count, high) == pytest.approx(0.025)
