"""Two films side by side for ten minutes: how far their pictures are apart."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.browsing import measured_page
from benchmarks.rows import Row
from benchmarks.steps import step
from tests.driving import DeskPage
from tests.running import Server
from tests.two_films import INSTANTS_S, two_films, watched

LONG_S, BEGINS_S = 600, 2


def drift(root: Path) -> Iterator[Row]:
    """What both films show at the same instants, once they have played for two seconds."""
    step("prepare the films")
    coding = two_films(root / "data", LONG_S + 20)
    server = Server(root / "data").start()
    try:
        with measured_page() as page:
            step(f"play for {LONG_S} s", LONG_S + 120)
            desk = DeskPage(page, server).launch().open_here(coding)
            desk.jump_to(75)
            desk.play()
            seen = [one for one in watched(desk, LONG_S) if one.at_s > BEGINS_S]
            desk.pause()
    finally:
        server.stop()
    frames = sorted(one.frames for one in seen)
    p50, p95, p99 = (frames[int(len(frames) * q)] for q in (0.5, 0.95, 0.99))
    known = len(seen) / ((LONG_S - BEGINS_S) * INSTANTS_S)
    yield {
        "what": f"two films side by side for {LONG_S // 60} min, apart at the same instant",
        "goal": "p95 ≤ 1 frame",
        "got": f"p50 {p50:.2f}, p95 {p95:.2f}, p99 {p99:.2f}, max {frames[-1]:.2f} frames of 40 ms",
        "n": len(frames),
        "load": "25 beside 29.97 frames a second, 320×180, both with sound, one heard, software decoding; "
        f"both pictures known at {known:.0%} of {INSTANTS_S} instants a second",
        "met": p95 <= 1,
    }


MEASUREMENTS = (drift,)
