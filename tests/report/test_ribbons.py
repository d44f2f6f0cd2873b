import json
import time

import pytest

from annotator.agreement import compare
from annotator.report import ribbons, tokens
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(
    state("gaze", "mother away", missing="unseen"),
    state("hands", "touch", exclusive=False),
    point("cue", "bid"),
)


def figure(ana, ben, window=(0, 10), **more):
    a, b = coding(ana, window, scheme=S), coding(ben, window, scheme=S, coder="ben")
    return ribbons(compare(a, b, S), a, b, S, **more)


def trace(found, name):
    return next(t for t in found.data if t.name == name)


def test_each_coder_has_a_ribbon_and_disagreement_lies_between():
    found = figure("gaze: 0-5 mother, 5-10 away", "gaze: 0-6 mother, 6-10 away")
    above, below = trace(found, "Mother").y
    (between,) = trace(found, "different codes").y
    assert above < between < below


def test_bars_stand_where_the_states_are():
    """A bare number of four digits would be read as a year, so onsets are dates from 1970 on."""
    mother = trace(figure("gaze: 0.5-5 mother", "gaze: 9-10 mother"), "Mother")
    assert list(mother.base) == ["1970-01-01T00:00:00.500", "1970-01-01T00:00:09.000"]
    assert list(mother.x) == [4_500, 1_000]


def test_a_click_tells_the_moment_in_ms():
    found = figure("gaze: 0-5 mother, 5-10 away\ncue: 1 bid", "gaze: 0-6 mother, 6-10 away")
    assert [tuple(row[:2]) for row in trace(found, "Away").customdata] == [(5_000, 10_000), (6_000, 10_000)]
    assert [tuple(row[:2]) for row in trace(found, "Bid").customdata] == [(1_000, 1_000)]
    assert [tuple(row[:2]) for row in trace(found, "different codes").customdata] == [(5_000, 6_000)]


def test_disagreement_and_missing_time_are_told_by_pattern_codes_by_their_key():
    found = figure("gaze: 0-5 mother, 5-10 away\ncue: 1 bid", "gaze: 0-6 mother, 6-10 unseen")
    assert trace(found, "different codes").marker.pattern.shape == "x"
    assert trace(found, "Unseen").marker.pattern.shape == "/"
    assert trace(found, "Mother").marker.pattern.shape is None
    assert (trace(found, "Mother").text, trace(found, "Bid").text) == ("1", ("1",))


def test_a_point_without_a_partner_has_a_cross_one_with_a_partner_none():
    found = figure("cue: 1 bid, 8 bid", "cue: 1.5 bid")
    assert [row[0] for row in trace(found, "no partner").customdata] == [8_000]


def test_nothing_outside_the_window_is_drawn():
    found = figure("gaze: 0-30 mother\ncue: 1 bid, 12 bid", "gaze: 0-30 mother", (5, 10))
    assert [tuple(row[:2]) for row in trace(found, "Mother").customdata] == [(5_000, 10_000)] * 2
    assert all(t.name != "Bid" for t in found.data)


def test_a_name_can_never_become_markup():
    a = coding("gaze: 0-5 mother", (0, 10), scheme=S, coder="<a href='x'>")
    b = coding("gaze: 0-5 away", (0, 10), scheme=S, coder="ben")
    assert "<a href" not in ribbons(compare(a, b, S), a, b, S).to_json().lower()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_come_from_the_tokens(theme):
    found = figure("gaze: 0-5 mother", "gaze: 0-6 mother", theme=theme)
    assert found.layout.template.layout.paper_bgcolor == tokens().theme(theme).panel


def test_two_empty_records_make_an_empty_figure():
    assert len(figure("", "").data) == 0


def test_two_thousand_bars_are_drawn_at_once():
    """Under 0.3 s of computing: a trace for each code, not for each bar."""
    words = "gaze: " + ", ".join(f"{t}-{t + 1} {('mother', 'away')[t % 2]}" for t in range(1_000))
    a, b = coding(words, (0, 1_000), scheme=S), coding(words, (0, 1_000), scheme=S, coder="ben")
    found = compare(a, b, S)
    drawn = ribbons(found, a, b, S)
    taken = []
    for _ in range(3):  # in one of them the memory of all earlier tests may be tidied up
        began = time.thread_time()
        ribbons(found, a, b, S)
        taken.append(time.thread_time() - began)
    assert min(taken) < 0.3
    assert sum(len(t.y) for t in drawn.data) == 2_000
    assert len(json.loads(drawn.to_json())["data"]) == 2
