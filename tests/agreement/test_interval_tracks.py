"""Intervals of one length: what both scored is compared, everything else is counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from annotator.agreement import NONE, Table, compare, gwet_ac1, read_first
from annotator.agreement.scored import Difference
from annotator.errors import CodingError
from annotator.schemes.scheme import Track
from annotator.stats import Statistic
from tests.builders import coding
from tests.scheme_values import code, scheme, text

TONE = Track(
    "tone", "infant", "interval", text("Tone"),
    (code("calm"), code("busy", 1), code("tense", 2), code("unseen", 3, "missing")),
    exclusive=True, exhaustive=True, missing_code="unseen", interval_s=10, sampling="predominant",
)  # fmt: skip
SMILES = Track(
    "smiles", "infant", "interval", text("Smiles"), (code("smile"), code("laugh", 1)), interval_s=10
)
S = scheme(TONE)


def words(track, codes, start=0):
    """``words("tone", "calm busy -")``: a code for each interval of 10 s, none where there is a dash."""
    given = [f"{start + 10 * i}-{start + 10 * i + 10} {c}" for i, c in enumerate(codes.split()) if c != "-"]
    return f"{track}: {', '.join(given)}"


def lane(ana, ben, window=(0, 60), ben_window=None, track="tone", of=S):
    a = coding(words(track, ana), window, scheme=of)
    b = coding(words(track, ben), ben_window or window, scheme=of, coder="ben")
    return compare(a, b, of).intervals[0]


def test_the_codes_of_each_interval_make_the_table():
    """Six intervals: calm 2 in both, busy 1 in both, tense 1 in both, busy/tense once each way.

    p_o = 4/6; calm 2, busy 2, tense 2 by both: p_e = 3 · (2/6)² = 1/3; κ = (2/3 − 1/3) / (2/3) = .5.
    AC1: π = 1/3 each, p_e = (3 · 1/3 · 2/3) / 2 = 1/3, so .5 as well.
    """
    found = lane("calm calm busy tense busy tense", "calm calm busy tense tense busy")
    assert found.table == Table(
        ("calm", "busy", "tense", NONE), ((2, 0, 0, 0), (0, 1, 1, 0), (0, 1, 1, 0), (0, 0, 0, 0))
    )
    assert found.kappa == Statistic(0.5, 6)
    assert found.ac1.value == pytest.approx(0.5)
    assert found.differences == (
        Difference(40_000, 50_000, "busy", "tense"), Difference(50_000, 60_000, "tense", "busy"),
    )  # fmt: skip


def test_what_one_left_unanswered_or_could_not_see_is_counted_not_compared():
    found = lane("calm busy unseen - calm -", "calm calm calm busy - -")
    assert (found.table.total, found.unseen, found.only_first, found.only_second, found.by_neither) == (
        2, 1, 1, 1, 1,
    )  # fmt: skip
    assert found.uncodable is not None
    assert found.uncodable.table == Table(("unseen", NONE), ((0, 1), (0, 2)))


def test_only_whole_intervals_inside_the_shared_window_count():
    """Ana codes 5–60 s, Ben 0–48 s: whole intervals shared are those from 10 to 40 s."""
    found = lane("calm busy tense busy calm calm", "calm busy tense calm calm calm", (5, 60), (0, 48))
    assert (found.table.total, found.percent) == (3, Statistic(2 / 3, 3))


def test_without_an_interval_of_both_the_reason_says_which():
    assert lane("calm -", "- calm").kappa.reason == "no interval was scored by both coders"
    assert lane("unseen", "calm").kappa.reason.startswith("every interval was marked as not codable")
    assert lane("calm", "calm", (1, 8)).percent.reason == "no interval was scored by both coders"
    assert lane("calm", "calm", (1, 8)).within_session().low is None


def test_one_code_throughout_has_no_kappa_but_ac1_and_percent_agreement():
    found = lane("calm calm calm", "calm calm calm")
    assert found.kappa.reason == "both coders used one same code throughout"
    assert (found.percent.value, found.ac1.value, found.pabak.value) == (1, 1, 1)


def test_codes_that_can_hold_together_are_a_lane_each_with_occurrence_and_non_occurrence():
    """Smile: both in 1 of 6 intervals, one alone in 2. Occurrence 2/4, non-occurrence 6/8."""
    of = scheme(SMILES)
    found = lane("smile smile - - - -", "smile - smile - - -", track="smiles", of=of)
    assert (found.code, found.table) == ("smile", Table(("smile", NONE), ((1, 1), (1, 3))))
    first = dict(read_first(found))
    assert list(first) == [
        "kappa", "gwet_ac1", "percent_agreement", "positive_agreement", "negative_agreement",
    ]  # fmt: skip
    assert (first["positive_agreement"].value, first["negative_agreement"].value) == (0.5, 0.75)


def test_subjects_are_never_put_together():
    a = coding("tone of twin-1: 0-10 calm\ntone of twin-2: 0-10 busy", (0, 10), scheme=S)
    b = coding("tone of twin-1: 0-10 calm\ntone of twin-2: 0-10 tense", (0, 10), scheme=S, coder="ben")
    assert [(i.subject, i.percent.value) for i in compare(a, b, S).intervals] == [
        ("twin-1", 1),
        ("twin-2", 0),
    ]


def test_two_codes_in_one_interval_are_refused_with_their_place():
    a = coding("tone: 10-20 calm, 10-20 busy", (0, 60), scheme=S)
    with pytest.raises(CodingError, match=r"tone of infant, 00:10\.000: One interval carries two codes"):
        compare(a, coding("", (0, 60), scheme=S, coder="ben"), S)


def test_the_interval_within_the_session_draws_blocks_of_time():
    found = lane(" ".join(["calm busy tense"] * 30), " ".join(["calm busy busy"] * 30), (0, 900))
    limits = found.within_session(seed=1)
    assert limits.method == "moving blocks, within this session only"
    assert limits.low <= found.kappa.value <= limits.high


CODES = st.lists(st.sampled_from(["calm", "busy", "tense", "unseen", "-"]), min_size=3, max_size=12)


@settings(max_examples=60, deadline=None)
@given(CODES, CODES)
def test_who_is_first_does_not_matter_and_kappa_is_that_of_scikit_learn(ana, ben):
    n = min(len(ana), len(ben))
    pairs = list(zip(ana[:n], ben[:n], strict=True))
    forth = lane(" ".join(ana[:n]), " ".join(ben[:n]), (0, 10 * n))
    back = lane(" ".join(ben[:n]), " ".join(ana[:n]), (0, 10 * n))
    assert (forth.kappa, forth.ac1, forth.percent) == (back.kappa, back.ac1, back.percent)
    assert forth.ac1.value is None or forth.ac1 == gwet_ac1(forth.table)
    both = [p for p in pairs if not {"unseen", "-"} & set(p)]
    assert forth.table.total == len(both)
    if forth.kappa.value is not None:
        assert forth.kappa.value == pytest.approx(cohen_kappa_score(*zip(*both, strict=True)), abs=1e-12)
