"""What a home visitor reads of a measure: counts and words, never a rate, a share or an interval."""

import re

import pytest

from annotator.measures import Declared, summarise
from annotator.measures.words import BANDS, IN_COUNTS, band, in_counts, worded
from annotator.schemes.scheme import Scheme
from tests.builders import coding
from tests.feedback.test_suggesting import SCHEME
from tests.measures.test_vectors import WORDS


def told(words: str = WORDS, scheme: Scheme = SCHEME, end: float = 60) -> dict[str, str | None]:
    found = summarise(coding(words, (0, end), scheme=scheme, profile="research"), scheme)
    each = {m.measure.id: worded(m, scheme) for m in found.measures}
    return {id: None if words is None else words.in_language("en") for id, words in each.items()}


def test_the_vector_of_the_scheme_format_in_words() -> None:
    """3 of 4 bids; two ways back, below min_n 3 for a time; together 29 of 57 s; the longest is 12 s from the start."""
    found = told()
    assert found["bids_answered"] == "3 of 4"
    assert found["repaired_share"] == "2 of 2"
    assert found["repair_latency"] == "fewer than 3: only the counts are shown"
    assert found["together_share"] == "between half and three quarters of the time"
    assert found["longest_together"] == "12 s, from 0:00"
    assert found["cues_per_min"] == "6 times in 1 min"
    assert found["missing_share"] == "less than a quarter of the time"


def test_from_the_schemes_least_on_a_way_back_is_told_in_about_so_many_seconds() -> None:
    """Three ways back of 29, 11 and 6 s: the median is 11 s."""
    words = """
    dyad_state of dyad: 0-20 out_of_step, 20-29 repairing, 29-40 together, 40-51 out_of_step, 51-70 together, \
        70-76 out_of_step, 76-100 together
    """
    assert told(words, end=100)["repair_latency"] == "about 11 s"


def test_nothing_of_it_holds_a_share_a_rate_or_an_interval() -> None:
    for words in told().values():
        assert not re.search(r"%|per minute|a minute|\d\.\d+ to|\b0\.\d", words or "")


@pytest.mark.parametrize("share", [0.0, 0.049, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])
def test_a_share_is_the_band_that_it_lies_in(share: float) -> None:
    lower = [limit for limit, _ in BANDS if share >= limit]
    assert band(share) == ([words for _, words in BANDS] + ["nearly all of the time"])[len(lower)]


def test_what_nobody_can_say_in_words_is_left_out() -> None:
    """Transitions and means of ratings are for research."""
    found = summarise(coding(WORDS, (0, 60), scheme=SCHEME, profile="research"), SCHEME)
    m = found.measures[0]
    for kind in ("transition", "co_occurrence", "rating_mean", "modifier_mean"):
        fields = {name: getattr(m.measure, name) for name in Declared.__dataclass_fields__} | {"kind": kind}
        assert worded(type(m)(Declared(**fields), m.subject, m.figures), SCHEME) is None


def test_a_summary_in_counts_holds_no_number_to_judge_by() -> None:
    """Counts, times and the longest bout stay; whatever is divided or drawn says whom it is for."""
    whole = summarise(coding(WORDS, (0, 60), scheme=SCHEME, profile="research"), SCHEME)
    found = in_counts(whole)
    assert found.measures == ()
    for lane, before in zip(found.lanes, whole.lanes, strict=True):
        for code, was in zip(lane.codes, before.codes, strict=True):
            assert (code.count, code.total_ms, code.longest) == (was.count, was.total_ms, was.longest)
            told = [code.rate, code.share, code.median]
            assert [(each.value, each.reason) for each in told] == [(None, IN_COUNTS)] * 3
            assert code.rate_interval is None
