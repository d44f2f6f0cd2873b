"""A measurement in a process of its own: it says each step that it begins, and ends when one takes too long.

Every module of measurements has ``MEASUREMENTS``: functions that take an empty folder and yield rows. Each runs in a
process of its own, which prints a line of JSON for each step and each row; whoever hears nothing within the
limit of the step ends it and all that it began. So no measurement can hang, and none takes another's rows with it.
"""

import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, failed

LIMIT_S = 120.0
BEGIN_S = 60.0


def step(what: str, limit_s: float = LIMIT_S) -> None:
    """Say what begins now, and within how many seconds the next step or row has to come."""
    print(json.dumps({"step": what, "limit_s": limit_s}), flush=True)


def measured(module: str, number: int, name: str) -> Iterator[Row]:
    """The rows of one measurement as they come; a last one names the step that failed."""
    with tempfile.TemporaryDirectory(prefix="attune-bench-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", "benchmarks.steps", module, str(number), folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            try:
                yield from _heard(child, name)
            finally:
                if child.poll() is None:
                    _end_with_all_it_began(child.pid)


def _heard(child: subprocess.Popen[str], name: str) -> Iterator[Row]:
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(child, lines), daemon=True).start()
    doing, limit_s, begun = "begin", BEGIN_S, time.monotonic()
    while True:
        try:
            line = lines.get(timeout=limit_s)
        except queue.Empty:
            yield failed(f"{name}: {doing}", f"not done within {limit_s:g} s")
            return
        if not line:
            break
        said = _message(line)
        if "row" in said:
            yield said["row"]
        if "step" in said:
            doing, limit_s = said["step"], said["limit_s"]
            print(f"{time.monotonic() - begun:6.0f} s  {name}: {doing}", file=sys.stderr, flush=True)
    if child.wait() != 0:
        yield failed(f"{name}: {doing}", "see what it said")


def _listen(child: subprocess.Popen[str], lines: "queue.Queue[str]") -> None:
    assert child.stdout is not None
    for line in child.stdout:
        lines.put(line)
    lines.put("")


def _message(line: str) -> dict[str, Any]:
    """A step or a row; anything else that was printed goes on to the standard error."""
    with suppress(ValueError):
        said = json.loads(line)
        if isinstance(said, dict):
            return said
    print(line, end="", file=sys.stderr, flush=True)
    return {}


def _end_with_all_it_began(pid: int) -> None:
    """Servers and browsers have sessions of their own, so each is found by who began it."""
    found = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = [tuple(map(int, line.split())) for line in found.splitlines()]
    family = [pid]
    for one in family:
        family += [child for child, parent in parents if parent == one]
    for one in family:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)


def main() -> None:
    """Run one measurement, printing its rows as they come."""
    module, number, folder = sys.argv[1:]
    for found in importlib.import_module(module).MEASUREMENTS[int(number)](Path(folder)):
        print(json.dumps({"row": found}), flush=True)


if __name__ == "__main__":
    main()
