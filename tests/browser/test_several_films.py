"""Several films of one visit on one clock: each picture carries its number, so that both can be held against it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, workplace
from tests.driving import PLENTY_MS, DeskPage
from tests.films import barcode_film
from tests.running import Server, add_film, enter_visit
from tests.two_films import numbers, stand_on

SHIFT_MS = 2000
"""The second film begins two seconds after the first: fifty frames of 25 a second."""


@dataclass(frozen=True)
class Two:
    """A running Attune with a visit of two films, and its coding, begun when both were there."""

    server: Server
    session: str
    coding: str


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """The first film lasts 16 s, the second from 2 s to 22 s: 6 s of it alone."""
    root = tmp_path_factory.mktemp("two")
    place = workplace.open_workplace(root / "data")
    try:
        first = barcode_film(root / "face.mp4", rate="25", frames=400, size=(320, 180))
        second = barcode_film(root / "room.mp4", rate="25", frames=500, size=(480, 360))
        visit = enter_visit(place, first)
        add_film(place, visit.session, second, SHIFT_MS)
        lead = people.first_person(place)
        coding = codings.begin_coding(place, lead, visit.session, _scheme(place), "standard")
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield Two(server, visit.session, coding)
    server.stop()


def _scheme(place: workplace.Workplace) -> str:
    return codings.schemes_here(place, people.first_person(place))[0].scheme.hash


@pytest.fixture
def desk(page: Page, two: Two) -> DeskPage:
    return DeskPage(page, two.server).launch().open_here(two.coding)


def shown(page: Page, wanted: list[int]) -> list[int]:
    """What each picture shows, once they show what is wanted."""
    return stand_on(page.locator(".desk"), lambda: wanted)


def at_rest(page: Page) -> list[int]:
    """What each picture shows, once both have stood still for a moment."""
    root = page.locator(".desk")
    before = numbers(root)
    while True:
        page.wait_for_timeout(250)
        now = numbers(root)
        seeking = root.evaluate("(root) => [...root.querySelectorAll('video')].some((v) => v.seeking)")
        if now == before and not seeking:
            return now
        before = now


def test_both_films_follow_one_clock(desk: DeskPage, two: Two) -> None:
    page = desk.page
    quiet = page.locator(".desk .quiet")
    expect(page.locator(".desk video")).to_have_count(2)
    assert desk.json(two.coding)["coding"]["window"] == {"onset_ms": 0, "offset_ms": 22_000}
    # Before the second film begins there is a sentence in its place; stepping goes on with both.
    desk.jump_to(25)
    expect(quiet.nth(1)).to_have_text("This film begins at 0:02.")
    expect(quiet.nth(0)).to_be_hidden()
    desk.jump_to(120)
    expect(quiet.nth(1)).to_be_hidden()
    assert shown(page, [120, 70]) == [120, 70]
    desk.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft")
    expect(desk.root).to_have_attribute("data-frame", "122", timeout=PLENTY_MS)
    assert shown(page, [122, 72]) == [122, 72]
    # A key has the time of the first film; where only the second one shows, its own and no frame.
    desk.press("5")
    desk.press("End")
    expect(quiet.nth(0)).to_have_text("This film ended at 0:16.")
    desk.press("Shift+ArrowLeft")
    expect(desk.root).to_have_attribute("data-time-ms", "20960", timeout=PLENTY_MS)
    desk.press("6")
    first, second = desk.contents(two.coding)
    assert (first["onset_ms"], first["onset_frame"]) == (4880, 122)
    assert (second["onset_ms"], second["onset_frame"]) == (20_960, None)
    # The first one waits on its last frame, the 400th.
    both = [399, (20_960 - SHIFT_MS) // 40]
    assert shown(page, both) == both
    # Playing goes over from the first film to the second where the first one ends.
    desk.jump_to(390)
    desk.press("=", "=", "=", "=")
    desk.play()
    expect(quiet.nth(0)).to_be_visible(timeout=PLENTY_MS)
    desk.play_on(20)
    desk.pause()

    def due() -> list[int]:
        return [399, (int(desk.said("time-ms")) - SHIFT_MS) // 40]

    assert stand_on(desk.root, due) == due()
    desk.press("\\")


def test_one_is_heard_one_can_be_large_and_both_are_remembered(desk: DeskPage, two: Two) -> None:
    page = desk.page
    card = page.locator(".desk .films")
    muted = "(root) => [...root.querySelectorAll('video')].map((v) => v.muted)"
    assert desk.root.evaluate(muted) == [False, True]
    desk.press("Shift+u")
    assert desk.root.evaluate(muted) == [True, False]
    expect(card).to_have_attribute("data-films", "side")
    desk.press("Shift+b", "Shift+b")
    expect(page.locator(".desk .one[data-large]")).to_have_attribute("data-film", "1")
    page.wait_for_timeout(2300)  # the place is saved once the hands are calm
    page.reload()
    desk.ready()
    expect(page.locator(".desk .one[data-large]")).to_have_attribute("data-film", "1")
    assert desk.root.evaluate(muted) == [True, False]
    page.locator(".desk .one[data-film='0'] .quiet").click()
    expect(page.locator(".desk .one[data-large]")).to_have_attribute("data-film", "0")
    page.locator(".desk .one[data-film='0'] .cap button").last.click()
    expect(card).to_have_attribute("data-films", "side")


def test_a_second_film_is_laid_by_eye_and_ear(page: Page, two: Two) -> None:
    DeskPage(page, two.server).launch()
    page.goto(f"{two.server.url}/session?id={two.session}")
    page.get_by_role("link", name="Lay the films on one clock").click()
    root = page.locator(".desk.align")
    expect(root).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
    expect(root).to_have_attribute("data-shift", str(SHIFT_MS))
    says = page.locator(".align .says")
    expect(says).to_contain_text("room.mp4 begins 2.000 s (50 frames) after face.mp4.")
    # Each film steps alone; the same moment in both lays the second one.
    start = at_rest(page)
    page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    laid = [start[0] + 1, start[1] + 4]
    assert shown(page, laid) == laid
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-shift", str(SHIFT_MS - 3 * 40))
    assert at_rest(page) == laid
    # By number, by frames, by dragging its sound; every step can be taken back.
    page.keyboard.press("]")
    expect(root).to_have_attribute("data-shift", str(SHIFT_MS - 2 * 40))
    page.locator("[data-name=ms]").fill("2500")
    page.locator("[data-name=ms]").press("Tab")
    expect(root).to_have_attribute("data-shift", "2500")
    box = page.locator(".alignwave canvas").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * 0.8
    DeskPage(page, two.server).drag((box["x"] + 400, y), (box["x"] + 440, y))
    assert int(root.get_attribute("data-shift") or 0) > 2600
    for before in ("2500", str(SHIFT_MS - 2 * 40), str(SHIFT_MS - 3 * 40)):
        page.locator(".align .where").click()
        page.keyboard.press("Control+z")
        expect(root).to_have_attribute("data-shift", before)
    expect(root).to_have_attribute("data-unsaved", "true")
    with page.expect_response(lambda answer: answer.url.endswith("/clock")) as saved:
        page.get_by_role("button", name="Save").click()
    assert saved.value.status == 200
    expect(root).to_have_attribute("data-unsaved", "false")
    # Both play from the first film's moment, in step; both are heard.
    assert root.evaluate("(root) => [...root.querySelectorAll('video')].map((v) => v.muted)") == [
        False,
        False,
    ]
    page.locator(".align .where").click()
    page.keyboard.press("Space")
    page.wait_for_function(
        "([root, from]) => [...root.querySelectorAll('video')][0].currentTime > from",
        arg=[root.element_handle(), (laid[0] + 30) / 25],
        timeout=PLENTY_MS,
    )
    page.keyboard.press("Space")
    first, second = at_rest(page)
    assert first > laid[0] + 25
    assert second == first - (SHIFT_MS - 3 * 40) // 40
    # On the desk the films lie so now.
    desk = DeskPage(page, two.server).open_here(two.coding)
    desk.jump_to(125)
    assert shown(page, [125, 125 - 47]) == [125, 125 - 47]
