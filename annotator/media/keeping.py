"""Keeping a worker: the web process's side of ``python -m annotator.worker``."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from annotator.errors import MediaError, said
from annotator.media.facts import FilmFacts, facts_from_json, sentence_of
from annotator.media.film_files import FilmFile, FilmFolder, key_of, place_of
from annotator.media.reel_order import ReelOrder, order_to_json

STOPPED = said("The program that prepares films stopped. Try again.")


@dataclass(frozen=True, slots=True)
class Message:
    """What the worker says of a job; all but progress are its last words on it, ``made`` those on a reel.

    ``fraction`` (0 to 1) and ``step`` go with progress, ``facts`` with done, ``reason`` with failed.
    """

    job: str
    kind: Literal["progress", "done", "made", "failed", "cancelled"]
    fraction: float = 0.0
    step: str = ""
    facts: FilmFacts | None = None
    reason: str = ""


class WorkerProcess:
    """One worker, from ``start`` to ``close``; give and cancel may be called from any thread.

    A worker that dies fails every job it had been given; ``messages`` then ends, and ``start`` starts
    another.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._given: dict[str, None] = {}
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether a worker is running."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The worker's process id, None before ``start``."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start a worker unless one is running."""
        if self.alive:
            return
        self.close()
        self._given = {}
        here = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "annotator.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": here, "PYTHONUTF8": "1"},
            start_new_session=True,  # Ctrl-C in the terminal is for the app, which then closes this one
        )

    def give(
        self,
        job: str,
        original: FilmFile | FilmFolder,
        out: FilmFile | FilmFolder,
        reel: ReelOrder | None = None,
    ) -> None:
        """Have a film prepared in the folder ``out``, or a reel of the film in the folder ``original`` made.

        MediaError when no worker runs.
        """
        self._given[job] = None
        ordered = {} if reel is None else {"reel": order_to_json(reel)}
        key = key_of(original)
        sealed = {} if key is None else {"key": key.hex()}
        paths = {"original": str(place_of(original)), "out": str(place_of(out))}
        try:
            self._order({"job": job, **paths, **ordered, **sealed})
        except OSError as error:
            self._given.pop(job, None)
            raise MediaError(STOPPED) from error

    def cancel(self, job: str) -> None:
        """Take a film back; a ``cancelled`` message follows unless it was finished before."""
        with suppress(OSError):
            self._order({"cancel": job})

    def _order(self, order: dict[str, Any]) -> None:
        with self._lock:
            stdin = self._process.stdin if self._process is not None else None
            if stdin is None or stdin.closed:
                raise BrokenPipeError
            stdin.write(json.dumps(order).encode() + b"\n")
            stdin.flush()

    def messages(self) -> Iterator[Message]:
        """What the worker says, as it says it; ends when the worker ends. To be read by one thread."""
        process, given = self._process, self._given
        if process is None or process.stdout is None:
            return
        for line in _lines(process.stdout):
            message = _message(line)
            if message is not None:
                if message.kind != "progress":
                    given.pop(message.job, None)
                yield message
        _see_off(process, 5.0)  # else it might still look alive to whoever starts the next
        while given:
            yield Message(given.popitem()[0], "failed", reason=STOPPED)

    def close(self, patience_s: float = 5.0) -> None:
        """End the worker and what it is doing; nothing half-made is left."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            with self._lock, suppress(OSError):
                process.stdin.close()
        _see_off(process, patience_s)
        if process.stdout is not None:
            process.stdout.close()


def _see_off(process: "subprocess.Popen[bytes]", patience_s: float) -> None:
    """Wait until a worker that was told to end has ended; after some seconds, end it."""
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _lines(stdout: IO[bytes]) -> Iterator[bytes]:
    """What is left to read, also when ``close`` shuts the pipe meanwhile."""
    with suppress(ValueError):
        for line in stdout:  # noqa: UP028 (with `yield from`, who stops listening would shut the pipe)
            yield line


def _message(line: bytes) -> Message | None:
    try:
        told = json.loads(line)
        return _of(told, str(told["job"]))
    except (ValueError, KeyError, TypeError):
        return None
    except MediaError as error:
        return Message(str(told["job"]), "failed", reason=error.sentence)


def _of(told: dict[str, Any], job: str) -> Message:
    if "done" in told:
        return Message(job, "done", fraction=1.0, facts=facts_from_json(told["done"]))
    if "made" in told:
        return Message(job, "made", fraction=1.0)
    if "failed" in told:
        return Message(job, "failed", reason=sentence_of(told["failed"]))
    if "cancelled" in told:
        return Message(job, "cancelled")
    return Message(job, "progress", fraction=float(told["progress"]), step=sentence_of(told["step"]))
