import pytest

from annotator.agreement import NONE, Table, compare
from annotator.errors import CodingError, NotComparable
from annotator.model import Interval
from annotator.stats import Statistic
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(
    state("gaze", "mother away", missing="unseen"),
    state("hands", "touch toy", exclusive=False),
    point("cue", "bid smile"),
    profiles={"all": "gaze hands cue", "field": "gaze"},
)


def comparison(ana, ben, window=(0, 10), ben_window=None, **more):
    return compare(
        coding(ana, window, scheme=S, **more),
        coding(ben, ben_window or window, scheme=S, coder="ben", **more),
        S,
    )


def gaze(found):
    return next(state for state in found.states if state.track == "gaze")


def test_time_is_compared_in_ms_over_the_shared_window():
    """Ana codes 0–9, Ben 1–10: 8 s are shared. Mother 1–5 in both; 5–6 differs; away 6–9 in both."""
    found = comparison("gaze: 0-5 mother, 5-9 away", "gaze: 1-6 mother, 6-10 away", (0, 9), (1, 10))
    assert found.window == Interval(1_000, 9_000)
    assert gaze(found).table == Table(("mother", "away", NONE), ((4_000, 0, 0), (1_000, 3_000, 0), (0, 0, 0)))
    assert gaze(found).percent == Statistic(7 / 8, 8_000)
    assert found.left_out == ("1.0 s that only Ana coded.", "1.0 s that only Ben coded.")


def test_time_that_either_coder_could_not_see_leaves_the_table():
    """Ana cannot see 8–10, Ben 7–9: 3 of 10 s leave, 1 s of them both."""
    lane = gaze(comparison("gaze: 0-8 mother, 8-10 unseen", "gaze: 0-7 mother, 7-9 unseen, 9-10 mother"))
    assert (lane.table.total, lane.missing_ms, lane.missing_share) == (7_000, 3_000, Statistic(0.3, 10_000))
    assert lane.uncodable is not None
    assert lane.uncodable.table == Table(("unseen", NONE), ((1_000, 1_000), (1_000, 7_000)))
    assert lane.uncodable.positive == Statistic(0.5, 4_000)


def test_agreement_on_what_could_not_be_seen_is_undefined_when_all_was_seen():
    lane = gaze(comparison("gaze: 0-10 mother", "gaze: 0-10 away"))
    assert lane.uncodable is not None
    assert lane.uncodable.kappa == Statistic(None, 10_000, "neither coder used this code")


def test_when_one_saw_nothing_at_all_there_is_no_number():
    lane = gaze(comparison("gaze: 0-10 unseen", "gaze: 0-10 mother"))
    reason = "every moment was marked as not codable by one coder or the other"
    assert lane.kappa == lane.percent == Statistic(None, 0, reason)


def test_both_using_one_code_throughout_is_undefined_not_one():
    lane = gaze(comparison("gaze: 0-10 mother", "gaze: 0-10 mother"))
    assert lane.kappa == Statistic(None, 10_000, "both coders used one same code throughout")
    assert lane.percent == Statistic(1.0, 10_000)


def test_a_lane_that_neither_coded_is_no_agreement_and_not_in_the_whole():
    found = comparison("gaze: 0-10 mother", "gaze: 0-5 mother, 5-10 away")
    hands = [state for state in found.states if state.track == "hands"]
    assert {lane.percent.reason for lane in hands} == {"neither coder marked anything here"}
    assert found.percent == Statistic(0.5, 10_000)


def test_each_code_is_compared_against_the_rest():
    """Of 10 s: mother 5 s by both, 1 s by Ben only. PA = 10/11; base rates .5 and .6.

    Po = .9, Pe = .5·.6 + .5·.4 = .5, κ = .8.
    """
    mother = gaze(comparison("gaze: 0-5 mother, 5-10 away", "gaze: 0-6 mother, 6-10 away")).codes[0]
    assert (mother.code, mother.positive) == ("mother", Statistic(10 / 11, 11_000))
    assert (mother.first_share.value, mother.second_share.value) == (0.5, 0.6)
    assert mother.kappa == Statistic(0.8, 10_000)


def test_a_code_that_nobody_used_is_named_and_undefined():
    unused = gaze(comparison("gaze: 0-10 mother", "gaze: 0-10 mother")).codes[1]
    assert unused.code == "away"
    assert unused.kappa.reason == unused.positive.reason == "neither coder used this code"


def test_codes_that_can_hold_together_are_a_line_each():
    """Touch: Ana 0–3, Ben 1–3. Toy: both 2–8, overlapping touch without harm."""
    found = comparison("hands: 0-3 touch, 2-8 toy", "hands: 1-3 touch, 2-8 toy")
    touch, toy = (state for state in found.states if state.track == "hands")
    assert (touch.code, touch.table) == ("touch", Table(("touch", NONE), ((2_000, 1_000), (0, 7_000))))
    assert (toy.code, toy.percent) == ("toy", Statistic(1.0, 10_000))


def test_one_code_marked_twice_over_itself_counts_once():
    touch = next(
        s for s in comparison("hands: 0-4 touch, 2-6 touch", "hands: 0-6 touch").states if s.code == "touch"
    )
    assert touch.percent == Statistic(1.0, 10_000)


def test_not_codable_time_hides_the_codes_of_a_line_where_several_can_hold():
    both = scheme(state("hands", "touch toy", missing="hidden", exclusive=False))
    ana = coding("hands: 0-6 touch, 4-6 hidden", (0, 10), scheme=both)
    ben = coding("hands: 0-4 touch", (0, 10), scheme=both, coder="ben")
    touch = compare(ana, ben, both).states[0]
    assert touch.table == Table(("touch", NONE), ((4_000, 0), (0, 4_000)))
    assert touch.missing_ms == 2_000


def test_a_state_that_still_runs_lasts_to_its_coded_windows_end():
    lane = gaze(comparison("gaze: 0- mother", "gaze: 0-8 mother, 8-10 away"))
    assert lane.percent == Statistic(0.8, 10_000)


def test_points_are_counted_and_matched_per_code():
    """Bids at 1 and 5 against 1.8 and 7.2: one pair within 1 s. F1 = 2·1/4. Smile: only Ana."""
    found = comparison("cue: 1 bid, 5 bid, 7 smile", "cue: 1.8 bid, 7.2 bid").points[0]
    assert [(c.code, c.first, c.second, c.matched) for c in found.codes] == [
        ("bid", 2, 2, 1),
        ("smile", 1, 0, 0),
    ]
    assert found.codes[0].f1 == Statistic(0.5, 4)
    assert found.codes[1].f1 == Statistic(0.0, 1)
    assert found.f1 == Statistic(0.4, 5)


def test_points_that_nobody_marked_have_no_f1():
    found = comparison("gaze: 0-9 mother", "gaze: 0-9 mother").points[0]
    assert found.f1 == Statistic(None, 0, "neither coder marked anything here")


def test_the_tolerance_is_the_schemes():
    strict = scheme(point("cue", "bid"), document={"reliability": {"point_tracks": {"tolerance_ms": 500}}})
    ana = coding("cue: 1 bid", (0, 10), scheme=strict)
    ben = coding("cue: 1.8 bid", (0, 10), scheme=strict, coder="ben")
    found = compare(ana, ben, strict).points[0]
    assert (found.tolerance_ms, found.f1.value) == (500, 0.0)


def test_a_point_on_the_windows_end_is_outside_it():
    assert comparison("cue: 0 bid, 10 bid", "cue: 0 bid").points[0].codes[0].first == 1


def test_disagreements_are_whole_stretches_the_costliest_first():
    """Gaze 5–8 differs (3 s), though Ana changed her line at 6 to the same code; touch 0–1 (1 s)."""
    found = comparison(
        "gaze: 0-5 mother, 5-6 away, 6-10 away\nhands: 0-3 touch",
        "gaze: 0-8 mother, 8-10 away\nhands: 1-3 touch",
    )
    rows = [
        (d.track, d.onset, d.offset, d.first, d.second, d.kind, d.cost.value) for d in found.disagreements
    ]
    assert rows == [
        ("gaze", 5_000, 8_000, "away", "mother", "confusion", 0.75),
        ("hands", 0, 1_000, "touch", NONE, "missed by second", 0.25),
    ]


def test_points_without_a_partner_come_after_the_stretches():
    found = comparison("cue: 1 bid, 7 smile", "cue: 4 bid, 7.2 bid")
    rows = [(d.onset, d.offset, d.first, d.second, d.kind, d.cost.value) for d in found.disagreements]
    assert rows == [
        (1_000, 1_000, "bid", NONE, "missed by second", None),
        (4_000, 4_000, NONE, "bid", "missed by first", None),
        (7_000, 7_200, "smile", "bid", "confusion", None),
    ]


def test_several_people_of_one_role_are_compared_one_by_one():
    found = comparison("gaze of twin-1: 0-10 mother\ngaze of twin-2: 0-10 away", "gaze of twin-1: 0-10 away")
    lanes = [(s.subject, s.percent.value) for s in found.states if s.track == "gaze"]
    assert lanes == [("twin-1", 0.0), ("twin-2", 0.0)]


def test_tracks_that_only_one_was_to_fill_are_named_not_compared():
    ana = coding("gaze: 0-10 mother", (0, 10), scheme=S, profile="field")
    ben = coding("gaze: 0-10 mother\ncue: 1 bid", (0, 10), scheme=S, coder="ben")
    found = compare(ana, ben, S)
    assert ([s.track for s in found.states], found.points) == (["gaze"], ())
    assert found.left_out == ("Hands: only Ben was to fill it.", "Cue: only Ben was to fill it.")


def test_another_session_is_refused():
    ana = coding("gaze: 0-9 mother", scheme=S)
    with pytest.raises(NotComparable, match="different sessions"):
        compare(ana, coding("gaze: 0-9 mother", scheme=S, session="visit-2"), S)


def test_coded_windows_without_common_time_are_refused():
    with pytest.raises(NotComparable, match=r"share no coded time \(00:00.000 to 00:05.000 and 00:05.000 to"):
        comparison("gaze: 0-5 mother", "gaze: 5-9 mother", (0, 5), (5, 9))


def test_another_scheme_is_refused():
    ana = coding("gaze: 0-9 mother", scheme=S)
    with pytest.raises(NotComparable, match="not both made with test-scheme"):
        compare(ana, coding("gaze: 0-9 mother", scheme=scheme(state("gaze", "x"))), S)


def test_a_later_minor_version_may_be_compared_a_major_one_not():
    minor = scheme(state("gaze", "mother away toy", missing="unseen"), version="1.4.0")
    major = scheme(state("gaze", "mother away toy", missing="unseen"), version="2.0.0")
    ana = coding("gaze: 0-10 mother", scheme=S)
    ben = coding("gaze: 0-6 mother, 6-10 toy", scheme=minor, coder="ben")
    assert gaze(compare(ana, ben, S, b_scheme=minor)).percent == Statistic(0.6, 10_000)
    with pytest.raises(NotComparable, match=r"1\.0\.0 and test-scheme 2\.0\.0"):
        compare(ana, coding("gaze: 0-10 mother", scheme=major), S, b_scheme=major)


def test_states_that_share_time_are_refused_with_lane_and_time():
    with pytest.raises(CodingError, match=r"gaze of infant, 00:04\.000"):
        comparison("gaze: 0-5 mother, 4-9 away", "gaze: 0-9 mother")


def test_a_coder_compared_with_themselves_agrees():
    found = comparison("gaze: 0-5 mother, 5-10 away\ncue: 1 bid", "gaze: 0-5 mother, 5-10 away\ncue: 1 bid")
    assert (gaze(found).kappa.value, found.points[0].f1.value, found.disagreements) == (1.0, 1.0, ())


def test_a_comparison_shows_itself_in_a_notebook_with_names_escaped():
    ana = coding("gaze: 0-9 mother", scheme=S, coder="<b>")
    assert (
        "&lt;b&gt; and Ben" in compare(ana, coding("gaze: 0-9 away", scheme=S, coder="ben"), S)._repr_html_()
    )
