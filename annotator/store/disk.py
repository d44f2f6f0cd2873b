"""Whether the disk below a folder is encrypted, as far as the system tells: in doubt it is not known.

Linux tells by its tables of devices, macOS by `fdesetup`, Windows by what the Explorer shows of a drive and,
where there is none, as on servers, by `manage-bde`. Nothing here needs more rights than whoever runs Attune
has; what wants more does not answer.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from annotator.store.folder import file_system

_ENCRYPTING_FILE_SYSTEMS = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"})
_ENCRYPTING_DEVICES = tuple(
    f"CRYPT-{kind}-" for kind in ("LUKS1", "LUKS2", "PLAIN", "LOOPAES", "TCRYPT", "BITLK", "FVAULT2")
)
"""How the names of devices that encrypt begin. Some that are called CRYPT-… only prove what they hold."""

_DEEPEST = 16  # devices on devices: a sane computer has four
_PATIENCE_S = 15
_MAC_VOLUME = Path("/System/Volumes/Data")
_BITLOCKER = (
    "(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection')"
)
_DRIVE = re.compile(r"[A-Za-z]:")
_KEYCHAIN = "FileVault master keychain appears to be installed."
"""Says nothing of the disk: that an organisation, too, could open it."""

_FILEVAULT_OFF = re.compile(
    r"FileVault is Off(, but (will be enabled after the next restart|needs to be restarted to finish))?\."
)
_DONE = ("Fully Encrypted", "Used Space Only Encrypted")


class Disk(StrEnum):
    """What is known of a disk."""

    ENCRYPTED = "encrypted"
    OPEN = "open"
    UNKNOWN = "unknown"


def disk_of(folder: Path) -> Disk:
    """Whether the disk that holds a folder is encrypted; never said of one that is not."""
    with suppress(OSError, subprocess.SubprocessError, ValueError):
        if sys.platform == "linux":
            return _on_linux(folder)
        if sys.platform == "darwin":
            here = folder.resolve().stat().st_dev == _MAC_VOLUME.stat().st_dev
            return told_by_filevault(_asked(["/usr/bin/fdesetup", "status"])) if here else Disk.UNKNOWN
        if sys.platform == "win32":
            return _on_windows(folder.resolve())
    return Disk.UNKNOWN


def _on_windows(place: Path) -> Disk:
    drive = drive_of(str(place))
    if not drive or place.stat().st_dev != Path(f"{drive}\\").stat().st_dev:
        return Disk.UNKNOWN  # in a network, or on a disk that hangs in a folder of this drive
    explorer = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _BITLOCKER.format(drive=drive)]
    ways: Sequence[tuple[list[str], Callable[[str], Disk]]] = (
        (explorer, told_by_bitlocker),
        (["manage-bde", "-status", drive], told_by_manage_bde),
    )
    for question, told_by in ways:
        with suppress(OSError, subprocess.SubprocessError):
            told = told_by(_asked(question))
            if told is not Disk.UNKNOWN:
                return told
    return Disk.UNKNOWN


def drive_of(place: str) -> str:
    r"""The drive of a place on Windows; empty for one in a network, whose name could be anything.

    >>> drive_of(r"C:\Users\Ana\attune"), drive_of(r"\\nas\films")
    ('C:', '')
    """
    found = _DRIVE.match(place.removeprefix("\\\\?\\"))
    return found.group() if found else ""


def _on_linux(folder: Path) -> Disk:
    if file_system(folder) in _ENCRYPTING_FILE_SYSTEMS:
        return Disk.ENCRYPTED
    number = folder.resolve().stat().st_dev
    if os.major(number):
        return told_by_devices(f"{os.major(number)}:{os.minor(number)}")
    if file_system(folder) != "btrfs":  # of memory, of a network, of several that are laid over one another
        return Disk.UNKNOWN
    source = _source(folder.resolve(), Path("/proc/self/mountinfo").read_text("utf-8", "replace"))
    return told_by_btrfs(Path(source).resolve().name)


def _source(place: Path, mounts: str) -> str:
    """The device of the mount that holds a place, as the table of mounts names it; empty without one."""
    best, source = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4].replace("\\040", " ")
        if place.is_relative_to(point) and len(point) >= len(best):
            best, source = point, after.split()[1]
    return source


def told_by_btrfs(device: str, pools: Path = Path("/sys/fs/btrfs")) -> Disk:
    """What Linux knows of all devices that hold one file system together with this one."""
    for pool in pools.glob("*/devices"):
        if (pool / device).exists():
            return _all_of([_told_by(each.resolve(), _DEEPEST) for each in sorted(pool.iterdir())])
    return Disk.UNKNOWN


def told_by_devices(number: str, devices: Path = Path("/sys/dev/block")) -> Disk:
    """What Linux knows of a device (``major:minor``): encrypted when all that it lies on is dm-crypt."""
    device = (devices / number).resolve()
    return _told_by(device, _DEEPEST) if device.is_dir() else Disk.UNKNOWN


def _told_by(device: Path, left: int) -> Disk:
    if left == 0:
        return Disk.UNKNOWN
    identity = device / "dm" / "uuid"
    if identity.is_file() and identity.read_text("ascii", "replace").startswith(_ENCRYPTING_DEVICES):
        return Disk.ENCRYPTED
    below = sorted((device / "slaves").glob("*")) or sorted((device.parent / "slaves").glob("*"))
    return _all_of([_told_by(each.resolve(), left - 1) for each in below]) if below else _leaf(device)


def _leaf(device: Path) -> Disk:
    """A device that lies on no other: a disk or a part of one. A loop's file lies who knows where."""
    return Disk.UNKNOWN if device.name.startswith(("loop", "nbd", "rbd", "zd", "dm-")) else Disk.OPEN


def _all_of(found: Sequence[Disk]) -> Disk:
    """One open part is enough for a thief."""
    if Disk.OPEN in found:
        return Disk.OPEN
    return Disk.UNKNOWN if Disk.UNKNOWN in found else Disk.ENCRYPTED


def told_by_filevault(answer: str) -> Disk:
    """What ``fdesetup status`` says: on and nothing else said, or off; on and still at work is not known.

    >>> told_by_filevault("FileVault is On."), told_by_filevault("FileVault is Off.")
    (<Disk.ENCRYPTED: 'encrypted'>, <Disk.OPEN: 'open'>)
    """
    lines = [line.strip() for line in answer.splitlines() if line.strip() not in ("", _KEYCHAIN)]
    if lines == ["FileVault is On."]:
        return Disk.ENCRYPTED
    return Disk.OPEN if lines and _FILEVAULT_OFF.fullmatch(lines[0]) else Disk.UNKNOWN


def told_by_bitlocker(answer: str) -> Disk:
    """What the Explorer knows of a drive: 1 is on, 2 is off; all else is on its way, suspended or locked.

    >>> told_by_bitlocker("1"), told_by_bitlocker("2"), told_by_bitlocker("5")
    (<Disk.ENCRYPTED: 'encrypted'>, <Disk.OPEN: 'open'>, <Disk.UNKNOWN: 'unknown'>)
    """
    return {"1": Disk.ENCRYPTED, "2": Disk.OPEN}.get(answer.strip(), Disk.UNKNOWN)


def told_by_manage_bde(answer: str) -> Disk:
    """What ``manage-bde -status`` says of one drive in English; what it says in other words is not known.

    Protection is off also while the key lies in the clear beside what it encrypted: then anybody reads it.
    """
    facts = {name.strip(): value.strip() for name, _, value in _pairs(answer)}
    if sum(name.startswith("Volume ") for name in facts) != 1:
        return Disk.UNKNOWN
    match facts.get("Protection Status"):
        case "Protection Off":
            return Disk.OPEN
        case "Protection On" if facts.get("Conversion Status") in _DONE:
            whole = re.fullmatch(r"100([.,]0+)?%", facts.get("Percentage Encrypted", ""))
            return Disk.ENCRYPTED if whole else Disk.UNKNOWN
        case _:
            return Disk.UNKNOWN


def _pairs(answer: str) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in answer.splitlines()]


def _asked(command: Sequence[str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=True
    )
    return done.stdout.decode("utf-8", "replace")
