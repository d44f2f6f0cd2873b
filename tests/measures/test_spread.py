"""Intervals of single numbers beside scipy, and what they rest on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, bootstrap, t

from annotator.measures.drawn import Shares, Times, seen_whole
from annotator.measures.figures import Figure
from annotator.measures.spread import limits_of, median_limits
from annotator.stats import Statistic


def of(drawn: Times | Shares, value: float = 1.0) -> Figure:
    return Figure("ms", Statistic(value, 1), 1, drawn=drawn)


@given(st.integers(1, 60))
def test_the_median_lies_between_ranks_that_leave_at_most_the_tails(n: int) -> None:
    found = median_limits(list(range(1, n + 1)))
    if found is None:
        assert binom.cdf(0, n, 0.5) > 0.025
        return
    low, high = (int(limit or 0) for limit in found)
    assert (binom.cdf(low - 1, n, 0.5) <= 0.025, binom.cdf(low, n, 0.5) > 0.025) == (True, True)
    assert high == n + 1 - low


def test_means_go_by_t_as_scipy_has_it() -> None:
    lengths = [900, 1100, 1500, 700, 2000, 1300, 800, 950]
    sem = np.std(lengths, ddof=1) / np.sqrt(8)
    assert limits_of(of(seen_whole(lengths, "mean"))) == pytest.approx(
        t.interval(0.95, 7, np.mean(lengths), sem)
    )


def test_a_share_of_time_about_as_a_bootstrap_of_its_cycles_has_it() -> None:
    """Forty cycles of known lengths; scipy draws them 4,000 times."""
    rng = np.random.default_rng(2)
    on, off = (rng.integers(1_000, 9_000, 40), rng.integers(1_000, 9_000, 40))
    ends = np.cumsum(on + off)
    held = [(int(e - a - b), int(e - b)) for e, a, b in zip(ends, on, off, strict=True)]
    found = limits_of(of(Shares(held, [(0, int(ends[-1]))])))
    theirs = bootstrap(
        (on, off),
        lambda a, b: a.sum() / (a.sum() + b.sum()),
        paired=True,
        vectorized=False,
        n_resamples=4_000,
        rng=3,
    ).confidence_interval
    assert found == pytest.approx((theirs.low, theirs.high), abs=0.012)


def test_what_was_not_seen_to_its_end_and_too_few_have_none() -> None:
    assert limits_of(of(Times(((1_000, False),) * 12, "median"))) is None
    assert limits_of(of(seen_whole([1, 2, 3, 4, 5], "median"))) is None
    assert limits_of(of(seen_whole([1] * 7, "mean"))) is None
    assert limits_of(Figure("ms", Statistic(None, 0, "none"), 0)) is None
    assert limits_of(Figure("share", Statistic(0.5, 4), 2, 4, "cues", (0.2, 0.8))) == (0.2, 0.8)
