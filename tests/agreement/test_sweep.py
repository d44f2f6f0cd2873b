import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import NONE, Table, time_table
from annotator.errors import CodingError
from annotator.model import Interval

WINDOW = Interval(0, 40)


@st.composite
def records(draw):
    """States of one coder that share no time, in ms from 0 to 40, some of them empty."""
    bounds = sorted(draw(st.lists(st.integers(0, 40), max_size=14)))
    found = []
    for onset, offset in zip(bounds[::2], bounds[1::2], strict=False):
        found.append((onset, offset, draw(st.sampled_from("abc"))))
    return found


def by_ms(states, window):
    """The code at every ms, looked up the slow way."""
    return [
        next((c for on, off, c in states if on <= t < off), NONE) for t in range(window.onset, window.offset)
    ]


def amounts(table):
    """Only the pairs that occur."""
    codes = table.codes
    return {(codes[i], codes[j]): n for i, row in enumerate(table.cells) for j, n in enumerate(row) if n}


def test_a_boundary_belongs_to_the_later_state():
    """a until 5, b from 5: of 10 ms, 5 are a, 5 are b, none is both."""
    assert amounts(time_table([(0, 5, "a"), (5, 10, "b")], [(0, 10, "a")], Interval(0, 10))) == {
        ("a", "a"): 5,
        ("b", "a"): 5,
    }


def test_time_before_and_after_the_first_and_last_state_counts():
    table = time_table([(4, 6, "a")], [(4, 6, "a")], Interval(0, 10))
    assert amounts(table) == {("a", "a"): 2, (NONE, NONE): 8}


def test_what_lies_outside_the_window_does_not_count():
    assert time_table([(0, 10, "a")], [(0, 100, "a")], Interval(5, 8)).total == 3


def test_no_state_at_all_is_all_none():
    assert time_table([], [], Interval(0, 7)) == Table((NONE,), ((7,),))


def test_states_that_share_time_are_refused_with_their_place():
    with pytest.raises(CodingError, match=r"second coder, 00:00\.004: Two states share time"):
        time_table([], [(0, 5, "a"), (4, 9, "b")], WINDOW)


@given(records(), records(), st.integers(0, 39), st.integers(1, 40))
def test_the_sweep_is_the_count_of_every_ms(a, b, onset, duration):
    window = Interval(onset, min(40, onset + duration))
    expected: dict[tuple[str, str], int] = {}
    for pair in zip(by_ms(a, window), by_ms(b, window), strict=True):
        expected[pair] = expected.get(pair, 0) + 1
    assert amounts(time_table(a, b, window)) == expected


@given(records(), records())
def test_swapping_the_coders_turns_the_table_over(a, b):
    forth, back = time_table(a, b, WINDOW), time_table(b, a, WINDOW)
    assert forth.cells == tuple(zip(*back.cells, strict=True))


@given(records(), records(), st.integers(-1_000_000, 1_000_000))
def test_the_clock_does_not_matter(a, b, shift):
    moved = [[(on + shift, off + shift, code) for on, off, code in states] for states in (a, b)]
    window = Interval(WINDOW.onset + shift, WINDOW.offset + shift)
    assert time_table(*moved, window) == time_table(a, b, WINDOW)


@given(records(), records(), st.integers(1, 39))
def test_cutting_a_state_in_two_changes_nothing(a, b, cut):
    pieces = [
        piece
        for on, off, code in a
        for piece in ([(on, cut, code), (cut, off, code)] if on < cut < off else [(on, off, code)])
    ]
    assert time_table(pieces, b, WINDOW) == time_table(a, b, WINDOW)


@given(records(), records())
def test_the_names_of_codes_do_not_matter(a, b):
    names = {"a": "z", "b": "y", "c": "x"}
    renamed = [[(on, off, names[code]) for on, off, code in states] for states in (a, b)]
    expected = {
        (names.get(i, i), names.get(j, j)): n for (i, j), n in amounts(time_table(a, b, WINDOW)).items()
    }
    assert amounts(time_table(*renamed, WINDOW)) == expected
