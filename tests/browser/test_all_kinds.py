"""Intervals and ratings at the desk, with real keys and by touch, over a scheme that has every kind.

The film has 25 frames a second and lasts 20 s, so intervals of 4 s have 100 frames each and there are five.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import checking, workplace
from tests.all_kinds import visit_of_all_kinds
from tests.driving import PLENTY_MS, DeskPage, opened
from tests.films import barcode_film
from tests.running import Server, Visit

WARMTH, PACE = "quality|parent|warmth", "quality|parent|pace"


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    root = tmp_path_factory.mktemp("kinds")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(640, 360))
    visit = visit_of_all_kinds(root, film)
    server = Server(root / "data").start()
    yield server, visit
    server.stop()
    place = workplace.open_workplace(root / "data")
    try:
        assert checking.check(place) == []  # every coding is the sum of its edits, still
    finally:
        place.store.close()


@pytest.fixture
def desk(page: Page, attune: tuple[Server, Visit]) -> Iterator[DeskPage]:
    yield from opened(page, attune[0], attune[1].coding)


def go_to_pass(desk: DeskPage, name: str) -> None:
    desk.press("Shift+I", "Shift+I", "Shift+I", "Shift+I")
    while desk.said("pass") != name:
        desk.press("Shift+O")


def stands_at(desk: DeskPage, frame: int) -> None:
    """The film stopped by itself on a frame."""
    expect(desk.root).to_have_attribute("data-frame", str(frame), timeout=PLENTY_MS)
    expect(desk.root).not_to_have_attribute("data-playing", "", timeout=PLENTY_MS)


def told(desk: DeskPage, coding: str, track: str) -> list[tuple[Any, ...]]:
    """What stands on a track: seconds and code, or code and value."""
    found = [c for c in desk.contents(coding) if c["track"] == track]
    if track == "quality":
        return sorted((c["code"], c["modifiers"].get("_value")) for c in found)
    return [(c["onset_ms"] / 1000, c["offset_ms"] / 1000, c["code"]) for c in found]


def test_intervals_and_ratings_by_keys(desk: DeskPage, attune: tuple[Server, Visit]) -> None:
    page, coding = desk.page, attune[1].coding
    go_to_pass(desk, "p_intervals")
    guide, where = page.locator(".guide"), page.locator(".guide .g b")
    expect(where).to_have_text("Interval 1 of 5")
    desk.press("Space")
    stands_at(desk, 99)  # the last frame that begins before 4 s
    expect(guide.locator(".ask")).to_contain_text("What held for most of it?")
    desk.press("s", "h", "m", "Enter")  # two kinds of touch, then on; the next one plays at once
    expect(where).to_have_text("Interval 2 of 5")
    desk.press("d")  # while it plays
    stands_at(desk, 199)
    desk.press("Enter", "PageUp", "PageUp")  # on to the third, and two back
    expect(where).to_have_text("Interval 1 of 5")
    stands_at(desk, 0)
    desk.press("d", "h")  # another code in its place; the same again takes touch away
    assert told(desk, coding, "mood") == [(0, 4, "unsettled"), (4, 8, "unsettled")]
    assert told(desk, coding, "touch") == [(0, 4, "strokes")]
    desk.press("Control+z", "Control+z")
    assert told(desk, coding, "mood")[0] == (0, 4, "settled")
    assert sorted(told(desk, coding, "touch")) == [(0, 4, "holds"), (0, 4, "strokes")]
    expect(guide.locator(".cell[data-n='0']")).to_have_attribute("data-done", "")
    guide.locator(".cell[data-n='4']").click()
    desk.press("v")  # the code for what cannot be seen
    page.locator(".list .row").first.click()
    desk.press("Shift+s")  # its beginning cannot be moved: it keeps to its interval
    expect(page.locator(".toast")).to_have_text(
        "Intervals and ratings keep their times; change their codes instead"
    )
    assert told(desk, coding, "mood")[-1] == (16, 20, "unseen")
    desk.press("Escape", "Shift+w")  # out of the list; not led: a code goes to the interval on the screen
    desk.jump_to(220)
    desk.press("s")
    assert (8, 12, "settled") in told(desk, coding, "mood")

    go_to_pass(desk, "p_rate")
    form = page.locator(".form")
    expect(form.locator(".item[data-open]")).to_contain_text("steadily warm")
    desk.press("4", "5")
    expect(form.locator("[role=radio][aria-checked=true]")).to_have_attribute("data-value", "5")
    desk.press("Enter", "7")
    assert told(desk, coding, "quality") == [("pace", 7), ("warmth", 5)]
    desk.press("Control+z", "PageUp", "Backspace")
    assert told(desk, coding, "quality") == []
    desk.press("Control+z", "Control+z", "Control+Shift+z")  # 5 again, then 4, then 5
    assert told(desk, coding, "quality") == [("warmth", 5)]
    desk.press("Control+z", "3")
    page.locator(".bar .submit").click()
    dialog = page.locator(".dialog")
    expect(dialog).to_contain_text("1 interval has no code")  # the fourth
    expect(dialog).to_contain_text("1 rating has no answer")
    desk.press("Escape")
    page.reload()
    desk.ready()
    assert told(desk, coding, "quality") == [("warmth", 3)]
    expect(page.locator(".form")).to_contain_text("1 of 2 rated")


def test_intervals_and_ratings_by_touch(tablet_page: Page, attune: tuple[Server, Visit]) -> None:
    coding = attune[1].coding
    for desk in opened(tablet_page, attune[0], coding):
        go_to_pass(desk, "p_intervals")
        tablet_page.locator(".guide [data-name=iplay]").tap()
        stands_at(desk, 99)
        tablet_page.locator("[data-code=settled]").tap()
        tablet_page.locator("[data-code=strokes]").tap()
        tablet_page.locator(".guide [data-name=inext]").tap()
        expect(tablet_page.locator(".guide .g b")).to_have_text("Interval 2 of 5")
        tablet_page.locator(".guide .cell[data-n='0']").tap()
        stands_at(desk, 0)
        expect(tablet_page.locator("[data-code=strokes]")).to_have_attribute("aria-pressed", "true")
        assert told(desk, coding, "mood") == [(0, 4, "settled")]

        go_to_pass(desk, "p_rate")
        tablet_page.locator(f"[data-name='point {WARMTH} 2']").tap()
        tablet_page.locator(f"[data-name='next {WARMTH}']").tap()
        tablet_page.locator(f"[data-name='point {PACE} 10']").tap()
        assert told(desk, coding, "quality") == [("pace", 10), ("warmth", 2)]
        tablet_page.locator(f"[data-name='cannot {PACE}']").tap()
        assert told(desk, coding, "quality") == [("pace", None), ("warmth", 2)]
        tablet_page.locator(".tr [data-act=undo]").tap()
        assert told(desk, coding, "quality") == [("pace", 10), ("warmth", 2)]
