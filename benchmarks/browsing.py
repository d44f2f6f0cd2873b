"""The Chromium that is measured: the whole one, as people have it, without a graphics card."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from tests.chromium import chromium

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--mute-audio", "--autoplay-policy=no-user-gesture-required")


@contextmanager
def measured_page(script: str = "") -> Iterator[Page]:
    """An empty tab as large as a laptop's, in a browser of its own; ``script`` runs in every page it opens."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(whole=True), args=[*ARGUMENTS])
        try:
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            if script:
                page.add_init_script(script)
            yield page
        finally:
            browser.close()
