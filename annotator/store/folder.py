"""The data folder: its places, its lock, and what speaks against it."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from annotator.errors import Said, StoreError, said
from annotator.store.transaction import iso

DATABASE = "attune.db"
ADDRESS = "attune.database"
"""Where the store is, when it is in a database elsewhere."""

LOCK = "attune.lock"
PATIENCE_S = 20.0
"""How long to wait for another process that begins, or ends what only one may do, in seconds."""

BACKUPS = "backups"
BACKUP_KEY = "backup-key.pub"
LOW_BYTES = 2 * 1024**3
REMOTE = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "fuse.sshfs",
        "fuse.rclone",
        "ncpfs",
        "ceph",
        "overlay",
    }
)
_LOCKED_BYTE = 1 << 30  # far behind the text: on Windows a locked byte cannot be read by others


def prepare(folder: Path, *, elsewhere: bool = False) -> None:
    """Make the folder and the empty database for this account only; StoreError when it cannot be.

    ``elsewhere``: the database is not a file in the folder.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / BACKUPS).mkdir(mode=0o700, exist_ok=True)
        if not elsewhere:
            (folder / DATABASE).touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            said(
                "The data folder {folder} cannot be used ({why}). Choose another with "
                "--data, or give this account the right to write there.",
                folder=folder,
                why=error.strerror,
            )
        ) from error


def no_folder(folder: Path) -> Said:
    """The sentence for a place where no data folder is."""
    return said("There is no data folder of Attune at {folder}. Name another with --data.", folder=folder)


class FolderLock:
    """Holds a data folder for this process, by a lock that the system lets go of when the process ends.

    ``beside``: where others hold the folder together, hold it with them. ``alone`` says whether nobody else
    holds it until ``share``.
    """

    def __init__(self, folder: Path, now: datetime, *, beside: bool = False) -> None:
        self._file = _open_lock(folder / LOCK)
        self.alone = _holds(self._file)
        if not self.alone and not (beside and _waited_for(lambda: _holds(self._file, together=True))):
            holder = _holder(self._file)
            self._file.close()
            raise StoreError(
                said(
                    "Another Attune already uses the data folder {folder} ({holder}). Use that one, "
                    "or close it first.",
                    folder=folder,
                    holder=holder,
                )
            )
        if not self.alone:
            return
        self._file.truncate(0)
        self._file.write(json.dumps({"pid": os.getpid(), "started": iso(now)}))
        self._file.flush()

    def share(self) -> None:
        """Let others in that hold the folder together with us."""
        self.alone = False
        # One that will not share it can come in between, for a moment: then it finds the database held.
        if not _waited_for(lambda: _holds(self._file, together=True)):
            raise StoreError(said("Another Attune has taken the data folder. Close it, and start again."))

    def release(self) -> None:
        """Let another process have the folder."""
        self._file.close()


@contextmanager
def one_at_a_time(folder: Path, what: str) -> Iterator[None]:
    """Be the only process at something in the folder; StoreError when another is at it for long."""
    with _open_lock(folder / f"attune.{what}.lock") as file:
        if not _waited_for(lambda: _holds(file)):
            raise StoreError(
                said("Another Attune is at this in the same data folder. Try again in a moment.")
            )
        yield


def _waited_for(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _holds(file: IO[str], *, together: bool = False) -> bool:
    """Take a file's lock, alone or together with others; False when it is held otherwise."""
    try:
        _lock(file, together)
    except OSError:
        return False
    return True


def _open_lock(path: Path) -> IO[str]:
    try:
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            said(
                "The lock file {path} cannot be written ({why}). Give this account the right.",
                path=path,
                why=error.strerror,
            )
        ) from error


def _holder(file: IO[str]) -> str:
    try:
        file.seek(0)
        holder = json.loads(file.read())
        return f"process {holder['pid']}, started {holder['started']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "its process is unknown"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str], together: bool) -> None:
        if together:
            raise OSError("Windows holds a byte for one process only")
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)

else:
    import fcntl

    def _lock(file: IO[str], together: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def warnings_of(folder: Path) -> list[str]:
    """What speaks against the folder without forbidding it: little room, a network file system."""
    found: list[str] = []
    free = shutil.disk_usage(folder).free
    if free < LOW_BYTES:
        found.append(
            f"Only {free // 1024**2} MB are free on the disk of the data folder. Free some space: films need "
            "at least 2 GB, and without room nothing can be saved."
        )
    kind = file_system(folder)
    if kind in REMOTE:
        found.append(
            f"The data folder lies on a {kind} file system, which may lose or damage a database. "
            "Move it to a local disk of this computer."
        )
    return found


def file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of the file system that holds the folder; empty where the system does not tell."""
    if not mounts.exists():
        return ""
    place = folder.resolve()
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, name, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if place.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, name
    return kind
