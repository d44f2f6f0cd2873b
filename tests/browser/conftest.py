"""A running Attune on a film of barcodes, shared by the tests of one file, and browsers to open it in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.driving import DeskPage, forget
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit

TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    """Attune with one visit, its film of 20 seconds at 25 frames a second."""
    root = tmp_path_factory.mktemp("attune")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(root / "data", film)
    server = Server(root / "data").start()
    yield server, visit
    server.stop()


@pytest.fixture
def desk(page: Page, attune: tuple[Server, Visit]) -> DeskPage:
    """The first person's coding, open on the desk."""
    server, visit = attune
    return DeskPage(page, server).launch().open(visit.coding)


# A fresh browser profile fetches and compiles all of the app's scripts, which takes more of the
# computer than most tests: so a profile is kept from test to test, and of it only what was fetched
# and, for an empty tab keeps the process alive, what was compiled.


@pytest.fixture(scope="session")
def on_a_laptop(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    kept = browser.new_context(**browser_context_args)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def on_a_tablet(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    kept = browser.new_context(**{**browser_context_args, **TABLET})
    yield kept
    kept.close()


@pytest.fixture
def context(on_a_laptop: BrowserContext) -> Iterator[BrowserContext]:
    """A browser to which every address is new."""
    yield on_a_laptop
    forget(on_a_laptop)


@pytest.fixture
def tablet_page(on_a_tablet: BrowserContext) -> Iterator[Page]:
    """A tab on a tablet with a touch screen, to which every address is new."""
    yield on_a_tablet.new_page()
    forget(on_a_tablet)
