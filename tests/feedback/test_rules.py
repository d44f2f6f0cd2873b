"""The rules of a meeting: each broken alone, and what every plan without a problem keeps."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.feedback import Kind, MeetingRules, Moment, Plan, forbidden_in, problems_of, rules_of
from annotator.feedback.rules import GOOD
from annotator.model import Interval
from annotator.schemes import read_scheme
from tests.feedback.plan_values import moment, plan
from tests.planting import ROOT

RULES = MeetingRules()
GOOD_ONE = moment("good")
HARD = moment("hard", Kind.CHALLENGE, counterpart="good")
BACK = moment("back", Kind.REPAIR)


def codes(made: Plan, rules: MeetingRules = RULES, **more) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in problems_of(made, rules, **more)]


def test_the_rules_are_the_schemes() -> None:
    scheme = read_scheme((ROOT / "coding_schemes" / "core-attunement.yaml").read_bytes())
    assert rules_of(scheme) == RULES
    for other in ("two-keys", "coach-comments"):
        assert rules_of(read_scheme((ROOT / "coding_schemes" / f"{other}.yaml").read_bytes())) is None


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(plan(GOOD_ONE), id="one moment is first and last"),
        pytest.param(plan(GOOD_ONE, moment("b"), moment("c"), moment("d")), id="four"),
        pytest.param(plan(GOOD_ONE, BACK, moment("c")), id="strength, repair, strength"),
        pytest.param(plan(GOOD_ONE, BACK), id="ends with a repair"),
        pytest.param(plan(GOOD_ONE, HARD, moment("c")), id="a challenge with its counterpart"),
        pytest.param(
            plan(GOOD_ONE, replace(HARD, counterpart="back"), BACK), id="its counterpart is a repair"
        ),
        pytest.param(plan(GOOD_ONE, BACK, strengths_only=True), id="a repair among strengths only"),
        pytest.param(plan(moment("a", offset=15_000), moment("b", offset=40_000)), id="5 and 30 s"),
    ],
)
def test_plans_that_keep_every_rule(made: Plan) -> None:
    assert codes(made) == []


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(plan(), [("too_few", "moments")], id="none"),
        pytest.param(plan(*(moment(c) for c in "abcde")), [("too_many", "moments")], id="five"),
        pytest.param(plan(BACK, GOOD_ONE), [("first_not_strength", "moments[0]")], id="repair first"),
        pytest.param(
            plan(BACK),
            [("first_not_strength", "moments[0]")],
            id="a repair alone: nobody begins with losing each other",
        ),
        pytest.param(plan(HARD, GOOD_ONE), [("first_not_strength", "moments[0]")], id="challenge first"),
        pytest.param(plan(GOOD_ONE, HARD), [("last_not_strength", "moments[1]")], id="challenge last"),
        pytest.param(
            plan(GOOD_ONE, replace(HARD, counterpart=None), BACK), [("no_counterpart", "moments[1]")], id="alone"
        ),
        pytest.param(
            plan(GOOD_ONE, replace(HARD, counterpart="gone"), BACK), [("no_counterpart", "moments[1]")], id="gone"
        ),
        pytest.param(
            plan(GOOD_ONE, replace(HARD, counterpart="hard"), BACK), [("no_counterpart", "moments[1]")], id="itself"
        ),
        pytest.param(
            plan(GOOD_ONE, HARD, replace(HARD, id="hard2"), BACK), [("challenges", "moments[2]")], id="two"
        ),
        pytest.param(
            plan(GOOD_ONE, HARD, BACK, strengths_only=True), [("strengths_only", "moments[1]")], id="strengths only"
        ),
        pytest.param(plan(moment("a", offset=14_999)), [("length", "moments[0]")], id="4.999 s"),
        pytest.param(plan(moment("a", offset=40_001)), [("length", "moments[0]")], id="30.001 s"),
        pytest.param(plan(moment("a", phrase=" ")), [("no_phrase", "moments[0].phrase")], id="no sentence"),
        pytest.param(
            plan(moment("a", phrase="You did it 3 times")), [("forbidden_words", "moments[0].phrase")], id="a number"
        ),
        pytest.param(
            plan(moment("a", question="What was missed?")), [("forbidden_words", "moments[0].question")], id="missed"
        ),
        pytest.param(
            plan(moment("a", said="I failed")), [("forbidden_words", "moments[0].said")], id="what was said"
        ),
        pytest.param(plan(GOOD_ONE, goal="90 %"), [("forbidden_words", "goal")], id="the goal"),
        pytest.param(plan(GOOD_ONE, step="score"), [("forbidden_words", "step")], id="the step"),
        pytest.param(plan(GOOD_ONE, wish="a norm"), [("forbidden_words", "wish")], id="the wish"),
        pytest.param(plan(GOOD_ONE, child="Case 12"), [("forbidden_words", "child")], id="the child"),
    ],
)  # fmt: skip
def test_each_rule_broken_alone(made: Plan, expected: list[tuple[str, str]]) -> None:
    assert codes(made) == expected


def test_why_a_moment_was_chosen_is_the_visitors_and_not_looked_at() -> None:
    assert codes(plan(moment("a", why="3 of 4 cues were missed"))) == []


def test_a_scheme_may_need_a_release_or_show_strengths_only() -> None:
    made = plan(GOOD_ONE, HARD, BACK)
    assert codes(made, replace(RULES, needs_release=True)) == [("needs_release", "moments[1]")]
    assert codes(replace(made, released_by="sue"), replace(RULES, needs_release=True)) == []
    assert codes(made, replace(RULES, challenges=0)) == [("strengths_only", "moments[1]")]
    assert (
        codes(plan(GOOD_ONE, replace(HARD, counterpart=None), BACK), replace(RULES, needs_counterpart=False))
        == []
    )


def test_a_moment_lies_in_the_film_and_touches_no_mark_for_the_supervisor() -> None:
    made = plan(moment("a", onset=10_000, offset=20_000))
    assert codes(made, film=Interval(10_000, 20_000)) == []
    for film in (Interval(10_001, 30_000), Interval(0, 19_999)):
        assert codes(made, film=film) == [("outside_film", "moments[0]")]
    for mark in (Interval(15_000, 15_000), Interval(20_000, 20_000), Interval(0, 10_000)):
        assert codes(made, concerns=[mark]) == [("concern", "moments[0]")]
    assert codes(made, concerns=[Interval(20_001, 20_001), Interval(0, 9_999)]) == []


def test_every_problem_is_one_sentence_that_names_no_place() -> None:
    rules = replace(RULES, needs_release=True, most=1)
    broken = plan(HARD, HARD, moment("a", offset=10_001, phrase="", question="7"), strengths_only=False)
    for problem in problems_of(broken, rules, film=Interval(0, 1), concerns=[Interval(0, 90_000)]):
        assert problem.message.endswith(".") and len(problem.message) < 220
        assert "moments[" not in problem.message


KINDS = st.sampled_from(list(Kind))
IDS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
TEXTS = st.sampled_from(["", "You waited.", "3 times", "Here you missed it.", "Wie schön"])


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    onset = draw(st.integers(0, 50_000))
    offset = onset + draw(st.sampled_from([0, 4_999, 5_000, 12_000, 30_000, 30_001]))
    return Moment(
        draw(IDS), onset, offset, onset, draw(KINDS), draw(TEXTS), draw(TEXTS),
        counterpart=draw(st.none() | IDS), said=draw(TEXTS),
    )  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    found = draw(st.lists(moments(), max_size=6, unique_by=lambda m: m.id))
    more = {name: draw(TEXTS) for name in ("step", "wish", "goal", "child")}
    return plan(*found, strengths_only=draw(st.booleans()), **more)


@given(plans())
@example(plan(GOOD_ONE, HARD, BACK))
def test_a_plan_without_a_problem_keeps_what_the_rules_promise(made: Plan) -> None:
    if problems_of(made, RULES, film=Interval(0, 70_000)):
        return
    kinds = [m.kind for m in made.moments]
    assert 1 <= len(kinds) <= 4
    assert kinds[0] is Kind.STRENGTH
    assert kinds[-1] in GOOD
    assert kinds.count(Kind.CHALLENGE) <= (0 if made.strengths_only else 1)
    good = {m.id for m in made.moments if m.kind in GOOD}
    assert all(m.counterpart in good for m in made.moments if m.kind is Kind.CHALLENGE)
    assert all(5_000 <= m.offset_ms - m.onset_ms <= 30_000 and m.offset_ms <= 70_000 for m in made.moments)
    assert all(m.phrase for m in made.moments)
    seen = [made.child, made.step, made.wish, made.goal]
    seen += [text for m in made.moments for text in (m.phrase, m.question, m.said)]
    assert all(forbidden_in(text, "en") == () for text in seen)
