"""An agreement that is taken back while the film is open: the picture goes, what was pressed stays."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, talking, workplace
from tests.driving import PLENTY_MS, DeskPage, MeetingPage, press_behind, still, tick
from tests.films import barcode_film
from tests.meeting_case import mark, press, ready_plan, sent
from tests.running import Server, Visit, add_film, prepare_visit

CLOSED = re.compile("Without the agreement of child to “film and look together” this film stays closed")


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    return prepare_visit(tmp_path / "data", barcode_film(tmp_path / "film.mp4", rate="25", frames=300))


@pytest.fixture
def plan(tmp_path: Path, visit: Visit) -> str:
    """A plan of the visit that is ready for its meeting."""
    place = workplace.open_workplace(tmp_path / "data")
    moment = sent(onset_ms=1_000, offset_ms=9_000, at_ms=2_000)
    try:
        return ready_plan(place, people.first_person(place), visit.session, moment)
    finally:
        place.store.close()


@pytest.fixture
def others(tmp_path: Path, visit: Visit) -> dict[str, str]:
    """What two coders, the visit's two films and a supervisor look at: page → address."""
    place = workplace.open_workplace(tmp_path / "data")
    try:
        lead = people.first_person(place)
        made = []
        for name in ("Ana", "Ben"):
            coder = people.add_person(place, lead, name, "coder", whole=True)
            made.append(codings.begin_coding(place, coder, visit.session, profile="standard"))
            press(
                place,
                coder,
                made[-1],
                mark("dyad_state", "dyad", "together", 1_000, 2_000 + 3_000 * len(made)),
            )
            codings.submit_coding(place, coder, made[-1], 1)
        add_film(
            place, visit.session, barcode_film(tmp_path / "room.mp4", rate="25", frames=250, size=(160, 90))
        )
        sam = people.add_person(place, lead, "Sam", "supervisor", whole=True)
        talk = talking.share_moment(place, lead, visit.session, 2_000, sam.id, "What do you see?")
    finally:
        place.store.close()
    return {
        "differences": f"a={made[0]}&b={made[1]}", "align": f"session={visit.session}", "moment": f"id={talk}",
        "summary": f"coding={made[0]}",
    }  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path, page: Page, visit: Visit, plan: str) -> Iterator[DeskPage]:
    """The desk, open on the visit's film."""
    server = Server(tmp_path / "data").start()
    yield DeskPage(page, server).launch().open(visit.coding)
    server.stop()


def take_back(page: Page, server: Server, session: str) -> None:
    """On the page of the visit, in two taps."""
    page.goto(f"{server.url}/session?id={session}")
    page.get_by_role("button", name="Withdraw").first.wait_for(timeout=PLENTY_MS)
    still(page)
    press_behind(
        page, page.get_by_role("button", name="Withdraw").first, page.get_by_role("button", name="All of it")
    )
    expect(page.get_by_text(re.compile("Taken back"))).to_be_visible(timeout=PLENTY_MS)


def test_two_taps_close_an_open_film_and_lose_nothing(opened: DeskPage, visit: Visit) -> None:
    desk = opened
    desk.go_to(0)
    desk.press("t")
    desk.saved()
    visit_page = desk.page.context.new_page()
    take_back(visit_page, desk.server, visit.session)
    expect(visit_page.get_by_text(CLOSED).first).to_be_visible()
    expect(visit_page.locator("[style*='poster.jpg']")).to_have_count(0)
    press_behind(
        visit_page,
        visit_page.get_by_role("button", name="Agrees again"),
        visit_page.get_by_role("button", name="spoken"),
    )
    expect(visit_page.get_by_text(CLOSED)).to_have_count(0, timeout=PLENTY_MS)
    expect(visit_page.locator("[style*='poster.jpg']")).to_have_count(1, timeout=PLENTY_MS)
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


def test_taken_back_in_mid_use_every_other_screen_lets_go_of_the_picture(
    opened: DeskPage, visit: Visit, plan: str
) -> None:
    """Notes, the preparation and the meeting: the last picture goes, the sentence comes, and stays at a reload."""
    desk, tabs = opened, {}
    for name, seen, sentence in (
        ("notes", ".desk video", CLOSED),
        ("prepare", ".prep video", CLOSED),
        ("meeting", ".meeting video", re.compile("This film is closed for now")),
    ):
        page = desk.page.context.new_page()
        asked = f"plan={plan}" if name == "meeting" else f"session={visit.session}"
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


@pytest.fixture
def two_coded(others: dict[str, str], opened: DeskPage) -> DeskPage:
    """A browser that came in where two have coded both films and a supervisor was asked."""
    return opened


def test_taken_back_in_mid_use_the_pages_of_two_coders_and_of_a_supervisor_close(
    two_coded: DeskPage, visit: Visit, others: dict[str, str]
) -> None:
    """Where they differ and films on one clock as the desk; a shared moment by itself; a summary at the next tick."""
    tabs = {}
    for name in ("differences", "align", "moment", "summary"):
        tabs[name] = page = two_coded.page.context.new_page()
        page.goto(f"{two_coded.server.url}/{name}?{others[name]}")
        if name != "summary":
            expect(page.locator("video").first).to_have_js_property("readyState", 4, timeout=PLENTY_MS)
    summary = tabs["summary"]
    tick(summary, "dyad_state-dyad", 0)
    expect(summary.get_by_role("link", name="00:01.000")).to_be_visible(timeout=PLENTY_MS)
    take_back(two_coded.page, two_coded.server, visit.session)
    for name in ("differences", "align"):
        page = tabs[name]
        for film in page.locator("video").all():
            film.evaluate("video => { video.src += '?again'; }")
        expect(page.get_by_text(CLOSED).first).to_be_visible(timeout=PLENTY_MS)
        expect(page.locator("video[src]")).to_have_count(0)
    expect(tabs["moment"].get_by_text(CLOSED)).to_be_visible(timeout=PLENTY_MS)
    expect(tabs["moment"].locator("video")).to_have_count(0)
    tick(summary, "dyad_state-dyad", 1)
    expect(summary.get_by_text(CLOSED)).to_be_visible(timeout=PLENTY_MS)


def test_beside_a_parent_nobody_is_named(opened: DeskPage, visit: Visit, plan: str) -> None:
    """Whose word is missing stands on the page of the visit, not on the screen that a family looks at."""
    meeting = MeetingPage(opened.page, opened.server, plan).open()
    visit_page = meeting.page.context.new_page()
    take_back(visit_page, meeting.server, visit.session)
    visit_page.close()
    meeting.page.reload()
    expect(meeting.root.get_by_text("This film is closed for now.")).to_be_visible(timeout=PLENTY_MS)
    expect(meeting.root.get_by_text("agreement")).to_have_count(0)
    meeting.root.get_by_role("link", name="Open the visit").click()
    expect(meeting.page.get_by_text(CLOSED).first).to_be_visible(timeout=PLENTY_MS)
