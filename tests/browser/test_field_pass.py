"""The field pass: one time through the film at its own speed, on few large buttons, with one thumb."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.driving import PLENTY_MS, DeskPage, opened
from tests.running import Server, Visit

LEAST_PX = 64
REACH_PX = 500
"""A thumb at the lower edge of a tablet of 132 px an inch reaches some 9.5 cm: 500 px."""


@pytest.fixture
def tablet(browser: Browser, attune: tuple[Server, Visit]) -> Iterator[DeskPage]:
    """A tablet held upright, with a touch screen."""
    server, visit = attune
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    yield from opened(context.new_page(), server, visit.coding)
    context.close()


@pytest.fixture
def laptop(page: Page, attune: tuple[Server, Visit]) -> Iterator[DeskPage]:
    server, visit = attune
    page.set_viewport_size({"width": 1366, "height": 768})
    yield from opened(page, server, visit.coding)


def boxes(buttons: Locator) -> list[dict[str, float]]:
    return [dict(box) for button in buttons.all() if (box := button.bounding_box())]
