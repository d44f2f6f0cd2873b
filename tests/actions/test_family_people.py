"""The people of a family, and who of them is on a film: entered, ordered, and named only to who may know."""

from pathlib import Path

import pytest

from annotator.actions import codings, families, family_people, people
from annotator.actions.family_people import bound
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, NotFound
from annotator.model import Session, Subject
from annotator.store import audit
from annotator.store.accounts import Account
from annotator.store.families import Person
from tests.films import barcode_film
from tests.running import enter_visit
from tests.talking import new_id


@pytest.fixture
def family(place: Workplace, lead: Account) -> str:
    return families.create_family(place, lead, "Family 012", "Müller").id


def enter(place: Workplace, lead: Account, family: str, *labels: str) -> list[str]:
    """People by "role label"; their ids."""
    return [family_people.add_member(place, lead, family, *label.split(" ", 1)).id for label in labels]


def visit(place: Workplace, lead: Account, family: str, day: str = "2026-05-31") -> Session:
    return families.create_session(place, lead, family, f"Visit of {day}", day, "free_play_toys")


def verbs(place: Workplace, kind: str, id: str) -> list[str]:
    with place.store.read() as tx:
        return [row.verb for row in audit.recent(tx, 10, kind, id)]


def test_people_are_entered_changed_ordered_and_taken_out(
    place: Workplace, lead: Account, family: str
) -> None:
    mia, anna, jo = enter(place, lead, family, "child Mia", "caregiver Anna", "other Jo")
    family_people.edit_member(place, lead, mia, "child", "  Mia   Sol ", "2025-11-20")
    family_people.move_up(place, lead, jo)
    family_people.move_up(place, lead, mia)
    found = family_people.members(place, lead, family).people
    assert [(p.label, p.role, p.birth_date) for p in found] == [
        ("Mia Sol", "child", "2025-11-20"), ("Jo", "other", None), ("Anna", "caregiver", None),
    ]  # fmt: skip
    family_people.remove_member(place, lead, jo)
    assert [p.id for p in family_people.members(place, lead, family).people] == [mia, anna]
    assert verbs(place, "person", jo) == ["remove", "add"]
    assert verbs(place, "family", family) == ["order", "create"]


@pytest.mark.parametrize(
    ("role", "label", "born", "words"),
    [
        pytest.param("dyad", "Mia", "", "role dyad is not known", id="a pair is no person"),
        pytest.param("child", "  ", "", "1 to 60 letters", id="no name"),
        pytest.param("child", "M" * 61, "", "1 to 60 letters", id="too long a name"),
        pytest.param("child", "Mia", "20.11.2025", "not a day", id="another way to write a day"),
        pytest.param("child", "Mia", "2999-01-01", "in the future", id="not born yet"),
        pytest.param("child", "Mia", "1799-01-01", "too far back", id="long ago"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    place: Workplace, lead: Account, family: str, role: str, label: str, born: str, words: str
) -> None:
    with pytest.raises(AnnotatorError, match=words):
        family_people.add_member(place, lead, family, role, label, born)


def test_the_people_on_a_film_are_numbered_within_their_role(
    place: Workplace, lead: Account, family: str
) -> None:
    mia, anna, ben, jo = enter(
        place, lead, family, "child Mia", "caregiver Anna", "caregiver Ben", "other Interpreter Jo"
    )
    session = visit(place, lead, family)
    family_people.set_on_film(place, lead, session.id, [jo, ben, anna, mia])
    found = families.session(place, lead, session.id).session.subjects
    assert [(s.id, s.person) for s in found] == [
        ("child", mia), ("caregiver", anna), ("caregiver-2", ben), ("other", jo),
    ]  # fmt: skip
    assert verbs(place, "session", session.id) == ["on_film", "create"]


def test_who_was_on_the_film_of_the_visit_before_is_suggested(
    place: Workplace, lead: Account, family: str
) -> None:
    mia, anna, _jo = enter(place, lead, family, "child Mia", "caregiver Anna", "other Jo")
    first, second = visit(place, lead, family, "2026-05-01"), visit(place, lead, family, "2026-05-31")
    family_people.set_on_film(place, lead, first.id, [mia, anna])
    found = family_people.presence(place, lead, second.id)
    assert (list(found.on_film), list(found.suggested)) == ([], [mia, anna])


def test_who_is_on_a_film_stays_in_the_family_and_in_the_role(
    place: Workplace, lead: Account, family: str
) -> None:
    mia, *_ = enter(place, lead, family, "child Mia")
    family_people.set_on_film(place, lead, visit(place, lead, family).id, [mia])
    with pytest.raises(Conflict, match="being on a film"):
        family_people.remove_member(place, lead, mia)
    with pytest.raises(AnnotatorError, match="Mia is entered as being on a film"):
        family_people.edit_member(place, lead, mia, "sibling", "Mia")
    family_people.edit_member(place, lead, mia, "child", "Mia S")


def test_a_film_shows_people_of_its_own_family_and_at_least_one(
    place: Workplace, lead: Account, family: str
) -> None:
    other = families.create_family(place, lead, "Family 013").id
    stranger, *_ = enter(place, lead, other, "child Leo")
    session = visit(place, lead, family)
    with pytest.raises(NotFound):
        family_people.set_on_film(place, lead, session.id, [stranger])
    with pytest.raises(AnnotatorError, match="Choose everybody"):
        family_people.set_on_film(place, lead, session.id, [])


@pytest.mark.parametrize(
    ("before", "chosen", "after"),
    [
        pytest.param("", "ab", "ab", id="the first time"),
        pytest.param("ab", "abc", "abc", id="one more"),
        pytest.param("ba", "abc", "bac", id="who was there keeps the number"),
        pytest.param("ab", "cb", "cb", id="one for another"),
        pytest.param("ab", "b", "b", id="the first was a mistake"),
    ],
)
def test_who_was_there_keeps_their_number(before: str, chosen: str, after: str) -> None:
    people = {id: Person(id, "family", "caregiver", id) for id in "abc"}
    subjects = bound((), [people[id] for id in before])
    kept = tuple(Subject(s.id, s.of, s.role, "", s.person) for s in subjects)
    found = bound(kept, [people[id] for id in sorted(chosen)])
    assert "".join(s.person or "-" for s in found) == after
    assert [s.id for s in found] == ["caregiver", "caregiver-2", "caregiver-3"][: len(after)]


def test_marks_never_lose_whom_they_were_made_for(place: Workplace, lead: Account, tmp_path: Path) -> None:
    """A mark for the second caregiver keeps two caregivers on the film; either may be corrected."""
    film = barcode_film(tmp_path / "film.mp4", frames=50)
    entered = enter_visit(place, film, "standard", "core-attunement")
    family = families.session(place, lead, entered.session).family.id
    mia, anna, ben, jo = enter(
        place, lead, family, "child Mia", "caregiver Anna", "caregiver Ben", "caregiver Jo"
    )
    family_people.set_on_film(place, lead, entered.session, [mia, anna, ben])
    content = {
        "track": "parent_response", "subject": "parent-2", "code": "join", "onset_ms": 0, "offset_ms": 0,
        "onset_frame": 0, "offset_frame": 0,
    }  # fmt: skip
    add = {"id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0, "content": content}
    act = {"id": new_id(), "tab": new_id(), "n": 1, "kind": "press", "edits": [add]}
    answer = codings.save_acts(place, lead, entered.coding, {"api": 1, "acts": [act]})
    assert answer["answers"][0]["outcome"] == "saved", answer
    with pytest.raises(AnnotatorError, match="Marks were made for Parent 2"):
        family_people.set_on_film(place, lead, entered.session, [mia, anna])
    family_people.set_on_film(place, lead, entered.session, [mia, anna, jo])


def test_names_are_only_for_who_may_see_names(place: Workplace, lead: Account, family: str) -> None:
    """Coder and supervisor neither see the people nor learn a name from a visit; the desk numbers them."""
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    sue = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    admin = people.add_person(place, lead, "Ada", "admin", whole=True)
    mia, anna, jo = enter(place, lead, family, "child CANARY-M", "caregiver CANARY-A", "caregiver CANARY-J")
    session = visit(place, lead, family)
    family_people.set_on_film(place, lead, session.id, [mia, anna, jo])
    for who in (ben, sue, admin, None):
        for ask in (
            lambda who: family_people.members(place, who, family),
            lambda who: family_people.presence(place, who, session.id),
            lambda who: family_people.add_member(place, who, family, "child", "Leo"),
            lambda who: family_people.edit_member(place, who, mia, "child", "Leo"),
            lambda who: family_people.remove_member(place, who, mia),
            lambda who: family_people.move_up(place, who, jo),
            lambda who: family_people.set_on_film(place, who, session.id, [mia]),
        ):
            with pytest.raises(NotFound):
                ask(who)
    for who in (ben, sue):
        assert "CANARY" not in repr(families.session(place, who, session.id))
        assert "CANARY" not in repr(families.family(place, who, family))
