"""The whole way of a newcomer, with real keys: family, visit, film, coding, second coder, agreement, table."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.driving import PLENTY_MS, DeskPage, unfold
from tests.films import barcode_film
from tests.running import Server


@pytest.fixture
def attune(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data").start()
    yield server
    server.stop()


def test_from_an_empty_program_to_a_table(attune: Server, page: Page, tmp_path: Path) -> None:
    film = barcode_film(tmp_path / "Séance d'été.mp4", rate="30000/1001", frames=300, size=(320, 180))
    page.goto(attune.link)
    enter_family_and_visit(page)
    say_who_agreed_to_what(page)
    add_film(page, film)
    add_coder(page, attune, "Ben")
    first = code(page, attune, [("t", 0), ("o", 60), ("r", 120), ("a", 180)])
    coding = coding_of(page)
    submit(first)
    sign_in_as(page, attune, "Ben")
    page.get_by_role("link", name="Code this film").click()
    expect(page.locator(".desk")).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
    blind = page.request.get(f"{attune.url}/api/v1/codings/{coding}")
    assert blind.status == 404
    assert "t" not in page.locator(".desk").inner_text().splitlines()
    second = code(page, attune, [("t", 0), ("o", 63), ("r", 120), ("a", 180)], opened=True)
    submit(second)
    compare(page, attune)
    summary_and_table(page, attune)


def enter_family_and_visit(page: Page) -> None:
    page.get_by_role("link", name="Enter the first family").click()
    page.get_by_role("textbox", name="Code name").fill("Family 012")
    page.get_by_role("textbox", name="Real name").fill("Müller <b>&</b>")
    page.get_by_role("button", name="Enter the family").click()
    expect(page.get_by_role("heading", name="Family 012")).to_be_visible(timeout=PLENTY_MS)
    page.get_by_role("button", name="Enter the visit").click()
    expect(page.get_by_role("heading", name="Visit 1")).to_be_visible(timeout=PLENTY_MS)


def say_who_agreed_to_what(page: Page) -> None:
    """Before the film can be chosen: a child and a caregiver, on paper, research besides."""
    expect(page.get_by_role("heading", name=re.compile("Who will be on the film"))).to_be_visible()
    expect(page.locator("input[type=file][multiple]")).to_have_count(0)
    page.get_by_role("textbox", name="The child").fill("Mia <b>")
    page.get_by_text("on paper").click()
    unfold(page, "More: other purposes, language")
    page.get_by_text("research: this study").click()
    page.get_by_role("button", name="They agreed to film and look together").click()
    expect(page.get_by_text("Mia <b>")).to_be_visible(timeout=PLENTY_MS)


def add_film(page: Page, film: Path) -> None:
    """Through the upload on the page, then wait until it is ready to be coded."""
    page.locator("input[type=file][multiple]").set_input_files(film)
    expect(page.get_by_role("link", name="Code this film")).to_be_visible(timeout=3 * PLENTY_MS)


def add_coder(page: Page, attune: Server, name: str) -> None:
    visit = page.url
    page.goto(f"{attune.url}/people")
    unfold(page, "Add someone")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_text("Everything in the study is theirs").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text(name, exact=True)).to_be_visible(timeout=PLENTY_MS)
    page.goto(visit)


def code(page: Page, attune: Server, marks: list[tuple[str, int]], *, opened: bool = False) -> DeskPage:
    """Code by keys at the given frames."""
    if not opened:
        page.get_by_role("link", name="Code this film").click()
    desk = DeskPage(page, attune).ready()
    at = 0
    desk.press("Home")
    for key, frame in marks:
        for _ in range(frame - at):
            desk.press("ArrowRight")
        expect(desk.root).to_have_attribute("data-frame", str(frame), timeout=PLENTY_MS)
        desk.press(key)
        at = frame
    desk.saved()
    return desk


def submit(desk: DeskPage) -> None:
    desk.page.get_by_role("button", name=re.compile("Submit")).first.click()
    desk.page.locator(".desk [role=dialog] button.p, .desk dialog button.p").last.click()
    expect(desk.page.get_by_text("Submitted").first).to_be_visible(timeout=PLENTY_MS)


def coding_of(page: Page) -> str:
    """The coding that the address names once the film stands still."""
    page.wait_for_url(re.compile(r"coding=[0-9a-f]+"))
    return re.findall(r"coding=([0-9a-f]+)", page.url)[0]


def sign_in_as(page: Page, attune: Server, name: str) -> None:
    page.goto(f"{attune.url}/sign-in?next=/")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.get_by_role("heading", name=re.compile("waits? for you"))).to_be_visible(timeout=PLENTY_MS)


def compare(page: Page, attune: Server) -> None:
    """Frames 60 and 63 of 29.97 are 2002 and 2103 ms: 101 of 10010 ms differ, so 98.99 % are the same."""
    page.goto(f"{attune.url}/")
    page.get_by_role("link", name="Compare").first.click()
    expect(page.get_by_role("heading", name=re.compile("say the same for 99 % of the time"))).to_be_visible(
        timeout=PLENTY_MS
    )
    expect(page.get_by_text(re.compile("0.1 s, 100 % of all"))).to_be_visible(timeout=PLENTY_MS)
    address = page.url
    bar = page.locator(".js-plotly-plot .barlayer path").first.bounding_box()
    assert bar is not None
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    page.wait_for_timeout(300)
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    page.wait_for_url(re.compile(r"/differences\?.*t=\d+"), timeout=PLENTY_MS)
    page.goto(address)


def a_click_on_the_picture_is_that_moment_on_the_film(page: Page) -> None:
    """The last band of the session's picture, which begins after two seconds; a frame lasts 33.4 ms."""
    summary, band = page.url, page.locator(".js-plotly-plot .barlayer path").last
    expect(band).to_be_visible(timeout=PLENTY_MS)
    box = band.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"/desk\?.*t=\d+"), timeout=PLENTY_MS)
    wanted = int(re.findall(r"[?&]t=(\d+)", page.url)[0])
    assert wanted > 2_000
    desk = page.locator(".desk")
    expect(desk).to_have_attribute("data-time-ms", re.compile(r"\d+"), timeout=PLENTY_MS)
    shown = "([desk, wanted]) => Math.abs(Number(desk.dataset.timeMs) - wanted) <= 34"
    page.wait_for_function(shown, arg=[desk.element_handle(), wanted], timeout=PLENTY_MS)
    page.goto(summary)
    expect(page.get_by_text("coded by Ben")).to_be_visible(timeout=PLENTY_MS)


def summary_and_table(page: Page, attune: Server) -> None:
    page.get_by_role("link", name="The visit").click()
    page.get_by_role("link", name="Summary").first.click()
    expect(page.get_by_text("coded by Ben")).to_be_visible(timeout=PLENTY_MS)
    a_click_on_the_picture_is_that_moment_on_the_film(page)
    address = page.get_by_role("link", name="CSV with code book").get_attribute("href")
    assert address is not None
    answer = page.request.get(attune.url + re.sub(r"^https?://[^/]+", "", address))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.body()))
    rows = list(csv.DictReader(io.StringIO(archive.read("events.csv").decode())))
    states = [(r["code"], r["onset_ms"], r["offset_ms"]) for r in rows if r["track"] == "dyad_state"]
    assert states == [
        ("together", "0", "2103"),
        ("out_of_step", "2103", "4004"),
        ("repairing", "4004", "6006"),
        ("alongside", "6006", "10010"),
    ]
