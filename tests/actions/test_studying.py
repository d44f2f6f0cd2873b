"""Studies, caseloads and assignments: a role gives rights only to what is one's own there."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.access import Role
from annotator.actions import codings, families, home, people, studying
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, next_visit, visit

Newcomer = Callable[[str, Role], Account]


@pytest.fixture
def newcomer(place: Workplace, lead: Account) -> Newcomer:
    """Adds somebody who was given nothing yet."""
    return lambda name, role: people.add_person(place, lead, name, role)


def house(place: Workplace, who: Account) -> str:
    return studying.own_studies(place, who)[0].study.id


def seen(place: Workplace, who: Account) -> list[str]:
    """The codes of the families that exist for somebody, by list, by address and on Home."""
    rows = families.families_page(place, who).rows
    visits = families.sessions_page(place, who).rows
    assert {row.family.code for row in rows} == {row.family_code for row in visits}
    assert {row.id for row in home.waiting(place, who).recent} == {row.id for row in visits}
    for row in visits:
        assert families.session(place, who, row.id).session.id == row.id
    return sorted(row.family.code for row in rows)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(NotFound) as refusal:
        call()
    return str(refusal.value)


def test_a_coder_sees_the_visits_that_were_given_and_no_others(
    place: Workplace, lead: Account, newcomer: Newcomer
) -> None:
    first = visit(place, lead, "F1")
    family = families.session(place, lead, first).family.id
    second, other = next_visit(place, lead, family), visit(place, lead, "F2")
    ben = newcomer("Ben", Role.CODER)
    assert seen(place, ben) == []
    assert not home.waiting(place, ben).may_enter
    studying.give_visits(place, lead, [first], ben.id)
    assert seen(place, ben) == ["F1"]
    shown, visits = families.family(place, ben, family)
    assert (shown.name, [v.id for v in visits]) == ("", [first])
    assert families.families_page(place, ben).rows[0].sessions == 1
    for hidden in (second, other):
        assert refused(lambda hidden=hidden: codings.begin_coding(place, ben, hidden)) == refused(
            lambda: codings.begin_coding(place, ben, "0" * 16)
        )
    studying.take_visit_back(place, lead, first, ben.id)
    assert seen(place, ben) == []


def test_what_somebody_coded_stays_theirs(place: Workplace, lead: Account, newcomer: Newcomer) -> None:
    session, ben = visit(place, lead), newcomer("Ben", Role.CODER)
    standard = next(c for c in codings.schemes_here(place, ben) if c.scheme.id == "core-attunement")
    studying.give_visits(place, lead, [session], ben.id, standard.scheme.hash, "standard")
    made = codings.begin_coding(place, ben, session)
    assert codings.own(place, ben, made).profile == "standard"
    with pytest.raises(AnnotatorError, match="coded this visit already"):
        studying.take_visit_back(place, lead, session, ben.id)


def test_a_home_visitor_sees_the_caseload_and_shares_it(
    place: Workplace, lead: Account, newcomer: Newcomer
) -> None:
    vera, mira = newcomer("Vera", Role.PRACTITIONER), newcomer("Mira", Role.PRACTITIONER)
    sam, ben = newcomer("Sam", Role.SUPERVISOR), newcomer("Ben", Role.CODER)
    session = visit(place, vera, "F1")
    family = families.session(place, vera, session).family.id
    assert [seen(place, who) for who in (vera, mira, sam)] == [["F1"], [], []]
    assert studying.given_to(place, vera, session).could == {sam.id: "Sam"}
    studying.give_visits(place, vera, [session], sam.id)
    assert seen(place, sam) == ["F1"]
    assert refused(lambda: studying.give_visits(place, vera, [session], ben.id)) == (
        "There is no such person here."
    )
    refused(lambda: studying.give_visits(place, mira, [session], sam.id))
    studying.set_caseload(place, lead, family, [mira.id])
    assert [seen(place, who) for who in (vera, mira)] == [[], ["F1"]]


def test_a_role_is_one_in_its_study_only(place: Workplace, lead: Account, newcomer: Newcomer) -> None:
    visit(place, lead, "F1")
    ben = newcomer("Ben", Role.CODER)
    sleep = studying.make_study(place, lead, "Sleep")
    studying.set_member(place, lead, sleep, ben.id, Role.LEAD)
    visit(place, ben, "F2")
    assert seen(place, ben) == ["F2"]
    assert [row.family.name for row in families.families_page(place, ben).rows] == ["Testing"]
    assert seen(place, lead) == ["F1", "F2"]
    # What is called alike in another study is neither in the way nor told of.
    assert families.create_family(place, ben, "F1", study=sleep).code == "F1"
    refused(lambda: families.create_family(place, ben, "F3", study=house(place, lead)))
    refused(lambda: people.add_person(place, ben, "Somebody", Role.CODER))
    studying.remove_member(place, ben, sleep, lead.id)
    assert seen(place, lead) == ["F1"]
    refused(lambda: studying.study(place, lead, sleep))


def test_the_whole_study_is_what_is_still_to_come_too_and_leaves_what_was_worked_on(
    place: Workplace, lead: Account
) -> None:
    vera = people.add_person(place, lead, "Vera", Role.PRACTITIONER, whole=True)
    session = visit(place, lead, "F1")
    visit(place, lead, "F2")
    assert seen(place, vera) == ["F1", "F2"]
    code(place, vera, session, mark("infant_cue", "infant", "bid_social", 500))
    studying.set_member(place, lead, house(place, lead), vera.id, Role.PRACTITIONER)
    assert seen(place, vera) == ["F1"]


def test_somebody_is_left_who_manages_people(place: Workplace, lead: Account) -> None:
    with pytest.raises(AnnotatorError, match="Somebody must be left"):
        studying.set_member(place, lead, house(place, lead), lead.id, Role.CODER, whole=True)
    with pytest.raises(AnnotatorError, match="only study"):
        studying.remove_member(place, lead, house(place, lead), lead.id)
