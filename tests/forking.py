"""Attunes forked from a process that has loaded the program: the same process as its user's, begun in a tenth of the time."""

import atexit
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

LOADED = (
    "annotator.cli",
    "annotator.web.serving",
    "annotator.web.application",
    "annotator.pages.parts",
    "streamlit.web.server.starlette",
    "streamlit.runtime",
)


class Forked:
    """A process that is not our child: what tests ask of one, as :class:`subprocess.Popen` says it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """None while it runs; after that 0, for how it ended is its parent's to know."""
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; TimeoutExpired after ``timeout`` seconds."""
        if not select.select([self._handle], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("annotator", timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def start(arguments: list[str], log: Path, environment: dict[str, str], planted: str = "") -> Forked:
    """Begin ``annotator`` with these arguments; what it prints goes to the end of ``log``.

    ``planted`` names a bug that the process is to have.
    """
    if not _PARENTS or _PARENTS[0].poll() is not None:
        parent = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        _PARENTS[:] = [parent]
        atexit.register(_end, parent)
    asked, answers = _PARENTS[0].stdin, _PARENTS[0].stdout
    assert asked is not None
    assert answers is not None
    order = {"arguments": arguments, "log": str(log), "environment": environment, "folder": str(Path.cwd()),
             "planted": planted}  # fmt: skip
    asked.write(json.dumps(order).encode() + b"\n")
    asked.flush()
    return Forked(int(answers.readline()))


def _end(parent: subprocess.Popen[bytes]) -> None:
    """Without further orders it ends by itself."""
    with parent:
        pass


_PARENTS: list[subprocess.Popen[bytes]] = []


def main() -> None:
    """Load the program and fork whenever a line asks for it."""
    for name in LOADED:
        importlib.import_module(name)
    for name in importlib.import_module("annotator.web.application").LATER:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the children
    for line in sys.stdin.buffer:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _become(order: dict[str, Any]) -> None:
    """Be Attune, begun as from a shell."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    nothing, log = (
        os.open(os.devnull, os.O_RDONLY),
        os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT),
    )
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["annotator", *order["arguments"]]
    if order["planted"]:
        importlib.import_module("tests.faults.planted_bugs").plant(order["planted"])
    from annotator.cli import main as attune

    code = 1
    try:
        attune()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
