"""Ratings beside Shrout and Fleiss, Bland and Altman, pingouin 0.7.0 and statsmodels.

pingouin's values were recorded on 29 November 2026; its intervals are rounded to two places.
"""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import linregress

from annotator.agreement import (
    accuracy_chart,
    bland_altman,
    ewma_chart,
    individuals_chart,
    intraclass,
    intraclass_by_reml,
    measurement_error,
    rating_agreement,
    reml_limits,
)

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Shrout, P. E., & Fleiss, J. L. (1979). Psychological Bulletin, 86, 420-428, table 2."""

WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
"""Peak flow by two meters: Bland, J. M., & Altman, D. G. (1986). Lancet, 327, 307-310, table 1."""

PINGOUIN = {
    "ICC(1)": (0.1657417684054755, 1.7946784922394683, 18, 0.16476880834463953, (-0.13, 0.72)),
    "ICC(A,1)": (0.28976377952755916, 11.027247956403299, 15, 0.000134566516484335, (0.02, 0.76)),
    "ICC(C,1)": (0.7148407148407154, 11.027247956403299, 15, 0.000134566516484335, (0.34, 0.95)),
    "ICC(k)": (0.44279713367926876, 1.7946784922394683, 18, 0.16476880834463953, (-0.88, 0.91)),
    "ICC(A,k)": (0.6200505475989893, 11.027247956403299, 15, 0.000134566516484335, (0.07, 0.93)),
    "ICC(C,k)": (0.9093155423770697, 11.027247956403299, 15, 0.000134566516484335, (0.68, 0.99)),
}


@pytest.mark.parametrize("form", PINGOUIN)
def test_intraclass_correlations_are_those_of_pingouin(form):
    found, (value, f, df2, p, limits) = intraclass(SHROUT_FLEISS)[form], PINGOUIN[form]
    assert (found.value.value, found.f, found.p) == pytest.approx((value, f, p), rel=1e-9)
    assert (found.df1, found.df2) == (5, df2)
    assert (found.limits.low, found.limits.high) == pytest.approx(limits, abs=0.0051)


def test_intraclass_correlations_of_shrout_and_fleiss():
    """Printed: .17 .29 .71 .44 .62 .91; the interval of ICC(A,1) is [.019, .761] in psych and irr."""
    found = intraclass(SHROUT_FLEISS)
    forms = ("ICC(1)", "ICC(A,1)", "ICC(C,1)", "ICC(k)", "ICC(A,k)", "ICC(C,k)")
    assert [round(found[form].value.value, 2) for form in forms] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    limits = found["ICC(A,1)"].limits
    assert (round(limits.low, 3), round(limits.high, 3)) == (0.019, 0.761)


def test_intraclass_correlations_are_undefined_for_a_reason():
    assert intraclass([[1, 2]])["ICC(A,1)"].value.reason == "fewer than two targets or coders"
    assert intraclass([[3, 3], [3, 3]])["ICC(C,1)"].value.reason == "all ratings are the same"
    exact = intraclass([[1, 1], [5, 5], [3, 3]])["ICC(A,1)"]
    assert (exact.value.value, exact.f, exact.limits.reason) == (
        1,
        None,
        "the coders agree exactly, so F has no value",
    )
    crossed = intraclass([[1, 2], [2, 1]])
    assert (crossed["ICC(C,1)"].value.value, crossed["ICC(C,k)"].value.reason) == (
        -1,
        "all targets have the same mean",
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(1, 9)] * 3), min_size=3, max_size=8),
    st.integers(2, 5),
    st.integers(-9, 9),
)
def test_consistency_forgives_a_lenient_coder_and_agreement_does_not_care_for_the_scale(scores, times, plus):
    found = intraclass(scores)
    if found["ICC(A,1)"].value.value is None or found["ICC(C,1)"].f is None:
        return
    lenient = intraclass([(a + 3, b, c) for a, b, c in scores])
    moved = intraclass([tuple(times * x + plus for x in row) for row in scores])
    turned = intraclass([row[::-1] for row in scores[::-1]])
    if lenient["ICC(C,1)"].value.value is not None:
        assert lenient["ICC(C,1)"].value.value == pytest.approx(found["ICC(C,1)"].value.value)
    for form in found:
        assert moved[form].value.value == pytest.approx(found[form].value.value, abs=1e-9)
        assert turned[form].value.value == pytest.approx(found[form].value.value, abs=1e-9)


def long(scores):
    return [(t, c, float(x)) for t, row in enumerate(scores) for c, x in enumerate(row) if x is not None]


def test_restricted_likelihood_on_complete_ratings_is_the_analysis_of_variance():
    """σ²_t = (MSR − MSE) / 4, σ²_c = (MSC − MSE) / 6, σ² = MSE, as all are positive here."""
    found, exact = intraclass_by_reml(long(SHROUT_FLEISS)), intraclass(SHROUT_FLEISS)
    assert found.agreement.value == pytest.approx(exact["ICC(A,1)"].value.value, abs=1e-5)
    assert found.consistency.value == pytest.approx(exact["ICC(C,1)"].value.value, abs=1e-5)
    assert found.sem.value == pytest.approx(measurement_error(SHROUT_FLEISS).value, abs=1e-4)


def test_restricted_likelihood_on_incomplete_ratings_is_that_of_statsmodels():
    rng = np.random.default_rng(11)
    true, lenience = rng.normal(5, 1.5, 14), rng.normal(0, 0.7, 4)
    rated = [
        (t, c, true[t] + lenience[c] + rng.normal(0, 0.8))
        for t in range(14)
        for c in range(4)
        if (t + c) % 4 < 2
    ]
    frame = pd.DataFrame(rated, columns=["target", "coder", "score"])
    frame["all"] = 1
    model = smf.mixedlm(
        "score ~ 1", frame, groups="all", re_formula="0",
        vc_formula={"target": "0 + C(target)", "coder": "0 + C(coder)"},
    )  # fmt: skip
    fit = model.fit(reml=True, method="lbfgs")
    peer = dict(zip(model.exog_vc.names, fit.vcomp, strict=True))
    found = intraclass_by_reml(rated)
    assert (found.target, found.coder, found.error) == pytest.approx(
        (peer["target"], peer["coder"], fit.scale), rel=2e-3
    )


def test_variance_components_need_double_coded_targets():
    assert (
        intraclass_by_reml([(0, 0, 1.0), (1, 1, 2.0), (2, 0, 3.0)]).agreement.reason
        == "too few targets were rated by two coders"
    )
    assert intraclass_by_reml(long([[3, 3], [3, 3]])).sem.reason == "all ratings are the same"


def test_the_interval_of_incomplete_ratings_comes_from_drawing_targets():
    rated = long([*SHROUT_FLEISS, [5, None, 4, 6], [9, 6, None, 9], [3, 1, 1, None]])
    found = reml_limits(rated, seed=1, resamples=20)
    assert reml_limits(rated, seed=1, resamples=4) == reml_limits(rated, seed=1, resamples=4)
    assert found.low < intraclass_by_reml(rated).agreement.value < found.high
    assert (found.method, found.units) == ("bootstrap over targets", 9)


def test_limits_of_agreement_of_peak_flow():
    """Bland and Altman (1986): mean difference −2.1, SD 38.8, limits −79.7 and 75.5 (by two SD in the paper); interval of
    the bias −22.0 to 17.8. The slope is that of scipy's regression of difference on mean."""
    found = bland_altman(WRIGHT, MINI)
    assert (found.bias.value, found.sd.value) == pytest.approx((-2.1, 38.8), abs=0.05)
    assert (found.bias_limits.low, found.bias_limits.high) == pytest.approx((-22.0, 17.8), abs=0.1)
    assert (found.low.value, found.high.value) == pytest.approx(
        (-2.118 - 1.96 * 38.765, -2.118 + 1.96 * 38.765), abs=0.01
    )
    assert found.low_limits.error == pytest.approx(math.sqrt(3 * found.sd.value**2 / 17))
    a, b = np.array(WRIGHT), np.array(MINI)
    peer = linregress((a + b) / 2, a - b)
    assert (found.slope.value, found.slope_limits.error, found.slope_p) == pytest.approx(
        (peer.slope, peer.stderr, peer.pvalue)
    )
    assert "lower limit" in found._repr_html_()


def test_ratios_of_durations():
    """The second coder always sees 20 % more: every ratio is 1 / 1.2."""
    found = bland_altman([100, 500, 2_000], [120, 600, 2_400], as_ratio=True)
    assert (found.bias.value, found.low.value) == pytest.approx((1 / 1.2, 1 / 1.2))
    assert (
        bland_altman([0, 1, 2], [1, 1, 2], as_ratio=True).bias.reason == "logarithms need values above zero"
    )
    assert bland_altman([1, 2], [1, 2]).bias.reason == "2 are too few for an interval; 3 are needed"
    assert bland_altman([1, 2, 3], [3, 2, 1]).slope.reason == "all pairs have the same mean"


def test_exact_and_near_agreement_count_pairs_that_exist():
    scores = [(5, 5, 6), (1, None, 3), (None, None, 4)]
    assert (rating_agreement(scores).value, rating_agreement(scores).units) == (1 / 4, 4)
    assert rating_agreement(scores, within=1).value == 3 / 4
    assert rating_agreement([(1, None)]).reason == "no unit was coded by two coders"


def test_the_chart_of_weighted_means_by_hand():
    """Mean 10, s = √(8 / 7) over the first eight; z_9 = .2 · 5 + .8 · z_8, and the limit 10 − 2.6 s √(.2 / 1.8 (1 − .8^18))."""
    points = [9, 11, 9, 11, 9, 11, 9, 11, 5, 5]
    chart = ewma_chart(points)
    z = 10.0
    for x in points[:9]:
        z = 0.2 * x + 0.8 * z
    assert chart.values[8] == pytest.approx(z)
    assert chart.lower[8] == pytest.approx(10 - 2.6 * math.sqrt(8 / 7 * 0.2 / 1.8 * (1 - 0.8**18)))
    assert chart.signals == (8, 9)
    assert ewma_chart([2 * 10 - x for x in points]).signals == ()
    assert ewma_chart([2 * 10 - x for x in points], side="above").signals == (8, 9)


def test_sessions_own_errors_widen_a_chart_that_is_too_quiet():
    points = [10, 10.1] * 4 + [9.5] * 3
    assert ewma_chart(points).signals
    assert not ewma_chart(points, errors=[1.0] * 11).signals


def test_the_individuals_chart_by_hand_and_too_few_sessions():
    """Moving ranges of 9 11 9 11 … are all 2: 10 ± 2.66 · 2."""
    chart = individuals_chart([9, 11] * 4 + [4.6, 4.7])
    assert (chart.centre, chart.lower[0], chart.upper[0], chart.signals) == (10, 10 - 5.32, 10 + 5.32, (8,))
    assert (
        individuals_chart([1, 2, 3]).reason
        == ewma_chart([1, 2, 3]).reason
        == "3 are too few for an interval; 8 are needed"
    )


@pytest.mark.slow
def test_a_quiet_coder_rarely_signals_and_a_worse_one_soon_does():
    """With centre and spread known well (2,000 sessions), a false alarm comes after hundreds of sessions and a fall of two
    standard deviations is seen within five on average."""
    rng = np.random.default_rng(5)
    base = rng.normal(0, 1, 2_000)
    first = []
    for _ in range(100):
        chart = ewma_chart([*base, *rng.normal(-2, 1, 30)], baseline=2_000)
        first.append(min(s for s in chart.signals if s >= 2_000) - 1_999)
    assert np.mean(first) < 5
    assert len(ewma_chart([*base, *rng.normal(0, 1, 3_000)], baseline=2_000).signals) < 60


def test_accuracies_are_charted_on_the_logit_scale_by_hand():
    """Logits a bit above and below 2 (p = .881); after eight, one of 0 (p = .5).

    μ = 2, s² = 8 · .25 / 7 = 2/7; z_9 = .8 · z_8 + .2 · 0, and σ_z of the ninth is s · √(1/9 · (1 − .8^18)).
    """
    logits = [2.5, 1.5] * 4 + [0.0]
    shares = [1 / (1 + np.exp(-x)) for x in logits]
    chart = accuracy_chart(shares)
    z = 2.0
    for x in logits:
        z = 0.8 * z + 0.2 * x
    away = 2.6 * np.sqrt(2 / 7 / 9 * (1 - 0.8**18))
    assert chart.centre == pytest.approx(1 / (1 + np.exp(-2)))
    assert chart.values[-1] == pytest.approx(1 / (1 + np.exp(-z)))
    assert (chart.lower[-1], chart.upper[-1]) == pytest.approx(
        (1 / (1 + np.exp(away - 2)), 1 / (1 + np.exp(-away - 2)))
    )
    assert chart.centre - chart.lower[-1] > chart.upper[-1] - chart.centre


def test_limits_of_an_accuracy_never_leave_the_scale_where_plain_ones_do():
    shares = [0.99, 1.0, 0.97, 1.0, 0.98, 1.0, 0.93, 1.0, 0.99, 0.7, 0.7]
    plain, chart = ewma_chart(shares, side="both"), accuracy_chart(shares, side="both")
    assert max(plain.upper) > 1 > max(chart.upper)
    assert min(chart.lower) > 0
    assert 10 in chart.signals
    assert accuracy_chart(shares, errors=[0.05] * 11).signals == ()
    assert accuracy_chart(shares[:5]).reason == ewma_chart(shares[:5]).reason != ""
    with pytest.raises(ValueError, match="between 0 and 1"):
        accuracy_chart([1.2])
