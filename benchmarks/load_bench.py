"""Starting, pages on much data, and a whole lab at work."""

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from annotator.actions import families, people, workplace
from benchmarks import lab_bench
from benchmarks.browsing import measured_page
from benchmarks.desk_bench import fill
from benchmarks.rows import Row, row
from benchmarks.steps import step
from tests.driving import DeskPage
from tests.films import barcode_film
from tests.running import Server, prepare_visit

FAMILIES, VISITS_EACH, RERUNS = 400, 5, 40

# Notes when the browser asks for a rerun: a table waits 150 ms for a second tick before it does.
NOTES = """
window.__asked = 0;
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (data) { __asked ||= performance.now(); return send.call(this, data); };
"""
WATCH_LINKS = """() => {
  const count = () => document.querySelectorAll('[data-testid="stPageLink"]').length;
  window.__links = { count: count(), at: 0 };
  new MutationObserver(() => {
    if (count() !== __links.count) window.__links = { count: count(), at: performance.now() };
  }).observe(document.body, { childList: true, subtree: true });
}"""


def starts(root: Path) -> Iterator[Row]:
    """From the command to the first page on the screen, each time on a fresh data folder."""
    seen = []
    with measured_page() as page:
        for number in range(5):
            step(f"start it, {number + 1} of 5")
            began = time.perf_counter()
            server = Server(root / str(number), sample=True, loaded=False).start()
            page.goto(server.link)
            page.get_by_role("heading", level=1).first.wait_for()
            seen.append(1000 * (time.perf_counter() - began))
            server.stop()
    yield row(
        "start to first page", "≤ 6,000 ms", seen, 6000, 0.95, "fresh data folder, sample family entered"
    )


def pages(root: Path) -> Iterator[Row]:
    """Searching 2,000 visits, and the summary of a coding of 10,000 annotations."""
    step("prepare the film and 10,000 annotations")
    film = barcode_film(root / "film.mp4", rate="25", frames=25 * 16, size=(160, 90))
    visit = prepare_visit(root / "data", film, times=38)
    fill(root / "data", visit, 10_000)
    step("enter 2,000 visits")
    place = workplace.open_workplace(root / "data")
    try:
        who = people.first_person(place)
        for number in range(FAMILIES):
            family = families.create_family(place, who, f"Family {number + 100}")
            for n in range(VISITS_EACH):
                families.create_session(place, who, family.id, f"Visit {n + 1}", "2026-03-02", "feeding")
        searches = []
        for number in range(50):
            began = time.perf_counter()
            families.sessions_page(place, who, f"family {100 + 7 * number}")
            searches.append(1000 * (time.perf_counter() - began))
    finally:
        place.store.close()
    visits, loaded = f"{FAMILIES * VISITS_EACH + 1:,} visits", "whole page load in Chromium"
    yield row(f"search among {visits}, the action", "p95 ≤ 20 ms", searches, 20, 0.95, "in process")
    server = Server(root / "data").start()
    try:
        with measured_page(NOTES) as page:
            DeskPage(page, server).launch()
            step("load the page of families")
            seen = [load(page, f"{server.url}/families?q={200 + n}", f"Family {200 + n}") for n in range(12)]
            yield row(f"families page among {visits}, loaded anew", "–", seen[2:], None, 0.95, loaded)
            step("load the summary")
            seen = [load(page, f"{server.url}/summary?coding={visit.coding}", "Tick a row") for _ in range(8)]
            yield row("summary page of 10,000 annotations, loaded anew", "–", seen[2:], None, 0.95, loaded)
            step("tick a row of the summary again and again")
            words = "a row of the summary ticked, from the browser's asking until its 24 moments stand on the page"
            yield row("page rerun, 10,000 annotations", "p95 ≤ 150 ms", ticks(page), 150, 0.95, words)
    finally:
        server.stop()


def ticks(page: Page) -> list[float]:
    """Ms from asking for a rerun, a row of the infant's signals ticked or unticked, to its moments on the page or off it."""
    page.evaluate(WATCH_LINKS)
    table = page.locator(".st-key-infant_cue-infant").get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    seen = []
    for number in range(RERUNS + 2):
        page.evaluate("() => { __asked = 0; }")
        page.mouse.click(box["x"] + 18, box["y"] + 52)
        wanted = "> 24" if number % 2 == 0 else "< 24"
        page.wait_for_function(f"() => __asked && __links.count {wanted}")
        page.wait_for_timeout(400)  # a second change, should there be one, counts
        seen.append(float(page.evaluate("__links.at - __asked")))
    return seen[2:]


def load(page: Page, address: str, text: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    page.get_by_text(text).first.wait_for()
    return 1000 * (time.perf_counter() - began)


MEASUREMENTS = (starts, pages, *lab_bench.MEASUREMENTS)
