"""Restoring a backup into an empty folder."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.actions import checking
from annotator.actions.backing_up import Counting, Progress, need_space, no_room
from annotator.actions.backup_keys import keep_public
from annotator.actions.workplace import open_workplace
from annotator.errors import Problem, StoreError, said
from annotator.store import (
    Tx,
    archive,
    audit,
    driver,
    encryption,
    erased_list,
    erasing,
    migrate,
    sign_ins,
    uploads,
)  # fmt: skip
from annotator.store.archive import Manifest
from annotator.store.backup import to_disk
from annotator.store.connections import raw
from annotator.store.driver import CIPHER
from annotator.store.erasing import Told
from annotator.store.folder import BACKUPS, DATABASE, LOCK, FolderLock

_UNFINISHED = ".restoring"
_OPENED = ".attune-opened-"
_PARTS = ("films", "uploads", BACKUPS)


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was restored: what it is, how many films came with it, what ``annotator check`` found.

    ``erased`` is how many films and families it still held that were erased since, and that are not here now;
    ``listed`` says whether a list of what was erased was found to know them by.
    """

    manifest: Manifest
    films: int
    erased: int
    listed: bool
    problems: tuple[Problem, ...]


def restore(
    file: Path,
    folder: Path,
    progress: Progress,
    lists: Sequence[Path] = (),
    key: Path | None = None,
    film_key: Path | None = None,
) -> Restored:
    """Make an empty or new folder hold what a backup holds, in the tables of this program.

    What was erased stays erased: by the list beside the backup, by one that lies in the folder, and by
    ``lists``, files or folders that hold one.
    Nobody is signed in there: a browser comes in by a new launch link. Nothing is written before every byte
    of the backup is proved; the folder's database appears last, so that a restore which is ended earlier can
    be begun again. ``key`` is the file with the key of an encrypted backup, for which later backups of the
    folder are encrypted too; ``film_key`` the one of encrypted films, when it is not where it was. Raises
    StoreError, with a sentence.
    """
    with _plain(file, folder, key) as opened:
        done = _restored(opened, file, folder, progress, (lists, film_key))
    if key is not None and opened != file:
        keep_public(folder, encryption.public_of(key))
    return done


@contextmanager
def _plain(file: Path, folder: Path, key: Path | None) -> Iterator[Path]:
    """The backup itself, or an encrypted one opened for a while beside the folder that it is to fill."""
    if not encryption.is_encrypted(file):
        yield file
        return
    if key is None:
        raise StoreError(
            said(
                "The backup {file} is encrypted. Name the file with its key: --key FILE. Nobody can open it "
                "without.",
                file=file,
            )
        )
    beside = next(place for place in folder.absolute().parents if place.is_dir())
    room = Path(tempfile.mkdtemp(prefix=_OPENED, dir=beside))
    try:
        need_space(room, file.stat().st_size)
        encryption.open_with(file, key, room / "backup")
        yield room / "backup"
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _restored(
    opened: Path, file: Path, folder: Path, progress: Progress, beside: tuple[Sequence[Path], Path | None]
) -> Restored:
    """Restore a plain backup, which ``file`` is or was; ``beside`` it the lists and the key of its films."""
    lists, film_key = beside
    count = Counting(progress, 2 * opened.stat().st_size if opened.is_file() else 0)
    manifest = archive.prove(opened, count)
    _known(file, manifest)
    listed, told = _told(file, folder, lists)
    marks = {mark for erasure in told for _kind, mark in erasure["marks"]}
    try:
        with _room(folder) as room:
            need_space(folder, manifest.bytes)
            wanted = [(part, room / part.name) for part in manifest.parts if not _is_erased(part.name, marks)]
            for _part, target in wanted:
                target.parent.mkdir(mode=0o700, exist_ok=True)
            archive.unpack(opened, wanted, count)
            films, erased, problems = _opened_once(room, manifest, told, film_key)
            _move(room, folder)
    except OSError as error:
        raise _unwritten(folder, error) from error
    progress(1.0, count.total)
    return Restored(manifest, films, erased, listed, problems)


def _told(file: Path, folder: Path, lists: Sequence[Path]) -> tuple[bool, list[Told]]:
    """Whether there is any list of what was erased, and all that the lists say."""
    for named in lists:
        if not named.exists():
            raise StoreError(said("There is no list of what was erased at {file}.", file=named))
    places = [
        place / erased_list.FILE if place.is_dir() else place for place in (file.parent, folder, *lists)
    ]
    there = [place for place in places if place.is_file()]
    told = {erasure["id"]: erasure for place in there for erasure in erased_list.read(place)}
    return bool(there), list(told.values())


def _is_erased(part: str, marks: Set[str]) -> bool:
    """Whether a file of a backup belongs to a film that was erased."""
    kind, _, rest = part.partition("/")
    return kind == "films" and erasing.mark("recording", rest.partition("/")[0]) in marks


def _known(file: Path, manifest: Manifest) -> None:
    if not migrate.knows(manifest.tables):
        raise StoreError(
            said(
                "The backup {file} was made by a newer Attune. Install that version to restore it.", file=file
            )
        )


def _opened_once(
    room: Path, manifest: Manifest, told: list[Told], film_key: Path | None
) -> tuple[int, int, tuple[Problem, ...]]:
    """Bring the tables up to date, erase again, note it in the record, and prove everything that is kept."""
    driver.take_over(room / DATABASE, film_key)
    place = open_workplace(room, film_key=film_key)
    try:
        films, erased = place.store.write(lambda tx: _enter(tx, manifest, told))
        for film in (room / "films").iterdir():
            if film.name not in films:
                shutil.rmtree(film)
        if erased:
            place.store.overwrite_traces()
        place.store.write(lambda tx: erasing.finish(tx, [erasure["id"] for erasure in told]))
        erased_list.add(room, told)
        return len(films), erased, tuple(checking.check(place))
    finally:
        place.store.close()
        shutil.rmtree(room / BACKUPS, ignore_errors=True)  # what the tables were before is in the backup


def _enter(tx: Tx, manifest: Manifest, told: list[Told]) -> tuple[frozenset[str], int]:
    """Which films there are once what was erased is gone again, and how much that was."""
    sign_ins.forget_all(tx)
    uploads.forget_all(tx)
    erasing.learn(tx, told)
    erased = erasing.take_away(raw(tx.connection), erasing.marks(tx))
    audit.write(tx, None, "restore", "store", manifest.id, {"made_at": manifest.made_at, "erased": erased})
    return erasing.films_known(tx), erased


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
    if there - {LOCK, erased_list.FILE} - ({_UNFINISHED, CIPHER, *_PARTS} if begun else set()):
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
        (folder / CIPHER).unlink(missing_ok=True)
        shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)


def _move(room: Path, folder: Path) -> None:
    """Put everything in its place, the database last: with it the folder counts as restored."""
    for name in (*_PARTS, erased_list.FILE, CIPHER, DATABASE):
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
