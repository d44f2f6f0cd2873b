"""Keeping the films' worker: hands it what is next, passes on how far it is, starts another when it dies."""

import queue
import secrets
import threading
import time
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from annotator.actions import films
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, MediaError
from annotator.media import ReelOrder
from annotator.media.film_files import FilmFile, FilmFolder
from annotator.media.keeping import STOPPED, Message, WorkerProcess
from annotator.store.jobs import Job
from annotator.web.answers import bug_message, report_bug

LOOK_EVERY_S = 1.0
"""How often the queue is looked at while there is nothing to do, and the lease renewed while there is."""

TIDY_EVERY_S = 3600.0
"""How often uploads that were given up are forgotten."""

STOP_S = 3.0

TRIES = 3
"""Workers that may die over one film before it counts as the film's fault."""


class Keeper:
    """A background thread that keeps one worker, from ``with`` to its end."""

    def __init__(self, place: Workplace, look_every_s: float = LOOK_EVERY_S) -> None:
        self._place, self._look_every_s = place, look_every_s
        self._name = secrets.token_hex(8)
        self._worker = WorkerProcess()
        self._ended = threading.Event()
        self._said: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._listener: threading.Thread | None = None
        self._thread = threading.Thread(target=self._keep, name="films", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker; a film that was being prepared is taken up again at the next start."""
        self._ended.set()
        self._worker.close(STOP_S)
        self._thread.join()
        self._worker.close(STOP_S)  # the thread may have started another in between
        if self._listener is not None:
            self._listener.join()

    def _keep(self) -> None:
        tidied = -TIDY_EVERY_S
        while not self._ended.is_set():
            try:
                if time.monotonic() - tidied > TIDY_EVERY_S:
                    films.forget_old_uploads(self._place)
                    if films.reels_there(self._place):
                        _reels().forget_old_reels(self._place)
                    tidied = time.monotonic()
                busy = self._next()
            except Exception as error:  # noqa: BLE001 - a thread's boundary: the bug gets a number, the thread goes on
                report_bug(error)
                busy = False
            if not busy:
                self._ended.wait(self._look_every_s)

    def _next(self) -> bool:
        try:
            taken = films.next_job(self._place, self._name) or self._next_reel()
        except AnnotatorError:
            return False  # the disk is full, perhaps; the pages say so, and the film waits
        if taken is None:
            return False
        job = taken[0]
        try:
            self._prepare(*taken)
        except Exception as error:  # noqa: BLE001 - one film's bug must not keep the others waiting
            films.job_failed(self._place, job.id, bug_message(report_bug(error)), self._name)
        return True

    def _next_reel(self) -> tuple[Job, FilmFolder, FilmFile, ReelOrder] | None:
        if not films.reels_there(self._place):
            return None
        found: tuple[Job, FilmFolder, FilmFile, ReelOrder] | None = _reels().next_reel(
            self._place, self._name
        )
        return found

    def _prepare(
        self,
        job: Job,
        original: FilmFile | FilmFolder,
        out: FilmFile | FilmFolder,
        reel: ReelOrder | None = None,
    ) -> None:
        for left in range(TRIES, 0, -1):
            last = self._once(job, original, out, reel)
            if self._ended.is_set():
                return
            if last.reason != STOPPED or left == 1:
                self._finish(job, last)
                return

    def _once(
        self,
        job: Job,
        original: FilmFile | FilmFolder,
        out: FilmFile | FilmFolder,
        reel: ReelOrder | None,
    ) -> Message:
        self._start()
        try:
            self._worker.give(job.id, original, out, reel)
        except (MediaError, ValueError):  # it died at once, or its pipe was closed because the app ends
            return Message(job.id, "failed", reason=STOPPED)
        return self._follow(job)

    def _start(self) -> None:
        if self._worker.alive:
            return
        if self._listener is not None:
            self._listener.join()
        self._worker.start()
        self._listener = threading.Thread(target=self._listen, name="films' worker", daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for message in self._worker.messages():
            self._said.put(message)

    def _follow(self, job: Job) -> Message:
        """Pass progress on, keep the lease, take back what nobody wants; gives the last word on the film."""
        now = Message(job.id, "progress")
        while True:
            try:
                message = self._said.get(timeout=self._look_every_s)
            except queue.Empty:
                message = now
            if message.job != job.id:
                continue
            if message.kind != "progress" or self._ended.is_set():
                return message
            now = message
            if not films.job_progress(self._place, job.id, self._name, now.fraction, now.step):
                self._worker.cancel(job.id)

    def _finish(self, job: Job, last: Message) -> None:
        match last:
            case Message(kind="done", facts=facts) if facts is not None:
                films.job_done(self._place, job.id, facts, self._name)
            case Message(kind="made"):
                _reels().reel_made(self._place, job.id)
            case Message(kind="failed", reason=reason):
                films.job_failed(self._place, job.id, reason, self._name)
            case _:  # cancelled: the store knows already
                return


def _reels() -> Any:
    """What makes reels, imported where there are any: the first page does not wait for it."""
    return import_module("annotator.actions.reels")
