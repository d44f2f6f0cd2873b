"""What a study asks of agreement in a scheme, where that is not what the scheme says itself."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from annotator.store.tables import gate
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Gate:
    """The least accuracy, the least positive agreement of each code, from how many stretches on one counts.

    None is what the scheme says.
    """

    accuracy: float | None = None
    positive: float | None = None
    least_events: int | None = None


def of_study(tx: Tx, study: str, scheme_id: str) -> Gate:
    """What a study asks itself; nothing where it never said."""
    row = tx.row(select(gate).where(gate.c.study == study, gate.c.scheme_id == scheme_id))
    return Gate() if row is None else Gate(row.accuracy, row.positive, row.least_events)


def set_gate(tx: Tx, study: str, scheme_id: str, wanted: Gate, by: str) -> None:
    """Set what a study asks in place of what its scheme says."""
    tx.execute(delete(gate).where(gate.c.study == study, gate.c.scheme_id == scheme_id))
    row = {"study": study, "scheme_id": scheme_id, "accuracy": wanted.accuracy, "positive": wanted.positive}
    tx.execute(insert(gate), {**row, "least_events": wanted.least_events, "by": by, "at": tx.at})
