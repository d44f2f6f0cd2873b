"""Two opinions are told from one boundary in two places; what differs is found piece by piece."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import NONE, agreement_along, compare
from annotator.model import RATED, Interval
from annotator.schemes.scheme import Track
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

S = scheme(
    state("gaze", "mother away toy", missing="unseen"),
    state("hands", "touch", exclusive=False),
    point("cue", "bid"),
)
WARM = scheme(Track("warmth", "infant", "rating", text("Warmth"), (code("warm"), code("firm", 1))))


def kinds(ana, ben, window=(0, 20)):
    found = compare(coding(ana, window, scheme=S), coding(ben, window, scheme=S, coder="ben"), S)
    rows = sorted(found.disagreements, key=lambda d: d.onset)
    return [(d.onset, d.offset, d.first, d.second, d.kind) for d in rows]


@pytest.mark.parametrize(
    ("ana", "ben", "expected"),
    [
        pytest.param(
            "gaze: 0-5 mother, 5-20 away", "gaze: 0-6 mother, 6-20 away",
            [(5_000, 6_000, "away", "mother", "boundary")], id="one second late is one boundary in two places",
        ),
        pytest.param(
            "gaze: 0-5 mother, 5-20 away", "gaze: 0-6.001 mother, 6.001-20 away",
            [(5_000, 6_001, "away", "mother", "confusion")], id="a millisecond more is two opinions",
        ),
        pytest.param(
            "gaze: 0-5 mother, 5-5.5 away, 5.5-20 mother", "gaze: 0-20 mother",
            [(5_000, 5_500, "away", "mother", "confusion")], id="a short look away between two equal codes is no boundary",
        ),
        pytest.param(
            "gaze: 0-5 mother, 5-5.4 toy, 5.4-20 away", "gaze: 0-5.2 mother, 5.2-20 away",
            [(5_000, 5_200, "toy", "mother", "confusion"), (5_200, 5_400, "toy", "away", "confusion")],
            id="a third code in between is no boundary",
        ),
        pytest.param(
            "gaze: 0-5 mother, 5.2-20 away", "gaze: 0-4.9 mother, 5.4-20 away",
            [(4_900, 5_000, "mother", NONE, "boundary"), (5_200, 5_400, "away", NONE, "boundary")],
            id="a pause between two codes has two boundaries",
        ),
        pytest.param(
            "gaze: 0-5 mother, 5-20 away", "gaze: 0-4.8 mother, 5.4-20 away",
            [(4_800, 5_000, "mother", NONE, "boundary"), (5_000, 5_400, "away", NONE, "boundary")],
            id="no code at all in between is still one boundary",
        ),
        pytest.param(
            "gaze: 0-0.5 mother, 0.5-20 away", "gaze: 0-20 away",
            [(0, 500, "mother", "away", "confusion")], id="at the start of the window nothing was agreed before",
        ),
        pytest.param(
            "gaze: 0-5 mother, 5-20 away", "gaze: 0-5.5 mother, 5.5-6 unseen, 6-20 away",
            [(5_000, 5_500, "away", "mother", "confusion")], id="beside what could not be seen nothing was agreed after",
        ),
        pytest.param(
            "hands: 5-9 touch", "hands: 5.5-9 touch\ncue: 3 bid",
            [(3_000, 3_000, NONE, "bid", "missed by first"), (5_000, 5_500, "touch", NONE, "boundary")],
            id="an onset after nothing is a boundary; a point has none",
        ),
    ],
)  # fmt: skip
def test_boundaries_are_told_from_opinions(ana, ben, expected):
    assert kinds(ana, ben) == expected


TURNS = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from(["mother", "away", "toy", ""])), min_size=1, max_size=12
)


def line(turns):
    at, parts = 0, []
    for tenths, name in turns:
        if name:
            parts.append(f"{at / 10}-{(at + tenths) / 10} {name}")
        at += tenths
    return f"gaze: {', '.join(parts)}" if parts else ""


@settings(deadline=None)
@given(TURNS, TURNS)
def test_kinds_are_found_as_one_finds_them_tenth_by_tenth(ana, ben):
    """The same rule, looked up in two lists with an entry for each tenth of a second."""
    window = (0, 40)

    def tenths(turns):
        named = [name or NONE for tenths, name in turns for _ in range(tenths)]
        return (named + [NONE] * 400)[:400]

    one, two = tenths(ana), tenths(ben)

    def is_boundary(at):
        start = end = at
        while start > 0 and one[start - 1] != two[start - 1]:
            start -= 1
        while end < 400 and one[end] != two[end]:
            end += 1
        if start == 0 or end == 400 or end - start > 10 or one[start - 1] == one[end]:
            return False
        return {*one[start:end], *two[start:end]} <= {one[start - 1], one[end], NONE}

    found = [row for row in kinds(line(ana), line(ben), window)]
    assert sum(offset - onset for onset, offset, *_ in found) == 100 * sum(
        a != b for a, b in zip(one, two, strict=True)
    )
    assert [kind == "boundary" for *_, kind in found] == [is_boundary(onset // 100) for onset, *_ in found]


def rated(words, values, coder="ana"):
    made = coding(words, (0, 60), scheme=WARM, coder=coder)
    contents = [
        replace(a, content=replace(a.content, modifiers={} if value is None else {RATED: value}))
        for a, value in zip(made.annotations, values, strict=True)
    ]
    return replace(made, annotations=tuple(contents))


def test_ratings_two_points_apart_are_listed_one_point_apart_not():
    ana = rated("warmth: 0-60 warm, 0-60 firm", (3, 5))
    ben = rated("warmth: 0-50 warm, 0-60 firm", (6, 4), "ben")
    found = compare(ana, ben, WARM).disagreements
    assert [(d.first, d.rated, d.gap, d.kind, d.cost_ms, d.cost.reason) for d in found] == [
        ("warm", (3.0, 6.0), 3.0, "rating gap", 0, "a rating takes no time")
    ]


def test_what_could_not_be_judged_is_no_gap():
    assert (
        compare(
            rated("warmth: 0-60 warm", (None,)), rated("warmth: 0-60 warm", (7,), "ben"), WARM
        ).disagreements
        == ()
    )


def test_ratings_of_segments_are_set_against_those_that_share_most_time():
    """0–20 is set against 0–18, 20–40 against 18–44, 40–60 against 44–60: gaps 0, 3 and 2, the widest first."""
    ana = rated("warmth: 0-20 warm, 20-40 warm, 40-60 warm", (2, 2, 2))
    ben = rated("warmth: 0-18 warm, 18-44 warm, 44-60 warm", (2, 5, 4), "ben")
    assert [(d.onset, d.rated) for d in compare(ana, ben, WARM).disagreements] == [
        (20_000, (2.0, 5.0)),
        (40_000, (2.0, 4.0)),
    ]


def test_the_weakest_code_is_the_one_of_which_they_share_least():
    """Mother 10 s by both of 10 + 12; away 4 of 4 + 6: 20/22 and 8/10. Toy nobody used."""
    lane = compare(
        coding("gaze: 0-12 mother, 12-16 away", (0, 16), scheme=S),
        coding("gaze: 0-10 mother, 10-16 away", (0, 16), scheme=S, coder="ben"), S,
    ).states[0]  # fmt: skip
    assert lane.weakest is not None
    assert (lane.weakest.code, lane.weakest.positive.value) == ("away", 0.8)
    same = [coding("gaze: 0-12 mother, 12-16 away", (0, 16), scheme=S, coder=who) for who in ("ana", "ben")]
    assert compare(*same, S).states[0].weakest is None


def test_agreement_along_the_session_is_the_share_around_each_moment():
    """They differ from 60 to 90 s of 180. Around 60 s: 30 of 60 agree; around 75 s: 15 + 15; around 0 s only 30 s are there."""
    found = compare(
        coding("gaze: 0-180 mother", (0, 180), scheme=S),
        coding("gaze: 0-60 mother, 60-90 away, 90-180 mother", (0, 180), scheme=S, coder="ben"), S,
    )  # fmt: skip
    along = agreement_along(found.states, found.window, points=13)
    shares = dict(zip(along.at, along.shares, strict=True))
    assert along.at == tuple(range(0, 180_001, 15_000))
    expected = {
        0: (1.0, 30_000),
        15_000: (1.0, 45_000),
        60_000: (0.5, 60_000),
        75_000: (0.5, 60_000),
        105_000: (0.75, 60_000),
        180_000: (1.0, 30_000),
    }
    assert {t: (shares[t].value, shares[t].units) for t in expected} == expected


def test_where_nothing_could_be_seen_there_is_no_agreement_along():
    found = compare(
        coding("gaze: 0-100 unseen, 100-200 mother", (0, 200), scheme=S),
        coding("gaze: 0-200 mother", (0, 200), scheme=S, coder="ben"), S,
    )  # fmt: skip
    along = agreement_along(found.states, found.window, points=11)
    assert along.shares[0].reason == "nothing could be compared around this moment"
    assert (along.shares[-1].value, along.shares[-1].units) == (1.0, 30_000)


@settings(deadline=None)
@given(TURNS, TURNS)
def test_over_the_whole_width_it_is_percent_agreement(ana, ben):
    found = compare(
        coding(line(ana), (0, 40), scheme=S), coding(line(ben), (0, 40), scheme=S, coder="ben"), S
    )  # fmt: skip
    along = agreement_along(found.states, Interval(0, 40_000), width_ms=80_000, points=3)
    assert along.shares[1].value == found.percent.value
