"""What was on the screen when the key went down is what is stored; where one jumps is where one is.

Each picture of the films carries its own number as bars. A listener that runs before the player's
notes, at every presented frame and every press, which number the picture really shows.
"""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.driving import PLENTY_MS, DeskPage, pressed
from tests.films import barcode_film, barcode_js
from tests.running import Server, prepare_visit

RATES = ("25", "30000/1001", "variable", "variable-gaps")
PRESSES, WITNESSED, SEEKS, STEPS = 77, 67, 125, 25
"""For each film; three of them: 3 × 67 = 201 presses seen, 3 × (125 + 25 + 20) = 510 seeks and steps."""

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
  window.__read = () => readBarcode(video);
}"""


@pytest.mark.parametrize(
    "rate", [pytest.param(rate, marks=pytest.mark.slow) if rate == "variable" else rate for rate in RATES]
)
def test_every_press_and_every_seek_is_on_its_frame(rate: str, page: Page, tmp_path: Path) -> None:
    film = barcode_film(tmp_path / "film.mp4", rate=rate, frames=FRAMES)
    visit = prepare_visit(tmp_path / "data", film)
    server = Server(tmp_path / "data").start()
    try:
        page.add_init_script(WATCH)
        desk = DeskPage(page, server).launch().open(visit.coding)
        desk.video.evaluate(EACH_FRAME % barcode_js())
        assert presses(desk, visit.coding) == []
        assert seeks(desk) == []
        assert steps(desk) == []
    finally:
        server.stop()


def presses(desk: DeskPage, coding: str) -> list[tuple[int, int]]:
    """Press while the film plays; the pairs of (number shown, frame stored) that differ."""
    desk.press("Home")
    expect(desk.root).to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
    desk.play()
    pause, before = random.Random(7), "0"
    for number in range(PRESSES):
        desk.page.wait_for_timeout(pause.uniform(40, 170))
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
    where = random.Random(11)
    wrong = []
    for _ in range(SEEKS):
        before = desk.said("frame")
        x = box["x"] + 170 + where.random() * (box["width"] - 190)
        desk.page.mouse.click(x, box["y"] + 14)
        wrong += differing(desk, before)
    return wrong


def steps(desk: DeskPage) -> list[tuple[int, int]]:
    """Step forward and back by single frames; the pairs that differ."""
    desk.go_to(0)
    wrong = []
    for key in ["ArrowRight"] * STEPS + ["ArrowLeft"] * (STEPS - 5):
        before = int(desk.said("frame"))
        desk.press(key)
        expected = before + (1 if key == "ArrowRight" else -1)
        expect(desk.root).to_have_attribute("data-frame", str(expected), timeout=PLENTY_MS)
        wrong += differing(desk, str(before))
    return wrong


def differing(desk: DeskPage, before: str) -> list[tuple[int, int]]:
    """Wait until the film rests on a frame, then compare the picture with what the desk says."""
    desk.page.wait_for_function(
        """(before) => {
          const root = [...document.querySelectorAll("*")].map((n) => n.shadowRoot?.querySelector(".desk")).find(Boolean)
            ?? document.querySelector(".desk");
          const video = root.querySelector("video");
          return !video.seeking && (root.dataset.frame !== before || (window.__rest = (window.__rest ?? 0) + 1) > 20);
        }""",
        arg=before,
        polling=10,
    )
    desk.page.evaluate("window.__rest = 0")
    shown, said = desk.page.evaluate("__read()"), int(desk.said("frame"))
    return [] if shown == said else [(shown, said)]
