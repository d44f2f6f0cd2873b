"""The files of a film, plain or sealed: a plain one is its path, a sealed one is used as a path is."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from annotator.media.sealed import Sealed

ORIGINAL = "original"
"""The name under which an original is sealed, whatever its ending and while it is still on its way."""


SEALED = b"ATTUNEF1"
"""What an encrypted file begins with; no film does."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies at ``path``, sealed with its film's key under the ``name`` that it has in the film."""

    path: Path
    key: bytes = field(repr=False)
    name: str

    def open(self, mode: str = "rb") -> BinaryIO:
        """The plain bytes: ``rb`` to read a whole file, ``r+b`` to go on with one that is being written."""
        return cast("BinaryIO", self._sealed({"rb": "read", "r+b": "go on"}[mode]))

    def new(self) -> "Sealed":
        """The file made anew, to be finished by who writes it."""
        return self._sealed("new")

    def _sealed(self, mode: str) -> "Sealed":
        from annotator.media.sealed import Sealed  # plain films never need the library

        return Sealed(self.path, self.key, self.name, mode)  # type: ignore[arg-type]

    def read_bytes(self) -> bytes:
        """All that it holds."""
        with self._sealed("read") as file:
            return file.read(file.length) or b""

    def write_bytes(self, data: bytes) -> int:
        """Make it hold this and nothing else."""
        with self._sealed("new") as file:
            count = file.write(data)
            file.finish()
        return count

    def touch(self, mode: int = 0o600, exist_ok: bool = True) -> None:
        """Begin a file that is to be gone on with."""
        self.path.touch(mode=mode, exist_ok=exist_ok)
        self._sealed("new").close()

    def finish(self) -> None:
        """Say that a file is whole which was gone on with."""
        with self._sealed("go on") as file:
            file.finish()

    def arrived(self) -> int:
        """How many bytes are there of a file that is being written."""
        from annotator.media.sealed import arrived

        return arrived(self.path, self.key, self.name)

    def stat(self) -> os.stat_result:
        """What the system says of it, but with the size of what it holds."""
        from annotator.media.sealed import length_of

        told = list(self.path.stat())
        told[6] = length_of(self.path, self.key, self.name)
        return os.stat_result(told)

    def is_file(self) -> bool:
        """Whether it is there."""
        return self.path.is_file()

    def unlink(self, missing_ok: bool = False) -> None:
        """Take it away."""
        self.path.unlink(missing_ok=missing_ok)

    def with_name(self, name: str) -> "SealedFile":
        """Another file of the film, beside it."""
        return SealedFile(self.path.with_name(name), self.key, name)


@dataclass(frozen=True, slots=True)
class SealedFolder:
    """The folder of a film whose files are sealed."""

    path: Path
    key: bytes = field(repr=False)

    def __truediv__(self, name: str) -> SealedFile:
        return SealedFile(self.path / name, self.key, name)

    def original(self) -> SealedFile:
        """The film as it came in; one that is not there where none is."""
        found = next(iter(sorted(self.path.glob("original.*"))), self.path / "original")
        return SealedFile(found, self.key, ORIGINAL)


FilmFile = Path | SealedFile
FilmFolder = Path | SealedFolder


def place_of(file: FilmFile | FilmFolder) -> Path:
    """Where a file or folder lies."""
    return file if isinstance(file, Path) else file.path


def key_of(file: FilmFile | FilmFolder) -> bytes | None:
    """What a file or the files of a folder are sealed with; None for plain ones."""
    return None if isinstance(file, Path) else file.key


def in_folder(path: Path, key: bytes | None) -> FilmFolder:
    """The folder of a film, sealed when there is a key."""
    return path if key is None else SealedFolder(path, key)


def at(path: Path, key: bytes | None, name: str) -> FilmFile:
    """A film's file, sealed under a name when there is a key."""
    return path if key is None else SealedFile(path, key, name)


def for_av(file: FilmFile) -> "str | Sealed":
    """What PyAV opens to read a film: a path, or a sealed one's plain bytes, which are never written."""
    return str(file.resolve()) if isinstance(file, Path) else file._sealed("read")
