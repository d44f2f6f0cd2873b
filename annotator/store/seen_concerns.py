"""Which marks for the supervisor were looked at."""

from sqlalchemy import insert, select

from annotator.store.tables import seen_concern
from annotator.store.transaction import Tx


def note(tx: Tx, coding_id: str, annotation: str, by: str) -> bool:
    """Note that somebody looked at a mark; False when it was noted before."""
    if annotation in of_coding(tx, coding_id):
        return False
    row = {"coding": coding_id, "annotation": annotation, "by": by, "at": tx.at}
    tx.execute(insert(seen_concern), row)
    return True


def of_coding(tx: Tx, coding_id: str) -> frozenset[str]:
    """The marks of a coding that were looked at, by the ids of their annotations."""
    wanted = select(seen_concern.c.annotation).where(seen_concern.c.coding == coding_id)
    return frozenset(row.annotation for row in tx.rows(wanted))
