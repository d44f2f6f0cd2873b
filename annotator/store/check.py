"""Whether the store is whole: the file, its references, the record, and every coding."""

from collections.abc import Iterator

from sqlalchemy import select, text

from annotator.errors import Problem, said
from annotator.store import audit, history
from annotator.store.opening import Store
from annotator.store.tables import coding
from annotator.store.transaction import Tx


def check_store(store: Store) -> list[Problem]:
    """Every fault found in the store; empty when it is whole. Only reads."""
    with store.read() as tx:
        return list(problems_of(tx))


def problems_of(tx: Tx) -> Iterator[Problem]:
    """The faults, from the file's structure upwards."""
    yield from structure_of(tx)
    yield from audit.verify(tx)
    for id in tx.rows(select(coding.c.id).order_by(coding.c.id)):
        yield from history.check(tx, id[0])


def structure_of(tx: Tx) -> Iterator[Problem]:
    """What is wrong with the file and its references; a PostgreSQL server sees to both by itself."""
    if tx.connection.dialect.name != "sqlite":
        return
    for row in tx.rows(text("PRAGMA quick_check(20)")):
        if row[0] != "ok":
            yield Problem(
                "file",
                "attune.db",
                said("The database file is damaged: {found}. Restore a backup.", found=row[0]),
            )
    for row in tx.rows(text("PRAGMA foreign_key_check")):
        yield Problem(
            "reference",
            said("table {name}", name=row[0]),
            said("A row refers to a row of {table} that is not there.", table=row[2]),
        )
