"""Which driver opens a folder's database file: Python's own, or SQLCipher's with the key of an encrypted one.

No other module connects to a file. Both have one interface, but not one class for connections and errors:
``is_connection``, ``ERRORS`` and ``INTEGRITY`` are of both. A process never opens a file by both: the locks
that one holds would be lost when the other closes the file.
"""

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import StoreError, said
from annotator.store import key_file

CIPHER = "attune.cipher"
"""That the database of a folder is encrypted, what proves the key, and where its file was last."""

try:
    from sqlcipher3 import dbapi2 as _ciphered
except ImportError:  # an extra: folders with a plain database never need it
    _ciphered = None

ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, *((_ciphered.Error,) if _ciphered else ()))
"""What a driver raises."""

INTEGRITY: tuple[type[Exception], ...] = (
    sqlite3.IntegrityError,
    *((_ciphered.IntegrityError,) if _ciphered else ()),
)
"""What a driver raises when a rule of the tables is broken."""

_PLAIN_BEGINS = b"SQLite format 3\0"
_KEY, _PROOF = b"attune database 1", b"attune database proof 1"


@dataclass(frozen=True, slots=True)
class Driver:
    """How the files of one folder's database are opened; ``key``, as digits, is empty for plain ones."""

    key: str = field(default="", repr=False)

    @property
    def module(self) -> Any:
        """The module with the driver's interface."""
        return _ciphered if self.key else sqlite3

    def connect(self, file: Path, *, reads: bool = False, any_thread: bool = False) -> sqlite3.Connection:
        """A connection that begins no transactions by itself; one that ``reads`` cannot write a byte.

        The key is given before anything else. SQLCipher's own connection looks like ``sqlite3``'s.
        """
        name = f"{file.resolve().as_uri()}?mode=ro" if reads else str(file)
        connection: sqlite3.Connection = self.module.connect(
            name, uri=reads, isolation_level=None, check_same_thread=not any_thread
        )
        if self.key:
            try:
                self._unlock(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    def _unlock(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()  # errors are said by us, once
        connection.execute(f"PRAGMA key = \"x'{self.key}'\"").fetchall()
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise StoreError(
                said(
                    "The package sqlcipher3 here encrypts nothing. Install it again: pip install sqlcipher3."
                )
            )


PLAIN = Driver()
"""Of a database that is not encrypted: Python's own."""


def available() -> bool:
    """Whether databases can be encrypted here."""
    return _ciphered is not None


def is_connection(found: object) -> bool:
    """Whether something is a connection to a file, of either kind."""
    return isinstance(found, sqlite3.Connection) or (
        _ciphered is not None and isinstance(found, _ciphered.Connection)
    )


def looks_encrypted(file: Path) -> bool:
    """Whether a database file, which nobody has open, holds something and does not begin as a plain one."""
    with file.open("rb") as source:
        begins = source.read(len(_PLAIN_BEGINS))
    return begins not in (b"", _PLAIN_BEGINS)


def is_encrypted(folder: Path) -> bool:
    """Whether the database of a folder is encrypted, or will be once there is one."""
    return (folder / CIPHER).exists()


def driver_of(folder: Path, named: Path | None = None) -> Driver:
    """How the database of a folder is opened; ``named``: the file with its key, when it is not where it was.

    StoreError when it is encrypted and the key, or the driver, is not at hand.
    """
    if not is_encrypted(folder):
        return PLAIN
    proof, last = _kept(folder)
    file = key_file.named(named) or last
    master = key_file.read(file, folder, key_file.DATABASE)
    if _derived(master, _PROOF) != proof:
        raise _another(file)
    return _driver(master)


def key_file_of(folder: Path, named: Path | None) -> Path:
    """Where the file with the key of a folder's encrypted database is."""
    return key_file.named(named) or _kept(folder)[1]


def keep(folder: Path, master: bytes, file: Path) -> None:
    """Have the database of a folder be encrypted, and note where the file with its key is."""
    draft = folder / f"{CIPHER}.tmp"
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write(f"{_derived(master, _PROOF)}\n{file.resolve()}\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / CIPHER)


def take_over(database: Path, named: Path | None) -> None:
    """Note the key of a database file that came into a folder encrypted; nothing for a plain one.

    StoreError when no key was named, or it is not this database's.
    """
    if not looks_encrypted(database):
        return
    folder, file = database.parent, key_file.named(named)
    if file is None:
        raise StoreError(
            said(
                "The database in this backup is encrypted. Name the file with the key that "
                "`annotator encrypt` made: --film-key FILE. Nobody can open it without."
            )
        )
    master = key_file.read(file, folder, key_file.DATABASE)
    driver = _driver(master)
    try:
        connection = driver.connect(database, reads=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        finally:
            connection.close()
    except ERRORS as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            raise _another(file) from None
        raise
    keep(folder, master, file)


def _kept(folder: Path) -> tuple[str, Path]:
    try:
        proof, file = (folder / CIPHER).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise StoreError(
            said(
                "{file} cannot be read: it says where the key of the encrypted database is. Give this "
                "account the right to, or take it from a copy of the folder.",
                file=folder / CIPHER,
            )
        ) from error
    return proof, Path(file)


def _driver(master: bytes) -> Driver:
    if not available():
        raise StoreError(
            said("The database here is encrypted, which needs a package more: pip install sqlcipher3.")
        )
    return Driver(_derived(master, _KEY))


def _another(file: Path) -> StoreError:
    return StoreError(
        said(
            "{file} is not the key of the database of this data folder. Name the right one: "
            "ATTUNE_FILM_KEY=FILE.",
            file=file,
        )
    )


def _derived(master: bytes, use: bytes) -> str:
    """A key of its own for one use, in hexadecimal digits; nobody comes from one to the other."""
    from cryptography.hazmat.primitives.hashes import SHA256  # folders with a plain database never need it
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=None, info=use).derive(master).hex()
