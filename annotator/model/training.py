"""Training as plain values: tests in the order in which they were submitted, and certificates.

>>> tests = [Attempt("a", "2026-01-05", True), Attempt("b", "2026-01-06", False),
...          Attempt("c", "2026-01-07", True), Attempt("a", "2026-01-08", True)]
>>> in_a_row(tests)
1
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

GoldFor = Literal["practice", "test", "drift"]
GOLD_FOR: tuple[GoldFor, ...] = ("practice", "test", "drift")
"""What a gold set is for: to practise with feedback, to test without, or to be seeded into work unseen."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A submitted test: which session, at which instant (ISO 8601), and whether it reached what is asked."""

    session: str
    at: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """That somebody may code with a major version of a scheme: from when, until when; None without an end.

    ``ended_at`` is when somebody ended it before its time.
    """

    issued_at: str
    expires_at: str | None = None
    ended_at: str | None = None

    def holds(self, at: str) -> bool:
        """Whether it counts at an instant.

        >>> given = Certificate("2026-01-05T10:00:00.000Z", "2027-01-05T10:00:00.000Z")
        >>> given.holds("2026-06-01T00:00:00.000Z"), given.holds("2027-01-05T10:00:00.000Z")
        (True, False)
        """
        ends = [end for end in (self.expires_at, self.ended_at) if end is not None]
        return self.issued_at <= at and all(at < end for end in ends)


def that_count(attempts: Sequence[Attempt], known: Sequence[str] = ()) -> list[Attempt]:
    """The tests that count, by time: of each session the first one, for a film that one knows tests nothing.

    ``known`` are sessions that were practised.
    """
    seen, found = set(known), list[Attempt]()
    for attempt in sorted(attempts, key=lambda a: a.at):
        if attempt.session not in seen:
            seen.add(attempt.session)
            found.append(attempt)
    return found


def in_a_row(attempts: Sequence[Attempt], known: Sequence[str] = ()) -> int:
    """How many of the tests that count were passed since the last one that was not."""
    passes = 0
    for attempt in that_count(attempts, known):
        passes = passes + 1 if attempt.passed else 0
    return passes


def earned_at(attempts: Sequence[Attempt], needed: int, known: Sequence[str] = ()) -> str | None:
    """The instant of the test with which ``needed`` were first passed in a row; None while none did that.

    >>> earned_at([Attempt("a", "2026-01-05", True), Attempt("b", "2026-01-06", True)], 2)
    '2026-01-06'
    """
    passes = 0
    for attempt in that_count(attempts, known):
        passes = passes + 1 if attempt.passed else 0
        if passes >= needed:
            return attempt.at
    return None


def days_later(at: str, days: int) -> str:
    """The same time of day so many days later.

    >>> days_later("2026-01-31T10:00:00.000Z", 365)
    '2027-01-31T10:00:00.000Z'
    """
    later = datetime.fromisoformat(at) + timedelta(days=days)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")
