"""A coding against the gold one: accuracy, codes that fall short, points and ratings, what cost most."""

import pytest

from annotator.agreement import Bar, against_gold, compare, costliest, passes, usual_statistic
from annotator.model.training import Attempt, Certificate, earned_at, in_a_row, that_count
from tests.agreement.test_rating_tracks import S as RATED_SCHEME
from tests.agreement.test_rating_tracks import rated
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(state("gaze", "mother away toy"), point("cue", "bid fuss"))
GOLD = coding("gaze: 0-10 mother, 10-16 away, 16-20 toy\ncue: 2 bid, 8 fuss, 12 bid", scheme=S, coder="gold")
MINE = coding("gaze: 0-12 mother, 12-16 away, 16-20 mother\ncue: 2.4 bid, 12.2 bid, 18 bid", scheme=S)


def match():
    return against_gold(compare(MINE, GOLD, S))


def test_the_accuracy_is_the_share_of_time_with_the_golds_code():
    """10 s mother and 4 s away of 20 s. Mother 2·10 / (16 + 10), away 2·4 / (4 + 6), toy 0 of 4 s.

    Marks: bids at 2.4 and 12.2 s have partners, the one at 18 s and the fuss have none: 2·2 / 6.
    """
    found = match()
    assert (found.accuracy.value, found.accuracy.units) == (0.7, 20_000)
    assert found.f1.value == pytest.approx(2 / 3)
    assert {c.code: round(c.shared.value, 3) for c in found.codes} == {
        "mother": 0.769, "away": 0.8, "toy": 0, "bid": 0.8, "fuss": 0,
    }  # fmt: skip
    assert found.within_one.reason == "no target was rated by both coders"


def test_a_bar_asks_for_the_whole_and_for_each_code():
    assert passes(match(), Bar("accuracy", 0.7)).passed
    assert not passes(match(), Bar("accuracy", 0.71)).passed
    asked = passes(match(), Bar("accuracy", 0.7, per_code=0.78))
    assert (asked.passed, [c.code for c in asked.short]) == (False, ["toy", "fuss", "mother"])
    rare = passes(match(), Bar("accuracy", 0.7, per_code=0.75, least_marks=2))
    assert (rare.passed, rare.short) == (True, ()), "toy and fuss were marked once"
    assert passes(match(), Bar("within_one", 0.1)).value.value is None


def test_ratings_within_one_step():
    """Warmth 4 beside 5 is near, pace 7 beside 3 is not."""
    mine, gold = rated("ana", [("warmth", 4), ("pace", 7)]), rated("gold", [("warmth", 5), ("pace", 3)])
    found = against_gold(compare(mine, gold, RATED_SCHEME))
    assert (found.within_one.value, found.within_one.units) == (0.5, 2)
    assert found.accuracy.value is None


def test_what_cost_most_is_added_up_by_the_pair_of_codes():
    """Toy taken for mother 4 s, away for mother 2 s: 4 of 6 s; then a bid that is not there, and a missed fuss."""
    found = costliest(compare(MINE, GOLD, S).disagreements, 2)
    assert [(c.first, c.second, c.cost_ms, round(c.share.value, 3)) for c in found] == [
        ("mother", "toy", 4_000, 0.667), ("mother", "away", 2_000, 0.333),
    ]  # fmt: skip
    everything = compare(MINE, GOLD, S).disagreements
    points = costliest(everything, 9)[2:]
    assert {(c.first, c.second, c.times, c.share.value) for c in points} == {
        ("bid", "(none)", 1, None), ("(none)", "fuss", 1, None),
    }  # fmt: skip


def test_what_says_most_of_a_scheme():
    assert usual_statistic(S, "all") == "accuracy"
    assert usual_statistic(scheme(point("cue", "bid")), "all") == "f1"
    assert usual_statistic(RATED_SCHEME, "all") == "within_one"


def test_a_film_counts_once_and_not_at_all_when_it_was_practised():
    tests = [Attempt(s, f"2026-01-0{i}", passed) for i, (s, passed) in enumerate([
        ("a", True), ("p", True), ("a", True), ("b", True), ("c", False), ("b", True), ("d", True)], 1)]  # fmt: skip
    assert [a.session for a in that_count(tests, ["p"])] == ["a", "b", "c", "d"]
    assert (in_a_row(tests, ["p"]), earned_at(tests, 2, ["p"]), earned_at(tests, 3, ["p"])) == (
        1, "2026-01-04", None,
    )  # fmt: skip


def test_a_certificate_ends_by_itself_or_by_somebody():
    until, now = "2027-01-01T00:00:00.000Z", "2026-06-01T00:00:00.000Z"
    assert Certificate("2026-01-01T00:00:00.000Z", until).holds(now)
    assert not Certificate("2026-01-01T00:00:00.000Z", until, ended_at="2026-05-01T00:00:00.000Z").holds(now)
    assert not Certificate("2026-07-01T00:00:00.000Z", until).holds(now)
