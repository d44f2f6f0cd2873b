"""Prepares films outside the web process: ``python -m annotator.worker``, JSON lines in and out.

In: {"job": id, "original": path, "out": folder} gives a film; with "reel", an order, a reel of the film in
the folder ``original``, to be the file ``out``; with "key", in hexadecimal digits, its files are sealed.
{"cancel": id} takes it back, whether it runs or waits.
Out: {"job", "progress": 0 to 1, "step"}, at last one of {"job", "done": facts}, {"job", "made": true} for a
reel, {"job", "failed": sentence} and {"job", "cancelled": true}; sentences are packed so that they can still
be translated. When standard input closes it cancels what runs and ends. It never opens the database.
"""

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from annotator.errors import AnnotatorError, packed
from annotator.media import Cancelled, ReelOrder, make_reel, prepare, why_not
from annotator.media.facts import facts_to_json
from annotator.media.film_files import ORIGINAL, at, in_folder
from annotator.media.reel_order import order_from_json

SAY_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Job:
    """One film to prepare, or one reel to make."""

    id: str
    original: Path
    out: Path
    reel: ReelOrder | None = None
    key: bytes | None = field(default=None, repr=False)


@dataclass
class Orders:
    """What was asked for and not yet taken back; ``closed`` once nobody can ask any more."""

    jobs: "queue.SimpleQueue[Job | None]" = field(default_factory=queue.SimpleQueue)
    cancelled: set[str] = field(default_factory=set)
    closed: bool = False

    def wanted(self, job: str) -> bool:
        """Whether someone still waits for a job."""
        return not self.closed and job not in self.cancelled

    def read(self, lines: TextIO) -> None:
        """Take orders until the input ends; what is no order is left out, with a word on standard error."""
        for line in lines:
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError):
                sys.stderr.write(f"annotator.worker: not an order: {line[:200]}\n")
        self.closed = True
        self.jobs.put(None)

    def _take(self, order: dict[str, Any]) -> None:
        if "cancel" in order:
            self.cancelled.add(str(order["cancel"]))
            return
        reel = order_from_json(order["reel"]) if "reel" in order else None
        key = bytes.fromhex(order["key"]) if "key" in order else None
        job = Job(str(order["job"]), Path(order["original"]), Path(order["out"]), reel, key)
        self.cancelled.discard(job.id)
        self.jobs.put(job)

    def each(self) -> Iterator[Job]:
        """The jobs in the order they came."""
        while (job := self.jobs.get()) is not None:
            yield job


def work(job: Job, orders: Orders, say: Callable[[dict[str, Any]], None]) -> None:
    """Prepare one film, or make one reel, and say how it went."""
    try:
        done = _made(job, _reporter(job, orders, say))
    except Cancelled:
        say({"job": job.id, "cancelled": True})
    except (AnnotatorError, OSError) as error:
        say({"job": job.id, "failed": packed(why_not(error))})
    else:
        say({"job": job.id, **done})


def _made(job: Job, report: Callable[[float, str], bool]) -> dict[str, Any]:
    if job.reel is not None:
        reel = at(job.out, job.key, f"{job.out.parent.name}/{job.out.name}")
        make_reel(in_folder(job.original, job.key), job.reel, reel, report)
        return {"made": True}
    original = at(job.original, job.key, ORIGINAL)
    return {"done": facts_to_json(prepare(original, in_folder(job.out, job.key), report))}


def _reporter(
    job: Job, orders: Orders, say: Callable[[dict[str, Any]], None]
) -> Callable[[float, str], bool]:
    told: tuple[float, str] | None = None
    told_at = 0.0

    def report(fraction: float, step: str) -> bool:
        nonlocal told, told_at
        if (fraction, step) != told and time.monotonic() - told_at >= SAY_EVERY_S:
            told, told_at = (fraction, step), time.monotonic()
            say({"job": job.id, "progress": fraction, "step": packed(step)})
        return orders.wanted(job.id)

    return report


def main() -> int:
    """Work until standard input closes."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(10)
    orders = Orders()
    threading.Thread(target=orders.read, args=(sys.stdin,), daemon=True).start()
    with suppress(BrokenPipeError):
        for job in orders.each():
            if orders.wanted(job.id):
                work(job, orders, _say)
            else:
                _say({"job": job.id, "cancelled": True})
    return 0


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
