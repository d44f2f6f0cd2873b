"""Films being prepared while their workers are killed at random: each is ready or says why, and nothing half made stays."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.actions import families, films, people
from annotator.actions.films import Received
from annotator.actions.workplace import Workplace
from annotator.store import recordings
from annotator.web.jobs import Keeper
from tests.films import barcode_film

MADE = {"original.mp4", "proxy.mp4", "film.json"}
"""What every film that is ready has among other things."""


def brought_in(place: Workplace, film: Path, many: int) -> list[Received]:
    """The film in so many visits, each of them waiting to be prepared."""
    who = people.first_person(place)
    family = families.create_family(place, who, f"Family of {many}")
    visits = [
        families.create_session(place, who, family.id, f"Visit {number}", "2026-05-31", "free_play_toys")
        for number in range(many)
    ]
    return [films.import_film(place, who, visit.id, film) for visit in visits]


def children(of: int) -> list[int]:
    """The processes that a process has begun; none when it has ended."""
    try:
        return [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def kill_at_random(place: Workplace, keeper: Keeper, taken: list[Received], chance: random.Random) -> int:
    """Kill the worker, or what decodes for it, until no film waits; gives how often.

    Every second film or so is left alone, so that there are both.
    """
    kills, until = 0, time.monotonic() + 5 * len(taken) + 60
    while still_waiting(place, taken):
        assert time.monotonic() < until, "films are still waiting"
        time.sleep(chance.uniform(0.1, 1.0))
        worker = keeper._worker.pid
        if worker is None or not keeper._worker.alive:
            continue
        victim = chance.choice([worker, *children(worker)])
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            kills += 1
    return kills


def still_waiting(place: Workplace, taken: list[Received]) -> bool:
    who = people.first_person(place)
    return any(films.job(place, who, each.job.id).state in ("waiting", "running") for each in taken)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def killed_again_and_again(place: Workplace, tmp_path: Path, many: int, seed: int) -> None:
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=150, sound=False)
    who = people.first_person(place)
    with Keeper(place, look_every_s=0.05) as keeper:
        (pattern,) = brought_in(place, film, 1)
        while still_waiting(place, [pattern]):
            time.sleep(0.05)
        whole = everything_in(place.film_folder(pattern.recording.id))
        assert whole.keys() >= MADE
        taken = brought_in(place, film, many)
        assert kill_at_random(place, keeper, taken, random.Random(seed)) > many / 10
        for each in taken:
            job = films.job(place, who, each.job.id)
            found = everything_in(place.film_folder(each.recording.id))
            assert job.tries <= 3
            if job.state == "done":
                assert found == whole
            else:
                assert (job.state, bool(job.reason)) == ("failed", True)
                assert found.keys() == {"original.mp4"}
                films.retry_job(place, who, job.id)
        until = time.monotonic() + 5 * many + 60
        while still_waiting(place, taken) and time.monotonic() < until:
            time.sleep(0.05)
    for each in taken:
        assert films.job(place, who, each.job.id).state == "done"
        assert everything_in(place.film_folder(each.recording.id)) == whole
    with place.store.read() as tx:
        assert {recordings.get(tx, each.recording.id).state for each in taken} == {"ready"}


def test_workers_killed_at_random_leave_nothing_half_made(place: Workplace, tmp_path: Path) -> None:
    killed_again_and_again(place, tmp_path, 6, 1)


@pytest.mark.slow
def test_workers_killed_at_random_during_two_hundred_films_leave_nothing_half_made(
    place: Workplace, tmp_path: Path
) -> None:
    killed_again_and_again(place, tmp_path, 200, 2)
