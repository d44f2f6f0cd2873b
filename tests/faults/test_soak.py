"""A lab at work for an hour: the server takes no more at the end than at the beginning, and keeps every press.

ATTUNE_SOAK_S is another length, in seconds; below some minutes what is only made once counts as growth.
"""

import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.films import barcode_film
from tests.lab import Load, Stored, Taken, furnish, stored, watched, work
from tests.running import Server

SOAK_S = float(os.environ.get("ATTUNE_SOAK_S", "3600"))
SAMPLE_S = 2.0
WARM = int(min(180.0, SOAK_S / 3) / SAMPLE_S)
"""So many samples pass until everybody has as many marks as they keep, and every page was drawn."""
WINDOW = 15
"""So many samples, one after another, are one look: a single one may fall on a page being drawn."""

HALF = Load(coders=15, films=5, pages=15, reruns_s=1.5, marks=150)
"""Half a lab: two cores also drive it. Nobody's coding grows, only the log of what was done."""

CONNECTIONS = 65
"""The one that writes, and as many that read as threads may at once; those that a crowd opened stay open."""


def middle(samples: Sequence[Taken], name: str) -> float:
    """The median of one thing that was taken."""
    return statistics.median(getattr(sample, name) for sample in samples)


@pytest.mark.slow
@pytest.mark.alone
def test_a_lab_at_work_takes_no_more_and_more(tmp_path: Path) -> None:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=500, size=(160, 90), sound=False)
    lab = furnish(tmp_path / "data", film, HALF.coders)
    server = Server(tmp_path / "data", loaded=False).start()
    try:
        samples, seen = watched(server, SAMPLE_S, lambda: work(server, lab, HALF, SOAK_S))
        first, last = samples[WARM : WARM + WINDOW], samples[-WINDOW:]
        tell(samples, sum(seen.kept.values()))
        assert middle(last, "memory_mb") < 1.1 * middle(first, "memory_mb")
        assert middle(last, "files") <= middle(first, "files") + 2
        assert max(sample.connections for sample in samples) <= CONNECTIONS
        assert max(sample.wal_mb for sample in samples) < 64
        pressed = {
            coding: Stored(frozenset(marks), seen.kept[coding]) for coding, marks in seen.marks.items()
        }
        assert stored(server, lab) == pressed
    finally:
        server.stop()


def tell(samples: Sequence[Taken], presses: int) -> None:
    """What was taken, some ten looks over the whole time, for whoever reads the output."""
    told = [f"{presses} presses"]
    for at in range(0, len(samples) - WINDOW + 1, max(WINDOW, len(samples) // 10)):
        look = samples[at : at + WINDOW]
        files, log = middle(look, "files"), max(sample.wal_mb for sample in look)
        memory = middle(look, "memory_mb")
        connections = max(sample.connections for sample in look)
        told.append(
            f"{at * SAMPLE_S:5.0f} s {memory:6.1f} MB {files:4.0f} files {connections:3} connections {log:5.1f} MB log"
        )
    sys.stdout.write("\n".join(["", *told, ""]))
