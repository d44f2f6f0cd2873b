"""The file with the one key of a folder, never in it: of each film's key, and of an encrypted database."""

import os
import sys
from pathlib import Path

from annotator.errors import StoreError, said

KEY_FILE = "ATTUNE_FILM_KEY"
"""Environment variable: the file with the key, when it is no longer where it was."""

BEGINS = "ATTUNE-FILM-KEY-1 "
KEY_BYTES = 32
_LONGEST = 2**16


def named(file: Path | None) -> Path | None:
    """The file that was named, else the one that the environment names; None when there is neither."""
    return file or (Path(os.environ[KEY_FILE]) if os.environ.get(KEY_FILE) else None)


def is_key(file: Path) -> bool:
    """Whether a file holds a key of films; False for one that cannot be read."""
    try:
        if file.stat().st_size > _LONGEST:
            return False
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    return any(line.startswith(BEGINS) for line in lines)


def text_of(master: bytes) -> str:
    """What the file of a key holds."""
    return f"# The key of Attune's films. Without it nobody can see them.\n{BEGINS}{master.hex()}\n"


def read(file: Path, folder: Path) -> bytes:
    """The key in a file; StoreError when there is none, or it is not where and how a key is to lie."""
    if file.resolve().is_relative_to(folder.resolve()):
        raise StoreError(
            said(
                "The key of the films lies inside the data folder: whoever takes the films takes it too. "
                "Move {file} elsewhere.",
                file=file,
            )
        )
    try:
        with file.open("rb") as source:
            mode = os.fstat(source.fileno()).st_mode
            text = source.read(_LONGEST).decode("utf-8", "replace")
    except OSError as error:
        raise StoreError(
            said(
                "The films here are encrypted, and the file with their key, {file}, cannot be read ({why}). "
                "Put in the disk that holds it, or name the file: ATTUNE_FILM_KEY=FILE.",
                file=file,
                why=error.strerror or type(error).__name__,
            )
        ) from None
    if sys.platform != "win32" and mode & 0o077:
        raise StoreError(
            said(
                "Others on this computer may read {file}, the key of the films. Let its owner alone read it: "
                "chmod 600.",
                file=file,
            )
        )
    return _key_in(text, file)


def _key_in(text: str, file: Path) -> bytes:
    for line in text.splitlines():
        if line.startswith(BEGINS):
            try:
                key = bytes.fromhex(line.removeprefix(BEGINS).strip())
            except ValueError:
                break
            if len(key) == KEY_BYTES:
                return key
    raise StoreError(
        said("There is no key of films in {file}. Name the file that `annotator encrypt` made.", file=file)
    )
