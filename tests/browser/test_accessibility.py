"""Every page for who cannot see it or has no mouse: axe-core finds nothing, and names and keys are enough to code."""

import base64
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from annotator.access import one_time
from annotator.actions import codings, families, notes, people, studying, talking, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.driving import PLENTY_MS, DeskPage, MeetingPage, PreparePage, come_in
from tests.films import barcode_film
from tests.meeting_case import mark, press, ready_plan, sent
from tests.running import Server, add_film, enter_visit, prepare_visit
from tests.talking import new_id
from tests.web.test_team_server import PASSWORD, Team, accept, team

__all__ = ["team"]

AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}

SEEN = """(node) => {
  const ringed = (each) => { const s = getComputedStyle(each); return s.outlineStyle !== "none" || s.boxShadow !== "none"; };
  const row = node.getRootNode().getElementById(node.getAttribute("aria-activedescendant") ?? "");
  return ringed(node) || (row !== null && getComputedStyle(row).backgroundColor !== "rgba(0, 0, 0, 0)");
}"""
"""Whether the eye finds the focus: a ring around what has it, or the row of a list that is chosen in it."""

STREAMLITS_OWN = [
    # Its "Skip to main content" stands before every landmark; it is seen only while it has the focus, and
    # where our screens cover Streamlit's page it leads to them.
    ("region", 'data-testid="stSkipToContent"'),
]
"""Findings that only Streamlit could mend: the rule, and what the element's HTML holds."""


@dataclass(frozen=True)
class Furnished:
    """What the pages are asked for."""

    server: Server
    family: str
    session: str
    coding: str
    field_coding: str
    submitted: str
    plan: str
    films: str
    talk: str
    study: str


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    root = tmp_path_factory.mktemp("accessible")
    film = barcode_film(root / "film.mp4", rate="25", frames=300, size=(320, 180))
    visit = prepare_visit(root / "data", film, "standard")
    place = workplace.open_workplace(root / "data")
    try:
        two = enter_visit(place, film, code="Family 013").session
        add_film(place, two, barcode_film(root / "room.mp4", rate="25", frames=50, size=(160, 90)), 2_000)
        furnished = furnish(place, Server(root / "data"), visit.session, visit.coding, two)
    finally:
        place.store.close()
    furnished.server.start()
    yield furnished
    furnished.server.stop()


def furnish(place: Workplace, server: Server, session: str, coding: str, films: str) -> Furnished:
    """Two codings to compare, one half done, a note, a meeting, a shared moment, and a second lead."""
    lead = people.first_person(place)
    people.add_person(place, lead, "Carla", "lead", whole=True)
    half(place, lead, coding)
    submitted = [
        submit(place, people.add_person(place, lead, name, "coder", whole=True), session)
        for name in ("Ana", "Ben")
    ]
    notes.add_note(place, lead, session, new_id(), 4_000, "Looks up at her mother", True)
    field = codings.begin_coding(
        place, lead, session, codings.schemes_here(place, lead)[0].scheme.hash, "field"
    )
    plan = ready_plan(
        place,
        lead,
        session,
        *(sent(onset_ms=at, offset_ms=at + 5_000, at_ms=at + 2_000) for at in (500, 6_000)),
    )
    family = families.session(place, lead, session).family.id
    sam = people.add_person(place, lead, "Sam", "supervisor", whole=True)
    talk = talking.share_moment(place, lead, session, 4_000, sam.id, "What do you see here?")
    study = studying.own_studies(place, lead)[0].study.id
    return Furnished(server, family, session, coding, field, submitted[0], plan, films, talk, study)


def half(place: Workplace, who: Account, coding: str) -> None:
    press(
        place, who, coding,
        mark("dyad_state", "dyad", "together", 0, 6_000), mark("dyad_state", "dyad", "out_of_step", 6_000, 9_000),
        mark("infant_cue", "infant", "bid_social", 2_000, flagged=True), mark("infant_cue", "infant", "pause", 7_000),
    )  # fmt: skip


def submit(place: Workplace, who: Account, session: str) -> str:
    coding = codings.begin_coding(place, who, session, profile="standard")
    half(place, who, coding)
    codings.submit_coding(place, who, coding, codings.desk(place, who, coding)["coding"]["seq"])
    return coding


@pytest.fixture
def screen(page: Page, attune: Furnished) -> Page:
    """A browser of the first person."""
    come_in(page, attune.server)
    return page


# What axe finds -------------------------------------------------------------------------------------


def findings(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it is now, each with its place."""
    return [
        f"{found['impact']} {found['id']}: {node['html'][:160]} {node['failureSummary']}"
        for found in AXE.run(page, options=rules).response["violations"]
        for node in found["nodes"]
        if not any(found["id"] == rule and held in node["html"] for rule, held in STREAMLITS_OWN)
    ]


def lasting(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds, and finds again a moment later: Streamlit draws what is new half transparent at first."""
    if not findings(page, rules):
        return []
    page.wait_for_timeout(1500)
    return findings(page, rules)


def check(page: Page) -> None:
    """Nothing by day, and by night, where only colours differ, nothing of those."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert lasting(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("matchMedia('(prefers-color-scheme: dark)').matches")
    page.wait_for_timeout(300)
    assert lasting(page, COLOURS) == []
    page.emulate_media(color_scheme="light")


PAGES = {
    "/": "Newest visits",
    "/families": "Enter a family",
    "/families?id={family}": "What they agreed to",
    "/people": "Add someone",
    "/studies": "Members",
    "/visits": "Change the ticked visits",
    "/schemes": "Code book",
    "/supervision": "To be released",
    "/sign-in": "Who is working here",
    "/session?id={session}": "Take away",
    "/compare?session={session}": "Where they differ",
    "/onsets?session={session}": "go on from the same marks|marked the same",
    "/moment?id={talk}": "What do you see here",
    "/summary?coding={submitted}": "Tick a row to see its moments",
    "/weights?study={study}": "How moments are suggested",
}


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_pages(screen: Page, attune: Furnished, path: str) -> None:
    screen.goto(attune.server.url + path.format(**vars(attune)))
    expect(screen.get_by_text(re.compile(PAGES[path])).first).to_be_visible(timeout=PLENTY_MS)
    check(screen)


@pytest.mark.slow
def test_the_forms_of_a_teams_server(page: Page, team: Team) -> None:
    """The invitation that sets a password, the sign-in by it, both pages of the second factor, the change."""
    link = next(word for word in team.printed.split() if "/invitation?token=" in word)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PLENTY_MS)
    check(page)
    accept(team, link)
    page.goto(f"{team.url}/sign-in")
    expect(page.get_by_role("textbox").first).to_be_visible(timeout=PLENTY_MS)
    check(page)
    found = re.search(r"Within three days, (.+) sets one at", team.printed)
    assert found
    page.locator("[name=name]").fill(found[1])
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    key = page.locator(".key")
    expect(key).to_be_visible(timeout=PLENTY_MS)
    check(page)
    typed = key.inner_text().replace(" ", "")
    secret = base64.b32decode(typed + "=" * (-len(typed) % 8))
    page.locator("[name=code]").fill(one_time.code(secret, int(time.time()) // 30))
    page.keyboard.press("Enter")
    expect(page.locator("li").first).to_be_visible(timeout=PLENTY_MS)  # ten codes to be kept
    check(page)
    page.goto(f"{team.url}/password")
    expect(page.locator("[name=new]")).to_be_visible(timeout=PLENTY_MS)
    check(page)


@pytest.mark.slow
def test_laying_films_on_one_clock(screen: Page, attune: Furnished) -> None:
    screen.goto(f"{attune.server.url}/align?session={attune.films}")
    expect(screen.locator("video").first).to_be_visible(timeout=PLENTY_MS)
    expect(screen.locator("[data-ready]").first).to_be_visible(timeout=PLENTY_MS)
    check(screen)


def test_the_desk(screen: Page, attune: Furnished) -> None:
    desk = DeskPage(screen, attune.server).open_here(attune.coding)
    screen.get_by_role("listbox", name="What is coded").focus()
    desk.press("Home", "Enter")
    expect(screen.get_by_role("dialog", name="Details: ")).to_be_visible()
    check(screen)
    desk.press("Escape", "?")
    expect(screen.get_by_role("dialog", name="Keys")).to_be_visible()
    check(screen)
    desk.press("Escape")
    screen.get_by_role("button", name="Submit…").click()
    expect(screen.get_by_role("dialog", name="Submit this coding")).to_be_visible()
    check(screen)


@pytest.mark.slow
def test_a_field_pass_on_a_tablet(tablet_page: Page, attune: Furnished) -> None:
    come_in(tablet_page, attune.server)
    DeskPage(tablet_page, attune.server).open_here(attune.field_coding)
    check(tablet_page)


@pytest.mark.slow
def test_notes(screen: Page, attune: Furnished) -> None:
    screen.goto(f"{attune.server.url}/notes?session={attune.session}")
    expect(screen.get_by_text("Looks up at her mother")).to_be_visible(timeout=PLENTY_MS)
    check(screen)


@pytest.mark.slow
def test_preparing(screen: Page, attune: Furnished) -> None:
    PreparePage(screen, attune.server, attune.plan).open()
    check(screen)


def test_a_meeting(screen: Page, attune: Furnished) -> None:
    meeting = MeetingPage(screen, attune.server, attune.plan).open()
    check(screen)
    meeting.press("w")
    check(screen)
    meeting.press("Escape", "n")
    meeting.button("To the end").click()
    expect(screen.get_by_label("What would you like to try?")).to_be_visible(timeout=PLENTY_MS)
    check(screen)


def test_what_is_wrong_is_found(screen: Page, attune: Furnished) -> None:
    """A picture without words, and letters that cannot be read, at the place where ours stand."""
    DeskPage(screen, attune.server).open_here(attune.coding)
    screen.locator(".desk header").evaluate(
        """(header) => {
          header.querySelector(".where").style.color = "#bbb";
          header.appendChild(document.createElement("img")).src = "/favicon.png";
        }"""
    )
    assert sorted(found.split(":")[0] for found in findings(screen, RULES)) == [
        "critical image-alt", "serious color-contrast",
    ]  # fmt: skip


# By names and keys alone ----------------------------------------------------------------------------


@dataclass
class Hands:
    """Somebody who finds everything by its role and name, and has a keyboard."""

    page: Page

    def at(self, role: Any, name: str | re.Pattern[str]) -> Locator:
        """The one thing of that name, with the keyboard on it; in an open dialog, which keeps all else away."""
        modal = self.page.locator("dialog:modal")
        found = (modal if modal.count() else self.page).get_by_role(role, name=name)
        expect(found).to_have_count(1, timeout=PLENTY_MS)
        expect(found).to_be_visible(timeout=PLENTY_MS)
        found.focus()
        expect(found).to_be_focused()
        assert found.evaluate("(node) => node.tabIndex") >= 0
        assert found.evaluate(SEEN), f"one cannot see that {name} has the focus"
        return found

    def use(self, role: Any, name: str | re.Pattern[str], key: str = "Enter") -> None:
        self.at(role, name)
        self.press(key)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reads(self, words: str) -> None:
        """It stands on the page."""
        expect(self.page.get_by_text(words, exact=True).first).to_be_visible(timeout=PLENTY_MS)

    def hears(self, sentence: str) -> None:
        """A status region says so, which a screen reader speaks."""
        expect(self.page.get_by_role("status").filter(has_text=sentence)).to_have_count(1, timeout=PLENTY_MS)


def test_a_coding_made_by_names_and_keys_alone(screen: Page, attune: Furnished) -> None:
    hands = Hands(screen)
    screen.goto(f"{attune.server.url}/sign-in")
    hands.use("button", re.compile("Carla"))
    hands.use("link", "Family 012 · Visit 3")
    hands.use("link", "Code this film")
    expect(screen.get_by_role("button", name="Submit…")).to_be_visible(timeout=PLENTY_MS)
    hands.hears("Saved")
    hands.reads("00:00.000")
    DeskPage(screen, attune.server).ready()
    hands.press("Home", "t")
    hands.hears("Together from 00:00.000")
    hands.press("Shift+ArrowRight")
    hands.reads("00:01.000")
    hands.use("button", "Out of step")
    hands.hears("Out of step from 00:01.000")
    hands.press("ArrowRight", "ArrowRight")
    hands.reads("00:01.080")
    hands.press("Shift+Digit8")
    hands.hears("Show this at 00:01.080")
    hands.use("button", "What is coded")
    marks = hands.at("listbox", "What is coded")
    expect(marks.get_by_role("option")).to_have_count(3)
    hands.press("Home", "ArrowDown")
    there = screen.get_by_role("option", selected=True)
    expect(there).to_have_accessible_name(re.compile("00:01.000 Out of step"))
    assert marks.get_attribute("aria-activedescendant") == there.get_attribute("id")
    hands.press("Enter")
    expect(screen.get_by_role("dialog", name="Details: Out of step")).to_be_focused()
    hands.use("button", "begins: one frame later")
    hands.hears("Out of step moved, 00:01.040")
    hands.press("Control+z")
    hands.hears("Undone")
    hands.press("Escape")
    expect(marks).to_be_focused()
    hands.use("button", "Submit…")
    expect(screen.get_by_role("dialog", name="Submit this coding")).to_be_visible()
    hands.use("button", re.compile("^Submit$"))
    expect(screen.get_by_role("dialog", name="Submitted")).to_be_visible(timeout=PLENTY_MS)
    hands.hears("Submitted")
    hands.use("link", "See the summary")
    expect(screen.get_by_role("heading", name="How the two are together")).to_be_visible(timeout=PLENTY_MS)
