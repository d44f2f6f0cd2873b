"""What a parent sees: values one by one, and nothing at all when something unfit is among them."""

from dataclasses import asdict, fields

import pytest

from annotator.errors import FeedbackError
from annotator.feedback import Kind, ParentView, ShownMoment, parent_view
from tests.feedback.plan_values import moment, plan

SHOWN = moment(
    "m1", Kind.REPAIR, 66_000, 78_000, at_ms=67_940, question="What helped?", why="chosen for its end",
    counterpart="m2", said="I slowed down.",
)  # fmt: skip
PLAN = plan(SHOWN, step="wait a little", wish="bath time", goal="more calm", goal_number=4, released_by="sue")


def test_a_parent_sees_the_moment_its_sentence_and_their_own_words() -> None:
    view = parent_view(PLAN, "2026-05-31")
    assert view == ParentView(
        plan="plan-1", language="en", child="Mia", date="2026-05-31", step="wait a little", wish="bath time",
        goal="more calm", goal_number=4,
        moments=(
            ShownMoment("m1", 66_000, 78_000, 67_940, "You noticed.", "What helped?", "I slowed down.", "1:07"),
        ),
    )  # fmt: skip


def test_no_kind_reason_account_or_state_comes_along() -> None:
    view = asdict(parent_view(PLAN, "2026-05-31"))
    assert set(view) == {
        "plan",
        "language",
        "child",
        "date",
        "moments",
        "step",
        "wish",
        "goal",
        "goal_number",
    }
    assert {f.name for f in fields(ShownMoment)} == {
        "id", "onset_ms", "offset_ms", "at_ms", "phrase", "question", "said", "clock", "side",
    }  # fmt: skip
    for hidden in ("repair", "chosen for its end", "ana", "sue", "m2", "draft"):
        assert hidden not in str(view)


def test_the_clock_is_the_films() -> None:
    assert parent_view(PLAN, "2026-05-31", shift_ms=60_000).moments[0].clock == "0:07"


@pytest.mark.parametrize(
    "unfit",
    [
        plan(moment("a", phrase="You missed it")), plan(moment("a", question="Was it 3 times?")),
        plan(moment("a", said="I failed")), plan(moment("a"), step="80 %"), plan(moment("a"), wish="a score"),
        plan(moment("a"), goal="be above average"), plan(moment("a"), child="Case 7"),
    ],
)  # fmt: skip
def test_nothing_is_shown_while_one_text_is_unfit(unfit) -> None:
    with pytest.raises(FeedbackError, match="no numbers and no judging words"):
        parent_view(unfit, "2026-05-31")


def test_a_child_without_a_name_is_your_child() -> None:
    assert parent_view(plan(moment("a"), child=""), "2026-05-31").child == "your child"
    assert parent_view(plan(moment("a"), child="", language="de"), "2026-05-31").child == "Ihr Kind"
