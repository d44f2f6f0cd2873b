from dataclasses import replace

import pytest

from annotator.measures import episodes
from annotator.measures.arcs import arcs
from annotator.report import Ribbon, session_ribbon, tokens
from annotator.stats import lanes
from tests.builders import coding
from tests.pseudo import from_right
from tests.scheme_values import point, scheme, state

RULES = {
    "scorability": {"drop_cue_if": {"missing_share_in_window": 0.5, "segment_ends_in_window": True}},
    "contingency": [{
        "id": "r", "cue": {"track": "cue", "codes": ["bid"]}, "response": {"track": "act"}, "anchor": "cue_onset",
        "window_ms": [0, 3000], "already_ongoing": "count", "one_to_one": True,
    }],
    "episodes": [{
        "id": "e", "open": {"track": "gaze", "enters": ["away"]}, "censor_at": ["segment_end"],
        "close": {"track": "gaze", "enters": ["mother"], "sustained_ms": 2000},
    }],
}  # fmt: skip
S = replace(
    scheme(state("gaze", "mother away", missing="unseen"), point("cue", "bid"), point("act", "join wait")),
    document={"rules": RULES, "measures": []},
)
WORDS = """
gaze: 0-5 mother, 5-9 away, 9-14 mother, 14-16 unseen, 16-20 away
cue: 1 bid, 6 bid, 15.5 bid
act: 2.5 join
"""


def drawn(words=WORDS, window=(0, 20), stills=(), **more):
    made = coding(words, window, scheme=S)
    of = Ribbon(made.window, S, lanes(made, S), arcs(made, S), episodes(made, S), stills)
    return session_ribbon(of, **more)


def trace(found, name, mode=None):
    return next(t for t in found.data if t.name == name and mode in (None, getattr(t, "mode", None)))


def test_states_are_bands_where_they_are_and_missing_ones_are_hatched():
    mother = trace(drawn(), "Mother")
    assert (list(mother.base)[1], list(mother.x)) == ("1970-01-01T00:00:09.000", [5_000, 5_000])
    assert (trace(drawn(), "Unseen").marker.pattern.shape, mother.marker.pattern.shape) == ("/", None)
    assert mother.text == "1"


def test_an_arc_leads_from_the_signal_to_its_answer_and_tells_both():
    """The bid at 1 s has the answer at 2.5 s; the arc begins at the one lane and ends at the other."""
    line, top = (
        trace(drawn(), "a signal and its answer", "lines"),
        trace(drawn(), "a signal and its answer", "markers"),
    )
    assert (line.x[0], line.x[12]) == ("1970-01-01T00:00:01.000", "1970-01-01T00:00:02.500")
    assert line.y[13] is None
    assert (trace(drawn(), "Bid").y[0], trace(drawn(), "Join").y[0]) == (line.y[0], line.y[12])
    assert tuple(top.customdata[0]) == (
        1_000,
        2_500,
        "Bid, answered after 1.5 s: Join",
        "00:01.000 to 00:02.500, 1.5 s",
    )


def test_from_right_to_left_sentences_begin_at_the_right_and_figures_keep_their_order():
    """RLI around each line, LRI around each figure, PDI at the end of both; the scheme has English words alone."""
    top = trace(drawn(language="he", translate=from_right), from_right("a signal and its answer"), "markers")
    said = from_right("{cue}, answered after {time}: {answer}")
    lasting = from_right("{onset} to {offset}, {length}")
    onset, offset, length = (f"\u2066{each}\u2069" for each in ("00:01.000", "00:02.500", "1.5 s"))
    assert tuple(top.customdata[0][2:]) == (
        f"\u2067{said.format(cue='Bid', time=length, answer='Join')}\u2069",
        f"\u2067{lasting.format(onset=onset, offset=offset, length=length)}\u2069",
    )


def test_a_ring_is_a_signal_without_an_answer_and_what_cannot_be_scored_has_none():
    """6 s: no answer. 15.5 s: the window ends at 18.5 s, .5 s of 3 out of sight, so it counts and has none too."""
    assert [row[0] for row in trace(drawn(), "a signal without an answer in time").customdata] == [
        6_000,
        15_500,
    ]
    assert trace(drawn(window=(0, 18)), "a signal without an answer in time").customdata[-1][0] == 6_000


def test_an_episode_is_a_line_to_a_diamond_one_without_an_end_is_dotted():
    closed, censored = (
        trace(drawn(), "lost and found again", "lines"),
        trace(drawn(), "lost, the end not seen", "lines"),
    )
    assert (closed.x[0], closed.x[1]) == ("1970-01-01T00:00:05.000", "1970-01-01T00:00:09.000")
    assert (closed.line.dash, censored.line.dash) == ("solid", "dot")
    assert trace(drawn(), "lost and found again", "markers").marker.symbol == "diamond"
    assert trace(drawn(), "lost and found again", "markers").customdata[0][:3] == [
        5_000,
        9_000,
        "Away → Mother",
    ]


def test_stills_stand_above_their_time_without_any_address_from_elsewhere():
    found = drawn(stills=[(5_000, "/films/a/stills/5000.jpg"), (15_000, "/films/a/stills/15000.jpg")])
    assert [(i.x, i.source) for i in found.layout.images] == [
        ("1970-01-01T00:00:05.000", "/films/a/stills/5000.jpg"),
        ("1970-01-01T00:00:15.000", "/films/a/stills/15000.jpg"),
    ]
    assert "http" not in found.to_json().replace("https://plotly", "")


def test_every_mark_that_can_be_pressed_tells_its_moment_first():
    for each in drawn().data:
        if each.hoverinfo != "skip":
            assert all(0 <= row[0] <= row[1] <= 20_000 for row in each.customdata)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_look_is_that_of_the_tokens(theme):
    found = drawn(theme=theme)
    assert found.layout.template.layout.paper_bgcolor == tokens().theme(theme).panel
    assert trace(found, "a signal and its answer", "lines").line.color == tokens().theme(theme).ink


def test_an_empty_coding_and_names_that_are_markup_do_no_harm():
    assert drawn("", (0, 10)).data == ()
    evil = replace(S, tracks=tuple(replace(t, label=type(t.label)({"en": "<b>x</b>"})) for t in S.tracks))
    made = coding(WORDS, (0, 20), scheme=evil)
    shown = session_ribbon(Ribbon(made.window, evil, lanes(made, evil)))
    assert "&lt;b&gt;x" in shown.layout.annotations[0].text
