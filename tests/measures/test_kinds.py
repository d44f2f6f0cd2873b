"""Each kind of measure on codings small enough to be worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.measures import Measured, summarise
from annotator.model import Coding
from annotator.schemes.scheme import Modifier, Option, Timebase
from annotator.stats import Statistic
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

FITS = Modifier(
    "fits", "choice", text("Fits"), options=tuple(Option(o, text(o)) for o in ("yes", "no", "unsure"))
)
PARTS = Modifier("parts", "multi", text("Parts"), options=tuple(Option(o, text(o)) for o in ("what", "why")))
SURE = Modifier("sure", "integer", text("Sure"), minimum=1, maximum=3)
LED = Modifier(
    "led_by", "choice", text("Led by"), options=tuple(Option(o, text(o)) for o in ("parent", "infant"))
)
DYAD = state("dyad", "together apart mending", missing="hidden", subject="dyad")
TRACKS = (
    replace(
        DYAD, codes=tuple(replace(c, modifiers=("led_by",)) if c.id == "mending" else c for c in DYAD.codes)
    ),
    state("gaze", "mother away", missing="unseen"),
    replace(
        point("comment", "comment", subject="coach"),
        codes=(code("comment", modifiers=("fits", "parts", "sure")),),
    ),
    replace(point("quality", "warmth calm", subject="coach"), kind="rating"),
)
RULES = {
    "contingency": [],
    "scorability": {"drop_cue_if": {"missing_share_in_window": 0.5, "segment_ends_in_window": True}},
    "episodes": [{
        "id": "rift", "open": {"track": "dyad", "enters": ["apart"]},
        "close": {"track": "dyad", "enters": ["together"], "sustained_ms": 2000},
        "via": {"track": "dyad", "codes": ["mending"]}, "censor_at": ["segment_end", "dyad.hidden"],
        "attributes": {"led_by": "via.led_by"},
    }],
}  # fmt: skip


def measured(made: Coding, **measure: Any) -> Measured:
    declared = {"id": "m", "direction": "none", "audience": ["researcher"]} | measure
    s = scheme(
        *TRACKS, modifiers=(FITS, PARTS, SURE, LED), document={"rules": RULES, "measures": [declared]},
        timebase=Timebase(min_state_ms=500, merge_gap_ms=500),
    )  # fmt: skip
    found = summarise(made, s).measure("m")
    assert found is not None
    return found


def comments(*modifiers: dict[str, Any]) -> Coding:
    words = "comment of coach: " + ", ".join(f"{i + 1} comment" for i in range(len(modifiers)))
    return given(coding(words, (0, 60)), *modifiers)


def given(made: Coding, *modifiers: dict[str, Any]) -> Coding:
    marks = [
        replace(a, content=replace(a.content, modifiers=m))
        for a, m in zip(made.annotations, modifiers, strict=True)
    ]
    return replace(made, annotations=tuple(marks))


def test_a_share_of_comments_leaves_out_what_its_denominator_leaves_out() -> None:
    """Yes, yes, no, unsure: 2 of 3. The Wilson limits of 2/3 are 0.2077 and 0.9385."""
    made = comments({"fits": "yes"}, {"fits": "yes"}, {"fits": "no"}, {"fits": "unsure"})
    m = measured(
        made, kind="proportion_count", of={"track": "comment", "where": {"fits": ["yes"]}},
        over={"track": "comment", "where_not": {"fits": ["unsure"]}}, min_n=3,
    )  # fmt: skip
    assert (m.main.n, m.main.of, m.main.value.value) == (2, 3, 2 / 3)
    assert [round(x or 0, 4) for x in m.main.interval or ()] == [0.2077, 0.9385]
    assert m.shown(m.main).value == 2 / 3
    none = measured(comments(), kind="proportion_count", of={"track": "comment"}, over={"track": "comment"})
    assert none.main.value == Statistic(None, 0, "nothing of this was coded")


def test_a_ratio_that_is_no_share_has_no_interval() -> None:
    m = measured(
        comments({"fits": "yes"}, {"fits": "yes"}, {"fits": "no"}), kind="proportion_count",
        of={"track": "comment", "where": {"fits": ["yes"]}}, over={"track": "comment", "where": {"fits": ["no"]}},
    )  # fmt: skip
    assert (m.main.value.value, m.main.interval) == (2.0, None)


def test_means_of_numbers_and_of_how_many_options() -> None:
    made = comments({"sure": 1, "parts": ("what", "why")}, {"sure": 3, "parts": ("why",)}, {})
    sure = measured(made, kind="modifier_mean", of={"track": "comment", "modifier": "sure"})
    parts = measured(
        made, kind="modifier_mean", of={"track": "comment", "modifier": "parts", "count_options": True}
    )
    assert (sure.main.value, sure.left_out) == (Statistic(2.0, 2), ("1 without a value.",))
    assert parts.main.value == Statistic(1.5, 2)
    none = measured(comments({}), kind="modifier_mean", of={"track": "comment", "modifier": "sure"})
    assert none.main.value == Statistic(None, 0, "no value was given")


def test_how_often_each_value_was_given() -> None:
    """Of several options each counts: "why" at 2 of the 2 that have any."""
    made = comments({"parts": ("what", "why")}, {"parts": ("why",)}, {})
    m = measured(made, kind="distribution", of={"track": "comment", "modifier": "parts"})
    assert [(f.key, f.n, f.of) for f in m.figures] == [("", 2, None), ("what", 1, 2), ("why", 2, 2)]
    assert (m.figures[2].moments, m.left_out) == (((1_000, 1_000), (2_000, 2_000)), ("1 without a value.",))


def rifts() -> Coding:
    """Rifts at 0–10 (parent leads back), 20–40 (infant) and 45–, lost from sight at 50 on a way nobody finished."""
    made = coding(
        "dyad of dyad: 0-5 apart, 5-10 mending, 10-20 together, 20-30 apart, 30-40 mending, 40-45 together, "
        "45-48 apart, 48-50 mending, 50-60 hidden", (0, 60),
    )  # fmt: skip
    led = {5_000: "parent", 30_000: "infant", 48_000: "parent"}
    return given(
        made, *({"led_by": led[o]} if (o := a.content.onset_ms) in led else {} for a in made.annotations)
    )


def test_who_led_the_way_back_is_told_of_ways_that_led_back() -> None:
    m = measured(rifts(), kind="distribution", of={"episode": "rift", "attribute": "led_by"})
    assert [(f.key, f.n, f.of) for f in m.figures] == [("", 2, None), ("parent", 1, 2), ("infant", 1, 2)]


def test_shares_closed_in_time_leave_out_what_was_lost_from_sight_before() -> None:
    """Latencies 10 and 20 s, one censored after 5 s: known at 4 s are 3, at 10 and 20 s 2; ever 2 of 3."""
    m = measured(rifts(), kind="episode_share", episode="rift", closed_within_ms=[4000, 10_000, 20_000, None])
    assert [(f.key, f.n, f.of) for f in m.figures] == [
        ("4000", 0, 3),
        ("10000", 1, 2),
        ("20000", 2, 2),
        ("ever", 2, 3),
    ]
    assert m.left_out == ("1 episode was lost from sight before it closed.",)


def test_the_median_until_closed_uses_what_was_lost_from_sight() -> None:
    """At 10 s 2 are at risk, S = 1/2: the median is 10 s; of the closed ones alone it would be 15 s."""
    km = measured(rifts(), kind="episode_latency", episode="rift", statistic="km_median")
    plain = measured(rifts(), kind="episode_latency", episode="rift", statistic="median")
    assert (km.main.value, km.main.n, km.main.of) == (Statistic(10_000.0, 3), 2, 3)
    assert plain.main.value == Statistic(15_000.0, 2)


def test_episodes_are_counted() -> None:
    """3 in 50 scorable seconds are 3.6 a minute; exact Poisson limits of 3 are 0.6187 and 8.7673."""
    rate = measured(rifts(), kind="rate", of={"episode": "rift"})
    assert rate.main.value == Statistic(3.6, 3)
    assert [round((x or 0) * 50 / 60, 4) for x in rate.main.interval or ()] == [0.6187, 8.7673]
    assert measured(rifts(), kind="count", of={"episode": "rift"}).main.value == Statistic(3.0, 3)


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("mean_duration", {}, Statistic(4_000.0, 3)),
        ("median_duration", {}, Statistic(4_000.0, 3)),
        ("longest_bout", {}, Statistic(5_000.0, 3)),
        ("longest_bout", {"bridge_gap_ms": 1_000}, Statistic(9_000.0, 2)),
        ("mean_duration", {"bridge_gap_ms": 1_000}, Statistic(6_500.0, 2)),
    ],
)
def test_bouts_are_cleaned_up_and_then_bridged(kind: str, more: dict[str, Any], expected: Statistic) -> None:
    """0–2.4 and 2.8–5 are one of 5 s; 6–9 is 3 s, 1 s after it; 20–24 is 4 s; 30–30.4 is too short. Bridged: 9 and 4 s."""
    words = "gaze: 0-2.4 mother, 2.8-5 mother, 6-9 mother, 20-24 mother, 30-30.4 mother"
    m = measured(coding(words, (0, 60)), kind=kind, of={"track": "gaze", "codes": ["mother"]}, **more)
    assert m.main.value == expected


def test_nothing_is_bridged_over_what_could_not_be_seen() -> None:
    words = "gaze: 0-5 mother, 5-6 unseen, 6-9 mother"
    m = measured(
        coding(words, (0, 60)),
        kind="longest_bout",
        of={"track": "gaze", "codes": ["mother"]},
        bridge_gap_ms=2_000,
    )
    assert m.main.value == Statistic(5_000.0, 2)


def test_time_with_both_beside_what_chance_would_give() -> None:
    """Scorable 0–50; together 0–20, mother 10–40: both 10 of 30 s; together is 20 of 50 s. Q = (10·10 − 10·20) / (10·10 + 10·20)."""
    words = (
        "dyad of dyad: 0-20 together, 20-50 apart, 50-60 hidden\ngaze: 0-10 away, 10-40 mother, 40-60 away"
    )
    m = measured(
        coding(words, (0, 60)), kind="co_occurrence", of={"track": "dyad", "codes": ["together"]},
        over={"track": "gaze", "codes": ["mother"]},
    )  # fmt: skip
    expected, q = m.figure("expected"), m.figure("yules_q")
    assert (m.main.n, m.main.of, m.main.value.value, m.main.moments) == (
        10_000,
        30_000,
        1 / 3,
        ((10_000, 20_000),),
    )
    assert expected is not None and (expected.n, expected.of, expected.value.value) == (20_000, 50_000, 0.4)
    assert q is not None and q.value.value == pytest.approx(-1 / 3)
    assert m.subject == "dyad, infant"


def test_the_mean_of_ratings_leaves_out_what_could_not_be_rated() -> None:
    made = given(
        coding("quality of coach: 0-60 warmth, 0-60 warmth, 0-60 warmth, 0-60 calm", (0, 60)),
        {"_value": 4},
        {"_value": 2},
        {},
        {"_value": 5},
    )
    m = measured(made, kind="rating_mean", of={"track": "quality", "codes": ["warmth"]})
    assert (m.main.value, m.left_out) == (Statistic(3.0, 2), ("1 without a value.",))


def test_a_measure_of_a_track_that_was_not_coded_is_not_there() -> None:
    declared = {
        "id": "m",
        "kind": "rate",
        "of": {"track": "gaze"},
        "direction": "none",
        "audience": ["researcher"],
    }
    s = scheme(*TRACKS, document={"rules": RULES, "measures": [declared]}, profiles={"field": "dyad"})
    assert summarise(coding("dyad of dyad: 0-9 apart", (0, 60), profile="field"), s).measure("m") is None


def test_a_number_above_the_schemes_line_asks_for_care() -> None:
    words = "dyad of dyad: 0-40 together, 40-60 hidden"
    share: dict[str, Any] = {
        "kind": "proportion_time",
        "of": {"track": "dyad", "codes": ["hidden"]},
        "over": "session_time",
    }
    assert measured(coding(words, (0, 60)), **share, warn_above=0.2).warns
    assert not measured(coding(words, (0, 60)), **share, warn_above=0.4).warns
