"""Erasing a film or a family: what hangs on it, the rows that go, and the tombstones that keep it erased.

A tombstone holds a mark, the SHA-256 of what was erased and of its random id. By it a row is known again in
an older copy of the database; nothing can be read from it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.store import families, recordings, reels
from annotator.store.connections import BUSY_MS
from annotator.store.driver import ERRORS, Driver
from annotator.store.failures import as_store_error, primary_code
from annotator.store.tables import (
    ERASURE_REASONS,
    annotation,
    coding,
    erasure,
    family,
    note,
    person,
    plan,
    recording,
    session,
    talk,
    tombstone,
    upload,
)
from annotator.store.transaction import Tx, canonical, new_id

REASONS = ERASURE_REASONS

Marked = tuple[str, str, str | None]
"""What is erased: its kind, its id, and the account whose it was, None when it was nobody's own."""

Told = dict[str, Any]
"""An erasure outside of the database: ``id``, ``at``, ``kind``, ``reason`` and ``marks`` (kind, mark)."""

# What a mark takes away in a copy of the database; all that hangs on it goes with it.
_TAKES: Mapping[str, tuple[str, str]] = {
    "family": ("family", "id"),
    "session": ("session", "id"),
    "recording": ("recording", "id"),
    "coding": ("coding", "id"),
    "plan": ("plan", "id"),
    "note": ("note", "account || '/' || id"),
    "talk": ("talk", "id"),
}


def mark(kind: str, id: str) -> str:
    """By what an erased thing is known again.

    >>> mark("family", "0123456789abcdef")[:16]
    '16c10d26bf86ed0d'
    """
    return hashlib.sha256(f"{kind}:{id}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reach:
    """What one erasure takes: of which family (id and code), the rows, the films, the uploads on their way.

    ``visit`` is the visit of a film whose codings, notes and plans go with it; None when they stay, because
    they rest on another film, and for a family. ``counts`` says how many of each kind go.
    """

    kind: str
    id: str
    family: str
    code: str
    visit: str | None
    marked: tuple[Marked, ...]
    recordings: tuple[str, ...]
    uploads: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure that was done: when, of what kind (film, family), why, and how many of each kind went.

    ``finished_at`` is None while files, copies or pages of the database may still hold something of it.
    """

    id: str
    at: str
    by: str | None
    kind: str
    reason: str
    finished_at: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


def reach_of_film(tx: Tx, id: str) -> Reach:
    """What erasing a film takes; NotFound when there is none.

    Codings, notes and plans look at the visit's first ready film. They go with that one, and with the last
    film of the visit; with any other they stay.
    """
    found = recordings.get(tx, id)
    of = families.family(tx, families.session(tx, found.session).family)
    others = [r.id for r in recordings.of_session(tx, found.session) if r.state == "ready"]
    looked_at = others[:1] == [id] or not [other for other in others if other != id]
    visit = found.session if looked_at else None
    rows = _of_visits(tx, [found.session]) if looked_at else []
    marked = (("recording", id, None), *rows, *([("visit", visit, None)] if visit else []))
    return Reach("film", id, of.id, of.code, visit, marked, (id,), (), _counted(tx, marked, 0))


def reach_of_family(tx: Tx, id: str) -> Reach:
    """What erasing a family takes; NotFound when there is none."""
    code = families.family(tx, id).code
    visits = [row.id for row in tx.rows(select(session.c.id).where(session.c.family == id))]
    films = [row.id for row in tx.rows(select(recording.c.id).where(recording.c.session.in_(visits)))]
    parts = [row.id for row in tx.rows(select(upload.c.id).where(upload.c.session.in_(visits)))]
    people = tx.value(select(func.count()).select_from(person).where(person.c.family == id))
    marked = (
        ("family", id, None),
        *(("session", visit, None) for visit in visits),
        *(("recording", film, None) for film in films),
        *_of_visits(tx, visits),
    )
    return Reach(
        "family", id, id, code, None, marked, tuple(films), tuple(parts), _counted(tx, marked, people)
    )


def _of_visits(tx: Tx, visits: Sequence[str]) -> list[Marked]:
    """The codings, plans, notes and shared moments of visits."""
    codings = tx.rows(select(coding.c.id, coding.c.coder).where(coding.c.session.in_(visits)))
    plans = tx.rows(select(plan.c.id, plan.c.author).where(plan.c.session.in_(visits)))
    notes = tx.rows(select(note.c.id, note.c.account).where(note.c.session.in_(visits)))
    talks = tx.rows(select(talk.c.id).where(talk.c.session.in_(visits)))
    return [
        *(("talk", row.id, None) for row in talks),
        *(("coding", row.id, row.coder) for row in codings),
        *(("plan", row.id, row.author) for row in plans),
        *(("note", f"{row.account}/{row.id}", row.account) for row in notes),
    ]


def _counted(tx: Tx, marked: Iterable[Marked], people: int) -> dict[str, int]:
    named = {
        "recording": "films", "session": "visits", "coding": "codings", "plan": "plans", "note": "notes",
        "talk": "talks",
    }  # fmt: skip
    counts = dict.fromkeys(("visits", "films", "codings", "marks", "notes", "plans", "talks", "people"), 0)
    codings = []
    for kind, id, _account in marked:
        if kind in named:
            counts[named[kind]] += 1
        codings += [id] if kind == "coding" else []
    stand = select(func.count()).select_from(annotation).where(annotation.c.coding.in_(codings))
    return {**counts, "marks": tx.value(stand.where(annotation.c.removed.is_(False))), "people": people}


def erase(tx: Tx, reach: Reach, by: str, reason: str) -> Erasure:
    """Take the rows away and leave the tombstones, in one transaction; files and traces are the caller's."""
    made = Erasure(new_id(), tx.at, by, reach.kind, reason, None, reach.counts)
    row = {"id": made.id, "at": made.at, "by": by, "kind": reach.kind, "reason": reason}
    tx.execute(insert(erasure), {**row, "counts": canonical(dict(reach.counts))})
    bury(tx, made.id, [(kind, mark(kind, id), account) for kind, id, account in reach.marked])
    if reach.kind == "family":
        tx.execute(delete(family).where(family.c.id == reach.id))
        return made
    reels.forget_cut_from(tx, reach.recordings)
    tx.execute(delete(recording).where(recording.c.id == reach.id))
    if reach.visit is not None:
        for table in (coding, plan, note, talk):
            tx.execute(delete(table).where(table.c.session == reach.visit))
    return made


def bury(tx: Tx, erasure_id: str, marks: Iterable[tuple[str, str, str | None]]) -> None:
    """Keep marks (kind, mark, account) under an erasure; those that are there already stay as they are."""
    rows = [
        {"mark": found, "erasure": erasure_id, "kind": kind, "account": account}
        for kind, found, account in marks
    ]
    if rows:
        tx.execute(upsert(tombstone).on_conflict_do_nothing(), rows)


def erased(tx: Tx, kind: str, id: str, account: str | None = None) -> bool:
    """Whether a thing was erased: for what is somebody's own, whether that account's was."""
    found = tx.row(select(tombstone.c.account).where(tombstone.c.mark == mark(kind, id)))
    return found is not None and found.account in (None, account)


def erasures(tx: Tx) -> list[Erasure]:
    """All erasures, the oldest first."""
    columns = (
        erasure.c.id,
        erasure.c.at,
        erasure.c.by,
        erasure.c.kind,
        erasure.c.reason,
        erasure.c.finished_at,
    )
    rows = tx.rows(select(*columns, erasure.c.counts).order_by(erasure.c.at, erasure.c.id))
    return [
        Erasure(row.id, row.at, row.by, row.kind, row.reason, row.finished_at, json.loads(row.counts))
        for row in rows
    ]


def finish(tx: Tx, ids: Iterable[str]) -> None:
    """Note that nothing of these erasures is left here."""
    tx.execute(update(erasure).where(erasure.c.id.in_(list(ids))).values(finished_at=tx.at))


def marks(tx: Tx, kind: str | None = None) -> frozenset[str]:
    """The marks of everything that was erased, or of one kind of it."""
    wanted = select(tombstone.c.mark)
    return frozenset(
        row.mark for row in tx.rows(wanted if kind is None else wanted.where(tombstone.c.kind == kind))
    )


def films_known(tx: Tx) -> frozenset[str]:
    """The ids of all recordings there are."""
    return frozenset(row.id for row in tx.rows(select(recording.c.id)))


def uploads_known(tx: Tx) -> frozenset[str]:
    """The ids of all uploads on their way."""
    return frozenset(row.id for row in tx.rows(select(upload.c.id)))


# What is told outside of the database


def told_by(copy: sqlite3.Connection) -> list[Told]:
    """The erasures that a copy of the database knows of, of whatever revision."""
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'tombstone'").fetchone():
        return []  # of a program that could not erase yet
    return _told(copy.execute)


def told(tx: Tx) -> list[Told]:
    """The erasures with their marks, as they are written beside backups: no name, no id, no account."""
    return _told(tx.connection.exec_driver_sql)


def _told(execute: Callable[[str], Iterable[Any]]) -> list[Told]:
    found: dict[str, Told] = {
        id: {"id": id, "at": at, "kind": kind, "reason": reason, "marks": []}
        for id, at, kind, reason in execute("SELECT id, at, kind, reason FROM erasure ORDER BY at, id")
    }
    for of, kind, each in execute("SELECT erasure, kind, mark FROM tombstone ORDER BY mark"):
        found[of]["marks"].append([kind, each])
    return list(found.values())


def learn(tx: Tx, others: Iterable[Told]) -> None:
    """Take in erasures that were told outside; what is known of them already stays as it is."""
    for other in others:
        row = {name: other[name] for name in ("id", "at", "kind", "reason")}
        tx.execute(upsert(erasure).on_conflict_do_nothing(), row)
        bury(tx, other["id"], [(kind, found, None) for kind, found in other["marks"]])


# Copies of the database


def take_away(connection: sqlite3.Connection, found: frozenset[str]) -> int:
    """Delete every row that one of the marks names, in a database of whatever revision; gives how many.

    Foreign keys must be enforced on the connection, for what hangs on a row goes with it.
    """
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    gone = 0
    for kind, (table, key) in _TAKES.items():
        if table not in there:
            continue
        names = [row[0] for row in connection.execute(f"SELECT {key} FROM {table}")]  # noqa: S608 - our own names
        erased_ones = [(name,) for name in names if mark(kind, name) in found]
        connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", erased_ones)  # noqa: S608
        gone += len(erased_ones)
    return gone


def scrub_copy(path: Path, found: frozenset[str], driver: Driver) -> None:
    """Erase in a copy of the database what the marks name, and every trace of it; an unreadable copy goes.

    It is rebuilt whatever was found in it: a process that was killed may have deleted the rows before.
    """
    try:
        with closing(driver.connect(path)) as copy:
            for setting in (
                f"busy_timeout = {BUSY_MS}",
                "foreign_keys = 1",
                "secure_delete = 1",
                "temp_store = 2",
            ):
                copy.execute(f"PRAGMA {setting}").fetchall()
            copy.execute("BEGIN IMMEDIATE")
            take_away(copy, found)
            copy.execute("COMMIT")
            copy.execute("VACUUM")
    except ERRORS as error:
        if primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            for left in (path, path.with_name(f"{path.name}-journal")):
                left.unlink(missing_ok=True)
            return
        raise as_store_error(error) or error from error
