"""One thread writes; works share a commit and not their errors; a failed commit begins anew."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text

from annotator import store as stores
from annotator.errors import Conflict, StoreError
from annotator.store import Store, Tx, writer
from annotator.store.accounts import Account
from annotator.store.connections import raw
from tests.store.by_hand import on_file
from tests.store.desk_case import Desk


@pytest.fixture
def commits() -> Iterator[list[float]]:
    """When a transaction was committed."""
    seen: list[float] = []

    def committed(_connection: Connection) -> None:
        seen.append(time.monotonic())

    event.listen(Engine, "commit", committed)
    yield seen
    event.remove(Engine, "commit", committed)


def occupy(store: Store) -> threading.Event:
    """Keep the writer at a work until the event is set."""
    begun, go = threading.Event(), threading.Event()

    def work(_tx: Tx) -> None:
        begun.set()
        go.wait(5)

    store.submit(work)
    begun.wait(5)
    return go


def add(store: Store, name: str) -> Future[Account]:
    """Put a work in the queue that adds a person."""
    return store.submit(lambda tx: stores.accounts.add(tx, name, "coder"))


def names(store: Store) -> set[str]:
    with store.read() as tx:
        return {account.name for account in stores.accounts.all(tx)}


def test_works_that_wait_share_a_commit(
    store: Store, commits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GROUP_S", 0.2)  # on a busy computer one work may take all of the usual time
    go = occupy(store)
    commits.clear()
    waiting = [add(store, f"coder {n}") for n in range(50)]
    go.set()
    wait(waiting, 5)
    assert len(names(store)) == 50
    assert len(commits) < 25


def test_one_work_that_fails_does_not_spoil_the_others(store: Store) -> None:
    go = occupy(store)
    first = store.submit(lambda tx: stores.accounts.add(tx, "Ana", "coder"))
    taken = store.submit(lambda tx: stores.accounts.add(tx, "ana", "coder"))
    bug = store.submit(lambda tx: (stores.accounts.add(tx, "Half", "coder"), 1 // 0))
    last = store.submit(lambda tx: stores.accounts.add(tx, "Ben", "coder"))
    go.set()
    for future in (first, taken, bug, last):
        future.exception(5)
    assert isinstance(taken.exception(), Conflict)
    assert isinstance(bug.exception(), ZeroDivisionError)
    assert (first.result().name, last.result().name) == ("Ana", "Ben")
    assert names(store) == {"Ana", "Ben"}


def test_a_work_is_answered_after_its_commit(store: Store, commits: list[float]) -> None:
    commits.clear()
    answered: list[float] = []
    future = store.submit(lambda tx: stores.accounts.add(tx, "Ana", "coder"))
    future.add_done_callback(lambda _future: answered.append(time.monotonic()))
    wait([future], 5)
    assert len(commits) == 1
    assert commits[0] <= answered[0]


def test_works_are_done_in_the_order_they_came(store: Store) -> None:
    order: list[int] = []

    def noted(number: int, _tx: Tx) -> None:
        order.append(number)

    wait([store.submit(partial(noted, n)) for n in range(200)], 5)
    assert order == list(range(200))


def test_a_work_that_was_called_off_is_not_done(store: Store) -> None:
    go = occupy(store)
    future = store.submit(lambda tx: stores.accounts.add(tx, "Ana", "coder"))
    assert future.cancel()
    go.set()
    store.write(lambda tx: stores.accounts.add(tx, "Ben", "coder"))
    assert names(store) == {"Ben"}


def test_a_work_that_waits_for_another_is_a_bug_and_told_so(store: Store) -> None:
    with pytest.raises(RuntimeError, match="cannot wait"):
        store.write(lambda _tx: store.write(lambda _other: None))


@pytest.mark.sqlite
def test_after_a_failed_commit_the_connection_is_opened_anew_before_the_next_answer(store: Store) -> None:
    """R12: the commit fails because a deferred reference does not hold; nothing of the group is kept."""
    opened: list[object] = []
    before = store.write(lambda tx: raw(tx.connection))

    def connected(connection: object, _record: object) -> None:
        opened.append(connection)

    def broken(tx: Tx) -> None:
        stores.accounts.add(tx, "Lost", "coder")
        tx.execute(text("PRAGMA defer_foreign_keys = 1"))
        tx.execute(text("INSERT INTO sign_in VALUES ('i', 'nobody', 'h', '', 1, 1, 't', 't')"))

    event.listen(Engine, "connect", connected)
    try:
        with pytest.raises(Exception, match="FOREIGN KEY"):
            store.write(broken)
        after = store.write(lambda tx: raw(tx.connection))
    finally:
        event.remove(Engine, "connect", connected)
    assert after is not before
    assert after in opened
    with pytest.raises(Exception, match="closed"):
        before.execute("SELECT 1")
    assert names(store) == set()
    assert stores.check.check_store(store) == []


@pytest.mark.sqlite
def test_a_database_that_may_not_grow_refuses_and_heals(store: Store, desk: Desk) -> None:
    def narrow(tx: Tx) -> None:
        pages = tx.value(text("PRAGMA page_count"))
        tx.execute(text(f"PRAGMA max_page_count = {pages}"))

    store.write(narrow)
    many = [desk.act(*(desk.add(n * 10, n * 10 + 10, comment="long " * 50) for n in range(500)))]
    with pytest.raises(StoreError, match=r"The disk is full.*Free some space"):
        desk.save(*many)
    assert desk.standing() == []
    assert desk.save(*many)[0].outcome == "saved"
    assert desk.problems() == []


def test_reading_goes_on_while_the_writer_is_busy(store: Store, desk: Desk) -> None:
    go = occupy(store)
    assert desk.standing() == []
    go.set()


def test_a_reader_cannot_write(store: Store) -> None:
    with store.read() as tx, pytest.raises(Exception, match=r"readonly database|read-only transaction"):
        stores.accounts.add(tx, "Ana", "coder")


def test_a_reader_sees_one_state_to_its_end(store: Store) -> None:
    with store.read() as tx:
        assert stores.accounts.all(tx) == []
        store.write(lambda other: stores.accounts.add(other, "Ana", "coder"))
        assert stores.accounts.all(tx) == []
    assert names(store) == {"Ana"}


def test_closing_finishes_what_waits_and_empties_the_log(store: Store) -> None:
    go = occupy(store)
    waiting = [add(store, f"coder {n}") for n in range(20)]
    closing = threading.Thread(target=store.close)
    closing.start()
    go.set()
    closing.join(10)
    assert all(future.result() for future in waiting)
    there = ["attune.db"] if on_file(store) else []
    assert sorted(path.name for path in store.folder.glob("attune.db*")) == there
    for attempt in (lambda: store.write(lambda _tx: None), lambda: store.read().__enter__()):
        with pytest.raises(StoreError, match="Start Attune again"):
            attempt()


def test_fifty_at_once_are_served_alike(store: Store) -> None:
    """R8: nobody starves; the slowest of 50 gets at least half as much done as the one in the middle."""
    stop = threading.Event()
    done = [0] * 50

    def press(number: int) -> None:
        while not stop.is_set():
            store.write(lambda tx: tx.execute(text("UPDATE study SET name = 'x'")))
            done[number] += 1

    threads = [threading.Thread(target=press, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    stop.set()
    for thread in threads:
        thread.join()
    assert min(done) >= sorted(done)[25] / 2 > 0


def test_a_copy_holds_all_that_was_saved_before_it(store: Store, desk: Desk, tmp_path: Path) -> None:
    desk.do(desk.add(0, 100))
    copied = store.copy("test")
    target = tmp_path / "copy"
    target.mkdir()
    copied.rename(target / "attune.db")
    other = stores.open(target)
    with other.read() as tx:
        assert len(stores.codings.load(tx, desk.coding).annotations) == 1
    assert stores.check.check_store(other) == []
    other.close()
