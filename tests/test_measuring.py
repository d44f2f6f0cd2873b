"""A measurement that hangs or breaks leaves the rows it had, and names the step that failed."""

import subprocess
import time
from pathlib import Path

import pytest

from benchmarks.steps import measured


def test_what_hangs_is_ended_with_all_that_it_began(capfd: pytest.CaptureFixture[str]) -> None:
    first, failed = measured("tests.measuring", 0, "odd")
    assert first["what"] == "first"
    assert (failed["what"], failed["got"], failed["met"]) == (
        "odd: wait for ever", "failed: not done within 0.5 s", False,
    )  # fmt: skip
    until = time.monotonic() + 30
    while runs(first["got"]):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert not Path(first["folder"]).exists()
    assert "odd: wait for ever" in capfd.readouterr().err


def test_what_breaks_keeps_its_rows(capfd: pytest.CaptureFixture[str]) -> None:
    first, failed = measured("tests.measuring", 1, "odd")
    assert first == {"what": "first", "got": 0}
    assert (failed["what"], failed["met"]) == ("odd: divide", False)
    assert "ZeroDivisionError" in capfd.readouterr().err


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended may stand in the table until somebody has asked for it."""
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(asked.stdout.strip()) and not asked.stdout.strip().startswith("Z")
