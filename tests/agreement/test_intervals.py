"""Intervals: repeatable, from sessions, wide enough, and absent where they would mislead."""

import numpy as np
import pytest

from annotator import __version__
from annotator.agreement import (
    NONE,
    Table,
    block_limits,
    cohen_kappa,
    percent_agreement,
    pool,
    pooled,
    session_jackknife,
    session_limits,
    unit_table,
)
from annotator.agreement.sweep import Sweep
from annotator.stats import Limits

ALIKE = Table(("on", "off"), ((40, 9), (6, 45)))


def sessions(rng, n, spread=0.1):
    """Tables of n sessions, 100 units each, whose coders agree more in some than in others."""
    tables = []
    for _ in range(n):
        p = float(np.clip(rng.normal(0.8, spread), 0.5, 1))
        a, d = rng.binomial(50, p), rng.binomial(50, p)
        tables.append(Table(("on", "off"), ((int(a), 50 - int(a)), (50 - int(d), int(d)))))
    return tables


def test_pooling_sums_tables_and_keeps_undefined_sessions_apart():
    silent = Table(("on", "off", NONE), ((0, 0, 0), (0, 0, 0), (0, 0, 9)))
    found = pool([ALIKE, silent, ALIKE])
    assert found.value == cohen_kappa(pooled([ALIKE, silent, ALIKE]))
    assert [s.value is None for s in found.sessions] == [False, True, False]
    assert (found.median.value, found.median.units) == (cohen_kappa(ALIKE).value, 2)
    assert found.worst.value == cohen_kappa(ALIKE).value
    assert pool([silent]).median.reason == "undefined in every session"
    assert "lowest session" in found._repr_html_()


def test_the_bootstrap_can_be_made_again_and_says_how():
    tables = sessions(np.random.default_rng(3), 14)
    once = session_limits(tables, seed=5, resamples=300)
    assert once == session_limits(tables, seed=5, resamples=300)
    assert once != session_limits(tables, seed=6, resamples=300)
    assert (once.seed, once.resamples, once.units, once.version) == (5, 300, 14, __version__)
    assert once.method == "bootstrap over sessions"


def test_a_few_sessions_have_no_bootstrap_but_a_jackknife():
    tables = sessions(np.random.default_rng(3), 5)
    assert session_limits(tables).reason == "5 are too few for an interval; 8 are needed"
    assert session_jackknife(tables).low < cohen_kappa(pooled(tables)).value < session_jackknife(tables).high
    assert session_jackknife(tables[:2]).reason == "2 are too few for an interval; 3 are needed"


def test_the_jackknife_of_a_mean_is_its_standard_error():
    """Percent agreement of equal sessions is a mean, whose jackknife error is s / √n."""
    tables = sessions(np.random.default_rng(1), 6)
    shares = [table.agreed / table.total for table in tables]
    error = session_jackknife(tables, percent_agreement).error
    assert error == pytest.approx(np.std(shares, ddof=1) / np.sqrt(6))


def test_the_jackknife_of_a_coefficient_ends_where_coefficients_do():
    """Agreed 10, 10 and 4 of 10: 24/30 together, 14/20, 14/20 and 1 without one. The error is √(2/3 · (.1² + .1² +
    .2²)) = .2, and t of 2 degrees of freedom 4.303: .8 ± .861, of which what lies above 1 is cut.
    """
    tables = [unit_table([("x", "x")] * n + [("x", "y")] * (10 - n), ["x", "y"]) for n in (10, 10, 4)]
    found = session_jackknife(tables, percent_agreement)
    assert (found.low, found.high, found.error) == (
        pytest.approx(0.8 - 0.8605, abs=1e-4),
        1,
        pytest.approx(0.2),
    )


def test_sessions_of_one_dyad_are_drawn_together():
    tables = sessions(np.random.default_rng(3), 16)
    dyads = [i // 2 for i in range(16)]
    found = session_limits(tables, dyads=dyads, seed=1, resamples=200)
    merged = [pooled(tables[i : i + 2]) for i in range(0, 16, 2)]
    assert (found.low, found.high) == pytest.approx(
        (lambda f: (f.low, f.high))(session_limits(merged, seed=1, resamples=200))
    )
    assert (found.units, found.method) == (8, "bootstrap over dyads")
    assert session_jackknife(tables, dyads=dyads).method == "jackknife over dyads"


def test_resamples_without_a_value_are_counted():
    """One of eight sessions has the second code: a resample without it uses one code throughout."""
    rest = Table(("on", "off"), ((50, 0), (0, 0)))
    found = session_limits([*[rest] * 7, ALIKE], resamples=400)
    assert 0.25 < found.undefined / found.resamples < 0.45  # (7/8)^8 = .34
    assert session_limits([rest] * 8, resamples=50).reason == "undefined in more than half of the resamples"


def test_blocks_within_a_session_follow_its_length_and_are_labelled():
    bounds = np.arange(0, 600_001, 2_000)
    rng = np.random.default_rng(2)
    first = rng.integers(0, 2, 300)
    second = np.where(rng.random(300) < 0.15, 1 - first, first)
    pieces = Sweep(bounds, first, second)
    found = block_limits(pieces, ("on", "off"), seed=4, resamples=200)
    assert found.method == "moving blocks, within this session only"
    assert found == block_limits(pieces, ("on", "off"), seed=4, resamples=200)
    assert found.low < 0.7 < found.high
    short = Sweep(bounds[:6], first[:5], second[:5])
    assert block_limits(short, ("on", "off")).reason == "the session is shorter than two blocks"


def test_an_interval_is_two_limits_or_a_reason():
    with pytest.raises(ValueError, match="two limits or the reason"):
        Limits(0.1, None, "", 3)
    with pytest.raises(ValueError, match="not finite"):
        Limits(0.1, float("inf"), "", 3)


@pytest.mark.slow
def test_the_bootstrap_over_sessions_covers():
    """In 150 studies of 20 sessions, the 95 % interval holds the true κ in at least 88 %."""
    truth = cohen_kappa(pooled(sessions(np.random.default_rng(0), 20_000))).value
    held = 0
    for seed in range(150):
        found = session_limits(sessions(np.random.default_rng(1_000 + seed), 20), resamples=400)
        held += found.low <= truth <= found.high
    assert held / 150 >= 0.88
