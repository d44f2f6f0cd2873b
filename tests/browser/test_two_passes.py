"""Two-pass coding, the short way: agree on the page, add modifiers on the desk, read how far they agree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, workplace
from tests.driving import PLENTY_MS, DeskPage, unfold
from tests.films import barcode_film
from tests.meeting_case import mark, press
from tests.running import Server, Visit, prepare_visit

CUE = ("infant_cue", "infant")


@dataclass(frozen=True)
class TwoCoders:
    """A visit that the first person and Ben have coded, both submitted."""

    server: Server
    visit: Visit
    name: str


def furnish(folder: Path, visit: Visit) -> str:
    """Both first passes: a cue of both at 2 s, and one of each alone; the first person's name."""
    place = workplace.open_workplace(folder)
    try:
        lead = people.first_person(place)
        ben = people.add_person(place, lead, "Ben", "coder", whole=True)
        depth = codings.desk(place, lead, visit.coding)
        theirs = codings.begin_coding(place, ben, visit.session, depth["scheme"]["hash"], "standard")
        first = (mark(*CUE, "bid_social", 2_000), mark(*CUE, "bid_social", 8_000))
        press(place, lead, visit.coding, *first)
        press(place, ben, theirs, mark(*CUE, "bid_social", 2_200), mark(*CUE, "bid_object", 12_000))
        for who, coding in ((lead, visit.coding), (ben, theirs)):
            codings.submit_coding(place, who, coding, 1)
        return lead.name
    finally:
        place.store.close()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[TwoCoders]:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(tmp_path / "data", film, "standard")
    name = furnish(tmp_path / "data", visit)
    server = Server(tmp_path / "data").start()
    yield TwoCoders(server, visit, name)
    server.stop()


def choose(page: Page, place: str, what: str) -> None:
    """Say what holds at a place; a press on the word, for the circle itself lies under it."""
    group = page.get_by_role("radiogroup", name=re.compile(place))
    group.get_by_text(what, exact=True).click()


def decide_anew(page: Page, address: str, what: str, taken: int) -> None:
    """Decide the last place otherwise; what holds then is told, and the choice stands there as it was made."""
    page.goto(address)
    unfold(page, "Decide anew what holds")
    choose(page, "00:12", what)
    page.get_by_role("button", name="Decide anew", exact=True).click()
    expect(page.get_by_text("both second passes hold these marks now")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text(f"{taken} of 3 places were taken")).to_be_visible(timeout=PLENTY_MS)


def times(desk: DeskPage, coding: str) -> list[int]:
    """Where the marks of a coding begin, in ms."""
    return sorted(a["content"]["onset_ms"] for a in desk.json(coding)["annotations"])


def qualify(desk: DeskPage, *digits: str) -> str:
    """The round of modifiers alone: answers to the first mark, then submit; the coding's id."""
    page = desk.page
    desk.ready()
    expect(desk.root).to_have_attribute("data-pass", "_modifiers")
    expect(page.locator(".round")).to_contain_text("2 marks")
    desk.press("Enter")
    expect(page.locator(".round")).to_contain_text("mark 1 of 2")
    desk.press("Delete")
    expect(page.locator(".toast", has_text="Where the marks lie was agreed on")).to_be_visible(
        timeout=PLENTY_MS
    )
    expect(desk.root).to_have_attribute("data-annotations", "2")
    desk.press("1", "Enter", *digits)
    desk.saved()
    page.wait_for_url(re.compile(r"coding=[0-9a-f]+"))
    coding = re.findall(r"coding=([0-9a-f]+)", page.url)[0]
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    page.locator(".desk dialog button.p").last.click()
    expect(page.get_by_text("Submitted").first).to_be_visible(timeout=PLENTY_MS)
    return coding


def test_two_coders_agree_on_onsets_and_each_adds_what_qualifies_them(two: TwoCoders, page: Page) -> None:
    desk = DeskPage(page, two.server).launch()
    page.goto(f"{two.server.url}/session?id={two.visit.session}")
    page.get_by_role("link", name="Agree on onsets").click()
    heading = page.get_by_role("heading", name=re.compile("marked the same at 1 of 3 places"))
    expect(heading).to_be_visible(timeout=PLENTY_MS)
    address = page.url
    choose(page, "00:08", f"as {two.name} has it")
    page.get_by_role("button", name="Agree and begin").click()
    expect(page.get_by_text("Nobody has decided yet")).to_be_visible(timeout=PLENTY_MS)
    choose(page, "00:12", "leave it out")
    page.get_by_role("button", name="Agree and begin").click()
    page.wait_for_url(re.compile(r"/desk\?coding=[0-9a-f]+"), timeout=PLENTY_MS)
    mine = re.findall(r"coding=([0-9a-f]+)", page.url)[0]
    assert times(desk, mine) == [2_000, 8_000]
    decide_anew(page, address, "as Ben has it", 3)
    assert times(desk, mine) == [2_000, 8_000, 12_000]
    decide_anew(page, address, "leave it out", 2)
    page.get_by_role("link", name="Add what qualifies each mark").click()
    assert qualify(desk, "1") == mine
    marks = [a["content"] for a in desk.json(mine)["annotations"]]
    kept = sorted(((c["onset_ms"], c["modifiers"]) for c in marks), key=lambda each: each[0])
    assert kept[0][0] == 2_000, "the time of who began first"
    assert kept[0][1]["clarity"]
    assert kept[1] == (8_000, {})
    page.goto(address)
    expect(page.get_by_text("not yet: Ben")).to_be_visible(timeout=PLENTY_MS)
    unfold(page, "Decide anew what holds")
    page.get_by_role("button", name="Decide anew", exact=True).click()
    expect(page.get_by_text(f"{two.name} has submitted the second pass")).to_be_visible(timeout=PLENTY_MS)

    page.goto(f"{two.server.url}/sign-in?next=/")
    page.get_by_role("button", name=re.compile("Ben")).click()
    page.get_by_role("link", name="Go on coding").click()
    qualify(desk, "1")
    page.goto(address)
    expect(page.get_by_role("heading", name="What qualifies the marks")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("2 of 3 places were taken")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("Over the marks that both answered")).to_be_visible(timeout=PLENTY_MS)
