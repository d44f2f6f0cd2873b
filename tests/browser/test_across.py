"""The small pictures across visits: a click on a dot opens that visit's summary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import people, workplace
from tests.actions.test_changing import three_visits
from tests.driving import PLENTY_MS, come_in
from tests.running import Server


@dataclass
class Series:
    """The running app with three coded visits of one family: their codings by date."""

    server: Server
    codings: list[str]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Series]:
    folder = tmp_path_factory.mktemp("across") / "data"
    place = workplace.open_workplace(folder)
    try:
        made = three_visits(place, people.first_person(place))
    finally:
        place.store.close()
    server = Server(folder).start()
    yield Series(server, made)
    server.stop()


def test_a_click_on_a_dot_opens_that_visit(page: Page, series: Series) -> None:
    """The first dot of the first picture is the first of the three visits."""
    come_in(page, series.server)
    page.goto(f"{series.server.url}/summary?coding={series.codings[-1]}")
    expect(page.get_by_role("heading", name="Across the visits")).to_be_visible(timeout=PLENTY_MS)
    dot = page.locator(".st-key-across .js-plotly-plot .points path").first
    dot.scroll_into_view_if_needed(timeout=PLENTY_MS)
    box = dot.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    page.mouse.click(x, y)
    page.wait_for_url(re.compile(f"coding={series.codings[0]}"), timeout=PLENTY_MS)
