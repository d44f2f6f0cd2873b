"""The studies in which a supervisor or lead agrees to every plan before its meeting."""

from sqlalchemy import delete, insert, select

from annotator.store.tables import release_rule
from annotator.store.transaction import Tx


def always(tx: Tx, study: str) -> bool:
    """Whether every plan of a study is released before its meeting."""
    return tx.row(select(release_rule.c.study).where(release_rule.c.study == study)) is not None


def set_always(tx: Tx, study: str, by: str, *, on: bool) -> None:
    """Ask for it in a study, or no longer."""
    tx.execute(delete(release_rule).where(release_rule.c.study == study))
    if on:
        tx.execute(insert(release_rule), {"study": study, "by": by, "at": tx.at})
