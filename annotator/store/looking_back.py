"""A coding as it was: what stood after any of its acts, and what was done to one of its annotations."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, func, literal, select

from annotator.errors import NotFound, said
from annotator.store.tables import act, coding, edit
from annotator.store.transaction import AnyRow, Tx


@dataclass(frozen=True, slots=True)
class Past:
    """What stood after the act ``seq`` of a coding, told by what is otherwise now.

    ``kind`` and ``at`` are the act's own (empty and when coding began for ``seq`` 0), ``newest`` is the last
    act. ``changes`` holds, for each annotation touched since, its content then as plain values, None where it
    was not there; all others stand as they do now. ``window`` is the coded window then, in ms.
    """

    seq: int
    newest: int
    kind: str
    at: str
    window: dict[str, int]
    changes: dict[str, Any]


def as_it_was(tx: Tx, coding_id: str, seq: int) -> Past:
    """What stood after the act ``seq``; 0 is before the first one, more than there are is now.

    NotFound when there is no such coding.
    """
    row = tx.row(select(coding).where(coding.c.id == coding_id))
    if row is None:
        raise NotFound(said("There is no such coding here."))
    seq = min(seq, row.seq)
    kind, at = _act_at(tx, row, seq)
    window = {"onset_ms": row.onset_ms, "offset_ms": row.offset_ms}
    changes: dict[str, Any] = {}
    for later in tx.rows(_since(coding_id, seq)):
        if later.annotation is None:
            window = {"onset_ms": later.onset_before_ms, "offset_ms": later.offset_before_ms}
        else:
            changes[later.annotation] = later.before and json.loads(later.before)
    return Past(seq, row.seq, kind, at, window, changes)


def _since(coding_id: str, seq: int) -> Any:
    """The first edit of each annotation, and of the coded window, after an act."""
    first = (
        func.row_number()
        .over(partition_by=edit.c.annotation, order_by=(edit.c.seq, edit.c.position))
        .label("nth")
    )
    columns = (edit.c.annotation, edit.c.before, edit.c.onset_before_ms, edit.c.offset_before_ms)
    ranked = select(*columns, first).where(edit.c.coding == coding_id, edit.c.seq > seq).subquery()
    return select(ranked).where(ranked.c.nth == literal(1, Integer))


def _act_at(tx: Tx, row: AnyRow, seq: int) -> tuple[str, str]:
    if seq == 0:
        return "", str(row.begun_at)
    wanted = select(act.c.kind, act.c.made_at, act.c.received_at).where(act.c.coding == row.id)
    found = tx.rows(wanted.where(act.c.seq == seq))[0]  # saved acts are numbered without gaps
    return found.kind, found.made_at or found.received_at


def seq_at(tx: Tx, coding_id: str, at: str) -> int:
    """The last act that was saved not later than an instant (as it is stored); 0 when none was."""
    wanted = select(func.max(act.c.seq)).where(act.c.coding == coding_id, act.c.received_at <= at)
    return int(tx.value(wanted) or 0)


def edits_of_annotation(tx: Tx, coding_id: str, annotation_id: str) -> list[dict[str, Any]]:
    """Everything that was done to one annotation, oldest first: act, its kind, when, before, after."""
    columns = (edit.c.seq, edit.c.kind, edit.c.content, edit.c.before, act.c.made_at, act.c.received_at)
    wanted = (
        select(*columns, act.c.kind.label("act"))
        .join(act, (act.c.coding == edit.c.coding) & (act.c.seq == edit.c.seq))
        .where(edit.c.coding == coding_id, edit.c.annotation == annotation_id)
        .order_by(edit.c.seq, edit.c.position)
    )
    return [
        {
            "seq": row.seq,
            "act": row.act,
            "kind": row.kind,
            "at": row.made_at or row.received_at,
            "before": row.before and json.loads(row.before),
            "content": row.content and json.loads(row.content),
        }
        for row in tx.rows(wanted)
    ]
