"""Bugs that a server of a test is given, so that what looks for them is known to find them; and a clock that steps.

Each takes the place of a part of the program in that process alone. ``plant`` is called before it starts.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from annotator.actions import workplace
from annotator.model import Act, Interval
from annotator.store import acts, writer
from tests.talking import new_id

OFTEN = 1_000
"""One act in so many."""
LATE_S = 0.5

Write = Callable[[Any, Act, str], Interval]


def plant(name: str) -> None:
    """Give this process a bug."""
    if name == "a clock that steps":
        _clock, *others = workplace.open_workplace.__defaults__ or ()
        patch.object(workplace.open_workplace, "__defaults__", (stepping, *others)).start()
    elif name == "answers before the commit":
        attempt = writer.Writer._attempt
        patch.object(writer.Writer, "_attempt", _telling_too_early(attempt)).start()
    else:
        written = {"drops one in 1,000": _dropping, "doubles one in 1,000": _doubling}[name]
        patch.object(acts._Book, "_write", written(acts._Book._write)).start()


def stepping() -> datetime:
    """The time, in turn as it is, an hour late and an hour early, each for a fifth of a second."""
    turn = int(time.monotonic() * 5) % 3
    return datetime.now(UTC) + timedelta(hours=(0, -1, 1)[turn])


def _telling_too_early(attempt: Callable[..., Any]) -> Callable[..., Any]:
    def attempted(self: writer.Writer, connection: Any, task: Any) -> Any:
        done = attempt(self, connection, task)
        done.tell()
        time.sleep(LATE_S)
        return _Told()

    return attempted


class _Told:
    """In place of an answer that was given already."""

    def tell(self) -> None:
        """Nothing is left to be told."""


def _dropping(write: Write) -> Write:
    count = 0

    def dropped(self: Any, act: Act, mark: str) -> Interval:
        nonlocal count
        count += 1
        window: Interval = self.window
        return window if count % OFTEN == 0 else write(self, act, mark)

    return dropped


def _doubling(write: Write) -> Write:
    count = 0

    def doubled(self: Any, act: Act, mark: str) -> Interval:
        nonlocal count
        count += 1
        if count % OFTEN == 0 and act.edits[0].kind == "add":
            edits = tuple(replace(edit, id=new_id(), annotation=new_id()) for edit in act.edits)
            again = replace(act, id=new_id(), edits=edits)
            write(self, again, acts.digest(again))
            self.seq += 1
        elif count % OFTEN == 0:
            count -= 1  # the next one, perhaps
        return write(self, act, mark)

    return doubled
