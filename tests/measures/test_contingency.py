"""Cues and answers, each case small enough to be done by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from annotator.measures import Contingency, Rule, contingencies, seen
from annotator.schemes.scheme import Modifier, Timebase
from tests.builders import coding
from tests.scheme_values import code, point, scheme, state, text

LINK = Modifier("answers", "link", text("Answers"), links_to=("cue",))
S = scheme(
    state("look", "here away", missing="hidden", subject="parent"),
    state("voice", "talk sing", subject="parent", exclusive=False),
    state("sound", "coo cry", exclusive=False),
    point("cue", "bid pause"),
    replace(point("act", "join redirect", subject="parent"), codes=(code("join", 0, modifiers=("answers",)), code("redirect", 1))),
    modifiers=(LINK,),
)  # fmt: skip
ACT = {"track": "act", "codes": ["join"]}


def rule(**more: Any) -> Rule:
    usual: dict[str, Any] = {
        "id": "r", "cue": {"track": "cue", "codes": ["bid"]}, "response": ACT, "anchor": "cue_onset",
        "window_ms": [0, 3000], "already_ongoing": "ignore", "one_to_one": True,
    }  # fmt: skip
    drop = {"missing_share_in_window": 0.5, "segment_ends_in_window": True}
    return Rule.of(usual | more, {"scorability": {"drop_cue_if": drop}})


def found(
    words: str, window: tuple[float, float] = (0, 60), shifts: int = 0, scheme: Any = S, **more: Any
) -> Contingency:
    return contingencies(seen(coding(words, window, scheme=scheme), scheme), rule(**more), shifts)[0]


def told(c: Contingency) -> list[tuple[int, int | None]]:
    met = [(cue.at, None if answer is None else answer.at) for cue, answer in c.answered]
    return sorted([*met, *((cue.at, -1) for cue in c.unanswered)])


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        pytest.param("10 join", [(10_000, -1)], id="at the same time is no answer"),
        pytest.param("10.001 join", [(10_000, 10_001)], id="just after"),
        pytest.param("13 join", [(10_000, 13_000)], id="the upper end is closed"),
        pytest.param("13.001 join", [(10_000, -1)], id="too late"),
        pytest.param("9 join", [(10_000, -1)], id="before"),
        pytest.param("11 redirect", [(10_000, -1)], id="another code"),
        pytest.param("11 join, 12 join", [(10_000, 11_000)], id="the first of two"),
    ],
)
def test_an_answer_begins_after_the_cue_and_up_to_the_end_of_the_window(acts: str, expected: object) -> None:
    assert told(found(f"cue: 10 bid\nact of parent: {acts}")) == expected


def test_one_answer_serves_one_cue_the_earliest() -> None:
    words = "cue: 10 bid, 11 bid\nact of parent: 12 join"
    assert told(found(words)) == [(10_000, 12_000), (11_000, -1)]
    assert told(found(words, one_to_one=False)) == [(10_000, 12_000), (11_000, 12_000)]
    two = "cue: 10 bid, 11 bid\nact of parent: 12 join, 12.5 join"
    assert told(found(two)) == [(10_000, 12_000), (11_000, 12_500)]


def linked(words: str, act: int, to: int, **more: Any) -> Contingency:
    """The ``act``-th annotation is linked to the ``to``-th."""
    made = coding(words, (0, 60), scheme=S)
    marks = list(made.annotations)
    with_link = replace(marks[act].content, modifiers={"answers": (marks[to].id,)})
    marks[act] = replace(marks[act], content=with_link)
    return contingencies(
        seen(replace(made, annotations=tuple(marks)), S), rule(explicit_link_wins=True, **more)
    )[0]


def test_a_link_decides_instead_of_the_time() -> None:
    words = "cue: 10 bid, 14 bid\nact of parent: 15 join"
    assert told(linked(words, act=2, to=0)) == [(10_000, 15_000), (14_000, -1)]
    assert [(w.answered, w.cues) for w in linked(words, 2, 0, sensitivity_windows_ms=[500]).windows] == [
        (1, 2),
        (1, 2),
    ]


@pytest.mark.parametrize(
    ("ongoing", "expected", "apart"),
    [("count", [(10_000, None), (20_000, 21_000)], []), ("ignore", [(10_000, -1), (20_000, 21_000)], []),
     ("separate", [(20_000, 21_000)], [10_000])],
)  # fmt: skip
def test_an_answer_that_goes_on_already(ongoing: str, expected: object, apart: list[int]) -> None:
    c = found(
        "cue: 10 bid, 20 bid\nvoice of parent: 5-15 talk, 21-25 talk",
        response={"track": "voice", "codes": ["talk"]}, already_ongoing=ongoing,
    )  # fmt: skip
    assert told(c) == expected
    assert [cue.at for cue in c.ongoing] == apart
    assert c.delays == [1_000]


def test_changes_of_state_answer_too() -> None:
    enters = found(
        "cue: 10 bid\nlook of parent: 0-11 away, 11-60 here", or_state={"track": "look", "enters": ["here"]}
    )
    leaves = found(
        "cue: 10 bid\nlook of parent: 0-11 away, 11-60 here", or_state={"track": "look", "leaves": ["away"]}
    )
    assert told(enters) == told(leaves) == [(10_000, 11_000)]
    out_of_sight = found(
        "cue: 10 bid\nlook of parent: 0-12 away, 12-13 hidden, 13-60 here",
        or_state={"track": "look", "leaves": ["away"]},
    )
    assert told(out_of_sight) == [(10_000, -1)]


def test_which_cues_cannot_be_scored() -> None:
    """Window 3 s, half of it may be hidden: hidden 11.5–13 is just half of 10–13, 11.501–13 is less."""
    half = found("cue: 10 bid\nlook of parent: 0-11.5 here, 11.5-14 hidden, 14-60 here")
    less = found("cue: 10 bid\nlook of parent: 0-11.501 here, 11.501-14 hidden, 14-60 here")
    assert (len(half.unseen), half.windows[0].cues) == (1, 0)
    assert half.windows[0].share.reason == "no cue that can be scored"
    assert (len(less.unseen), less.windows[0].cues) == (0, 1)
    end = found("cue: 57 bid, 57.001 bid\nact of parent: 58 join")
    assert ([c.at for c in end.cut], told(end)) == ([57_001], [(57_000, 58_000)])


def test_longer_windows_lose_the_cues_that_cannot_be_seen_so_long() -> None:
    c = found("cue: 10 bid, 56 bid\nact of parent: 14 join", sensitivity_windows_ms=[1000, 5000])
    assert [(w.high_ms, w.answered, w.cues) for w in c.windows] == [
        (3_000, 0, 2),
        (1_000, 0, 2),
        (5_000, 1, 1),
    ]


def test_the_same_cue_at_once_counts_once() -> None:
    words = "cue: 10 bid, 11 bid, 12 bid, 12.5 pause"
    c = found(words, scheme=replace(S, timebase=Timebase(cue_refractory_ms=2_000)))
    assert ([x.at for x in c.repeated], told(c)) == ([11_000], [(10_000, -1), (12_000, -1)])


def test_taking_turns_begins_before_the_other_has_ended() -> None:
    """Sounds 10–12 and 20–21; the parent begins at 11.2, 0.8 s before the end, and at 23.1, 2.1 s after it."""
    c = found(
        "sound: 10-12 coo, 20-21 coo\nvoice of parent: 11.2-14 talk, 23.1-24 talk",
        cue={"track": "sound", "codes": ["coo"]}, response={"track": "voice", "codes": ["talk"]},
        anchor="cue_offset", window_ms=[-1000, 2000], already_ongoing="separate",
    )  # fmt: skip
    assert told(c) == [(12_000, 11_200), (21_000, -1)]
    assert (c.delays, c.ongoing) == ([-800], ())


def test_without_a_track_that_could_hold_answers_there_is_nothing() -> None:
    shallow = scheme(*S.tracks, profiles={"field": "cue", "half": "cue act"})
    made = coding("cue: 10 bid", (0, 60), scheme=shallow, profile="field")
    assert contingencies(seen(made, shallow), rule()) == []
    half = coding("cue: 10 bid", (0, 60), scheme=shallow, profile="half")
    both = contingencies(seen(half, shallow), rule(or_state={"track": "look", "enters": ["here"]}))[0]
    assert (told(both), both.uncoded) == ([(10_000, -1)], ("look",))


def test_shifting_in_a_circle_by_hand() -> None:
    """One cue at 0 s, one answer in a circle of 60 s, a window of 3 s: 3 s in 60 are 5 % of all shifts."""
    c = found("cue: 0 bid\nact of parent: 30 join", shifts=4_000)
    assert c.by_shift is not None and c.by_shift.share.value == pytest.approx(0.05, abs=0.012)
    assert c.by_shift.as_many == 1.0  # unanswered as it was: every shift answers at least as many
    again = found("cue: 0 bid\nact of parent: 30 join", shifts=4_000)
    assert again.by_shift == c.by_shift
    none = found("act of parent: 30 join", shifts=500)
    assert none.by_shift is not None and none.by_shift.share.reason == "no cue that can be scored"


def every_shift(
    cues: list[int], acts: list[int], end: int, hidden: tuple[int, int], *, one_to_one: bool
) -> list[float]:
    """The share answered within 1 s under each whole shift, with nothing but loops over ms of scorable time."""

    def on(t: int) -> int:
        return t - max(0, min(t, hidden[1]) - hidden[0])

    circle = on(end)
    windows = [(on(cue), on(cue + 1_000)) for cue in cues]
    shares = []
    for shift in range(1, circle):
        moved, answered = sorted((on(act) + shift) % circle for act in acts), 0
        for low, high in windows:
            hit = next((act for act in moved if low < act <= high), None)
            answered += hit is not None
            if one_to_one and hit is not None:
                moved.remove(hit)
        shares.append(answered / len(cues))
    return shares


@pytest.mark.parametrize("one_to_one", [True, False])
@pytest.mark.parametrize("burst", [[1_500], [1_500, 1_700, 1_900, 5_100], list(range(300, 6_900, 900))])
def test_shifting_in_a_circle_beside_every_shift_there_is(burst: list[int], *, one_to_one: bool) -> None:
    """A film of 7 s of which 2.5 s are hidden: all 4,499 shifts, none drawn. 4,000 drawn ones miss by their error alone."""
    cues, hidden = [500, 1_000, 5_600], (2_000, 4_500)
    acts = [act for act in burst if not hidden[0] <= act < hidden[1]]
    words = "cue: " + ", ".join(f"{t / 1000} bid" for t in cues)
    words += "\nact of parent: " + ", ".join(f"{t / 1000} join" for t in acts)
    words += "\nlook of parent: 0-2 here, 2-4.5 hidden, 4.5-7 here"
    c = found(words, (0, 7), shifts=4_000, one_to_one=one_to_one, window_ms=[0, 1000])
    theirs = np.array(every_shift(cues, acts, 7_000, hidden, one_to_one=one_to_one))
    assert c.by_shift is not None and c.windows[0].cues == 3
    error = theirs.std() / 4_000**0.5
    assert c.by_shift.share.value == pytest.approx(theirs.mean(), abs=5 * error)
    as_many = (theirs >= c.windows[0].answered / 3).mean()
    assert c.by_shift.as_many == pytest.approx(as_many, abs=0.04)
    ends = np.quantile(theirs, [0.015, 0.035, 0.965, 0.985])
    assert ends[0] <= (c.by_shift.low or 0) <= ends[1] and ends[2] <= (c.by_shift.high or 0) <= ends[3]


def test_the_share_answered_is_wilson_in_every_window() -> None:
    """1 of 3 within 1 s, 2 of 3 within 3 s, beside SciPy."""
    c = found("cue: 10 bid, 20 bid, 30 bid\nact of parent: 11 join, 22 join", sensitivity_windows_ms=[1000])
    for window, part in zip(c.windows, (2, 1), strict=True):
        theirs = binomtest(part, 3).proportion_ci(method="wilson")
        assert window.interval == pytest.approx((theirs.low, theirs.high))


def test_shifting_keeps_bursts_and_the_formula_does_not() -> None:
    """Ten acts within 0.9 s answer as one: about (3 + 0.9) / 60 of all shifts, where 1 − e^(−0.5) = 39 % is the formula's."""
    burst = ", ".join(f"{30 + i / 10} join" for i in range(10))
    c = found(f"cue: 5 bid\nact of parent: {burst}", shifts=4_000)
    assert c.by_shift is not None and c.by_shift.share.value == pytest.approx(3.9 / 60, abs=0.013)
    assert c.windows[0].chance.value == pytest.approx(0.3935, abs=1e-4)


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 55), max_size=12, unique=True),
    st.lists(st.integers(0, 59), max_size=12, unique=True),
)
def test_as_many_cues_are_answered_as_any_way_of_pairing_could(cues: list[int], acts: list[int]) -> None:
    """Beside a largest matching, found by trying augmenting paths."""
    words = (
        "cue: "
        + ", ".join(f"{t} bid" for t in cues)
        + "\nact of parent: "
        + ", ".join(f"{t} join" for t in acts)
    )
    serves: dict[int, int] = {}

    def place(cue: int, tried: set[int]) -> bool:
        for act in acts:
            if cue < act <= cue + 3 and act not in tried:
                tried.add(act)
                if act not in serves or place(serves[act], tried):
                    serves[act] = cue
                    return True
        return False

    assert found(words).windows[0].answered == sum(place(cue, set()) for cue in cues)
