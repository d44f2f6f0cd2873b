"""The desk in Chromium: key to drawn, key to saved, opening a long session, seeking and stepping, frames."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from annotator.actions import codings, people, workplace
from annotator.model import Act, Content, Edit, EditKind
from annotator.store import codings as stored
from benchmarks.browsing import measured_page
from benchmarks.rows import Row, row
from benchmarks.steps import step
from tests.browser.test_frame_truth import EACH_FRAME, PRESSES, SEEKS, STEPS, WATCH, presses, seeks, steps
from tests.driving import DeskPage
from tests.films import barcode_film, barcode_js
from tests.running import Server, Visit, prepare_visit
from tests.talking import new_id

SAMPLE = Path(__file__).parent.parent / "sample_media" / "family.mp4"
MANY, HUGE, LONG_S, PIECE_S, BURST, RATE_S, OPENINGS = 10_000, 50_000, 7200, 16, 200, 0.05, 15

# Notes, in the page itself, when a key or click arrives and when the desk shows the next frame.
NOTES = """
window.__keys = []; window.__shown = []; window.__saved = [];
addEventListener("keydown", (e) => __keys.push(e.timeStamp), true);
addEventListener("pointerdown", (e) => __keys.push(e.timeStamp), true);
const fetched = window.fetch;
window.fetch = async (address, options) => {
  const answer = await fetched(address, options);
  if (String(address).endsWith("/acts")) {
    const at = performance.now();
    for (const act of JSON.parse(options.body).acts) __saved[act.n] ??= at;
  }
  return answer;
};
"""
# When the presses came that marked something: the same code on the same frame, as while a film hangs, is one mark.
MARKED = """performance.getEntriesByName("attune:key-to-drawn").filter((m) => m.detail === "marked").map((m) => m.startTime)"""
WATCH_FRAMES = """(root) => new MutationObserver(() => __shown.push(performance.now()))
  .observe(root, { attributes: true, attributeFilter: ["data-frame"] })"""


@contextmanager
def served(root: Path, film: Path, many: int = 0, times: int = 1) -> Iterator[tuple[Server, Visit]]:
    """Attune on one visit with this film, so many ``times`` over, its coding (standard depth, so with palette and list) filled with ``many`` points."""
    step("prepare the film")
    visit = prepare_visit(root / "data", film, "standard", times=times)
    if many:
        step(f"fill the coding with {many:,} annotations")
        fill(root / "data", visit, many)
    server = Server(root / "data").start()
    try:
        yield server, visit
    finally:
        server.stop()


def fill(folder: Path, visit: Visit, many: int) -> None:
    """Points of four codes spread evenly over the film, each an act of its own."""
    place = workplace.open_workplace(folder)
    try:
        who = people.first_person(place)
        end = int(codings.desk(place, who, visit.coding)["recordings"][0]["duration_ms"])
        codes = ("bid_social", "bid_object", "pause", "distress")
        # Odd ms lie on no frame, so that no press falls on a mark that is there already.
        at = [i * (end - 1000) // many | 1 for i in range(many)]
        edits = [Edit(new_id(), EditKind.ADD, new_id(), 0, Content("infant_cue", "infant", codes[i % 4], t, t))
                 for i, t in enumerate(at)]  # fmt: skip
        tab = new_id()
        acts = [Act(new_id(), tab, n, "press", (edit,)) for n, edit in enumerate(edits, start=1)]
        place.store.write(lambda tx: stored.save_acts(tx, visit.coding, acts, {}))
    finally:
        place.store.close()


def long_session(root: Path) -> Iterator[Row]:
    """Two hours and 10,000 annotations: opening, key to drawn, redraw, key to saved at 20 a second."""
    load = load_of(MANY)
    with opened_often(root, MANY, OPENINGS) as (desk, visit, opening):
        yield row(
            f"open a session with {MANY:,} annotations, page load included",
            "p50 ≤ 1,500 ms",
            opening,
            1500,
            0.5,
            load,
        )
        saved = pressed(desk)
        yield row(
            "key → drawn", "p95 ≤ 16.7 ms", measures(desk.page, "attune:key-to-drawn"), 16.7, 0.95, load
        )
        yield row("a redraw's script time", "p95 ≤ 8 ms", measures(desk.page, "attune:redraw"), 8, 0.95, load)
        kept = row("key → saved, 20 keys/s", "p50 ≤ 20, p95 ≤ 50 ms", saved, 50, 0.95, load)
        yield {**kept, "met": kept["met"] and statistics.median(saved) <= 20}
        yield lost(desk, visit, MANY)


def huge_session(root: Path) -> Iterator[Row]:
    """Five times as many annotations are still usable: nobody waits for the desk, and a key is drawn at once.

    What comes within 100 ms is felt as at once, what takes up to 10 s keeps one's attention (Miller 1968).
    """
    load = load_of(HUGE)
    with opened_often(root, HUGE, 3) as (desk, visit, opening):
        yield row(
            f"open a session with {HUGE:,} annotations, page load included",
            "p50 ≤ 10,000 ms",
            opening,
            10_000,
            0.5,
            load,
        )
        saved = pressed(desk)
        drawn = measures(desk.page, "attune:key-to-drawn")
        yield row(f"key → drawn, {HUGE:,} annotations", "p95 ≤ 100 ms", drawn, 100, 0.95, load)
        yield row(f"key → saved, {HUGE:,} annotations", "–", saved, None, 0.95, load)
        yield lost(desk, visit, HUGE)


def load_of(many: int) -> str:
    return (
        f"{many:,} annotations, {LONG_S // 3600} h of film at 25/s with sound, all zoomed out, film playing"
    )


@contextmanager
def opened_often(root: Path, many: int, times: int) -> Iterator[tuple[DeskPage, Visit, list[float]]]:
    """The desk of two hours with so many annotations, opened so many times: it, and how long each took, ms."""
    film = barcode_film(root / "film.mp4", rate="25", frames=PIECE_S * 25, size=(160, 90))
    with served(root, film, many, LONG_S // PIECE_S) as (server, visit), measured_page(NOTES) as page:
        desk = DeskPage(page, server).launch()
        opening = []
        for number in range(times):
            step(f"open it, {number + 1} of {times}", 60)
            began = time.perf_counter()
            desk.open(visit.coding)
            opening.append(1000 * (time.perf_counter() - began))
        yield desk, visit, opening


def pressed(desk: DeskPage) -> list[float]:
    """What ``burst`` answers, from the beginning of the film and while it plays."""
    desk.press("Home")
    desk.play()
    step(f"press {BURST} keys")
    saved = burst(desk)
    desk.pause()
    return saved


def lost(desk: DeskPage, visit: Visit, many: int) -> Row:
    stored_now = len(desk.json(visit.coding)["annotations"]) - many
    marked = len(desk.page.evaluate(MARKED))
    return {
        "what": "lost or doubled of that burst", "goal": "0", "got": abs(stored_now - marked), "n": marked,
        "load": load_of(many), "met": stored_now == marked > 0,
    }  # fmt: skip


def burst(desk: DeskPage) -> list[float]:
    """Press 20 keys a second while the film plays; ms from each press that marked to its acknowledgement."""
    desk.page.evaluate("__keys.length = 0; __saved.length = 0; performance.clearMeasures()")
    for number in range(BURST):
        began = time.perf_counter()
        desk.press("5678"[number % 4])
        time.sleep(max(0.0, RATE_S - (time.perf_counter() - began)))
    desk.saved()
    marked, saved = desk.page.evaluate(MARKED), desk.page.evaluate("__saved.filter(Boolean)")
    return [float(at - pressed) for pressed, at in zip(marked, saved, strict=True)]


def measures(page: Page, name: str) -> list[float]:
    return [float(x) for x in page.evaluate(f"performance.getEntriesByName('{name}').map((m) => m.duration)")]


def feel(root: Path) -> Iterator[Row]:
    """The 720p sample film: random seeks, steps forward and back, from the key to the frame shown."""
    load = "1280×720 proxy, software decoding, idle otherwise"
    with served(root, SAMPLE) as (server, visit), measured_page(NOTES) as page:
        step("open it")
        desk = DeskPage(page, server).launch().open(visit.coding)
        desk.root.evaluate(WATCH_FRAMES)
        box = page.locator(".desk canvas").first.bounding_box()
        assert box is not None
        places = [box["x"] + 180 + (i * 7919 % 1000) / 1000 * (box["width"] - 210) for i in range(60)]
        step("jump to 60 places")
        clicks = [timed(desk, lambda x=x: page.mouse.click(x, box["y"] + 14)) for x in places]
        yield row("random seek on the proxy", "p95 ≤ 80 ms", [x for x in clicks if x], 80, 0.95, load)
        step("step forward")
        forward = [timed(desk, lambda: desk.press("ArrowRight")) for _ in range(60)]
        yield row("step forward", "p95 ≤ 40 ms", [x for x in forward if x], 40, 0.95, load)
        step("step back")
        back = [timed(desk, lambda: desk.press("ArrowLeft")) for _ in range(60)]
        yield row("step back", "p95 ≤ 150 ms", [x for x in back if x], 150, 0.95, load)


def timed(desk: DeskPage, act: Any) -> float | None:
    """Ms from the key or click to the frame that it brings; None when it brought none."""
    desk.page.evaluate("__keys.length = 0; __shown.length = 0")
    act()
    for _ in range(100):
        found = desk.page.evaluate("__shown.length ? __shown[0] - __keys[0] : null")
        if found is not None:
            desk.page.wait_for_timeout(30)
            return float(found)
        desk.page.wait_for_timeout(10)
    return None


def truth(root: Path) -> Iterator[Row]:
    """Wrong frames among seeks, steps and presses, at constant and variable rate."""
    wrong, n = 0, 0
    for rate in ("25", "30000/1001", "variable", "variable-gaps"):
        folder = root / rate.replace("/", "-")
        folder.mkdir()
        film = barcode_film(folder / "film.mp4", rate=rate, frames=600, size=(640, 360))
        with served(folder, film) as (server, visit), measured_page(NOTES + WATCH) as page:
            step(f"seek, step and press, {rate}", 180)
            desk = DeskPage(page, server).launch().open(visit.coding)
            desk.video.evaluate(EACH_FRAME % barcode_js())
            wrong += len(presses(desk, visit.coding)) + len(seeks(desk)) + len(steps(desk)) + len(steps(desk))
            n += PRESSES + SEEKS + 2 * (2 * STEPS - 5)
    yield {"what": "wrong frames", "goal": "0 of 1,000", "got": wrong, "n": n, "met": wrong == 0,
           "load": "presses while playing, random seeks, steps; 25, 29.97, variable, variable with gaps"}  # fmt: skip


MEASUREMENTS = (long_session, huge_session, feel, truth)
