"""Maps from one version of a scheme to another, and the codings that came by them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from annotator.model import Annotation, Edit, EditKind, MappedFrom
from annotator.store import codings
from annotator.store.codings import CodingFacts
from annotator.store.tables import remapped, scheme_map
from annotator.store.transaction import AnyRow, AnySelect, Tx, canonical

REMAPPED = "remapped"
"""The kind of the acts by which a coding under another version gets its marks."""

_ACT = 10_000
"""As many edits as the largest act of a desk has, so that a carried coding can be read."""


@dataclass(frozen=True, slots=True)
class StoredMap:
    """A map as it was kept: of which two versions, by their hashes, which account kept it and when."""

    seq: int
    old: str
    new: str
    codes: Mapping[str, str]
    by: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Source:
    """From which coding, as it stood after ``source_seq`` acts, by which map a coding came, and when."""

    coding: str
    source: str
    source_seq: int
    map: int
    by: str | None
    at: str


def keep(tx: Tx, old: str, new: str, codes: Mapping[str, str], by: str | None) -> StoredMap:
    """Keep a map of two versions; the one before stays, for what came by it."""
    row = {"old": old, "new": new, "codes": canonical(dict(codes)), "by": by, "at": tx.at}
    (seq,) = tx.execute(insert(scheme_map).returning(scheme_map.c.seq), row).one()
    return StoredMap(int(seq), old, new, dict(codes), by, tx.at)


def mapped_from(tx: Tx, coding: str) -> MappedFrom | None:
    """From what and by which map a coding came, whole, to be carried; None when it came by none."""
    came = source_of(tx, coding)
    if came is None:
        return None
    by_map = _map(tx.execute(select(scheme_map).where(scheme_map.c.seq == came.map)).one())
    return MappedFrom(came.source, came.source_seq, by_map.old, by_map.codes, came.by, came.at)


def note(tx: Tx, coding: str, new: str, came: MappedFrom) -> None:
    """Note what a coding came from on another computer. The map that counts here goes on counting."""
    known = select(scheme_map).where(scheme_map.c.old == came.old_scheme, scheme_map.c.new == new)
    same = known.where(scheme_map.c.codes == canonical(dict(came.codes))).order_by(scheme_map.c.seq.desc())
    row = tx.row(same.limit(1))
    if row is not None:
        seq = row.seq
    else:
        counts = of_versions(tx, came.old_scheme, new)
        seq = keep(tx, came.old_scheme, new, came.codes, came.by).seq
        if counts is not None:
            keep(tx, counts.old, counts.new, counts.codes, counts.by)
    origin = {"coding": coding, "source": came.source, "source_seq": came.source_seq, "map": seq}
    tx.execute(insert(remapped), {**origin, "by": came.by, "at": came.at})


def of_versions(tx: Tx, old: str, new: str) -> StoredMap | None:
    """The map that counts from one version to another; None while there is none."""
    row = tx.row(_newest(old, new))
    return None if row is None else _map(row)


def _newest(old: str, new: str) -> AnySelect:
    wanted = select(scheme_map).where(scheme_map.c.old == old, scheme_map.c.new == new)
    return wanted.order_by(scheme_map.c.seq.desc()).limit(1)


def source_of(tx: Tx, coding: str) -> Source | None:
    """From what a coding came; None for one that was coded in its version."""
    row = tx.row(select(remapped).where(remapped.c.coding == coding))
    return None if row is None else Source(*row)


def put(tx: Tx, source: CodingFacts, by_map: StoredMap, marks: Sequence[Annotation], by: str | None) -> str:
    """The submitted coding of the same coder under the map's new version, with marks that keep their ids."""
    made = codings.begin(tx, source.session, source.coder, by_map.new, source.profile, source.window)
    row = {"coding": made, "source": source.id, "source_seq": source.seq, "map": by_map.seq}
    tx.execute(insert(remapped), {**row, "by": by, "at": tx.at})
    for start in range(0, len(marks), _ACT):
        edits = tuple(
            Edit(codings.new_edit_id(), EditKind.ADD, mark.id, 0, mark.content)
            for mark in marks[start : start + _ACT]
        )
        codings.save_own(tx, made, REMAPPED, edits)
    codings.submit(tx, made)
    return made


def _map(row: AnyRow) -> StoredMap:
    return StoredMap(row.seq, row.old, row.new, json.loads(row.codes), row.by, row.at)
