"""A power cut loses nothing that was acknowledged.

A test with ``kill -9`` cannot show this: the system writes what the process left behind. Here
every unsynced write is lost, or torn, at many moments of a burst; and the same with one level
less of safety must lose acts, or the test would prove nothing.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import annotator

FULL, NORMAL = 2, 1
HERE = Path(__file__).parent


def cut(folder: Path, synchronous: int, cuts: int, seed: int = 20260503) -> dict[str, Any]:
    """What power cuts do to a burst of acts, as ``power_cut_case`` tells it."""
    root = str(Path(annotator.__file__).parents[1])
    arguments = [str(folder), str(synchronous), str(cuts), str(seed)]
    done = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "power_cut_case.py"), *arguments],
        capture_output=True, text=True, check=False, cwd=folder, env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return outcome


def test_no_acknowledged_act_is_lost_in_a_power_cut(tmp_path: Path) -> None:
    outcome = cut(tmp_path, FULL, 60)
    assert (outcome["cuts"], outcome["acknowledged"]) == (60, 240)
    assert (outcome["cuts_with_loss"], outcome["damaged"], outcome["unsound"]) == (0, 0, 0)


def test_one_level_less_of_safety_loses_acts_so_the_test_can_fail(tmp_path: Path) -> None:
    outcome = cut(tmp_path, NORMAL, 60)
    assert outcome["cuts_with_loss"] > 30
    assert outcome["damaged"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_acknowledged_act_is_lost_in_two_hundred_cuts(tmp_path: Path, seed: int) -> None:
    outcome = cut(tmp_path, FULL, 200, seed)
    assert (outcome["cuts_with_loss"], outcome["damaged"], outcome["unsound"]) == (0, 0, 0)
