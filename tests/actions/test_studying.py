"""Studies, caseloads and assignments: a role gives rights only to what is one's own there."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.access import Role
from annotator.actions import (
    agreeing,
    codings,
    entering,
    families,
    home,
    moving,
    people,
    studying,
    variables,
)
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import audit, bases
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


def test_a_family_moves_with_all_that_is_its_own(place: Workplace, lead: Account, newcomer: Newcomer) -> None:
    """Vera belongs to both studies and keeps it; Mira and Ben do not, and lose what they were given."""
    vera, mira = newcomer("Vera", Role.PRACTITIONER), newcomer("Mira", Role.PRACTITIONER)
    ben, session = newcomer("Ben", Role.CODER), visit(place, lead, "F1")
    family = families.session(place, lead, session).family.id
    sleep = studying.make_study(place, lead, "Sleep")
    studying.set_member(place, lead, sleep, vera.id, Role.PRACTITIONER)
    studying.set_caseload(place, lead, family, [vera.id, mira.id])
    studying.give_visits(place, lead, [session], ben.id)
    agreeing.set_basis(place, lead, "care", family)
    group = variables.define(place, lead, house(place, lead), "visit", "Group", "choice", ["A", "B"])
    variables.set_visits(place, lead, [session], group.id, "A")
    with pytest.raises(AnnotatorError, match="no place for what is known of F1: Group"):
        moving.move_families(place, lead, [family], sleep)
    there = variables.define(place, lead, sleep, "visit", "group", "text")
    assert moving.could_move_to(place, lead, family) == {sleep: "Sleep"}
    assert moving.move_families(place, lead, [family], sleep) == 1
    assert moving.move_families(place, lead, [family], sleep) == 0
    assert [seen(place, who) for who in (lead, vera, mira, ben)] == [["F1"], ["F1"], [], []]
    assert variables.of_visit(place, lead, session).values == {there.id: "A"}
    with place.store.read() as tx:
        assert bases.basis(tx, family).own == "care"
        told = [(row.verb, row.details) for row in audit.recent(tx, 100, "family", family)]
    assert ("move", {"from": house(place, lead), "to": sleep}) in told


def test_a_family_does_not_move_where_its_name_is_taken_or_its_work_would_be_lost(
    place: Workplace, lead: Account, newcomer: Newcomer
) -> None:
    ben = newcomer("Ben", Role.CODER)
    first, second = (
        families.session(place, lead, visit(place, lead, code)).family.id for code in ("F1", "F2")
    )
    sleep = studying.make_study(place, lead, "Sleep")
    families.create_family(place, lead, "f2", study=sleep)
    with pytest.raises(AnnotatorError, match="already a family with the code F2"):
        moving.move_families(place, lead, [first, second], sleep)
    assert set(moving.could_move_to(place, lead, first)) == {sleep}, "none of the two was moved"
    session = families.family(place, lead, first)[1][0].id
    studying.give_visits(place, lead, [session], ben.id)
    code(place, ben, session, mark("infant_cue", "infant", "bid_social", 500))
    with pytest.raises(AnnotatorError, match="Ben worked on F1"):
        moving.move_families(place, lead, [first], sleep)
    studying.set_member(place, lead, sleep, ben.id, Role.CODER)
    moving.move_families(place, lead, [first], sleep)
    assert seen(place, ben) == ["F1"]


def test_caseloads_are_set_for_all_families_or_for_none(
    place: Workplace, lead: Account, newcomer: Newcomer
) -> None:
    vera, ben = newcomer("Vera", Role.PRACTITIONER), newcomer("Ben", Role.CODER)
    both = [families.session(place, lead, visit(place, lead, code)).family.id for code in ("F1", "F2")]
    studying.set_caseloads(place, lead, both, [vera.id])
    assert seen(place, vera) == ["F1", "F2"]
    refused(lambda: studying.set_caseloads(place, lead, [both[0], "0" * 16], []))
    refused(lambda: studying.set_caseloads(place, lead, both, [ben.id]))
    assert seen(place, vera) == ["F1", "F2"]
    studying.set_caseloads(place, lead, both[:1], [])
    assert seen(place, vera) == ["F2"]


def test_a_study_goes_when_nothing_is_left_in_it(place: Workplace, lead: Account, newcomer: Newcomer) -> None:
    sleep, ben = studying.make_study(place, lead, "Sleep"), newcomer("Ben", Role.CODER)
    family = families.create_family(place, lead, "F1", study=sleep).id
    with pytest.raises(AnnotatorError, match="One family is in this study"):
        moving.remove_study(place, lead, sleep)
    with pytest.raises(AnnotatorError, match="house's own study"):
        moving.remove_study(place, lead, house(place, lead))
    moving.move_families(place, lead, [family], house(place, lead))
    studying.set_member(place, lead, sleep, ben.id, Role.CODER)
    studying.remove_member(place, lead, house(place, lead), ben.id)
    with pytest.raises(AnnotatorError, match="only study of Ben"):
        moving.remove_study(place, lead, sleep)
    studying.set_member(place, lead, house(place, lead), ben.id, Role.CODER)
    variables.define(place, lead, sleep, "visit", "Group", "text")
    variables.set_contexts(place, lead, sleep, ["at home"])
    moving.remove_study(place, lead, sleep)
    assert [own.study.id for own in studying.own_studies(place, lead)] == [house(place, lead)]
    refused(lambda: studying.study(place, lead, sleep))
    with place.store.read() as tx:
        assert "remove" in [row.verb for row in audit.recent(tx, 100, "study", sleep)]


def test_who_invites_into_a_study_manages_it_and_the_people_of_the_house(
    place: Workplace, lead: Account, newcomer: Newcomer
) -> None:
    ben, sleep = newcomer("Ben", Role.CODER), studying.make_study(place, lead, "Sleep")
    refused(lambda: entering.invite_into(place, ben, sleep, "Ana", "coder"))
    studying.set_member(place, lead, sleep, ben.id, Role.LEAD)
    refused(lambda: entering.invite_into(place, ben, sleep, "Ana", "coder"))
    ana, token = entering.invite_into(place, lead, sleep, "Ana", "coder")
    assert entering.invited(place, token).id == ana.id
    assert [own.study.id for own in studying.own_studies(place, ana)] == [sleep]
