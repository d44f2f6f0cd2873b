"""Child process of test_power_cut: a burst of acts, then the power cut at many moments of it.

Usage: power_cut_case.py FOLDER LEVELS CUTS SEED [encrypted]; LEVELS are of SQLite's ``synchronous``, as 2,1.
The last line of output is a JSON list with an outcome for each level.
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
from importlib import import_module
from pathlib import Path

from vfs_case import Disk, Replay, install, put

from annotator import store
from annotator.model import Act, Content, Edit, EditKind, Interval
from annotator.store import connections, driver, key_file
from annotator.store.folder import DATABASE

CODERS, ACTS = 4, 60
ACTS_SAVED = "SELECT id FROM act WHERE outcome = 'saved'"
KINDS = ("nothing", "prefix", "torn")
MASTER = bytes(range(32))
FULL = 2


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


def begin_of(disk: Disk) -> int:
    """Where the burst begins among the events: before it the folder is made."""
    return next(i for i, event in enumerate(disk.events) if event.name == "begin")


def cut_points(disk: Disk, many: int, chance: random.Random) -> list[int]:
    """Moments: half of them right after an acknowledgement, one in nine while the folder is made."""
    begin = begin_of(disk)
    told = [i + 1 for i, event in enumerate(disk.events) if event.kind == "note" and i > begin]
    early = [chance.randint(1, begin) for _ in range(many // 9)]
    anywhere = [chance.randint(begin + 1, told[-1]) for _ in range(many - many // 2 - len(early))]
    return sorted(early + chance.sample(told, many // 2) + anywhere)


def judge(folder: Path, by: driver.Driver, told: set[str], outcome: Outcome) -> None:
    """Read what a cut left, and count what is missing of what was acknowledged."""
    connection = by.connect(folder / DATABASE)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        stored = [row[0] for row in connection.execute(ACTS_SAVED)] if table(connection) else []
        if by.key:  # of each page that lies in the file, once nothing is in the log any more
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            sound = sound and not connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except driver.ERRORS:
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


def watched(folder: Path, encrypted: bool) -> Disk:
    """The disk below the driver that opens the databases of this process."""
    if not encrypted:
        return install()
    key = folder / "attune.key"
    key.touch(mode=0o600)
    key.write_text(key_file.text_of(MASTER, key_file.DATABASE))
    return install(import_module("sqlcipher3._sqlite3"))


def recorded(live: Path, disk: Disk, encrypted: bool) -> driver.Driver:
    """A folder is made and a burst goes into it, with all that happens to its files; gives what opens them."""
    live.mkdir()
    if encrypted:
        driver.keep(live, MASTER, live.with_name("attune.key"))
    disk.events.clear()
    disk.recording = True
    opened = store.open(live)
    burst(opened, disk)
    disk.recording = False
    opened.close()
    if driver.looks_encrypted(live / DATABASE) != encrypted:
        raise SystemExit("the burst went into another kind of database")
    return driver.driver_of(live)


def cut(live: Path, disk: Disk, by: driver.Driver, many: int, chance: random.Random) -> Outcome:
    """Cut the power at many moments of what was recorded, and look at what is left."""
    outcome, replay, told, now, begin = Outcome(), Replay(), set[str](), 0, begin_of(disk)
    for number, point in enumerate(cut_points(disk, many, chance)):
        for event in disk.events[now:point]:
            replay.go(event)
            told |= {event.name} if event.kind == "note" and event.name != "begin" else set()
        now = point
        place = live.with_name("cut")
        put(replay.after_cut(KINDS[number % len(KINDS)], chance), place)
        if by.key:
            shutil.copy2(live / driver.CIPHER, place)  # written, durably, before there was a database
        outcome.cuts += 1
        if point > begin:
            judge(place, by, told, outcome)
        if connections.WRITER["synchronous"] == FULL and (point <= begin or number % 10 == 0):
            outcome.unsound += not opens_whole(place)
        shutil.rmtree(place)
    outcome.acknowledged = CODERS * ACTS
    outcome.syncs = sum(event.kind == "sync" for event in disk.events)
    return outcome


def main() -> None:
    """Run a burst and its cuts for each level."""
    folder, levels, many, seed = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3]), int(sys.argv[4])
    encrypted = "encrypted" in sys.argv[5:]
    disk, outcomes = watched(folder, encrypted), []
    for level in levels:
        connections.WRITER = {**connections.WRITER, "synchronous": int(level)}
        live = folder / f"live {level}"
        by = recorded(live, disk, encrypted)
        outcomes.append(asdict(cut(live, disk, by, many, random.Random(seed))))
    sys.stdout.write(json.dumps(outcomes) + "\n")


if __name__ == "__main__":
    main()
