"""The child that decodes can be ended at any time, may use only so much, and reaches nobody."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from annotator.errors import MediaError
from annotator.media import Cancelled, Limits, prepare, probe
from tests.films import barcode_film, empty_film


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film that takes some seconds to prepare."""
    return barcode_film(
        tmp_path_factory.mktemp("long") / "long.mp4", frames=400, size=(1280, 720), sound=False
    )


def children() -> list[int]:
    """The processes started by this one that still run."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return [int(pid) for pid in listed.split()]


def test_cancelling_half_way_leaves_nothing(long_film: Path, tmp_path: Path) -> None:
    seen: list[float] = []

    def stop_soon(share: float, _step: str) -> bool:
        seen.append(share)
        return share < 0.1

    with pytest.raises(Cancelled):
        prepare(long_film, tmp_path / "out", stop_soon)
    assert 0.1 <= seen[-1] < 0.9
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_is_killed_gives_one_sentence(long_film: Path, tmp_path: Path) -> None:
    before = set(children())

    def kill_it(share: float, _step: str) -> bool:
        if share > 0.05:
            for pid in set(children()) - before:
                os.kill(pid, signal.SIGKILL)
        return True

    with pytest.raises(MediaError, match=r"broke off: it was stopped by SIGKILL\. Try again") as failed:
        prepare(long_film, tmp_path / "out", kill_it)
    assert "\n" not in str(failed.value)
    assert list(tmp_path.iterdir()) == []


def test_when_progress_fails_the_child_is_ended_too(long_film: Path, tmp_path: Path) -> None:
    before = set(children())

    def fail(_share: float, _step: str) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        prepare(long_film, tmp_path / "out", fail)
    assert set(children()) <= before
    assert list(tmp_path.iterdir()) == []


def test_a_child_whom_nobody_hears_any_more_ends_without_a_complaint(tmp_path: Path) -> None:
    """Its app was stopped at that moment; whoever sits at the terminal reads the app's own last sentence."""
    film = empty_film(tmp_path / "empty.mp4")
    listening, speaking = os.pipe()
    os.close(listening)
    limits = json.dumps(asdict(Limits()))
    command = [
        sys.executable,
        "-m",
        "annotator.media.child",
        "probe",
        str(film),
        str(tmp_path),
        limits,
        str(os.getpid()),
    ]
    ended = subprocess.run(command, stdout=speaking, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(speaking)
    assert ended.stderr == b""
    assert ended.returncode == 1


LIMITED = [
    pytest.param(replace(Limits(), cpu_s=1), "took too long", id="processor time"),
    pytest.param(replace(Limits(), file=100_000), "copy of this film became too large", id="file size"),
    pytest.param(replace(Limits(), silent_s=0.0), "nothing was heard", id="silence"),
    pytest.param(replace(Limits(), memory=500 * 2**20), "needs more memory", id="memory"),
]


@pytest.mark.parametrize(("limits", "sentence"), LIMITED)
def test_a_child_that_wants_too_much_is_stopped(
    limits: Limits, sentence: str, long_film: Path, tmp_path: Path
) -> None:
    with pytest.raises(MediaError, match=sentence):
        prepare(long_film, tmp_path / "out", limits=limits)
    assert list(tmp_path.iterdir()) == []


CONFINED = """
import os, socket, sys
from annotator.media.facts import Limits
from annotator.media.limits import confine
confine(Limits(open_files=20), os.getppid())
try:
    [open(os.devnull) for _ in range(30)]
except OSError:
    print("few files")
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 2)
except OSError:
    print("no network")
"""


def test_the_child_reaches_no_network_where_the_system_allows_it() -> None:
    """Whether a process may leave the network is asked of the system's own ``unshare`` first."""
    alone = ["unshare", "-n", "true"] if os.geteuid() == 0 else ["unshare", "-rn", "true"]
    allowed = shutil.which("unshare") is not None and subprocess.run(alone, check=False).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = subprocess.run(
            [sys.executable, "-c", CONFINED, str(port)], capture_output=True, text=True, check=True
        )
    assert said.stdout.splitlines() == ["few files", *(["no network"] if allowed else [])]


def test_the_child_dies_with_its_parent(long_film: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from annotator.media import prepare; "
        "prepare(Path(sys.argv[1]), Path(sys.argv[2]), lambda share, step: print(share, flush=True) is None)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(long_film), str(tmp_path / "out")], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    child = int(Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()[0])
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}/exe").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}/exe").exists()


def test_what_a_killed_process_left_is_cleared_by_the_next(steady_film: Path, tmp_path: Path) -> None:
    left = tmp_path / "out" / ".preparing-before"
    left.mkdir(parents=True)
    (left / "proxy.mp4").write_bytes(b"half")
    prepare(steady_film, tmp_path / "out")
    assert not left.exists()


def test_the_child_is_told_no_secret(steady_film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that only the parent's environment points to is not found by the child."""
    from annotator.media import calling

    monkeypatch.setenv("ATTUNE_DATABASE_URL", "postgresql://user:secret@host/db")
    assert not any("secret" in value for value in calling.environment().values())
    assert probe(steady_film).frames == 100
