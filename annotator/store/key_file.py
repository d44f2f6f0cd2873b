"""The file with the one key of a folder, never in it: of each film's key, and of an encrypted database."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import Said, StoreError, refilled, said

KEY_FILE = "ATTUNE_FILM_KEY"
"""Environment variable: the file with the key, when it is no longer where it was."""

BEGINS = "ATTUNE-FILM-KEY-1 "
KEY_BYTES = 32
_LONGEST = 2**16


@dataclass(frozen=True, slots=True)
class Opens:
    """What a key opens, and what is said in each case in which it cannot be had."""

    inside: Said
    unread: Said
    open: Said
    none: Said


FILMS = Opens(
    inside=said(
        "The key of the films lies inside the data folder: whoever takes the films takes it too. "
        "Move {file} elsewhere."
    ),
    unread=said(
        "The films here are encrypted, and the file with their key, {file}, cannot be read ({why}). "
        "Put in the disk that holds it, or name the file: ATTUNE_FILM_KEY=FILE."
    ),
    open=said(
        "Others on this computer may read {file}, the key of the films. Let its owner alone read it: "
        "chmod 600."
    ),
    none=said("There is no key of films in {file}. Name the file that `annotator encrypt` made."),
)

DATABASE = Opens(
    inside=said(
        "The key of the database lies inside the data folder: whoever takes the database takes it too. "
        "Move {file} elsewhere."
    ),
    unread=said(
        "The database here is encrypted, and the file with its key, {file}, cannot be read ({why}). "
        "Put in the disk that holds it, or name the file: ATTUNE_FILM_KEY=FILE."
    ),
    open=said(
        "Others on this computer may read {file}, the key of the database. Let its owner alone read it: "
        "chmod 600."
    ),
    none=said("There is no key of a database in {file}. Name the file that `annotator encrypt` made."),
)


def named(file: Path | None) -> Path | None:
    """The file that was named, else the one that the environment names; None when there is neither."""
    return file or (Path(os.environ[KEY_FILE]) if os.environ.get(KEY_FILE) else None)


def is_key(file: Path) -> bool:
    """Whether a file holds such a key; False for one that cannot be read."""
    try:
        if file.stat().st_size > _LONGEST:
            return False
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    return any(line.startswith(BEGINS) for line in lines)


def text_of(master: bytes, opens: Opens = FILMS) -> str:
    """What the file of a key holds."""
    of = (
        "films. Without it nobody can see them."
        if opens is FILMS
        else "database and films. Without it nobody can open them."
    )
    return f"# The key of Attune's {of}\n{BEGINS}{master.hex()}\n"


def read(file: Path, folder: Path, opens: Opens) -> bytes:
    """The key in a file; StoreError when there is none, or it is not where and how a key is to lie."""
    if file.resolve().is_relative_to(folder.resolve()):
        raise StoreError(refilled(opens.inside, file=file))
    try:
        with file.open("rb") as source:
            mode = os.fstat(source.fileno()).st_mode
            text = source.read(_LONGEST).decode("utf-8", "replace")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreError(refilled(opens.unread, file=file, why=why)) from None
    if sys.platform != "win32" and mode & 0o077:
        raise StoreError(refilled(opens.open, file=file))
    key = _key_in(text)
    if key is None:
        raise StoreError(refilled(opens.none, file=file))
    return key


def _key_in(text: str) -> bytes | None:
    for line in text.splitlines():
        if line.startswith(BEGINS):
            try:
                key = bytes.fromhex(line.removeprefix(BEGINS).strip())
            except ValueError:
                return None
            if len(key) == KEY_BYTES:
                return key
    return None
