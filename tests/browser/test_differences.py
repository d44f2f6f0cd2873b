"""From two submitted codings to verdicts by key, the list narrowed by a cell, and the consensus on the desk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, workplace
from annotator.store.accounts import Account
from tests.driving import PLENTY_MS, DeskPage, come_in
from tests.films import barcode_film
from tests.meeting_case import mark, press
from tests.running import Server, prepare_visit

# Ten seconds of two opinions, a boundary 0.4 s apart, a mark that only Ana made.
ANA = (("together", 0, 4_000), ("apart", 4_000, 16_000), ("together", 16_000, 20_000))
BEN = (
    ("together", 0, 4_400),
    ("apart", 4_400, 6_000),
    ("alongside", 6_000, 16_000),
    ("together", 16_000, 20_000),
)


@dataclass
class Coded:
    """The running app with a visit that Ana and Ben have coded."""

    server: Server
    session: str
    first: str
    second: str


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coded]:
    root = tmp_path_factory.mktemp("differ")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(root / "data", film)
    place = workplace.open_workplace(root / "data")
    try:
        lead = people.first_person(place)
        people.add_person(place, lead, "Mira", "lead", whole=True)
        made = []
        for name, states in (("Ana", ANA), ("Ben", BEN)):
            who: Account = people.add_person(place, lead, name, "coder", whole=True)
            coding = codings.begin_coding(place, who, visit.session, None, "standard")
            marks = [mark("dyad_state", "dyad", *state) for state in states]
            marks += [mark("infant_cue", "infant", "bid_social", 10_000)] if name == "Ana" else []
            press(place, who, coding, *marks)
            codings.submit_coding(place, who, coding, 1)
            made.append(coding)
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield Coded(server, visit.session, made[0], made[1])
    server.stop()


def decided(page: Page, n: int) -> None:
    expect(page.locator(".desk")).to_have_attribute("data-decided", str(n), timeout=PLENTY_MS)


def sign_in(page: Page, attune: Coded, name: str) -> None:
    come_in(page, attune.server)
    page.goto(f"{attune.server.url}/sign-in?next=/")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.get_by_role("heading", name=re.compile("waits? for you|Home"))).to_be_visible(
        timeout=PLENTY_MS
    )


def test_from_two_codings_to_verdicts_and_a_consensus(page: Page, attune: Coded) -> None:
    sign_in(page, attune, "Mira")
    page.goto(f"{attune.server.url}/compare?session={attune.session}&a={attune.first}&b={attune.second}")
    # The chart is drawn anew when the system turns to night, and back.
    ground = page.locator("[data-testid=stPlotlyChart] .main-svg").first
    expect(ground).to_have_css("background-color", "rgb(255, 255, 255)", timeout=PLENTY_MS)
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0, timeout=PLENTY_MS)
    page.emulate_media(color_scheme="dark")
    expect(ground).to_have_css("background-color", "rgb(46, 42, 38)", timeout=PLENTY_MS)
    page.emulate_media(color_scheme="light")
    expect(ground).to_have_css("background-color", "rgb(255, 255, 255)", timeout=PLENTY_MS)
    # A click on a stretch opens the desk of differences there.
    stretch = page.locator("[data-testid=stPlotlyChart] .barlayer .point path").first.bounding_box()
    assert stretch is not None
    page.mouse.click(stretch["x"] + stretch["width"] / 2, stretch["y"] + stretch["height"] / 2)
    page.wait_for_url(re.compile(r"/differences\?.*t=\d+"), timeout=PLENTY_MS)
    DeskPage(page, attune.server).ready()
    page.goto(f"{attune.server.url}/compare?session={attune.session}&a={attune.first}&b={attune.second}")
    # 10.4 of 20 s differ. Of Together 8 s each, 0.4 s by Ben only: 8 + 8.4, 16 of 16.4.
    expect(page.get_by_role("heading", name="Ana and Ben say the same for 48 % of the time")).to_be_visible(
        timeout=PLENTY_MS
    )
    expect(
        page.get_by_text(
            re.compile("96 % of the disagreement is Apart – Alongside|96 % .* Alongside – Apart")
        )
    ).to_be_visible()
    cell = page.get_by_role("link", name="Apart – Alongside: see the moments").first
    cell.click()
    expect(page.get_by_role("link", name=re.compile("00:06.000"))).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_role("link", name=re.compile("00:04.000"))).to_have_count(0)
    assert "pair=apart%3Ealongside" in page.url
    page.get_by_role("link", name=re.compile("00:06.000")).click()

    # The film begins three seconds before; both records are there.
    desk = DeskPage(page, attune.server).ready()
    expect(page.get_by_text("1 of 3 · 0 decided")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("Ana: Apart – Ben: Alongside · two opinions")).to_be_visible()
    expect(desk.root).to_have_attribute(
        "data-time-ms", re.compile(r"^[3-9]\d{3}$|^1\d{4}$"), timeout=PLENTY_MS
    )
    page.get_by_role("button", name="All moments").click()
    expect(page.locator(".moment")).to_have_count(3)
    # A note is kept without a decision, by Enter and by looking elsewhere, and is there again when one comes back.
    note = page.get_by_role("textbox", name="Note")
    page.keyboard.press("n")
    page.keyboard.type("see page")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The note is kept.").first).to_be_visible(timeout=PLENTY_MS)
    page.keyboard.press("n")
    page.keyboard.press("End")
    page.keyboard.type(" 4")
    with page.expect_response(lambda answer: "/verdicts" in answer.url):
        page.locator(".moment").nth(1).click()
    expect(note).to_have_value("")
    page.locator(".moment").first.click()
    expect(note).to_have_value("see page 4")
    decided(page, 0)
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    decided(page, 1)
    # What is decided stays: a note typed now is about it. Enter keeps the note, the next Enter goes on.
    first, second = page.locator(".moment").nth(0), page.locator(".moment").nth(1)
    expect(first).to_have_attribute("aria-current", "true")
    page.keyboard.press("n")
    page.keyboard.press("End")
    page.keyboard.type(" again")
    with page.expect_response(lambda answer: "/verdicts" in answer.url) as noted:
        page.keyboard.press("Enter")
    assert noted.value.json()["verdict"]["word"] == "second"
    assert noted.value.json()["note"] == "see page 4 again"
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-current", "true", timeout=PLENTY_MS)
    expect(note).to_have_value("")
    page.keyboard.press("1")
    decided(page, 2)
    page.get_by_role("button", name="Next moment").click()
    page.keyboard.press("4")
    decided(page, 3)
    expect(page.get_by_role("button", name="Next moment")).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("Ben is right")).first).to_be_visible()
    page.locator(".moment").first.click()
    expect(page.get_by_text(re.compile("Ben is right: "))).to_be_visible(timeout=PLENTY_MS)
    page.keyboard.press("Backspace")
    decided(page, 2)
    page.keyboard.press("2")
    decided(page, 3)
    page.reload()
    decided(page, 3)

    page.get_by_role("button", name="Make the consensus").click()
    page.wait_for_url(re.compile(r"/desk\?coding="), timeout=PLENTY_MS)
    desk = DeskPage(page, attune.server).ready()
    # Together, apart until 6 s, alongside as Ben has it, together; the mark, with a star, for the scheme is unclear.
    expect(desk.root).to_have_attribute("data-annotations", "5", timeout=PLENTY_MS)
    # It says whose consensus it is, and begins at what is still to decide.
    left = page.get_by_role("button", name="Consensus of Ana and Ben")
    expect(left).to_have_text("Consensus of Ana and Ben · 1 to decide")
    expect(desk.root).to_have_attribute("data-time-ms", "10000", timeout=PLENTY_MS)
    page.goto(f"{attune.server.url}/session?id={attune.session}")
    expect(page.get_by_text("Your consensus")).to_be_visible(timeout=PLENTY_MS)
    page.get_by_role("link", name="Finish the consensus").click()
    DeskPage(page, attune.server).ready()
    left.click()
    expect(desk.root).not_to_have_attribute("data-selected", "", timeout=PLENTY_MS)
    page.keyboard.press("NumpadMultiply")
    expect(left).to_have_text("Consensus of Ana and Ben · all decided")
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    page.locator(".desk [role=dialog] button.p, .desk dialog button.p").last.click()
    expect(page.get_by_text("Submitted").first).to_be_visible(timeout=PLENTY_MS)
    page.goto(f"{attune.server.url}/session?id={attune.session}")
    expect(page.get_by_text(re.compile("^agreed ·")).first).to_be_visible(timeout=PLENTY_MS)

    # The study's page tells of the two originals alone: 9.6 of 20 s the same.
    # Chance: together 8 · 8.4, apart 12 · 1.6, of 400: 67.2 + 19.2 = 86.4, that is .216; (.48 − .216) / .784 = .337.
    page.goto(f"{attune.server.url}/studies")
    page.get_by_role("link", name="How far the coders agree").click()
    expect(page.get_by_text(re.compile("κ = 0.34 .*one session, 3 codes; accuracy about 6"))).to_be_visible(
        timeout=PLENTY_MS
    )
    address = page.get_by_role("link", name="PDF").get_attribute("href")
    assert address is not None
    report = page.request.get(attune.server.url + re.sub(r"^https?://[^/]+", "", address))
    assert (report.status, report.body()[:5]) == (200, b"%PDF-")


def test_a_coder_sees_the_list_and_decides_nothing(page: Page, attune: Coded) -> None:
    sign_in(page, attune, "Ben")
    page.goto(f"{attune.server.url}/differences?a={attune.first}&b={attune.second}")
    DeskPage(page, attune.server).ready()
    expect(page.locator(".moment")).to_have_count(3, timeout=PLENTY_MS)
    expect(page.get_by_role("button", name="Make the consensus")).to_be_hidden()
    expect(page.locator("[data-word]")).to_have_count(0)
    first = page.locator(".moment").first
    expect(first).to_have_attribute("aria-current", "true")
    with page.expect_response(lambda answer: "/beside/" in answer.url) as again:
        page.reload()
    assert again.value.json()["may_judge"] is False
