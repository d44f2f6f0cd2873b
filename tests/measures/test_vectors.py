"""The worked test vectors of the scheme format, section 7, number by number."""

import math
from statistics import quantiles

from annotator.measures import Measured, summarise
from annotator.schemes import read_scheme
from annotator.stats import Statistic
from tests.builders import coding
from tests.planting import ROOT

SCHEME = read_scheme((ROOT / "coding_schemes" / "core-attunement.yaml").read_bytes())
WORDS = """
dyad_state of dyad: 0-12 together, 12-20 alongside, 20-26 out_of_step, 26-29 repairing, 29-41 together, \
41-44 unscorable, 44-50 out_of_step, 50-51 alongside, 51-55 out_of_step, 55-60 together
parent_stance of parent: 0-41 following, 41-44 unscorable_p, 44-60 following
infant_cue of infant: 2 bid_social, 5 bid_social, 14 bid_social, 31 bid_social, 42.5 bid_social, 58.5 bid_social
parent_response of parent: 3.2 join, 9 join, 16.9 join, 33 join
"""
FOUND = summarise(coding(WORDS, (0, 60), scheme=SCHEME, profile="research"), SCHEME)


def measure(id: str) -> Measured:
    found = FOUND.measure(id)
    assert found is not None
    return found


def n_of(id: str, part: str = "", key: str = "") -> tuple[int, int | None]:
    figure = measure(id).figure(part, key)
    assert figure is not None
    return figure.n, figure.of


def test_scorable_time_and_missing_share() -> None:
    assert n_of("together_share")[1] == 57_000
    assert measure("missing_share").main.value.value == 0.05
    assert n_of("missing_share") == (3_000, 60_000)
    assert not measure("missing_share").warns  # warn_above is 20 %


def test_together_share_and_the_longest_time_together() -> None:
    assert n_of("together_share") == (29_000, 57_000)
    assert round(100 * (measure("together_share").main.value.value or 0), 1) == 50.9
    longest = measure("longest_together").main
    assert (longest.value, longest.moments) == (Statistic(12_000.0, 3), ((0, 12_000),))


def test_episodes_and_their_rate() -> None:
    rate = measure("out_of_step_rate").main
    assert rate.moments == ((20_000, 29_000), (44_000, 55_000))
    assert round(rate.value.value or 0, 3) == 2.105
    assert (rate.n, rate.of) == (2, 57_000)


def test_repaired_within_10_s_within_30_s_and_ever() -> None:
    assert [n_of("repaired_share", "within", key) for key in ("10000", "30000", "ever")] == [
        (1, 2),
        (2, 2),
        (2, 2),
    ]


def test_the_median_of_repair_is_9_s_and_hidden() -> None:
    latency = measure("repair_latency")
    assert latency.main.value == Statistic(9_000.0, 2)
    assert latency.shown(latency.main) == Statistic(None, 2, "fewer than 3: only the counts are shown")


def test_four_bids_can_be_scored_and_two_cannot() -> None:
    assert n_of("bids_answered")[1] == 4
    assert measure("bids_answered").left_out == (
        "1 cue: too little of its window could be seen.",
        "1 cue: the coded window ends before its own.",
    )


def test_answered_at_1_2_3_and_5_s() -> None:
    windows = [("window", "1000"), ("window", "2000"), ("", ""), ("window", "5000")]
    assert [n_of("bids_answered", *w) for w in windows] == [(0, 4), (2, 4), (3, 4), (4, 4)]


def test_the_median_latency_is_2_s() -> None:
    """1.2, 2.0 and 2.9 s."""
    assert measure("answer_latency").main.value == Statistic(2_000.0, 3)


def test_a_quarter_of_the_answers_came_within_1_6_s_and_three_within_2_45() -> None:
    """1.2, 2.0 and 2.9 s: half way from the first to the second, and from the second to the third."""
    found = [measure("answer_latency").figure("quartile", key) for key in ("25", "75")]
    assert [f and f.value.value for f in found] == [1_600.0, 2_450.0]
    assert quantiles([1_200, 2_000, 2_900], n=4, method="inclusive") == [1_600.0, 2_000.0, 2_450.0]


def test_chance_is_19_per_cent() -> None:
    """λ = 4 / 57 a second; 1 − e^(−3λ)."""
    chance = measure("bids_answered").figure("chance", "3000")
    assert chance is not None and chance.value.value is not None
    assert math.isclose(chance.value.value, 1 - math.exp(-3 * 4 / 57))
    assert round(100 * chance.value.value, 1) == 19.0


def test_a_practitioner_reads_3_of_4_and_no_percentage() -> None:
    bids = measure("bids_answered")
    assert (bids.main.n, bids.main.of, bids.main.of_what) == (3, 4, "cues")
    assert bids.shown(bids.main).value is None
    chance = bids.figure("chance", "3000")
    assert chance is not None and bids.shown(chance).value is None
