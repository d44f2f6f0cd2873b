"""The visit note as a use case: words alone, its author's alone, under the family's agreement."""

import hashlib
import re

import pytest

from annotator.access import Purpose
from annotator.actions import agreeing, families, family_people, meeting, people, preparing, visit_notes
from annotator.actions.workplace import Workplace
from annotator.errors import ConsentError, FeedbackError, NotFound
from annotator.feedback.visit_note import Safety
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import visit
from tests.planting import Planted, plant
from tests.sheet_reading import laid_open, text_of, unpacked, words_of


def plain(data: bytes) -> str:
    return " ".join(data.decode().split())


READERS = {"txt": plain, "html": words_of, "pdf": text_of}
WHOLE = {"txt": bytes, "html": laid_open, "pdf": unpacked}


@pytest.fixture
def planted(place: Workplace, lead: Account) -> Planted:
    """A meeting that was held, in the midst of everything that must not come along."""
    found = plant(place, lead)
    meeting.save_said(place, found.who, found.plan, found.moments[0], "I did not know that.")
    meeting.close_meeting(place, found.who, found.plan, "wait a little", "bath time", "more calm", 7)
    return found


SAID = (
    "Visit note", "2026-05-31", "free play with toys", "You noticed and joined in.", "I did not know that.",
    "wait a little", "bath time", "more calm", "from 1 to 10: 7", "Nothing about safety came up.",
    "Not diagnostic, not forensic, not validated.",
)  # fmt: skip


def made(place: Workplace, planted: Planted, form: str) -> bytes:
    return visit_notes.visit_note_file(place, planted.who, planted.plan, form, Safety.NOTHING)[1]


def test_the_note_says_what_happened_in_words_and_nothing_planted_comes_along(
    place: Workplace, planted: Planted
) -> None:
    """The family's file holds its code name and who was there by its nature; both were planted."""
    family = families.session(place, planted.who, planted.session).family
    people_there = family_people.members(place, planted.who, family.id).people
    named = [" ".join(name.split()) for name in (family.code, *(person.label for person in people_there))]
    for form, read in READERS.items():
        data = made(place, planted, form)
        shown = read(data)
        assert [words for words in (*SAID, *named) if words not in shown] == []
        for name in named:
            shown = shown.replace(name, "")
        planted.assert_clean(shown)
        allowed = " ".join(named).casefold()
        assert [t for t in planted.found_in(WHOLE[form](data)) if t.casefold() not in allowed] == []
        # Two days, the ends of the parent's scale, and the parent's own number.
        assert re.findall(r"\d+", shown) == ["2026", "05", "31", *view_day(place, planted), "1", "10", "7"]


def view_day(place: Workplace, planted: Planted) -> list[str]:
    with place.store.read() as tx:
        held = next(line for line in audit.recent(tx, 50, "plan", planted.plan) if line.verb == "close")
    return held.at[:10].split("-")


def test_it_is_its_authors_alone_and_on_record(place: Workplace, lead: Account, planted: Planted) -> None:
    for role in ("supervisor", "coder", "practitioner"):
        other = people.add_person(place, lead, f"A {role}", role, whole=True)
        for form in READERS:
            with pytest.raises(NotFound, match="no such plan"):
                visit_notes.visit_note_file(place, other, planted.plan, form)
    with pytest.raises(NotFound):
        visit_notes.visit_note_file(place, planted.who, planted.plan, "docx")
    name, note = visit_notes.visit_note_file(place, planted.who, planted.plan, "txt")
    assert "Safety: Not said." in note.decode()
    assert re.fullmatch(r"Visit note \d{4}-\d\d-\d\d\.txt", name)
    with place.store.read() as tx:
        lines = [each for each in audit.recent(tx, 50, "plan", planted.plan) if each.verb == "export"]
    taken = {"form": "txt", "what": "visit note", "sha256": hashlib.sha256(note).hexdigest()}
    assert [(each.who, each.details) for each in lines] == [(planted.who.id, taken)]


def test_only_of_a_meeting_that_was_held_and_while_all_agree_to_look_together(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    coming = preparing.open_plan(place, lead, visit(place, lead))
    with pytest.raises(FeedbackError, match="once the meeting was held"):
        visit_notes.visit_note_file(place, lead, coming, "txt")
    family = families.session(place, planted.who, planted.session).family.id
    child = agreeing.matrix(place, planted.who, family).people[0].id
    agreeing.withdraw(place, planted.who, child, Purpose.LOOK_TOGETHER)
    with pytest.raises(ConsentError, match="film and look together"):
        made(place, planted, "txt")
