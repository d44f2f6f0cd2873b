"""Encrypting a backup while it is written, for a key that lies elsewhere (the age format, X25519).

What writes backups knows the public part of the key alone, so nobody reads a backup who has only the computer
that made it. A file can also be opened by any other program that knows the format.
"""

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

import pyrage

from annotator.errors import StoreError, said

BLOCK = 2**20
_BEGINS = b"age-encryption.org/v1\n"
_LONGEST_KEY = 2**16

Tell = Callable[[int], None]
"""Hears of every so many bytes that were compared or opened."""


def new_key() -> tuple[str, str]:
    """A new key: the secret part as a text for a file of its own, and the public part."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# The key of Attune's backups. Its public part:\n# {public}\n{identity}\n", public


def is_key_of(file: Path, public: str | None) -> bool:
    """Whether a file holds the secret part of the key with this public part."""
    try:
        return public is not None and file.stat().st_size <= _LONGEST_KEY and public_of(file) == public
    except (OSError, StoreError):
        return False


def is_encrypted(file: Path) -> bool:
    """Whether a file begins as encrypted ones do; False for one that cannot be read."""
    with suppress(OSError), file.open("rb") as source:
        return source.read(len(_BEGINS)) == _BEGINS
    return False


class _Out:
    """What the library writes to: its own errors would hide why the disk did not take it, so that is kept."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        try:
            count = self._file.write(data)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(data)
        return count

    def flush(self) -> None:
        """Nothing is held back here."""


class Encrypting:
    """A file written from front to back, encrypted on its way to ``file``, inside ``with``.

    ``written`` is the SHA-256 of the bytes that went to ``file``, once it is left. Leaving it raises what
    went wrong on the way, OSError for a full disk.
    """

    def __init__(self, file: IO[bytes], public: str) -> None:
        self._out = _Out(file)
        self._for = pyrage.x25519.Recipient.from_str(public)
        self._error: Exception | None = None

    def __enter__(self) -> Self:
        ahead, behind = os.pipe()
        self._plain, self._pipe = os.fdopen(ahead, "rb"), os.fdopen(behind, "wb", buffering=BLOCK)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        with suppress(BrokenPipeError):  # when nobody reads any more, why is told below
            self._pipe.close()
        self._thread.join()
        told = self._out.error or self._error
        if told is not None and (error is None or isinstance(error, BrokenPipeError)):
            raise told

    @property
    def written(self) -> str:
        """The SHA-256 of what was written, in hexadecimal digits."""
        return self._out.digest.hexdigest()

    def write(self, data: bytes) -> int:
        """Take bytes of the plain file."""
        return self._pipe.write(data)

    def flush(self) -> None:
        """Give on what is held back."""
        self._pipe.flush()

    def _run(self) -> None:
        try:
            with self._plain:
                pyrage.encrypt_io(self._plain, self._out, [self._for])
        except Exception as error:  # noqa: BLE001 - told to who leaves the with
            self._error = error


def prove(file: Path, written: str, tell: Tell) -> None:
    """Compare what the disk holds with what was written; StoreError when it differs."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
            tell(len(block))
    if digest.hexdigest() != written:
        raise StoreError(
            said("The disk of {file} does not give back what was written. Choose another disk.", file=file)
        )


def public_of(key: Path) -> str:
    """The public part of the key in a file."""
    return str(_identity(key).to_public())


def open_with(file: Path, key: Path, target: Path) -> None:
    """Write the plain file into ``target``; StoreError when the key is not its key, or it is damaged."""
    identity = _identity(key)
    target.touch(mode=0o600, exist_ok=False)
    with file.open("rb") as source, target.open("wb") as plain:
        out = _Out(plain)
        try:
            pyrage.decrypt_io(source, out, [identity])
        except pyrage.DecryptError:
            raise StoreError(
                said(
                    "{key} is not the key of {file}, or the file is damaged at its beginning. Choose the key "
                    "that it was made for.",
                    key=key,
                    file=file,
                )
            ) from None
        except OSError:
            if out.error is not None:
                raise out.error from None
            raise StoreError(
                said(
                    "The backup {file} is damaged or cut short: its bytes are not those that were written. "
                    "Nothing was restored; take another backup.",
                    file=file,
                )
            ) from None


def _identity(key: Path) -> "pyrage.x25519.Identity":
    """The secret part in a file; StoreError when there is none."""
    try:
        with key.open("rb") as source:
            text = source.read(_LONGEST_KEY).decode("utf-8", "replace")
        secret = next(
            line.strip() for line in text.splitlines() if line.strip().startswith("AGE-SECRET-KEY-")
        )
        return pyrage.x25519.Identity.from_str(secret)
    except (OSError, StopIteration, pyrage.IdentityError):
        raise StoreError(
            said("There is no key in {key}. Name the file that `annotator backup-key` made.", key=key)
        ) from None
