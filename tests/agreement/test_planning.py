"""How much to double-code: intervals to expect, against published formulas, a table and simulation."""

import math

import numpy as np
import pytest

from annotator.agreement import Table, cohen_error, cohen_kappa, expected_icc, expected_kappa, least_doubled
from annotator.errors import AnnotatorError


@pytest.mark.parametrize("kappa", [0.2, 0.6, 0.9])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
def test_the_error_of_two_codes_is_that_of_bloch_and_kraemer(kappa: float, share: float) -> None:
    """Bloch & Kraemer (1989), Biometrics 45, 269-287: for equal margins the variance of κ, times n, is
    (1 − κ)·[(1 − κ)(1 − 2κ) + κ(2 − κ) ÷ (2p(1 − p))]."""
    p, left = [share, 1 - share], 1 - kappa
    table = [[p[i] * (kappa * (i == j) + left * p[j]) for j in (0, 1)] for i in (0, 1)]
    formula = left * (left * (1 - 2 * kappa) + kappa * (2 - kappa) / (2 * share * (1 - share)))
    assert cohen_error(table) ** 2 == pytest.approx(formula, rel=1e-9)


def test_an_interval_by_hand() -> None:
    """κ .6, a code half of the time: .4·(.4·(−.2) + .6·1.4 ÷ .5) = .64 for one unit. Ten sessions of 40
    stretches: .64 ÷ 400 = .0016; spread .2² ÷ 10 = .004; √.0056 = .07483, times t(9) = 2.2622: .1693."""
    found = expected_kappa(0.6, [0.5], 10, stretches=40, spread=0.2)
    assert (found.low, found.high) == (pytest.approx(0.4307, abs=1e-4), pytest.approx(0.7693, abs=1e-4))
    assert found.error == pytest.approx(math.sqrt(0.0056), rel=1e-9)


def test_kappas_of_simulated_studies_fall_into_the_expected_interval() -> None:
    """2,000 studies of 20 sessions, 30 stretches each, three codes; κ of sessions varies by .1."""
    rng, shares, kappa = np.random.default_rng(7), np.array([0.5, 0.35, 0.15]), 0.65
    found = []
    for _ in range(2_000):
        cells = np.zeros((3, 3), dtype=int)
        for each in np.clip(rng.normal(kappa, 0.1, 20), 0, 1):
            p = np.outer(shares, shares) * (1 - each) + np.diag(shares) * each
            cells += rng.multinomial(30, p.ravel()).reshape(3, 3)
        value = cohen_kappa(Table(("a", "b", "c"), tuple(tuple(int(n) for n in row) for row in cells))).value
        found.append(value or 0)
    expected = expected_kappa(kappa, list(shares), 20, stretches=30, spread=0.1)
    assert np.std(found) == pytest.approx(expected.error, rel=0.08)
    assert expected.low is not None and expected.high is not None
    # t of 19 instead of the normal curve: a little more than 95 %.
    assert 0.94 < np.mean([expected.low < value < expected.high for value in found]) < 0.985


@pytest.mark.parametrize(
    ("icc", "n", "low", "high"),
    [
        (0.7, 10, 0.17, 0.92), (0.7, 50, 0.53, 0.82), (0.8, 10, 0.38, 0.95), (0.8, 20, 0.56, 0.92),
        (0.8, 100, 0.72, 0.86), (0.9, 15, 0.73, 0.97), (0.9, 30, 0.80, 0.95),
    ],
)  # fmt: skip
def test_icc_by_hand(icc: float, n: int, low: float, high: float) -> None:
    """McGraw & Wong (1996), table 7, for two coders: F = (1 + ICC) ÷ (1 − ICC), over and times F(.975; n − 1,
    n − 1), then (F − 1) ÷ (F + 1). For .8 and 10: 9 ÷ 4.026 = 2.2355 and 36.23: .382 and .946."""
    found = expected_icc(icc, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.0051), pytest.approx(high, abs=0.0051))


def test_rarer_codes_and_fewer_sessions_make_it_wider() -> None:
    def width(share: float, n: int) -> float:
        found = expected_kappa(0.7, [share], n)
        return (found.high or 0) - (found.low or 0)

    assert width(0.05, 20) > width(0.2, 20) > width(0.5, 20)
    assert width(0.2, 10) > width(0.2, 20) > width(0.2, 50)
    # More sessions, not more stretches: the spread between sessions stays.
    many = expected_kappa(0.7, [0.2], 10, stretches=10_000)
    assert (many.error or 0) > 0.1 / math.sqrt(10) * 0.999


def test_what_is_undefined_and_what_is_refused() -> None:
    assert expected_kappa(0.7, [0.2], 1).reason == expected_icc(0.7, 1).reason != ""
    for kappa, shares in ((1.0, [0.5]), (0.5, []), (0.5, [0.5, 0.2]), (0.5, [0.0, 1.0])):
        with pytest.raises(AnnotatorError):
            expected_kappa(kappa, shares, 10)
    with pytest.raises(AnnotatorError):
        expected_icc(1.0, 10)
    assert [least_doubled(n) for n in (3, 60, 100)] == [3, 15, 20]
    assert least_doubled(100, ratings=True) == 30
