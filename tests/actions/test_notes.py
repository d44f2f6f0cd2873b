"""Notes as use cases: one's own to write, a lead's and supervisor's to read, nobody else's."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from annotator.actions import families, home, notes, people
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, ConsentError, NotFound
from annotator.store import audit, recordings
from annotator.store.accounts import Account
from tests.agreeing import everybody_agrees
from tests.running import Visit
from tests.web.visitor import Facts

ID = "0b7c6c0e-note-0001"


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    family = families.create_family(place, lead, "Family 012", "Testing")
    return families.create_session(place, lead, family.id, "Visit 3", "2026-05-31", "free_play_toys").id


@pytest.fixture
def others(place: Workplace, lead: Account) -> dict[str, Account]:
    roles = ("practitioner", "coder", "supervisor", "admin")
    return {role: people.add_person(place, lead, role.title(), role, whole=True) for role in roles}


def refusal(question: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(AnnotatorError) as refused:
        question()
    return type(refused.value).__name__, str(refused.value)


def test_each_sees_ones_own_and_lead_and_supervisor_all(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    for role in ("practitioner", "coder"):
        notes.add_note(place, others[role], session, ID, 0, f"by the {role}", False)
    assert [n.text for n in notes.my_notes(place, others["coder"], session)] == ["by the coder"]
    for who in (lead, others["supervisor"]):
        found = [(each.author, each.note.text) for each in notes.all_notes(place, who, session)]
        assert sorted(found) == [("Coder", "by the coder"), ("Practitioner", "by the practitioner")]


def test_what_one_may_not_see_is_refused_in_the_words_for_what_is_not_there(
    place: Workplace, session: str, others: dict[str, Account]
) -> None:
    notes.add_note(place, others["practitioner"], session, ID, 0, "mine", False)
    coder, admin = others["coder"], others["admin"]
    for who, there in ((admin, session), (coder, "0000000000000000"), (None, session)):
        assert refusal(lambda who=who, there=there: notes.my_notes(place, who, there)) == (
            "NotFound",
            "There is no such visit here.",
        )
    absent = refusal(lambda: notes.all_notes(place, coder, session))
    assert absent == refusal(lambda: notes.all_notes(place, coder, "0000000000000000"))
    others_note = refusal(lambda: notes.change_note(place, coder, ID, 0, "yours", False))
    assert others_note == refusal(lambda: notes.remove_note(place, coder, ID))
    assert others_note == refusal(lambda: notes.change_note(place, admin, "no-such-note", 0, "", False))
    assert [n.text for n in notes.my_notes(place, others["practitioner"], session)] == ["mine"]


def test_what_one_sees_while_writing_names_no_family(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    with pytest.raises(ConsentError):
        notes.watching(place, others["coder"], session)
    everybody_agrees(place, lead, session)
    about = notes.watching(place, others["coder"], session)
    assert about["session"] == {
        "id": session,
        "family_code": "Family 012",
        "label": "Visit 3",
        "context": "free play with toys",
    }
    assert about["films"] == [], "none is ready"
    assert "Testing" not in json.dumps(about)
    absent = ("NotFound", "There is no such visit here.")
    for who, there in ((others["admin"], session), (None, session), (lead, "0000000000000000")):
        assert refusal(lambda who=who, there=there: notes.watching(place, who, there)) == absent


def test_a_visit_watched_with_notes_waits_for_its_meeting_and_no_longer_to_be_watched(
    place: Workplace, others: dict[str, Account], ready_visit: Visit
) -> None:
    """Notes are a way as good as codes; a coder still has the film to code, a supervisor waits for others."""
    visit = ready_visit.session
    visitor, coder = others["practitioner"], others["coder"]
    for who in (visitor, coder):
        assert [v.id for v in home.waiting(place, who).uncoded] == [visit]
        notes.add_note(place, who, visit, ID, 0, "She waits", False)
    waits = home.waiting(place, visitor)
    assert ([v.id for v in waits.uncoded], [m.visit.id for m in waits.meetings]) == ([], [visit])
    assert [v.id for v in home.waiting(place, coder).uncoded] == [visit]
    assert home.waiting(place, others["supervisor"]).uncoded == []


def test_the_record_says_who_and_what_and_holds_no_word(
    place: Workplace, lead: Account, session: str
) -> None:
    notes.add_note(place, lead, session, ID, 0, "secret words", False)
    notes.add_note(place, lead, session, ID, 0, "secret words", False)
    notes.change_note(place, lead, ID, 1, "secret, too", True)
    notes.remove_note(place, lead, ID)
    with place.store.read() as tx:
        rows = audit.recent(tx, 10, "note", ID)
    assert [row.verb for row in reversed(rows)] == ["add", "change", "remove"]
    assert "secret" not in json.dumps([row.detail for row in rows])


def test_a_note_lies_in_the_film(place: Workplace, lead: Account, session: str) -> None:
    place.store.write(lambda tx: recordings.add(tx, "film-1", session, "film.mp4", "ab", "mp4"))
    place.store.write(lambda tx: recordings.ready(tx, "film-1", Facts(duration_ms=10_000)))
    notes.add_note(place, lead, session, ID, 10_000, "the last frame", False)
    with pytest.raises(AnnotatorError, match="outside the film"):
        notes.add_note(place, lead, session, "note-0002", 10_001, "later", False)
    with pytest.raises(AnnotatorError, match="outside the film"):
        notes.change_note(place, lead, ID, 10_001, "later", False)
    assert (
        notes.add_note(place, lead, session, "note-0003", None, " all\r\nof it\x00 ", False).text
        == "all\nof it"
    )


@pytest.mark.parametrize("id", ["", "short", "x" * 65, "a b c d e", "../../etc", "ü" * 10])
def test_an_id_that_no_browser_of_ours_makes_is_refused(
    place: Workplace, lead: Account, session: str, id: str
) -> None:
    with pytest.raises(AnnotatorError):
        notes.add_note(place, lead, session, id, 0, "", False)


def test_a_note_has_an_end(place: Workplace, lead: Account, session: str) -> None:
    with pytest.raises(AnnotatorError, match="at most 4000 letters"):
        notes.add_note(place, lead, session, ID, 0, "x" * 4001, False)
    with pytest.raises(NotFound):
        notes.remove_note(place, lead, ID)
