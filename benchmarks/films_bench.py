"""Two films side by side for ten minutes: how far their pictures are apart."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from annotator.actions import workplace
from tests.browser.test_films_in_step import SHIFT_MS, WATCH, frames_apart
from tests.chromium import chromium
from tests.driving import DeskPage
from tests.films import barcode_film
from tests.running import Server, add_film, enter_visit

LONG_S = 600


def rows() -> list[dict[str, Any]]:
    """Every row of this part."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = chromium(whole=True)
        arguments = [
            "--no-sandbox",
            "--disable-gpu",
            "--mute-audio",
            "--autoplay-policy=no-user-gesture-required",
        ]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        found = drift(browser.new_page(viewport={"width": 1366, "height": 768}), Path(folder))
        browser.close()
    return found


def drift(page: Page, root: Path) -> list[dict[str, Any]]:
    """At every picture of the screen, by the last frame that each film presented."""
    place = workplace.open_workplace(root / "data")
    try:
        size = (320, 180)
        first = barcode_film(root / "a.mp4", rate="25", frames=(LONG_S + 20) * 25, size=size)
        second = barcode_film(root / "b.mp4", rate="30000/1001", frames=(LONG_S + 20) * 30, size=size)
        visit = enter_visit(place, first)
        add_film(place, visit.session, second, SHIFT_MS)
    finally:
        place.store.close()
    server = Server(root / "data").start()
    try:
        desk = DeskPage(page, server).launch().open_here(visit.coding)
        desk.jump_to(75)
        desk.play()
        page.wait_for_timeout(2000)
        seen = desk.root.evaluate(WATCH, [SHIFT_MS, LONG_S, []])
        desk.pause()
    finally:
        server.stop()
    apart = sorted(frames_apart(first, other) for _at, first, other in seen)
    p50, p95, p99 = (apart[int(len(apart) * q)] for q in (0.5, 0.95, 0.99))
    load = "25 beside 29.97 frames a second, 320×180, both with sound, one heard, software decoding"
    return [
        {
            "what": f"two films side by side for {LONG_S // 60} min, apart",
            "goal": "p95 ≤ 1 frame",
            "got": f"p50 {p50}, p95 {p95}, p99 {p99}, max {apart[-1]} frames",
            "n": len(apart),
            "load": load,
            "met": p95 <= 1,
        }
    ]
