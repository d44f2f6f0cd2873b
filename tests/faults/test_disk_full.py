"""A disk that is full or broken: no half act, a sentence, reading goes on, and it heals by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import annotator

HERE = Path(__file__).parent


def told(folder: Path, story: str) -> dict[str, Any]:
    """How a story of ``disk_full_case`` ended."""
    root = str(Path(annotator.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "disk_full_case.py"), str(folder), story],
        capture_output=True, text=True, check=False, cwd=folder, env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def whole(report: dict[str, Any]) -> bool:
    """Whether every press is stored once, in order, and the store is sound."""
    return bool(report["each_once"]) and report["waiting"] == 0 and report["problems"] == []


def test_a_full_disk_refuses_in_a_sentence_and_heals_without_a_restart(tmp_path: Path) -> None:
    report = told(tmp_path, "full")
    assert len(report["sentences"]) == 1
    assert "The disk is full" in report["sentences"][0]
    assert "Free some space" in report["sentences"][0]
    assert report["read"]
    assert report["ready"] == [False, True]  # what /readyz asks, R32
    assert whole(report)


def test_whichever_write_fails_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    report = told(tmp_path, "nth")
    assert report["failures"] == 200
    assert whole(report)


def test_a_failed_fsync_is_refused_and_takes_nothing_saved_later_with_it(tmp_path: Path) -> None:
    """What the fsync was to write is dropped, as Linux does; what was saved survives a cut after it."""
    report = told(tmp_path, "fsync")
    assert report["refused"] == 20
    assert report["survived"]
    assert whole(report)


def test_on_a_full_disk_one_can_start_and_read_and_save_once_there_is_room(tmp_path: Path) -> None:
    report = told(tmp_path, "start")
    assert any("The disk is full" in warning for warning in report["warned"])
    assert report["read"]
    assert "The disk is full" in report["refused"]
    assert whole(report)
