"""A lab on one server: thirty people coding, ten films running, pages being looked at; and what it takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.rows import Row, row
from benchmarks.steps import step
from tests.films import barcode_film
from tests.lab import Lab, Load, Seen, furnish, stored, watched, work
from tests.running import Server

WORK_S, FILMS_S, WARM_S, SETTLE_S = 60.0, 40.0, 10.0, 8.0
SAMPLE_S = 0.25


def whole_lab(root: Path) -> Iterator[Row]:
    """Films alone, then everybody at work."""
    load = Load()
    step("furnish the lab")
    with at_work(root, load) as (server, lab):
        step("films alone")
        yield films_alone(server, lab, load)
        before = sum(each.acts for each in stored(server, lab).values())
        step("everybody at work", 300)
        seen = work(server, lab, load, WORK_S)
        after = sum(each.acts for each in stored(server, lab).values())
        yield from everything(load, seen, after - before)


@contextmanager
def at_work(root: Path, load: Load) -> Iterator[tuple[Server, Lab]]:
    """A server with a seat for everybody; all of it was used for a moment, so that everything is loaded."""
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(160, 90), sound=False)
    lab = furnish(root / "data", film, load.coders)
    server = Server(root / "data").start()
    try:
        time.sleep(SETTLE_S)
        work(server, lab, load, WARM_S)
        yield server, lab
    finally:
        server.stop()


def films_alone(server: Server, lab: Lab, load: Load) -> Row:
    """What the web process takes while films run, above what it took before."""
    only = replace(load, presses_s=0, reruns_s=0)
    samples, seen = watched(server, SAMPLE_S, lambda: work(server, lab, only, FILMS_S))
    base, most = samples[0].memory_mb, max(sample.memory_mb for sample in samples)
    return {
        "what": f"memory of the web process while {load.films} films run", "goal": "≤ 20 MB over base",
        "got": f"{most - base:.1f} MB over {base:.0f} MB", "n": f"{FILMS_S:.0f} s", "load": films_words(load, seen, FILMS_S),
        "met": most - base <= 20,
    }  # fmt: skip


def everything(load: Load, seen: Seen, kept: int) -> list[Row]:
    """How long a press takes to be on the disk while everybody works, and whether all of them are."""
    words = (
        f"{load.coders} coders × {load.presses_s:.0f}/s, {films_words(load, seen, WORK_S)}, "
        f"{load.reruns_s:.0f} page reruns/s over {load.pages} open pages; the same 2 cores drive them"
    )
    lost = abs(sum(seen.kept.values()) - kept)
    return [
        row("an act is saved while a whole lab works", "p95 ≤ 100 ms", seen.saved_ms, 100, 0.95, words),
        {
            "what": "lost or doubled of those acts", "goal": "0", "got": lost, "n": len(seen.saved_ms),
            "load": words, "met": lost == 0,
        },
        row("a page rerun while a whole lab works", "–", seen.rerun_ms, None, 0.95, words),
    ]  # fmt: skip


def films_words(load: Load, seen: Seen, seconds: float) -> str:
    reached = 8 * seen.film_bytes / seconds / load.films / 1e6
    return f"{load.films} films of {load.film_bits_s / 1e6:.0f} Mbit/s ({reached:.1f} reached)"


MEASUREMENTS = (whole_lab,)
