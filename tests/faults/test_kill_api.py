"""kill -9 in the middle of 20 presses a second: what was answered as saved is there, once, and nothing else."""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.faults.conftest import problems_in
from tests.films import barcode_film
from tests.running import Server, prepare_visit
from tests.talking import Talker, point

RATE_S = 0.05


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, str]:
    root = tmp_path_factory.mktemp("kill")
    film = root / "film.mp4"
    barcode_film(film, rate="25", frames=250)
    visit = prepare_visit(root / "data", film)
    return Server(root / "data"), visit.coding


def burst(talker: Talker, acts: list[dict[str, Any]], saved: set[str], stop: threading.Event) -> None:
    """Press 20 times a second, as the player does: keep, send all that is unsent in order, forget what is saved."""
    unsent: list[dict[str, Any]] = []
    while not stop.is_set():
        act = talker.act(point(40 * (talker.n % 240)))
        acts.append(act)
        unsent.append(act)
        send(talker, unsent, saved)
        time.sleep(RATE_S)
    while unsent and talker.server.process is not None:
        send(talker, unsent, saved)


def send(talker: Talker, unsent: list[dict[str, Any]], saved: set[str]) -> None:
    try:
        answer = talker.post(unsent[:200])
    except httpx2.TransportError:
        return
    if answer.status_code == 200:
        for each in answer.json()["answers"]:
            if each["outcome"] == "saved":
                saved.add(each["act"])
        unsent[:] = [act for act in unsent if act["id"] not in saved]


def kill_rounds(server: Server, coding: str, rounds: int) -> None:
    server.start()
    with Talker(server, coding).launch() as talker:
        rounds_of(talker, rounds)
    server.stop()


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)


def rounds_of(talker: Talker, rounds: int) -> list[dict[str, Any]]:
    """Burst and kill again and again; gives every act that was pressed."""
    server = talker.server
    acts: list[dict[str, Any]] = []
    saved: set[str] = set()
    for number in range(rounds):
        stop = threading.Event()
        thread = threading.Thread(target=burst, args=(talker, acts, saved, stop))
        before = len(saved)
        thread.start()
        # A machine with other work may need long for the first answer; from then on the kills fall at will.
        wait_until(lambda before=before: len(saved) > before)
        time.sleep(0.2 + 0.07 * (number % 5))
        server.kill()
        stop.set()
        thread.join()
        acknowledged = set(saved)
        server.start()
        known = {act["id"]: act["edits"][0]["annotation"] for act in acts}
        there = {entry["id"] for entry in talker.desk()["annotations"]}
        assert {known[act] for act in acknowledged} <= there, "an acknowledged press is gone"
        assert there <= set(known.values()), "something nobody pressed is there"
        assert len(acknowledged) > before
        send(talker, [act for act in acts if act["id"] not in saved], saved)
    assert saved == {act["id"] for act in acts}, "a press that was kept was not saved in the end"
    assert len(talker.desk()["annotations"]) == len(acts), "a press is there twice"
    return acts


def test_twenty_kills_lose_and_double_nothing(furnished: tuple[Server, str]) -> None:
    server, coding = furnished
    kill_rounds(server, coding, 20)
    assert problems_in(server.folder) == []
