"""How fast the store saves, loads and searches, on this disk, with every commit flushed to it.

``python -m benchmarks store`` measures in a fresh folder.
"""

import gc
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from annotator import store as stores
from annotator.model import Act, Content, Edit, EditKind, Interval
from annotator.store import Store, Tx
from annotator.store.codings import LaneRule
from benchmarks.rows import Row
from benchmarks.steps import step

LANES = {("gaze", "infant"): LaneRule("state", True)}
MANY = 10_000
SECONDS = 3.0


def _id() -> str:
    return str(uuid.uuid4())


def _press(n: int, *, of: int = 1) -> Act:
    """The n-th act of a tab; it adds ``of`` annotations behind those before."""
    edits = (_add(n * 100 + i * 100) for i in range(of))
    return Act(_id(), "tab", n, "press", tuple(edits))


def _add(onset: int) -> Edit:
    content = Content("gaze", "infant", "mother", onset, onset + 100, onset // 40, onset // 40 + 2)
    return Edit(_id(), EditKind.ADD, _id(), 0, content)


def _codings(opened: Store, many: int) -> list[str]:
    """Codings by as many coders of one session."""

    def work(tx: Tx) -> list[str]:
        family = stores.families.create_family(tx, _id())
        session = stores.families.create_session(tx, family.id, "visit", "2026-05-03")
        stores.schemes.put(tx, b"scheme", "scheme", "1", "hash")
        coders = [stores.accounts.add(tx, _id(), "coder") for _ in range(many)]
        window = Interval(0, 7_200_000)
        return [stores.codings.begin(tx, session.id, coder.id, "hash", "full", window) for coder in coders]

    return opened.write(work)


def _save(opened: Store, coding: str, act: Act) -> None:
    answer = opened.write(lambda tx: stores.codings.save_acts(tx, coding, [act], LANES))[0]
    if answer.outcome != "saved":
        raise RuntimeError(f"not saved: {answer}")


def _spread(times: list[float]) -> dict[str, float]:
    """p50, p95, p99 and max in ms."""
    ordered = sorted(times)
    places = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        name: round(1e3 * ordered[min(len(ordered) - 1, int(len(ordered) * p))], 2)
        for name, p in places.items()
    }


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _row(what: str, goal_ms: float | None, times: list[float], load: str, at: str = "p95") -> Row:
    spread = _spread(times)
    got = ", ".join(f"{name} {value:g}" for name, value in spread.items()) + " ms"
    goal = f"{at} ≤ {goal_ms:g} ms" if goal_ms is not None else ""
    met = None if goal_ms is None else spread[at] <= goal_ms
    return {"what": what, "goal": goal, "got": got, "n": len(times), "load": load, "met": met, **spread}


def _throughput(opened: Store, submitters: int, goal_ms: float | None) -> Row:
    """Submitters press as fast as they are answered."""
    codings, stop = _codings(opened, submitters), threading.Event()
    times: list[list[float]] = [[] for _ in codings]

    def press(coding: str, mine: list[float]) -> None:
        while not stop.is_set():
            act = _press(len(mine) + 1)
            mine.append(_timed(partial(_save, opened, coding, act)))

    threads = [threading.Thread(target=press, args=pair) for pair in zip(codings, times, strict=True)]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    everyone = [t for mine in times for t in mine]
    row = _row("an act is saved, flushed to the disk", goal_ms, everyone, "", "p99")
    each = sorted(len(mine) for mine in times)
    load = f"{submitters} at once without a pause: {len(everyone) / SECONDS:.0f} acts/s"
    shared = f", slowest {each[0] / each[len(each) // 2]:.0%} of the median" if submitters > 1 else ""
    return {**row, "load": load + shared}


def _burst(opened: Store) -> Row:
    """Twenty keys a second by one coder."""
    coding, times = _codings(opened, 1)[0], []
    for n in range(1, 201):
        act = _press(n)
        times.append(_timed(partial(_save, opened, coding, act)))
        time.sleep(0.05)
    return _row("an act is saved, flushed to the disk", 50, times, "1 coder, 20 keys/s")


def _large(opened: Store) -> list[Row]:
    """A coding of 10,000 annotations: saving one more, loading, proving that it is whole."""
    coding = _codings(opened, 1)[0]
    _save(opened, coding, _press(1, of=MANY))
    load = f"a coding of {MANY:,} annotations"
    rows = [_row("an act of one edit, without the commit", 2, _inside(opened, coding), load)]
    gc.collect()
    gc.freeze()  # as the app does once it is loaded
    questions: tuple[tuple[str, float | None, Callable[..., object]], ...] = (
        ("load the annotations", 150, stores.codings.load),
        ("load the facts", None, stores.codings.facts),
        ("load the last 200 acts", None, stores.codings.history),
        ("prove that it is the sum of its edits", None, stores.codings.check),
    )
    for what, goal, ask in questions:
        rows.append(_row(what, goal, _asked(opened, partial(ask, coding_id=coding), 30), load))
    return rows


def _inside(opened: Store, coding: str) -> list[float]:
    """How long each of 500 acts keeps the writer, in seconds."""
    times: list[float] = []

    def work(tx: Tx, act: Act) -> None:
        times.append(_timed(lambda: stores.codings.save_acts(tx, coding, [act], LANES)))

    for n in range(500):
        act = Act(_id(), "tab", n + 2, "press", (_add((MANY + 1 + n) * 100),))
        opened.write(partial(work, act=act))
    return times


def _asked(opened: Store, ask: Callable[[Tx], object], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        with opened.read() as tx:
            times.append(_timed(partial(ask, tx)))
    return times


def _search(opened: Store) -> list[Row]:
    """400 families with five sessions each."""

    def fill(tx: Tx) -> None:
        for number in range(400):
            family = stores.families.create_family(tx, f"F{number:04}", f"Name {number}")
            for visit in range(5):
                stores.families.create_session(
                    tx, family.id, f"Visit {visit}", f"2026-0{1 + visit}-01", "play"
                )

    opened.write(fill)
    load = "400 families, 2,000 sessions, a page of 50"
    families, sessions = stores.families.search, stores.families.search_sessions
    return [
        _row("search families", 20, _asked(opened, lambda tx: families(tx, "f01", 50, 0), 50), load),
        _row("search sessions", 20, _asked(opened, lambda tx: sessions(tx, "f01", 50, 0), 50), load),
    ]


def _open_and_close(folder: Path) -> None:
    stores.open(folder).close()


def _opened(folder: Path) -> Row:
    times = []
    for number in range(10):
        times.append(_timed(partial(_open_and_close, folder / str(number))))
    return _row("make, open and close a data folder", None, times, "")


def the_store(folder: Path) -> Iterator[Row]:
    """Every measurement: what, goal, got with p50, p95, p99 and max in ms, n, load, met."""
    opened = stores.open(folder / "data")
    try:
        step("save acts")
        yield _burst(opened)
        for submitters, goal_ms in ((1, None), (8, None), (50, 250)):
            yield _throughput(opened, submitters, goal_ms)
        step("a coding of 10,000 annotations")
        yield from _large(opened)
        step("search")
        yield from _search(opened)
        step("open and close")
        yield _opened(folder)
    finally:
        opened.close()


MEASUREMENTS = (the_store,)
