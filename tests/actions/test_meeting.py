"""The meeting as use cases: shown when ready, words kept at once, closed with what was agreed."""

import json
from dataclasses import asdict

import pytest

from annotator.actions import meeting, people, preparing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, FeedbackError, NotFound
from annotator.store.accounts import Account
from tests.meeting_case import ready_plan, sent, visit
from tests.planting import plant


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


def test_a_draft_is_not_shown_and_its_film_neither(place: Workplace, lead: Account, session: str) -> None:
    plan = preparing.open_plan(place, lead, session)
    for question in (
        lambda: meeting.meeting_of(place, lead, plan),
        lambda: meeting.meeting_film(place, lead, plan, "film.mp4"),
        lambda: meeting.save_said(place, lead, plan, "moment-01", "words"),
        lambda: meeting.close_meeting(place, lead, plan, "", "", "", None),
    ):
        with pytest.raises(FeedbackError, match="not ready yet"):
            question()


def test_a_ready_plan_is_shown_with_its_film(place: Workplace, lead: Account, session: str) -> None:
    plan = ready_plan(place, lead, session, sent(at_ms=19_400))
    shown = meeting.meeting_of(place, lead, plan)
    assert (shown.view.child, shown.view.date, shown.shift_ms) == ("Mia", "2026-05-31", 0)
    assert [(m.phrase, m.clock) for m in shown.view.moments] == [("You noticed.", "0:19")]
    assert meeting.meeting_film(place, lead, plan, "film.mp4").name == "proxy.mp4"
    assert meeting.meeting_film(place, lead, plan, "frames.bin").name == "frames.bin"
    for name in ("proxy.mp4", "peaks.bin", "film.json", "../film.mp4"):
        with pytest.raises(NotFound):
            meeting.meeting_film(place, lead, plan, name)


def test_a_meeting_is_its_authors_alone_not_even_the_supervisors(
    place: Workplace, lead: Account, session: str
) -> None:
    visitor = people.add_person(place, lead, "Ida", "practitioner", whole=True)
    supervisor = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    plan = ready_plan(place, visitor, session)
    for who in (lead, supervisor):
        with pytest.raises(NotFound):
            meeting.meeting_of(place, who, plan)
        with pytest.raises(NotFound):
            meeting.meeting_film(place, who, plan, "film.mp4")


def test_what_the_parent_said_is_kept_as_one_line(place: Workplace, lead: Account, session: str) -> None:
    moment = sent()
    plan = ready_plan(place, lead, session, moment)
    assert meeting.save_said(place, lead, plan, moment["id"], " I saw\n it too. ") == "I saw it too."
    assert meeting.parent_view_of(place, lead, plan).moments[0].said == "I saw it too."
    with pytest.raises(NotFound, match="no such moment"):
        meeting.save_said(place, lead, plan, "moment-other", "words")
    assert meeting.save_said(place, lead, plan, moment["id"], "") == ""


@pytest.mark.parametrize("words", ["He is 3 now", "I failed", "80 %", "x" * 501])
def test_words_that_the_sheet_must_not_show_are_asked_for_differently(
    place: Workplace, lead: Account, session: str, words: str
) -> None:
    moment = sent()
    plan = ready_plan(place, lead, session, moment)
    with pytest.raises(FeedbackError):
        meeting.save_said(place, lead, plan, moment["id"], words)
    for agreed in ((words, "", ""), ("", words, ""), ("", "", words)):
        with pytest.raises(FeedbackError):
            meeting.close_meeting(place, lead, plan, *agreed, None)
    view = meeting.parent_view_of(place, lead, plan)
    assert (view.step, view.wish, view.goal, view.moments[0].said) == ("", "", "more calm", "")


def test_a_meeting_is_closed_with_what_was_agreed_and_can_be_put_right(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = ready_plan(place, lead, session)
    first = meeting.close_meeting(place, lead, plan, "wait a little", "bath time", "more calm", 4)
    assert (first.state, first.goal_number) == ("shown", 4)
    assert meeting.close_meeting(place, lead, plan, "wait a little", "bath time", "more calm", 4) == first
    later = meeting.close_meeting(place, lead, plan, "wait for her", "bath time", "more calm", None)
    assert (later.shown_at, later.step, later.goal_number) == (first.shown_at, "wait for her", None)
    assert meeting.parent_view_of(place, lead, plan).step == "wait for her"


@pytest.mark.parametrize("number", [0, 11, -1])
def test_the_parents_own_number_goes_from_1_to_10(
    place: Workplace, lead: Account, session: str, number: int
) -> None:
    with pytest.raises(AnnotatorError, match="1 to 10"):
        meeting.close_meeting(place, lead, ready_plan(place, lead, session), "", "", "", number)


def test_nothing_planted_upstream_reaches_the_parent(place: Workplace, lead: Account) -> None:
    planted = plant(place, lead)
    meeting.save_said(place, planted.who, planted.plan, planted.moments[0], "I did not know that.")
    meeting.close_meeting(place, planted.who, planted.plan, "wait a little", "bath time", "more calm", 7)
    shown = json.dumps(asdict(meeting.meeting_of(place, planted.who, planted.plan)), ensure_ascii=False)
    planted.assert_clean(shown)
    assert "I did not know that." in shown
    # The searching finds what is there: the page for preparing shows family, notes and reasons.
    prepared = json.dumps(preparing.plan_json(place, planted.who, planted.plan), ensure_ascii=False)
    assert len(planted.found_in(prepared)) > 5
