"""How usual a visit was for those who were filmed, in their own answer."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from annotator.store.tables import how_usual
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """They were asked; ``answer``: 1 (very different) to 5 (just like usual), None when nobody could say."""

    answer: int | None


def of_session(tx: Tx, session: str) -> Asked | None:
    """What was answered at a visit; None when nobody asked yet."""
    row = tx.row(select(how_usual.c.answer).where(how_usual.c.session == session))
    return None if row is None else Asked(row.answer)


def keep(tx: Tx, session: str, answer: int | None, by: str) -> None:
    """Keep an answer in place of an earlier one."""
    tx.execute(delete(how_usual).where(how_usual.c.session == session))
    tx.execute(insert(how_usual), {"session": session, "answer": answer, "by": by, "at": tx.at})
