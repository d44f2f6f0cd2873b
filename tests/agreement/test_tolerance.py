"""Time units, tolerance, and what tolerance reaches by chance."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import (
    NONE,
    chance_by_shift,
    cohen_kappa,
    compare,
    lay_over,
    presence_table,
    shifted,
    time_table,
    time_unit_table,
    tolerance_kappa,
    tolerance_table,
)
from annotator.agreement.sweep import tally, turned
from annotator.model import Interval
from tests.builders import coding
from tests.scheme_values import scheme, state

SECONDS = 30


@st.composite
def records(draw, codes="abc"):
    """States that change at whole tenths of a second, with gaps."""
    cuts = sorted(draw(st.sets(st.integers(0, SECONDS * 10), max_size=10)))
    found = [(a * 100, b * 100, draw(st.sampled_from([*codes, NONE]))) for a, b in itertools.pairwise(cuts)]
    return [state for state in found if state[2] != NONE]


def grid(states, unit, end=SECONDS * 1000, codes="abc"):
    """The code at the middle of every unit, looked up one by one."""
    middles = [i * unit + unit / 2 for i in range(-(-end // unit)) if i * unit + unit / 2 < end]
    return [next((c for on, off, c in states if on <= m < off), NONE) for m in middles]


@settings(max_examples=60, deadline=None)
@given(records(), records(), st.sampled_from([40, 100, 250, 1000, 7000, 33]))
def test_time_units_are_those_looked_up_one_by_one(first, second, unit):
    pieces, codes = lay_over(first, second, Interval(0, SECONDS * 1000))
    table = time_unit_table(pieces, codes, unit)
    a, b = grid(first, unit), grid(second, unit)
    assert table.total == len(a)
    assert table.cells == tuple(
        tuple(sum(x == p and y == q for x, y in zip(a, b, strict=True)) for q in codes) for p in codes
    )


@settings(max_examples=60, deadline=None)
@given(records(), records(), st.integers(0, 50))
def test_tolerance_is_what_a_look_at_every_tenth_of_a_second_finds(first, second, steps):
    """All boundaries lie on tenths, so the tenths are the exact answer: the first coder's code at each is
    looked for in the second's tenths up to ``steps`` away. Within a tenth a state ``steps`` away is reached
    exactly at its edge, which has no length."""
    pieces, codes = lay_over(first, second, Interval(0, SECONDS * 1000))
    a, b = grid(first, 100), grid(second, 100)
    cells = dict.fromkeys(((p, q) for p in codes for q in codes), 0)
    for i, code in enumerate(a):
        found = code in b[max(0, i - steps) : i + steps + 1]
        cells[code, code if found else b[i]] += 100
    table = tolerance_table(pieces, codes, steps * 100)
    assert table.cells == tuple(tuple(cells[p, q] for q in codes) for p in codes)


@settings(max_examples=40, deadline=None)
@given(records(), records(), st.integers(0, 5_000), st.integers(-100_000, 100_000))
def test_tolerance_knows_no_clock_and_grows_with_the_seconds(first, second, tolerance, shift):
    window = Interval(0, SECONDS * 1000)
    pieces, codes = lay_over(first, second, window)
    later = [[(a + shift, b + shift, c) for a, b, c in r] for r in (first, second)]
    moved, _ = lay_over(*later, Interval(window.onset + shift, window.offset + shift))
    table = tolerance_table(pieces, codes, tolerance)
    assert table == tolerance_table(moved, codes, tolerance)
    assert tolerance_table(pieces, codes, 0) == tally(pieces, codes)
    assert table.agreed <= tolerance_table(pieces, codes, tolerance + 500).agreed
    assert table.total == window.duration


def test_tolerance_by_hand():
    """Ben is 1 s late. Ana's 6 s of a: all lie within 1 s of Ben's a (1–7), widened to 0–8. Ana's b 6–10 within
    Ben's 7–10 widened to 6–11. The other way Ben's (none) 0–1 is widened over nothing of Ana's: 1 s missed."""
    ana = [(0, 6_000, "a"), (6_000, 10_000, "b")]
    ben = [(1_000, 7_000, "a"), (7_000, 10_000, "b")]
    pieces, codes = lay_over(ana, ben, Interval(0, 10_000))
    assert tolerance_table(pieces, codes, 1_000).cells == ((6_000, 0, 0), (0, 4_000, 0), (0, 0, 0))
    assert tolerance_table(turned(pieces), codes, 1_000).cells == (
        (6_000, 0, 0),
        (0, 3_000, 0),
        (1_000, 0, 0),
    )
    found = tolerance_kappa(pieces, codes, 1_000, shifts=0)
    assert (found.forth.value, found.chance.reason) == (1, "the window is too short for a chance line")
    assert found.mean.value == pytest.approx((1 + found.back.value) / 2)


def bouts(rng, end, mean=3_000, codes="abc"):
    states, t = [], 0
    while t < end:
        until = min(end, t + 200 + int(rng.exponential(mean)))
        states.append((t, until, str(rng.choice(list(codes)))))
        t = until
    return states


def test_unrelated_coders_reach_much_by_tolerance_and_the_chance_line_says_so():
    """Three codes, bouts of 3 s: about .29 at ±1 s and .50 at ±2 s, none of it agreement."""
    rng, end = np.random.default_rng(4), 600_000
    pieces, codes = lay_over(bouts(rng, end), bouts(rng, end), Interval(0, end))
    found = tolerance_kappa(pieces, codes, 2_000, seed=3, shifts=60)
    assert found.mean.value > 0.3
    assert found.chance.mean == pytest.approx(found.mean.value, abs=0.12)
    assert abs(found.chance.rescaled(found.mean).value) < 0.2
    assert found.chance == tolerance_kappa(pieces, codes, 2_000, seed=3, shifts=60).chance
    assert (found.chance.shifts, found.chance.seed) == (60, 3)
    plain = chance_by_shift(pieces, lambda p: cohen_kappa(tally(p, codes)).value, shifts=60)
    assert abs(plain.mean) < 0.05 < plain.p95


@settings(max_examples=40, deadline=None)
@given(records(), records(), st.integers(1, SECONDS * 1000 - 1))
def test_a_turned_record_keeps_its_codes_and_turns_back(first, second, by):
    window = Interval(0, SECONDS * 1000)
    pieces, codes = lay_over(first, second, window)
    there = shifted(pieces, by)
    assert tally(there, codes).first == tally(pieces, codes).first
    assert tally(there, codes).second == tally(pieces, codes).second
    assert tally(shifted(there, window.duration - by), codes) == tally(pieces, codes)


def test_presence_counts_intervals_that_a_state_or_point_touches():
    window = Interval(10_000, 16_000)
    table = presence_table([(9_000, 11_000), (13_000, 14_000)], [(11_000, 11_000)], window, 1_000, "smile")
    assert table.cells == ((0, 2), (1, 3))


def test_a_lane_gives_time_units_tolerance_and_its_own_interval_without_uncodable_time():
    kinds = scheme(state("gaze", "mother away", missing="unseen"))
    ana = coding("gaze: 0-40 mother, 40-70 away, 70-100 mother", scheme=kinds)
    ben = coding("gaze: 0-41 mother, 41-60 unseen, 60-72 away, 72-100 mother", scheme=kinds, coder="ben")
    (lane,) = compare(ana, ben, kinds).states
    assert lane.time_units(1_000).total == 81
    assert cohen_kappa(lane.time_units(1)) == lane.kappa
    # Of 81 s 70 are mother for both; of Ana's 11 s away, 10 are within 2 s of Ben's, and one, before he could not
    # see, is not: (80·81 − (70·71 + 11·10)) / (81² − (70·71 + 11·10)).
    assert lane.tolerance(2_000, shifts=20).forth.value == pytest.approx(1_400 / 1_481)
    assert lane.within_session(resamples=50).method.startswith("moving blocks")
    found = lane.events()
    assert found.left_out == 1  # Ana's 40–70 lies mostly in what Ben could not see
    assert [(c.code, c.first, c.second, c.matched) for c in found.codes] == [
        ("mother", 2, 2, 2),
        ("away", 0, 1, 0),
    ]


def test_time_weighted_kappa_is_where_time_units_lead():
    rng, end = np.random.default_rng(8), 300_000
    first, second = bouts(rng, end), bouts(rng, end)
    pieces, codes = lay_over(first, second, Interval(0, end))
    assert time_unit_table(pieces, codes, 1) == time_table(first, second, Interval(0, end))


def test_the_agreement_vector_of_the_scheme_format() -> None:
    """Ten units of a second: κ = .714 exactly on time; with one unit of tolerance all ten agree, κ = 1."""
    first, second = (
        [(1000 * i, 1000 * i + 1000, code) for i, code in enumerate(units)]
        for units in ("TTTAAOORTT", "TTAAAORRTT")
    )
    pieces, codes = lay_over(first, second, Interval(0, 10_000))
    assert round(cohen_kappa(time_unit_table(pieces, codes, 1000)).value or 0, 3) == 0.714
    for one in (pieces, turned(pieces)):
        within = tolerance_table(one, codes, 1000)
        assert sum(within.cells[i][i] for i in range(len(codes))) == within.total == 10_000
        assert cohen_kappa(within).value == 1.0
