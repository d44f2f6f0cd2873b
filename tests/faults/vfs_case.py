"""A disk that remembers what was synced, below the very SQLite that Python, or SQLCipher's driver, uses.

``install`` patches SQLite's default file system in this process, so it belongs into a child
process. Every write, truncation, sync and deletion of a database file goes into
``Disk.events``; a power cut is then replayed: what was not synced is lost, or torn.
"""

import _sqlite3
import ctypes
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

OK, FULL, IOERR_WRITE, IOERR_FSYNC = 0, 13, 778, 1034
SECTOR = 512

_int, _long, _pointer = ctypes.c_int, ctypes.c_int64, ctypes.c_void_p
# SQLite keeps the pointer to a path as long as the file is open: it must be passed on, never copied.
_Open = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _pointer, _int, _pointer)
_Delete = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _int)
_Write = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _int, _long)
_Truncate = ctypes.CFUNCTYPE(_int, _pointer, _long)
_Sync = ctypes.CFUNCTYPE(_int, _pointer, _int)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [
        ("version", _int), ("close", _pointer), ("read", _pointer), ("write", _pointer),
        ("truncate", _pointer), ("sync", _pointer), ("rest", _pointer * 13),
    ]  # fmt: skip


class _File(ctypes.Structure):
    """sqlite3_file, of which only the first member is common to all file systems."""

    _fields_ = [("methods", ctypes.POINTER(_Methods))]


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, up to what is replaced."""

    _fields_ = [
        ("version", _int), ("file_size", _int), ("longest_path", _int), ("next", _pointer),
        ("name", ctypes.c_char_p), ("own", _pointer), ("open", _pointer), ("delete", _pointer),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a write, truncate, sync or delete of a file, or a note of the test's."""

    kind: str
    name: str
    at: int = 0
    content: bytes = b""


@dataclass
class Disk:
    """What happened to the files, and the faults that are to happen."""

    events: list[Event] = field(default_factory=list)
    recording: bool = True
    fault: Callable[[Event], int] | None = None
    _kept: list[object] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """Put a mark of the test's own between the events."""
        self.events.append(Event("note", name))

    def seen(self, event: Event) -> int:
        """Record an event, unless it is to fail; SQLite's result code."""
        code = self.fault(event) if self.fault is not None else OK
        if self.recording and (code == OK or event.kind == "sync"):
            kind = event.kind if code == OK else "dropped"
            self.events.append(Event(kind, event.name, event.at, event.content))
        return code


def install(driver: ModuleType = _sqlite3) -> Disk:
    """Put a Disk below every database that this process opens from now on by a driver's compiled module."""
    library = ctypes.CDLL(getattr(driver, "__file__", None))
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    disk = Disk()
    _watch_opens(disk, vfs)
    _watch_deletes(disk, vfs)
    return disk


def _watch_opens(disk: Disk, vfs: _Vfs) -> None:
    original = _Open(vfs.open)
    watched: dict[int, _Methods] = {}

    def opened(this: int, path: int | None, file: int, flags: int, out: int) -> int:
        code = original(this, path, file, flags, out)
        head = _File.from_address(file)
        if code == OK and path is not None and head.methods:
            disk._names[file] = _name(path)
            address = ctypes.addressof(head.methods.contents)
            if address not in watched:
                watched[address] = _watched_methods(disk, head.methods.contents)
            head.methods = ctypes.pointer(watched[address])
        return code

    callback = _Open(opened)
    vfs.open = ctypes.cast(callback, _pointer).value
    disk._kept += [original, callback, watched]


def _name(path: int) -> str:
    return Path(ctypes.string_at(path).decode()).name


def _watch_deletes(disk: Disk, vfs: _Vfs) -> None:
    original = _Delete(vfs.delete)

    def deleted(this: int, path: int, sync: int) -> int:
        disk.seen(Event("delete", _name(path)))
        return original(this, path, sync)

    callback = _Delete(deleted)
    vfs.delete = ctypes.cast(callback, _pointer).value
    disk._kept += [original, callback]


def _watched_methods(disk: Disk, methods: _Methods) -> _Methods:
    write, truncate = _Write(methods.write), _Truncate(methods.truncate)

    def written(file: int, source: int, size: int, at: int) -> int:
        code = disk.seen(Event("write", disk._names[file], at, ctypes.string_at(source, size)))
        return code or write(file, source, size, at)

    def truncated(file: int, size: int) -> int:
        return disk.seen(Event("truncate", disk._names[file], size)) or truncate(file, size)

    def synced(file: int, _flags: int) -> int:
        return disk.seen(Event("sync", disk._names[file]))  # the real disk need not sync: this is a model

    copy = _Methods.from_buffer_copy(methods)
    callbacks = (_Write(written), _Truncate(truncated), _Sync(synced))
    copy.write, copy.truncate, copy.sync = (ctypes.cast(each, _pointer).value for each in callbacks)
    disk._kept += [write, truncate, *callbacks]
    return copy


@dataclass
class Replay:
    """The files as they lie on the disk after some of the events: durable, and what is not yet."""

    durable: dict[str, bytearray] = field(default_factory=dict)
    pending: list[Event] = field(default_factory=list)

    def go(self, event: Event) -> None:
        """Let one event happen."""
        if event.kind in ("write", "truncate"):
            self.pending.append(event)
        elif event.kind == "delete":
            self.durable.pop(event.name, None)
            self.pending = [e for e in self.pending if e.name != event.name]
        elif event.kind in ("sync", "dropped"):
            if event.kind == "sync":
                for each in self.pending:
                    if each.name == event.name:
                        apply(self.durable, each)
            self.pending = [e for e in self.pending if e.name != event.name]

    def after_cut(self, kind: str, chance: random.Random) -> dict[str, bytearray]:
        """The files after a power cut now: nothing, a prefix, or torn parts of the unsynced are kept."""
        files = {name: bytearray(content) for name, content in self.durable.items()}
        for event in surviving(self.pending, kind, chance):
            apply(files, event)
        return files


def surviving(pending: list[Event], kind: str, chance: random.Random) -> Iterator[Event]:
    """What of the unsynced reaches the disk all the same."""
    if kind == "prefix":
        yield from pending[: chance.randint(0, len(pending))]
    if kind == "torn":
        for event in pending:
            yield from (part for part in _sectors(event) if chance.random() < 0.5)


def _sectors(event: Event) -> Iterator[Event]:
    if event.kind != "write":
        yield event
    for start in range(0, len(event.content), SECTOR):
        yield Event("write", event.name, event.at + start, event.content[start : start + SECTOR])


def apply(files: dict[str, bytearray], event: Event) -> None:
    """Do a write or a truncation to the files."""
    content = files.setdefault(event.name, bytearray())
    if event.kind == "truncate":
        del content[event.at :]
        return
    content.extend(bytes(max(0, event.at - len(content))))
    content[event.at : event.at + len(event.content)] = event.content


def put(files: dict[str, bytearray], folder: Path) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
