"""A power cut loses nothing that was acknowledged.

A test with ``kill -9`` cannot show this: the system writes what the process left behind. Here
every unsynced write is lost, or torn, at many moments of a burst; and the same with one level
less of safety must lose acts, or the test would prove nothing. All of it for a plain database and for an
encrypted one, which has a driver, and an SQLite, of its own.
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
KINDS = pytest.mark.parametrize("kind", [(), ("encrypted",)], ids=["plain", "encrypted"])


def cut(
    folder: Path, levels: list[int], cuts: int, kind: tuple[str, ...], seed: int = 20260503
) -> list[dict[str, Any]]:
    """What power cuts do to a burst of acts at each level, as ``power_cut_case`` tells it."""
    root = str(Path(annotator.__file__).parents[1])
    arguments = [str(folder), ",".join(map(str, levels)), str(cuts), str(seed), *kind]
    done = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "power_cut_case.py"), *arguments],
        capture_output=True, text=True, check=False, cwd=folder, env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    outcomes: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return outcomes


@KINDS
def test_no_acknowledged_act_is_lost_in_a_power_cut_and_with_less_safety_some_are(
    tmp_path: Path, kind: tuple[str, ...]
) -> None:
    cuts = 18 if kind else 60
    full, normal = cut(tmp_path, [FULL, NORMAL], cuts, kind)
    assert (full["cuts"], full["acknowledged"]) == (cuts, 240)
    assert (full["cuts_with_loss"], full["damaged"], full["unsound"]) == (0, 0, 0)
    assert normal["cuts_with_loss"] > cuts // 2
    assert normal["damaged"] == 0


@pytest.mark.slow
@KINDS
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_acknowledged_act_is_lost_in_two_hundred_cuts(
    tmp_path: Path, seed: int, kind: tuple[str, ...]
) -> None:
    (outcome,) = cut(tmp_path, [FULL], 200, kind, seed)
    assert (outcome["cuts_with_loss"], outcome["damaged"], outcome["unsound"]) == (0, 0, 0)
