"""The worker takes films by lines of JSON, one at a time, and its keeper is told how each went."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import MediaError
from annotator.media import RESULTS, ReelMoment, ReelOrder
from annotator.media.keeping import Message, WorkerProcess
from tests.films import barcode_film, empty_film


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    kept = WorkerProcess()
    kept.start()
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return barcode_film(
        tmp_path_factory.mktemp("long") / "long.mp4", frames=300, size=(1280, 720), sound=False
    )


def last_words(worker: WorkerProcess, jobs: int) -> dict[str, Message]:
    """What the worker says last of each job, until so many have ended."""
    ended: dict[str, Message] = {}
    for message in worker.messages():
        if message.kind != "progress":
            ended[message.job] = message
        if len(ended) == jobs:
            break
    return ended


def test_a_film_and_a_file_that_is_none(worker: WorkerProcess, steady_film: Path, tmp_path: Path) -> None:
    worker.give("one", steady_film, tmp_path / "one")
    worker.give("two", empty_film(tmp_path / "empty.mp4"), tmp_path / "two")
    ended = last_words(worker, 2)
    assert ended["one"].kind == "done"
    assert ended["one"].facts is not None and ended["one"].facts.frames == 100
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(RESULTS)
    assert (ended["two"].kind, ended["two"].reason.split(".")[0]) == ("failed", "This file is empty")
    assert not (tmp_path / "two").exists()


def test_a_running_and_a_waiting_film_are_taken_back(
    worker: WorkerProcess, long_film: Path, steady_film: Path, tmp_path: Path
) -> None:
    for job, film in (("runs", long_film), ("waits", long_film), ("stays", steady_film)):
        worker.give(job, film, tmp_path / job)
    ended: dict[str, str] = {}
    for message in worker.messages():
        if message.kind == "progress" and message.job == "runs":
            worker.cancel("waits")
            worker.cancel("runs")
        if message.kind != "progress":
            ended[message.job] = message.kind
        if len(ended) == 3:
            break
    assert ended == {"runs": "cancelled", "waits": "cancelled", "stays": "done"}
    assert [path.name for path in tmp_path.iterdir()] == ["stays"]


def test_a_worker_that_dies_fails_its_films_and_another_can_start(
    worker: WorkerProcess, long_film: Path, steady_film: Path, tmp_path: Path
) -> None:
    worker.give("first", long_film, tmp_path / "first")
    words = worker.messages()
    next(words)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    last = list(words)[-1]
    assert (last.job, last.kind) == ("first", "failed")
    assert "Try again" in last.reason
    worker.start()
    worker.give("again", steady_film, tmp_path / "again")
    assert last_words(worker, 1)["again"].kind == "done"


def test_closing_ends_what_runs_and_leaves_nothing(long_film: Path, tmp_path: Path) -> None:
    worker = WorkerProcess()
    worker.start()
    worker.give("runs", long_film, tmp_path / "runs")
    next(worker.messages())
    reader = threading.Thread(target=list, args=(worker.messages(),))
    reader.start()
    worker.close()
    reader.join()
    assert not worker.alive
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(MediaError, match="stopped"):
        worker.give("late", long_film, tmp_path / "late")


def test_the_lines_themselves(steady_film: Path, tmp_path: Path) -> None:
    """The protocol, without its keeper; a line that is no order does not stop the worker."""
    order = json.dumps({"job": "j1", "original": str(steady_film), "out": str(tmp_path / "out")})
    worker = subprocess.Popen(
        [sys.executable, "-m", "annotator.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdin is not None and worker.stdout is not None and worker.stderr is not None
        worker.stdin.write(f"nonsense\n{order}\n")
        worker.stdin.flush()
        said = [json.loads(worker.stdout.readline())]
        while "done" not in said[-1]:
            said.append(json.loads(worker.stdout.readline()))
        worker.stdin.close()
        assert worker.stdout.read() == ""
        assert "not an order: nonsense" in worker.stderr.read()
    assert worker.returncode == 0
    assert all(set(line) == {"job", "progress", "step"} for line in said[:-1])
    assert said[-1]["done"]["duration_ms"] == 4000


def test_a_reel_is_made_and_taken_back(worker: WorkerProcess, steady_film: Path, tmp_path: Path) -> None:
    worker.give("film", steady_film, tmp_path / "film")
    assert last_words(worker, 1)["film"].kind == "done"
    short, long = (
        ReelOrder((ReelMoment(0, end, 500, hold),)) for end, hold in ((1000, 400), (4000, 600_000))
    )
    worker.give("one", tmp_path / "film", tmp_path / "film" / "reels" / "one.mp4", short)
    worker.give("two", tmp_path / "film", tmp_path / "film" / "reels" / "two.mp4", long)
    worker.cancel("two")
    ended = last_words(worker, 2)
    assert (ended["one"].kind, ended["two"].kind) == ("made", "cancelled")
    assert [path.name for path in (tmp_path / "film" / "reels").iterdir()] == ["one.mp4"]
