"""An agreement that is taken back while the film is open: the picture goes, what was pressed stays."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, workplace
from tests.driving import PLENTY_MS, DeskPage, MeetingPage
from tests.films import barcode_film
from tests.meeting_case import ready_plan, sent
from tests.running import Server, Visit, prepare_visit

CLOSED = re.compile("Without the agreement of child to “film and look together” this film stays closed")


@pytest.fixture
def opened(tmp_path: Path, page: Page) -> Iterator[tuple[DeskPage, Visit]]:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=300)
    visit = prepare_visit(tmp_path / "data", film)
    server = Server(tmp_path / "data").start()
    yield DeskPage(page, server).launch().open(visit.coding), visit
    server.stop()


def take_back(page: Page, server: Server, session: str) -> None:
    """On the page of the visit, in two taps."""
    page.goto(f"{server.url}/session?id={session}")
    page.get_by_role("button", name="Withdraw").first.click()
    page.get_by_role("button", name="All of it").click()
    expect(page.get_by_text(re.compile("Taken back"))).to_be_visible(timeout=PLENTY_MS)


def test_two_taps_close_an_open_film_and_lose_nothing(opened: tuple[DeskPage, Visit]) -> None:
    desk, visit = opened
    desk.go_to(0)
    desk.press("t")
    desk.saved()
    visit_page = desk.page.context.new_page()
    take_back(visit_page, desk.server, visit.session)
    expect(visit_page.get_by_text(CLOSED).first).to_be_visible()
    expect(visit_page.locator("img[src*='poster.jpg']")).to_have_count(0)
    visit_page.get_by_role("button", name="Agrees again").click()
    visit_page.get_by_role("button", name="spoken").click()
    expect(visit_page.get_by_text(CLOSED)).to_have_count(0, timeout=PLENTY_MS)
    take_back(visit_page, desk.server, visit.session)
    visit_page.close()
    desk.go_to(10)
    desk.press("a")
    desk.saved()
    # Chromium keeps so short a film in memory; a longer one is asked for again as it plays.
    desk.video.evaluate("video => { video.src += '?again'; }")
    expect(desk.root.get_by_text(CLOSED)).to_be_visible(timeout=PLENTY_MS)
    desk.page.reload()
    expect(desk.page.get_by_text(CLOSED)).to_be_visible(timeout=PLENTY_MS)
    desk.server.stop()
    place = workplace.open_workplace(desk.server.folder)
    kept = codings.my_codings(place, people.first_person(place))[0]
    place.store.close()
    assert (kept.seq, kept.annotations) == (2, 2)


@pytest.fixture
def meeting(opened: tuple[DeskPage, Visit]) -> MeetingPage:
    """A meeting on the film that is open at the desk, ready to be opened."""
    desk, visit = opened
    desk.server.stop()
    place = workplace.open_workplace(desk.server.folder)
    moment = sent(onset_ms=1_000, offset_ms=9_000, at_ms=2_000)
    plan = ready_plan(place, people.first_person(place), visit.session, moment)
    place.store.close()
    desk.server.start()
    return MeetingPage(desk.page, desk.server, plan).launch()


def test_taken_back_in_mid_use_every_other_screen_lets_go_of_the_picture(
    opened: tuple[DeskPage, Visit], meeting: MeetingPage
) -> None:
    """Notes, the preparation and the meeting: the last picture goes, the sentence comes, and stays at a reload."""
    (desk, visit), tabs = opened, {}
    for name, seen, sentence in (
        ("notes", ".desk video", CLOSED),
        ("prepare", ".prep video", CLOSED),
        ("meeting", ".meeting video", re.compile("This film is closed for now")),
    ):
        page = desk.page.context.new_page()
        asked = f"plan={meeting.plan}" if name == "meeting" else f"session={visit.session}"
        page.goto(f"{desk.server.url}/{name}?{asked}")
        film = page.locator(seen)
        expect(film).to_have_js_property("readyState", 4, timeout=PLENTY_MS)
        tabs[name] = page, film, sentence
    take_back(desk.page, desk.server, visit.session)
    for page, film, sentence in tabs.values():
        film.evaluate("video => { video.src += '?again'; }")
        expect(page.get_by_text(sentence).first).to_be_visible(timeout=PLENTY_MS)
        expect(film).to_have_js_property("readyState", 0)
        assert not film.get_attribute("src")
        page.reload()
        expect(page.get_by_text(sentence).first).to_be_visible(timeout=PLENTY_MS)
        expect(page.locator("video[src]")).to_have_count(0)
        page.close()


def test_beside_a_parent_nobody_is_named(opened: tuple[DeskPage, Visit], meeting: MeetingPage) -> None:
    """Whose word is missing stands on the page of the visit, not on the screen that a family looks at."""
    meeting.open()
    visit_page = meeting.page.context.new_page()
    take_back(visit_page, meeting.server, opened[1].session)
    visit_page.close()
    meeting.page.reload()
    expect(meeting.root.get_by_text("This film is closed for now.")).to_be_visible(timeout=PLENTY_MS)
    expect(meeting.root.get_by_text("agreement")).to_have_count(0)
    meeting.root.get_by_role("link", name="Open the visit").click()
    expect(meeting.page.get_by_text(CLOSED).first).to_be_visible(timeout=PLENTY_MS)
