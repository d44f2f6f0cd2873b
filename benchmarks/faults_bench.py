"""Killing the server 1,000 times: what does not hang on how quick or how busy the machine is."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.steps import step
from tests.faults.test_kill_api import rounds_of
from tests.films import barcode_film
from tests.running import Server, prepare_visit
from tests.talking import Talker

KILLS = 1_000


def kills(root: Path) -> Iterator[Row]:
    """Kill -9 in the middle of 20 acts a second, again and again."""
    step("prepare the film")
    film = barcode_film(root / "film.mp4", rate="25", frames=250)
    visit = prepare_visit(root / "data", film)
    server = Server(root / "data").start()
    try:
        with Talker(server, visit.coding).launch() as talker:
            step(f"kill it {KILLS} times", 6000)
            sent = rounds_of(talker, KILLS)
            stored = len(talker.desk()["annotations"])
    finally:
        server.stop()
    lost = abs(len(sent) - stored)
    yield {"what": "acknowledged acts lost or doubled by kill -9", "goal": "0", "got": lost,
           "n": f"{KILLS} kills, {len(sent):,} acts", "load": "20 acts/s", "met": lost == 0}  # fmt: skip


MEASUREMENTS = (kills,)
