"""Recordings, the jobs that prepare them, uploads under way, and the schemes."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from annotator.errors import Conflict, NotFound, said, translated
from annotator.store import Store, jobs, recordings, schemes, uploads
from annotator.store.jobs import Job
from tests.store.desk_case import Clock, Desk


@dataclass(frozen=True)
class Facts:
    """What preparing found out."""

    width: int = 640
    height: int = 360
    frames: int = 250
    duration_ms: int = 10_000
    variable_rate: bool = False
    has_sound: bool = True
    rate_num: int | None = 25
    rate_den: int | None = 1
    container: str = "mov"
    video_codec: str = "h264"
    audio_codec: str | None = None


@pytest.fixture
def film(store: Store, desk: Desk) -> str:
    return store.write(lambda tx: recordings.add(tx, "film", desk.session, "f.mp4", "ab" * 32, "mp4")).id


def test_a_film_is_prepared_and_then_told_of(store: Store, film: str) -> None:
    with store.read() as tx:
        assert recordings.get(tx, film).state == "preparing"
        assert recordings.film(tx, film).rate is None
    store.write(lambda tx: recordings.ready(tx, film, Facts()))
    with store.read() as tx:
        known = recordings.film(tx, film)
    facts = known.recording
    assert (facts.state, facts.width, facts.height, facts.frames) == ("ready", 640, 360, 250)
    assert (facts.duration_ms, facts.variable_rate, facts.has_sound) == (10_000, False, True)
    assert (known.extension, known.rate, known.container, known.video_codec, known.audio_codec) == (
        "mp4", (25, 1), "mov", "h264", "",
    )  # fmt: skip


def test_a_film_that_failed_says_why_and_may_be_tried_again(store: Store, film: str) -> None:
    store.write(lambda tx: recordings.failed(tx, film, "It holds no picture."))
    with store.read() as tx:
        assert recordings.film(tx, film).reason == "It holds no picture."
    store.write(lambda tx: recordings.preparing(tx, film))
    with store.read() as tx:
        assert (recordings.get(tx, film).state, recordings.film(tx, film).reason) == ("preparing", "")


def test_the_same_film_is_in_a_session_once(store: Store, desk: Desk, film: str) -> None:
    with store.read() as tx:
        known = recordings.by_sha(tx, desk.session, "ab" * 32)
        assert known is not None
        assert known.id == film
        assert recordings.by_sha(tx, desk.session, "cd" * 32) is None
    with pytest.raises(Conflict, match="already in the session"):
        store.write(lambda tx: recordings.add(tx, "other", desk.session, "g.mp4", "ab" * 32, "mp4"))


def test_films_lie_on_the_session_clock_and_the_first_stays_the_first(
    store: Store, desk: Desk, film: str, clock: Clock
) -> None:
    clock.move(minutes=1)
    store.write(lambda tx: recordings.add(tx, "a-second", desk.session, "g.mp4", "cd" * 32, "mp4"))
    store.write(lambda tx: recordings.set_shift(tx, "a-second", -1500))
    with store.read() as tx:
        found = [(r.id, r.shift_ms) for r in recordings.of_session(tx, desk.session)]
    assert found == [(film, 0), ("a-second", -1500)]


def test_a_film_that_is_prepared_again_comes_behind_those_that_are_ready(
    store: Store, desk: Desk, film: str, clock: Clock
) -> None:
    clock.move(minutes=1)
    store.write(lambda tx: recordings.add(tx, "a-second", desk.session, "g.mp4", "cd" * 32, "mp4"))
    store.write(lambda tx: recordings.failed(tx, film, "broken"))
    clock.move(minutes=1)
    store.write(lambda tx: recordings.preparing(tx, film))
    with store.read() as tx:
        assert [r.id for r in recordings.of_session(tx, desk.session)] == [film, "a-second"]
    store.write(lambda tx: recordings.ready(tx, "a-second", Facts()))
    store.write(lambda tx: recordings.preparing(tx, film))
    with store.read() as tx:
        assert [r.id for r in recordings.of_session(tx, desk.session)] == ["a-second", film]
    store.write(lambda tx: recordings.remove(tx, film))
    store.write(lambda tx: recordings.remove(tx, film))
    with store.read() as tx, pytest.raises(NotFound):
        recordings.get(tx, film)


def test_a_view_is_noted_once_an_hour(store: Store, desk: Desk, film: str, clock: Clock) -> None:
    def note() -> bool:
        return store.write(lambda tx: recordings.note_view(tx, desk.coder, film))

    assert note()
    clock.move(minutes=59)
    with store.read() as tx:
        assert recordings.viewed(tx, desk.coder, film)
    assert not note()
    clock.move(minutes=1)
    assert note()


def take(store: Store, worker: str) -> Job | None:
    return store.write(lambda tx: jobs.take(tx, worker))


def test_jobs_are_taken_in_turn_and_done(store: Store, film: str) -> None:
    first, second = (
        store.write(partial(jobs.add, kind=kind, recording_id=film)) for kind in ("prepare", "proxy")
    )
    taken = take(store, "w")
    assert taken == Job(first.id, "prepare", film, "running", 0.0, "", "", 1)
    assert store.write(lambda tx: jobs.beat(tx, first.id, "w", 0.5, "proxy"))
    with store.read() as tx:
        assert (jobs.get(tx, first.id).progress, jobs.get(tx, first.id).step) == (0.5, "proxy")
    assert store.write(lambda tx: jobs.done(tx, first.id))
    with store.read() as tx:
        assert [(job.id, job.state, job.progress) for job in jobs.of_recording(tx, film)] == [
            (first.id, "done", 1.0), (second.id, "waiting", 0.0),
        ]  # fmt: skip
    assert take(store, "w") is None  # what waits is of another kind
    assert store.write(lambda tx: jobs.take(tx, "w", kind="proxy")) is not None
    assert store.write(lambda tx: jobs.take(tx, "w", kind="proxy")) is None


def test_a_worker_that_falls_silent_loses_its_job_and_after_three_times_it_failed(
    store: Store, film: str, clock: Clock
) -> None:
    job = store.write(lambda tx: jobs.add(tx, "prepare", film))
    for tries in (1, 2, 3):
        taken = take(store, f"w{tries}")
        assert taken is not None
        assert taken.tries == tries
        assert take(store, "other") is None
        clock.move(seconds=31)
    assert take(store, "w4") is None
    with store.read() as tx:
        assert jobs.get(tx, job.id).state == "failed"
        assert "3 times" in jobs.get(tx, job.id).reason
    assert not store.write(lambda tx: jobs.beat(tx, job.id, "w3", 0.9, ""))
    assert store.write(lambda tx: jobs.retry(tx, job.id)).tries == 0
    assert take(store, "w5") is not None


def test_a_heartbeat_keeps_a_job_and_a_clock_set_back_does_not_hold_it_for_ever(
    store: Store, film: str, clock: Clock
) -> None:
    job = store.write(lambda tx: jobs.add(tx, "prepare", film))
    take(store, "w")
    for _ in range(5):
        clock.move(seconds=20)
        assert store.write(lambda tx: jobs.beat(tx, job.id, "w", 0.1, ""))
    assert take(store, "other") is None
    clock.move(days=-1)
    assert take(store, "other") is not None
    assert not store.write(lambda tx: jobs.beat(tx, job.id, "w", 0.2, ""))


def test_a_cancelled_job_tells_its_worker_to_stop_and_is_not_done(store: Store, film: str) -> None:
    job = store.write(lambda tx: jobs.add(tx, "prepare", film))
    take(store, "w")
    assert store.write(lambda tx: jobs.cancel(tx, job.id))
    assert not store.write(lambda tx: jobs.beat(tx, job.id, "w", 0.2, ""))
    assert not store.write(lambda tx: jobs.done(tx, job.id))
    assert not store.write(lambda tx: jobs.fail(tx, job.id, "late"))
    assert not store.write(lambda tx: jobs.cancel(tx, job.id))
    with store.read() as tx:
        assert (jobs.get(tx, job.id).state, jobs.get(tx, job.id).reason) == ("cancelled", "")


def test_a_failed_job_says_why(store: Store, film: str) -> None:
    job = store.write(lambda tx: jobs.add(tx, "prepare", film))
    take(store, "w")
    assert store.write(lambda tx: jobs.fail(tx, job.id, "It holds no picture."))
    with store.read() as tx:
        assert (jobs.get(tx, job.id).state, jobs.get(tx, job.id).reason) == ("failed", "It holds no picture.")
        with pytest.raises(NotFound):
            jobs.get(tx, "nothing")


def test_step_and_reason_can_be_translated_when_they_are_read(store: Store, film: str) -> None:
    job = store.write(lambda tx: jobs.add(tx, "prepare", film))
    store.write(lambda tx: jobs.take(tx, "w"))
    store.write(lambda tx: jobs.beat(tx, job.id, "w", 0.5, said("Looking at the film")))
    with store.read() as tx:
        step = jobs.get(tx, job.id).step
    assert (step, translated(step, str.upper)) == ("Looking at the film", "LOOKING AT THE FILM")
    sentence = said("This film is {name}; convert it.", name="MPEG-2")
    store.write(lambda tx: jobs.fail(tx, job.id, sentence))
    store.write(lambda tx: recordings.failed(tx, film, sentence))
    with store.read() as tx:
        reasons = [jobs.get(tx, job.id).reason, recordings.film(tx, film).reason]
    german = {"This film is {name}; convert it.": "Dieses Video ist {name}; bitte umwandeln."}
    for reason in reasons:
        assert reason == "This film is MPEG-2; convert it."
        assert translated(reason, lambda words: german[words]) == "Dieses Video ist MPEG-2; bitte umwandeln."


def test_an_upload_is_known_until_it_is_finished_or_given_up(store: Store, desk: Desk, clock: Clock) -> None:
    begun = store.write(lambda tx: uploads.add(tx, "u", desk.session, desk.coder, "f.mp4", 10))
    clock.move(hours=1)
    with store.read() as tx:
        assert uploads.get(tx, "u") == begun
        assert list(uploads.of_account(tx, desk.coder)) == [begun]
        assert list(uploads.begun_before(tx, clock.now)) == [begun]
        assert list(uploads.begun_before(tx, clock.now - timedelta(hours=2))) == []
    store.write(lambda tx: uploads.remove(tx, "u"))
    with store.read() as tx, pytest.raises(NotFound):
        uploads.get(tx, "u")


def test_a_scheme_is_kept_byte_for_byte_under_its_hash(store: Store, clock: Clock) -> None:
    store.write(lambda tx: schemes.put(tx, b"one: \xc3\xbc", "s", "1.0", "h1"))
    clock.move(days=1)
    store.write(lambda tx: schemes.put(tx, b"other", "s", "1.0", "h1"))
    store.write(lambda tx: schemes.put(tx, b"two", "s", "1.1", "h2"))
    with store.read() as tx:
        assert schemes.get(tx, "h1") == b"one: \xc3\xbc"
        assert [(s.hash, s.scheme_id, s.version) for s in schemes.all(tx)] == [
            ("h2", "s", "1.1"),
            ("h1", "s", "1.0"),
        ]
        with pytest.raises(NotFound):
            schemes.get(tx, "h3")
