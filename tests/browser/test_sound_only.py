"""A film whose picture the browser cannot decode says so, instead of playing as sound under a black card."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.driving import PLENTY_MS, DeskPage
from tests.films import barcode_film
from tests.running import Server, prepare_visit


def test_a_film_without_a_picture_for_this_browser_says_what_to_do(page: Page, tmp_path: Path) -> None:
    """Chromium has no decoder for MPEG-4 part 2; its sound, AAC, plays."""
    visit = prepare_visit(tmp_path / "data", barcode_film(tmp_path / "film.mp4", frames=50))
    (proxy,) = (tmp_path / "data" / "films").glob("*/proxy.mp4")
    shutil.copyfile(barcode_film(tmp_path / "old.mp4", frames=50, codec="mpeg4"), proxy)
    server = Server(tmp_path / "data").start()
    try:
        desk = DeskPage(page, server).launch()
        page.goto(f"{server.url}/desk?coding={visit.coding}")
        message = page.locator(".desk .film .message")
        expect(message).to_be_visible(timeout=PLENTY_MS)
        expect(message).to_have_text(
            "This browser cannot show the picture of this film. Try another browser; if it stays so, enter a new visit "
            "and add the film there: it is prepared anew."
        )
        assert desk.video.evaluate("video => [video.videoWidth, video.error]") == [0, None]
    finally:
        server.stop()
