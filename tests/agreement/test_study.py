"""A study's sessions as one: sums of tables, never means of coefficients."""

from annotator.agreement import DerivedPair, Double, compare, study_agreement
from tests.agreement.test_interval_tracks import S as TONE
from tests.agreement.test_interval_tracks import words
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(state("gaze", "mother away toy"), point("cue", "bid"))


def double(n, ana, ben, dyad=None, coders=("ana", "ben")):
    a = coding(ana, (0, 20), scheme=S, coder=coders[0], session=f"visit-{n}")
    b = coding(ben, (0, 20), scheme=S, coder=coders[1], session=f"visit-{n}")
    return Double(f"visit-{n}", dyad or f"family-{n}", *coders, compare(a, b, S))


def test_tables_are_added_up_and_undefined_sessions_count_neither_as_0_nor_as_1():
    """Session 1: both mother throughout, κ undefined. Session 2: mother 10 + away 10 by Ana, 5 s of it mother by Ben.

    Together 40 s: agreed 20 + 10 + 5. Ana mother 30, away 10; Ben 35 and 5. Chance: (30·35 + 10·5) / 1600 = .6875;
    κ = (.875 − .6875) / .3125 = .6.
    """
    found = study_agreement([
        double(1, "gaze: 0-20 mother", "gaze: 0-20 mother"),
        double(2, "gaze: 0-10 mother, 10-20 away", "gaze: 0-15 mother, 15-20 away"),
    ])  # fmt: skip
    lane = found.states[0]
    assert (found.sessions, found.families, found.coders) == (2, 2, ("ana", "ben"))
    assert (round(lane.kappa.value.value, 12), lane.table.total) == (0.6, 40_000)
    assert [s.value is None for s in lane.kappa.sessions] == [True, False]
    assert lane.kappa.bootstrap.reason == "2 are too few for an interval; 8 are needed"
    assert lane.kappa.worst.units == 1
    away = next(c for c in lane.codes if c.code == "away")
    assert (away.pooled.positive.value, away.stretches, away.share.value.reason) == (
        2 / 3, 2, "2 sessions are too few for a coefficient; 12 are needed",
    )  # fmt: skip
    assert lane.weakest() == away
    assert lane.weakest(3).code == "mother"


def test_no_code_is_called_weakest_where_all_is_shared():
    turns = "gaze: 0-10 mother, 10-20 away"
    assert study_agreement([double(1, turns, turns)]).states[0].weakest() is None


def test_families_filmed_more_than_once_are_drawn_as_wholes():
    turns = ["gaze: 0-10 mother, 10-20 away", "gaze: 0-8 mother, 8-20 away"]
    found = study_agreement([double(n, turns[0], turns[n % 2], dyad=f"family-{n // 2}") for n in range(16)])
    lane = found.states[0]
    assert (len(lane.sessions), lane.families) == (16, 8)
    assert (lane.kappa.bootstrap.method, lane.kappa.bootstrap.units) == ("bootstrap over dyads", 8)


def test_three_coders_of_a_session_are_one_session_and_three_pairs():
    a, b, c = "gaze: 0-10 mother, 10-20 away", "gaze: 0-12 mother, 12-20 away", "gaze: 0-20 mother"
    found = study_agreement([
        double(1, a, b), double(1, a, c, coders=("ana", "cara")), double(1, b, c, coders=("ben", "cara")),
    ])  # fmt: skip
    lane = found.states[0]
    assert (found.sessions, lane.sessions, lane.table.total) == (1, ("visit-1",), 60_000)
    assert {pair: (k.value.value, len(k.sessions)) for pair, k in lane.pairs.items()} == {
        ("ana", "ben"): (0.8, 1), ("ana", "cara"): (0.0, 1), ("ben", "cara"): (0.0, 1),
    }  # fmt: skip


def test_marks_of_all_sessions_are_one_f1_and_lines_that_nobody_coded_are_not_there():
    """Bids: 1 pair of 2 and 2, and 1 of 1 and 1: F1 = 4 / 6."""
    found = study_agreement(
        [double(1, "cue: 1 bid, 5 bid", "cue: 1.5 bid, 9 bid"), double(2, "cue: 3 bid", "cue: 3 bid")]
    )
    assert (found.states, found.points[0].f1.value, found.points[0].codes[0][2]) == ((), 4 / 6, 6)


def test_f1_has_an_interval_from_leaving_out_a_session():
    """Of 5 and 5 bids each, 4, 5 and 4 pairs: F1 = 26 / 30. Without one of them .9, .8, .9, mean .8667: error
    √(2/3 · (2 · .0333² + .0667²)) = .0667, times t = 4.3027 with 2 degrees: .8667 − .2868; above it is cut at 1.
    """
    five = "cue: 1 bid, 4 bid, 7 bid, 10 bid, 13 bid"
    four = "cue: 1 bid, 4 bid, 7 bid, 10 bid, 19 bid"
    points = study_agreement([double(1, five, four), double(2, five, five), double(3, five, four)]).points[0]
    assert (points.f1.value, points.sessions, points.limits.high) == (26 / 30, 3, 1.0)
    assert round(points.limits.low, 4) == 0.5798
    assert str(points.limits.method) == "jackknife over sessions"


def test_intervals_are_added_up_as_time_is():
    """Calm/busy of six intervals and of two: agreed 4 + 1 of 8. Ana calm 5, busy 3; Ben calm 4, busy 4.

    Chance: (5 · 4 + 3 · 4) / 64 = .5; κ = (.625 − .5) / .5 = .25.
    """
    doubles = [
        scored(1, "calm calm calm busy busy calm", "calm calm busy busy calm calm"),
        scored(2, "calm busy", "busy busy"),
    ]
    (lane,) = study_agreement(doubles).states
    assert (lane.track, lane.length_ms, lane.table.total) == ("tone", 10_000, 8)
    assert round(lane.kappa.value.value, 12) == 0.25
    assert {c.code: c.stretches for c in lane.codes} == {"calm": 9, "busy": 7, "tense": 0}
    assert lane.pairs["ana", "ben"].value == lane.kappa.value


def test_who_codes_again_is_a_pair_with_oneself_and_each_counts_in_derived_measures():
    own = [measured(1, 5, 6, coders=("ana", "ana")), measured(1, 4, 4, coders=("ben", "ben"))]
    assert study_agreement(own).derived[0].pairs == ((5, 6), (4, 4))
    twice = [
        double(1, "gaze: 0-10 mother, 10-20 away", "gaze: 0-12 mother, 12-20 away", coders=("ana", "ana")),
        double(1, "gaze: 0-10 mother, 10-20 away", "gaze: 0-10 mother, 10-20 away", coders=("ben", "ben")),
    ]
    pairs = study_agreement(twice).states[0].pairs
    assert {pair: (k.value.value, len(k.sessions)) for pair, k in pairs.items()} == {
        ("ana", "ana"): (0.8, 1), ("ben", "ben"): (1.0, 1),
    }  # fmt: skip


def test_a_share_has_a_coefficient_from_twelve_sessions_on():
    """Both records give the same shares in every session, which differ between sessions: ICC 1."""
    doubles = [
        double(n, f"gaze: 0-{n} mother, {n}-20 away", f"gaze: 0-{n} mother, {n}-20 away")
        for n in range(1, 13)
    ]
    lane = study_agreement(doubles).states[0]
    assert [round(c.share.value.value, 9) for c in lane.codes if c.stretches] == [1.0, 1.0]
    assert str(lane.kappa.bootstrap) == "1.000 to 1.000"


def test_a_derived_measure_is_compared_session_by_session():
    """Twelve sessions, Ben one more each time: differences −1 without spread. Between sessions MS 2 · 13 = 26 (the
    variance of 1 to 12 is 13), between coders 12 · (.25 + .25) = 6, error 0: ICC(A,1) = 26 / (26 + 2 · 6 / 12).
    Before the twelfth there is no coefficient, but the differences; session 13 has no number by Ben.
    """
    doubles = [measured(n, n, n + 1) for n in range(1, 13)]
    rate = study_agreement([*doubles, measured(13, 4, None)]).derived[0]
    assert (rate.measure, rate.unit, len(rate.pairs), rate.without) == ("rate", "per_minute", 12, 1)
    assert round(rate.icc.value.value, 12) == round(26 / 27, 12)
    assert (rate.sem.value, rate.differences.bias.value, rate.differences.high.value) == (0, -1, -1)
    before = study_agreement(doubles[:11]).derived[0]
    assert (before.icc.value.value, before.sem.value, before.differences.bias.value) == (None, None, -1)
    assert before.icc.value.reason == "11 sessions are too few for a coefficient; 12 are needed"


def test_a_session_of_three_coders_counts_once_for_a_derived_measure():
    several = [measured(1, 5, 6, coders=("ben", "cara")), measured(1, 4, 5), measured(2, 1, 1)]
    assert study_agreement(several).derived[0].pairs == ((4, 5), (1, 1))


def scored(n, ana, ben):
    given = [
        coding(words("tone", of), (0, 60), scheme=TONE, coder=who, session=f"visit-{n}")
        for who, of in (("ana", ana), ("ben", ben))
    ]
    return Double(f"visit-{n}", f"family-{n}", "ana", "ben", compare(*given, TONE))


def measured(n, first, second, coders=("ana", "ben")):
    d = double(n, "cue: 1 bid", "cue: 1 bid", coders=coders)
    pair = DerivedPair("rate", "infant", "per_minute", first, second)
    return Double(d.session, d.dyad, *coders, d.comparison, (pair,))
