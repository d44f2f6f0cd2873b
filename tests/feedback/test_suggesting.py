"""Suggestions by hand: short codings in the default scheme, and what each rule makes of them.

Leads are 3 s each, moments 5 to 30 s; a social bid is answered within 3 s, distress within 5 s.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.feedback import Kind, Limits, Suggestion, TimedNote, concerns, forbidden_in, suggest
from annotator.feedback.concerns import touches
from annotator.model import Annotation, Coding, Interval
from annotator.schemes import Scheme, read_scheme
from tests.builders import coding
from tests.planting import ROOT

SCHEME = read_scheme((ROOT / "coding_schemes" / "core-attunement.yaml").read_bytes())
TWO_KEYS = read_scheme((ROOT / "coding_schemes" / "two-keys.yaml").read_bytes())
CALM = "dyad_state of dyad: 0-60 alongside"
MINUTE = (0, 60)


def made(words: str, profile: str = "standard", window: tuple[float, float] = MINUTE) -> Coding:
    return coding(words, window, scheme=SCHEME, profile=profile)


def with_content(given: Coding, code: str, **more: Any) -> Coding:
    """The coding with other values in every annotation of a code."""
    return replace(
        given,
        annotations=tuple(
            replace(a, content=replace(a.content, **more)) if a.content.code == code else a
            for a in given.annotations
        ),
    )


def of_code(given: Coding, code: str) -> Annotation:
    return next(a for a in given.annotations if a.content.code == code)


def ask(given: Coding | None, notes: Sequence[TimedNote] = (), scheme: Scheme | None = SCHEME, **more: Any):
    return suggest(given, scheme, notes, **{"language": "en", "child": "Mia", **more})


def note(id: str, at_ms: int | None, starred: bool = False) -> TimedNote:
    return TimedNote(id, "visit-1", "ana", at_ms, "words of the visitor", starred)


def found(suggestions: Sequence[Suggestion]) -> list[tuple[str, int, int]]:
    return [(s.id, s.onset_ms, s.offset_ms) for s in suggestions]


ANSWERED = f"{CALM}\ninfant_cue: 20 bid_social\nparent_response of parent: 21.5 join"


def test_an_answered_signal_from_three_seconds_before_it_to_three_after_the_answer() -> None:
    """20 − 3 = 17 s to 21.5 + 3 = 24.5 s."""
    assert ask(made(ANSWERED)) == (
        Suggestion(
            "answered-21500", "answered", Kind.STRENGTH, 17_000, 24_500, 21_500,
            "“Come to me” at 0:20 is answered at 0:21: “Joins in”.",  # type: ignore[arg-type]
            "You noticed and joined in.", "What do you notice here?",
            ("0:20 “Come to me”", "0:21 “Joins in”", "all of it can be seen"),  # type: ignore[arg-type]
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("when", "is_answer"),
    [("20", False), ("20.001", True), ("23", True), ("23.001", False), ("19.9", False)],
)
def test_an_answer_begins_after_the_signal_and_within_the_schemes_window(when: str, is_answer: bool) -> None:
    answers = ask(made(f"{CALM}\ninfant_cue: 20 bid_social\nparent_response of parent: {when} join"))
    assert [s.rule for s in answers] == (["answered"] if is_answer else [])


def test_one_answer_serves_one_signal_and_turning_to_something_else_is_none() -> None:
    """Two bids a second apart and one answer: the earlier bid has it."""
    two = ask(made(f"{CALM}\ninfant_cue: 20 bid_social, 21 bid_social\nparent_response of parent: 22 join"))
    assert [s.shows[0] for s in two] == ["0:20 “Come to me”"]
    assert ask(made(f"{CALM}\ninfant_cue: 20 bid_social\nparent_response of parent: 21 redirect")) == ()


@pytest.mark.parametrize(
    "unseen",
    [
        "dyad_state of dyad: 0-20.5 alongside, 20.5-21 unscorable, 21-60 alongside",
        f"{CALM}\nparent_stance of parent: 0-21 following, 21-23 unscorable_p, 23-60 following",
        f"{CALM}\ninfant_state: 0-19 social, 19-20.2 unscorable_i, 20.2-60 social",
    ],
)
def test_an_answer_of_which_a_part_cannot_be_seen_is_not_claimed(unseen: str) -> None:
    words = ANSWERED.replace(CALM, unseen)
    assert [s.rule for s in ask(made(words, "research"))] == []


def test_time_that_cannot_be_seen_after_the_answer_is_told() -> None:
    words = ANSWERED.replace(CALM, "dyad_state of dyad: 0-23 alongside, 23-24 unscorable, 24-60 alongside")
    assert ask(made(words))[0].shows[-1] == "a part of it cannot be seen"


def test_that_all_can_be_seen_is_said_only_where_somebody_looked() -> None:
    """Of 17 to 24.5 s nobody judged the last half second, or anything, or all of it."""
    for states, told in (("0-24 alongside", False), ("", False), ("0-24.5 alongside", True)):
        answer = ask(made(ANSWERED.replace("0-60 alongside", states)))[0]
        assert ("all of it can be seen" in answer.shows) is told
    assert ask(None, [note("a", 20_000, starred=True)], scheme=None)[0].shows == ()


def test_a_good_state_within_ten_seconds_after_the_answer_speaks_for_it() -> None:
    for onset, told in ((31.4, True), (31.5, False)):
        words = ANSWERED.replace(CALM, f"dyad_state of dyad: 0-{onset} alongside, {onset}-60 together")
        shows = next(s.shows for s in ask(made(words)) if s.rule == "answered")
        assert ("a good or calmer state within ten seconds after" in shows) is told


def test_a_link_that_the_coder_set_says_what_is_answered() -> None:
    """The answer comes 7 s after its signal, too late for the window, but is linked to it."""
    words = f"{CALM}\ninfant_cue: 20 bid_social, 26 bid_social\nparent_response of parent: 27 join"
    given = made(words)
    first = of_code(given, "bid_social").id
    linked = with_content(given, "join", modifiers={"answers": (first,)})
    assert found(ask(given)) == [("answered-27000", 23_000, 30_000)]
    assert found(ask(linked)) == [("answered-27000", 17_000, 30_000)]


def test_a_change_of_stance_can_be_the_answer() -> None:
    """Comforting begins 4 s after distress; leading ends 2 s after a sign for a pause and following begins."""
    comfort = f"{CALM}\ninfant_cue: 20 distress\nparent_stance of parent: 0-24 following, 24-60 comforting"
    assert [s.reason for s in ask(made(comfort, "research"))] == [
        "“Help me” at 0:20 is answered at 0:24: “Comforting”."
    ]
    pause = f"{CALM}\ninfant_cue: 20 pause\nparent_stance of parent: 0-22 leading, 22-60 following"
    assert [(s.reason, s.phrase) for s in ask(made(pause, "research"))] == [
        (
            "“I need a moment” at 0:20 is answered at 0:22: “Offering” ends.",
            "Let us look at this moment together.",
        )
    ]
    away = pause.replace("22-60 following", "22-60 elsewhere")
    assert ask(made(away, "research")) == ()
    already = f"{CALM}\ninfant_cue: 20 distress\nparent_stance of parent: 0-60 comforting"
    assert ask(made(already, "research")) == ()


STATES = (
    "dyad_state of dyad: 0-22 alongside, 22-32 together, 32-60 alongside, 60-80 together, 80-90 alongside"
)
FIELD = f"{STATES}\ninfant_cue: 20 bid_social"


def test_where_answers_are_not_coded_a_signal_and_being_together_is_not_called_an_answer() -> None:
    """From 20 to 22 s with 3 s before and after; the longest stretch is another one, 60 to 80 s."""
    longest, signal = ask(made(FIELD, "field", (0, 90)))
    assert (signal.id, signal.onset_ms, signal.offset_ms) == ("together-22000", 17_000, 25_000)
    assert signal.reason == "“Come to me” at 0:20, and from 0:22 on: “Together”."
    assert "answer" not in signal.reason
    assert signal.phrase == "Here the two of you found each other."
    assert signal.question == "What do you see Mia telling you here?"
    assert (longest.id, longest.onset_ms, longest.offset_ms) == ("longest-60000", 57_000, 83_000)


def test_a_signal_that_begins_the_longest_stretch_is_in_it_and_not_offered_twice() -> None:
    given = made("dyad_state of dyad: 0-22 alongside, 22-60 together\ninfant_cue: 20 bid_social", "field")
    assert found(ask(given)) == [("longest-22000", 19_000, 49_000)]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        pytest.param("18.9 bid_social", [], id="3.1 s before"),
        pytest.param("19 bid_social", ["together"], id="3 s before"),
        pytest.param("17 distress", ["together"], id="distress, 5 s before"),
        pytest.param("16.9 distress", [], id="distress, 5.1 s before"),
        pytest.param("22 bid_social", [], id="at the very onset"),
        pytest.param("30 bid_social", [], id="inside being together"),
    ],
)
def test_only_a_signal_that_being_together_follows_is_offered(cue: str, expected: list[str]) -> None:
    given = made(f"{STATES}\ninfant_cue: {cue}", "field", (0, 90))
    assert [s.rule for s in ask(given) if s.rule != "longest"] == expected


def test_where_answers_were_coded_an_unanswered_signal_is_offered_as_nothing() -> None:
    given = made(f"{FIELD}\nparent_response of parent: 50 join", window=(0, 90))
    assert [s.rule for s in ask(given)] == ["longest"]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param("5-15 together, 15-16 alongside, 16-24 together, 24-30 alongside, 30-45 together",
                     ("longest-5000", 2_000, 27_000), id="a gap of one second is bridged: 19 s"),
        pytest.param("5-15 together, 15-16.001 alongside, 16.001-24 together, 24-30 alongside, 30-45 together",
                     ("longest-30000", 27_000, 48_000), id="a longer one is not: 15 s"),
        pytest.param("5-15 together, 15-16 unscorable, 16-24 together, 24-30 alongside, 30-45 together",
                     ("longest-30000", 27_000, 48_000), id="never over what cannot be seen"),
        pytest.param("5-15 together, 20-30 together", ("longest-5000", 2_000, 18_000), id="the first of two"),
        pytest.param("5-60 together", ("longest-5000", 2_000, 32_000), id="its first thirty seconds"),
        pytest.param("0-20 together", ("longest-0", 0, 23_000), id="no lead-in before the film"),
        pytest.param("5-5.9 together", None, id="shorter than the scheme's shortest state"),
        pytest.param("5-20 repairing", None, id="on the way back is not yet together"),
    ],
)  # fmt: skip
def test_the_longest_stretch_together(states: str, expected: tuple[str, int, int] | None) -> None:
    longest = [s for s in ask(made(f"dyad_state of dyad: {states}", "field")) if s.rule == "longest"]
    assert found(longest) == ([expected] if expected else [])


REPAIR = "dyad_state of dyad: 0-20 alongside, 20-26 out_of_step, 26-29 repairing, 29-34 alongside"


def test_a_closed_repair_ends_with_the_way_back() -> None:
    """Open at 20 s, closed at 29 s: 17 to 32 s, the still at the coming back."""
    repair = ask(made(REPAIR, "field"))[0]
    assert (repair.id, repair.kind, repair.onset_ms, repair.offset_ms, repair.at_ms) == (
        "repair-29000", Kind.REPAIR, 17_000, 32_000, 29_000,
    )  # fmt: skip
    assert repair.reason == "“Out of step” at 0:20, and at 0:29 the two have found the way back: “Alongside”."
    assert repair.phrase == "Look how you two came back to each other."
    assert repair.question == "What did you change just then?"
    assert repair.shows[:3] == ("0:20 “Out of step”", "0:26 “Finding the way back”", "0:29 “Alongside”")


def test_the_question_for_the_parents_part_is_not_asked_of_what_the_child_did_or_nobody_saw() -> None:
    by_child = with_content(made(REPAIR, "field"), "repairing", modifiers={"led_by": "infant"})
    by_parent = with_content(made(REPAIR, "field"), "repairing", modifiers={"led_by": "parent"})
    unseen = made("dyad_state of dyad: 0-20 alongside, 20-29 out_of_step, 29-34 alongside", "field")
    assert [ask(c)[0].question for c in (by_child, by_parent, unseen)] == [
        "What helped just then?", "What did you change just then?", "What helped just then?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "states", ["20-26 out_of_step, 26-28 repairing, 28-29 alongside, 29-60 out_of_step", "20-60 out_of_step"]
)
def test_a_rupture_that_was_not_repaired_is_not_offered(states: str) -> None:
    assert ask(made(f"dyad_state of dyad: {states}", "field")) == ()


def test_of_a_long_repair_the_end_is_shown() -> None:
    """Open at 10 s, closed at 50 s: the thirty seconds up to 53 s."""
    words = "dyad_state of dyad: 0-10 alongside, 10-50 out_of_step, 50-60 alongside"
    assert found(ask(made(words, "field"))) == [("repair-50000", 23_000, 53_000)]


def test_a_star_and_a_flag_are_the_visitors_own_word() -> None:
    star = ask(made(f"{CALM}\nmoment of dyad: 20 star", "field"))[0]
    assert (star.id, star.onset_ms, star.offset_ms) == ("star-20000", 17_000, 23_000)
    assert (star.reason, star.phrase) == (
        "You marked 0:20: “Show this”.", "Let us look at this moment together.",
    )  # fmt: skip
    flagged = with_content(made(f"{CALM}\ninfant_cue: 20 bid_social", "field"), "bid_social", flagged=True)
    assert [(s.id, s.phrase) for s in ask(flagged)] == [("star-20000", "Mia is calling you here.")]


@pytest.mark.parametrize("states", ["0-60 apart", "0-60 unscorable"])
def test_what_the_scheme_does_not_show_to_parents_is_not_shown_for_a_flag(states: str) -> None:
    given = made(f"dyad_state of dyad: {states}", "field")
    code = states.split()[1]
    assert ask(with_content(given, code, flagged=True)) == ()


def test_a_flagged_difficult_moment_is_one_where_such_may_be_shown() -> None:
    words = "dyad_state of dyad: 0-20 alongside, 20-40 out_of_step, 40-60 apart"
    given = with_content(made(words, "field"), "out_of_step", flagged=True)
    hard = ask(given)[0]
    assert (hard.id, hard.kind, hard.onset_ms, hard.offset_ms) == (
        "star-20000",
        Kind.CHALLENGE,
        17_000,
        43_000,
    )
    assert hard.phrase == "Here Mia was asking for something different."
    assert ask(given, limits=Limits(challenges=False)) == ()


def test_a_flagged_rupture_that_was_repaired_is_offered_as_the_repair() -> None:
    given = with_content(made(REPAIR, "field"), "out_of_step", flagged=True)
    assert [(s.kind, "your star at 0:20" in s.shows) for s in ask(given)] == [(Kind.REPAIR, True)]


def test_where_nothing_was_coded_notes_are_the_way_starred_ones_first() -> None:
    notes = [
        note("a", 10_000),
        note("b", 30_000, starred=True),
        note("c", None, starred=True),
        note("d", 58_000),
    ]
    narrative = ask(None, notes, scheme=None, limits=Limits(Interval(0, 60_000)))
    assert found(narrative) == [
        ("starred_note-30000", 27_000, 33_000),
        ("note-10000", 7_000, 13_000),
        ("note-58000", 55_000, 60_000),
    ]
    assert [s.reason for s in narrative][:2] == [
        "You starred your note at 0:30.",
        "You wrote a note at 0:10.",
    ]
    assert {s.phrase for s in narrative} == {"Let us look at this moment together."}
    assert not any("words of the visitor" in str(s) for s in narrative)


def test_beside_a_coding_only_starred_notes_count() -> None:
    notes = [note("a", 5_000), note("b", 40_000, starred=True)]
    assert [s.id for s in ask(made(ANSWERED), notes)] == ["starred_note-40000", "answered-21500"]
    nearby = ask(made(ANSWERED), [note("b", 22_000, starred=True)])
    assert [(s.id, "your star at 0:22" in s.shows) for s in nearby] == [("answered-21500", True)]


@pytest.mark.parametrize(
    ("at", "kept"), [("16.9", True), ("17", False), ("20", False), ("24.5", False), ("24.6", True)]
)
def test_nothing_is_suggested_that_touches_a_mark_for_the_supervisor(at: str, kept: bool) -> None:
    """The moment is 17 to 24.5 s; a mark at its very edge keeps it back."""
    assert bool(ask(made(f"{ANSWERED}\nmoment of dyad: {at} concern"))) is kept
    mark = Interval(round(float(at) * 1000), round(float(at) * 1000))
    assert bool(ask(made(ANSWERED), limits=Limits(concerns=[mark]))) is kept
    notes = [note("a", 20_000, starred=True)]
    assert bool(ask(None, notes, scheme=None, limits=Limits(concerns=[Interval(23_000, 23_000)]))) is False


def test_a_mark_for_the_supervisor_is_no_suggestion_even_when_it_is_flagged() -> None:
    given = made(f"{CALM}\nmoment of dyad: 30 concern", "field")
    assert ask(with_content(given, "concern", flagged=True)) == ()


def test_a_coding_with_nothing_but_a_mark_for_the_supervisor_leaves_the_notes() -> None:
    given = made("moment of dyad: 30 concern", "field")
    assert found(ask(given, [note("a", 10_000), note("b", 31_000)])) == [("note-10000", 7_000, 13_000)]


def test_what_practitioners_may_not_see_makes_no_suggestion() -> None:
    hidden = tuple(
        replace(t, visibility=("coder", "researcher")) if t.id == "parent_response" else t
        for t in SCHEME.tracks
    )
    assert ask(made(ANSWERED), scheme=replace(SCHEME, tracks=hidden)) == ()


@pytest.mark.parametrize(
    ("at", "window", "film", "expected"),
    [
        (1, MINUTE, None, (0, 5_000)),
        (59, MINUTE, None, (55_000, 60_000)),
        (30, (28, 60), None, (28_000, 33_000)),
        (30, MINUTE, Interval(0, 31_000), (26_000, 31_000)),
        (30, MINUTE, Interval(29_500, 90_000), (29_500, 34_500)),
        (30, MINUTE, Interval(28_000, 32_000), None),
        (30, MINUTE, Interval(0, 29_000), None),
        (30, MINUTE, Interval(70_000, 90_000), None),
        (20, (28, 60), None, None),
    ],
)
def test_a_moment_lies_in_the_coded_window_and_in_the_film_and_is_long_enough(
    at: int, window: tuple[float, float], film: Interval | None, expected: tuple[int, int] | None
) -> None:
    given = made(f"moment of dyad: {at} star", "field", window)
    moments = [(s.onset_ms, s.offset_ms) for s in ask(given, limits=Limits(film))]
    assert moments == ([expected] if expected else [])


def test_the_weightiest_come_first_and_another_kind_before_one_more_of_the_same() -> None:
    """Of equal weight the earlier; each answered signal (4 + 1) weighs 2 less than the one before.

    star 6 + 1 = 7 at 50 s · repair 5 + 1 = 6 · answered 5, 3 at 5 s and 10 s · longest 4 + 1 = 5 at 60 s.
    Order: star, repair, answered at 6 s (5, earlier than the longest), longest, answered at 13 s (3).
    """
    words = (
        "dyad_state of dyad: 0-25 alongside, 25-30 out_of_step, 30-35 alongside, 35-100 alongside, 100-120 together\n"
        "infant_cue: 5 bid_social, 12 bid_social\nparent_response of parent: 6 join, 13 join\nmoment of dyad: 50 star"
    )
    given = made(words, window=(0, 120))
    assert [s.id for s in ask(given)] == [
        "star-50000", "repair-30000", "answered-6000", "longest-100000", "answered-13000",
    ]  # fmt: skip
    assert [s.id for s in ask(given, most=2)] == ["star-50000", "repair-30000"]


def test_of_two_that_are_nearly_the_same_one_is_suggested() -> None:
    """Answers at 21 s and 23 s: 17–24 s and 19–26 s share 5 of 7 s. At 21 s and 30 s they share nothing."""
    near = f"{CALM}\ninfant_cue: 20 bid_social, 22 bid_social\nparent_response of parent: 21 join, 23 join"
    assert found(ask(made(near))) == [("answered-21000", 17_000, 24_000)]
    far = near.replace("22 bid_social", "29 bid_social").replace("23 join", "30 join")
    assert [s.id for s in ask(made(far))] == ["answered-21000", "answered-30000"]


def test_never_more_than_six() -> None:
    cues = ", ".join(f"{n * 20} bid_social" for n in range(1, 10))
    answers = ", ".join(f"{n * 20 + 1} join" for n in range(1, 10))
    given = made(f"infant_cue: {cues}\nparent_response of parent: {answers}", window=(0, 200))
    assert [s.at_ms for s in ask(given)] == [21_000, 41_000, 61_000, 81_000, 101_000, 121_000]


@pytest.mark.parametrize(
    ("language", "phrase", "untranslated"),
    [
        ("de", "Sie haben es bemerkt und mitgemacht.", False),
        ("de-AT", "Sie haben es bemerkt und mitgemacht.", False),
        ("tr", "You noticed and joined in.", True),
    ],
)
def test_phrases_are_in_the_parents_language_or_say_that_they_are_not(
    language: str, phrase: str, untranslated: bool
) -> None:
    suggestion = ask(made(ANSWERED), language=language)[0]
    assert (suggestion.phrase, suggestion.untranslated) == (phrase, untranslated)


def test_reasons_name_codes_in_the_visitors_language_and_can_be_translated() -> None:
    reason = ask(made(ANSWERED), reader="de")[0].reason
    assert reason == "“Komm zu mir” at 0:20 is answered at 0:21: “Macht mit”."
    german = {
        "“{cue}” at {at} is answered at {then}: “{answer}”.": "„{cue}“ ({at}), dann „{answer}“ ({then})."
    }
    assert reason.translated(lambda words: german[words]) == "„Komm zu mir“ (0:20), dann „Macht mit“ (0:21)."


def test_a_scheme_that_is_not_made_for_meetings_suggests_nothing() -> None:
    given = coding("contact of dyad: 0-60 in_contact", MINUTE, scheme=TWO_KEYS, profile="only")
    assert ask(given, [note("a", 5_000, starred=True)], scheme=TWO_KEYS) == ()


def test_two_parents_can_both_answer() -> None:
    given = made(f"{CALM}\ninfant_cue: 20 bid_social\nparent_response of parent-2: 21 join")
    assert [s.id for s in ask(given)] == ["answered-21000"]


TRACKS = {
    "dyad_state": (
        "dyad",
        "state",
        ["together", "alongside", "out_of_step", "repairing", "apart", "unscorable"],
    ),
    "infant_cue": ("infant", "point", ["bid_social", "bid_object", "pause", "distress"]),
    "parent_response": ("parent", "point", ["join", "give_space", "comfort", "redirect", "mind_words"]),
    "parent_stance": (
        "parent",
        "state",
        ["following", "leading", "comforting", "overriding", "unscorable_p"],
    ),
    "moment": ("dyad", "point", ["star", "wonder", "concern"]),
}
PROFILES = {"field": ["dyad_state", "infant_cue", "moment"], "research": list(TRACKS)}


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """Any coding of two minutes in the default scheme, flags and marks for the supervisor among it."""
    profile = draw(st.sampled_from(sorted(PROFILES)))
    lines = []
    for track in PROFILES[profile]:
        subject, kind, codes = TRACKS[track]
        edges = sorted(draw(st.lists(st.integers(0, 120_000), max_size=12, unique=True)))
        chosen = [draw(st.sampled_from(codes)) for _ in edges]
        times = [t / 1000 for t in edges]
        if kind == "point":
            marks = [f"{t} {code}" for t, code in zip(times, chosen, strict=True)]
        else:
            marks = [
                f"{a}-{b} {code}"
                for a, b, code in zip(times, [*times, 120][1:], chosen, strict=True)
                if a < b
            ]
        lines.append(f"{track} of {subject}: {', '.join(marks)}")
    window = draw(st.sampled_from([(0, 120), (10, 90), (0, 4)]))
    given = coding("\n".join(lines), window, scheme=SCHEME, profile=profile)
    flags = draw(st.lists(st.booleans(), min_size=len(given.annotations), max_size=len(given.annotations)))
    return replace(
        given,
        annotations=tuple(
            replace(a, content=replace(a.content, flagged=flag))
            for a, flag in zip(given.annotations, flags, strict=True)
        ),
    )


@settings(deadline=None)
@given(codings(), st.sampled_from(["en", "de", "tr"]), st.sampled_from(["Mia", "", "Case 12"]), st.randoms())
def test_what_every_suggestion_keeps(given: Coding, language: str, child: str, chance: random.Random) -> None:
    film = Interval(0, 100_000)
    asked = {"language": language, "child": child, "limits": Limits(film)}
    suggestions = ask(given, **asked)
    bounds = given.window.common(film)
    hidden = concerns(given, SCHEME)
    assert len(suggestions) <= 6
    assert len({s.id for s in suggestions}) == len(suggestions)
    for s in suggestions:
        assert bounds is not None and bounds.onset <= s.onset_ms <= s.at_ms <= s.offset_ms <= bounds.offset
        assert 5_000 <= s.offset_ms - s.onset_ms <= 30_000
        assert forbidden_in(s.phrase, language) == forbidden_in(s.question, language) == ()
        assert not any(c.isdigit() for c in s.phrase + s.question)
        assert not any(touches(mark, s.onset_ms, s.offset_ms) for mark in hidden)
        assert s.id == f"{s.rule}-{s.at_ms}"
    for i, first in enumerate(suggestions):
        for second in suggestions[:i]:
            shared = Interval(first.onset_ms, first.offset_ms).overlap(
                Interval(second.onset_ms, second.offset_ms)
            )
            assert 2 * shared <= min(x.offset_ms - x.onset_ms for x in (first, second))
    shuffled = list(given.annotations)
    chance.shuffle(shuffled)
    assert ask(replace(given, annotations=tuple(shuffled)), **asked) == suggestions


def test_an_hour_of_dense_coding_is_suggested_from_in_a_moment() -> None:
    """3,600 signals with as many answers and states: no rule looks at every pair."""
    seconds = range(3_600)
    lines = [
        "dyad_state of dyad: "
        + ", ".join(f"{s}-{s + 1} {('together', 'alongside')[s % 2]}" for s in seconds),
        "infant_cue: " + ", ".join(f"{s} bid_social" for s in seconds),
        "parent_response of parent: " + ", ".join(f"{s + 0.5} join" for s in seconds),
    ]
    assert len(ask(made("\n".join(lines), window=(0, 3_600)))) == 6
