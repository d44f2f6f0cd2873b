"""A study's pages for everybody: axe-core finds nothing, and they hold longer words, from left or right, on a tablet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, workplace
from tests.browser.test_accessibility import check, half, submit
from tests.driving import PLENTY_MS, come_in
from tests.films import barcode_film
from tests.longer import STRETCH, TOO_WIDE
from tests.running import Server, prepare_visit
from tests.study_world import STUDY_PAGES, furnish_study

pytestmark = pytest.mark.slow
TABLET = {"width": 820, "height": 1180}


@dataclass(frozen=True)
class Studied:
    """The app, and the ids that addresses ask for."""

    server: Server
    ids: dict[str, str]


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studied]:
    root = tmp_path_factory.mktemp("studied")
    film = barcode_film(root / "film.mp4", rate="25", frames=300, size=(320, 180))
    visit = prepare_visit(root / "data", film, "standard")
    place = workplace.open_workplace(root / "data")
    try:
        lead = people.first_person(place)
        coders = [people.add_person(place, lead, name, "coder", whole=True) for name in ("Ana", "Ben")]
        first, second = (submit(place, who, visit.session) for who in coders)
        half(place, lead, visit.coding)
        seq = codings.desk(place, lead, visit.coding)["coding"]["seq"]
        codings.submit_coding(place, lead, visit.coding, seq)
        ids = furnish_study(place, lead, visit.session, (first, second), visit.coding)
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield Studied(server, ids)
    server.stop()


@pytest.fixture
def opened(page: Page, attune: Studied, path: str) -> Page:
    """A page of the study once it stands."""
    come_in(page, attune.server)
    page.goto(attune.server.url + path.format(**attune.ids))
    expect(page.get_by_text(re.compile(STUDY_PAGES[path])).first).to_be_visible(timeout=PLENTY_MS)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=PLENTY_MS)
    return page


@pytest.mark.parametrize("path", STUDY_PAGES)
def test_axe_finds_nothing_and_longer_words_from_either_side_stay_in_sight(opened: Page, path: str) -> None:
    check(opened)
    opened.set_viewport_size(TABLET)
    for side in ("ltr", "rtl"):
        opened.evaluate(STRETCH, side)
        opened.wait_for_timeout(500)
        assert opened.evaluate(TOO_WIDE) == [], side


@pytest.mark.parametrize("path", ["/training"])
def test_what_does_not_fit_is_found(opened: Page, path: str) -> None:
    opened.set_viewport_size(TABLET)
    opened.locator("h1").first.evaluate(
        "(title) => { title.style.whiteSpace = 'nowrap'; title.append('x'.repeat(200)); }"
    )
    assert opened.evaluate(TOO_WIDE) != []
