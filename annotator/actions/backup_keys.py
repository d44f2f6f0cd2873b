"""The key of a folder's encrypted backups: its public part lies in the folder, its secret part elsewhere."""

import os
from pathlib import Path

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.workplace import Workplace
from annotator.errors import StoreError, said
from annotator.store import Tx, audit, encryption
from annotator.store.accounts import Account
from annotator.store.backup import to_disk
from annotator.store.folder import BACKUP_KEY


def make_key(w: Workplace, who: Account | None, file: Path) -> str:
    """Make a key for backups in a new file, and have every later backup of this folder encrypted for it.

    Gives its public part. StoreError when the file exists, cannot be written, or lies in the data folder.
    """
    outside(w.folder, file)
    secret, public = encryption.new_key()

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.BACK_UP)
        audit.write(tx, person.id, "backup_key", "store", "key", {"public": public})
        write_new(file, secret)

    w.store.write(work)
    keep_public(w.folder, public)
    return public


def outside(folder: Path, file: Path) -> None:
    """Refuse a place for a key that lies inside the data folder."""
    if file.resolve().is_relative_to(folder.resolve()):
        raise StoreError(
            said(
                "A key inside the data folder is lost with it. Name a file outside of {folder}, on a disk of "
                "its own.",
                folder=folder,
            )
        )


def write_new(file: Path, text: str) -> None:
    """Write a key into a new file that its owner alone can read; StoreError when it cannot be."""
    try:
        with open(file, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
    except FileExistsError:
        raise StoreError(said("{file} exists already. Name another file for the key.", file=file)) from None
    except OSError as error:
        raise StoreError(
            said(
                "The key cannot be written to {file} ({why}). Choose another place.",
                file=file,
                why=error.strerror or type(error).__name__,
            )
        ) from error


def keep_public(folder: Path, public: str) -> None:
    """Have every later backup of a folder encrypted for the key with this public part."""
    unfinished = folder / f"{BACKUP_KEY}.tmp"
    unfinished.write_text(f"{public}\n", "ascii")
    to_disk(unfinished)
    unfinished.replace(folder / BACKUP_KEY)


def encrypted_for(folder: Path) -> str | None:
    """The public part of the key that backups of a folder are encrypted for; None when they are not."""
    try:
        return (folder / BACKUP_KEY).read_text("ascii").strip()
    except FileNotFoundError:
        return None
