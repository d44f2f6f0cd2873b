"""Two processes on one database: one is killed and nobody waits long; what one knows the other knows at once."""

import itertools
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from annotator.actions import checking, codings, families, films, people
from annotator.store import audit, jobs
from annotator.store.tables import audit as audit_table
from tests.agreeing import everybody_agrees
from tests.faults.two_case import Presser, Process, Two, two_processes, wait_until
from tests.films import barcode_film

ANSWERS_AGAIN_S = 5.0


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_processes(tmp_path_factory.mktemp("two")) as running:
        yield running


def test_kill_of_either_process_costs_seconds_and_no_press(two: Two) -> None:
    """20 presses a second of each of four coders through the proxy, while both processes are killed in turn."""
    pressers = [Presser(two, seat) for seat in two.lab.seats]
    stop = threading.Event()
    threads = [threading.Thread(target=each.work, args=(stop,), daemon=True) for each in pressers]
    for thread in threads:
        thread.start()
    for process in two.processes:
        enough(pressers, 10)
        process.kill()
        enough(pressers, 10)
        process.begin()
        wait_until(process.ready, 90)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    for each in pressers:
        assert each.longest_s < ANSWERS_AGAIN_S
        assert all(len(set(seqs)) == 1 for seqs in each.answers.values()), "an act was saved twice"
        assert sorted(seqs[0] for seqs in each.answers.values()) == list(range(1, len(each.acts) + 1))
        seen = [process.asked("GET", f"/api/v1/codings/{each.seat.coding}", each.seat.token).json()
                for process in two.processes]  # fmt: skip
        pressed = {act["edits"][0]["annotation"] for act in each.acts}
        for desk in seen:
            assert {mark["id"] for mark in desk["annotations"]} == pressed
            assert desk["coding"]["seq"] == len(each.acts)


def enough(pressers: list[Presser], more: int) -> None:
    """Wait until everybody has had so many more presses acknowledged."""
    least = [len(each.answers) + more for each in pressers]
    wait_until(lambda: all(len(each.answers) >= n for each, n in zip(pressers, least, strict=True)), 60)
