"""From assignment to consensus and report, with three coders: a lead hands out, coders code what they got."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, families, people, work_list, workplace
from annotator.store.accounts import Account
from tests.driving import PLENTY_MS, DeskPage, come_in, unfold
from tests.films import barcode_film
from tests.meeting_case import mark, next_visit, press
from tests.running import Server, prepare_visit

# Six seconds together, then apart, from where each of them sees it.
UNTIL = {"Ana": 2_000, "Ben": 2_600, "Cem": 3_200}


@dataclass
class Study:
    """A data folder with three visits and three coders who were given nothing yet, and the app on it."""

    server: Server
    folder: Path
    filmed: str


@pytest.fixture
def attune(tmp_path: Path) -> Iterator[Study]:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=150, size=(320, 180))
    folder = tmp_path / "data"
    visit = prepare_visit(folder, film)
    place = workplace.open_workplace(folder)
    try:
        lead = people.first_person(place)
        people.rename_person(place, lead, lead.id, "Mira")
        for name in UNTIL:
            people.add_person(place, lead, name, "coder")
        # Mira has begun a coding of the filmed visit herself, and so makes no consensus of it.
        people.add_person(place, lead, "Nora", "lead", whole=True)
        family = families.session(place, lead, visit.session).family.id
        for _ in range(2):
            next_visit(place, lead, family, duration_ms=6_000, frames=150)
    finally:
        place.store.close()
    server = Server(folder).start()
    yield Study(server, folder, visit.session)
    server.stop()


def sign_in(page: Page, attune: Study, name: str) -> None:
    come_in(page, attune.server)
    page.goto(f"{attune.server.url}/sign-in?next=/")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PLENTY_MS)


def code_the_rest(attune: Study) -> tuple[str, str]:
    """While the app is closed all three code what they were given; gives the filmed visit's two codings."""
    place = workplace.open_workplace(attune.folder)
    try:
        lead = people.first_person(place)
        for who in people.people(place, lead):
            if who.name in UNTIL:
                while (item := work_list.my_work(place, who).next) is not None:
                    scheme = item.scheme.hash if item.scheme else None
                    made = codings.begin_coding(place, who, item.visit.id, scheme, item.profile)
                    submit(place, who, made)
        made = [c.id for c in codings.codings_here(place, lead, attune.filmed) if c.coder_name in UNTIL]
        return made[0], made[1]
    finally:
        place.store.close()


def submit(place: workplace.Workplace, who: Account, coding: str) -> None:
    end = UNTIL[who.name]
    states = (("together", 0, end), ("apart", end, 6_000))
    press(place, who, coding, *(mark("dyad_state", "dyad", *state) for state in states))
    codings.submit_coding(place, who, coding, codings.own(place, who, coding).seq)


def test_from_assignment_to_consensus_and_report_with_three_coders(page: Page, attune: Study) -> None:
    come_in(page, attune.server)
    page.goto(f"{attune.server.url}/studies")
    page.get_by_role("link", name="Who codes what").click()
    expect(page.get_by_text("Visits: 3. Handed out to two coders: 0; at least 3 should be.")).to_be_visible(
        timeout=PLENTY_MS
    )
    page.get_by_role("spinbutton", name="or a number instead").fill("3")
    page.get_by_role("spinbutton", name="Seed").fill("2026")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("3 visits would be handed out, 3 of them to two coders.")).to_be_visible(
        timeout=PLENTY_MS
    )
    page.get_by_role("button", name="Hand them out").click()
    expect(page.get_by_text("0 of 6 codings are submitted; 3 of 3 visits are coded by two.")).to_be_visible(
        timeout=PLENTY_MS
    )
    unfold(page, "What was drawn, by which seeds")
    expect(page.get_by_text(re.compile("seed 2026 · core-attunement · standard · 3 of all"))).to_be_visible()

    sign_in(page, attune, "Ana")
    expect(page.get_by_text("0 of 2 submitted")).to_be_visible(timeout=PLENTY_MS)
    for name in ("Ben", "Cem", "two coders"):
        expect(page.get_by_text(name)).to_have_count(0)
    page.get_by_role("button", name="Code it").click()
    page.wait_for_url(re.compile(r"/desk\?coding="), timeout=PLENTY_MS)
    expect(DeskPage(page, attune.server).root).to_have_attribute("data-annotations", "0", timeout=PLENTY_MS)
    page.goto(f"{attune.server.url}/")
    expect(page.get_by_role("button", name="Go on coding")).to_be_visible(timeout=PLENTY_MS)

    attune.server.stop()
    first, second = code_the_rest(attune)
    attune.server.start()
    sign_in(page, attune, "Nora")
    page.goto(f"{attune.server.url}/studies")
    page.get_by_role("link", name="How far the coders agree").click()
    # The same for 5.4, 5.4 and 4.8 of 6 s. Together 2 + 2 + 2.6 and 2.6 + 3.2 + 3.2 of 18 s: chance is
    # (6.6 · 9 + 11.4 · 9) / 18² = .5, κ = (15.6 / 18 − .5) / .5 = .733.
    expect(page.get_by_text("3 sessions · 1 family · 3 coders")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text(re.compile("κ = 0.73 .*3 sessions, 2 codes"))).to_be_visible(timeout=PLENTY_MS)

    page.goto(f"{attune.server.url}/differences?a={first}&b={second}")
    DeskPage(page, attune.server).ready()
    page.keyboard.press("1")
    expect(page.locator(".desk")).to_have_attribute("data-decided", "1", timeout=PLENTY_MS)
    page.get_by_role("button", name="Make the consensus").click()
    page.wait_for_url(re.compile(r"/desk\?coding="), timeout=PLENTY_MS)
    expect(DeskPage(page, attune.server).root).to_have_attribute("data-annotations", "2", timeout=PLENTY_MS)
    page.goto(f"{attune.server.url}/studies")
    page.get_by_role("link", name="How far the coders agree").click()
    expect(page.get_by_text(re.compile("κ = 0.73"))).to_be_visible(timeout=PLENTY_MS)
    address = page.get_by_role("link", name="PDF").get_attribute("href") or ""
    report = page.request.get(attune.server.url + re.sub(r"^https?://[^/]+", "", address))
    assert (report.status, report.body()[:5]) == (200, b"%PDF-")
