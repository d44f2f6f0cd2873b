"""The keeper of the films' worker: prepared by the way, stopped, tried again, outliving a dead worker."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.actions import families, films, people
from annotator.actions.films import Received
from annotator.actions.workplace import Workplace
from annotator.errors import Said
from annotator.media import prepare
from annotator.store import jobs
from annotator.store.jobs import Job
from annotator.web.jobs import TRIES, Keeper
from tests.films import barcode_film


@pytest.fixture
def keeper(place: Workplace) -> Iterator[Keeper]:
    with Keeper(place, look_every_s=0.1) as running:
        yield running


def take_in(place: Workplace, path: Path) -> Received:
    who = people.first_person(place)
    family = families.create_family(place, who, "Family 3")
    session = families.create_session(place, who, family.id, "Visit", "2026-05-31", "free_play_toys")
    return films.import_film(place, who, session.id, path)


def wait_for(place: Workplace, id: str, what: Callable[[Job], bool], seconds: float = 60) -> Job:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job = films.job(place, people.first_person(place), id)
        if what(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"the job is still {job}")


def film(folder: Path, frames: int = 50) -> Path:
    path = folder / "film.mp4"
    barcode_film(path, rate="25", frames=frames)
    return path


def test_a_film_is_prepared_by_the_way(place: Workplace, keeper: Keeper, tmp_path: Path) -> None:
    received = take_in(place, film(tmp_path))
    done = wait_for(place, received.job.id, lambda job: job.state in ("done", "failed"))
    assert (done.state, done.progress, done.reason) == ("done", 1.0, "")
    assert (place.film_folder(received.recording.id) / "proxy.mp4").stat().st_size > 0


def test_a_film_that_cannot_be_read_says_why(place: Workplace, keeper: Keeper, tmp_path: Path) -> None:
    whole = film(tmp_path).read_bytes()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(whole[:64] + bytes(len(whole) - 64))
    received = take_in(place, broken)
    failed = wait_for(place, received.job.id, lambda job: job.state in ("done", "failed"))
    assert failed.state == "failed"
    assert failed.reason.endswith(".")
    assert isinstance(failed.reason, Said)  # through the child, the worker and the tables
    assert str(tmp_path) not in failed.reason


def test_a_film_can_be_stopped_and_tried_again(place: Workplace, keeper: Keeper, tmp_path: Path) -> None:
    received = take_in(place, film(tmp_path, frames=3000))
    wait_for(place, received.job.id, lambda job: job.state == "running")
    films.cancel_job(place, people.first_person(place), received.job.id)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and [
        p for p in place.film_folder(received.recording.id).iterdir() if p.is_dir()
    ]:
        time.sleep(0.05)
    assert [p.name for p in place.film_folder(received.recording.id).iterdir()] == ["original.mp4"]
    assert films.job(place, people.first_person(place), received.job.id).state == "cancelled"
    films.retry_job(place, people.first_person(place), received.job.id)
    wait_for(place, received.job.id, lambda job: job.state == "running")


def test_a_worker_that_dies_is_replaced(place: Workplace, keeper: Keeper, tmp_path: Path) -> None:
    received = take_in(place, film(tmp_path, frames=400))
    wait_for(place, received.job.id, lambda job: job.state == "running")
    first = running_worker(keeper)
    os.kill(first, signal.SIGKILL)
    done = wait_for(place, received.job.id, lambda job: job.state in ("done", "failed"), 120)
    assert done.state == "done"
    assert running_worker(keeper) != first


def test_a_film_that_kills_every_worker_fails_and_the_next_is_prepared(
    place: Workplace, keeper: Keeper, tmp_path: Path
) -> None:
    bad = take_in(place, film(tmp_path, frames=3000))
    wait_for(place, bad.job.id, lambda job: job.state == "running")
    killed: set[int] = set()
    rooms: set[Path] = set()
    folder = place.film_folder(bad.recording.id)
    deadline = time.monotonic() + 60
    while len(killed) < TRIES and time.monotonic() < deadline:
        worker, there = running_worker(keeper), set(folder.glob(".preparing-*"))
        if worker not in killed and there - rooms:
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)
            rooms |= there
        time.sleep(0.02)
    failed = wait_for(place, bad.job.id, lambda job: job.state == "failed")
    assert failed.reason
    assert [left.name for left in folder.iterdir()] == ["original.mp4"]
    other = tmp_path / "other"
    other.mkdir()
    good = films.import_film(place, people.first_person(place), bad.recording.session, film(other))
    assert wait_for(place, good.job.id, lambda job: job.state in ("done", "failed")).state == "done"


def test_a_film_whose_last_worker_died_after_its_work_leaves_only_the_original(
    place: Workplace, tmp_path: Path
) -> None:
    received = take_in(place, film(tmp_path))
    taken = films.next_job(place, "a worker")
    assert taken is not None
    _job, original, out = taken
    prepare(original, out)
    assert (out / "film.json").exists()
    films.job_failed(place, received.job.id, "It stopped.")
    assert [left.name for left in out.iterdir()] == ["original.mp4"]
    assert films.job(place, people.first_person(place), received.job.id).state == "failed"


def test_a_worker_that_was_too_slow_is_not_heard_once_its_film_is_anothers(
    place: Workplace, tmp_path: Path
) -> None:
    received = take_in(place, film(tmp_path))
    place.store.write(lambda tx: jobs.take(tx, "slow", lease_s=0))
    taken = films.next_job(place, "quick")
    assert taken is not None
    job, original, out = taken
    assert (job.id, job.tries) == (received.job.id, 2)
    facts = prepare(original, out)
    films.job_failed(place, job.id, "It was too slow.", "slow")
    films.job_done(place, job.id, facts, "slow")
    assert films.job(place, people.first_person(place), job.id).state == "running"
    assert (out / "proxy.mp4").exists()
    films.job_done(place, job.id, facts, "quick")
    assert films.job(place, people.first_person(place), job.id).state == "done"


def running_worker(keeper: Keeper) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if keeper._worker.alive and keeper._worker.pid is not None:
            return keeper._worker.pid
        time.sleep(0.02)
    raise AssertionError("no worker runs")


def test_the_end_of_the_app_ends_the_worker(place: Workplace, tmp_path: Path) -> None:
    begun = time.monotonic()
    with Keeper(place, look_every_s=0.1) as keeper:
        received = take_in(place, film(tmp_path, frames=3000))
        wait_for(place, received.job.id, lambda job: job.state == "running")
        worker = running_worker(keeper)
        begun = time.monotonic()
    assert time.monotonic() - begun < 8
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert films.job(place, people.first_person(place), received.job.id).state == "running"
