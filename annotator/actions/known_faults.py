"""The packages that this program runs on, held against a list of known faults that somebody brought here.

The list is a file in the OSV format (ossf.github.io/osv-schema), as one advisory, several, or a zip of them;
it is read here, nothing is fetched. Libraries that a package carries inside (FFmpeg in PyAV) have no versions
of their own in it; the list of parts of a release names them.
"""

import importlib.metadata
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from annotator.errors import AnnotatorError, said
from annotator.exchange.safe_zip import DAMAGED

OURS = "attune-annotator"
OUR_EXTRAS = frozenset({"postgresql", "cipher"})
LARGEST = 16 * 1024 * 1024
"""Bytes of one advisory, at most: the largest are a few hundred thousand."""


@dataclass(frozen=True, slots=True)
class Part:
    """A package that is installed, by its name as the Python Package Index writes it."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A known fault that a part has in the version that is installed; ``fixed``: later ones without it."""

    id: str
    part: Part
    summary: str
    fixed: tuple[str, ...]

    @property
    def line(self) -> str:
        """The fault in one line."""
        mended = f"; mended in {', '.join(self.fixed)}" if self.fixed else ""
        return f"{self.part.name} {self.part.version}: {self.id} {self.summary}{mended}"


@dataclass(frozen=True, slots=True)
class Held:
    """What came of it: how many advisories of the list speak of a part here, and which of them hold."""

    advisories: int
    faults: tuple[Fault, ...]


def parts() -> list[Part]:
    """What is installed of the program, of what it needs with its extras, and of what that needs; by name."""
    found: dict[str, Part] = {}
    asked = set[tuple[str, frozenset[str]]]()
    waiting = [(OURS, OUR_EXTRAS)]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in asked:
            continue
        asked.add((name, extras))
        try:
            there = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, or of an extra that was left out
        found[name] = Part(name, there.version)
        for each in map(Requirement, there.requires or ()):
            if each.marker is None or any(each.marker.evaluate({"extra": e}) for e in ("", *extras)):
                waiting.append((canonicalize_name(each.name), frozenset(each.extras)))
    return sorted(found.values(), key=lambda part: part.name)


def held_against(file: Path, here: Sequence[Part]) -> Held:
    """Which known faults of a list the parts here have. AnnotatorError when it is no such list."""
    by_name = {part.name: part for part in here}
    speaking, faults = set[str](), dict[tuple[str, str], Fault]()
    for advisory in _advisories(file):
        for affected in _objects(advisory.get("affected")):
            part = by_name.get(_package(affected))
            if part is None or advisory.get("withdrawn"):
                continue
            id = str(advisory.get("id", "?"))
            speaking.add(id)
            if _has(part.version, affected):
                summary = str(advisory.get("summary") or advisory.get("details") or "").partition("\n")[0]
                faults[id, part.name] = Fault(id, part, summary[:200], _fixed(part.version, affected))
    return Held(len(speaking), tuple(faults[key] for key in sorted(faults)))


def _package(affected: Mapping[str, Any]) -> str:
    package = affected.get("package")
    if not isinstance(package, dict) or package.get("ecosystem") != "PyPI":
        return ""
    return canonicalize_name(str(package.get("name", "")))


def _has(version: str, affected: Mapping[str, Any]) -> bool:
    """As the format says: the version is listed, or one of the ranges holds it."""
    listed = affected.get("versions")
    if isinstance(listed, list) and any(_same(version, str(each)) for each in listed):
        return True
    return any(_within(Version(version), _events(each)) for each in _ranges(affected))


def _within(version: Version, events: Sequence[tuple[Version, str]]) -> bool:
    inside = False
    for at, what in events:
        if what == "introduced" and version >= at:
            inside = True
        elif (what == "fixed" and version >= at) or (what == "last_affected" and version > at):
            inside = False
    return inside


def _fixed(version: str, affected: Mapping[str, Any]) -> tuple[str, ...]:
    later = {
        at for each in _ranges(affected) for at, what in _events(each)
        if what == "fixed" and at > Version(version)
    }  # fmt: skip
    return tuple(map(str, sorted(later)))


def _ranges(affected: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in _objects(affected.get("ranges")) if each.get("type") == "ECOSYSTEM"]


def _events(of: Mapping[str, Any]) -> list[tuple[Version, str]]:
    """What happened at which version, the earliest first; a version that is none is left out."""
    found = []
    for event in _objects(of.get("events")):
        for what, at in event.items():
            try:
                found.append((Version("0.dev0" if at == "0" else str(at)), str(what)))
            except InvalidVersion:
                continue
    return sorted(found)


def _same(version: str, other: str) -> bool:
    try:
        return Version(version) == Version(other)
    except InvalidVersion:
        return version == other


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _advisories(file: Path) -> Iterator[Mapping[str, Any]]:
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as whole:
                for each in whole.infolist():
                    if each.filename.endswith(".json"):
                        yield from _read(file, whole.open(each).read(LARGEST + 1))
        else:
            yield from _read(file, file.read_bytes())
    except DAMAGED as error:
        raise AnnotatorError(said("{path} cannot be read ({why}).", path=file, why=error)) from None


def _read(file: Path, data: bytes) -> list[Mapping[str, Any]]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    found = _objects(value if isinstance(value, list) else [value])
    if not found or any("affected" not in each and "withdrawn" not in each for each in found):
        raise AnnotatorError(said("{path} is no list of known faults in the OSV format.", path=file))
    return found
