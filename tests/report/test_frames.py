from dataclasses import replace

import pandas as pd

from annotator.agreement import compare
from annotator.measures import summarise
from annotator.model import RATED
from annotator.report import disagreements_frame, to_frame
from annotator.schemes.scheme import Scale, Track
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

S = scheme(
    state("gaze", "mother away", missing="unseen"),
    state("hands", "touch", exclusive=False),
    point("cue", "bid"),
)
ANA = coding("gaze: 0-5 mother, 5-10 away\nhands: 0-3 touch\ncue: 1 bid", (0, 10), scheme=S)
BEN = coding("gaze: 0-6 mother, 6-10 away\nhands: 1-3 touch\ncue: 4 bid", (0, 10), scheme=S, coder="ben")
FOUND = compare(ANA, BEN, S)


def rows(frame, **where):
    for column, value in where.items():
        frame = frame[frame[column].isna()] if value is None else frame[frame[column] == value]
    return frame


def test_a_comparison_has_a_row_for_each_lane_and_each_code():
    frame = to_frame(FOUND)
    assert list(zip(frame["kind"], frame["track"], frame["code"].fillna("-"), strict=True)) == [
        ("states", "gaze", "-"),
        ("states", "gaze", "mother"),
        ("states", "gaze", "away"),
        ("uncodable", "gaze", "unseen"),
        ("states", "hands", "touch"),
        ("points", "cue", "-"),
        ("points", "cue", "bid"),
    ]


def test_the_numbers_are_those_of_the_comparison():
    whole = rows(to_frame(FOUND), track="gaze", code=None).iloc[0]
    assert (whole["kappa"], whole["percent"], whole["compared_ms"]) == (0.8, 0.9, 10_000)


def test_what_is_undefined_is_missing_with_its_reason():
    unseen = rows(to_frame(FOUND), kind="uncodable").iloc[0]
    assert unseen["kappa"] is pd.NA
    assert unseen["reason"] == "neither coder used this code"


def test_a_summary_has_a_row_for_each_code():
    frame = to_frame(summarise(ANA, S))
    mother = rows(frame, code="mother").iloc[0]
    assert (mother["count"], mother["total_ms"], mother["share"], mother["scorable_ms"]) == (
        1,
        5_000,
        0.5,
        10_000,
    )
    bid = rows(frame, code="bid").iloc[0]
    assert bid["share"] is pd.NA
    assert bid["reason"] == "a point has no duration"


def test_disagreements_come_as_they_are_sorted():
    frame = disagreements_frame(FOUND)
    assert list(frame["onset_ms"]) == [0, 5_000, 1_000, 4_000]
    assert list(frame["cost"].isna()) == [False, False, True, True]


def test_nothing_to_disagree_on_is_a_table_without_rows():
    assert disagreements_frame(compare(ANA, ANA, S)).empty


def test_intervals_and_ratings_have_their_rows_too():
    """Calm in both of two intervals, busy against calm in the third; warmth 4 and 5 of five."""
    scale = Scale(1, 5, 1, {})
    tone = Track(
        "tone",
        "infant",
        "interval",
        text("Tone"),
        (code("calm"), code("busy", 1)),
        exclusive=True,
        interval_s=10,
    )
    of = scheme(tone, Track("form", "infant", "rating", text("Form"), (code("warmth", scale=scale),)))
    ana = coding("tone: 0-10 calm, 10-20 calm, 20-30 busy\nform: 0-30 warmth", scheme=of)
    ben = coding("tone: 0-10 calm, 10-20 calm, 20-30 calm\nform: 0-30 warmth", scheme=of, coder="ben")
    frame = to_frame(compare(with_rating(ana, 4), with_rating(ben, 5), of))
    assert list(zip(frame["kind"], frame["code"].fillna("-"), strict=True)) == [
        ("intervals", "-"), ("intervals", "calm"), ("intervals", "busy"), ("ratings", "warmth"),
    ]  # fmt: skip
    whole, rating = frame.iloc[0], frame.iloc[3]
    assert (whole["intervals"], whole["percent"], whole["kappa"]) == (3, 2 / 3, 0.0)
    assert (rating["pairs"], rating["exact"], rating["within_one"]) == (1, 0, 1)
    assert rating["icc_a1"] is pd.NA
    assert rating["reason"] == "one target is too few for a coefficient; put sessions together"


def with_rating(made, value):
    """The coding with its one rating set to a value."""
    rated = tuple(
        replace(a, content=replace(a.content, modifiers={RATED: value})) if a.content.track == "form" else a
        for a in made.annotations
    )
    return replace(made, annotations=rated)
