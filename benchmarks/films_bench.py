"""Two films side by side: how far they are out of step, for ten minutes and at the size of a desk's film."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.browsing import measured_page
from benchmarks.rows import Row
from benchmarks.steps import step
from tests.driving import DeskPage
from tests.running import Server
from tests.two_films import INSTANTS_S, two_films, watched

LONG_S, LARGE_S, BEGINS_S = 600, 120, 2
SMALL, LARGE = (320, 180), (1280, 720)


def drift(root: Path) -> Iterator[Row]:
    """For ten minutes."""
    yield from apart(root, LONG_S, SMALL)


def drift_of_large_pictures(root: Path) -> Iterator[Row]:
    """At 720p, where two films cost all that two cores have."""
    yield from apart(root, LARGE_S, LARGE)


def apart(root: Path, seconds: int, size: tuple[int, int]) -> Iterator[Row]:
    """How far their clocks are apart, and what both show at the same instants, once they have played for two seconds."""
    step("prepare the films", 600)
    coding = two_films(root / "data", seconds + 20, size=size)
    server = Server(root / "data").start()
    try:
        with measured_page() as page:
            step(f"play for {seconds} s", seconds + 120)
            desk = DeskPage(page, server).launch().open_here(coding)
            desk.jump_to(75)
            desk.play()
            seen = watched(desk, seconds)
            desk.pause()
    finally:
        server.stop()
    clocks = sorted(one.frames for one in seen.drifts() if one.at_s >= BEGINS_S)
    pictures = sorted(one.frames for one in seen.apart() if one.at_s >= BEGINS_S)
    known = len(pictures) / ((seconds - BEGINS_S) * INSTANTS_S)
    load = (
        f"25 beside 29.97 frames a second, {size[0]}×{size[1]}, both with sound, one heard, software decoding; "
        f"both pictures known at {known:.0%} of {INSTANTS_S} instants a second"
    )
    what = f"two films side by side for {seconds // 60} min"
    yield {
        "what": f"{what}, drift in each half second", "goal": "p95 ≤ 1 frame", "got": told(clocks),
        "n": len(clocks), "load": load, "met": at(clocks, 0.95) <= 1,
    }  # fmt: skip
    yield {
        "what": f"{what}, pictures at the same instant", "goal": "–", "got": told(pictures),
        "n": len(pictures), "load": f"{load}; in perfect step p95 0.73, max 1", "met": None,
    }  # fmt: skip


def at(frames: list[float], share: float) -> float:
    return frames[int(len(frames) * share)]


def told(frames: list[float]) -> str:
    p50, p95, p99 = (at(frames, q) for q in (0.5, 0.95, 0.99))
    return f"p50 {p50:.2f}, p95 {p95:.2f}, p99 {p99:.2f}, max {frames[-1]:.2f} frames of 40 ms"


MEASUREMENTS = (drift, drift_of_large_pictures)
