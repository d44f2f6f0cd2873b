"""Starting, killing 200 times, pages on much data, and a whole lab at work."""

import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from annotator.actions import families, people, workplace
from benchmarks import lab_bench
from benchmarks.desk_bench import fill, row
from tests.chromium import chromium
from tests.driving import DeskPage
from tests.faults.test_kill_api import rounds_of
from tests.films import barcode_film
from tests.running import Server, prepare_visit
from tests.talking import Talker

KILLS, FAMILIES, VISITS_EACH, RERUNS = 200, 400, 5, 40


def rows() -> list[dict[str, Any]]:
    """Every row of this part."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = chromium(whole=True)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        found = [*starts(page, Path(folder) / "start"), *pages(page, Path(folder) / "pages")]
        browser.close()
    with tempfile.TemporaryDirectory() as folder:
        return [*found, *kills(Path(folder)), *lab_bench.rows()]


def starts(page: Page, root: Path) -> list[dict[str, Any]]:
    """From the command to the first page on the screen, each time on a fresh data folder."""
    root.mkdir()
    seen = []
    for number in range(5):
        began = time.perf_counter()
        server = Server(root / str(number), sample=True, loaded=False).start()
        page.goto(server.link)
        page.get_by_role("heading", level=1).first.wait_for()
        seen.append(1000 * (time.perf_counter() - began))
        server.stop()
    return [
        row("start to first page", "≤ 6,000 ms", seen, 6000, 0.95, "fresh data folder, sample family entered")
    ]


def pages(page: Page, root: Path) -> list[dict[str, Any]]:
    """Searching 2,000 visits, and the summary of a coding of 10,000 annotations."""
    root.mkdir()
    film = barcode_film(root / "film.mp4", rate="25", frames=25 * 600, size=(160, 90), sound=False)
    visit = prepare_visit(root / "data", film)
    fill(root / "data", visit, 10_000)
    place = workplace.open_workplace(root / "data")
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
    place.store.close()
    server = Server(root / "data").start()
    DeskPage(page, server).launch()
    reruns = [rerun(page, f"{server.url}/families?q={200 + n}", f"Family {200 + n}") for n in range(12)]
    opened = [rerun(page, f"{server.url}/summary?coding={visit.coding}", "Tick a row") for _ in range(8)]
    ticked = ticks(page)
    server.stop()
    visits = FAMILIES * VISITS_EACH + 1
    return [
        row(f"search among {visits:,} visits, the action", "p95 ≤ 20 ms", searches, 20, 0.95, "in process"),
        row(
            f"families page among {visits:,} visits, loaded anew",
            "–",
            reruns[2:],
            None,
            0.95,
            "whole page load in Chromium",
        ),
        row(
            "summary page of 10,000 annotations, loaded anew",
            "–",
            opened[2:],
            None,
            0.95,
            "whole page load in Chromium",
        ),
        row(
            "page rerun, 10,000 annotations",
            "p95 ≤ 150 ms",
            ticked,
            150,
            0.95,
            "a row of the summary ticked, until its moments stand on the page",
        ),
    ]


def ticks(page: Page) -> list[float]:
    """Ms from ticking or unticking a row of the summary to the page that the rerun makes."""
    page.evaluate(
        """() => {
          addEventListener("pointerdown", () => { window.__ticked = performance.now(); }, true);
          new MutationObserver(() => { window.__changed = performance.now(); })
            .observe(document.body, { childList: true, subtree: true, characterData: true });
        }"""
    )
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    seen = []
    for number in range(RERUNS + 2):
        # A row ticked, its moments come; unticked, they go: the text tells that the rerun has arrived.
        page.mouse.click(box["x"] + 18, box["y"] + 52)
        moments = page.get_by_text("The moments; a click goes there on the desk.")
        moments.wait_for(state="visible" if number % 2 == 0 else "hidden")
        page.wait_for_timeout(400)
        seen.append(float(page.evaluate("__changed - __ticked")))
    return seen[2:]


def rerun(page: Page, address: str, text: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    page.get_by_text(text).first.wait_for()
    return 1000 * (time.perf_counter() - began)


def kills(root: Path) -> list[dict[str, Any]]:
    """Kill -9 in the middle of 20 acts a second, again and again."""
    film = barcode_film(root / "film.mp4", rate="25", frames=250)
    visit = prepare_visit(root / "data", film)
    server = Server(root / "data").start()
    with Talker(server, visit.coding).launch() as talker:
        sent = rounds_of(talker, KILLS)
        stored = len(talker.desk()["annotations"])
    server.stop()
    what = "acknowledged acts lost or doubled by kill -9"
    lost = abs(len(sent) - stored)
    n = f"{KILLS} kills, {len(sent):,} acts"
    return [{"what": what, "goal": "0", "got": lost, "n": n, "load": "20 acts/s", "met": lost == 0}]
