"""Coefficients beside the literature and beside what independent programs gave for the same data.

Recorded: irrCAC 0.4.4 (Python), 29 November 2026, which rounds to five places. R irr 0.84.1 and R
irrCAC 1.0 gave the values for the literature's tables that their manuals print.
"""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import SquareTable
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from annotator.agreement import (
    brennan_prediger,
    cohen_kappa,
    cohen_limits,
    conger_kappa,
    fleiss_code_kappas,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    kappa_max,
    many_ac,
    many_brennan_prediger,
    observer_accuracy,
    ratings,
    scott_pi,
    stuart_maxwell,
    unit_limits,
    weighted_kappa,
)
from tests.published.tables import (
    BALANCED,
    COHEN_1960,
    FLEISS_1971,
    KRIPPENDORFF,
    SKEWED,
    THREE_STEPS,
    VISION,
)

PSYCHIATRISTS = ratings([[str(k) for k, n in enumerate(row) for _ in range(n)] for row in FLEISS_1971])
OBSERVERS = ratings([[None if v is None else str(v) for v in unit] for unit in KRIPPENDORFF])
FIVE = {"abs": 5.1e-6}

TWO_CODERS = [
    (COHEN_1960, scott_pi, 0.48718), (COHEN_1960, gwet_ac1, 0.57597), (COHEN_1960, brennan_prediger, 0.55),
    (THREE_STEPS, scott_pi, 0.64617), (THREE_STEPS, gwet_ac1, 0.65189), (THREE_STEPS, cohen_kappa, 0.64706),
]  # fmt: skip


@pytest.mark.parametrize(("table", "coefficient", "recorded"), TWO_CODERS)
def test_coefficients_of_two_coders_are_those_of_irrcac(table, coefficient, recorded):
    assert coefficient(table).value == pytest.approx(recorded, **FIVE)


@pytest.mark.parametrize(
    ("table", "weights", "kappa", "ac2"),
    [
        (THREE_STEPS, "linear", 0.72513, 0.74101), (THREE_STEPS, "quadratic", 0.80944, 0.82871),
        (COHEN_1960, "linear", 0.47368, 0.60976), (COHEN_1960, "quadratic", 0.45455, 0.63855),
    ],
)  # fmt: skip
def test_weighted_coefficients_are_those_of_irrcac_and_statsmodels(table, weights, kappa, ac2):
    assert weighted_kappa(table, weights).value == pytest.approx(kappa, **FIVE)
    assert gwet_ac2(table, weights).value == pytest.approx(ac2, **FIVE)
    peer = cohens_kappa(np.array(table.cells), wt={"linear": "linear", "quadratic": "quadratic"}[weights])
    assert weighted_kappa(table, weights).value == pytest.approx(float(peer.kappa), abs=1e-12)


@pytest.mark.parametrize("table", [COHEN_1960, BALANCED, SKEWED, VISION, THREE_STEPS])
def test_the_analytic_interval_and_the_highest_kappa_are_those_of_statsmodels(table):
    ours, peer = cohen_limits(table), cohens_kappa(np.array(table.cells))
    assert ours.error == pytest.approx(float(peer.std_kappa), abs=1e-12)
    assert (ours.low, ours.high) == pytest.approx((float(peer.kappa_low), float(peer.kappa_upp)), abs=1e-9)
    assert kappa_max(table).value == pytest.approx(float(peer.kappa_max), abs=1e-12)


def test_the_highest_kappa_that_cohen_gives_for_his_table():
    """Cohen (1960), p. 43: κ_M = .83."""
    assert kappa_max(COHEN_1960).value == pytest.approx(0.83, abs=0.005)


def test_fleiss_kappa_of_fleiss_1971():
    """Fleiss (1971): κ = .430; per diagnosis .245, .245, .520, .471, .566 in the order of his table."""
    assert fleiss_kappa(PSYCHIATRISTS).value == pytest.approx(0.430, abs=5e-4)
    assert fleiss_kappa(PSYCHIATRISTS).value == pytest.approx(
        statsmodels_fleiss(np.array(FLEISS_1971)), abs=1e-12
    )
    per_code = [statistic.value for statistic in fleiss_code_kappas(PSYCHIATRISTS).values()]
    assert per_code == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=5e-4)


def test_conger_kappa_of_fleiss_1971():
    """Conger (1980) and irr 0.84.1 (kappam.fleiss, exact): .442; the order of the raters is the table's."""
    assert conger_kappa(PSYCHIATRISTS).value == pytest.approx(0.442, abs=5e-4)


@pytest.mark.parametrize(
    ("found", "weights", "fleiss", "conger", "gwet", "uniform"),
    [
        (PSYCHIATRISTS, "identity", 0.43024, 0.44181, 0.44788, 0.44444),
        (PSYCHIATRISTS, "linear", 0.32794, 0.3569, 0.38547, 0.3625),
        (PSYCHIATRISTS, "quadratic", 0.28407, 0.32585, 0.38023, 0.33389),
        (OBSERVERS, "identity", 0.76117, 0.76207, 0.77544, 0.77273),
        (OBSERVERS, "linear", 0.81794, 0.81314, 0.85874, 0.84848),
        (OBSERVERS, "quadratic", 0.86494, 0.85717, 0.914, 0.90152),
    ],
)
def test_coefficients_of_many_coders_with_gaps_are_those_of_irrcac(
    found, weights, fleiss, conger, gwet, uniform
):
    assert fleiss_kappa(found, weights).value == pytest.approx(fleiss, **FIVE)
    assert conger_kappa(found, weights).value == pytest.approx(conger, **FIVE)
    assert many_ac(found, weights).value == pytest.approx(gwet, **FIVE)
    assert many_brennan_prediger(found, weights).value == pytest.approx(uniform, **FIVE)


@pytest.mark.parametrize(
    ("found", "chance", "weights", "error"),
    [
        (PSYCHIATRISTS, "common", "identity", 0.0542), (PSYCHIATRISTS, "hard units", "identity", 0.05566),
        (PSYCHIATRISTS, "uniform", "identity", 0.05512), (PSYCHIATRISTS, "common", "quadratic", 0.11118),
        (OBSERVERS, "common", "identity", 0.15302), (OBSERVERS, "hard units", "linear", 0.11733),
        (OBSERVERS, "uniform", "quadratic", 0.11089), (PSYCHIATRISTS, "own", "identity", 0.05079441),
        (PSYCHIATRISTS, "own", "linear", 0.07077174), (PSYCHIATRISTS, "own", "quadratic", 0.09557765),
        (OBSERVERS, "own", "identity", 0.1501088), (OBSERVERS, "own", "linear", 0.1458682),
        (OBSERVERS, "own", "quadratic", 0.14436079),
    ],
)  # fmt: skip
def test_errors_over_independent_units_are_those_of_irrcac(found, chance, weights, error):
    assert unit_limits(found, chance, weights).error == pytest.approx(error, **FIVE)


def test_margins_of_the_vision_data():
    """Stuart (1955): χ² = 11.96 with 3 degrees of freedom; statsmodels gives the same p."""
    ours = stuart_maxwell(VISION)
    peer = SquareTable(np.array(VISION.cells), shift_zeros=False).homogeneity(method="stuart_maxwell")
    assert (ours.df, ours.chi2) == (3, pytest.approx(11.96, abs=5e-3))
    assert (ours.chi2, ours.p) == pytest.approx((float(peer.statistic), float(peer.pvalue)), abs=1e-10)


@pytest.mark.parametrize("table", [BALANCED, SKEWED])
def test_the_same_percent_agreement_is_the_same_accuracy_whatever_the_base_rates(table):
    """p_o = .85 with two codes: p² + (1 − p)² = .85, so p = (1 + √.7) / 2 = .9183."""
    assert observer_accuracy(table).value == pytest.approx(0.9183, abs=5e-5)


def test_the_error_of_congers_kappa_for_two_coders_is_that_of_cohens():
    """Fleiss, Cohen & Everitt (1969) have the same variance but for n − 1 in place of n."""
    for table in (COHEN_1960, BALANCED, SKEWED, THREE_STEPS):
        units = [
            (a, b)
            for i, a in enumerate(table.codes)
            for j, b in enumerate(table.codes)
            for _ in range(table.cells[i][j])
        ]
        ours, n = unit_limits(ratings(units), "own"), table.total
        assert ours.error == pytest.approx(cohen_limits(table).error * (n / (n - 1)) ** 0.5, rel=1e-9)


def test_the_error_of_congers_kappa_is_that_of_leaving_out_one_unit_at_a_time():
    """240 units of five coders with own base rates and gaps: the jackknife knows nothing of the formula."""
    rng = np.random.default_rng(5)
    true = rng.integers(3, size=240)
    leaning = rng.dirichlet([1, 1, 1], size=5)
    given = [
        [
            None
            if rng.random() < 0.2
            else "abc"[t if rng.random() < 0.7 else rng.choice(3, p=leaning[coder])]
            for coder in range(5)
        ]
        for t in true
    ]
    found = ratings(given)
    without = [
        conger_kappa(ratings(given[:i] + given[i + 1 :], found.codes)).value for i in range(len(given))
    ]
    n = len(without)
    jackknifed = ((n - 1) / n * np.sum((np.array(without) - np.mean(without)) ** 2)) ** 0.5
    assert unit_limits(found, "own").error == pytest.approx(jackknifed, rel=0.02)
