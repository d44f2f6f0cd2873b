from annotator.measures import bouts
from annotator.schemes.scheme import Timebase
from tests.builders import coding


def states(words):
    found = coding(f"dyad_state: {words}").annotations
    return [(a.content.onset_ms, a.content.offset_ms, a) for a in found]


def stretches(found):
    return [(bout.onset, bout.offset) for bout in found]


def test_a_gap_up_to_the_rule_is_bridged_a_longer_one_is_not():
    rules = Timebase(merge_gap_ms=500)
    assert stretches(bouts(states("0-2 x, 2.5-4 x, 4.501-6 x"), rules)) == [(0, 4_000), (4_501, 6_000)]


def test_states_that_touch_are_one_bout_without_any_rule():
    assert stretches(bouts(states("0-2 x, 2-4 x"), Timebase())) == [(0, 4_000)]


def test_bouts_are_joined_before_short_ones_are_dropped():
    """Two states of 0.6 s with 0.3 s between are a bout of 1.5 s; one of 0.9 s alone is none."""
    rules = Timebase(min_state_ms=1_000, merge_gap_ms=500)
    assert stretches(bouts(states("0-0.6 x, 0.9-1.5 x, 5-5.9 x"), rules)) == [(0, 1_500)]


def test_time_in_which_nothing_could_be_seen_is_never_bridged():
    rules = Timebase(merge_gap_ms=1_000)
    assert stretches(bouts(states("0-2 x, 3-4 x"), rules, missing=[(2_000, 3_000)])) == [
        (0, 2_000),
        (3_000, 4_000),
    ]


def test_a_bout_knows_the_annotations_it_was_made_of():
    found = bouts(states("0-2 x, 2-4 x"), Timebase())
    assert [len(bout.annotations) for bout in found] == [2]


def test_an_empty_state_is_no_bout():
    assert bouts(states("3-3 x"), Timebase()) == []
