"""Expected numbers are worked out by hand in each test; the vector is section 7 of the scheme format."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.measures import summarise
from annotator.schemes import read_scheme
from annotator.schemes.scheme import Timebase, Track
from annotator.stats import Statistic
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

S = scheme(
    state("gaze", "mother away", missing="unseen"),
    state("face", "smile cry", missing="hidden"),
    state("hands", "touch toy", exclusive=False),
    point("cue", "bid pause"),
    timebase=Timebase(min_state_ms=1_000, merge_gap_ms=500),
)


def summary(words, window=(0, 60)):
    return summarise(coding(words, window, scheme=S), S)


def gaze(words, id="mother", window=(0, 60)):
    return summary(words, window).lane("gaze", "infant").code(id)


class TestVector:
    """The 60-second segment of the scheme format, section 7."""

    scheme = read_scheme((Path(__file__).parents[2] / "coding_schemes/core-attunement.yaml").read_bytes())
    found = summarise(
        coding(
            """
            dyad_state of dyad: 0-12 together, 12-20 alongside, 20-26 out_of_step, 26-29 repairing, \
                29-41 together, 41-44 unscorable, 44-50 out_of_step, 50-51 alongside, \
                51-55 out_of_step, 55-60 together
            parent_stance of parent: 0-41 following, 41-44 unscorable_p, 44-60 following
            infant_cue of infant: 2 bid_social, 5 bid_social, 14 bid_social, 31 bid_social, \
                42.5 bid_social, 58.5 bid_social
            parent_response of parent: 3.2 join, 9 join, 16.9 join, 33 join
            """,
            (0, 60),
            scheme=scheme,
            profile="standard",
        ),
        scheme,
    )

    def test_scorable_time_and_missing_share(self):
        dyad = self.found.lane("dyad_state", "dyad")
        assert dyad.scorable_ms == 57_000
        assert dyad.missing_share == Statistic(0.05, 60_000)

    def test_together_share(self):
        together = self.found.lane("dyad_state", "dyad").code("together")
        assert (together.count, together.total_ms) == (3, 29_000)
        assert together.share == Statistic(29 / 57, 57_000)
        assert round(together.share.value * 100, 1) == 50.9

    def test_longest_together_is_the_first_of_two(self):
        longest = self.found.lane("dyad_state", "dyad").code("together").longest
        assert (longest.duration, longest.onset) == (12_000, 0)

    def test_the_responses_per_second_behind_the_chance_level(self):
        """λ = 4 / 57 per second; the parent's missing 3 s leave the denominator."""
        answers = self.found.lane("parent_response", "parent").code("join")
        assert answers.rate == Statistic(4 * 60_000 / 57_000, 4)

    def test_the_bids_are_all_there(self):
        assert self.found.lane("infant_cue", "infant").code("bid_social").count == 6


def test_rates_are_per_scorable_minute_with_an_exact_interval():
    """Two looks in 60 − 20 = 40 s: 3 a minute. Poisson limits of 2 are 0.2422 and 7.2247, × 60/40."""
    mother = gaze("gaze: 0-5 mother, 10-30 unseen, 30-35 mother")
    assert mother.rate == Statistic(3.0, 2)
    assert [round(limit, 2) for limit in mother.rate_interval] == [0.36, 10.84]


def test_the_median_is_of_bouts_after_the_clean_up_rules_counts_and_shares_are_not():
    """0–2 and 2.4–5 are one bout of 5 s; 10–10.5 is too short; 20–23 is 3 s. Median (5 + 3)/2 = 4 s."""
    mother = gaze("gaze: 0-2 mother, 2.4-5 mother, 10-10.5 mother, 20-23 mother")
    assert (mother.count, mother.total_ms) == (4, 2_000 + 2_600 + 500 + 3_000)
    assert (mother.bouts, mother.median) == (2, Statistic(4_000.0, 2))
    assert mother.longest.duration == 5_000


def test_a_code_that_was_not_seen_has_rate_zero_and_no_duration():
    away = gaze("gaze: 0-60 mother", "away")
    assert (away.count, away.rate, away.share) == (0, Statistic(0.0, 0), Statistic(0.0, 60_000))
    assert (away.median, away.longest) == (Statistic(None, 0, "no bout of this code"), None)


def test_when_nothing_could_be_seen_there_is_no_rate():
    mother = gaze("gaze: 0-60 unseen")
    reason = "no scorable time: all of it was marked as not codable"
    assert mother.rate == Statistic(None, 0, reason)
    assert mother.share == Statistic(None, 0, reason)
    assert mother.rate_interval is None


def test_states_are_cut_at_the_coded_window():
    mother = gaze("gaze: 0-20 mother, 50- mother", window=(10, 60))
    assert (mother.count, mother.total_ms, mother.scorable_ms) == (2, 20_000, 50_000)


def test_time_without_a_code_is_named():
    lane = summary("gaze: 0-20 mother, 20-30 unseen").lane("gaze", "infant")
    assert (lane.uncoded_ms, lane.missing_ms, lane.scorable_ms) == (30_000, 10_000, 50_000)
    assert len(lane.missing) == 1


def test_codes_that_can_hold_together_each_have_their_time():
    lane = summary("hands: 0-30 touch, 15-45 toy, 40-50 toy").lane("hands", "infant")
    assert [(c.code, c.count, c.total_ms) for c in lane.codes] == [("touch", 1, 30_000), ("toy", 2, 35_000)]


def test_points_are_counted_per_minute_in_which_their_subject_could_be_seen():
    """Gaze is missing 10–30 and the face 20–40, so the infant cannot be seen 20–30 only.

    Three bids, one of them at 25 s: 2 in 50 s of scorable time.
    """
    lane = summary("gaze: 0-10 mother, 10-30 unseen\nface: 20-40 hidden\ncue: 5 bid, 25 bid, 50 bid").lane(
        "cue", "infant"
    )
    bid = lane.code("bid")
    assert (lane.missing_from, lane.missing_ms) == (("gaze", "face"), 10_000)
    assert (bid.count, bid.counted, bid.rate) == (3, 2, Statistic(2 * 60_000 / 50_000, 2))


def test_points_of_someone_without_such_a_track_are_counted_over_the_window():
    found = summary("gaze: 0-30 unseen\ncue of twin-2: 5 bid").lane("cue", "twin-2")
    assert (found.missing_from, found.scorable_ms) == ((), 60_000)
    assert found.code("bid").share.reason == "a point has no duration"


def test_every_count_lists_the_annotations_behind_it():
    words = "gaze: 0-5 mother, 5-9 away, 9-12 mother\ncue: 3 bid, 70 bid"
    found = summary(words)
    ana = coding(words, (0, 60), scheme=S)
    mother = found.lane("gaze", "infant").code("mother")
    assert [a.id for a in mother.annotations] == [ana.annotations[0].id, ana.annotations[2].id]
    assert [a.content.onset_ms for a in found.lane("cue", "infant").code("bid").annotations] == [3_000]


def test_what_is_not_counted_is_said():
    warm = Track("warmth", "infant", "rating", text("Warmth"), (code("warm"),))
    rated = scheme(state("gaze", "mother away"), warm)
    ana = coding(
        "gaze: 0-5 mother, 90-95 mother\nwarmth: 0-60 warm\nposture: 0-9 sits", (0, 60), scheme=rated
    )
    assert summarise(ana, rated).left_out == (
        "1 annotation on tracks that the scheme does not have.",
        "1 annotation on rating tracks, of which only the measures of the scheme tell.",
        "1 annotation outside the coded window.",
    )


def test_codes_that_only_the_coding_has_are_counted_too():
    assert gaze("gaze: 0-5 ceiling", "ceiling").total_ms == 5_000


def test_a_summary_shows_itself_in_a_notebook():
    assert "<table>" in summary("gaze: 0-5 mother")._repr_html_()


@given(st.lists(st.sampled_from(["mother", "away", "unseen", ""]), max_size=20))
def test_shares_of_an_exclusive_track_and_uncoded_time_make_the_whole(seconds):
    """A code for each second of the film, or none; counted second by second beside us."""
    words = ", ".join(f"{t}-{t + 1} {c}" for t, c in enumerate(seconds) if c)
    lane = summary(f"gaze: {words}", (0, 20)).lane("gaze", "infant")
    assert {c.code: c.total_ms for c in lane.codes} == {
        c: seconds.count(c) * 1_000 for c in ("mother", "away")
    }
    assert lane.missing_ms == seconds.count("unseen") * 1_000
    assert sum(c.total_ms for c in lane.codes) + lane.uncoded_ms == lane.scorable_ms


@pytest.mark.parametrize("cut", [1_500, 2_000, 4_999])
def test_cutting_a_state_in_two_changes_no_duration(cut):
    whole, parts = gaze("gaze: 1-5 mother"), gaze(f"gaze: 1-{cut / 1000} mother, {cut / 1000}-5 mother")
    assert (whole.total_ms, whole.median, whole.longest.duration) == (
        parts.total_ms,
        parts.median,
        parts.longest.duration,
    )
