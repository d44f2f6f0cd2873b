"""Change between two visits: what is comparable, and which way each measure went by its interval."""

from dataclasses import replace

import pytest

from annotator.measures import Change, Coded, changes, comparable, nearest, summarise
from annotator.measures.change import ANOTHER_RULE, IN_NEITHER, ONE_STRETCH
from annotator.measures.drawn import Shares
from annotator.schemes.scheme import Scheme
from tests.builders import coding
from tests.scheme_values import point, scheme, state

DROP = {"drop_cue_if": {"missing_share_in_window": 0.5, "segment_ends_in_window": True}}
RULE = {
    "id": "r", "cue": {"track": "cue", "codes": ["bid"]}, "response": {"track": "act"}, "anchor": "cue_onset",
    "window_ms": [0, 3000], "already_ongoing": "count", "one_to_one": True,
}  # fmt: skip
MEASURES = (
    {"id": "bids", "kind": "rate", "of": {"track": "cue", "codes": ["bid"]}},
    {"id": "answered", "kind": "contingency", "rule": "r", "min_n": 8},
    {"id": "latency", "kind": "latency", "rule": "r"},
    {"id": "share", "kind": "proportion_time", "of": {"track": "gaze", "codes": ["mother"]}, "over": "scorable_time"},
    {"id": "mean", "kind": "mean_duration", "of": {"track": "gaze", "codes": ["mother"]}},
    {"id": "longest", "kind": "longest_bout", "of": {"track": "gaze", "codes": ["mother"]}},
)  # fmt: skip


def declaring(*measures: dict[str, object]) -> Scheme:
    shown = [{"direction": "none", "audience": ["researcher"], **m} for m in measures]
    rules = {"contingency": [RULE], "scorability": DROP, "episodes": []}
    made = scheme(state("gaze", "mother away", missing="unseen"), point("cue", "bid"), point("act", "join"))
    return replace(made, document={"rules": rules, "measures": shown})


S = declaring(*MEASURES)


def visit(bids: int, answered: int, looks: int, look_s: float, scheme: Scheme = S) -> list[object]:
    """Five minutes: bids ten seconds apart, the first of them answered after a second, looks of one length."""
    cues = ", ".join(f"{10 * n + 1} bid" for n in range(bids))
    acts = ", ".join(f"{10 * n + 2} join" for n in range(answered))
    each = 300 / looks
    gaze = ", ".join(f"{each * n:g}-{each * n + look_s:g} mother" for n in range(looks))
    words = f"cue: {cues}\nact: {acts}\ngaze: {gaze}"
    return list(summarise(coding(words, (0, 300), scheme=scheme), scheme).measures)


def told(before: list[object], after: list[object]) -> dict[str, Change]:
    return {change.measure.id: change for change in changes(before, after)}  # type: ignore[arg-type]


def test_six_to_ten_is_no_clear_change_six_to_eighteen_is_more_and_back_is_less() -> None:
    """The intervals of clinical-practice 8.3; the ratio is 10/6 and 18/6."""
    six, ten, eighteen = (visit(n, n, 10, 5) for n in (6, 10, 18))
    assert (told(six, ten)["bids"].verdict, told(six, ten)["bids"].value) == ("no clear change", 10 / 6)
    assert (told(six, eighteen)["bids"].verdict, told(six, eighteen)["bids"].value) == ("more", 3.0)
    assert told(eighteen, six)["bids"].verdict == "less"


def test_none_before_has_no_ratio_but_a_lower_limit_and_none_at_all_says_nothing() -> None:
    none, many = visit(0, 0, 10, 5), visit(20, 0, 10, 5)
    found = told(none, many)["bids"]
    assert (found.value, found.high, found.verdict) == (None, None, "more")
    assert told(none, none)["bids"].reason == IN_NEITHER


def test_shares_of_cues_go_by_newcombe_and_not_below_the_schemes_least() -> None:
    """12 of 24 to 22 of 24: 0.417 more, Newcombe 0.166 to 0.601 (statsmodels). 3 of 4 is below min_n 8."""
    found = told(visit(24, 12, 10, 5), visit(24, 22, 10, 5))["answered"]
    assert (round(found.value or 0, 3), found.verdict) == (0.417, "more")
    from statsmodels.stats.proportion import confint_proportions_2indep

    assert (found.low, found.high) == pytest.approx(
        confint_proportions_2indep(22, 24, 12, 24, compare="diff", method="newcomb")
    )
    assert told(visit(4, 3, 10, 5), visit(24, 22, 10, 5))["answered"].reason.startswith("fewer than 8")


def test_shares_of_time_and_lengths_need_eight_of_each() -> None:
    found = told(visit(1, 1, 12, 5), visit(1, 1, 12, 20))
    assert (found["share"].verdict, found["mean"].verdict) == ("more", "more")
    assert found["share"].value == pytest.approx(12 * 20 / 300 - 12 * 5 / 300)
    assert told(visit(1, 1, 7, 5), visit(1, 1, 12, 20))["share"].reason.startswith("7 are too few")


def test_the_longest_stretch_and_another_rule_say_nothing() -> None:
    assert told(visit(1, 1, 12, 5), visit(1, 1, 12, 20))["longest"].reason == ONE_STRETCH
    other = declaring({"id": "bids", "kind": "rate", "of": {"track": "cue"}})
    assert told(visit(6, 6, 10, 5, other), visit(18, 6, 10, 5))["bids"].reason == ANOTHER_RULE


def test_another_label_or_another_least_is_the_same_measure() -> None:
    renamed = declaring({**MEASURES[0], "label": {"en": "Bids"}, "direction": "midrange"})
    assert told(visit(6, 6, 10, 5, renamed), visit(18, 6, 10, 5))["bids"].verdict == "more"


def test_cycles_go_round_and_add_up() -> None:
    """20 s that count, with 3 s out of sight from 5 to 8: 2–5, 10–12; cycles 2→10 (5 s) and 10→20 and 0→2 (12 s)."""
    shares = Shares([(2_000, 5_000), (10_000, 12_000)], [(0, 5_000), (8_000, 20_000)])
    assert shares.cycles == [(3_000, 5_000), (2_000, 12_000)]


NOW = Coded("c9", "s9", "Visit 9", "2026-05-31", "play", "core", "1.2.0", "field", "ana", 300_000)


def earlier(visit: int, **more: object) -> Coded:
    return replace(
        NOW, coding=f"c{visit}", session=f"s{visit}", label=f"Visit {visit}", date=f"2026-0{visit}-01", **more
    )  # type: ignore[arg-type]


def test_comparable_is_the_same_situation_major_version_depth_and_coder_with_enough_coded() -> None:
    there = [
        earlier(1), earlier(2, version="1.0.3"), earlier(3, context="feeding"), earlier(4, version="2.0.0"),
        earlier(5, profile="research"), earlier(5, coder="ben"), earlier(5, window_ms=149_000),
    ]  # fmt: skip
    assert [each.label for each in comparable(NOW, there)] == ["Visit 1", "Visit 2"]
    assert comparable(NOW, [replace(NOW, coding="c8", session="s8")]) == []  # of the same day


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"context": "feeding"}, "Visit 4 was another situation."),
        ({"version": "2.0.0"}, "Visit 4 was coded with another scheme, or another version of it."),
        ({"profile": "research"}, "Visit 4 was coded at another depth."),
        ({"coder": "ben"}, "Visit 4 was coded by somebody else: what differs could be the coders."),
        ({"window_ms": 100_000}, "Too little was coded of Visit 4 or of this visit."),
        ({"window_ms": 601_000}, "Too little was coded of Visit 9 or of this visit."),
    ],
)
def test_what_keeps_the_latest_visit_from_it_is_said(more: dict[str, object], reason: str) -> None:
    assert nearest(NOW, [earlier(1, coder="ben"), earlier(4, **more)]) == reason
    assert nearest(NOW, []) == ""
