"""What follows what, beside published tables, statsmodels and hand counts."""

import numpy as np
import pytest
import statsmodels.api as sm

from annotator.measures.sequence import Transitions, transitions
from tests.builders import coding
from tests.measures.test_kinds import measured

CODES = "abcdef"


def test_runs_are_not_tied_together_and_lags_count_places() -> None:
    """abab | ba: a→b 2, b→a 1 + 1. Two places on: a→a 1, b→b 1."""
    runs = ["abab", "ba"]
    assert transitions(runs, "ab").counts.tolist() == [[0, 2], [2, 0]]
    assert transitions(runs, "ab", lag=2).counts.tolist() == [[1, 0], [0, 1]]
    assert transitions(runs, "ab", lag=9).total == 0


def table(counts: list[list[int]], *, repeats: bool) -> Transitions:
    return Transitions(tuple(CODES[: len(counts)]), np.array(counts), 1, repeats)


def test_a_two_by_two_table_by_hand() -> None:
    """30 10 / 10 30: e = 20; (30 − 20) / √(20 · ½ · ½) = 4.472; Q = (900 − 100) / (900 + 100)."""
    found = table([[30, 10], [10, 30]], repeats=True)
    assert found.expected() == pytest.approx(np.full((2, 2), 20.0))
    assert found.residual(0, 0).value == pytest.approx(10 / 5**0.5)
    assert found.residual(0, 1).value == pytest.approx(-10 / 5**0.5)
    assert (found.yules_q(0, 0).value, found.yules_q(0, 1).value, found.share(0, 1).value) == (
        0.8,
        -0.8,
        0.25,
    )


@pytest.mark.parametrize("repeats", [True, False])
@pytest.mark.parametrize("k", [3, 4, 6])
def test_expected_counts_and_residuals_are_those_of_the_loglinear_model(k: int, *, repeats: bool) -> None:
    """statsmodels: a Poisson model of row and column without the cells that cannot be; residuals by its hat matrix."""
    counts = np.random.default_rng(k).integers(1, 40, (k, k)).tolist()
    if not repeats:
        counts = [[0 if i == j else n for j, n in enumerate(row)] for i, row in enumerate(counts)]
    cells = [(i, j) for i in range(k) for j in range(k) if repeats or i != j]
    design = np.array(
        [[1, *(i == r for r in range(1, k)), *(j == c for c in range(1, k))] for i, j in cells], dtype=float
    )
    fit = sm.GLM([counts[i][j] for i, j in cells], design, family=sm.families.Poisson()).fit()
    found = table(counts, repeats=repeats)
    ours, influence = found.residuals(), fit.get_influence(observed=False)
    assert [found.expected()[i, j] for i, j in cells] == pytest.approx(list(fit.fittedvalues), rel=1e-5)
    theirs = np.asarray(fit.resid_pearson) / np.sqrt(1 - np.asarray(influence.hat_matrix_diag))
    for (i, j), residual, free in zip(cells, theirs, 1 - influence.hat_matrix_diag, strict=True):
        if free > 1e-6:
            assert ours[i][j].value == pytest.approx(residual, rel=1e-4, abs=1e-5)


def test_what_cannot_be_told_says_why() -> None:
    empty = table([[0, 0], [0, 0]], repeats=False)
    assert empty.share(0, 1).reason == "this code is never followed by another"
    assert (
        empty.residual(0, 1).reason
        == "the table says nothing about this pair: too few codes follow one another"
    )
    forced = table(
        [[0, 5], [4, 0]], repeats=False
    )  # of two codes without repeats the one must follow the other
    assert forced.residual(0, 1).value is None
    assert forced.yules_q(0, 1).value is None or forced.yules_q(0, 1).value == 1.0


def test_the_measure_cuts_at_what_could_not_be_seen_and_joins_what_goes_on() -> None:
    """together → apart twice, the second time a mark of together goes on in two parts; nothing over the hidden time."""
    words = "dyad of dyad: 0-5 together, 5-9 apart, 9-12 mending, 12-14 hidden, 14-20 together, 20-25 together, 25-30 apart"
    m = measured(coding(words, (0, 60)), kind="transition", of={"track": "dyad"})
    pairs = {f.key: (f.n, f.of) for f in m.figures if f.part == "pair" and f.n}
    assert pairs == {"together > apart": (2, 2), "apart > mending": (1, 1)}
    assert (m.main.n, len([f for f in m.figures if f.part == "pair"])) == (3, 6)
    pair = m.figure("pair", "together > apart")
    assert pair is not None and pair.moments == ((0, 9_000), (14_000, 30_000))
