"""Restoring a backup into an empty folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.actions import checking
from annotator.actions.backing_up import Counting, Progress, need_space, no_room
from annotator.actions.workplace import open_workplace
from annotator.errors import Problem, StoreError, said
from annotator.store import Tx, archive, audit, migrate, recordings, sign_ins, uploads
from annotator.store.archive import Manifest
from annotator.store.backup import to_disk
from annotator.store.folder import BACKUPS, DATABASE, LOCK, FolderLock

_UNFINISHED = ".restoring"
_PARTS = ("films", "uploads", BACKUPS)


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was restored: what it is, how many films came with it, what ``annotator check`` found."""

    manifest: Manifest
    films: int
    problems: tuple[Problem, ...]


def restore(file: Path, folder: Path, progress: Progress) -> Restored:
    """Make an empty or new folder hold what a backup holds, in the tables of this program.

    Nobody is signed in there: a browser comes in by a new launch link. Nothing is written before every byte
    of the backup is proved; the folder's database appears last, so that a restore which is ended earlier can
    be begun again. Raises StoreError, with a sentence.
    """
    count = Counting(progress, 2 * file.stat().st_size if file.is_file() else 0)
    manifest = archive.prove(file, count)
    _known(file, manifest)
    try:
        with _room(folder) as room:
            need_space(folder, manifest.bytes)
            for part in manifest.parts:
                target = room / part.name
                target.parent.mkdir(mode=0o700, exist_ok=True)
                archive.unpack(file, part, target, count)
            films, problems = _opened_once(room, manifest)
            _move(room, folder)
    except OSError as error:
        raise _unwritten(folder, error) from error
    progress(1.0, count.total)
    return Restored(manifest, films, problems)


def _known(file: Path, manifest: Manifest) -> None:
    if not migrate.knows(manifest.tables):
        raise StoreError(
            said(
                "The backup {file} was made by a newer Attune. Install that version to restore it.", file=file
            )
        )


def _opened_once(room: Path, manifest: Manifest) -> tuple[int, tuple[Problem, ...]]:
    """Bring the tables up to date, note the restore in the record, and prove everything that is kept."""
    place = open_workplace(room)
    try:
        films = place.store.write(lambda tx: _enter(tx, manifest))
        return films, tuple(checking.check(place))
    finally:
        place.store.close()
        shutil.rmtree(room / BACKUPS, ignore_errors=True)  # what the tables were before is in the backup


def _enter(tx: Tx, manifest: Manifest) -> int:
    sign_ins.forget_all(tx)
    uploads.forget_all(tx)
    audit.write(tx, None, "restore", "store", manifest.id, {"made_at": manifest.made_at})
    return recordings.count(tx)


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A place inside the empty folder, which is held meanwhile; a folder that is not empty is refused."""
    was_there = folder.is_dir()
    _refuse_full(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FolderLock(folder, datetime.now(UTC))
    room = folder / _UNFINISHED
    try:
        _clear(folder)
        for made in (room, room / "films"):
            made.mkdir(mode=0o700)
        yield room
    finally:
        if not (folder / DATABASE).exists():
            _clear(folder)
        shutil.rmtree(room, ignore_errors=True)
        lock.release()
        if not (folder / DATABASE).exists():
            (folder / LOCK).unlink(missing_ok=True)
            if not was_there:
                folder.rmdir()


def _refuse_full(folder: Path) -> None:
    if not folder.exists():
        return
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else {DATABASE}
    begun = _UNFINISHED in there and DATABASE not in there
    if there - {LOCK} - ({_UNFINISHED, *_PARTS} if begun else set()):
        raise StoreError(
            said(
                "{folder} is not empty. A backup is restored into a new or empty folder only, so that "
                "nothing is overwritten; name another with --data.",
                folder=folder,
            )
        )


def _clear(folder: Path) -> None:
    """Take away what an unfinished restore left."""
    if (folder / _UNFINISHED).exists():
        for name in _PARTS:
            shutil.rmtree(folder / name, ignore_errors=True)
        shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)


def _move(room: Path, folder: Path) -> None:
    """Put everything in its place, the database last: with it the folder counts as restored."""
    for name in (*_PARTS, DATABASE):
        if (room / name).exists():
            (room / name).replace(folder / name)
            to_disk(folder)


def _unwritten(folder: Path, error: OSError) -> StoreError:
    if no_room(error):
        return StoreError(
            said(
                "There is not enough room in {folder} for what the backup holds. Nothing was left there; "
                "choose another disk, or make room.",
                folder=folder,
            )
        )
    return StoreError(
        said(
            "The backup cannot be restored to {folder} ({why}). Nothing was left there; check the disk and "
            "its rights.",
            folder=folder,
            why=error.strerror or type(error).__name__,
        )
    )
