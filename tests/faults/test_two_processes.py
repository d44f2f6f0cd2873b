"""Two processes on one database: one is killed and nobody waits long; what one knows the other knows at once."""

import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from annotator.actions import agreeing, families, films, people
from annotator.actions.auditing import verify_audit
from annotator.store import jobs
from annotator.store.tables import audit, job
from tests.faults.conftest import problems_in
from tests.faults.two_case import Presser, Process, Two, caddy, two_processes, wait_until
from tests.films import barcode_film
from tests.lab import Seat
from tests.talking import new_id

ANSWERS_AGAIN_S = 5.0


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_processes(tmp_path_factory.mktemp("two")) as running:
        yield running


def killed_in_turn(two: Two, rounds: int, meanwhile: Callable[[Two], None]) -> None:
    """Everybody presses through the proxy while the process that was reached last is killed, again and again.

    Something is done ``meanwhile``, while there is one process only.
    """
    pressers = [Presser(two, seat) for seat in two.lab.seats]
    before = [desk(two.processes[0], each.seat)["coding"]["seq"] for each in pressers]
    stop = threading.Event()
    threads = [threading.Thread(target=each.work, args=(stop,), daemon=True) for each in pressers]
    for thread in threads:
        thread.start()
    for number in range(rounds):
        wait_until(lambda: all(process.ready() for process in two.processes), 90)
        enough(pressers, 10)
        gone = two.reached_last(number)
        gone.kill()
        enough(pressers, 20)
        meanwhile(two)
        gone.begin()
    stop.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    wait_until(lambda: all(process.ready() for process in two.processes), 90)
    for each, seq in zip(pressers, before, strict=True):
        assert all(len(set(seqs)) == 1 for seqs in each.answers.values()), "an act was saved twice"
        assert sorted(seqs[0] for seqs in each.answers.values()) == list(
            range(seq + 1, seq + len(each.acts) + 1)
        )
        pressed = {act["edits"][0]["annotation"] for act in each.acts}
        for process in two.processes:
            shown = desk(process, each.seat)
            assert pressed <= {mark["id"] for mark in shown["annotations"]}
            assert shown["coding"]["seq"] == len(shown["annotations"]) == seq + len(each.acts)
    assert max(each.longest_s for each in pressers) < ANSWERS_AGAIN_S


def enough(pressers: list[Presser], more: int) -> None:
    """Wait until everybody has had so many more presses acknowledged."""
    least = [len(each.answers) + more for each in pressers]
    wait_until(lambda: all(len(each.answers) >= n for each, n in zip(pressers, least, strict=True)), 60)


def desk(process: Process, seat: Seat) -> dict[str, dict[str, int]]:
    answer = process.asked("GET", f"/api/v1/codings/{seat.coding}", seat.token)
    assert answer.status_code == 200, answer.text
    found: dict[str, dict[str, int]] = answer.json()
    return found


def a_command_finds_who_is_left(two: Two) -> None:
    """The folder knows of both; the one that was killed does not answer."""
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "invite", "Ben", "--role", "coder", *words(two)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout.splitlines()[-1])["url"].startswith(two.url), done.stderr


def words(two: Two) -> list[str]:
    return ["--data", str(two.folder), "--json"]


@pytest.mark.alone
def test_a_kill_costs_seconds_and_no_press(two: Two) -> None:
    killed_in_turn(two, 1, a_command_finds_who_is_left)


@pytest.mark.slow
@pytest.mark.alone
def test_ten_kills_cost_seconds_each_and_no_press(two: Two) -> None:
    killed_in_turn(two, 10, lambda _two: None)


@pytest.mark.slow
@pytest.mark.alone
def test_behind_caddy_kills_cost_no_more(tmp_path: Path) -> None:
    with two_processes(tmp_path, caddy) as behind_caddy:
        killed_in_turn(behind_caddy, 4, lambda _two: None)


def test_what_needs_to_be_alone_is_refused(two: Two) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "check", *words(two)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "Another Attune already uses" in done.stdout + done.stderr


def test_the_record_is_one_chain_whoever_of_them_appends(two: Two) -> None:
    def noted(pair: tuple[Process, Seat], ms: int) -> None:
        process, seat = pair
        answer = process.asked("PUT", "/api/v1/me/reaction", seat.token, json={"rt_offset_ms": ms})
        assert answer.status_code == 204, answer.text
        other = two.processes[process is two.processes[0]]
        assert desk(other, seat)["coding"]["rt_offset_ms"] == ms

    before = lines(two, "reaction_time")
    pairs = [
        (process, seat) for process, seat in zip(itertools.cycle(two.processes), two.lab.seats, strict=False)
    ]
    with ThreadPoolExecutor(len(pairs)) as threads:
        for ms in range(10):
            list(threads.map(noted, pairs, itertools.repeat(ms)))
    assert lines(two, "reaction_time") == before + 10 * len(pairs)
    assert verify_audit(two.folder).problems == ()


def lines(two: Two, verb: str) -> int:
    with two.beside() as place, place.store.read() as tx:
        found: int = tx.value(select(func.count()).where(audit.c.verb == verb))
        return found


def test_one_page_edits_whichever_process_it_is_open_in(two: Two) -> None:
    seat, (one, other) = two.lab.seats[0], two.processes
    first, second = new_id(), new_id()

    def claim(process: Process, tab: str, *, take_over: bool = False) -> object:
        asked = {"tab": tab, "take_over": take_over}
        answer = process.asked("POST", f"/api/v1/codings/{seat.coding}/claim", seat.token, json=asked)
        return answer.json()["editor"]

    assert claim(one, first, take_over=True) == {"tab": first, "mine": True}
    assert claim(other, second) == {"tab": first, "mine": False}
    assert claim(other, second, take_over=True) == {"tab": second, "mine": True}
    assert claim(one, first) == {"tab": second, "mine": False}


def test_a_film_is_prepared_once(two: Two) -> None:
    with two.beside() as place:
        lead = people.first_person(place)
        film = barcode_film(two.folder.parent / "other.mp4", frames=75)
        made = [films.import_film(place, lead, visit, film) for visit in visits(two, 4)]
        wait_until(lambda: all(films.job(place, lead, each.job.id).state == "done" for each in made), 120)
        with place.store.read() as tx:
            assert [jobs.get(tx, each.job.id).tries for each in made] == [1] * 4
            assert tx.value(select(func.count()).where(job.c.state == "running")) == 0


def test_a_still_that_both_are_asked_for_at_once_is_made_once(two: Two) -> None:
    seat = two.lab.seats[0]
    with ThreadPoolExecutor(4) as threads:
        for ms in range(0, 1600, 400):
            path = f"/films/{two.lab.recording}/stills/{ms}.jpg"
            asked = [threads.submit(each.asked, "GET", path, seat.token) for each in two.processes * 2]
            answers = [each.result() for each in asked]
            assert [each.status_code for each in answers] == [200] * 4
            assert len({each.content for each in answers}) == 1


def visits(two: Two, many: int) -> list[str]:
    with two.beside() as place:
        lead = people.first_person(place)
        family = families.create_family(place, lead, "Family of films")
        return [
            families.create_session(place, lead, family.id, f"Visit {n}", "2026-05-31", "free_play_toys").id
            for n in range(many)
        ]


def test_what_is_taken_back_or_ended_in_one_is_over_at_once_in_the_other(two: Two) -> None:
    seat, film = two.lab.seats[0], f"/films/{two.lab.recording}/proxy.mp4"

    def answers(path: str) -> list[int]:
        return [each.asked("GET", path, seat.token).status_code for each in two.processes]

    with two.beside() as place:
        lead = people.first_person(place)
        family = families.session(place, lead, two.lab.session).session.family
        assert answers(film) == [200, 200]
        child = agreeing.matrix(place, lead, family).people[0].id
        agreeing.withdraw(place, lead, child)
        assert answers(film) == [404, 404]
        assert answers("/api/v1/me") == [200, 200]
        coder = next(each for each in people.people(place, lead) if each.name == "Coder 1")
        people.end_sign_in(place, lead, coder.id)
        assert answers("/api/v1/me") == [401, 401]


def test_nothing_is_wrong_in_the_end(two: Two) -> None:
    for each in two.processes:
        each.stop()
    assert problems_in(two.folder) == []
    assert verify_audit(two.folder).problems == ()
