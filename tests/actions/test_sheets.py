"""The sheet as a use case: of one's own meeting, with the stills of its moments, and nothing planted upstream."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from annotator.access import Purpose
from annotator.actions import agreeing, families, meeting, people, preparing, sheets
from annotator.actions.workplace import Workplace, open_workplace
from annotator.errors import ConsentError, FeedbackError, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.films import barcode_film, read_barcode
from tests.meeting_case import draft, sent, visit
from tests.planting import Planted, plant
from tests.sheet_reading import laid_open, pictures_of, stills_of, text_of, unpacked, words_of

RATE = 5
"""Frames a second: one every 200 ms, so that a film of a minute is quickly made."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, untouched: Path) -> tuple[Path, Planted]:
    """A data folder with a meeting that was held, in the midst of everything that must not come along."""
    folder = shutil.copytree(untouched, tmp_path_factory.mktemp("held") / "data")
    tags = {"title": "zqtagqz score 902199999", "comment": "zqtagqz", "location": "+52.5200+013.4050/"}
    film = barcode_film(folder.parent / "film.mp4", rate=str(RATE), frames=300, sound=False, tags=tags)
    place = open_workplace(folder)
    earlier = barcode_film(folder.parent / "earlier.mp4", rate=str(RATE), frames=280, sound=False, tags=tags)
    found = plant(place, people.first_person(place), film, earlier, paired=True)
    meeting.save_said(place, found.who, found.plan, found.moments[0], "I did not know that.")
    meeting.close_meeting(place, found.who, found.plan, "wait a little", "bath time", "more calm", 7)
    place.store.close()
    return folder, found


@pytest.fixture
def planted(held: tuple[Path, Planted]) -> Planted:
    return held[1]


@pytest.fixture
def place(held: tuple[Path, Planted], tmp_path: Path) -> Iterator[Workplace]:
    """A copy of that folder for each test."""
    opened = open_workplace(shutil.copytree(held[0], tmp_path / "data"))
    yield opened
    opened.store.close()


def number(picture: bytes) -> int:
    grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    return read_barcode(grey)


def made(place: Workplace, planted: Planted, form: str) -> bytes:
    return sheets.sheet(place, planted.who, planted.plan, form)[1]


@pytest.mark.parametrize(("form", "pictures"), [("pdf", pictures_of), ("html", stills_of)])
def test_each_moment_has_the_still_of_its_turning_point(
    place: Workplace, planted: Planted, form: str, pictures: Callable[[bytes], list[bytes]]
) -> None:
    """The planted moments turn at 6, 26 and 39 s: frames 30, 130 and 195 at 5 a second.

    Before the first stands that of then, which turns at 50 s of the film before.
    """
    stills = [number(p) for p in pictures(made(place, planted, form))]
    assert stills == [50 * RATE, 6 * RATE, 26 * RATE, 39 * RATE]


@pytest.mark.parametrize(("form", "words"), [("pdf", text_of), ("html", words_of)])
def test_then_and_now_stand_over_their_pictures(
    place: Workplace, planted: Planted, form: str, words: Callable[[bytes], str]
) -> None:
    said = " ".join(words(made(place, planted, form)).split())
    assert "Then You waited, and she reached out. Now You noticed and joined in." in said


def test_nothing_planted_upstream_is_in_the_files_nor_in_their_names(
    place: Workplace, planted: Planted
) -> None:
    pdf, page = made(place, planted, "pdf"), made(place, planted, "html")
    for shown in (text_of(pdf), words_of(page)):
        planted.assert_clean(shown)
        assert "Look how you two came back to each other." in shown
    tokens = (*planted.tokens, "zqtagqz", "902199999", "52.5200")
    for whole in (unpacked(pdf), laid_open(page)):
        assert [token for token in tokens if token.casefold().encode() in whole.lower()] == []
    for still in (*pictures_of(pdf), *stills_of(page)):
        assert planted.found_in(still) == []
    for form in sheets.FORMS:
        assert (
            sheets.sheet(place, planted.who, planted.plan, form)[0] == f"Looking together 2026-05-31.{form}"
        )


@pytest.mark.parametrize(("form", "words"), [("pdf", text_of), ("html", words_of)])
def test_the_only_numbers_are_the_day_and_the_parents_own(
    place: Workplace, planted: Planted, form: str, words: Callable[[bytes], str]
) -> None:
    said = words(made(place, planted, form))
    assert re.findall(r"\d+", said) == ["31", "2026", "1", "10", "7"]
    assert said.endswith("Your own number for it, from 1 to 10: 7")


def test_shown_is_a_print_and_a_file_an_export_in_the_audit(place: Workplace, planted: Planted) -> None:
    shown = sheets.sheet(place, planted.who, planted.plan, "pdf")[1]
    taken = sheets.sheet(place, planted.who, planted.plan, "html", as_file=True)[1]
    with place.store.read() as tx:
        lines = audit.recent(tx, 50, "plan", planted.plan)
    sheet_lines = [(line.who, line.verb, line.details) for line in lines if line.verb in ("print", "export")]
    assert sheet_lines == [
        (planted.who.id, "export", {"form": "html", "sha256": hashlib.sha256(taken).hexdigest()}),
        (planted.who.id, "print", {"form": "pdf", "sha256": hashlib.sha256(shown).hexdigest()}),
    ]


def test_a_sheet_is_its_authors_alone(place: Workplace, lead: Account, planted: Planted) -> None:
    supervisor = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    coder = people.add_person(place, lead, "Cem", "coder", whole=True)
    for who in (lead, supervisor, coder, None):
        for form in sheets.FORMS:
            with pytest.raises(NotFound, match="no such plan"):
                sheets.sheet(place, who, planted.plan, form)
    for plan, form in (("nowhere", "pdf"), (planted.plan, "docx"), (planted.plan, "PDF")):
        with pytest.raises(NotFound):
            sheets.sheet(place, planted.who, plan, form)
    with place.store.read() as tx:
        verbs = [line.verb for line in audit.recent(tx, 50, "plan", planted.plan)]
    assert not {"print", "export"} & set(verbs)


def test_what_is_not_ready_has_no_sheet(place: Workplace, lead: Account) -> None:
    plan = preparing.open_plan(place, lead, visit(place, lead))
    with pytest.raises(FeedbackError, match="not ready yet"):
        sheets.sheet(place, lead, plan, "pdf")


def test_the_sheet_speaks_the_parents_language_not_the_accounts(place: Workplace, planted: Planted) -> None:
    plan = preparing.open_plan(place, planted.who, planted.session)
    moment = sent(phrase="Sie haben gewartet.", question="Was sehen Sie?")
    revision = preparing.plan_view(place, planted.who, plan).plan.revision
    german = draft(moment, revision=revision, language="de", goal="mehr Ruhe")
    preparing.save_plan(place, planted.who, plan, german)
    assert preparing.mark_ready(place, planted.who, plan).problems == ()
    name, page = sheets.sheet(place, planted.who, plan, "html")
    assert name == "Gemeinsam hinschauen 2026-05-31.html"
    assert words_of(page) == "Sie und Mia 31. Mai 2026 Sie haben gewartet. Ihr Ziel mehr Ruhe"


def test_a_sheet_to_keep_needs_the_agreement_to_a_copy_besides(place: Workplace, planted: Planted) -> None:
    family = families.session(place, planted.who, planted.session).family.id
    child = agreeing.matrix(place, planted.who, family).people[0].id
    agreeing.withdraw(place, planted.who, child, Purpose.FAMILY_COPY)
    assert made(place, planted, "html")
    with pytest.raises(ConsentError, match="a copy for the family"):
        sheets.sheet(place, planted.who, planted.plan, "html", as_file=True)
    agreeing.withdraw(place, planted.who, child, Purpose.LOOK_TOGETHER)
    with pytest.raises(ConsentError, match="film and look together"):
        made(place, planted, "html")
