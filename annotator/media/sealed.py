"""A film's file as it lies in an encrypted data folder: AES-256-GCM in chunks that can be read one by one.

The file: magic, a random id, the length of what it holds, a tag over these and over the name that the file
has in its film; then the chunks, each with a nonce of its own and bound to the id and to its number. So what
is cut, longer, swapped, reordered, put under another name or changed in a single bit is refused, and so is
every file of another film, which has another key. While it is being written its length is open: then it can
be gone on with, and nobody takes it for whole.
"""

import io
import os
import struct
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from annotator.errors import MediaError, said
from annotator.media.film_files import SEALED

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

CHUNK = 256 * 1024
"""Bytes that are sealed together: a range is read by as many of them as it touches."""

KEY_BYTES = 32
_FACTS = struct.Struct(">8s16sQ")
_NONCE, _TAG = 12, 16
_EXTRA = _NONCE + _TAG
_HEAD = _FACTS.size + _EXTRA
_OPEN = 2**64 - 1  # the length of a file that is still being written
_HELD = 8  # chunks in memory: sound and pictures are read by turns, and an index is moved in front of both


class Sealed(io.RawIOBase):
    """One sealed file, open to be read, made anew, or gone on with; for one thread at a time.

    A file that is written is whole only after ``finish``. Raises MediaError with a sentence when the bytes
    are not those that were written under this key and name, OSError as files do.
    """

    def __init__(self, path: Path, key: bytes, name: str, mode: Literal["read", "new", "go on"]) -> None:
        super().__init__()
        self._aes, self._name, self._writes = AESGCM(key), name, mode != "read"
        self._chunks: OrderedDict[int, bytearray] = OrderedDict()
        self._changed: set[int] = set()
        self._at = 0
        self._file = path.open({"read": "rb", "new": "w+b", "go on": "r+b"}[mode])
        try:
            self._begin(mode)
        except BaseException:
            self._writes = False
            self._file.close()
            raise

    def _begin(self, mode: str) -> None:
        if mode == "new":
            self._id, self._length = os.urandom(16), 0
            self._file.write(_FACTS.pack(SEALED, self._id, _OPEN) + bytes(_EXTRA))
            return
        facts, seal = self._head()
        size = self._file.seek(0, os.SEEK_END)
        if mode == "go on":
            if self._length != _OPEN:
                raise self._damaged()
            self._length = self._arrived(size)
            self._file.truncate(_stored(self._length))
        elif self._length == _OPEN or size != _stored(self._length):
            raise self._damaged()
        else:
            self._unsealed(seal, facts + self._name.encode())

    def _head(self) -> tuple[bytes, bytes]:
        head = self._file.read(_HEAD)
        if len(head) < _HEAD:
            raise self._damaged()
        magic, self._id, self._length = _FACTS.unpack_from(head)
        if magic != SEALED:
            raise self._damaged()
        return head[: _FACTS.size], head[_FACTS.size :]

    def _arrived(self, size: int) -> int:
        """How much of an unfinished file is whole: a last chunk that was cut off counts for nothing."""
        whole, rest = divmod(size - _HEAD, CHUNK + _EXTRA)
        last = whole if rest else whole - 1
        if last < 0:
            return 0
        try:
            return last * CHUNK + len(self._read_chunk(last))
        except MediaError:
            return last * CHUNK

    @property
    def length(self) -> int:
        """How many bytes it holds."""
        return self._length

    def readable(self) -> bool:
        """It can always be read."""
        return True

    def writable(self) -> bool:
        """Whether it was opened to be written."""
        return self._writes

    def seekable(self) -> bool:
        """It can always be read from anywhere."""
        return True

    def tell(self) -> int:
        """Where the next byte is read or written."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; only within what it holds can something be written."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        if start + offset < 0:
            raise OSError(22, os.strerror(22))
        self._at = start + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer from here on, as far as there is something."""
        view = memoryview(buffer).cast("B")
        wanted = max(0, min(len(view), self._length - self._at))
        done = 0
        while done < wanted:
            index, inside = divmod(self._at, CHUNK)
            part = memoryview(self._chunk(index))[inside : inside + wanted - done]
            view[done : done + len(part)] = part
            done += len(part)
            self._at += len(part)
        return done

    def write(self, data: "ReadableBuffer") -> int:
        """Write from here on."""
        if not self._writes or self._at > self._length:
            raise OSError(22, os.strerror(22))
        left = memoryview(data).cast("B")
        count = len(left)
        while left:
            index, inside = divmod(self._at, CHUNK)
            part = left[: CHUNK - inside]
            self._chunk(index)[inside : inside + len(part)] = part
            self._changed.add(index)
            self._at += len(part)
            self._length = max(self._length, self._at)
            left = left[len(part) :]
        return count

    def truncate(self, size: int | None = None) -> int:
        """Forget what lies behind ``size`` bytes."""
        size = self._at if size is None else size
        if size < self._length:
            self.flush()
            last, rest = divmod(size, CHUNK)
            if rest:
                del self._chunk(last)[rest:]
                self._changed.add(last)
            for index in [index for index in self._chunks if index * CHUNK >= size]:
                del self._chunks[index]
            self._length = size
            self._file.truncate(_stored(size))
        return size

    def flush(self) -> None:
        """Hand what was written to the system."""
        if not self.closed and self._writes:
            for index in sorted(self._changed):
                self._store(index)
            self._file.flush()

    def finish(self) -> None:
        """Say that this is all: only now it is whole."""
        self.flush()
        facts = _FACTS.pack(SEALED, self._id, self._length)
        nonce = os.urandom(_NONCE)
        self._file.seek(0)
        self._file.write(facts + nonce + self._aes.encrypt(nonce, b"", facts + self._name.encode()))
        self._file.flush()

    def close(self) -> None:
        """Close it; what was not finished stays open to be gone on with."""
        try:
            super().close()
        finally:
            self._file.close()

    def _chunk(self, index: int) -> bytearray:
        held = self._chunks.get(index)
        if held is None:
            new = index * CHUNK >= self._length
            held = self._chunks[index] = bytearray() if new else bytearray(self._read_chunk(index))
            while len(self._chunks) > _HELD:
                oldest = next(iter(self._chunks))
                if oldest in self._changed:
                    self._store(oldest)
                del self._chunks[oldest]
        self._chunks.move_to_end(index)
        return held

    def _read_chunk(self, index: int) -> bytes:
        self._file.seek(_HEAD + index * (CHUNK + _EXTRA))
        return self._unsealed(self._file.read(CHUNK + _EXTRA), self._bound(index))

    def _store(self, index: int) -> None:
        nonce = os.urandom(
            _NONCE
        )  # a new one each time: under one nonce two contents would betray each other
        sealed = self._aes.encrypt(nonce, bytes(self._chunks[index]), self._bound(index))
        self._file.seek(_HEAD + index * (CHUNK + _EXTRA))
        self._file.write(nonce + sealed)
        self._changed.discard(index)

    def _bound(self, index: int) -> bytes:
        return self._id + index.to_bytes(8, "big")

    def _unsealed(self, sealed: bytes, bound: bytes) -> bytes:
        try:
            return self._aes.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
        except (InvalidTag, ValueError):
            raise self._damaged() from None

    def _damaged(self) -> MediaError:
        return MediaError(
            said(
                "{name} of this film is damaged, cut short or from elsewhere: its bytes are not those that "
                "were written. Take it from a backup.",
                name=self._name,
            )
        )


class Face:
    """One reader or writer of a sealed file, with a place of its own; closing it closes nothing.

    A muxer that moves an index in front reads and writes the same file by turns.
    """

    def __init__(self, whole: Sealed) -> None:
        self._whole, self._at = whole, 0

    def read(self, size: int) -> bytes:
        """At most so many bytes from here on."""
        self._whole.seek(self._at)
        found = self._whole.read(size) or b""
        self._at += len(found)
        return found

    def write(self, data: bytes) -> int:
        """Write from here on."""
        self._whole.seek(self._at)
        count = self._whole.write(data)
        self._at += count
        return count

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._whole.length}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Where this one is."""
        return self._at


def length_of(path: Path, key: bytes, name: str) -> int:
    """How many bytes a whole file holds; MediaError when it is not whole."""
    with Sealed(path, key, name, "read") as file:
        return file.length


def arrived(path: Path, key: bytes, name: str) -> int:
    """How many bytes of a file that is being written are whole; nothing is changed. OSError as files do."""
    with _Looked(path, key, name) as file:
        return file.length


class _Looked(Sealed):
    """An unfinished file that is only looked at."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        super().__init__(path, key, name, "read")

    def _begin(self, mode: str) -> None:
        self._head()
        self._length = (
            self._arrived(self._file.seek(0, os.SEEK_END)) if self._length == _OPEN else self._length
        )


def _stored(length: int) -> int:
    """How many bytes a file has that holds ``length``."""
    return _HEAD + length + -(-length // CHUNK) * _EXTRA
