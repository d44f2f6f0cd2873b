"""What was on the screen when the key went down is what is stored; where one jumps is where one is.

Each picture of the films carries its own number as bars. A listener that runs before the player's
notes, at every presented frame and every press, which number the picture really shows.
"""

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import workplace
from tests.driving import PLENTY_MS, DeskPage, pressed
from tests.films import barcode_film, barcode_js
from tests.running import Server, enter_visit

RATES = ("25", "30000/1001", "variable", "variable-gaps")
PRESSES, WITNESSED, SEEKS, STEPS = 77, 67, 167, 25
"""For each film; three of them: 3 × 67 = 201 presses seen, 3 × 167 = 501 seeks, 3 × (25 + 20) = 135 steps."""

FRAMES = 400

KEYS = "5678"

WATCH = """
window.__pressed = [];
addEventListener("keydown", (e) => { if ("5678".includes(e.key)) __pressed.push([e.key, window.__shown]); }, true);
"""

# A picture read off the video can be one frame newer than the one just presented. A VideoFrame holds
# its picture and its time together, so numbers and times are paired by it, and presses by time.
EACH_FRAME = """(video) => {
%s
  const numbers = window.__numbers = {};
  const look = (_now, about) => {
    window.__shown = Math.round(about.mediaTime * 1e4);
    const frame = new VideoFrame(video);
    frame.width = frame.displayWidth; frame.height = frame.displayHeight;
    numbers[Math.round(frame.timestamp / 100)] = readBarcode(frame);
    frame.close();
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const root = video.getRootNode().querySelector(".desk");
  window.__rested = (before) => new Promise((resolve) => {
    let still = 0;
    const look = () => {
      still += root.dataset.frame === before;
      if (!video.seeking && (root.dataset.frame !== before || still > 20))
        resolve([readBarcode(video), Number(root.dataset.frame)]);
      else setTimeout(look, 10);
    };
    look();
  });
}"""


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """Attune with a film of each kind, and the coding of each."""
    root = tmp_path_factory.mktemp("truth")
    place = workplace.open_workplace(root / "data")
    try:
        codings = {
            rate: enter_visit(
                place, barcode_film(root / f"{number}.mp4", rate=rate, frames=FRAMES), code=f"Family {number}"
            ).coding
            for number, rate in enumerate(RATES)
        }
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield server, codings
    server.stop()


@pytest.mark.parametrize(
    "rate", [pytest.param(rate, marks=pytest.mark.slow) if rate == "variable" else rate for rate in RATES]
)
def test_every_press_and_every_seek_is_on_its_frame(
    rate: str, page: Page, attune: tuple[Server, dict[str, str]]
) -> None:
    server, codings = attune
    page.add_init_script(WATCH)
    desk = DeskPage(page, server).launch().open(codings[rate])
    desk.video.evaluate(EACH_FRAME % barcode_js())
    assert presses(desk, codings[rate]) == []
    assert seeks(desk) == []
    assert steps(desk) == []


def presses(desk: DeskPage, coding: str) -> list[tuple[int, int]]:
    """Press while the film plays; the pairs of (number shown, frame stored) that differ."""
    desk.press("Home")
    expect(desk.root).to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
    desk.play()
    pause, before = random.Random(7), "0"
    for number in range(PRESSES):
        desk.page.wait_for_timeout(pause.uniform(20, 90))
        another_frame(desk, before)
        desk.press(KEYS[number % 4])
        before = desk.said("frame")
    desk.pause()
    desk.saved()
    stored = [content["onset_frame"] for content in pressed(desk.json(coding))]
    numbers = desk.page.evaluate("__numbers")
    # The same code again on a frame that has it, when the film has begun anew, is the same mark.
    marks = list(dict.fromkeys((key, time) for key, time in desk.page.evaluate("__pressed")))
    shown = [numbers.get(str(time)) for _key, time in marks]
    assert len(stored) == len(shown) > PRESSES - 10
    witnessed = [(a, b) for a, b in zip(shown, stored, strict=True) if a is not None]
    assert len(witnessed) >= WITNESSED
    return [(a, b) for a, b in witnessed if a != b]


def another_frame(desk: DeskPage, before: str) -> None:
    """Wait until the film has gone on; where it has come to its end, it begins anew."""
    desk.page.wait_for_function(
        "([root, before]) => root.dataset.frame !== before || !root.hasAttribute('data-playing')",
        arg=[desk.root.element_handle(), before],
        timeout=PLENTY_MS,
    )
    if not desk.root.evaluate("(root) => root.hasAttribute('data-playing')"):
        desk.press("Home")
        desk.play()


def seeks(desk: DeskPage) -> list[tuple[int, int]]:
    """Jump to places all over the film by clicking the ruler; the pairs of (shown, said) that differ."""
    box = desk.page.locator(".desk canvas").first.bounding_box()
    assert box is not None
    where, said = random.Random(11), int(desk.said("frame"))
    wrong = []
    for _ in range(SEEKS):
        before = str(said)
        x = box["x"] + 170 + where.random() * (box["width"] - 190)
        desk.page.mouse.click(x, box["y"] + 14)
        shown, said = at_rest(desk, before)
        wrong += [(shown, said)] if shown != said else []
    return wrong


def steps(desk: DeskPage) -> list[tuple[int, int]]:
    """Step forward and back by single frames; the pairs that differ."""
    desk.go_to(0)
    wrong, said = [], 0
    for step in [1] * STEPS + [-1] * (STEPS - 5):
        expected = said + step
        desk.press("ArrowRight" if step > 0 else "ArrowLeft")
        shown, said = at_rest(desk, str(said))
        assert said == expected
        wrong += [(shown, said)] if shown != said else []
    return wrong


def at_rest(desk: DeskPage, before: str) -> tuple[int, int]:
    """Wait until the film rests on a frame, which may be the one before; the number shown, the frame said."""
    shown, said = desk.page.evaluate("(before) => __rested(before)", before)
    return shown, said
