"""Taking away every trace of what was erased: files, copies of the database, its own pages and log."""

import re
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from annotator.errors import Said, StoreError, said
from annotator.media import HALF_MADE
from annotator.store import Store, backup, erased_list, erasing, reels, seeing
from annotator.store.driver import Driver
from annotator.store.folder import BACKUPS, one_at_a_time

_UPLOAD = re.compile(r"[0-9a-f]{16}")

REELS = "reels"
"""The folder, inside a film's own, of what was cut from it for a family."""

PATIENCE_S = 20.0
"""How long to wait for those who still read, or write, what is being taken away."""


@seeing.everything()
def remove(store: Store, folder: Path) -> Said | str:
    """Finish what was erased and is not finished, also by an Attune that was killed.

    Gives a sentence about what stands in the way, empty when no byte is left; it can be done again. Of
    several processes on one folder one does it at a time, for all.
    """
    if not _unfinished(store):
        return ""
    try:
        with one_at_a_time(folder, "erasing"):
            return _remove_all(store, folder)
    except StoreError as error:
        return error.sentence


def _unfinished(store: Store) -> list[str]:
    with store.read() as tx:
        return [e.id for e in erasing.erasures(tx) if e.finished_at is None]


def _remove_all(store: Store, folder: Path) -> Said | str:
    unfinished = _unfinished(store)  # another process may have finished it meanwhile
    with store.read() as tx:
        marks, films = erasing.marks(tx), erasing.films_known(tx)
        told = erasing.told(tx)
    if not unfinished:
        return ""
    try:
        _remove_films(folder, films, marks)
        remove_reels(store, folder)
        remove_strays(store, folder)
        _scrub_copies(folder / BACKUPS, store.driver, marks)
        _overwrite(store)
        _tell(store, folder, told)
    except StoreError as error:
        return error.sentence
    except OSError as error:
        return said(
            "A trace of what was erased could not be taken away ({why}). Attune tries again at its "
            "next start.",
            why=error.strerror or type(error).__name__,
        )
    store.write(lambda tx: erasing.finish(tx, unfinished))
    return ""


@seeing.everything()
def remove_strays(store: Store, folder: Path) -> None:
    """Take away the bytes of uploads that are no longer known."""
    # First, so that one which begins now is known by then; what is being copied in has another kind of name.
    there = [path for path in (folder / "uploads").glob("*.part") if _UPLOAD.fullmatch(path.stem)]
    with store.read() as tx:
        known = {f"{id}.part" for id in erasing.uploads_known(tx)}
    for path in there:
        if path.name not in known:
            path.unlink(missing_ok=True)


@seeing.everything()
def remove_reels(store: Store, folder: Path) -> None:
    """Take away the files of films for families that are no longer known, also while one is being made."""
    while True:  # what was half made may have become whole before it went
        # First, so that one which begins now is known by then.
        there = list((folder / "films").glob(f"*/{REELS}/*"))
        with store.read() as tx:
            known = reels.all(tx)
        films, ids = {reel.recording for reel in known}, {reel.id for reel in known}
        unknown = [path for path in there if _reel_of(path) not in ids]
        for path in unknown:
            _remove(path)
        for place in {path.parent for path in unknown}:
            if place.parent.name not in films:
                with suppress(OSError):  # it is gone, or a worker has just come back into it
                    place.rmdir()
        if not unknown:
            return


def _reel_of(path: Path) -> str:
    """The id of whose file it is: of ``ID.mp4`` and ``ID.zip``, and of what is half made of either."""
    if path.name.startswith(HALF_MADE):
        return path.name.removeprefix(HALF_MADE).partition("-")[0]
    return path.name.removeprefix(".").partition(".")[0]


def _remove_films(folder: Path, known: Iterable[str], marks: frozenset[str]) -> None:
    there = set(known)
    for film in (folder / "films").glob("*"):
        if film.name not in there and erasing.mark("recording", film.name) in marks:
            _remove(film)


def _remove(path: Path) -> None:
    """Take a file or folder away, also while a worker still writes into it."""
    end = time.monotonic() + PATIENCE_S
    while path.exists():
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError:  # something in it came, or went by itself
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _scrub_copies(folder: Path, driver: Driver, marks: frozenset[str]) -> None:
    """The copies made before the tables changed hold families too."""
    for unfinished in folder.glob("*.tmp"):
        unfinished.unlink(missing_ok=True)
    for copy in folder.glob("*.db"):
        erasing.scrub_copy(copy, marks, driver)


def _overwrite(store: Store) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            store.overwrite_traces()
        except StoreError:  # somebody still reads what was there before
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def _tell(store: Store, folder: Path, told: list[erasing.Told]) -> None:
    """Bring the list in the data folder up to date, and those beside backups that can be reached."""
    erased_list.add(folder, told)
    with store.read() as tx:
        places = {each.file.parent for each in backup.noted(tx) if each.file.is_file()}
    for place in places:
        with suppress(OSError, StoreError):  # whoever erases is told which do not know of it
            erased_list.add(place, told)
