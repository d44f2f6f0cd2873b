"""The record of one family in words: who watched, what was made, what left; nothing of another family."""

import pytest

from annotator.actions import erasing, families, family_record, films, meeting, people, visit_notes
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.cli.test_cli import annotator
from tests.meeting_case import ready_plan, visit


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    """A visit whose film Pia opened, met the family about and wrote the note of; and another family's."""
    pia = people.add_person(place, lead, "Pia", "practitioner", whole=True)
    session = visit(place, lead)
    film = families.session(place, lead, session).session.recordings[0].id
    for _twice in range(2):
        films.film_file(place, pia, film, "proxy.mp4")
    plan = ready_plan(place, pia, session)
    meeting.close_meeting(place, pia, plan, "wait", "", "", None)
    visit_notes.visit_note_file(place, pia, plan, "txt")
    other = visit(place, lead, "Family 099")
    films.film_file(place, lead, families.session(place, lead, other).session.recordings[0].id, "proxy.mp4")
    return session


def family_of(place: Workplace, who: Account, session: str) -> str:
    return families.session(place, who, session).family.id


def test_it_says_who_did_what_newest_first_and_nothing_of_others(
    place: Workplace, lead: Account, session: str
) -> None:
    found = family_record.record_of_family(place, lead, family_of(place, lead, session))
    told = [(e.by, str(e.what)) for e in found.entries if e.by == "Pia"]
    assert told == [
        ("Pia", "took away a file about Visit 3 (txt)"),
        ("Pia", "looked at moments of Visit 3 with the family"),
        ("Pia", "opened the film of Visit 3 for the first time"),
    ]
    assert found.code == "Family 012"
    assert {e.by for e in found.entries} == {"Pia", lead.name}
    assert all("opened" not in str(e.what) for e in found.entries if e.by == lead.name)
    assert [e.at for e in found.entries] == sorted((e.at for e in found.entries), reverse=True)


def test_that_it_was_read_is_on_record_and_only_who_leads_reads_it(
    place: Workplace, lead: Account, session: str
) -> None:
    family = family_of(place, lead, session)
    family_record.record_of_family(place, lead, family)
    with place.store.read() as tx:
        assert audit.recent(tx, 1)[0].verb == "read record"
    for role in ("practitioner", "coder", "supervisor"):
        someone = people.add_person(place, lead, f"Another {role}", role, whole=True)
        with pytest.raises(NotFound):
            family_record.record_of_family(place, someone, family)


def test_what_hung_on_an_erased_film_is_in_it_no_more(place: Workplace, lead: Account, session: str) -> None:
    film = families.session(place, lead, session).session.recordings[0].id
    erasing.erase_film(place, lead, film, "withdrawn", "Family 012")
    found = family_record.record_of_family(place, lead, family_of(place, lead, session))
    assert not any("opened" in str(e.what) for e in found.entries)


def test_the_command_gives_lines_to_hand_over(place: Workplace, lead: Account, session: str) -> None:
    family = family_of(place, lead, session)
    place.store.close()
    told = annotator("record", family, "--data", place.folder).stdout.splitlines()
    assert told[0].startswith("The record of Family 012, newest first.")
    assert told[1].endswith("  Pia took away a file about Visit 3 (txt)")
