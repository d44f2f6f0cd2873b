"""Laying films on one clock: who may, what it moves, what it never moves, and that it is on record."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from annotator.access import Purpose
from annotator.actions import agreeing, aligning, codings, family_people, notes, people
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, ConsentError, NotFound
from annotator.store import audit, recordings
from annotator.store.accounts import Account
from tests.meeting_case import made_up_film, visit
from tests.two_computers import Computer, add


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


@pytest.fixture
def films(place: Workplace, session: str) -> tuple[str, str]:
    with place.store.read() as tx:
        first = recordings.of_session(tx, session)[0].id
    return first, made_up_film(place, session)


def shifts(place: Workplace, session: str) -> dict[str, int]:
    with place.store.read() as tx:
        return {r.id: r.shift_ms for r in recordings.of_session(tx, session)}


def refusal(question: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(AnnotatorError) as refused:
        question()
    return type(refused.value).__name__, str(refused.value)


def test_a_film_is_laid_and_that_is_on_record(
    place: Workplace, lead: Account, session: str, films: tuple[str, str]
) -> None:
    first, second = films
    assert aligning.align_films(place, lead, session, {second: 3_480}, {second: 0}) == {
        first: 0,
        second: 3_480,
    }
    assert shifts(place, session) == {first: 0, second: 3_480}
    with place.store.read() as tx:
        last = audit.recent(tx, 1)[0]
    assert (last.who, last.verb, last.subject_kind, last.subject) == (lead.id, "align", "recording", second)
    assert json.loads(last.detail) == {"session": session, "from": 0, "to": 3_480}


def test_while_nothing_rests_on_the_clock_it_begins_with_the_earliest_film(
    place: Workplace, lead: Account, session: str, films: tuple[str, str]
) -> None:
    first, second = films
    laid = aligning.align_films(place, lead, session, {second: -5_000}, {second: 0})
    assert laid == {first: 5_000, second: 0} == shifts(place, session)
    coding = codings.begin_coding(place, lead, session)
    window = codings.desk(place, lead, coding)["coding"]["window"]
    assert window == {"onset_ms": 0, "offset_ms": 65_000}


@pytest.mark.parametrize("what", ["coding", "note"])
def test_what_rests_on_the_clock_is_never_moved(
    place: Workplace, lead: Account, session: str, films: tuple[str, str], what: str
) -> None:
    first, second = films
    coder = people.add_person(place, lead, "Ben", "coder", whole=True)
    if what == "coding":
        ben = Computer(place, session, coder)
        coding = ben.begin()
        assert ben.press(coding, add(1_000)) == "saved"
        before = ben.stands(coding)
    else:
        notes.add_note(place, coder, session, "a-note-of-today", 4_000, "look", False)
    assert aligning.align_films(place, lead, session, {second: -5_000}, {second: 0}) == {
        first: 0,
        second: -5_000,
    }
    if what == "coding":
        assert ben.stands(coding) == before
    told = refusal(lambda: aligning.align_films(place, lead, session, {first: 40}, {first: 0}))
    assert told == (
        "AnnotatorError",
        "The first film gives the clock on which everything is coded. Move the other film instead.",
    )


def test_who_may_not_see_others_codings_learns_nothing_of_them_by_laying_films(
    place: Workplace, lead: Account, session: str, films: tuple[str, str]
) -> None:
    """The answer is the same whether somebody has coded or not: a home visitor's clock is never made to begin anew."""
    first, second = films
    visitor = people.add_person(place, lead, "Vera", "practitioner", whole=True)
    before = aligning.align_films(place, visitor, session, {second: -5_000}, {second: 0})
    counted = aligning.films_to_align(place, visitor, session)["marks"]
    coder = Computer(place, session, people.add_person(place, lead, "Ben", "coder", whole=True))
    coder.press(coder.begin(), add(1_000))
    aligning.align_films(place, visitor, session, {second: 0}, {second: -5_000})
    assert aligning.align_films(place, visitor, session, {second: -5_000}, {second: 0}) == before
    assert before == {first: 0, second: -5_000}
    assert aligning.films_to_align(place, visitor, session)["marks"] == counted == 0
    assert aligning.films_to_align(place, lead, session)["marks"] == 1


def test_marks_that_the_first_film_does_not_show_are_told(
    place: Workplace, lead: Account, session: str, films: tuple[str, str]
) -> None:
    _first, second = films
    aligning.align_films(place, lead, session, {second: 45_000}, {second: 0})
    ana = Computer(place, session, lead)
    coding = ana.begin()
    assert ana.press(coding, add(1_000), add(59_999), add(60_000), add(100_000)) == "saved"
    about = aligning.films_to_align(place, lead, session)
    assert (about["marks"], about["beyond"]) == (4, 2)  # the first film lasts a minute


def test_two_who_lay_films_at_once_do_not_overwrite_one_another(
    place: Workplace, lead: Account, session: str, films: tuple[str, str]
) -> None:
    first, second = films
    aligning.align_films(place, lead, session, {second: 1_000}, {second: 0})
    with pytest.raises(Conflict, match="meanwhile"):
        aligning.align_films(place, lead, session, {second: 2_000}, {second: 0})
    with pytest.raises(AnnotatorError, match="within a day"):
        aligning.align_films(place, lead, session, {second: 86_400_001}, {second: 1_000})
    assert shifts(place, session) == {first: 0, second: 1_000}


def test_without_the_right_or_agreement_it_is_not_there(
    place: Workplace, lead: Account, session: str, films: tuple[str, str]
) -> None:
    _first, second = films
    coder = people.add_person(place, lead, "Ben", "coder", whole=True)
    visitor = people.add_person(place, lead, "Vera", "practitioner", whole=True)
    there = lambda who, id: aligning.align_films(place, who, id, {second: 40}, {second: 0})  # noqa: E731
    assert refusal(lambda: there(coder, session)) == refusal(lambda: there(lead, "0000000000000000"))
    other = made_up_film(place, visit(place, lead, "Family 013"))
    with pytest.raises(NotFound, match="no such film"):
        aligning.align_films(place, lead, session, {other: 40}, {other: 0})
    for person in family_people.presence(place, lead, session).on_film:
        agreeing.withdraw(place, lead, person.id, Purpose.LOOK_TOGETHER)
    with pytest.raises(ConsentError):
        there(visitor, session)
    with pytest.raises(ConsentError):
        aligning.films_to_align(place, visitor, session)
    assert shifts(place, session)[second] == 0
