"""Backing up a data folder into one file, also while Attune works on it."""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from annotator import __version__
from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.backup_keys import encrypted_for
from annotator.actions.films import FILES
from annotator.actions.workplace import Workplace
from annotator.errors import Said, StoreError, said
from annotator.store import Tx, archive, audit, backup, encryption, erased_list, key_file, snapshot
from annotator.store.accounts import Account
from annotator.store.archive import Manifest, Packing
from annotator.store.backup import to_disk
from annotator.store.database import there_is_one
from annotator.store.folder import BACKUPS, DATABASE, FolderLock, no_folder
from annotator.store.snapshot import FilmFiles
from annotator.store.transaction import iso

TRIES = 3
"""How often a backup is begun anew because a film was erased while it was made."""

_ROOM = ".attune-backup-"
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows knows no quota
_SPARE_BYTES = 64 * 2**20

Progress = Callable[[float, int], None]
"""Hears the share done (0 to 1) and how many bytes there are to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and proved: its file, its length in bytes, how many films it holds.

    ``warnings`` are sentences about films that are not as they came in.
    """

    file: Path
    bytes: int
    films: int
    manifest: Manifest
    warnings: tuple[Said, ...]


class _Erased(Exception):
    """A film of the snapshot is no longer there."""


def begin_backup(w: Workplace, who: Account | None, target: Path) -> str:
    """Note in the record that a backup is being made, and where, and give it its id.

    Whoever erases something later is told that this file may hold it.
    """
    id = secrets.token_hex(8)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.BACK_UP)
        backup.note(tx, id, target.resolve())
        audit.write(tx, person.id, "backup", "store", id, {})

    w.store.write(work)
    return id


def file_for(folder: Path, file: Path | None) -> Path:
    """Where a backup goes: the file that was named, one named by the time in a folder, or here.

    StoreError when it exists already, or lies inside the data folder that it is to survive, or when there is
    no such folder.
    """
    if not there_is_one(folder):
        raise StoreError(no_folder(folder))
    target = file or Path()
    if target.is_dir():
        ending = "backup" if encrypted_for(folder) is None else "backup.age"
        target /= f"attune-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.{ending}"
    if target.exists():
        raise StoreError(said("{file} exists already. Name another file for the backup.", file=target))
    if not target.parent.is_dir():
        raise StoreError(
            said("There is no folder {folder} for the backup. Make it first.", folder=target.parent)
        )
    if target.resolve().is_relative_to(folder.resolve()):
        raise StoreError(
            said(
                "A backup inside the data folder is lost with it. Name a file outside of {folder}.",
                folder=folder,
            )
        )
    _no_key_beside(folder, target.parent)
    return target


def _no_key_beside(folder: Path, place: Path) -> None:
    """Refuse a place where a key lies that opens the backup or its films: who finds one finds both."""
    public = encrypted_for(folder)
    for file in sorted(place.iterdir()):
        if file.is_file() and (encryption.is_key_of(file, public) or key_file.is_key(file)):
            raise StoreError(
                said(
                    "The key {file} lies where the backup is to go, so it would protect nothing. Keep the "
                    "key elsewhere, or choose another place for the backup.",
                    file=file,
                )
            )


def back_up(folder: Path, target: Path, id: str, progress: Progress) -> Made:
    """Make the backup that ``begin_backup`` noted: everything committed before now, and every film.

    Only reads the data folder, so it works beside a running Attune. The file appears under its name when it
    is complete, on the disk and compared with what was written; whatever ends it earlier leaves nothing.
    Beside it lies the list of what was erased until now. Encrypted when there is a key for it: then nothing
    is ever plain on the backup's disk.
    """
    try:
        public = encrypted_for(folder)
        with _room(target.parent) as room, nullcontext(room) if public is None else _inside(folder) as plain:
            for _ in range(TRIES):
                try:
                    return _attempt(folder, target, (room, plain), public, id, progress)
                except _Erased:
                    continue
    except OSError as error:
        raise _unwritten(target, error) from error
    raise StoreError(said("Films were erased while the backup was made. Make it again."))


@contextmanager
def _inside(folder: Path) -> Iterator[Path]:
    """A room in the data folder, where everything is plain anyway."""
    (folder / BACKUPS).mkdir(mode=0o700, exist_ok=True)
    with _room(folder / BACKUPS) as room:
        yield room


def _attempt(
    folder: Path, target: Path, rooms: tuple[Path, Path], public: str | None, id: str, progress: Progress
) -> Made:
    room, plain = rooms
    copy, unfinished = plain / DATABASE, room / "backup"
    need_space(plain, snapshot.size(folder))
    taken = snapshot.take(folder, copy)
    named = {name: film for film in taken.films for name in _files(folder, film)}
    count = Counting(progress, 2 * (copy.stat().st_size + sum(_size(folder / name) for name in named)))
    need_space(room, count.total // 2)
    facts = Manifest(id, iso(datetime.now(UTC)), __version__, taken.tables, taken.head)
    warnings: list[Said] = []

    def pack(file: IO[bytes]) -> Manifest:
        with Packing(file, count) as packing:
            with copy.open("rb") as source:
                packing.add(DATABASE, source)
            for name, film in named.items():
                warnings.extend(_add(packing, folder, name, film))
            return packing.finish(facts)

    manifest = _written(unfinished, public, pack, count)
    copy.unlink()
    if not {film.id for film in taken.films} <= snapshot.films_now(folder):
        raise _Erased
    erased_list.add(target.parent, taken.erased)
    unfinished.replace(target)
    to_disk(target.parent)
    return Made(target, target.stat().st_size, len(taken.films), manifest, tuple(warnings))


def _written(
    file: Path, public: str | None, pack: Callable[[IO[bytes]], Manifest], count: Callable[[int], None]
) -> Manifest:
    """Write a backup, plain or for a key; have the disk hold it and compare what it holds."""
    file.touch(mode=0o600)
    if public is None:
        with file.open("wb") as plain:
            pack(plain)
        to_disk(file)
        return archive.prove(file, count)
    with file.open("wb") as encrypted, encryption.Encrypting(encrypted, public) as on_its_way:
        manifest = pack(cast("IO[bytes]", on_its_way))  # it is only written to
    to_disk(file)
    encryption.prove(file, on_its_way.written, count)
    return manifest


def _files(folder: Path, film: FilmFiles) -> list[str]:
    """The paths of a film's files that a backup holds. Stills are made again when somebody looks."""
    place = folder / "films" / film.id
    originals = sorted(path.name for path in place.glob("original.*"))
    return [
        f"films/{film.id}/{name}"
        for name in (*(originals or ["original.mp4"]), *(FILES if film.ready else ()))
    ]


def _add(packing: Packing, folder: Path, name: str, film: FilmFiles) -> Iterator[Said]:
    """Copy a film's file in; yields what is wrong with it."""
    try:
        source = (folder / name).open("rb")
    except FileNotFoundError:
        if film.id not in snapshot.films_now(folder):
            raise _Erased from None
        yield said("The file {name} is missing; the backup goes without it.", name=name)
        return
    with source:
        part = packing.add(name, source)
    if "/original." in name and not film.sealed and part.sha256 != film.sha256:
        yield said("The file {name} is not as it came in; the backup holds it as it is.", name=name)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@dataclass
class Counting:
    """Adds up what is done, and says so at each hundredth."""

    progress: Progress
    total: int
    done: int = 0
    said: int = -1

    def __call__(self, more: int) -> None:
        """Add bytes that are done."""
        self.done += more
        hundredth = min(100, 100 * self.done // max(1, self.total))
        if hundredth > self.said:
            self.said = hundredth
            self.progress(hundredth / 100, self.total)


@contextmanager
def _room(beside: Path) -> Iterator[Path]:
    """A folder for what is half-made, on the disk that the backup goes to; gone afterwards."""
    now = datetime.now(UTC)
    for left in beside.glob(f"{_ROOM}*"):
        _clear_abandoned(left, now)
    room = Path(tempfile.mkdtemp(prefix=_ROOM, dir=beside))
    try:
        lock = FolderLock(room, now)
        try:
            yield room
        finally:
            lock.release()
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _clear_abandoned(left: Path, now: datetime) -> None:
    """Take away what a backup left that was killed; one that still runs keeps its room."""
    try:
        FolderLock(left, now).release()
    except StoreError:
        return
    shutil.rmtree(left, ignore_errors=True)


def need_space(room: Path, size: int) -> None:
    """OSError when a disk has not this many bytes left, and a little more."""
    if shutil.disk_usage(room).free < size + _SPARE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def no_room(error: OSError) -> bool:
    """Whether a disk was full, or an account's share of it."""
    return error.errno in _NO_ROOM


def _unwritten(target: Path, error: OSError) -> StoreError:
    if no_room(error):
        return StoreError(
            said(
                "There is not enough room for the backup in {folder}. Nothing was left there; choose another "
                "disk, or make room.",
                folder=target.parent,
            )
        )
    return StoreError(
        said(
            "The backup cannot be written to {folder} ({why}). Nothing was left there; check the disk and "
            "its rights.",
            folder=target.parent,
            why=error.strerror or type(error).__name__,
        )
    )
