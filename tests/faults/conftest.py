"""Attune that may be killed: a fresh folder, film and server for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.driving import DeskPage
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[tuple[Server, Visit]]:
    """A running Attune with one visit whose film lasts 40 s."""
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=250, sound=False)
    visit = prepare_visit(tmp_path / "data", film, times=4)
    server = Server(tmp_path / "data").start()
    yield server, visit
    server.stop()


@pytest.fixture
def desk(page: Page, killable: tuple[Server, Visit]) -> DeskPage:
    """The coding on the desk."""
    server, visit = killable
    return DeskPage(page, server).launch().open(visit.coding)
