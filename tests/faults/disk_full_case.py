"""Child process of test_disk_full: a disk that fills up, fails, or forgets, under one store.

Usage: disk_full_case.py FOLDER STORY; the last line of output is JSON.
"""

import json
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vfs_case import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Disk, Event, Replay, install, put

from annotator import store
from annotator.errors import StoreError
from annotator.model import Act, Content, Edit, EditKind, Interval
from annotator.store import probing

FAILURES = 200


class Coder:
    """Presses keys, keeps what was not saved, and sends it again, as the browser does."""

    def __init__(self, opened: store.Store) -> None:
        self.opened = opened
        self.coding = opened.write(self._begin)
        self.queue: list[Act] = []
        self.saved: list[str] = []
        self.n = 0

    def _begin(self, tx: store.Tx) -> str:
        coder = store.accounts.add(tx, "Ana", "coder")
        family = store.families.create_family(tx, "F01")
        session = store.families.create_session(tx, family.id, "visit", "2026-05-03")
        store.schemes.put(tx, b"scheme", "scheme", "1", "hash")
        return store.codings.begin(tx, session.id, coder.id, "hash", "full", Interval(0, 600_000))

    def press(self) -> str:
        """Press a key and send all that waits; the sentence when the store did not take it, else empty."""
        self.n += 1
        content = Content("gaze", "infant", "mother", self.n * 100, self.n * 100 + 100, comment="seen " * 200)
        edit = Edit(str(uuid.uuid4()), EditKind.ADD, str(uuid.uuid4()), 0, content)
        self.queue.append(Act(str(uuid.uuid4()), "tab", self.n, "press", (edit,)))
        return self.send()

    def send(self) -> str:
        """Send all that waits."""
        rules = {("gaze", "infant"): store.codings.LaneRule("state", True)}
        try:
            answers = self.opened.write(
                lambda tx: store.codings.save_acts(tx, self.coding, self.queue, rules)
            )
        except StoreError as error:
            return str(error)
        self.saved += [answer.act_id for answer in answers if answer.outcome == "saved"]
        self.queue = [
            act for act, answer in zip(self.queue, answers, strict=True) if answer.outcome != "saved"
        ]
        return ""

    def stored(self) -> list[str]:
        """The acts in the store, in order."""
        with self.opened.read() as tx:
            return [act["id"] for act in store.codings.history(tx, self.coding, 10_000)]


def failing(code: int, kinds: tuple[str, ...], after: int = 0, times: int = 10**9) -> Callable[[Event], int]:
    """A fault: the calls of these kinds fail with a code, ``times`` times, after the first ``after``."""
    count = 0

    def fault(event: Event) -> int:
        nonlocal count
        count += event.kind in kinds
        return code if event.kind in kinds and after < count <= after + times else OK

    return fault


def takes_writes(opened: store.Store) -> bool:
    """What is behind the question whether Attune is ready."""
    try:
        opened.write(probing.write)
    except StoreError:
        return False
    return True


def full(opened: store.Store, disk: Disk, _folder: Path) -> dict[str, Any]:
    """The disk is full for a while."""
    coder = Coder(opened)
    for _ in range(20):
        coder.press()
    disk.fault = failing(FULL, ("write",))
    sentences = {coder.press() for _ in range(5)}
    ready = [takes_writes(opened)]
    read = coder.stored() == coder.saved
    disk.fault = None
    coder.press()
    ready.append(takes_writes(opened))
    return {"sentences": sorted(sentences), "read": read, "ready": ready, **after(coder)}


def nth(opened: store.Store, disk: Disk, _folder: Path) -> dict[str, Any]:
    """The n-th write fails, n = 1 to 200, full and broken in turn."""
    coder = Coder(opened)
    for number in range(FAILURES):
        disk.fault = failing((FULL, IOERR_WRITE)[number % 2], ("write",), after=number, times=1)
        while not coder.press():
            pass
        disk.fault = None
        coder.send()
    return {"failures": FAILURES, **after(coder)}


def fsync(opened: store.Store, disk: Disk, folder: Path) -> dict[str, Any]:
    """An fsync fails once, and what it was to write is gone for good, though it can still be read."""
    coder = Coder(opened)
    outcomes = []
    for _ in range(20):
        coder.press()
        disk.fault = failing(IOERR_FSYNC, ("sync",), times=1)
        outcomes.append(coder.press())
        disk.fault = None
        coder.press()
    disk.recording = False
    replay = Replay()
    for event in disk.events:
        replay.go(event)
    put(replay.durable, folder / "cut")
    left = store.open(folder / "cut")
    with left.read() as tx:
        survived = [act["id"] for act in store.codings.history(tx, coder.coding, 10_000)]
    left.close()
    return {"refused": sum(map(bool, outcomes)), "survived": survived == coder.saved, **after(coder)}


def start(opened: store.Store, disk: Disk, folder: Path) -> dict[str, Any]:
    """The program is started on a full disk, after a crash that left a log behind."""
    coder = Coder(opened)
    coder.press()
    live = {path.name: bytearray(path.read_bytes()) for path in folder.glob("live/attune.db*")}
    put({name: live[name] for name in ("attune.db", "attune.db-wal")}, folder / "crashed")
    disk.fault = failing(FULL, ("write",))
    coder.opened, mine = store.open(folder / "crashed"), coder.opened
    warned, read, refused = list(coder.opened.warnings), coder.stored() == coder.saved, coder.press()
    disk.fault = None
    coder.send()
    report = {"warned": warned, "read": read, "refused": refused, **after(coder)}
    coder.opened.close()
    coder.opened = mine
    return report


def after(coder: Coder) -> dict[str, Any]:
    """What holds at the end of every story."""
    with coder.opened.read() as tx:
        problems = [str(problem) for problem in store.check.problems_of(tx)]
    once = coder.stored() == coder.saved and len(set(coder.saved)) == coder.n
    return {"pressed": coder.n, "waiting": len(coder.queue), "each_once": once, "problems": problems}


def main() -> None:
    """Tell one story."""
    folder = Path(sys.argv[1])
    disk = install()
    opened = store.open(folder / "live")
    try:
        report = {"full": full, "nth": nth, "fsync": fsync, "start": start}[sys.argv[2]](opened, disk, folder)
    finally:
        disk.fault = None
        opened.close()
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
