"""The film of a feedback session: agreed to by itself, for the home visitor and who looks over their work alone."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from annotator.access import Purpose, Use
from annotator.actions import (
    agreeing,
    assigning,
    codings,
    comparing,
    erasing,
    exporting,
    families,
    films,
    home,
    notes,
    noticing,
    people,
    preparing,
    studying,
    visits,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, ConsentError, FeedbackError
from annotator.model.session import FEEDBACK_SESSION
from annotator.store.accounts import Account
from tests.agreeing import everybody_agrees
from tests.meeting_case import CAST, code, made_up_film, mark, visit

OF_FAMILIES = tuple(purpose for purpose in Purpose if purpose is not Purpose.FEEDBACK_SESSION)


@pytest.fixture
def others(place: Workplace, lead: Account) -> dict[str, Account]:
    roles = ("practitioner", "supervisor", "coder")
    return {role: people.add_person(place, lead, f"A {role}", role, whole=True) for role in roles}


@pytest.fixture
def talk(place: Workplace, lead: Account) -> str:
    """A feedback session with its film; to everything else its people agreed, to its film nobody yet."""
    family = families.create_family(place, lead, "Family 012", "Testing").id
    id = families.create_session(
        place, lead, family, "We looked together", "2026-05-31", FEEDBACK_SESSION, CAST
    ).id
    made_up_film(place, id)
    agreeing.note_for_visits(place, lead, id, OF_FAMILIES, "given", HowGiven("spoken"))
    return id


def film(place: Workplace, who: Account, session: str) -> str:
    return families.session(place, who, session).session.recordings[0].id


def agreed(place: Workplace, lead: Account, session: str) -> None:
    agreeing.note_for_visits(place, lead, session, (Purpose.FEEDBACK_SESSION,), "given", HowGiven("spoken"))


def test_it_stays_closed_whatever_else_was_agreed_to_and_opens_with_its_own_purpose(
    place: Workplace, lead: Account, talk: str, others: dict[str, Account]
) -> None:
    watchers = (lead, others["practitioner"], others["supervisor"])
    for who in watchers:
        with pytest.raises(ConsentError):
            films.film_file(place, who, film(place, lead, talk), "proxy.mp4")
    with pytest.raises(ConsentError, match="“a film of the feedback session” this film stays closed"):
        films.film_file(place, lead, film(place, lead, talk), "proxy.mp4")
    agreed(place, lead, talk)
    for who in watchers:
        assert films.film_file(place, who, film(place, lead, talk), "proxy.mp4").name == "proxy.mp4"
    with pytest.raises(ConsentError, match="for the home visitor and their supervisor"):
        films.film_file(place, others["coder"], film(place, lead, talk), "proxy.mp4")


def test_its_purpose_opens_no_film_of_the_family_by_themselves(place: Workplace, lead: Account) -> None:
    session = families.create_session(
        place,
        lead,
        families.create_family(place, lead, "Family 013").id,
        "Visit",
        "2026-05-31",
        "feeding",
        CAST,
    ).id
    made_up_film(place, session)
    agreed(place, lead, session)
    for use in Use:
        with pytest.raises(ConsentError):
            films.film_file(place, lead, film(place, lead, session), "proxy.mp4", use)


def test_it_is_in_no_meeting_on_no_sheet_and_in_no_file(place: Workplace, lead: Account, talk: str) -> None:
    everybody_agrees(place, lead, talk)
    for use in (Use.MEET, Use.PRINT, Use.HAND_OVER, Use.EXPORT):
        with pytest.raises(ConsentError, match="shown in no meeting"):
            films.film_file(place, lead, film(place, lead, talk), "proxy.mp4", use)
    with pytest.raises(FeedbackError, match="films of the family together"):
        preparing.open_plan(place, lead, talk)
    assert not families.session(place, lead, talk).may_prepare
    notes.add_note(place, lead, talk, str(uuid.uuid4()), 4_000, "Here she listened.", True)
    other = visit(place, lead, "Family 020")
    notes.add_note(place, lead, other, str(uuid.uuid4()), 4_000, "Here she waited.", True)
    assert [meeting.visit.id for meeting in home.waiting(place, lead).meetings] == [other]


def test_it_is_coded_for_what_was_said_and_nothing_of_the_family_is_measured_on_it(
    place: Workplace, lead: Account, talk: str
) -> None:
    everybody_agrees(place, lead, talk)
    with pytest.raises(AnnotatorError, match="coach-comments or one like it"):
        codings.begin_coding(place, lead, talk)
    with pytest.raises(AnnotatorError, match="coach-comments or one like it"):
        code(place, lead, talk, mark("dyad_state", "dyad", "together", 0, 9_000))
    chosen = next(c for c in codings.schemes_here(place, lead) if c.scheme.id == "coach-comments")
    coding = codings.begin_coding(place, lead, talk, chosen.scheme.hash, chosen.profiles[0][0])
    assert noticing.noticed(place, lead, coding).suggestions == ()
    assert comparing.summarise_coding(place, lead, coding).export_closed is not None
    with pytest.raises(ConsentError):
        exporting.export_coding(place, lead, coding, "zip")


def test_it_is_given_to_no_coder(place: Workplace, lead: Account, talk: str) -> None:
    study = studying.own_studies(place, lead)[0].study.id
    other = visit(place, lead, "Family 020")
    with place.store.read() as tx:
        assert [row.id for row in assigning.visits_of(tx, lead, study)] == [other]


def test_a_visit_never_becomes_one_and_one_never_becomes_another_visit(
    place: Workplace, lead: Account, talk: str
) -> None:
    other = visit(place, lead, "Family 020")
    attempts: list[Callable[[], Any]] = [
        lambda: families.edit_session(place, lead, talk, "Talk", "2026-05-31", "feeding"),
        lambda: families.edit_session(place, lead, other, "Talk", "2026-05-31", FEEDBACK_SESSION),
        lambda: visits.set_context(place, lead, [other], "a feedback session"),
        lambda: visits.set_context(place, lead, [talk], "other"),
    ]
    for attempt in attempts:
        with pytest.raises(AnnotatorError, match="a visit of its own and stays one"):
            attempt()
    families.edit_session(place, lead, talk, "Our talk", "2026-05-30", FEEDBACK_SESSION)
    assert families.session(place, lead, talk).session.label == "Our talk"


def test_taken_back_it_closes_at_once_and_it_is_erased_with_the_family(
    place: Workplace, lead: Account, talk: str
) -> None:
    everybody_agrees(place, lead, talk)
    recording, of = film(place, lead, talk), families.session(place, lead, talk).family.id
    child = agreeing.matrix(place, lead, of).people[0].id
    agreeing.withdraw(place, lead, child, Purpose.FEEDBACK_SESSION)
    with pytest.raises(ConsentError):
        films.film_file(place, lead, recording, "proxy.mp4")
    folder = place.film_folder(recording)
    assert folder.is_dir()
    erasing.erase_family(place, lead, of, "withdrawn", "Family 012")
    assert not folder.exists()
