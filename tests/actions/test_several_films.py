"""Several films of one visit: what a coding rests on, and what happens when one comes or goes."""

import shutil
from typing import Any

from annotator.actions import codings, erasing, families, notes, people
from annotator.actions.workplace import Workplace
from annotator.store import recordings
from annotator.store.accounts import Account
from tests.meeting_case import made_up_film, visit
from tests.two_computers import Computer, add, change


def lay(place: Workplace, recording: str, shift_ms: int) -> None:
    place.store.write(lambda tx: recordings.set_shift(tx, recording, shift_ms))


def shown(place: Workplace, who: Account, coding: str) -> list[tuple[str, int]]:
    films = codings.desk(place, who, coding)["recordings"]
    return [(film["id"], film["shift_ms"]) for film in films]


def first_of(place: Workplace, session: str) -> str:
    with place.store.read() as tx:
        return recordings.of_session(tx, session)[0].id


def window_of(place: Workplace, who: Account, coding: str) -> dict[str, Any]:
    window: dict[str, Any] = codings.desk(place, who, coding)["coding"]["window"]
    return window


def test_what_can_be_coded_reaches_over_all_films(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    lay(place, made_up_film(place, session), 45_000)  # from 45 s to 105 s
    lay(place, made_up_film(place, session), -5_000)
    coding = codings.begin_coding(place, lead, session)
    assert window_of(place, lead, coding) == {"onset_ms": 0, "offset_ms": 105_000}
    ana = Computer(place, session, lead)
    assert ana.press(coding, add(104_000)) == "saved"
    assert ana.press(coding, add(105_001)) == "refused"
    notes.add_note(place, lead, session, "a-note-of-today", 104_000, "late", False)


def test_a_film_that_comes_later_changes_nothing_of_a_coding(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    coding = codings.begin_coding(place, lead, session)
    ana = Computer(place, session, lead)
    assert ana.press(coding, add(1_000, onset_frame=25)) == "saved"
    before = ana.stands(coding), window_of(place, lead, coding)
    first = first_of(place, session)
    second = made_up_film(place, session)
    lay(place, second, -30_000)
    assert shown(place, lead, coding) == [(first, 0), (second, -30_000)]
    assert (ana.stands(coding), window_of(place, lead, coding)) == before


def test_a_film_that_goes_takes_no_coding_along_and_what_was_coded_of_it_can_still_be_changed(
    place: Workplace, lead: Account
) -> None:
    session = visit(place, lead)
    second = made_up_film(place, session)
    lay(place, second, 45_000)
    coding = codings.begin_coding(place, lead, session)
    ana = Computer(place, session, lead)
    late = add(100_000)
    assert ana.press(coding, late) == "saved"
    family = families.session(place, lead, session).family
    erasing.erase_film(place, lead, second, "mistake", family.code)
    assert shown(place, lead, coding) == [(first_of(place, session), 0)]
    assert window_of(place, lead, coding)["offset_ms"] == 105_000
    assert ana.press(coding, change(late, comment="seen on the film that is gone")) == "saved"
    assert ana.press(coding, add(105_001)) == "refused", "nothing new where nothing ever was"


def test_a_film_that_is_not_whole_does_not_keep_the_desk_from_opening(
    place: Workplace, lead: Account
) -> None:
    session = visit(place, lead)
    second = made_up_film(place, session)
    coding = codings.begin_coding(place, lead, session)
    shutil.rmtree(place.film_folder(second))
    assert shown(place, lead, coding) == [(first_of(place, session), 0)]


def test_coders_see_numbers_for_names_in_the_order_of_the_clock(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    lay(place, made_up_film(place, session, "Mia at the table.mp4"), -4_000)
    coder = people.add_person(place, lead, "Ben", "coder", whole=True)
    coding = codings.begin_coding(place, coder, session)
    films = codings.desk(place, coder, coding)["recordings"]
    assert [(film["name"], film["shift_ms"]) for film in films] == [("Film 1", 0), ("Film 2", -4_000)]
