"""For whom the store is looked at just now: what PostgreSQL bounds by studies, beneath what use cases ask.

The gate and the pages say it as soon as they know who is there. What the program does by itself sees
everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection

EVERYTHING = "*"
NOBODY = ""

_whom: ContextVar[str] = ContextVar("attune_seen_for", default=EVERYTHING)


def whom() -> str:
    """An account's id, EVERYTHING for the program itself, or NOBODY."""
    return _whom.get()


def only(account: str | None) -> None:
    """From here on see what an account may, nothing for None; in this thread or task, and what it begins."""
    _whom.set(account or NOBODY)


@contextmanager
def everything() -> Iterator[None]:
    """See everything: for keeping the house in order on somebody's request, never for what they are told."""
    before = _whom.set(EVERYTHING)
    try:
        yield
    finally:
        _whom.reset(before)


@contextmanager
def every_row(connection: Connection) -> Iterator[None]:
    """See everything for a part of a transaction: for a number that must be one for all."""
    if connection.dialect.name != "postgresql":
        yield
        return
    before = connection.exec_driver_sql("SELECT current_setting('attune.seen_for', true)").scalar_one()
    connection.exec_driver_sql(f"SET LOCAL attune.seen_for = '{EVERYTHING}'")
    yield
    connection.exec_driver_sql("SELECT set_config('attune.seen_for', %s, true)", (before,))
