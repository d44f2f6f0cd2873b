"""What must not change any number: who is first, what codes are called, when it was, where a bout is cut, how fast frames come.

Every public statistic of two records stands in one of the lists below; ``test_none_is_left_out`` sees to it.
"""

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import annotator.agreement as agreement
from annotator.agreement import (
    Near,
    bland_altman,
    block_limits,
    brennan_prediger,
    cohen_kappa,
    cohen_limits,
    compare_events,
    conger_kappa,
    fleiss_code_kappas,
    fleiss_kappa,
    gamma,
    gwet_ac1,
    gwet_ac2,
    intraclass,
    intraclass_by_reml,
    kappa_max,
    krippendorff_alpha,
    lay_over,
    many_ac,
    many_brennan_prediger,
    measurement_error,
    negative_agreement,
    nominal_alpha,
    observer_accuracy,
    pairwise_percent,
    percent_agreement,
    pool,
    positive_agreement,
    presence_table,
    prevalence_index,
    rating_agreement,
    ratings,
    scott_pi,
    session_jackknife,
    session_limits,
    stuart_maxwell,
    time_ratings,
    time_table,
    time_unit_table,
    tolerance_kappa,
    unit_limits,
    unitizing_alpha,
    unlinked_kappa,
    weighted_kappa,
)
from annotator.model import Interval

FRAME, SECONDS = 40, 60
W = Interval(0, SECONDS * 1_000)


@st.composite
def record(draw):
    """States of three codes on frames of 25 a second, with gaps, in a minute; at least one."""
    cuts = sorted(draw(st.sets(st.integers(0, W.offset // FRAME), min_size=2, max_size=9)))
    codes = draw(st.lists(st.sampled_from("abc-"), min_size=len(cuts) - 1, max_size=len(cuts) - 1))
    pieces = zip(pairwise(cuts), codes, strict=True)
    found = [(a * FRAME, b * FRAME, c) for (a, b), c in pieces if c != "-"]
    return found or [(cuts[0] * FRAME, cuts[1] * FRAME, "a")]


def of_table(coefficient) -> Callable:
    """A coefficient of the table of time."""
    return lambda a, b, w: coefficient(time_table(a, b, w))


def of_code(coefficient) -> Callable:
    """A coefficient of the code "a" against the rest; some need to know its name."""

    def found(a, b, w):
        code = sorted({c for _, _, c in [*a, *b]})[0]
        return coefficient(time_table(a, b, w).against_rest({code}, code), code)

    return found


def of_many(coefficient) -> Callable:
    """A coefficient of any number of coders, of two here."""
    return lambda a, b, w: coefficient(time_ratings([a, b], w))


def units(a, b, w):
    """Seconds as units that are taken for independent."""

    def at(t, states):
        return next((c for on, off, c in states if on <= t < off), "(none)")

    return ratings([(at(t, a), at(t, b)) for t in range(w.onset + 20, w.offset, 1_000)])


def minutes(a, b, w):
    """Nine sessions of unequal length out of one."""
    cuts = [w.onset + w.duration // SECONDS * second for second in (0, 1, 3, 6, 10, 16, 24, 34, 46, 60)]
    return [time_table(a, b, Interval(on, off)) for on, off in pairwise(cuts)]


def events(a, b, near=Near()):  # noqa: B008 - a value that never changes
    return compare_events(a, b, sorted({c for _, _, c in [*a, *b]}), near)


ORDERED = {
    "weighted_kappa": lambda a, b, w: [
        weighted_kappa(time_table(a, b, w), weights) for weights in ("linear", "quadratic")
    ],
    "gwet_ac2": lambda a, b, w: [
        gwet_ac2(time_table(a, b, w), weights) for weights in ("linear", "quadratic")
    ],
}
"""Of codes in order: names may change, their order may not."""

TIME = {
    "percent_agreement": of_table(percent_agreement),
    "cohen_kappa": of_table(cohen_kappa),
    "scott_pi": of_table(scott_pi),
    "gwet_ac1": of_table(gwet_ac1),
    "brennan_prediger": of_table(brennan_prediger),
    "kappa_max": of_table(kappa_max),
    "observer_accuracy": of_table(observer_accuracy),
    "positive_agreement": of_code(positive_agreement),
    "negative_agreement": of_code(lambda table, _code: negative_agreement(table)),
    "prevalence_index": of_code(lambda table, _code: prevalence_index(table)),
    "fleiss_kappa": of_many(fleiss_kappa),
    "fleiss_code_kappas": of_many(lambda found: sorted(map(str, fleiss_code_kappas(found).values()))),
    "conger_kappa": of_many(conger_kappa),
    "many_ac": of_many(many_ac),
    "many_brennan_prediger": of_many(many_brennan_prediger),
    "pairwise_percent": of_many(pairwise_percent),
    "nominal_alpha": of_many(nominal_alpha),
    "tolerance_kappa": lambda a, b, w: tolerance_kappa(*lay_over(a, b, w), 700, shifts=2).mean,
    "pool": lambda a, b, w: pool(minutes(a, b, w), resamples=20).value,
    "session_jackknife": lambda a, b, w: session_jackknife(minutes(a, b, w)),
    "session_limits": lambda a, b, w: session_limits(minutes(a, b, w), resamples=30),
    "block_limits": lambda a, b, w: block_limits(*lay_over(a, b, w), resamples=30),
}
"""Of how much time: cutting a state in two changes nothing."""

UNITS = {
    "krippendorff_alpha": lambda a, b, w: krippendorff_alpha(
        [[ord(c[0]) for c in unit] for unit in zip(*in_words(units(a, b, w)), strict=True)], "nominal"
    ),
    "unit_limits": lambda a, b, w: [
        unit_limits(units(a, b, w), chance) for chance in ("common", "own", "hard units", "uniform")
    ],
    "cohen_limits": lambda a, b, w: cohen_limits(units(a, b, w).pair(0, 1)),
    "stuart_maxwell": lambda a, b, w: stuart_maxwell(units(a, b, w).pair(0, 1)).chi2,
    "time_unit_table": lambda a, b, w: [
        cohen_kappa(time_unit_table(*lay_over(a, b, w), unit)) for unit in (120, 1_000)
    ],
    "presence_table": lambda a, b, w: cohen_kappa(presence_table(*spans(a, b), w, 5_000, "x")),
}
"""Of units of time, told off from the window's onset."""

EVENTS = {
    "compare_events": lambda a, b, w: [events(a, b).f1, events(a, b).linked, events(a, b).kappa_of_linked],
    "unlinked_kappa": lambda a, b, w: unlinked_kappa(events(a, b).table),
    "unitizing_alpha": lambda a, b, w: [
        getattr(unitizing_alpha([a, b], w), part) for part in ("whole", "where", "what")
    ],
    "gamma": lambda a, b, w: gamma(a, b, w, shuffles=2).disorder,
}
"""Of what was seen: cutting a bout in two is another event."""

RATINGS = {
    "intraclass": lambda rows: [found.value for found in intraclass(rows).values()],
    "krippendorff_alpha": lambda rows: [krippendorff_alpha(rows, level) for level in ("interval", "ordinal")],
    "rating_agreement": lambda rows: [rating_agreement(rows), rating_agreement(rows, 1)],
    "measurement_error": measurement_error,
    "bland_altman": lambda rows: bland_altman(*zip(*rows, strict=True)).sd,
}
"""Of two coders' ratings."""

ELSEWHERE = {
    "agreement_along": "sums of time up to moments", "consensus": "makes a coding", "where": "names a moment",
    "compare": "test_compare_properties.py", "read_first": "picks numbers that stand here",
    "bias_index": "changes its sign with who is first: below", "alpha_limits": "bootstrap of krippendorff_alpha",
    "intraclass_by_reml": "found by search: below", "reml_limits": "bootstrap of intraclass_by_reml", "mean_gamma": "mean of gamma", "pooled": "a sum of tables",
    "match_events": "test_events.py", "match_points": "test_points.py", "f1_by_chance": "test_events.py",
    "tolerance_table": "has a direction: test_tolerance.py", "chance_by_shift": "test_tolerance.py",
    "shifted": "test_tolerance.py", "pool_ratings": "test_rating_tracks.py", "icc_table": "shows intraclass",
    "ewma_chart": "of one coder", "accuracy_chart": "of one coder", "individuals_chart": "of one coder",
    "lay_over": "makes records", "ratings": "makes units", "time_ratings": "makes units", "time_table": "test_sweep.py",
    "unit_table": "makes a table", "agreed_marks": "makes marks", "pair_onsets": "makes pairs",
    "compare_modifiers": "cohen_kappa of matched marks", "study_agreement": "pools what stands here: test_study.py",
    "against_gold": "has a direction: test_gold.py", "costliest": "has a direction: test_gold.py",
    "drift_point": "has a direction: test_drift.py", "drift_charts": "of one coder: test_drift.py",
    "onset_lags": "has a direction: test_drift.py",
    "passes": "asks what stands here: test_gold.py", "usual_statistic": "names one",
    "derived_agreement": "bland_altman and intraclass of measures", "cohen_error": "of a table: cohen_limits",
    "expected_kappa": "plans", "expected_icc": "plans", "least_doubled": "plans", "how_many_doubled": "plans",
    "draw": "hands visits out", "draw_some": "hands visits out", "thirds": "tells visits apart",
}  # fmt: skip


def in_words(found):
    """What both coders gave each unit."""
    return [[found.codes[i] for i in found.given[:, coder]] for coder in range(2)]


def spans(a, b):
    """The stretches of the first of all codes, by each coder."""
    code = min(c for _, _, c in [*a, *b])
    return [[(on, off) for on, off, c in states if c == code] for states in (a, b)]


def same(ours, theirs):
    """Whether two results are one: values but for rounding, and the same reasons."""
    if isinstance(ours, list | tuple):
        return len(ours) == len(theirs) and all(same(x, y) for x, y in zip(ours, theirs, strict=True))
    if hasattr(ours, "low"):
        return same([ours.low, ours.high, ours.reason], [theirs.low, theirs.high, theirs.reason])
    if hasattr(ours, "reason"):
        return same([ours.value, ours.reason], [theirs.value, theirs.reason])
    if ours is None or theirs is None or isinstance(ours, str):
        return ours == theirs
    return ours == pytest.approx(theirs, rel=1e-7, abs=1e-9)


def differing(numbers, before, after):
    """The names of those that are not the same for both."""
    return [name for name, number in numbers.items() if not same(number(*before), number(*after))]


ALL = ORDERED | TIME | UNITS | EVENTS
ROUND = settings(max_examples=25, deadline=None)


def test_none_is_left_out():
    public = {n for n in agreement.__all__ if inspect.isfunction(getattr(agreement, n))}
    assert public == ALL.keys() | RATINGS.keys() | ELSEWHERE.keys()


@ROUND
@given(record(), record())
def test_who_is_first_does_not_matter(a, b):
    assert differing(ALL, (a, b, W), (b, a, W)) == []


@ROUND
@given(record(), record())
def test_what_codes_are_called_does_not_matter(a, b):
    """Renamed in reverse order; codes in order keep theirs."""
    turned, grown = (
        [[(on, off, words[c]) for on, off, c in states] for states in (a, b)]
        for words in ({"a": "z", "b": "y", "c": "x"}, {"a": "k", "b": "l", "c": "m"})
    )
    by_name = {n: f for n, f in ALL.items() if n not in ORDERED}
    of_one = {n for n in ("positive_agreement", "negative_agreement", "prevalence_index", "presence_table")}
    assert differing({n: f for n, f in by_name.items() if n not in of_one}, (a, b, W), (*turned, W)) == []
    assert differing(ALL, (a, b, W), (*grown, W)) == []


@ROUND
@given(record(), record(), st.integers(-100_000, 100_000))
def test_when_it_was_does_not_matter(a, b, by):
    later = [[(on + by, off + by, c) for on, off, c in states] for states in (a, b)]
    numbers = {n: f for n, f in ALL.items() if n != "unit_limits"}
    assert differing(numbers, (a, b, W), (*later, Interval(W.onset + by, W.offset + by))) == []


@ROUND
@given(record(), record(), st.integers(1, 10), st.integers(0, 8))
def test_where_a_state_is_cut_in_two_does_not_matter_to_time(a, b, frames, which):
    on, off, code = a[which % len(a)]
    at = min(on + frames * FRAME, off)
    pieces = [s for s in a if s[0] != on] + [(on, at, code), (at, off, code)]
    cut = sorted(piece for piece in pieces if piece[0] < piece[1])
    assert differing(ORDERED | TIME | UNITS, (a, b, W), (cut, b, W)) == []


OF_TABLES = (
    percent_agreement, scott_pi, gwet_ac1, brennan_prediger, kappa_max, observer_accuracy,
    *(partial(number, weights=w) for number in (weighted_kappa, gwet_ac2) for w in ("linear", "quadratic")),
)  # fmt: skip
"""Whatever two coders' table gives; the others rest on ms and see no frames."""


@ROUND
@given(record(), record())
def test_how_fast_the_frames_come_does_not_matter(a, b):
    """On frames of 25 a second, units of a frame at 25, 50 and 100 a second are the same record, and ms are."""
    exact = cohen_kappa(time_table(a, b, W))
    laid = lay_over(a, b, W)
    for frame in (40, 20, 10):
        table = time_unit_table(*laid, frame)
        assert table.total == W.duration // frame
        assert same(cohen_kappa(table), exact)
        for number in OF_TABLES:
            assert same(number(table), number(time_table(a, b, W)))


@ROUND
@given(record(), record(), st.sampled_from([2, 5]))
def test_the_unit_of_time_does_not_matter(a, b, k):
    """A film played k times slower is the same record; α counts the ms that there are, a hair's difference."""
    slow = [[(on * k, off * k, c) for on, off, c in states] for states in (a, b)]
    apart = ("nominal_alpha", "tolerance_kappa", "block_limits")
    numbers = {n: f for n, f in (ORDERED | TIME).items() if n not in apart}
    assert differing(numbers, (a, b, W), (*slow, Interval(W.onset * k, W.offset * k))) == []


SCORES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=12)


@ROUND
@given(SCORES)
def test_who_rated_first_does_not_matter(rows):
    assert differing(RATINGS, (rows,), ([row[::-1] for row in rows],)) == []
    forth, back = (bland_altman(*zip(*of, strict=True)).bias for of in (rows, [row[::-1] for row in rows]))
    assert forth.value == pytest.approx(-back.value)


@ROUND
@given(SCORES, st.integers(-5, 20), st.randoms())
def test_where_the_scale_begins_and_the_order_of_targets_do_not_matter(rows, by, random):
    moved = [(a + by, b + by) for a, b in rows]
    random.shuffle(moved)
    assert differing(RATINGS, (rows,), (moved,)) == []


@pytest.mark.parametrize("seed", range(6))
def test_variance_components_know_neither_who_is_first_nor_order_nor_scale(seed):
    """Found by search, so to five places; a quarter of the ratings is missing."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(5, 2, size=(12, 1)) + rng.normal(0, 1, size=(1, 3)) + rng.normal(0, 1, size=(12, 3))
    rated = [(i, j, float(scores[i, j])) for i in range(12) for j in range(3) if (i + j + seed) % 4]
    other = [(f"t{i}", 2 - j, x + 7) for i, j, x in reversed(rated)]
    ours, theirs = intraclass_by_reml(rated), intraclass_by_reml(other)
    for name in ("agreement", "consistency"):
        assert getattr(ours, name).value == pytest.approx(getattr(theirs, name).value, abs=1e-5)


@ROUND
@given(record(), record())
def test_the_bias_changes_its_sign_with_who_is_first(a, b):
    forth, back = (
        of_code(lambda table, _code: agreement.bias_index(table))(*pair, W) for pair in ((a, b), (b, a))
    )
    assert forth.value == pytest.approx(-back.value)


def test_two_results_that_differ_are_told_apart():
    """The test of the tests: a number that depends on who is first is found."""
    a, b = [(0, 20_000, "a")], [(10_000, 60_000, "a")]
    directed = {"directed": lambda x, y, w: time_table(x, y, w).first[0] / w.duration}
    assert differing(directed, (a, b, W), (b, a, W)) == ["directed"]
    found = cohen_kappa(time_table(a, b, W))
    assert not same(found, replace(found, value=found.value + 1e-6))
    assert not same([np.float64(1)], [None])
