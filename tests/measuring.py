"""Measurements that go wrong, for the test of what is left of them."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.steps import step


def hangs(folder: Path) -> Iterator[Row]:
    """One row, then nothing more for an hour, with a program in a session of its own as a server is."""
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True
    )
    yield {"what": "first", "got": sleeper.pid, "folder": str(folder)}
    step("wait for ever", 0.5)
    time.sleep(3600)


def breaks(folder: Path) -> Iterator[Row]:
    """One row, then an error."""
    yield {"what": "first", "got": len(list(folder.iterdir()))}
    step("divide")
    yield {"what": "second", "got": 1 / len(list(folder.iterdir()))}


MEASUREMENTS = (hangs, breaks)
