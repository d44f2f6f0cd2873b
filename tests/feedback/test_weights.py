"""Weights that a service sets decide what is suggested, and nothing else does."""

import pytest

from annotator.feedback import USUAL, Limits, Weights, suggest, weights_from
from annotator.feedback.weights import MOST, NAMES, RULES
from tests.builders import coding
from tests.feedback.test_suggesting import SCHEME as CORE

WORDS = """
dyad_state of dyad: 0-20 together, 20-26 out_of_step, 26-29 repairing, 29-60 together
infant_state of infant: 0-20 social, 20-24 fussing, 24-60 exploring
infant_cue of infant: 5 bid_social, 40 bid_social
parent_response of parent: 6.5 join, 41 join
moment of dyad: 12 star
"""


def rules(weights: Weights = USUAL) -> list[str]:
    made = coding(WORDS, (0, 60), scheme=CORE, profile="research")
    return [
        one.rule for one in suggest(made, CORE, language="en", child="Mia", limits=Limits(weights=weights))
    ]


def test_a_kind_that_counts_more_comes_first_and_one_that_counts_nothing_not_at_all() -> None:
    assert rules()[0] == "star"
    assert rules(Weights(repair=MOST))[0] == "repair"
    assert "star" not in rules(Weights(star=0))
    assert set(rules(weights_from(dict.fromkeys(RULES, 0)))) == set()


def test_the_same_weights_give_the_same_suggestions_and_unknown_names_do_nothing() -> None:
    assert rules() == rules() == rules(weights_from({"luck": 9}))


def test_several_of_one_kind_weigh_less_by_what_is_set() -> None:
    """Two answered signals weigh alike; the penalty decides whether both come before the longest stretch."""
    assert rules(Weights(star=0, repair=0, same_rule=0, answered=9))[:2] == ["answered", "answered"]
    assert rules(Weights(star=0, repair=0, same_rule=9, answered=9, longest=5))[1] == "longest"


def test_a_child_who_grows_calmer_within_ten_seconds_speaks_for_a_moment() -> None:
    """Fussing ends at 24 s in exploring, which is no strength; the answer before it was at 17 s, then at 10 s."""
    words = "infant_state of infant: 0-24 fussing, 24-60 exploring\ninfant_cue of infant: {cue} bid_social\nparent_response of parent: {answer} join"
    for cue, answer, told in ((16, 17, True), (9, 10, False)):
        made = coding(words.format(cue=cue, answer=answer), (0, 60), scheme=CORE, profile="research")
        (one,) = suggest(made, CORE, language="en", child="Mia")
        assert ("a good or calmer state within ten seconds after" in one.shows) is told


@pytest.mark.parametrize("wrong", [-1, MOST + 1])
def test_a_weight_lies_between_0_and_10(wrong: int) -> None:
    for name in NAMES:
        with pytest.raises(ValueError, match="from 0 to 10"):
            Weights(**{name: wrong})
