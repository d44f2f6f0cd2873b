"""From practice to a certificate: a coder whose work is locked practises, is tested and holds a certificate."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, families, gold, people, study_training, studying, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.store.training import TrainingGate
from tests.agreeing import everybody_agrees
from tests.driving import PLENTY_MS, DeskPage, come_in
from tests.films import barcode_film
from tests.meeting_case import mark, press
from tests.running import Server, prepare_visit, same_film

SCHEME = "core-attunement"
END_MS = 6_000
GOLD = (("together", 0, 3_000), ("apart", 3_000, END_MS))


@dataclass
class School:
    """The app on a study that asks for two passed tests in a row, with a film to practise, two tests, and work."""

    server: Server
    practice: str
    tests: tuple[str, str]
    work: str


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=END_MS // 40, size=(320, 180))
    folder = tmp_path / "data"
    first = prepare_visit(folder, film).session
    place = workplace.open_workplace(folder)
    try:
        lead = people.first_person(place)
        cara = people.add_person(place, lead, "Cara", "coder")
        tests = (another(place, lead, first), another(place, lead, first))
        work = another(place, lead, first)
        train(place, lead, cara, "practice", [first])
        train(place, lead, cara, "test", tests)
        studying.give_visits(place, lead, [work], cara.id)
        study = studying.own_studies(place, lead)[0].study.id
        gate = TrainingGate(least=0.8, per_code=0, in_a_row=2, days=30, required=True)
        study_training.ask_of_coders(place, lead, study, SCHEME, gate)
    finally:
        place.store.close()
    server = Server(folder).start()
    yield School(server, first, tests, work)
    server.stop()


def another(place: Workplace, lead: Account, first: str) -> str:
    """One more visit of the same family with the same film."""
    family = families.session(place, lead, first).family.id
    session = families.create_session(place, lead, family, "Visit", "2026-05-31", "free_play_toys").id
    everybody_agrees(place, lead, session)
    same_film(place, first, session)
    return session


def train(place: Workplace, lead: Account, cara: Account, purpose: str, visits: Sequence[str]) -> None:
    """The lead codes these visits, makes that gold, and gives the set to Cara."""
    study = studying.own_studies(place, lead)[0].study.id
    made = gold.make_set(place, lead, study, f"For {purpose}", SCHEME, purpose)
    for visit in visits:
        coding = codings.begin_coding(place, lead, visit, None, "field")
        press(place, lead, coding, *(mark("dyad_state", "dyad", *state) for state in GOLD))
        codings.submit_coding(place, lead, coding, 1)
        gold.declare(place, lead, coding, made)
    gold.give_set(place, lead, made, cara.id)


def code_it(page: Page, school: School, session: str, apart_from: int | None) -> None:
    """On the page of training, code a film by keys, apart from some second on, submit it, and come back."""
    page.goto(f"{school.server.url}/training")
    page.locator(f".st-key-visit-{session}-{SCHEME}").get_by_role("button").click(timeout=PLENTY_MS)
    page.wait_for_url(re.compile(r"/desk\?coding="), timeout=PLENTY_MS)
    desk = DeskPage(page, school.server).ready()
    desk.press("Home", "t")
    if apart_from is not None:
        desk.press(*["Shift+ArrowRight"] * apart_from)
        expect(desk.root).to_have_attribute("data-time-ms", str(1_000 * apart_from), timeout=PLENTY_MS)
        desk.press("p")
    desk.saved()
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    page.locator(".desk [role=dialog] button.p, .desk dialog button.p").last.click()
    expect(page.get_by_text("Submitted").first).to_be_visible(timeout=PLENTY_MS)
    page.goto(f"{school.server.url}/training")


def went(page: Page, school: School, session: str, word: str) -> None:
    """What came of a film: from the page of training by its link."""
    page.locator(f".st-key-visit-{session}-{SCHEME}").get_by_role("link", name=word).click(timeout=PLENTY_MS)
    expect(page.get_by_text("submitted on")).to_be_visible(timeout=PLENTY_MS)


def test_from_practice_to_a_certificate_that_opens_work(page: Page, school: School) -> None:
    come_in(page, school.server)
    page.goto(f"{school.server.url}/sign-in?next=/")
    page.get_by_role("button", name=re.compile("Cara")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PLENTY_MS)

    locked = page.get_by_text(re.compile("pass 2 tests in a row on the page Training"))
    page.goto(f"{school.server.url}/desk?session={school.work}")
    expect(locked).to_be_visible(timeout=PLENTY_MS)

    # Practice: all of six seconds together, where the gold is apart from 3 s on. What differs stands there at once.
    code_it(page, school, school.practice, None)
    expect(page.get_by_text("No certificate yet: 0 of 2 tests passed in a row.")).to_be_visible(
        timeout=PLENTY_MS
    )
    went(page, school, school.practice, "See where you differ")
    expect(page.get_by_text("You gave the gold's code for 50 % of the time; 80 % are asked.")).to_be_visible()
    expect(page.get_by_text(re.compile("Together, where the gold has Apart: 3.0 s|100 %"))).to_be_visible()
    page.get_by_role("link", name="Watch them one by one").click()
    DeskPage(page, school.server).ready()
    expect(page.locator(".moment")).to_have_count(1, timeout=PLENTY_MS)

    # A test says how it went and never where.
    code_it(page, school, school.tests[0], 3)
    went(page, school, school.tests[0], "See how it went")
    expect(page.get_by_text("Passed. You gave the gold's code for 100 % of the time")).to_be_visible()
    expect(page.get_by_text("A test does not say where the two differ")).to_be_visible()
    expect(page.get_by_role("link", name="Watch them one by one")).to_have_count(0)
    expect(page.get_by_role("heading", name="What cost most")).to_have_count(0)
    page.goto(f"{school.server.url}/desk?session={school.work}")
    expect(locked).to_be_visible(timeout=PLENTY_MS)
    code_it(page, school, school.tests[1], 4)
    went(page, school, school.tests[1], "See how it went")
    expect(page.get_by_text("Passed. You gave the gold's code for 83 % of the time")).to_be_visible()
    page.goto(f"{school.server.url}/training")
    expect(page.get_by_text(re.compile(r"You hold a certificate until \d{4}-\d\d-\d\d\."))).to_be_visible(
        timeout=PLENTY_MS
    )

    page.goto(f"{school.server.url}/desk?session={school.work}")
    DeskPage(page, school.server).ready()
    expect(locked).to_have_count(0)
