"""A store that several processes share: they write in turn, take work once, and know of one another."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from annotator import store as stores
from annotator.errors import StoreError
from annotator.store import (
    Store,
    Tx,
    audit,
    editors,
    folder,
    jobs,
    migrate,
    postgres,
    recordings,
    wrong_answers,
)
from tests.postgres_server import Server
from tests.store.desk_case import Clock, Desk, furnished

AT_ONCE = 2
APPENDS = """
import sys
from pathlib import Path
from annotator import store as stores
from annotator.store import audit
store = stores.open(Path(sys.argv[1]), beside=True)
for n in range(int(sys.argv[2])):
    store.write(lambda tx: audit.write(tx, None, "view", "recording", sys.argv[3], {"n": n}))
store.close()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pair(server: Server, tmp_path: Path, clock: Clock) -> Iterator[tuple[Store, Store]]:
    """Two that share one; in one process here, which makes no difference to folder or database."""
    one = stores.open(tmp_path / "data", clock=clock, database=server.new(), beside=True)
    assert one.alone
    one.share()
    other = stores.open(tmp_path / "data", clock=clock, beside=True)
    assert not (one.alone or other.alone)
    yield one, other
    other.close()
    one.close()


def test_a_chain_that_several_processes_append_to_at_once_is_whole(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    began = [
        subprocess.Popen([sys.executable, "-c", APPENDS, str(tmp_path / "data"), "60", f"process {n}"])
        for n in range(AT_ONCE)
    ]
    for n in range(60):
        pair[n % 2].write(lambda tx: audit.write(tx, None, "view", "recording", "ours"))
    assert [each.wait(120) for each in began] == [0] * AT_ONCE
    with pair[0].read() as tx:
        assert audit.verify(tx) == []
        theirs = audit.recent(tx, 1_000)
    assert len([row for row in theirs if row.subject == "ours"]) == 60
    for n in range(AT_ONCE):
        numbers = [row.details["n"] for row in theirs if row.subject == f"process {n}"]
        assert numbers == list(reversed(range(60)))


def test_what_one_has_written_the_other_reads_at_once(pair: tuple[Store, Store]) -> None:
    one, other = pair
    for n in range(20):
        one.write(lambda tx, n=n: stores.accounts.add(tx, f"Coder {n}", "coder"))
        with other.read() as tx:
            assert [each.name for each in stores.accounts.all(tx)].count(f"Coder {n}") == 1
        one, other = other, one


def test_each_work_is_taken_by_one_worker(pair: tuple[Store, Store]) -> None:
    desk = furnished(pair[0])
    film = pair[0].write(lambda tx: recordings.add(tx, "film", desk.session, "f.mp4", "ab" * 32, "mp4")).id
    made = {pair[0].write(lambda tx: jobs.add(tx, jobs.PREPARE, film)).id for _ in range(40)}

    def take_all(store: Store, name: str) -> list[str]:
        taken = []
        while (found := store.write(partial(jobs.take, worker_id=name))) is not None:
            taken.append(found.id)
        return taken

    with ThreadPoolExecutor(AT_ONCE) as threads:
        all_taken = threads.map(take_all, [*pair] * (AT_ONCE // 2), map(str, range(AT_ONCE)))
        everything = [id for taken in all_taken for id in taken]
    assert len(everything) == 40
    assert set(everything) == made


def test_one_page_holds_a_coding_until_it_is_silent(pair: tuple[Store, Store], clock: Clock) -> None:
    desk, live = furnished(pair[0]), timedelta(seconds=12)
    pair[0].write(lambda tx: editors.hold(tx, desk.coding, "one"))
    clock.move(seconds=11)
    with pair[1].read() as tx:
        assert editors.holder(tx, desk.coding, live) == "one"
    pair[1].write(lambda tx: editors.hold(tx, desk.coding, "two"))
    with pair[0].read() as tx:
        assert editors.holder(tx, desk.coding, live) == "two"
    clock.move(seconds=12)
    with pair[0].read() as tx:
        assert editors.holder(tx, desk.coding, live) is None


def test_who_stands_still_in_the_midst_of_writing_is_not_waited_for(
    server: Server, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, or cut off: the server ends its transaction, and it is done again when it can go on."""
    still = "SET idle_in_transaction_session_timeout = '500ms'"
    monkeypatch.setattr(postgres, "_WRITES", (postgres._WRITES[0], still))
    one = stores.open(tmp_path / "data", clock=clock, database=server.new(), beside=True)
    one.share()
    other = stores.open(tmp_path / "data", clock=clock, beside=True)
    begun, go_on, times = threading.Event(), threading.Event(), []

    def slow(tx: Tx) -> None:
        times.append(1)
        stores.accounts.add(tx, "Slow", "coder")
        begun.set()
        go_on.wait(30)
        stores.accounts.all(tx)

    waiting = one.submit(slow)
    assert begun.wait(30)
    other.write(lambda tx: stores.accounts.add(tx, "Quick", "coder"))
    go_on.set()
    waiting.result(30)
    assert len(times) == 2
    with other.read() as tx:
        assert sorted(each.name for each in stores.accounts.all(tx)) == ["Quick", "Slow"]
    other.close()
    one.close()


def test_who_needs_to_be_alone_is_refused_while_it_is_shared(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="Another Attune already uses the data folder"):
        stores.open(tmp_path / "data")


def test_who_comes_while_another_is_alone_waits_for_it_and_is_refused_in_the_end(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stores.open(tmp_path / "data", database=server.new(), beside=True)
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(stores.open, tmp_path / "data", beside=True)
        time.sleep(0.2)
        assert not coming.done()
        one.share()
        coming.result(30).close()
    one.close()
    one = stores.open(tmp_path / "data", beside=True)
    monkeypatch.setattr(folder, "PATIENCE_S", 0.2)
    with pytest.raises(StoreError, match="Another Attune already uses the data folder"):
        stores.open(tmp_path / "data", beside=True)
    one.close()


def test_another_folder_is_none_to_share_the_database_with(
    pair: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE_S", 0.2)
    address = (tmp_path / "data" / folder.ADDRESS).read_text().strip()
    with pytest.raises(StoreError, match="Another Attune already uses this database"):
        stores.open(tmp_path / "copy", database=address, beside=True)


def test_a_newer_program_changes_no_tables_under_one_that_runs(
    pair: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "newest", lambda: "9999")
    with pytest.raises(StoreError, match="of another version uses this database"):
        stores.open(tmp_path / "data", beside=True)
    monkeypatch.undo()
    pair[0].write(lambda tx: stores.accounts.add(tx, "Ana", "coder"))


@pytest.mark.sqlite
def test_a_file_of_its_own_is_not_shared(tmp_path: Path, clock: Clock) -> None:
    one = stores.open(tmp_path / "data", clock=clock, beside=True)
    one.share()
    assert one.alone
    with pytest.raises(StoreError, match="Another Attune already uses the data folder"):
        stores.open(tmp_path / "data", clock=clock, beside=True)
    one.close()


def test_each_goes_on_when_the_server_was_killed(server: Server, pair: tuple[Store, Store]) -> None:
    assert server.kill() > 1
    server.start()
    for n, each in enumerate(pair):
        each.write(partial(stores.accounts.add, name=f"After {n}", role="coder"))
    with pair[0].read() as tx:
        assert len([a for a in stores.accounts.all(tx) if a.name.startswith("After")]) == 2


def test_acts_of_one_coding_are_numbered_through(pair: tuple[Store, Store]) -> None:
    """Whoever saves them."""
    desk = furnished(pair[0])
    beside = Desk(pair[1], desk.coder, desk.session, desk.coding, desk.sent)
    for n in range(6):
        each = (desk, beside)[n % 2]
        assert each.do(each.add(100 * n, 100 * n + 50)).seq == n + 1
    assert len(desk.standing()) == 6
    assert desk.standing() == beside.standing()


def test_wrong_answers_are_counted_together(pair: tuple[Store, Store]) -> None:
    """Twelve at once by both are twelve, whichever is asked; the right one at one of them counts at the other."""

    def wrong(store: Store) -> None:
        store.write(lambda tx: wrong_answers.count(tx, "name ana"))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(wrong, pair * 6))
    for each in pair:
        with each.read() as tx:
            assert wrong_answers.of(tx, "name ana").count == 12
    pair[0].write(lambda tx: wrong_answers.forget(tx, "name ana"))
    with pair[1].read() as tx:
        assert wrong_answers.of(tx, "name ana").count == 0
