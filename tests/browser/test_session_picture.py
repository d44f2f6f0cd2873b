"""The picture of a session: a click on a band, an arc, a ring or a way back is that moment on the film."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, people, workplace
from tests.driving import PLENTY_MS, come_in
from tests.meeting_case import mark, press, visit
from tests.running import Server

MARKS = (
    mark("dyad_state", "dyad", "together", 0, 20_000), mark("dyad_state", "dyad", "out_of_step", 20_000, 26_000),
    mark("dyad_state", "dyad", "together", 26_000, 60_000),
    mark("infant_cue", "infant", "bid_social", 8_000), mark("parent_response", "parent", "join", 9_500),
    mark("infant_cue", "infant", "bid_social", 40_000),
)  # fmt: skip
MIDDLE = """
([name, n]) => {
  const chart = document.querySelector(".st-key-session-picture .js-plotly-plot");
  const traces = chart?._fullData?.filter((each) => each.visible === true) ?? [];
  const trace = traces.find((each) => each.name === name && (each.type === "bar" || /markers/.test(each.mode)));
  if (!trace) return null;
  const bars = traces.filter((each) => each.type === "bar");
  const drawn = trace.type === "bar" ? chart.querySelectorAll(".barlayer .trace")[bars.indexOf(trace)] : chart.querySelector(`.trace${trace.uid}`);
  const box = drawn?.querySelectorAll("path")[n]?.getBoundingClientRect();
  return box && box.width ? [box.left + box.width / 2, box.top + box.height / 2] : null;
}
"""
"""Where the nth mark of a trace lies on the screen; null until it is drawn."""


@dataclass
class Coded:
    """The running app with a coding that has all that a picture can show."""

    server: Server
    coding: str


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coded]:
    folder = tmp_path_factory.mktemp("picture") / "data"
    place = workplace.open_workplace(folder)
    try:
        who = people.first_person(place)
        scheme = next(
            c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement"
        )
        coding = codings.begin_coding(place, who, visit(place, who), scheme, "standard")
        press(place, who, coding, *MARKS)
    finally:
        place.store.close()
    server = Server(folder).start()
    yield Coded(server, coding)
    server.stop()


@pytest.mark.parametrize(
    ("name", "n", "ms"),
    [
        ("Out of step", 0, 20_000), ("Together", 1, 26_000), ("a signal and its answer", 0, 8_000),
        ("a signal without an answer in time", 0, 40_000), ("lost and found again", 0, 20_000),
    ],
)  # fmt: skip
def test_a_click_is_that_moment_on_the_film(page: Page, coded: Coded, name: str, n: int, ms: int) -> None:
    come_in(page, coded.server)
    page.goto(f"{coded.server.url}/summary?coding={coded.coding}")
    expect(page.get_by_role("heading", name="The session", exact=True)).to_be_visible(timeout=PLENTY_MS)
    page.locator(".st-key-session-picture").scroll_into_view_if_needed()
    page.wait_for_function(MIDDLE, arg=[name, n], timeout=PLENTY_MS)
    x, y = page.evaluate(MIDDLE, [name, n])
    page.mouse.move(x, y)
    page.locator(".st-key-session-picture .hoverlayer .hovertext").first.wait_for(timeout=PLENTY_MS)
    page.mouse.click(x, y)
    page.wait_for_url(re.compile(rf"/desk\?.*[?&]t={ms}(&|$)"), timeout=PLENTY_MS)
