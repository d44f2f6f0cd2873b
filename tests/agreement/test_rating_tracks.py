"""Ratings of one session and of several put together."""

from dataclasses import replace

import pytest
from sklearn.metrics import cohen_kappa_score

from annotator.agreement import compare, intraclass, pool_ratings, read_first
from annotator.model import RATED, Annotation, Content, Interval
from annotator.schemes.scheme import Scale, Track
from annotator.stats import Statistic
from tests.builders import coding
from tests.scheme_values import code, scheme, text

FIVE, NINE = Scale(1, 5, 1, {}), Scale(1, 9, 1, {})
FORM = Track(
    "quality", "parent", "rating", text("Quality"), (code("warmth", scale=FIVE), code("pace", 1, scale=NINE)),
    scope="segment",
)  # fmt: skip
CLIPS = replace(FORM, id="clips", scope="clip")
S = scheme(FORM, CLIPS)


def rated(coder, values, window=(0, 60), session="visit-1"):
    """A coding with ratings ``(code, value, onset, offset, track)``; None cannot be judged."""
    made = []
    for i, (question, value, *rest) in enumerate(values):
        onset, offset, track = rest or (0, 60_000, "quality")
        modifiers = {} if value is None else {RATED: value}
        content = Content(track, "parent", question, onset, offset, modifiers=modifiers)
        made.append(Annotation(f"{coder}{i}", 1, content))
    empty = coding("", window, scheme=S, coder=coder, session=session)
    return replace(empty, annotations=tuple(made), window=Interval(window[0] * 1000, window[1] * 1000))


def question(found, name="warmth", track="quality"):
    return next(r for r in found.ratings if (r.code, r.track) == (name, track))


def test_one_session_has_one_value_of_each_and_says_that_it_is_too_few():
    found = question(compare(rated("ana", [("warmth", 4)]), rated("ben", [("warmth", 5)]), S))
    assert (found.scores, found.exact, found.within_one) == ([(4, 5)], Statistic(0, 1), Statistic(1, 1))
    reason = "one target is too few for a coefficient; put sessions together"
    assert {found.kappa, found.icc.value, found.alpha, found.sem} == {Statistic(None, 1, reason)}
    assert found.bias == Statistic(1, 1)


def test_what_cannot_be_judged_and_what_one_did_not_answer_is_counted():
    ana, ben = rated("ana", [("warmth", None), ("pace", 3)]), rated("ben", [("warmth", 4)])
    warmth, pace = (question(compare(ana, ben, S), name) for name in ("warmth", "pace"))
    assert (warmth.unjudged, warmth.pairs, warmth.kappa.reason) == (
        1,
        (),
        "no target was rated by both coders",
    )
    assert (pace.only_first, pace.only_second) == (1, 0)
    assert warmth.bias.reason == "no target was rated by both coders"


def test_a_segment_belongs_together_though_each_declared_another_window():
    ana = rated("ana", [("warmth", 4, 0, 60_000, "quality")], (0, 60))
    ben = rated("ben", [("warmth", 2, 40_000, 90_000, "quality")], (40, 90))
    assert question(compare(ana, ben, S)).scores == [(4, 2)]


def test_clips_are_linked_by_their_time():
    ana = [("warmth", 4, 0, 9_000, "clips"), ("warmth", 2, 20_000, 30_000, "clips")]
    ben = [("warmth", 1, 20_500, 30_000, "clips"), ("warmth", 5, 500, 9_000, "clips")]
    found = question(compare(rated("ana", ana), rated("ben", ben), S), track="clips")
    assert found.scores == [(4, 5), (2, 1)]
    assert found.icc.value.value == intraclass([(4, 5), (2, 1)])["ICC(A,1)"].value.value


ANA, BEN = (4, 2, 5, 3, 1, 4, 5, 2), (4, 3, 5, 3, 2, 5, 5, 1)


def eight_sessions(name):
    return [
        question(
            compare(
                rated("ana", [(name, a)], session=f"v{i}"), rated("ben", [(name, b)], session=f"v{i}"), S
            ),
            name,
        )
        for i, (a, b) in enumerate(zip(ANA, BEN, strict=True))
    ]


def test_sessions_put_together_give_the_coefficients_of_all_targets():
    """Weighted κ beside scikit-learn; ICC(A,1) by hand.

    Row means 4, 2.5, 5, 3, 1.5, 4.5, 5, 1.5, mean 27/8: MSR = 2 · Σ(row − mean)² / 7 = 4.25; column sums 26 and
    28: MSC = 8 · 2 · .125² = .25; Σ(difference²)/2 = 2 = MSC + 7 · MSE, MSE = .25;
    ICC(A,1) = (4.25 − .25) / (4.25 + .25 + 2 · (.25 − .25) / 8) = 4 / 4.5.
    """
    found = pool_ratings(eight_sessions("warmth"))
    assert found.kappa.value == pytest.approx(cohen_kappa_score(ANA, BEN, weights="quadratic"), abs=1e-12)
    assert found.icc.value.value == pytest.approx(4 / 4.5, abs=1e-12)
    assert found.exact == Statistic(4 / 8, 8)


def test_what_is_read_first_depends_on_the_length_of_the_scale():
    short, long = (pool_ratings(eight_sessions(name)) for name in ("warmth", "pace"))
    assert [n for n, _ in read_first(short)][:2] == ["weighted_kappa_quadratic", "icc_a1"]
    assert [n for n, _ in read_first(long)][:2] == ["icc_a1", "weighted_kappa_quadratic"]


def test_different_questions_are_not_put_together():
    with pytest.raises(ValueError, match="one question"):
        pool_ratings([*eight_sessions("warmth"), *eight_sessions("pace")])


def test_who_is_first_matters_for_the_sign_of_the_bias_alone():
    forth = pool_ratings(eight_sessions("warmth"))
    back = replace(forth, pairs=tuple(replace(p, first=p.second, second=p.first) for p in forth.pairs))
    for number in ("kappa", "alpha", "exact", "within_one", "sem"):
        assert getattr(forth, number).value == pytest.approx(getattr(back, number).value, abs=1e-12)
    assert forth.icc.value.value == pytest.approx(back.icc.value.value, abs=1e-12)
    assert forth.bias.value == -back.bias.value == 2 / 8
