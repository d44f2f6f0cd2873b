"""Who codes what: drawn again by its seed, balanced, in every stratum; later visits add to what is there."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import ToAssign, draw, draw_some, how_many_doubled, thirds
from annotator.errors import AnnotatorError

CODERS = ("ana", "ben", "cem")


def visits(n: int, strata: tuple[str, ...] = ("",), first: int = 0) -> list[ToAssign]:
    return [
        ToAssign(f"s{i:03}", 600_000 + 1_000 * i, strata[i % len(strata)]) for i in range(first, first + n)
    ]


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    drawn = draw(visits(40), CODERS, seed=5, share=0.25)
    assert draw(reversed(visits(40)), CODERS[::-1], seed=5, share=0.25) == drawn
    assert draw(visits(40), CODERS, seed=6, share=0.25) != drawn


def test_what_a_seed_draws_never_changes() -> None:
    """Recorded once: a seed in a paper's methods must give the same in years to come."""
    drawn = draw(visits(6), ("ana", "ben"), seed=2026, number=2)
    assert {a.session: a.coders for a in drawn.assigned} == RECORDED
    assert drawn.orders == RECORDED_ORDERS


RECORDED = {
    "s000": ("ana", "ben"), "s001": ("ana",), "s002": ("ana",),
    "s003": ("ben",), "s004": ("ana", "ben"), "s005": ("ben",),
}  # fmt: skip
RECORDED_ORDERS = {"ana": ("s000", "s002", "s004", "s001"), "ben": ("s004", "s005", "s003", "s000")}


@given(st.integers(1, 60), st.integers(2, 6), st.integers(0, 2**31 - 1), st.floats(0, 1), st.integers(1, 4))
def test_shares_pairs_strata_and_hours_are_even(n: int, coders: int, seed: int, share: float, k: int) -> None:
    names = [f"c{i}" for i in range(coders)]
    strata = tuple(f"t{i}" for i in range(k))
    drawn = draw(visits(n, strata), names, seed=seed, share=share)
    assert drawn.doubled == how_many_doubled(n, share=share)
    assert [a.session for a in drawn.assigned] == [v.session for v in visits(n)]
    assert max(drawn.pairs.values()) - min(drawn.pairs.values()) <= 1
    sizes = Counter(v.stratum for v in visits(n, strata))
    for stratum, (all, doubled) in drawn.by_stratum.items():
        assert all == sizes[stratum]
        assert abs(doubled - drawn.doubled * all / n) < 1
    given_out = Counter(coder for a in drawn.assigned for coder in a.coders)
    for coder, order in drawn.orders.items():
        assert len(order) == len(set(order)) == given_out[coder]
        assert set(order) == {a.session for a in drawn.assigned if coder in a.coders}


def test_a_share_raised_later_is_drawn_from_before_as_well() -> None:
    """Of 50 visits 10 were doubled; 50 new ones, now three in ten: 30 of 100, 15 of either 50. So 5 of before
    go to a second coder and 15 new ones to two; without that all 20 would be new.
    """
    old, new = visits(50), visits(50, first=50)
    before = [(of, CODERS[:2] if n < 10 else (CODERS[n % 3],)) for n, of in enumerate(old)]
    single = [of.session for of, by in before if len(by) == 1]
    had = {of.session: by for of, by in before}
    drawn = draw(new, CODERS, seed=4, share=0.3, before=before, again=single)
    later = [a for a in drawn.assigned if a.having]
    assert (drawn.doubled, drawn.doubled_later, len(drawn.assigned)) == (20, 5, 55)
    assert {a.session: a.having for a in later} == {a.session: had[a.session] for a in later}
    assert not [a for a in later if set(a.coders) & set(a.having) or len(a.coders) != 1]
    assert {a.session for a in later} <= {s for a in later for s in drawn.orders[a.coders[0]]}
    plain = draw(new, CODERS, seed=4, share=0.3, before=before)
    assert (plain.doubled, plain.doubled_later, len(plain.assigned)) == (20, 0, 50)
    assert draw(new, CODERS, seed=4, share=0.2, before=before, again=single).doubled_later == 0


def test_without_new_visits_all_that_is_missing_comes_from_before_stratum_by_stratum() -> None:
    """30 of one stratum, of which 10 are doubled, and 20 of another: .3 of 50 are 15, so 5 more, all of the other,
    whose part would be 6.
    """
    strata = ["home"] * 30 + ["lab"] * 20
    old = [ToAssign(f"s{i:03}", 600_000, stratum) for i, stratum in enumerate(strata)]
    before = [(of, CODERS[:2] if n < 10 else CODERS[:1]) for n, of in enumerate(old)]
    single = [of.session for of, by in before if len(by) == 1]
    drawn = draw([], CODERS, seed=1, share=0.3, before=before, again=single)
    assert drawn.by_stratum == {"lab": (5, 5)}
    assert {a.coders for a in drawn.assigned} <= {("ben",), ("cem",)}
    assert draw([], CODERS, seed=1, share=0.3, before=before).assigned == ()
    assert len(draw([], CODERS, seed=1, share=0.3, before=before, again=single[-2:]).assigned) == 2


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 2**31 - 1), st.floats(0, 1), st.integers(1, 3))
def test_whatever_was_before_the_whole_has_its_share(
    old: int, new: int, seed: int, share: float, k: int
) -> None:
    strata = tuple(f"t{i}" for i in range(k))
    before = [(of, (CODERS[n % 3],)) for n, of in enumerate(visits(old, strata))]
    every = [of.session for of, _ in before]
    drawn = draw(visits(new, strata, first=old), CODERS, seed=seed, share=share, before=before, again=every)
    wanted = how_many_doubled(old + new, share=share)
    assert wanted - k <= drawn.doubled <= wanted
    assert drawn.doubled == wanted or new
    assert abs(drawn.doubled_later - wanted * old / max(1, old + new)) < k + 1


def test_without_strata_hours_differ_by_a_few_visits_at_most() -> None:
    drawn = draw(visits(120), CODERS, seed=3, share=0.2)
    hours = [drawn.duration_of(coder) for coder in CODERS]
    assert max(hours) - min(hours) < 2 * 720_000


def test_doubled_visits_lie_anywhere_in_a_coders_order() -> None:
    """The mean place of doubled visits is the middle, in draws by 200 seeds: 0.5 ± 4 standard errors."""
    places = []
    for seed in range(200):
        drawn = draw(visits(30), CODERS, seed=seed, number=6)
        doubled = {a.session for a in drawn.assigned if a.doubled}
        for order in drawn.orders.values():
            places += [(i + 0.5) / len(order) for i, session in enumerate(order) if session in doubled]
    assert abs(sum(places) / len(places) - 0.5) < 4 * (1 / 12 / len(places)) ** 0.5


def test_later_visits_make_up_what_is_missing_of_the_whole() -> None:
    first = draw(visits(20), CODERS, seed=1, share=0.1)
    known = {v.session: v for v in visits(20)}
    before = [(known[a.session], a.coders) for a in first.assigned]
    later = draw(visits(20, first=20), CODERS, seed=2, share=0.3, before=before)
    assert {a.session for a in later.assigned} == {v.session for v in visits(20, first=20)}
    assert first.doubled + later.doubled == how_many_doubled(40, share=0.3)
    pairs = Counter(a.coders for drawn in (first, later) for a in drawn.assigned if a.doubled)
    assert max(pairs.values()) - min(pairs.values()) <= 1


def test_what_cannot_be_handed_out_is_refused() -> None:
    for coders, share, words in (
        ((), 0.0, "who codes"),
        (("ana",), 0.1, "two coders"),
        (CODERS, 1.5, "0 and 100"),
    ):
        with pytest.raises(AnnotatorError, match=words):
            draw(visits(4), coders, seed=1, share=share)
    assert draw(visits(4), ("ana",), seed=1).doubled == 0
    assert draw(visits(4), CODERS, seed=1, number=9).doubled == 4


def test_some_of_each_stratum() -> None:
    drawn = draw_some(visits(30, ("a", "a", "b")), 9, seed=4)
    assert Counter("b" if int(s[1:]) % 3 == 2 else "a" for s in drawn) == {"a": 6, "b": 3}
    assert draw_some(visits(3), 9, seed=4) and len(draw_some(visits(3), 9, seed=4)) == 3


def test_thirds_of_few_values() -> None:
    assert thirds({}) == {}
    assert thirds({"a": 5.0}) == {"a": (5.0, 5.0)}
    assert thirds({"a": 5, "b": 7}) == {"a": (5, 5), "b": (7, 7)}
