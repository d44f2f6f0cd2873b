"""Attune that may be killed: a fresh folder, film and server for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from annotator.actions import checking, workplace
from annotator.errors import Problem
from tests.driving import DeskPage
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit


def problems_in(folder: Path) -> list[Problem]:
    """What ``annotator check`` finds in a data folder that no server holds."""
    place = workplace.open_workplace(folder)
    try:
        return checking.check(place)
    finally:
        place.store.close()


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[tuple[Server, Visit]]:
    """A running Attune with one visit whose film lasts 40 s."""
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=250, sound=False)
    visit = prepare_visit(tmp_path / "data", film, times=4)
    server = Server(tmp_path / "data").start()
    yield server, visit
    server.stop()
    assert problems_in(server.folder) == []


@pytest.fixture
def desk(page: Page, killable: tuple[Server, Visit]) -> DeskPage:
    """The coding on the desk."""
    server, visit = killable
    return DeskPage(page, server).launch().open(visit.coding)
