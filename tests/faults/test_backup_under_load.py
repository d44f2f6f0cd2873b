"""Backups made while somebody presses 20 times a second: each holds all that was saved before it began (R13, R14)."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from annotator.actions import checking
from annotator.actions.workplace import open_workplace
from tests.faults.test_kill_api import RATE_S, send, wait_until
from tests.films import barcode_film
from tests.running import Server, prepare_visit
from tests.talking import Talker, point


def annotator(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def answer(*arguments: object) -> Any:
    done = annotator(*arguments, "--json")
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A running Attune with a film of 40 s, and its coding."""
    film = barcode_film(tmp_path / "film.mp4", rate="5", frames=200, sound=False)
    visit = prepare_visit(tmp_path / "data", film)
    running = Server(tmp_path / "data").start()
    yield running, visit.coding
    running.stop()


@contextmanager
def pressing(talker: Talker, acts: list[dict[str, Any]], saved: set[str]) -> Iterator[None]:
    """Somebody presses 20 times a second meanwhile, and all of it is saved in the end."""
    stop = threading.Event()

    def press() -> None:
        while not stop.is_set():
            acts.append(talker.act(point(40 * (talker.n % 900))))
            send(talker, [act for act in acts if act["id"] not in saved], saved)
            time.sleep(RATE_S)

    thread = threading.Thread(target=press)
    thread.start()
    try:
        wait_until(lambda: len(saved) > 10)
        yield
    finally:
        stop.set()
        thread.join()


def annotations(folder: Path, coding: str) -> set[str]:
    """The annotations of a coding as the database holds them."""
    with closing(sqlite3.connect(folder / "attune.db")) as connection:
        return {id for (id,) in connection.execute("SELECT id FROM annotation WHERE coding = ?", (coding,))}


def made_under_load(server: Server, coding: str, rounds: int, folder: Path) -> None:
    """Back up again and again under load; restore each, and hold it against what had been saved before it."""
    acts: list[dict[str, Any]] = []
    saved: set[str] = set()
    before: list[set[str]] = []
    with Talker(server, coding).launch() as talker, pressing(talker, acts, saved):
        for number in range(rounds):
            before.append(set(saved))
            answer("backup", folder / f"{number}.backup", "--data", server.folder)
            wait_until(lambda number=number: len(saved) > len(before[number]))
    known = {act["id"]: act["edits"][0]["annotation"] for act in acts}
    assert len(before[-1]) > len(before[0])
    for number in range(rounds):
        restored = folder / f"restored-{number}"
        assert answer("restore", folder / f"{number}.backup", "--data", restored)["problems"] == []
        place = open_workplace(restored)
        try:
            assert checking.check(place) == []
        finally:
            place.store.close()
        there = annotations(restored, coding)
        assert {known[act] for act in before[number]} <= there, "what was saved before the backup is missing"
        assert there <= set(known.values())
    again = Server(restored).start()
    try:
        with Talker(again, coding).launch() as talker:
            assert {entry["id"] for entry in talker.desk()["annotations"]} == there
    finally:
        again.stop()


def test_what_was_saved_before_a_backup_is_in_it(server: tuple[Server, str], tmp_path: Path) -> None:
    made_under_load(*server, 2, tmp_path)
    log = (tmp_path / "data" / "logs" / "attune.log").read_text()
    assert "bug" not in log


@pytest.mark.slow
def test_a_hundred_backups_under_load(server: tuple[Server, str], tmp_path: Path) -> None:
    made_under_load(*server, 100, tmp_path)


def test_beside_another_command_it_is_refused(tmp_path: Path) -> None:
    """Only a running app can note the backup in the record; another command holds the folder and cannot."""
    from annotator.actions import workplace

    place = workplace.open_workplace(tmp_path / "data")
    try:
        done = annotator("backup", tmp_path / "b", "--data", tmp_path / "data")
    finally:
        place.store.close()
    assert done.returncode == 2
    assert "Another Attune already uses the data folder" in done.stderr
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "SIGTERM"])
def test_stopped_by_a_signal_nothing_is_left(tmp_path: Path, number: signal.Signals) -> None:
    """A film of 800 MB (sparse) makes it long enough to be stopped half-way.

    SIGTERM stops it also in the background of a script, where Ctrl+C is not heard.
    """
    film = barcode_film(tmp_path / "film.mp4", rate="5", frames=20, sound=False)
    prepare_visit(tmp_path / "data", film)
    os.truncate(next((tmp_path / "data" / "films").glob("*/original.*")), 800_000_000)
    (tmp_path / "stick").mkdir()
    command = [
        sys.executable,
        "-m",
        "annotator",
        "backup",
        str(tmp_path / "stick"),
        "--data",
        str(tmp_path / "data"),
    ]
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN) if number is signal.SIGTERM else None
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if heard is not None:
        signal.signal(signal.SIGINT, heard)
    assert running.stderr is not None
    assert running.stderr.readline().startswith("Backing up")
    assert list((tmp_path / "stick").iterdir())
    running.send_signal(number)
    _out, said = running.communicate(timeout=60)
    assert running.returncode == 2
    assert said.splitlines()[-1] == "The backup was stopped; nothing was left behind."
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_disk_that_takes_no_more_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    """The system refuses to write the file on beyond 4 MB, as a stick with an old file system does at 4 GB."""
    film = barcode_film(tmp_path / "film.mp4", rate="5", frames=20, sound=False)
    prepare_visit(tmp_path / "data", film)
    os.truncate(next((tmp_path / "data" / "films").glob("*/original.*")), 8_000_000)
    (tmp_path / "stick").mkdir()
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from annotator import cli;"
        "begin = cli._begin_backup;"
        "cli._begin_backup = lambda f, t: (begin(f, t), resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000)))[0];"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "backup", str(tmp_path / "stick" / "b"), "--data", str(tmp_path / "data")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert "File too large" in done.stderr.splitlines()[-1]
    assert list((tmp_path / "stick").iterdir()) == []
