"""γ beside pygamma-agreement 0.5.9, recorded on 29 November 2026 with the same stretches and settings.

Its disorders are in 32 bits; its γ rests on 100 other shuffles. Its γ-cat also counts stretches that have no partner, which
Mathet (2017) does not, so it is not compared.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import gamma, mean_gamma
from annotator.model import Interval


def made(seed, n, mean=4_000):
    """Stretches of five codes, and what a second coder made of them, as they were given to the peer."""
    rng = np.random.default_rng(seed)
    first, t = [], 0
    for _ in range(n):
        t += int(rng.integers(200, mean))
        d = int(rng.integers(500, mean))
        first.append((t, t + d, "abcde"[rng.integers(5)]))
        t += d
    second, last = [], 0
    for a, b, k in first:
        if rng.random() < 0.1:
            continue
        x = max(last, a + int(rng.integers(-400, 400)))
        last = max(x + 100, b + int(rng.integers(-400, 400)))
        second.append((x, last, k if rng.random() > 0.1 else "abcde"[rng.integers(5)]))
    return first, second


def around(*records):
    return Interval(0, max(b for record in records for _, b, _ in record))


@pytest.mark.parametrize(
    ("seed", "n", "weight", "disorder"),
    [
        (1, 8, 1, 0.09290965), (1, 8, 3, 0.27872896), (2, 20, 1, 0.16920672), (2, 20, 3, 0.19183068),
        (3, 40, 1, 0.19974777), (3, 40, 3, 0.23082228),
    ],
)  # fmt: skip
def test_the_best_alignment_is_that_of_integer_programming(seed, n, weight, disorder):
    first, second = made(seed, n)
    found = gamma(first, second, around(first, second), place_weight=weight, shuffles=1)
    assert found.disorder == pytest.approx(disorder, abs=1e-6)


@pytest.mark.parametrize(("seed", "n", "peer"), [(2, 20, 0.86697066), (3, 40, 0.83538175)])
def test_gamma_is_that_of_the_peer_but_for_the_shuffles(seed, n, peer):
    first, second = made(seed, n)
    found = gamma(first, second, around(first, second), seed=1)
    assert found.value.value == pytest.approx(peer, abs=0.012)
    assert 0 < found.error < 0.02
    assert found == gamma(first, second, around(first, second), seed=1)
    assert found.by_chance != gamma(first, second, around(first, second), seed=2).by_chance


def test_gamma_by_hand_of_two_stretches():
    """a 0–10 and a 2–12: ((2 + 2) / 20)² = .04. b 20–30 alone costs 1. δ = (.04 + 1) / 1.5."""
    found = gamma([(0, 10, "a"), (20, 30, "b")], [(2, 12, "a")], Interval(0, 40), shuffles=5)
    assert found.disorder == pytest.approx((0.04 + 1) / 1.5)


def test_gamma_sees_a_bout_that_was_cut_in_two_and_forgives_a_little_shift():
    whole = [(t, t + 8_000, "a") for t in range(0, 200_000, 10_000)]
    cut = [part for on, off, c in whole for part in ((on, on + 3_900, c), (on + 4_000, off, c))]
    late = [(on + 300, off + 300, c) for on, off, c in whole]
    window = Interval(0, 200_000)
    assert gamma(whole, whole, window).value.value == 1
    assert gamma(whole, late, window).disorder < 0.01 < 0.5 < gamma(whole, cut, window).disorder


def test_codes_alone_are_one_where_only_places_differ_and_zero_order_where_codes_are_drawn():
    first, _ = made(5, 60)
    moved = [(a + 150, b + 100, c) for a, b, c in first]
    found = gamma(first, moved, around(first, moved), seed=2)
    assert found.categories.value == 1
    assert all(k.value == 1 for _, k in found.codes)
    drawn = np.random.default_rng(7).permutation([c for _, _, c in first])
    unrelated = [(a, b, str(c)) for (a, b, _), c in zip(first, drawn, strict=True)]
    assert abs(gamma(first, unrelated, around(first, unrelated), seed=2).categories.value) < 0.3


def test_gamma_is_undefined_for_a_reason():
    window = Interval(0, 1_000)
    assert gamma([], [], window).value.reason == "neither coder marked anything here"
    assert mean_gamma([[], []], window).reason == "neither coder marked anything here"
    assert gamma([(0, 10, "a")], [], window).value.reason.startswith("one of the coders marked nothing")
    apart = gamma([(0, 10, "a")], [(900, 910, "a")], window)
    assert apart.disorder == 2
    assert apart.categories.reason == "no two stretches of different coders lie near one another"


stretches = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 80), st.sampled_from("ab")).map(
        lambda s: (s[0], s[0] + s[1], s[2])
    ),
    max_size=5,
)


@settings(max_examples=30, deadline=None)
@given(stretches, stretches, st.integers(-1_000, 1_000))
def test_the_alignment_knows_neither_order_nor_clock_nor_names(first, second, shift):
    window = Interval(0, 600)
    found = gamma(first, second, window, shuffles=2)
    back = gamma(second, first, window, shuffles=2)
    moved = [
        [(a + shift, b + shift, {"a": "y", "b": "x"}[c]) for a, b, c in reversed(of)]
        for of in (first, second)
    ]
    later = gamma(*moved, Interval(shift, shift + 600), shuffles=2)
    if found.disorder is None:
        assert later.disorder is back.disorder is None
    else:
        assert found.disorder == pytest.approx(back.disorder) == pytest.approx(later.disorder)


def test_more_coders_have_the_mean_of_their_pairs():
    first, second = made(2, 20)
    third, _ = made(2, 20)
    window = around(first, second)
    pairs = [
        gamma(a, b, window, shuffles=10).value.value
        for a, b in ((first, second), (first, third), (second, third))
    ]
    assert mean_gamma([first, second, third], window, shuffles=10).value == pytest.approx(sum(pairs) / 3)
