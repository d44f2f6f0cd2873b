"""A third record from two: what both say, what was decided, and what is still open, flagged."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import NONE, compare, consensus, where
from annotator.model import RATED
from annotator.schemes.scheme import Track
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

S = scheme(
    state("gaze", "mother away toy", missing="unseen"), state("hands", "touch toy", exclusive=False),
    point("cue", "bid smile"), Track("look", "infant", "interval", text("Look"), (code("at"), code("off", 1)), exclusive=True, interval_s=5), Track("warmth", "infant", "rating", text("Warmth"), (code("warm"),)),
)  # fmt: skip


def both(ana, ben, window=(0, 20)):
    return coding(ana, window, scheme=S), coding(ben, window, scheme=S, coder="ben")


def made(a, b, *words):
    """The consensus, the given words decided for the disagreements in their order of cost."""
    found = compare(a, b, S)
    decided = {where(d): word for d, word in zip(found.disagreements, words, strict=False)}
    return consensus(a, b, S, found, decided)


def rows(of):
    return [(c.track, c.code, c.onset_ms, c.offset_ms, c.flagged, c.comment) for c in of.contents]


def test_who_was_found_right_is_in_the_record_and_neighbours_of_one_code_are_one():
    """5–9 differs: Ben is right, so away from 5 on is one stretch although Ana changed at 9."""
    a, b = both("gaze: 0-5 mother, 5-9 toy, 9-20 away", "gaze: 0-5 mother, 5-20 away")
    assert rows(made(a, b, "second")) == [
        ("gaze", "mother", 0, 5_000, False, ""), ("gaze", "away", 5_000, 20_000, False, ""),
    ]  # fmt: skip
    assert rows(made(a, b, "first"))[1] == ("gaze", "toy", 5_000, 9_000, False, "")
    assert rows(made(a, b, "both")) == rows(made(a, b, "first"))


def test_what_nobody_decided_is_flagged_with_both_codes():
    a, b = both("gaze: 0-5 mother, 5-9 toy, 9-20 away", "gaze: 0-5 mother, 5-20 away")
    for word in ("open", "unclear"):
        found = made(a, b, word)
        assert rows(found)[1] == ("gaze", "toy", 5_000, 9_000, True, "toy | away")
        assert found.undecided == 1


def test_a_boundary_that_nobody_decided_is_the_firsts():
    a, b = both("gaze: 0-5 mother, 5-20 away", "gaze: 0-5.8 mother, 5.8-20 away")
    assert rows(made(a, b)) == [
        ("gaze", "mother", 0, 5_000, False, ""), ("gaze", "away", 5_000, 20_000, False, ""),
    ]  # fmt: skip
    assert rows(made(a, b, "second"))[0] == ("gaze", "mother", 0, 5_800, False, "")


def test_nothing_can_be_right():
    a, b = both("gaze: 0-5 mother, 5-9 toy", "gaze: 0-5 mother")
    assert rows(made(a, b, "second")) == [("gaze", "mother", 0, 5_000, False, "")]


def test_what_only_one_could_see_is_open():
    a, b = both("gaze: 0-10 mother, 10-20 unseen", "gaze: 0-20 mother")
    assert rows(made(a, b))[1] == ("gaze", "unseen", 10_000, 20_000, True, "unseen | mother")


def test_codes_that_can_hold_together_are_decided_one_by_one():
    a, b = both("hands: 0-8 touch, 2-6 toy", "hands: 0-3 touch, 2-6 toy")
    assert rows(made(a, b, "second")) == [
        ("hands", "touch", 0, 3_000, False, ""), ("hands", "toy", 2_000, 6_000, False, ""),
    ]  # fmt: skip


def test_marks_of_one_moment_are_the_firsts_and_the_others_are_decided():
    """Bids at 1 and 1.4 are one. Smile at 5 against bid at 5.5: Ben is right, at his time. Bid at 9: there is none."""
    a, b = both("cue: 1 bid, 5 smile, 9 bid", "cue: 1.4 bid, 5.5 bid")
    found = compare(a, b, S)
    decided = {where(d): "second" for d in found.disagreements}
    assert rows(consensus(a, b, S, found, decided)) == [
        ("cue", "bid", 1_000, 1_000, False, ""), ("cue", "bid", 5_500, 5_500, False, ""),
    ]  # fmt: skip
    assert rows(made(a, b))[1:] == [
        ("cue", "smile", 5_000, 5_000, True, "smile | bid"), ("cue", "bid", 9_000, 9_000, True, f"bid | {NONE}"),
    ]  # fmt: skip


def test_codes_of_intervals_are_decided_one_by_one():
    """0–5 both at; 5–10 at against off; 10–15 only Ana, 15–20 only Ben."""
    a, b = both("look: 0-5 at, 5-10 at, 10-15 off", "look: 0-5 at, 5-10 off, 15-20 at")
    assert rows(made(a, b)) == [
        ("look", "at", 0, 5_000, False, ""), ("look", "at", 5_000, 10_000, True, "at | off"),
        ("look", "off", 10_000, 15_000, True, f"off | {NONE}"), ("look", "at", 15_000, 20_000, True, f"{NONE} | at"),
    ]  # fmt: skip
    found = compare(a, b, S)
    for word, expected in (("first", ["at", "at", "off"]), ("second", ["at", "off", "at"])):
        third = consensus(a, b, S, found, {where(d): word for d in found.disagreements})
        assert ([c.code for c in third.contents], third.undecided) == (expected, 0)


def rated(of, value):
    contents = tuple(replace(a, content=replace(a.content, modifiers={RATED: value})) for a in of.annotations)
    return replace(of, annotations=contents)


def test_ratings_far_apart_are_decided_near_ones_are_the_firsts():
    a, b = both("warmth: 0-20 warm", "warmth: 0-20 warm")
    near = made(rated(a, 4), rated(b, 5))
    assert [(c.rating, c.flagged) for c in near.contents] == [(4, False)]
    a, b = rated(a, 3), rated(b, 7)
    assert [(c.rating, c.flagged) for c in made(a, b, "second").contents] == [(7, False)]
    assert [(c.rating, c.comment) for c in made(a, b).contents] == [(3, "3 | 7")]


def test_modifiers_come_from_the_record_that_was_followed():
    a, b = both("gaze: 0-20 mother", "gaze: 0-20 away")
    told = replace(b.annotations[0], content=replace(b.annotations[0].content, modifiers={"how": "voice"}))
    assert made(a, replace(b, annotations=(told,)), "second").contents[0].modifiers == {"how": "voice"}


TURNS = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from(["mother", "away", "toy", ""])), min_size=1, max_size=10
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
def test_whoever_is_always_right_is_the_consensus(ana, ben):
    """Compared with the consensus, the one who was always right differs nowhere, and nothing is open."""
    a, b = both(line(ana), line(ben), (0, 40))
    found = compare(a, b, S)
    for word, of in (("first", a), ("second", b)):
        third = consensus(a, b, S, found, {where(d): word for d in found.disagreements})
        assert third.undecided == 0
        annotations = (
            tuple(replace(of.annotations[0], id=str(i), content=c) for i, c in enumerate(third.contents))
            if of.annotations
            else ()
        )
        if annotations:
            assert (
                compare(of, replace(of, id="third", coder="third", annotations=annotations), S).disagreements
                == ()
            )
