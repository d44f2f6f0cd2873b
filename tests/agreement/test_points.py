from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import match_points

times = st.lists(st.integers(0, 60), max_size=5).map(sorted)


def best_of_all(first, second, tolerance):
    """Most pairs, then least distance, by trying every way to pair."""
    best = (0, 0)
    for k in range(1, min(len(first), len(second)) + 1):
        for mine in combinations(first, k):
            for theirs in permutations(second, k):
                apart = [abs(a - b) for a, b in zip(mine, theirs, strict=True)]
                if max(apart) <= tolerance:
                    best = max(best, (k, -sum(apart)))
    return best


@given(times, times, st.integers(0, 40))
def test_the_matching_is_the_best_of_all(first, second, tolerance):
    pairs = match_points(first, second, tolerance)
    apart = [abs(first[i] - second[j]) for i, j in pairs]
    assert all(d <= tolerance for d in apart)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert (len(pairs), -sum(apart)) == best_of_all(first, second, tolerance)


@given(times, times, st.integers(0, 40))
def test_who_is_first_does_not_matter(first, second, tolerance):
    forth = [abs(first[i] - second[j]) for i, j in match_points(first, second, tolerance)]
    back = [abs(first[j] - second[i]) for i, j in match_points(second, first, tolerance)]
    assert (len(forth), sum(forth)) == (len(back), sum(back))


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([5], [], [], id="only-one-coder"),
        pytest.param([0], [1_000], [(0, 0)], id="just-within"),
        pytest.param([0], [1_001], [], id="just-beyond"),
        # The nearest pair is 1000 and 1100; taking it first would leave 1800 and 200 alone.
        pytest.param([1_000, 1_800], [200, 1_100], [(0, 0), (1, 1)], id="nearest-first-is-wrong"),
        pytest.param([0, 500], [500], [(1, 0)], id="closest-of-two"),
        pytest.param([0, 0], [0, 0], [(0, 0), (1, 1)], id="at-one-moment"),
    ],
)
def test_which_points_are_matched(first, second, pairs):
    assert match_points(first, second, 1_000) == pairs


def test_a_long_chain_of_points_is_matched_in_order():
    """Every point is 600 ms from the next of the other coder: 1000 pairs, not a tangle."""
    first = [i * 1_000 for i in range(1_000)]
    second = [t + 600 for t in first]
    assert match_points(first, second, 700) == [(i, i) for i in range(1_000)]
