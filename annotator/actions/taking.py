"""Noting on the record what is taken away from here, and how much of it a person may take in an hour."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, counted
from annotator.store import Tx, audit
from annotator.store.accounts import Account

A_TIME = timedelta(hours=1)
MOST = 20
"""Files that one person can take from a team's server in it: an open browser gives away no study."""


def note_taken(w: Workplace, by: Account | None, kind: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Note that somebody takes a file away, before it goes; AnnotatorError when it is one too many.

    Only at a team's server: on one's own computer, and at the command line of a server, nobody is counted.
    """

    def work(tx: Tx) -> None:
        if w.public and by is not None and by.sign_in is not None:
            _refuse_too_many(tx, by.id)
        audit.write(tx, by.id if by else None, "export", kind, subject, detail)

    w.store.write(work)


def _refuse_too_many(tx: Tx, account: str) -> None:
    taken = audit.exports_since(tx, account, tx.now - A_TIME)
    if len(taken) >= MOST:
        wait = taken[-MOST] + A_TIME - tx.now
        raise AnnotatorError(
            counted(
                max(1, -(-int(wait.total_seconds()) // 60)),
                "You have taken as many files away within an hour as can be. The next can go in 1 minute.",
                "You have taken as many files away within an hour as can be. The next can go in {n} minutes.",
            )
        )
