"""Pages are drawn one after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

PATIENCE_S = 0.3
"""How long a page waits for its turn: one that takes long keeps nobody else waiting longer."""

_turn = BoundedSemaphore()


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other page is being drawn, but not long.

    Pages that are drawn together share one interpreter: each is done later than it would be alone, and a
    press on the desk, which passes the interpreter on some twenty times, waits at every pass for all of them.
    """
    taken = _turn.acquire(timeout=PATIENCE_S)
    try:
        yield
    finally:
        if taken:
            _turn.release()
