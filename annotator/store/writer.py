"""The one thread of a process that changes the store: works wait in a queue and share a commit."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from annotator.errors import StoreError, said
from annotator.store import seeing
from annotator.store.connections import plainly, sqlite_below
from annotator.store.failures import as_store_error, lost, undone
from annotator.store.transaction import Tx

T = TypeVar("T")

GROUP_S = 0.02
"""How long a shared transaction takes in further works, in seconds, before it commits."""

AGAIN_S = 5.0
"""How long works are done again, in seconds, that PostgreSQL undid or that lost its server."""


@dataclass(frozen=True, slots=True)
class _Task(Generic[T]):
    """A work with its answer, and for whom it was asked.

    ``alone`` is one that needs the connection outside of any transaction.
    """

    work: Callable[[Any], T]
    answer: Future[T]
    alone: bool = False
    whom: str = field(default_factory=seeing.whom)


@dataclass(frozen=True, slots=True)
class _Done:
    """A task that has run and waits for the commit."""

    task: _Task[Any]
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Give the caller the result, or the error that undid this work alone."""
        if self.error is not None:
            self.task.answer.set_exception(self.error)
        else:
            self.task.answer.set_result(self.result)


class Writer:
    """Runs works one after the other, several in one transaction, each in its own savepoint.

    A work is answered after the commit that holds it is on the disk. When a commit fails the
    connection is closed, and opened anew before anything else is answered; after a failed
    fsync the old connection's view of the file cannot be trusted.

    What PostgreSQL undid because of another transaction, and what lost its server before the commit was
    asked for, is done again. Whether a commit took place whose answer was lost nobody knows, so that is
    refused: browsers send it again, and it is saved once.

    Where several processes work on one database, each transaction waits for its ``turn``: so there is still
    one that writes at a time, and what is appended to the record of who did what follows from its last row.
    """

    def __init__(
        self,
        connection: Connection | None,
        reopen: Callable[[], Connection],
        turn: Callable[[Connection], None],
        sees: Callable[[Connection, str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._reopen = reopen
        self._turn = turn
        self._sees = sees
        self._clock = clock
        self._queue: SimpleQueue[_Task[Any] | None] = SimpleQueue()
        self._next_alone: _Task[Any] | None = None
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="attune-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """Put a work in the queue; the future resolves when it is on the disk."""
        return self._put(_Task(work, Future[T]()))

    def alone(self, work: Callable[[Connection], T]) -> T:
        """Run a work on the connection between transactions, for what cannot be inside one; and wait."""
        return self._put(_Task(work, Future[T](), alone=True)).result()

    def _put(self, task: _Task[T]) -> Future[T]:
        with self._gate:
            if self._closed:
                raise StoreError(
                    said("Attune is shutting down. Start it again; what was pressed is sent then.")
                )
            self._queue.put(task)
        return task.answer

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run a work and wait until it is on the disk."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a work cannot wait for another work: both need the writer")
        return self.submit(work).result()

    def finish(self) -> Connection | None:
        """Take no more works, finish those that wait, and hand back the connection, if it is sound."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        connection, self._connection = self._connection, None
        return connection

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            if not task.alone:
                self._group(task)
            else:
                self._next_alone = task
            if self._next_alone is not None:
                task, self._next_alone = self._next_alone, None
                self._run_alone(task)

    def _run_alone(self, task: _Task[Any]) -> None:
        if not task.answer.set_running_or_notify_cancel():
            return
        try:
            result = task.work(self._sound())
        except BaseException as error:  # noqa: BLE001 - whoever waits must be answered, and the thread go on
            if not isinstance(error, StoreError):
                self._drop()
            task.answer.set_exception(as_store_error(error) or error)
            return
        task.answer.set_result(result)

    def _group(self, first: _Task[Any]) -> None:
        taken: list[_Task[Any]] = []
        until = time.monotonic() + AGAIN_S
        while True:
            done: list[_Done] = []
            asked = False
            try:
                connection = self._sound()
                with connection.begin():
                    self._turn(connection)
                    for task in list(taken) or self._waiting(first, taken):
                        done.append(self._attempt(connection, task))
                    asked = True
            except BaseException as error:  # noqa: BLE001 - whoever waits must be answered, and the thread go on
                self._drop()
                if (undone(error) or (lost(error) and not asked)) and time.monotonic() < until:
                    time.sleep(AGAIN_S / 100)
                    continue
                if not taken and first.answer.set_running_or_notify_cancel():
                    taken.append(first)
                for task in taken:
                    task.answer.set_exception(as_store_error(error) or error)
                return
            break
        for each in done:
            each.tell()

    def _waiting(self, first: _Task[Any], taken: list[_Task[Any]]) -> Iterator[_Task[Any]]:
        """The first task, then those that wait, until the group has lasted long enough."""
        until = time.monotonic() + GROUP_S
        task: _Task[Any] | None = first
        while task is not None:
            if task.answer.set_running_or_notify_cancel():
                taken.append(task)
                yield task
            task = self._next() if time.monotonic() < until else None

    def _next(self) -> _Task[Any] | None:
        try:
            task = self._queue.get_nowait()
        except Empty:
            return None
        if task is None:
            self._queue.put(None)  # the end: for the outer loop to see
        elif task.alone:
            self._next_alone = task  # ends the group, and is next
            return None
        return task

    def _attempt(self, connection: Connection, task: _Task[Any]) -> _Done:
        self._sees(connection, task.whom)
        plainly(connection, "SAVEPOINT work")
        try:
            result = task.work(Tx(connection, self._clock()))
        except BaseException as error:
            if _spoils_all(connection, error):
                raise
            plainly(connection, "ROLLBACK TO work")
            plainly(connection, "RELEASE work")
            return _Done(task, error=error)
        plainly(connection, "RELEASE work")
        return _Done(task, result=result)

    def _sound(self) -> Connection:
        if self._connection is None:
            self._connection = self._reopen()
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def _spoils_all(connection: Connection, error: BaseException) -> bool:
    """Whether an error has undone the whole transaction, as a full disk may, and not only one work."""
    if not isinstance(error, StoreError) and as_store_error(error) is not None:
        return True
    driver = sqlite_below(connection)
    return driver is not None and not driver.in_transaction
