from annotator.stats import lanes
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(
    state("gaze", "mother away", missing="unseen"),
    point("cue", "bid"),
    profiles={"all": "gaze cue", "field": "cue"},
)


def test_lanes_come_in_the_schemes_order_with_their_subjects():
    ana = coding("cue: 1 bid\ngaze of twin-2: 0-5 mother\ngaze of twin-1: 0-5 away", scheme=S)
    assert [(lane.track.id, lane.subject) for lane in lanes(ana, S)] == [
        ("gaze", "twin-1"),
        ("gaze", "twin-2"),
        ("cue", "infant"),
    ]


def test_a_track_to_be_filled_that_holds_nothing_is_an_empty_lane():
    assert [(lane.track.id, lane.annotations) for lane in lanes(coding("", (0, 9), scheme=S), S)] == [
        ("gaze", ()),
        ("cue", ()),
    ]


def test_a_track_outside_the_profile_is_no_lane_unless_it_holds_something():
    field = coding("", (0, 9), scheme=S, profile="field")
    assert [lane.track.id for lane in lanes(field, S)] == ["cue"]
    more = coding("gaze: 0-2 mother", (0, 9), scheme=S, profile="field")
    assert [lane.track.id for lane in lanes(more, S)] == ["gaze", "cue"]


def test_a_state_that_still_runs_ends_with_the_coded_window():
    lane = lanes(coding("gaze: 2- mother", (0, 9), scheme=S), S)[0]
    assert lane.annotations[0].content.offset_ms == 9_000
    assert lane.missing_codes == {"unseen"}
