"""A backup file: a database and its films in one file, sealed as a whole and part by part.

An uncompressed ZIP, so that any program can open it in need: first a part that says what it is, then the
files, then ``manifest.json`` with the SHA-256 of each. The comment at its end is the SHA-256 of every byte
before it, so no bit changes unseen.
"""

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Self

from annotator.errors import StoreError, said
from annotator.store.folder import DATABASE

FORMAT = 1
MARK, MANIFEST = "attune-backup", "manifest.json"
SEAL_BYTES = 64
BLOCK = 2**20
_HEADER_BYTES = 30  # of a ZIP's part, before its name
_NAME = re.compile(rf"{re.escape(DATABASE)}|films/[0-9a-f]{{16}}/[a-z]{{1,20}}\.[a-z0-9]{{1,5}}")
_LONGEST_MANIFEST = 2**28

Tell = Callable[[int], None]
"""Hears of every so many bytes that were written, compared or unpacked."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a backup: its path in the data folder, its length in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when and by which program it was made, the revision of its tables, its files.

    ``head`` is the seal of the newest row of the record. It names no person and no family.
    """

    id: str
    made_at: str
    program: str
    tables: str
    head: str
    parts: tuple[Part, ...] = ()

    @property
    def bytes(self) -> int:
        """The length of all files together."""
        return sum(part.size for part in self.parts)


class _Sealing:
    """A file written from front to back; its last bytes wait, for the seal of all before goes there."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._last = b""
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        if len(view) >= SEAL_BYTES:
            self._put(self._last)
            self._put(view[:-SEAL_BYTES])
            self._last = bytes(view[-SEAL_BYTES:])
        else:
            both = self._last + bytes(view)
            self._put(both[:-SEAL_BYTES])
            self._last = both[-SEAL_BYTES:]
        return len(view)

    def _put(self, data: bytes | memoryview) -> None:
        self._digest.update(data)
        self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def seal(self) -> None:
        """Write the seal instead of the last bytes."""
        self._file.write(self._digest.hexdigest().encode())


class Packing:
    """A backup being written to an empty file, inside ``with``: ``add`` its files, then ``finish``.

    ``file`` is only written to, from front to back; to have the disk hold it is left to the caller.
    """

    def __init__(self, file: IO[bytes], tell: Tell) -> None:
        self._tell = tell
        self._sealing = _Sealing(file)
        self._zip = zipfile.ZipFile(self._sealing, "w")  # type: ignore[call-overload]  # a stream, written only
        self._parts: list[Part] = []

    def __enter__(self) -> Self:
        try:
            self._zip.writestr(zipfile.ZipInfo(MARK), f"{FORMAT}\n")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError, ValueError):  # of what is thrown away
            self._zip.close()
        # Where a signal came between two writes it could not be closed; later it would try again, and say so.
        self._zip.fp = None

    def add(self, name: str, source: IO[bytes]) -> Part:
        """Copy a file in, under its path in the data folder."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
            while block := source.read(BLOCK):
                digest.update(block)
                size += target.write(block)
                self._tell(len(block))
        part = Part(name, size, digest.hexdigest())
        self._parts.append(part)
        return part

    def finish(self, facts: Manifest) -> Manifest:
        """Write the manifest and the seal."""
        whole = replace(facts, parts=tuple(self._parts))
        self._zip.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(asdict(whole), indent=1))
        self._zip.comment = b" " * SEAL_BYTES
        self._zip.close()
        self._sealing.seal()
        self._sealing.flush()
        return whole


def prove(file: Path, tell: Tell) -> Manifest:
    """Compare every byte of a backup with its seal, and give what it holds.

    Raises StoreError, with a sentence, when it is none, damaged, or of a newer program.
    """
    try:
        with file.open("rb") as source:
            _begins(file, source)
            _sealed(file, source, tell)
        with zipfile.ZipFile(file) as archive:
            return _manifest(file, archive)
    except OSError as error:
        raise StoreError(
            said(
                "The backup {file} cannot be read ({why}). Check that it is still there.",
                file=file,
                why=error.strerror,
            )
        ) from error
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise _foreign(file) from error


def unpack(file: Path, wanted: Iterable[tuple[Part, Path]], tell: Tell) -> None:
    """Write parts of a proved backup to new files, compare each with its SHA-256, on the disk."""
    with zipfile.ZipFile(file) as archive:
        for part, target in wanted:
            target.touch(mode=0o600, exist_ok=False)
            with archive.open(part.name) as source, target.open("wb") as copy:
                if _copied(source, copy, tell) != part.sha256:
                    raise _damaged(file)
                copy.flush()
                os.fsync(copy.fileno())


def _copied(source: IO[bytes], copy: IO[bytes], tell: Tell) -> str:
    """The SHA-256 of what was copied."""
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        copy.write(block)
        tell(len(block))
    return digest.hexdigest()


def _begins(file: Path, source: IO[bytes]) -> None:
    """Refuse what does not begin as our backups do."""
    head = source.read(_HEADER_BYTES + len(MARK))
    if not head.startswith(b"PK\x03\x04") or head[_HEADER_BYTES:] != MARK.encode():
        raise _foreign(file)


def _sealed(file: Path, source: IO[bytes], tell: Tell) -> None:
    """Refuse a backup whose seal does not fit all of its bytes."""
    left = source.seek(0, os.SEEK_END) - SEAL_BYTES
    source.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (block := source.read(min(BLOCK, left))):
        digest.update(block)
        left -= len(block)
        tell(len(block))
    if source.read() != digest.hexdigest().encode():
        raise _damaged(file)


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    """The manifest, when it names exactly the parts that are there, each where a backup may have one."""
    if archive.read(MARK) != f"{FORMAT}\n".encode():
        raise StoreError(
            said(
                "The backup {file} was made by a newer Attune. Install that version to restore it.",
                file=file,
            )
        )
    info = archive.getinfo(MANIFEST)
    if info.file_size > _LONGEST_MANIFEST:
        raise _foreign(file)
    read: dict[str, Any] = json.loads(archive.read(info))
    parts = tuple(Part(str(p["name"]), int(p["size"]), str(p["sha256"])) for p in read.pop("parts"))
    manifest = Manifest(**{name: str(value) for name, value in read.items()}, parts=parts)
    there = [(each.filename, each.file_size) for each in archive.infolist()]
    named = [(part.name, part.size) for part in parts]
    names = {name for name, _size in named}
    if there[1:-1] != named or len(names) != len(named) or not all(_NAME.fullmatch(name) for name in names):
        raise _foreign(file)
    if DATABASE not in names:
        raise _foreign(file)
    return manifest


def _foreign(file: Path) -> StoreError:
    return StoreError(
        said("{file} is no backup of Attune. Choose a file that `annotator backup` made.", file=file)
    )


def _damaged(file: Path) -> StoreError:
    return StoreError(
        said(
            "The backup {file} is damaged or cut short: its bytes are not those that were written. "
            "Nothing was restored; take another backup.",
            file=file,
        )
    )
