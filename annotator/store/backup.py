"""Copies of the database that hold everything committed before they began."""

import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select

from annotator.store.driver import PLAIN, Driver
from annotator.store.tables import backup as table
from annotator.store.transaction import Tx, iso


def name(why: str, now: datetime) -> str:
    """The file name of a copy: when and why it was made."""
    stamp = iso(now).replace("-", "").replace(":", "").replace(".", "")
    return f"attune-{stamp}-{why}.db"


@dataclass(frozen=True, slots=True)
class Noted:
    """A backup that was begun: when, and the file that it was to become."""

    at: str
    file: Path


def note(tx: Tx, id: str, file: Path) -> None:
    """Note where a backup is being put."""
    tx.execute(insert(table), {"id": id, "at": tx.at, "file": str(file)})


def noted(tx: Tx) -> list[Noted]:
    """The backups that were begun, the oldest first."""
    return [Noted(row.at, Path(row.file)) for row in tx.rows(select(table).order_by(table.c.at))]


def copy_database(source: sqlite3.Connection, target: Path, driver: Driver = PLAIN) -> None:
    """Copy a database in use to a file, whole or not at all; ``driver`` is the one of both.

    In one step: in several, each write in between would make the copy begin again. Never
    ``cp``: a copied file misses what is still in the write-ahead log.
    """
    unfinished = target.with_name(target.name + ".tmp")
    unfinished.unlink(missing_ok=True)
    copy = driver.connect(unfinished)
    try:
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = delete").fetchall()
    finally:
        copy.close()
    unfinished.chmod(0o600)
    to_disk(unfinished)
    unfinished.replace(target)
    to_disk(target.parent)


def forget_unfinished(folder: Path) -> None:
    """Remove copies that a killed process left half made; for who alone holds the data folder."""
    for left in folder.glob("*.db.tmp*"):
        left.unlink()


def to_disk(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder; its renames are journalled
    place = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(place)
    finally:
        os.close(place)
