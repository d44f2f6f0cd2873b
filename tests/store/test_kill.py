"""kill -9 in a burst: what was acknowledged is there, once; what is there was sent; it opens again.

This says nothing about fsync, which is what tests/faults/test_power_cut.py is for.
"""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import annotator
from annotator import store as stores
from tests.store.desk_case import furnished

CHILD = Path(__file__).parent / "burst_case.py"


def kill_in_a_burst(folder: Path, coding: str, after_s: float) -> tuple[set[str], set[str]]:
    """The acts that a child sent, and those it said were saved, before it was killed."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), coding], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(annotator.__file__).parents[1])},
    )  # fmt: skip
    assert child.stdout is not None
    lines = [child.stdout.readline()]
    timer = threading.Timer(after_s, child.kill)
    timer.start()
    lines += child.stdout.readlines()
    child.wait()
    timer.join()
    child.stdout.close()
    whole = [line.strip() for line in lines if line.endswith("\n")]
    return {line[1:] for line in whole if line[0] == "?"}, {line[1:] for line in whole if line[0] == "!"}


def rounds(folder: Path, many: int, chance: random.Random) -> None:
    opened = stores.open(folder)
    coding = furnished(opened).coding
    opened.close()
    sent: set[str] = set()
    saved: set[str] = set()
    for _ in range(many):
        more_sent, more_saved = kill_in_a_burst(folder, coding, chance.uniform(0.05, 0.4))
        sent, saved = sent | more_sent, saved | more_saved
        begin = time.monotonic()
        opened = stores.open(folder)
        assert time.monotonic() - begin < 5
        with opened.read() as tx:
            stored = [act["id"] for act in stores.codings.history(tx, coding, 10**6, 10**6)]
        problems = stores.check.check_store(opened)
        opened.close()
        assert len(stored) == len(set(stored))
        assert saved <= set(stored) <= sent
        assert problems == []
    assert len(saved) > many


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    rounds(tmp_path / "data", 5, random.Random(1))


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_9_two_hundred_times(tmp_path: Path) -> None:
    rounds(tmp_path / "data", 200, random.Random(2))
