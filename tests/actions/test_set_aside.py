"""Moments of one film that are kept for a later meeting about it: one film, several rounds of looking together."""

import json

import pytest

from annotator.actions import erasing, families, meeting, people, preparing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError
from annotator.store.accounts import Account
from annotator.store.tables import plan_aside
from tests.meeting_case import draft, next_visit, sent, visit


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


NOW = sent(phrase="You waited.")
LATER = sent(
    onset_ms=30_000, offset_ms=40_000, at_ms=33_000, kind="repair", phrase="Back again.", theme="repair"
)
"""Kept for the second round."""


def first_round(place: Workplace, who: Account, session: str) -> str:
    plan = preparing.open_plan(place, who, session)
    preparing.save_plan(place, who, plan, draft(NOW, aside=[LATER]))
    assert preparing.mark_ready(place, who, plan).plan.state == "ready"
    return plan


def test_the_next_meeting_about_the_film_begins_with_what_was_kept_and_this_one_shows_none_of_it(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = first_round(place, lead, session)
    shown = meeting.meeting_of(place, lead, plan).view
    assert [m.phrase for m in shown.moments] == ["You waited."]
    assert "Back again." not in json.dumps(preparing.plan_json(place, lead, plan)["plan"]["moments"])
    meeting.close_meeting(place, lead, plan, "", "", "", None)

    second = preparing.plan_view(place, lead, preparing.open_plan(place, lead, session)).plan
    (kept,) = second.aside
    assert (second.id != plan, second.moments) == (True, ())
    assert (kept.phrase, kept.onset_ms, kept.kind, kept.theme) == ("Back again.", 30_000, "repair", "repair")
    assert kept.id != LATER["id"]
    taken = sent(**{name: LATER[name] for name in ("onset_ms", "offset_ms", "at_ms", "phrase")})
    saved = preparing.save_plan(place, lead, second.id, draft(taken, revision=second.revision)).plan
    assert ([m.phrase for m in saved.moments], saved.aside) == (["Back again."], ())
    preparing.mark_ready(place, lead, second.id)
    meeting.close_meeting(place, lead, second.id, "", "", "", None)
    third = preparing.plan_view(place, lead, preparing.open_plan(place, lead, session)).plan
    assert third.aside == ()  # the last meeting left nothing
    assert [m.phrase for m in preparing.plan_view(place, lead, plan).plan.aside] == ["Back again."]


def test_of_another_film_it_is_only_told_when_looking_back_and_to_its_author(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = first_round(place, lead, session)
    meeting.close_meeting(place, lead, plan, "", "", "", None)
    family = families.session(place, lead, session).family.id
    coming = preparing.open_plan(place, lead, next_visit(place, lead, family))
    told = preparing.plan_json(place, lead, coming)
    assert told["plan"]["aside"] == ()
    assert [each["aside"] for each in told["before"]["meetings"]] == [["Back again."]]
    supervisor = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    assert preparing.plan_json(place, supervisor, coming)["before"]["meetings"] == []


def test_keeping_something_for_later_takes_no_release_away(
    place: Workplace, lead: Account, session: str
) -> None:
    visitor = people.add_person(place, lead, "Ida", "practitioner", whole=True)
    plan = preparing.open_plan(place, visitor, session)
    first = preparing.save_plan(place, visitor, plan, draft(NOW)).plan
    released = preparing.release_plan(place, lead, plan).plan
    assert (released.released_by, released.revision) == (lead.id, first.revision + 1)
    again = draft(NOW, revision=released.revision, aside=[LATER])
    assert preparing.save_plan(place, visitor, plan, again).plan.released_by == lead.id


def test_a_moment_stands_in_a_plan_once(place: Workplace, lead: Account, session: str) -> None:
    plan = preparing.open_plan(place, lead, session)
    with pytest.raises(AnnotatorError, match="cannot be read"):
        preparing.save_plan(place, lead, plan, draft(NOW, aside=[NOW]))
    with pytest.raises(AnnotatorError, match="cannot be read"):
        preparing.save_plan(place, lead, plan, draft(NOW, aside=[LATER | {"at_ms": 1}]))
    assert preparing.plan_view(place, lead, plan).plan.aside == ()


def test_it_goes_with_its_family(place: Workplace, lead: Account, session: str) -> None:
    first_round(place, lead, session)
    family = families.session(place, lead, session).family
    erasing.erase_family(place, lead, family.id, "withdrawn", family.code)
    with place.store.read() as tx:
        assert tx.rows(plan_aside.select()) == []
