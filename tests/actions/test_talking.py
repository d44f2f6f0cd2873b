"""A moment that a home visitor shares with her supervisor: for the two of them, while the family agrees."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.access import Purpose
from annotator.actions import agreeing, erasing, exporting, families, home, meeting, people, talking
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, ConsentError, NotFound
from annotator.store import talks
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, ready_plan, visit

CUE = mark("infant_cue", "infant", "bid_social", 1_000)


@pytest.fixture
def vera(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Vera", "practitioner")


@pytest.fixture
def sam(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Sam", "supervisor")


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(NotFound) as refusal:
        call()
    return str(refusal.value)


def unread(place: Workplace, who: Account) -> list[int]:
    return [line.unread for line in home.waiting(place, who).talks]


def test_the_two_write_to_one_another_about_a_moment(
    place: Workplace, lead: Account, vera: Account, sam: Account
) -> None:
    session = visit(place, vera, "F1")
    assert families.sessions_page(place, sam).total == 0
    shared = talking.share_moment(place, vera, session, 12_000, sam.id, "Look at her\nhands.")
    assert unread(place, sam) == [1]
    assert unread(place, vera) == []
    view = talking.talk(place, sam, shared)
    assert (view.line.talk.at_ms, view.line.family_code, view.session.id) == (12_000, "F1", session)
    assert view.film is not None
    assert [(name, m.text) for name, m in view.messages] == [("Vera", "Look at her\nhands.")]
    talking.seen(place, sam, shared, view.messages[-1][1].seq)
    assert unread(place, sam) == []
    talking.say(place, sam, shared, "She waits for him.")
    assert unread(place, vera) == [1]
    other = people.add_person(place, lead, "Mira", "practitioner", whole=True)
    another = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    for stranger in (other, another):
        absent = refused(lambda stranger=stranger: talking.talk(place, stranger, "0" * 16))
        assert refused(lambda stranger=stranger: talking.talk(place, stranger, shared)) == absent
        assert talking.talks_of_visit(place, stranger, session) == talking.my_talks(place, stranger) == []
    assert [line.talk.id for line in talking.talks_of_visit(place, lead, session)] == [shared]
    assert not talking.talk(place, lead, shared).may_write
    assert unread(place, lead) == []


def test_without_the_agreement_to_a_supervisor_nothing_is_shared_any_more(
    place: Workplace, lead: Account, vera: Account, sam: Account
) -> None:
    session = visit(place, vera)
    shared = talking.share_moment(place, vera, session, 12_000, sam.id, "Look.")
    family = families.session(place, vera, session).family.id
    person = agreeing.matrix(place, vera, family).people[0].id
    agreeing.withdraw(place, vera, person, Purpose.SUPERVISOR)
    with pytest.raises(ConsentError):
        talking.talk(place, sam, shared)
    assert talking.my_talks(place, sam) == []
    assert unread(place, sam) == []
    assert [m.text for _name, m in talking.talk(place, vera, shared).messages] == ["Look."]
    assert not talking.talk(place, vera, shared).may_write
    for write in (
        lambda: talking.say(place, vera, shared, "And here?"),
        lambda: talking.share_moment(place, vera, session, 13_000, sam.id, "Here."),
    ):
        with pytest.raises(ConsentError):
            write()


def test_it_is_in_no_meeting_and_no_export_and_goes_with_the_film(
    place: Workplace, lead: Account, vera: Account, sam: Account
) -> None:
    session = visit(place, vera, "F1")
    words = "kept between the two"
    shared = talking.share_moment(place, vera, session, 12_000, sam.id, words)
    coding = code(place, vera, session, CUE)
    plan = ready_plan(place, vera, session)
    assert words not in repr(meeting.meeting_of(place, vera, plan))
    assert words.encode() not in exporting.export_coding(place, vera, coding, "zip")[1]
    film = families.session(place, lead, session).session.recordings[0].id
    assert erasing.reach_of_film(place, lead, film).counts["talks"] == 1
    erasing.erase_film(place, lead, film, "mistake", "F1")
    assert talking.my_talks(place, vera) == []
    refused(lambda: talking.talk(place, vera, shared))
    with place.store.read() as tx:
        assert talks.of_session(tx, session) == []


@pytest.mark.parametrize(
    ("at_ms", "text"), [(60_000, "Beyond."), (-1, "Before."), (1_000, "  "), (0, "x" * 1_001)]
)
def test_what_cannot_be_shared_is_refused(
    place: Workplace, vera: Account, sam: Account, at_ms: int, text: str
) -> None:
    session = visit(place, vera)
    with pytest.raises(AnnotatorError):
        talking.share_moment(place, vera, session, at_ms, sam.id, text)
    assert talking.talks_of_visit(place, vera, session) == []
