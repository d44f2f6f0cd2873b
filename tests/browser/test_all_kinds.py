"""Intervals, ratings, links, modifiers and hints at the desk, with real keys and by touch, over a scheme that has every kind.

The film has 25 frames a second and lasts 20 s, so intervals of 4 s have 100 frames each and there are five.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from annotator.actions import checking, workplace
from tests.all_kinds import visit_of_all_kinds
from tests.driving import PLENTY_MS, DeskPage, opened
from tests.films import barcode_film
from tests.running import Server, Visit

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
WARMTH, PACE = "quality|parent|warmth", "quality|parent|pace"


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    root = tmp_path_factory.mktemp("kinds")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(320, 180))
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


def within_reach(desk: DeskPage) -> None:
    """axe-core finds nothing on the screen as it stands."""
    found = AXE.run(desk.page, options=RULES).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []


def test_intervals_and_ratings_by_keys(desk: DeskPage, attune: tuple[Server, Visit]) -> None:
    page, coding = desk.page, attune[1].coding
    go_to_pass(desk, "p_intervals")
    guide, where = page.locator(".guide"), page.locator(".guide .g b")
    expect(where).to_have_text("Interval 1 of 5")
    desk.press("Space")
    stands_at(desk, 99)  # the last frame that begins before 4 s
    expect(guide.locator(".ask")).to_contain_text("What held for most of it?")
    within_reach(desk)
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
    within_reach(desk)
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


def test_with_the_chime_the_film_plays_on_and_a_key_goes_to_what_just_ended(
    desk: DeskPage, attune: tuple[Server, Visit]
) -> None:
    """However late the key comes, the interval that it is for has ended, and the film has not stopped."""
    go_to_pass(desk, "p_intervals")
    desk.emptied()
    chime = desk.page.locator("[data-name=ichime]")
    chime.click()
    expect(chime).to_have_attribute("aria-pressed", "true")
    desk.play()
    expect(desk.root).to_have_attribute(
        "data-frame", re.compile(r"^(1[1-9]\d|[2-4]\d\d)$"), timeout=PLENTY_MS
    )
    desk.press("d")
    expect(desk.root).to_have_attribute("data-playing", "")
    shown = int(desk.said("frame"))
    desk.pause()
    ((onset, offset, code),) = told(desk, attune[1].coding, "mood")
    assert (offset - onset, code) == (4, "unsettled")
    assert offset * 25 <= shown + 1, "it was over when the key came"
    desk.emptied()
    chime.click()


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


def answers(desk: DeskPage, coding: str) -> list[dict[str, Any]]:
    """The modifiers of the answers, in order of onset, links as codes of the cues."""
    json = (desk.saved(), desk.json(coding))[1]
    codes = {a["id"]: a["content"]["code"] for a in json["annotations"]}
    found = [a["content"] for a in json["annotations"] if a["content"]["track"] == "answer"]
    named = [dict(c["modifiers"]) for c in sorted(found, key=lambda c: c["onset_ms"])]
    return [m | ({"to": [codes[cue] for cue in m["to"]]} if "to" in m else {}) for m in named]


# How much of the tracks has the colour of arcs.
ARCS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 100, canvas.width, canvas.height - 100);
  let n = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 60 && Math.abs(data[i] - 47) + Math.abs(data[i + 1] - 111) + Math.abs(data[i + 2] - 115) < 24) n += 1;
  return n;
}"""


def test_links_modifiers_and_hints_by_keys(desk: DeskPage, attune: tuple[Server, Visit]) -> None:
    page, coding = desk.page, attune[1].coding
    go_to_pass(desk, "p_watch")
    for frame, key in ((50, "b"), (100, "n"), (125, "a")):  # a bid at 2 s, a break at 4 s, an answer at 5 s
        desk.jump_to(frame)
        desk.press(key)
    hints = page.locator(".bar .hints")
    desk.press("`", "ArrowDown", "1", "ArrowDown", "2", "ArrowDown", "1", "ArrowDown", "3", "ArrowDown")
    expect(hints).to_have_text("1 to look at")  # by voice, and no words yet
    page.keyboard.type("40")
    desk.press("ArrowDown")
    page.keyboard.type("there you are")
    desk.press("Enter")
    given = {
        "how": "voice",
        "parts": ["tune"],
        "warm": True,
        "times": 3,
        "distance": 40,
        "words": "there you are",
    }
    assert answers(desk, coding) == [given]
    expect(hints).to_be_hidden()

    canvas = page.locator("canvas.base")
    before = canvas.evaluate(ARCS)
    desk.press("Shift+y")
    expect(page.locator(".linking .cue")).to_contain_text("A break, please")  # the nearest
    within_reach(desk)
    desk.press("b")  # the nearest with this code
    assert answers(desk, coding) == [given | {"to": ["bid"]}]
    assert canvas.evaluate(ARCS) > before + 20
    page.locator(".list .row").last.click()  # the answer is chosen already: its details open
    expect(page.locator(".details [data-modifier=delay]")).to_contain_text("3 s")
    desk.press("Escape", "Escape", "Control+z")
    assert answers(desk, coding) == [given]
    desk.press("Shift+y", "PageUp", "Enter")
    assert answers(desk, coding) == [given | {"to": ["bid"]}]
    desk.press("Shift+y")
    page.locator(".list .row").nth(1).click()  # the break takes the bid's place: one cue is all there can be
    assert answers(desk, coding) == [given | {"to": ["pause"]}]
    page.locator(".list .row").nth(1).click()
    desk.press("Escape", "Delete")  # with a cue goes what names it
    assert answers(desk, coding) == [given]
    desk.press("Control+z")
    assert answers(desk, coding) == [given | {"to": ["pause"]}]
    page.locator(".list .row").nth(2).click()
    desk.press("Escape", "Shift+y", "Delete")
    assert answers(desk, coding) == [given]

    desk.jump_to(300)
    desk.press("a")  # an answer at 12 s to nothing
    expect(hints).to_have_text("1 to look at")
    desk.press("Home", "Shift+q")
    page.locator(".dialog .hint", has_text="An answer to no cue?").click()
    expect(desk.root).to_have_attribute("data-frame", "300", timeout=PLENTY_MS)
    page.locator(".bar .submit").click()
    expect(page.locator(".dialog")).to_contain_text("The scheme asks, in 2 places")
    expect(page.locator(".dialog")).to_contain_text("No cue for a long time?")  # 4 s to the end of the film
    expect(page.locator(".dfoot .btn.p")).to_be_enabled()
    desk.press("Escape")


def test_links_and_modifiers_by_touch(tablet_page: Page, attune: tuple[Server, Visit]) -> None:
    coding, page = attune[1].coding, tablet_page
    for desk in opened(page, attune[0], coding):
        go_to_pass(desk, "p_watch")
        page.locator("[data-code=bid]").tap()
        desk.press("ArrowUp")
        page.locator("[data-code=joins]").tap()
        strip = page.locator(".strip")
        strip.locator("[data-modifier=how] .opt").nth(1).tap()
        strip.locator("[data-name='distance+']").tap()
        strip.locator("[data-name='distance+']").tap()
        strip.locator("[data-modifier=to] [data-name=link]").tap()
        tracks = desk.tracks()
        page.touchscreen.tap(tracks.x(0) + 3, tracks.y(1))  # the bid on its row
        assert answers(desk, coding) == [{"how": "hands", "distance": 2, "to": ["bid"]}]
