from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import compare, match_points
from tests.builders import coding
from tests.scheme_values import point, scheme

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


def test_points_have_a_kappa_of_events_with_those_that_have_no_partner():
    """Bids at 1, 5, 9 s (Ben 1.2, 5.1), smile at 12 s (Ben calls it a bid), smile at 20 s in both.

    Linked 4 pairs, counted twice, and the bid at 9 s once. By hand with margins bid 5 and smile 4 by Ana, bid 6
    and smile 2 by Ben, linked 8 of 9: p_e = 8 · (5·6 + 4·2) / (9·8) / 9 = 38/81, p_o = 6/9; κ = 16/43.
    """
    of = scheme(point("cue", "bid smile"))
    ana = coding("cue: 1 bid, 5 bid, 9 bid, 12 smile, 20 smile", (0, 600), scheme=of)
    ben = coding("cue: 1.2 bid, 5.1 bid, 12.1 bid, 20 smile", (0, 600), scheme=of, coder="ben")
    (lane,) = compare(ana, ben, of).points
    assert lane.events().kappa.value == pytest.approx(16 / 43, abs=1e-12)
    assert lane.events().linked.value == 8 / 9
    assert lane.presence("bid", 10_000).cells == ((1, 0), (1, 58))
    assert lane.by_chance().reason == "the window is too short for a chance line"


def test_points_have_their_f1_beside_that_of_records_that_do_not_belong_together():
    """A bid every ten seconds, now and then late: nine of ten meet, by chance about one in three at ± 1 s."""
    of = scheme(point("cue", "bid"))
    ana = "cue: " + ", ".join(f"{10 * i + (i * i) % 7} bid" for i in range(60))
    ben = "cue: " + ", ".join(f"{10 * i + (i * i) % 7 + (3 if i % 10 == 0 else 0.4)} bid" for i in range(60))
    (lane,) = compare(
        coding(ana, (0, 600), scheme=of), coding(ben, (0, 600), scheme=of, coder="ben"), of
    ).points
    chance = lane.by_chance(seed=1, shifts=60)
    assert lane.f1.value == 0.9
    assert 0.05 < chance.mean < 0.6
    assert chance.rescaled(lane.f1).value == pytest.approx((0.9 - chance.mean) / (1 - chance.mean))
