"""When coefficients are undefined, and what must not change them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import (
    NONE,
    Table,
    bias_index,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    kappa_max,
    many_ac,
    many_brennan_prediger,
    negative_agreement,
    observer_accuracy,
    pairwise_percent,
    percent_agreement,
    prevalence_index,
    ratings,
    scott_pi,
    stuart_maxwell,
    time_ratings,
    time_table,
    unit_limits,
    weighted_kappa,
)
from annotator.model import Interval

NOMINAL = (cohen_kappa, scott_pi, gwet_ac1, brennan_prediger, kappa_max, observer_accuracy)
tables = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 30), min_size=k, max_size=k), min_size=k, max_size=k).map(
        lambda cells: Table(tuple("abcd"[:k]), tuple(map(tuple, cells)))
    )
)


@pytest.mark.parametrize("coefficient", NOMINAL)
def test_silence_of_both_and_nothing_shared_are_undefined(coefficient):
    assert coefficient(Table(("a", NONE), ((0, 0), (0, 9)))).reason == "neither coder marked anything here"
    assert coefficient(Table(("a", "b"), ((0, 0), (0, 0)))).reason == "the coders share no coded time"


def test_one_code_throughout_is_undefined_where_chance_is_certain():
    table = Table(("a", "b"), ((9, 0), (0, 0)))
    assert scott_pi(table).reason == kappa_max(table).reason == "both coders used one same code throughout"
    assert weighted_kappa(table, "linear").value is None
    assert brennan_prediger(table).value == gwet_ac1(table).value == 1


def test_one_code_only_is_undefined_where_chance_counts_the_codes():
    table = Table(("a", NONE), ((9, 0), (0, 0)))
    for coefficient in (brennan_prediger, gwet_ac1, observer_accuracy):
        assert coefficient(table).reason == "there is only one code"


def test_codes_that_could_have_been_given_count_and_silence_only_where_it_was_used():
    """Two of three codes used, p_o = .8: (.8 − 1/3) / (1 − 1/3) = .7; with silence as a fourth the same table
    stays as it is, for nobody was silent."""
    three = Table(("a", "b", "c"), ((4, 1, 0), (1, 4, 0), (0, 0, 0)))
    assert brennan_prediger(three).value == pytest.approx(0.7)
    assert brennan_prediger(three.among(["a", "b", "c", NONE])) == brennan_prediger(three)


def test_indices_of_two_codes_by_hand():
    table = Table(("on", "off"), ((80, 10), (5, 5)))
    assert prevalence_index(table).value == 75 / 100
    assert bias_index(table).value == 5 / 100
    assert negative_agreement(table).value == 10 / 25
    assert negative_agreement(Table(("on", "off"), ((9, 0), (0, 0)))).value is None


def test_coders_who_agree_less_than_guessing_have_no_accuracy():
    assert observer_accuracy(Table(("a", "b"), ((1, 9), (9, 1)))).reason.startswith("the coders agree less")


def test_margins_cannot_be_tested_without_disagreement_or_across_separate_groups():
    assert stuart_maxwell(Table(("a", "b"), ((9, 0), (0, 3)))).p is None
    apart = Table(tuple("abcd"), ((5, 1, 0, 0), (2, 5, 0, 0), (0, 0, 5, 3), (0, 0, 4, 5)))
    assert stuart_maxwell(apart).chi2 is None


@settings(max_examples=60, deadline=None)
@given(tables, st.randoms())
def test_who_is_first_and_what_codes_are_called_does_not_matter(table, random):
    turned = Table(table.codes, tuple(zip(*table.cells, strict=True)))
    order = list(range(len(table.codes)))
    random.shuffle(order)
    renamed = Table(table.codes, tuple(tuple(table.cells[i][j] for j in order) for i in order))
    for coefficient in (*NOMINAL, percent_agreement):
        assert coefficient(turned) == coefficient(table) == coefficient(renamed)
    for weights in ("linear", "quadratic"):
        assert weighted_kappa(turned, weights) == weighted_kappa(table, weights)
        assert gwet_ac2(turned, weights) == gwet_ac2(table, weights)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_many_coders_that_are_two_give_the_coefficients_of_two(table):
    pairs = [
        (a, b)
        for i, a in enumerate(table.codes)
        for j, b in enumerate(table.codes)
        for _ in range(table.cells[i][j])
    ]
    found = ratings(pairs, table.codes) if pairs else ratings([(None, None)], table.codes)
    alike = [
        (fleiss_kappa, scott_pi), (conger_kappa, cohen_kappa), (many_ac, gwet_ac1),
        (many_brennan_prediger, brennan_prediger), (pairwise_percent, percent_agreement),
    ]  # fmt: skip
    for many, two in alike:
        ours, theirs = many(found).value, two(table).value
        assert (ours is None) == (theirs is None)
        assert ours is None or ours == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_identity_weights_are_the_unweighted_coefficients(table):
    assert weighted_kappa(table, "identity").value == cohen_kappa(table).value
    ac2, ac1 = gwet_ac2(table, "identity").value, gwet_ac1(table).value
    assert ac2 == ac1 or ac2 == pytest.approx(ac1)


def test_sums_are_whole_numbers_until_the_last_division():
    """By exact fractions on ms of ten years; in floats the products would round."""
    big = 10 * 365 * 24 * 3_600_000
    cells = ((big, 3), (5, big + 7))
    n, agreed = Fraction(2 * big + 15), Fraction(2 * big + 7)
    used = [Fraction(2 * big + 8), Fraction(2 * big + 22)]
    chance = sum(s * s for s in used) / (4 * n * n)
    assert scott_pi(Table(("a", "b"), cells)).value == float((agreed / n - chance) / (1 - chance))


def test_three_coders_on_the_same_time_in_ms():
    """By hand: 4 s all three agree, 2 s two of three; p_o = (4·1 + 2·1/3) / 6 = 7/9."""
    ana = [(0, 6_000, "a")]
    cia = [(0, 4_000, "a"), (4_000, 6_000, "b")]
    found = time_ratings([ana, ana, cia], Interval(0, 6_000))
    assert pairwise_percent(found).value == pytest.approx(7 / 9)
    assert pairwise_percent(found).units == 6_000
    assert unit_limits(found, "common").reason.startswith("moments of time are not independent")
    assert found.pair(0, 2) == time_table(ana, cia, Interval(0, 6_000)).among(["a", "b", NONE])


def test_time_that_a_coder_could_not_see_leaves_only_that_coder_out():
    unseen = [(0, 2_000, "unseen"), (2_000, 6_000, "a")]
    found = time_ratings([[(0, 6_000, "a")], unseen], Interval(0, 6_000), missing={"unseen"})
    assert found.total == 4_000
    assert np.sum(found.given < 0) == 1


def test_all_one_code_by_many_coders_is_undefined():
    found = ratings([("a", "a", "a")] * 5)
    assert fleiss_kappa(found).reason == "both coders used one same code throughout"
    assert many_ac(found).reason == "there is only one code"
    assert pairwise_percent(found).value == 1
    assert fleiss_kappa(ratings([("a", None)])).reason == "no unit was coded by two coders"
