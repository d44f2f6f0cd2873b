"""A study that asks for a release of every plan: who sets it, what waits, and whose word counts."""

import pytest

from annotator.actions import meeting, people, preparing, release_rule, studying, supervising
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, FeedbackError, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import ready_plan, visit


@pytest.fixture
def study(place: Workplace, lead: Account) -> str:
    return studying.own_studies(place, lead)[0].study.id


@pytest.fixture
def pia(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Pia", "practitioner", whole=True)


@pytest.fixture
def sue(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Sue", "supervisor", whole=True)


def test_a_lead_sets_it_its_people_see_it_and_it_is_on_record(
    place: Workplace, lead: Account, study: str, pia: Account
) -> None:
    assert release_rule.release_rule(place, pia, study) == release_rule.ReleaseRule(False, False)
    with pytest.raises(NotFound):
        release_rule.set_release_rule(place, pia, study, always=True)
    release_rule.set_release_rule(place, lead, study, always=True)
    release_rule.set_release_rule(place, lead, study, always=True)
    assert release_rule.release_rule(place, pia, study) == release_rule.ReleaseRule(True, False)
    with place.store.read() as tx:
        lines = [each for each in audit.recent(tx, 10, "study", study) if each.verb == "release rule"]
    assert [(line.who, line.details) for line in lines] == [(lead.id, {"always": True})]


def test_a_plan_of_strengths_waits_on_supervision_until_somebody_else_agrees(
    place: Workplace, lead: Account, study: str, pia: Account, sue: Account
) -> None:
    plan = ready_plan(place, pia, visit(place, pia))
    assert supervising.looking_over(place, sue).releases == []
    release_rule.set_release_rule(place, lead, study, always=True)
    with pytest.raises(FeedbackError, match="agrees to every plan before the meeting"):
        meeting.meeting_of(place, pia, plan)
    assert [each.plan.id for each in supervising.looking_over(place, sue).releases] == [plan]
    preparing.release_plan(place, sue, plan)
    assert supervising.looking_over(place, sue).releases == []
    assert len(meeting.meeting_of(place, pia, plan).view.moments) == 1


def test_nobody_releases_their_own_plan(place: Workplace, lead: Account, study: str) -> None:
    release_rule.set_release_rule(place, lead, study, always=True)
    plan = preparing.open_plan(place, lead, visit(place, lead))
    with pytest.raises(AnnotatorError, match="Somebody else agrees"):
        preparing.release_plan(place, lead, plan)


def test_another_study_asks_for_nothing(place: Workplace, lead: Account, study: str) -> None:
    plan = ready_plan(place, lead, visit(place, lead))
    second = studying.make_study(place, lead, "Another service")
    release_rule.set_release_rule(place, lead, second, always=True)
    assert preparing.plan_view(place, lead, plan).problems == ()
    release_rule.set_release_rule(place, lead, study, always=True)
    assert [p.code for p in preparing.plan_view(place, lead, plan).problems] == ["needs_release"]
    release_rule.set_release_rule(place, lead, study, always=False)
    assert preparing.plan_view(place, lead, plan).problems == ()
