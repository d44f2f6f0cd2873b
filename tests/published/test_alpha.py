"""Krippendorff's α and its family beside the book and beside the package krippendorff 0.9.0.

Recorded with krippendorff 0.9.0 on 29 November 2026; the published values are those of Krippendorff, K. (2011),
Computing Krippendorff's alpha-reliability, and of figure 12.11 in Krippendorff (2019), Content analysis, p. 340.
"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import (
    Table,
    alpha_limits,
    compare,
    krippendorff_alpha,
    nominal_alpha,
    ratings,
    scott_pi,
    time_ratings,
    unitizing_alpha,
)
from annotator.model import Interval
from tests.builders import coding
from tests.published.tables import KRIPPENDORFF
from tests.scheme_values import scheme, state

N = None
RATED = list(
    zip(
        (1, 9, 3, 7, N, 2, 2, 5, 8, 4),
        (2, 8, 3, 5, 5, 2, 3, N, 8, 4),
        (1, 9, N, 7, 6, 1, 2, 4, 7, 4),
        strict=True,
    )
)
ALEX = [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")]
PAUL = [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")]
SUZAN = [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")]
BOOK = Interval(0, 60)


@pytest.mark.parametrize(
    ("units", "level", "recorded"),
    [
        (KRIPPENDORFF, "nominal", 0.743421052631579), (KRIPPENDORFF, "ordinal", 0.8153875037548814),
        (KRIPPENDORFF, "interval", 0.8491071428571428), (KRIPPENDORFF, "ratio", 0.7974027747116121),
        (RATED, "nominal", 0.3479623824451411), (RATED, "ordinal", 0.9429687051392478),
        (RATED, "interval", 0.9393810936837643), (RATED, "ratio", 0.8625173242712825),
    ],
)  # fmt: skip
def test_alpha_is_that_of_the_book_and_the_package(units, level, recorded):
    assert krippendorff_alpha(units, level).value == pytest.approx(recorded, abs=1e-12)


def test_the_unitizing_family_of_figure_12_11():
    """Published: .510, .413, .724; per code 1 for 1, 5 and 6, 0 for 2, 3 and 4, and 7 never coded by two."""
    found = unitizing_alpha([ALEX, PAUL, SUZAN], BOOK)
    assert [round(s.value, 4) for s in (found.whole, found.where, found.what)] == [0.51, 0.4136, 0.7242]
    codes = dict(found.codes)
    assert [codes[c].value for c in "123456"] == [1, 0, 0, 0, 1, 1]
    assert codes["7"].reason == "no time was coded by two coders"
    assert codes["5"].units == 8
    assert "cuα" in found._repr_html_()


@pytest.mark.parametrize("order", list(itertools.permutations((ALEX, PAUL, SUZAN))))
def test_unitizing_knows_no_order_of_coders_no_clock_and_no_unit_of_time(order):
    found = unitizing_alpha(list(order), BOOK)
    assert found == unitizing_alpha([ALEX, PAUL, SUZAN], BOOK)
    later = [[(a + 90, b + 90, c) for a, b, c in reversed(record)] for record in order]
    assert unitizing_alpha(later, Interval(90, 150)) == found


def test_one_stretch_cut_into_many_is_hardly_seen_by_unitizing():
    whole = [(0, 30_000, "a"), (30_000, 60_000, "b")]
    pieces = [(t, t + 1_000, "a" if t < 30_000 else "b") for t in range(0, 60_000, 1_000)]
    assert unitizing_alpha([whole, pieces], Interval(0, 60_000)).whole.value == 1


def test_unitizing_is_undefined_where_nothing_could_differ():
    window = Interval(0, 10)
    assert unitizing_alpha([[], []], window).whole.reason.startswith("all time has one same value")
    assert unitizing_alpha([[(0, 10, "a")]], window).whole.reason == "fewer than two coders"
    assert (
        unitizing_alpha([[(0, 5, "a")], [(5, 10, "a")]], window).what.reason
        == "no time was coded by two coders"
    )


def test_a_lane_has_the_unitizing_family_without_what_could_not_be_seen():
    kinds = scheme(state("gaze", "mother away", missing="unseen"))
    ana = coding("gaze: 0-40 mother, 40-70 away", (0, 100), scheme=kinds)
    ben = coding("gaze: 0-41 mother, 41-70 away, 70-100 unseen", (0, 100), scheme=kinds, coder="ben")
    (lane,) = compare(ana, ben, kinds).states
    assert [code for code, _ in lane.unitizing().codes] == ["away", "mother"]
    assert lane.unitizing().where.value == 1


def test_alpha_is_undefined_for_a_reason():
    assert krippendorff_alpha([(1, 1), (1, 1)], "interval").reason == "all coders gave one same value"
    assert krippendorff_alpha([(1, None)], "nominal").reason == "no unit was coded by two coders"
    assert krippendorff_alpha([(-1, 1), (2, 2)], "ratio").reason == "a ratio scale has no values below zero"


def test_the_interval_of_alpha_comes_from_drawing_units():
    found = alpha_limits(KRIPPENDORFF, "nominal", seed=2, resamples=200)
    assert found == alpha_limits(KRIPPENDORFF, "nominal", seed=2, resamples=200)
    assert found.low < 0.743 < found.high
    assert (found.method, found.units) == ("bootstrap over units", 12)
    assert alpha_limits(KRIPPENDORFF[:5], "nominal").reason.startswith("5 are too few")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 3), min_size=1, max_size=8), st.randoms()
)
def test_alpha_knows_no_order_and_its_levels_what_may_change(units, random):
    def same(a, b):
        return (a.value is None and b.value is None) or a.value == pytest.approx(b.value, abs=1e-9)

    mixed = [tuple(random.sample(unit, 3)) for unit in random.sample(units, len(units))]
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert same(krippendorff_alpha(units, level), krippendorff_alpha(mixed, level))
    moved = [tuple(None if v is None else 3 * v + 7 for v in unit) for unit in units]
    assert same(krippendorff_alpha(units, "interval"), krippendorff_alpha(moved, "interval"))
    grown = [tuple(None if v is None else v**3 for v in unit) for unit in units]
    assert same(krippendorff_alpha(units, "ordinal"), krippendorff_alpha(grown, "ordinal"))
    named = [tuple(None if v is None else "edcba"[v - 1] for v in unit) for unit in units]
    assert same(krippendorff_alpha(units, "nominal"), krippendorff_alpha(named, "nominal"))
    assert same(krippendorff_alpha(units, "nominal"), nominal_alpha(ratings(named)))


def test_alpha_on_time_comes_to_scotts_pi():
    rng = np.random.default_rng(4)
    records = [
        [(t * 1000, t * 1000 + 1000, str(rng.choice(["a", "b"], p=[0.8, 0.2]))) for t in range(50)]
        for _ in range(2)
    ]
    found = time_ratings(records, Interval(0, 50_000))
    table: Table = found.pair(0, 1)
    assert nominal_alpha(found).value == pytest.approx(scott_pi(table).value, abs=1e-4)
