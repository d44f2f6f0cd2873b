"""Child process of test_power_cut: a burst of acts, then the power cut at many moments of it.

Usage: power_cut_case.py FOLDER SYNCHRONOUS CUTS SEED; the last line of output is JSON.
"""

import json
import random
import shutil
import sqlite3
import sys
import threading
import uuid
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from vfs_case import Disk, Replay, install, put

from annotator import store
from annotator.model import Act, Content, Edit, EditKind, Interval
from annotator.store import connections

CODERS, ACTS = 4, 60
ACTS_SAVED = "SELECT id FROM act WHERE outcome = 'saved'"
KINDS = ("nothing", "prefix", "torn")


@dataclass
class Outcome:
    """What the cuts did: how many, which lost acknowledged acts, how many acts, damaged files."""

    cuts: int = 0
    cuts_with_loss: int = 0
    most_lost: int = 0
    damaged: int = 0
    unsound: int = 0
    acknowledged: int = 0
    syncs: int = 0


def add(n: int) -> Act:
    """The n-th press of a tab."""
    content = Content("gaze", "infant", "mother", n * 100, n * 100 + 100, comment="seen clearly " * 20)
    edit = Edit(str(uuid.uuid4()), EditKind.ADD, str(uuid.uuid4()), 0, content)
    return Act(str(uuid.uuid4()), "tab", n, "press", (edit,))


def begun(opened: store.Store, name: str) -> str:
    """A coding by a new coder."""

    def work(tx: store.Tx) -> str:
        coder = store.accounts.add(tx, name, "coder")
        family = store.families.create_family(tx, name)
        session = store.families.create_session(tx, family.id, "visit", "2026-05-03")
        store.schemes.put(tx, b"scheme", "scheme", "1", "hash")
        return store.codings.begin(tx, session.id, coder.id, "hash", "full", Interval(0, 600_000))

    return opened.write(work)


def burst(opened: store.Store, disk: Disk) -> None:
    """Several coders press at once; each acknowledgement is noted among the disk's events."""
    rules = {("gaze", "infant"): store.codings.LaneRule("state", True)}

    def press(coding: str) -> None:
        for n in range(1, ACTS + 1):
            act = add(n)
            answer = opened.write(
                partial(store.codings.save_acts, coding_id=coding, acts=[act], lanes=rules)
            )[0]
            if answer.outcome != "saved":
                raise SystemExit(f"not saved: {answer}")
            disk.note(act.id)

    codings = [begun(opened, f"coder {number}") for number in range(CODERS)]
    disk.note("begin")
    threads = [threading.Thread(target=press, args=(coding,)) for coding in codings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cut_points(disk: Disk, many: int, chance: random.Random) -> list[int]:
    """Moments of the burst: half of them right after an acknowledgement."""
    begin = next(i for i, event in enumerate(disk.events) if event.name == "begin")
    told = [i + 1 for i, event in enumerate(disk.events) if event.kind == "note" and i > begin]
    anywhere = [chance.randint(begin + 1, told[-1]) for _ in range(many - many // 2)]
    return sorted(chance.sample(told, many // 2) + anywhere)


def judge(folder: Path, told: set[str], outcome: Outcome) -> None:
    """Read what a cut left, and count what is missing of what was acknowledged."""
    outcome.cuts += 1
    connection = sqlite3.connect(folder / "attune.db")
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        stored = [row[0] for row in connection.execute(ACTS_SAVED)] if table(connection) else []
    except sqlite3.DatabaseError:
        outcome.damaged += 1
        return
    finally:
        connection.close()
    lost = told - set(stored)
    outcome.damaged += not sound
    outcome.cuts_with_loss += bool(lost)
    outcome.most_lost = max(outcome.most_lost, len(lost))


def table(connection: sqlite3.Connection) -> bool:
    """Whether even the tables are there: what is never synced may lose them too."""
    return bool(connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'act'").fetchone()[0])


def opens_whole(folder: Path) -> bool:
    """Whether our own program opens what a cut left, and finds every coding the sum of its edits."""
    opened = store.open(folder)
    try:
        return store.check.check_store(opened) == []
    finally:
        opened.close()


def main() -> None:
    """Run the burst, then every cut."""
    folder, synchronous, many, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    connections.WRITER = {**connections.WRITER, "synchronous": synchronous}
    disk = install()
    opened = store.open(folder / "live")
    burst(opened, disk)
    disk.recording = False
    opened.close()
    outcome, replay, told, now = Outcome(), Replay(), set[str](), 0
    for number, point in enumerate(cut_points(disk, many, chance)):
        for event in disk.events[now:point]:
            replay.go(event)
            told |= {event.name} if event.kind == "note" and event.name != "begin" else set()
        now = point
        place = folder / "cut"
        put(replay.after_cut(KINDS[number % len(KINDS)], chance), place)
        judge(place, told, outcome)
        if synchronous == 2 and number % 10 == 0:
            outcome.unsound += not opens_whole(place)
        shutil.rmtree(place)
    outcome.acknowledged = CODERS * ACTS
    outcome.syncs = sum(event.kind == "sync" for event in disk.events)
    sys.stdout.write(json.dumps(asdict(outcome)) + "\n")


if __name__ == "__main__":
    main()
