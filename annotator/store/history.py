"""What was done to a coding, in order, and the proof that its annotations are just that."""

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import bindparam, false, func, select

from annotator.errors import CodingError, NotFound, Problem, said
from annotator.model import Annotation, Edit, Interval, fold
from annotator.store import contents
from annotator.store.json_functions import Gathered
from annotator.store.prepared import Prepared
from annotator.store.tables import act, annotation, coding, edit
from annotator.store.transaction import AnyRow, Tx

MOST_EDITS = 20_000
"""The most edits that are told with the newest acts: what the desk opens with must stay small."""


def history(tx: Tx, coding_id: str, limit: int = 200, most_edits: int = MOST_EDITS) -> list[dict[str, Any]]:
    """The newest saved acts with their edits, the newest last, as the desk reads them.

    At most ``limit`` acts, fewer where they have more than ``most_edits`` edits; always the newest.
    ``before`` and ``window_before`` are what stood before each edit: what an undo brings back.
    """
    columns = (act.c.id, act.c.kind, act.c.undoes, act.c.n, act.c.tab, act.c.seq)
    saved = select(*columns).where(act.c.coding == coding_id, act.c.seq.is_not(None))
    acts = [
        dict(row._mapping) | {"edits": []} for row in tx.rows(saved.order_by(act.c.seq.desc()).limit(limit))
    ]
    told = _first_few(tx, coding_id, [each["seq"] for each in acts], most_edits)
    by_seq = {each["seq"]: each for each in reversed(acts[:told])}
    if by_seq:
        first = {"coding": coding_id, "first": min(by_seq)}
        for row in _TOLD.plain_rows(tx.connection, first):
            by_seq[row[0]]["edits"].append(_told(row))
    return list(by_seq.values())


def _first_few(tx: Tx, coding_id: str, seqs: list[int], most_edits: int) -> int:
    """How many acts, of those from the newest on, have together at most so many edits; one at least."""
    if not seqs:
        return 0
    counted = select(edit.c.seq, func.count()).where(edit.c.coding == coding_id, edit.c.seq >= min(seqs))
    many: dict[int, int] = {seq: n for seq, n in tx.rows(counted.group_by(edit.c.seq))}
    sums = accumulate(many[seq] for seq in seqs)
    return max(1, sum(1 for total in sums if total <= most_edits))


def edits_of(tx: Tx, coding_id: str, up_to_seq: int | None = None) -> list[Edit]:
    """The saved edits in their order, up to and with the act ``up_to_seq``."""
    wanted = _edits(coding_id)
    if up_to_seq is not None:
        wanted = wanted.where(edit.c.seq <= up_to_seq)
    return [contents.edit_of(row) for row in tx.rows(wanted)]


def standing(tx: Tx, coding_id: str) -> dict[str, Annotation]:
    """The annotations that stand, in the order of their ids."""
    rows = _STANDING.plain_rows(tx.connection, {"coding": coding_id})
    return {row[0]: contents.annotation_of(row) for row in rows}


def standing_json(tx: Tx, coding_id: str) -> str:
    """The annotations that stand as a JSON list, as the desk reads it, by onset.

    The database packs it: with objects of ours in between, 10,000 take five times as long.
    """
    return str(tx.value(_STANDING_JSON, {"coding": coding_id}))


_STANDING = Prepared(
    select(*contents.COLUMNS)
    .where(annotation.c.coding == bindparam("coding"), annotation.c.removed == false())
    .order_by(annotation.c.id)
)
_by_onset = (
    select(annotation)
    .where(annotation.c.coding == bindparam("coding"), annotation.c.removed == false())
    .order_by(annotation.c.onset_ms, annotation.c.id)
    .subquery()
)
_STANDING_JSON = Prepared(select(Gathered(contents.packed(_by_onset))))


def removed(tx: Tx, coding_id: str) -> dict[str, int]:
    """The last revision of each annotation that was taken away, by id."""
    wanted = select(annotation.c.id, annotation.c.revision).where(
        annotation.c.coding == coding_id, annotation.c.removed
    )
    return {row.id: row.revision for row in tx.rows(wanted)}


def check(tx: Tx, coding_id: str) -> list[Problem]:
    """How the stored annotations differ from the sum of the edits; empty when they do not."""
    row = tx.row(select(coding).where(coding.c.id == coding_id))
    if row is None:
        raise NotFound(said("There is no such coding here."))
    return list(_problems(tx, row))


def _problems(tx: Tx, row: AnyRow) -> Iterator[Problem]:
    where = said("coding {id}", id=row.id)
    saved = select(func.count(), func.min(act.c.seq), func.max(act.c.seq)).where(
        act.c.coding == row.id, act.c.seq.is_not(None)
    )
    if tuple(tx.rows(saved)[0]) != ((row.seq, 1, row.seq) if row.seq else (0, None, None)):
        yield Problem(
            "sequence",
            where,
            said("The saved acts are not numbered from 1 to {seq} without gaps.", seq=row.seq),
        )
    try:
        record = fold(edits_of(tx, row.id))
    except CodingError as error:
        yield Problem(
            "edits",
            where,
            said("An edit does not follow from those before it: {problem}", problem=error.sentence),
        )
        return
    if record.window not in (None, Interval(row.onset_ms, row.offset_ms)) or (
        record.window is None and (row.onset_ms, row.offset_ms) != (row.first_onset_ms, row.first_offset_ms)
    ):
        yield Problem("window", where, said("The coded window is not the one that the edits set."))
    if dict(record.annotations) != standing(tx, row.id) or dict(record.removed) != removed(tx, row.id):
        yield Problem(
            "rebuild", where, said("The annotations are not the sum of the edits. Restore a backup.")
        )


def _edits(coding_id: str) -> Any:
    return select(edit).where(edit.c.coding == coding_id).order_by(edit.c.seq, edit.c.position)


_TOLD = Prepared(
    select(
        edit.c.seq, edit.c.id, edit.c.kind, edit.c.annotation, edit.c.revision, edit.c.content, edit.c.before,
        edit.c.onset_ms, edit.c.offset_ms, edit.c.onset_before_ms, edit.c.offset_before_ms,
    )
    .where(edit.c.coding == bindparam("coding"), edit.c.seq >= bindparam("first"))
    .order_by(edit.c.seq, edit.c.position)
)  # fmt: skip


def _told(row: Sequence[Any]) -> dict[str, Any]:
    """An edit as the desk reads it, from a row of ``_TOLD``; contents are stored as the desk's own JSON."""
    _seq, id, kind, annotation, revision, content, before, *stretches = row
    onset, offset, onset_before, offset_before = stretches
    return {
        "id": id, "kind": kind, "annotation": annotation, "revision": revision,
        "content": content and json.loads(content), "window": _told_window(onset, offset),
        "before": before and json.loads(before), "window_before": _told_window(onset_before, offset_before),
    }  # fmt: skip


def _told_window(onset: int | None, offset: int | None) -> dict[str, int | None] | None:
    return None if onset is None else {"onset_ms": onset, "offset_ms": offset}
