"""The field pass: one time through the film at its own speed, on few large buttons, with one thumb."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.driving import PLENTY_MS, DeskPage, opened
from tests.running import Server, Visit

LEAST_PX = 64
REACH_PX = 500
"""A thumb at the lower edge of a tablet of 132 px an inch reaches some 9.5 cm: 500 px."""


@pytest.fixture
def tablet(tablet_page: Page, attune: tuple[Server, Visit]) -> Iterator[DeskPage]:
    """A tablet held upright, with a touch screen."""
    server, visit = attune
    yield from opened(tablet_page, server, visit.coding)


@pytest.fixture
def laptop(page: Page, attune: tuple[Server, Visit]) -> Iterator[DeskPage]:
    server, visit = attune
    page.set_viewport_size({"width": 1366, "height": 768})
    yield from opened(page, server, visit.coding)


def boxes(buttons: Locator) -> list[FloatRect]:
    """Where buttons lie, all at one moment."""
    found: list[FloatRect] = buttons.evaluate_all(
        "(all) => all.map((n) => n.getBoundingClientRect()).map(({x, y, width, height}) => ({x, y, width, height}))"
    )
    return found


@pytest.mark.parametrize("size", ["tablet", "laptop"])
def test_every_button_is_large_in_sight_and_the_star_is_the_largest(
    size: str, request: pytest.FixtureRequest
) -> None:
    desk: DeskPage = request.getfixturevalue(size)
    codes = boxes(desk.page.locator(".desk .palette .c"))
    pads = boxes(desk.page.locator(".desk .palette .pad"))
    height = desk.page.viewport_size["height"] if desk.page.viewport_size else 0
    assert (len(codes), len(pads)) == (13, 2), "six states, four cues, three marks; take back, and play"
    for box in [*codes, *pads]:
        assert box["height"] >= LEAST_PX and box["width"] >= LEAST_PX, box
        assert box["y"] + box["height"] <= height, "nothing has to be scrolled to"
    star = boxes(desk.page.locator(".desk .c[data-code=star]"))[0]
    areas = sorted(box["width"] * box["height"] for box in codes)
    assert star["width"] * star["height"] == areas[-1] > 1.3 * areas[-2]


def test_on_a_tablet_a_thumb_of_either_hand_reaches_all_of_them(tablet: DeskPage) -> None:
    buttons = tablet.page.locator(".desk .palette :is(.c, .pad)")

    def farthest(edge: float) -> float:
        return max(
            ((box["x"] + box["width"] / 2 - edge) ** 2 + (box["y"] + box["height"] / 2 - 1100) ** 2) ** 0.5
            for box in boxes(buttons)
        )

    assert farthest(820) <= REACH_PX
    tablet.page.get_by_role("button", name="for the other hand").tap()
    expect(tablet.root).to_have_attribute("data-hand", "left")
    assert farthest(0) <= REACH_PX
    tablet.page.get_by_role("button", name="for the other hand").tap()
    expect(tablet.root).to_have_attribute("data-hand", "right")


def test_taps_code_while_the_film_plays_on_and_the_last_is_taken_back(
    tablet: DeskPage, attune: tuple[Server, Visit]
) -> None:
    page, coding = tablet.page, attune[1].coding
    page.locator(".pad[data-act=play]").tap()
    expect(tablet.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    for code in ("together", "bid_social", "star", "out_of_step"):
        tablet.play_on(6)
        page.locator(f".c[data-code={code}]").tap()
        expect(tablet.root).to_have_attribute("data-playing", "")
        expect(page.locator(".desk .strip")).to_be_hidden()
    tablet.play_on(6)
    page.locator(".pad[data-act=undo]").tap()
    page.locator(".pad[data-act=play]").tap()
    expect(tablet.root).not_to_have_attribute("data-playing", "")
    together, bid, star = [deed["frame"] for deed in tablet.deeds("pointerdown")][-6:-3]
    found = [(c["code"], c["onset_frame"], c["onset_ms"], c["offset_frame"]) for c in tablet.contents(coding)]
    assert found == [
        ("together", together, together * 40, None),
        ("bid_social", bid, bid * 40, bid),
        ("star", star, star * 40, star),
    ]


def test_the_keys_are_the_same_and_the_asterisk_marks_the_moment_on_the_screen(
    laptop: DeskPage, attune: tuple[Server, Visit]
) -> None:
    for frame, key in ((10, "t"), (20, "5"), (30, "b"), (40, "Shift+Digit8"), (50, "n")):
        laptop.jump_to(frame)
        laptop.press(key)
    found = [(c["code"], c["onset_frame"]) for c in laptop.contents(attune[1].coding)]
    assert found == [("together", 10), ("bid_social", 20), ("star", 30), ("star", 40), ("wonder", 50)]


def test_a_chosen_mark_is_starred_itself(laptop: DeskPage, attune: tuple[Server, Visit]) -> None:
    laptop.jump_to(10)
    laptop.press("t", "PageUp", "Shift+Digit8")
    found = [(c["code"], c["flagged"]) for c in laptop.contents(attune[1].coding)]
    assert found == [("together", True)]


@pytest.mark.parametrize("many", [12, 60])
def test_the_drawer_opens_on_the_mark_at_the_playhead(laptop: DeskPage, many: int) -> None:
    for frame in range(many):
        laptop.jump_to(2 * frame)
        laptop.press("5")
    laptop.saved()
    laptop.page.get_by_role("button", name="What is coded").click()
    expect(laptop.page.locator(".desk .row.now")).to_be_in_viewport()
    seen = """(list) => {
      const box = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll(".row")].map((row) => row.getBoundingClientRect());
      return rows.filter((row) => row.top >= box.top - 1 && row.bottom <= box.bottom + 1).length;
    }"""
    shown = laptop.page.locator(".desk .scroller")
    room = shown.evaluate("(list) => Math.floor(list.clientHeight / list.querySelector('.row').clientHeight)")
    assert shown.evaluate(seen) >= min(many, room) - 1


def test_on_a_laptop_the_list_is_a_drawer(laptop: DeskPage) -> None:
    laptop.press("t")
    rows = laptop.page.locator(".desk .row")
    expect(rows.first).to_be_hidden()
    laptop.page.get_by_role("button", name="What is coded").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Together")
    laptop.press("Escape")
    expect(rows.first).to_be_hidden()
