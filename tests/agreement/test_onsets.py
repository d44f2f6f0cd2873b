"""Agreeing on where marks begin, and how far two coders agree on what qualifies the same marks; by hand."""

from dataclasses import replace

import pytest

from annotator.agreement import Taken, agreed_marks, compare_modifiers, pair_onsets
from annotator.errors import CodingError, NotComparable
from annotator.model import Annotation, Content
from annotator.schemes.scheme import Modifier
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

PLAY = scheme(
    state("gaze", "mother away"), point("cue", "bid cry"), state("hands", "hold wave", exclusive=False)
)


def side_by_side(ana, ben):
    """Each place as (lane, first's code and onset, second's), codes with their onset in ms."""

    def told(mark):
        return None if mark is None else f"{mark.content.code} {mark.content.onset_ms}"

    window = (0, 40)
    first = coding(ana, scheme=PLAY, window=window)
    pairs = pair_onsets(first, coding(ben, scheme=PLAY, coder="ben", window=window), PLAY)
    return pairs, [(pair.track, told(pair.first), told(pair.second)) for pair in pairs]


def stretches(marks):
    return [(m.content.code, m.content.onset_ms, m.content.offset_ms) for m in marks]


def test_marks_of_one_code_are_partners_before_nearer_ones_of_another():
    """Ben's cry lies 0.2 s from Ana's bid and his bid 0.6 s: by time alone bid and cry would be partners."""
    pairs, found = side_by_side("cue: 5 bid", "cue: 5.2 cry, 5.6 bid")
    assert found == [("cue", "bid 5000", "bid 5600"), ("cue", None, "cry 5200")]
    assert [pair.alike for pair in pairs] == [True, False]


def test_what_nobody_marked_alike_is_paired_whatever_its_code():
    _pairs, found = side_by_side("gaze: 0-4 mother, 10-14 away", "gaze: 0.2-4 mother, 10-14.5 mother")
    assert found == [("gaze", "mother 0", "mother 200"), ("gaze", "away 10000", "mother 10000")]


def test_only_the_time_that_both_coded_is_agreed_on():
    """Ben coded from 3 s on: Ana's cue at 2 s is outside, her gaze from 0 to 4 s reaches in."""
    ana = coding("gaze: 0-4 mother\ncue: 2 bid, 5 bid", scheme=PLAY, window=(0, 10))
    ben = coding("gaze: 3-4 mother", scheme=PLAY, coder="ben", window=(3, 10))
    pairs = pair_onsets(ana, ben, PLAY)
    marks = {mark.content.onset_ms for pair in pairs for mark in pair.marks}
    assert marks == {0, 3000, 5000}


def test_a_pair_of_one_code_is_taken_with_the_first_coders_times_and_id():
    pairs, _found = side_by_side("cue: 5 bid", "cue: 5.4 bid")
    (mark,) = agreed_marks(pairs, {}, PLAY)
    assert (mark.id, mark.content.onset_ms) == (pairs[0].first.id, 5000)
    assert [m.content.onset_ms for m in agreed_marks(pairs, {pairs[0].key: Taken.SECOND}, PLAY)] == [5400]


def test_nothing_that_qualified_a_mark_comes_along():
    ana, ben = (coding("cue: 5 bid", scheme=PLAY, window=(0, 9), coder=who) for who in ("ana", "ben"))
    told = replace(ana.annotations[0].content, modifiers={"how": "loud"}, comment="sure", flagged=True)
    ana = replace(ana, annotations=(replace(ana.annotations[0], content=told),))
    (mark,) = agreed_marks(pair_onsets(ana, ben, PLAY), {}, PLAY)
    assert (mark.content.modifiers, mark.content.comment, mark.content.flagged) == ({}, "", False)


def test_every_other_place_needs_a_choice_and_all_that_lack_one_are_named():
    pairs, _found = side_by_side("cue: 5 bid, 20 cry", "cue: 30 bid")
    with pytest.raises(CodingError) as refusal:
        agreed_marks(pairs, {pairs[0].key: Taken.FIRST}, PLAY)
    assert [problem.where for problem in refusal.value.problems] == [
        "cue of infant at 00:20.000", "cue of infant at 00:30.000",
    ]  # fmt: skip
    with pytest.raises(CodingError, match="take it or leave it out"):
        agreed_marks(pairs, {pair.key: Taken.SECOND for pair in pairs}, PLAY)


@pytest.mark.parametrize(
    ("choice", "agreed"),
    [
        (Taken.FIRST, [("away", 10_000, 14_000)]),
        (Taken.SECOND, [("mother", 9_800, 14_500), ("away", 20_000, 22_000)]),
        (Taken.BOTH, [("mother", 9_800, 10_000), ("away", 10_000, 14_000), ("away", 20_000, 22_000)]),
        (Taken.NEITHER, []),
    ],
)
def test_one_choice_for_all_is_meant_as_it_can_be_and_a_state_ends_where_the_next_begins(choice, agreed):
    """Ana: away 10–14. Ben: mother 9.8–14.5 (a pair with it), away 20–22 which Ana has not."""
    pairs, _found = side_by_side("gaze: 10-14 away", "gaze: 9.8-14.5 mother, 20-22 away")
    chosen = {pair.key: pair.leaning(choice) for pair in pairs}
    assert stretches(agreed_marks(pairs, chosen, PLAY)) == agreed


def test_where_several_hold_at_once_only_a_code_ends_itself():
    pairs, _found = side_by_side("hands: 0-10 hold, 30-31 wave", "hands: 6-20 hold, 8-9 wave")
    chosen = {pair.key: pair.leaning(Taken.BOTH) for pair in pairs}
    assert stretches(agreed_marks(pairs, chosen, PLAY)) == [
        ("hold", 0, 6_000), ("hold", 6_000, 20_000), ("wave", 8_000, 9_000), ("wave", 30_000, 31_000),
    ]  # fmt: skip


def test_two_that_would_begin_at_once_are_refused_where_one_holds_at_a_time():
    pairs, _found = side_by_side("gaze: 5-8 away", "gaze: 5-8 mother")
    with pytest.raises(CodingError, match="begin at once"):
        agreed_marks(pairs, {pairs[0].key: Taken.BOTH}, PLAY)


def test_codings_of_other_visits_depths_or_times_are_not_laid_side_by_side():
    ana = coding("cue: 5 bid", scheme=PLAY)
    for other in (
        coding("cue: 5 bid", scheme=PLAY, session="visit-2"),
        coding("cue: 5 bid", scheme=PLAY, profile="other"),
        coding("cue: 9 bid", scheme=PLAY, window=(6, 9)),
    ):
        with pytest.raises(NotComparable):
            pair_onsets(ana, other, PLAY)


QUALIFIED = scheme(
    replace(
        point("cue", "bid"), codes=(code("bid", modifiers=("how", "loud", "times", "words")),)
    ),
    modifiers=(
        Modifier("how", "choice", text("How")), Modifier("loud", "boolean", text("Loud")),
        Modifier("times", "integer", text("Times")), Modifier("words", "text", text("Words")),
    ),
)  # fmt: skip


def qualified(coder, *answers):
    """A coder's marks 0, 1, 2, …, each a second, with these answers."""
    marks = tuple(
        Annotation(f"mark-{n}", 2, Content("cue", "infant", "bid", n * 1000, n * 1000, modifiers=given))
        for n, given in enumerate(answers)
    )
    return replace(coding("cue: 9 bid", scheme=QUALIFIED, coder=coder), annotations=marks)


def test_agreement_on_modifiers_is_over_the_same_marks_that_both_answered():
    """how: (face, face), (face, voice), (voice, voice), (voice, voice), one unanswered.

    p_o = 3/4; p_e = 2/4 · 1/4 + 2/4 · 3/4 = 1/2; κ = (3/4 − 1/2) / (1 − 1/2) = 1/2. times: 3 of 4 equal.
    """
    ana = qualified(
        "ana", {"how": "face", "times": 1}, {"how": "face", "times": 2}, {"how": "voice", "times": 3},
        {"how": "voice", "times": 4, "loud": True}, {"how": "face"},
    )  # fmt: skip
    ben = qualified(
        "ben", {"how": "face", "times": 1}, {"how": "voice", "times": 2}, {"how": "voice", "times": 3},
        {"how": "voice", "times": 5}, {},
    )  # fmt: skip
    how, loud, times = compare_modifiers(ana, ben, QUALIFIED)
    assert (how.modifier, how.equal.value, how.kappa.value, how.equal.units, how.unanswered) == (
        "how", 0.75, 0.5, 4, 1,
    )  # fmt: skip
    assert (loud.equal.value, loud.kappa.value, loud.unanswered) == (None, None, 5)
    assert (times.equal.value, times.kappa.value, times.unanswered) == (0.75, None, 1)
    assert times.kappa.reason.startswith("κ is for answers of a few kinds")
