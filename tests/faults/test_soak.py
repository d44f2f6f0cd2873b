"""A lab at work for an hour: the server takes no more at the end than at the beginning, and keeps every press.

ATTUNE_SOAK_S is another length, in seconds; below some minutes what is only made once counts as growth.
"""

import os
import statistics
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.films import barcode_film
from tests.lab import Load, Taken, furnish, stored, watched, work
from tests.running import Server

SOAK_S = float(os.environ.get("ATTUNE_SOAK_S", "3600"))
WARM_S = min(120.0, SOAK_S / 3)
SAMPLE_S = 2.0
WINDOW = 15
"""So many samples, one after another, are one look: a single one may fall on a page being drawn."""

HALF = Load(coders=15, films=5, pages=15, reruns_s=1.5)
"""Half a lab: two cores also drive it."""


def middle(samples: Sequence[Taken], name: str) -> float:
    """The median of one thing that was taken."""
    return statistics.median(getattr(sample, name) for sample in samples)


@pytest.mark.slow
@pytest.mark.alone
def test_a_lab_at_work_takes_no_more_and_more(tmp_path: Path) -> None:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=500, size=(160, 90), sound=False)
    lab = furnish(tmp_path / "data", film, HALF.coders)
    server = Server(tmp_path / "data").start()
    try:
        warm = work(server, lab, HALF, WARM_S)
        samples, seen = watched(server, SAMPLE_S, lambda: work(server, lab, HALF, SOAK_S - WARM_S))
        first, last = samples[:WINDOW], samples[-WINDOW:]
        assert middle(last, "memory_mb") < 1.1 * middle(first, "memory_mb")
        assert middle(last, "files") <= middle(first, "files") + 2
        assert max(sample.wal_mb for sample in samples) < 64
        pressed = {seat.coding: warm.kept[seat.coding] + seen.kept[seat.coding] for seat in lab.seats}
        assert stored(server, lab) == pressed
    finally:
        server.stop()
