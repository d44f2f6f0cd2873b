"""A real Attune for tests that need one: its own process, folder and port; and visits ready to be coded."""

import atexit
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, literal, select

from annotator.actions import bringing_in, codings, families, films, people, workplace
from annotator.actions.workplace import Workplace
from annotator.media import FilmFacts, prepare
from annotator.media.facts import facts_from_json
from annotator.media.film_files import FilmFile, FilmFolder, SealedFile
from annotator.store import families as stored_families
from annotator.store import recordings
from annotator.store.accounts import Account
from annotator.store.tables import recording
from tests import forking
from tests.agreeing import everybody_agrees
from tests.lengthening import lengthen

START_LIMIT_S = 60
PREFIX = "ATTUNE_TEST_PREFIX"
"""A variable with what stands before the command of each Attune that is begun, to look at it from outside."""
PREPARE_LIMIT_S = 180


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """Attune as its user starts it; can be killed and started again on the same folder and port."""

    folder: Path
    port: int = field(default_factory=free_port)
    sample: bool = False
    link: str = ""
    loaded: bool = hasattr(os, "pidfd_open")
    """Begun from a process that has loaded the program already, not by the command itself."""
    planted: str = ""
    """A bug of tests/faults/planted_bugs.py that this process alone has, for what must find it."""
    process: subprocess.Popen[str] | forking.Forked | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        """Start it, wait until it answers, keep the launch link that it prints."""
        arguments = ["start", "--data", str(self.folder), "--port", str(self.port),
                     "--no-browser", "--sample" if self.sample else "--no-sample"]  # fmt: skip
        log = (self.folder.parent / f"server-{self.port}.log").open("a+")
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        before = os.environ.get(PREFIX, "").split()
        if self.loaded and not before:
            self.process = forking.start(arguments, Path(log.name), environment, self.planted)
        else:
            assert not self.planted, "a bug is planted in a process that was forked"
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "annotator", *arguments],
                stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True, env=environment,
            )  # fmt: skip
        begun = log.tell()
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            log.seek(begun)
            found = re.search(r"http://127\.0\.0\.1:\d+/launch\?token=\S+", log.read())
            if found and self.answers():
                self.link = found.group(0)
                log.close()
                return self
            time.sleep(0.05)
        log.seek(begun)
        text = log.read()
        log.close()
        self.stop()
        raise RuntimeError(f"Attune did not start:\n{text[-4000:]}")

    def answers(self) -> bool:
        """Whether it answers now."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9, the worker with it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it the polite way."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None


@dataclass(frozen=True)
class Visit:
    """A visit with a film that is ready, and the first person's open coding of it."""

    session: str
    coding: str


def prepare_visit(
    folder: Path, film: Path, profile: str = "field", scheme: str | None = None, times: int = 1
) -> Visit:
    """Make a data folder hold one family with one visit and its film, prepared as the app would.

    The folder is made once for each film and way to code it, and copied from then on. ``times``: the film
    stands so many times over.
    """
    made = (hashlib.sha256(film.read_bytes()).hexdigest(), film.name, profile, scheme, times)
    if made not in _VISITS:
        first = Path(tempfile.mkdtemp(prefix="attune-visit-"))
        atexit.register(shutil.rmtree, first, ignore_errors=True)
        place = workplace.open_workplace(first)
        try:
            _VISITS[made] = first, enter_visit(place, film, profile, scheme, times=times)
        finally:
            place.store.close()
    first, visit = _VISITS[made]
    shutil.copytree(first, folder, dirs_exist_ok=True)
    return visit


_VISITS: dict[tuple[str | int | None, ...], tuple[Path, Visit]] = {}


def enter_visit(
    place: Workplace,
    film: Path,
    profile: str = "field",
    scheme: str | None = None,
    code: str = "Family 012",
    times: int = 1,
) -> Visit:
    """Enter a family, a visit and a film in an open workplace, and begin the first person's coding."""
    who = people.first_person(place)
    family = families.create_family(place, who, code, "Testing")
    session = families.create_session(place, who, family.id, "Visit 3", "2026-05-31", "free_play_toys")
    everybody_agrees(place, who, session.id)
    _bring_in(place, who, session.id, film)
    _stand(place, session.id, times)
    wanted = next((c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == scheme), None)
    return Visit(session.id, codings.begin_coding(place, who, session.id, wanted, profile))


def _bring_in(place: Workplace, who: Account, session: str, film: Path) -> None:
    """Copy a film into a visit and make ready whatever waits, as the app does."""
    answer = bringing_in.keep_film(place, who, session, film, wait=False, progress=lambda _text: None)
    assert answer["verdict"] == "accept", answer
    while (task := films.next_job(place, "tests")) is not None:
        job, original, out = task
        films.job_done(place, job.id, _prepared(original, out))
    _wait_until_ready(place, session)


def _prepared(original: FilmFile, out: FilmFolder) -> FilmFacts:
    """Put into a film's folder what preparing makes of it: made once for each film and all processes of the tests."""
    if isinstance(original, SealedFile):
        return prepare(original, out)
    known = prepared_films / hashlib.sha256(original.read_bytes()).hexdigest()
    if not known.exists():
        made = Path(tempfile.mkdtemp(dir=prepared_films))
        prepare(original, made)
        with contextlib.suppress(OSError):  # another process was quicker
            made.rename(known)
    shutil.copytree(known, out, dirs_exist_ok=True)
    return facts_from_json(json.loads((known / "film.json").read_text("utf-8")))


prepared_films = Path(tempfile.mkdtemp(prefix="attune-films-"))
"""A folder for what was made of films; the tests that run beside one another are given one and the same."""
atexit.register(shutil.rmtree, prepared_films, ignore_errors=True)


def _wait_until_ready(place: Workplace, session: str) -> None:
    """Where an app runs on the folder, its worker may be the one that prepares the film."""
    until = time.monotonic() + PREPARE_LIMIT_S
    while True:
        with place.store.read() as tx:
            states = {film.state for film in stored_families.session(tx, session).recordings}
        if states == {"ready"}:
            return
        assert time.monotonic() < until, f"the film is still {states} after {PREPARE_LIMIT_S} s"
        time.sleep(0.05)


def add_film(place: Workplace, session: str, film: Path, shift_ms: int = 0, times: int = 1) -> str:
    """Bring one more film into a visit, prepared, its first frame at ``shift_ms``; answers its id."""
    _bring_in(place, people.first_person(place), session, film)
    added = _stand(place, session, times)
    place.store.write(lambda tx: recordings.set_shift(tx, added, shift_ms))
    return added


def same_film(place: Workplace, of: str, session: str) -> str:
    """Let the first film of a visit stand in another one too, as prepared as it is; answers its id there."""
    id = os.urandom(8).hex()
    with place.store.read() as tx:
        film = stored_families.session(tx, of).recordings[0].id
    kept = [column.name for column in recording.columns if column.name not in ("id", "session")]
    row = select(literal(id), literal(session), *(recording.c[name] for name in kept)).where(
        recording.c.id == film
    )
    copied = insert(recording).from_select(["id", "session", *kept], row)
    place.store.write(lambda tx: tx.execute(copied))
    shutil.copytree(place.film_folder(film), place.film_folder(id))
    return id


def _stand(place: Workplace, session: str, times: int) -> str:
    """Make the film that came last stand so many times over; answers its id."""
    with place.store.read() as tx:
        last = stored_families.session(tx, session).recordings[-1].id
    if times > 1:
        lengthen(place, last, times)
    return last
