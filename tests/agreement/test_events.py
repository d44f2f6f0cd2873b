"""Linking annotations, and the coefficients of linked ones."""

import itertools

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import (
    UNLINKED,
    Near,
    Table,
    cohen_kappa,
    compare_events,
    f1_by_chance,
    match_events,
    match_points,
    matching,
    unlinked_kappa,
)
from annotator.model import Interval

events = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from("ab")).map(
        lambda e: (e[0] * 100, (e[0] + e[1]) * 100, e[2])
    ),
    max_size=6,
)


def may(a, b, near):
    shared, longer = min(a[1], b[1]) - max(a[0], b[0]), max(a[1] - a[0], b[1] - b[0])
    close = abs(a[0] - b[0]) <= near.tolerance_ms and abs(a[1] - b[1]) <= near.tolerance_ms
    return close or (shared > 0 and shared / longer >= near.overlap_percent / 100 - 1e-12)


def best_by_trying_all(first, second, near):
    """(pairs, distance) of the best of all one-to-one choices."""
    few, many = sorted((first, second), key=len)
    best = (0, 0)
    for size in range(len(few), 0, -1):
        for chosen in itertools.combinations(few, size):
            for partners in itertools.permutations(many, size):
                if all(may(a, b, near) for a, b in zip(chosen, partners, strict=True)):
                    apart = sum(
                        abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in zip(chosen, partners, strict=True)
                    )
                    best = max(best, (size, -apart))
        if best[0]:
            return best[0], -best[1]
    return 0, 0


@settings(max_examples=60, deadline=None)
@given(
    events.filter(lambda e: len(e) < 5),
    events,
    st.sampled_from([Near(), Near(30, 300), Near(100, 0), Near(51, 2000)]),
)
def test_matching_is_the_best_of_all_choices(first, second, near):
    pairs = match_events(first, second, near)
    assert all(may(first[i], second[j], near) for i, j in pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    distance = sum(abs(first[i][0] - second[j][0]) + abs(first[i][1] - second[j][1]) for i, j in pairs)
    assert (len(pairs), distance) == best_by_trying_all(first, second, near)


@settings(max_examples=40, deadline=None)
@given(events, events, st.integers(-10_000, 10_000))
def test_events_know_neither_clock_nor_names_nor_who_is_first(first, second, shift):
    found, back = compare_events(first, second, ["a", "b"]), compare_events(second, first, ["a", "b"])
    assert (found.f1, found.linked, found.table.total) == (back.f1, back.linked, len(first) + len(second))
    moved = [[(a + shift, b + shift, {"a": "y", "b": "x"}[c]) for a, b, c in of] for of in (first, second)]
    later = compare_events(*moved, ["y", "x"])
    assert (later.f1, later.linked, later.table.cells) == (found.f1, found.linked, found.table.cells)
    assert later.kappa == found.kappa


def test_a_large_group_is_solved_as_well_as_small_ones(monkeypatch):
    rng = np.random.default_rng(3)
    first, second = (
        [(int(t), int(t) + 400, "a") for t in np.sort(rng.integers(0, 60_000, 90))] for _ in range(2)
    )
    full = match_events(first, second)
    assert len(full) > 64
    monkeypatch.setattr(matching, "DENSE", 1)
    sparse = match_events(first, second)
    apart = [sum(abs(first[i][0] - second[j][0]) for i, j in pairs) for pairs in (full, sparse)]
    assert (len(full), apart[0]) == (len(sparse), apart[1])


def test_points_are_matched_as_on_a_line():
    rng = np.random.default_rng(5)
    ana, ben = (sorted(rng.integers(0, 200_000, 120).tolist()) for _ in range(2))
    line = match_points(ana, ben, 700)
    pairs = match_events([(t, t, "x") for t in ana], [(t, t, "x") for t in ben], Near(60, 700))
    assert len(pairs) == len(line)
    assert sum(abs(ana[i] - ben[j]) for i, j in pairs) == sum(abs(ana[i] - ben[j]) for i, j in line)


def fitted(cells):
    """Expected counts with an impossible last cell, by iterative proportional fitting until nothing moves."""
    seen = np.array(cells, dtype=float)
    expected = np.ones_like(seen)
    expected[-1, -1] = 0
    before = 0 * expected
    while np.abs(expected - before).max() > 1e-12:
        before = expected
        for axis in (1, 0):
            have = expected.sum(axis=axis, keepdims=True)
            expected = expected * seen.sum(axis=axis, keepdims=True) / have
    return expected


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(1, 40), min_size=k + 1, max_size=k + 1), min_size=k + 1, max_size=k + 1
        )
    )
)
def test_kappa_with_unlinked_is_that_of_proportional_fitting(cells):
    cells[-1][-1] = 0
    k, n = len(cells) - 1, sum(map(sum, cells))
    by_chance = sum(fitted(cells)[i, i] for i in range(k)) / n
    agreed = sum(cells[i][i] for i in range(k)) / n
    table = Table((*"abcd"[:k], UNLINKED), tuple(map(tuple, cells)))
    assert unlinked_kappa(table).value == pytest.approx((agreed - by_chance) / (1 - by_chance), abs=1e-9)


def test_kappa_with_unlinked_is_that_of_a_log_linear_model():
    """statsmodels' Poisson regression on rows and columns, without the impossible cell."""
    cells = np.array([[12, 0, 1], [2, 8, 2], [1, 2, 0]])
    at = [(i, j) for i in range(3) for j in range(3) if (i, j) != (2, 2)]
    design = np.array([[1, i == 1, i == 2, j == 1, j == 2] for i, j in at], dtype=float)
    fit = sm.GLM([cells[i, j] for i, j in at], design, family=sm.families.Poisson()).fit(tol=1e-12)
    expected = dict(zip(at, fit.fittedvalues, strict=True))
    by_chance, agreed = (expected[0, 0] + expected[1, 1]) / cells.sum(), 20 / cells.sum()
    table = Table(("a", "b", UNLINKED), tuple(map(tuple, cells.tolist())))
    assert unlinked_kappa(table).value == pytest.approx((agreed - by_chance) / (1 - by_chance), abs=1e-8)


def test_perfect_agreement_with_nothing_unlinked_is_one_and_a_code_that_one_never_used_does_no_harm():
    """Other programs print 0 for both: a zero margin must not swallow the coefficient."""
    assert unlinked_kappa(Table(("a", "b", UNLINKED), ((6, 0, 0), (0, 4, 0), (0, 0, 0)))).value == 1
    plain = unlinked_kappa(
        Table(("a", "b", "c", UNLINKED), ((6, 1, 2, 0), (0, 4, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0)))
    )
    assert plain.value == cohen_kappa(Table(("a", "b", "c"), ((6, 1, 2), (0, 4, 1), (0, 0, 0)))).value


def test_kappa_of_events_can_be_negative_and_is_undefined_for_a_reason():
    assert unlinked_kappa(Table(("a", "b", UNLINKED), ((0, 4, 0), (4, 0, 0), (0, 0, 0)))).value == -1
    assert unlinked_kappa(Table(("a", UNLINKED), ((8, 1), (2, 0)))).reason.startswith("with one code")
    assert (
        unlinked_kappa(Table(("a", "b", UNLINKED), ((0, 0, 0),) * 3)).reason
        == "neither coder marked anything here"
    )
    assert (
        unlinked_kappa(Table(("a", "b", UNLINKED), ((0, 0, 3), (0, 0, 2), (0, 0, 0)))).reason
        == "no annotation has a partner"
    )


def test_lags_misses_and_extras_by_hand():
    ana = [(0, 2_000, "a"), (10_000, 12_000, "a"), (20_000, 22_000, "a"), (40_000, 41_000, "b")]
    ben = [
        (300, 2_100, "a"),
        (10_500, 12_100, "a"),
        (20_100, 22_400, "a"),
        (60_000, 61_000, "b"),
        (70_000, 71_000, "b"),
    ]
    a, b = compare_events(ana, ben, ["a", "b"]).codes
    assert (a.matched, a.onset.median.value, a.onset.quartiles, a.offset.median.value) == (
        3,
        300,
        (200, 400),
        100,
    )
    assert (b.matched, b.missed, b.extra, b.f1.value, b.onset.median.reason) == (
        0,
        1,
        2,
        0,
        "no annotation has a partner",
    )
    assert compare_events([], [], ["a"]).f1.reason == "neither coder marked anything here"
    assert "median onset lag" in compare_events(ana, ben, ["a", "b"])._repr_html_()


def test_codes_do_not_decide_who_is_linked_but_break_ties():
    ana, ben = [(0, 0, "a")], [(500, 500, "b"), (-500, -500, "a")]
    assert match_events(ana, ben) == [(0, 1)]
    assert compare_events(ana, [(100, 100, "b")], ["a", "b"]).table.cells == ((0, 2, 0), (0, 0, 0), (0, 0, 0))
    assert compare_events(ana, [(100, 100, "b")], ["a", "b"]).kappa_of_linked.value == 0


def test_events_of_unrelated_records_have_a_chance_line():
    rng, window = np.random.default_rng(6), Interval(0, 600_000)
    ana, ben = ([(int(t), int(t), "cue") for t in np.sort(rng.integers(0, 600_000, 100))] for _ in range(2))
    near = Near(60, 2_000)
    line = f1_by_chance(ana, ben, window, near, seed=1, shifts=40)
    observed = compare_events(ana, ben, ["cue"], near).f1
    assert observed.value > 0.3
    assert line.mean == pytest.approx(observed.value, abs=0.15)
    assert (
        f1_by_chance(ana, ben, Interval(0, 50_000), near).reason
        == "the window is too short for a chance line"
    )


def test_near_refuses_what_means_nothing():
    for percent, tolerance in ((0, 0), (101, 0), (50, -1)):
        with pytest.raises(ValueError, match="at most 100"):
            Near(percent, tolerance)
