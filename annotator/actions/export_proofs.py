"""Proving a file that was taken away: that it is as it was made, and which row of the record speaks of it."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.access import Right
from annotator.actions.asking import require
from annotator.errors import AnnotatorError, Problem, said
from annotator.exchange.safe_zip import DAMAGED
from annotator.exchange.tidy import SUMS
from annotator.store import accounts, audit, snapshot

LARGEST_PART = 2**31  # bytes unpacked; an archive that says more is not ours
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\]+)")


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of the record about a file: its number, when, by whom, as what."""

    seq: int
    at: str
    by: str
    form: str


@dataclass(frozen=True, slots=True)
class ExportProof:
    """What is known of a file: its SHA-256, the rows that speak of it, how many parts are whole, faults."""

    sha256: str
    taken: tuple[Taken, ...]
    whole: int
    problems: tuple[Problem, ...]


def prove_export(folder: Path, file: Path) -> ExportProof:
    """Look a file up in the record of a data folder, for who keeps it in order here; also while Attune runs.

    The record holds the SHA-256 of every file that was made to be taken away. A zip also holds the SHA-256 of
    each of its parts, so that a changed one is named. Nothing of this is on the record.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        sentence = said("{name} cannot be read ({why}).", name=file.name, why=error.strerror)
        raise AnnotatorError(sentence) from None
    digest = hashlib.sha256(content).hexdigest()
    with snapshot.beside(folder) as tx:
        require(tx, accounts.first(tx), Right.CHECK_STORE)
        names = {account.id: account.name for account in accounts.all(tx)}
        rows = [
            Taken(row.seq, row.at, names.get(row.who or "", ""), str(row.details.get("form", "")))
            for row in audit.of_file(tx, digest)
        ]
    whole, problems = _parts(content)
    if not rows and not problems:
        sentence = said(
            "The record knows no such file: it was changed since it was made, or made on another computer, "
            "or before the record kept this."
        )
        problems = [Problem("unknown", file.name, sentence)]
    return ExportProof(digest, tuple(rows), whole, tuple(problems))


def _parts(content: bytes) -> tuple[int, list[Problem]]:
    """How many parts of a zip are as its list says, and which are not; nothing of another kind of file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            if SUMS not in sizes or sum(sizes.values()) > LARGEST_PART:
                return 0, []
            listed = dict(_listed(archive.read(SUMS)))
            found = list(_faults(archive, listed, sizes))
            return len(listed) - sum(problem.code != "extra" for problem in found), found
    except DAMAGED:
        sentence = said("This zip file is damaged: it cannot be opened.")
        return (0, [Problem("damaged", "", sentence)]) if content.startswith(b"PK") else (0, [])


def _listed(sums: bytes) -> Iterator[tuple[str, str]]:
    for line in sums.decode("utf-8", "replace").splitlines():
        if match := _LINE.fullmatch(line):
            yield match[2], match[1]


def _faults(archive: zipfile.ZipFile, listed: dict[str, str], sizes: dict[str, int]) -> Iterator[Problem]:
    for name in sorted(listed.keys() | sizes.keys() - {SUMS}):
        if name not in sizes:
            yield Problem("missing", name, said("{name} is missing.", name=name))
        elif name not in listed:
            yield Problem("extra", name, said("{name} was put in after it was made.", name=name))
        elif not _is(archive, name, listed[name]):
            yield Problem("changed", name, said("{name} was changed after it was made.", name=name))


def _is(archive: zipfile.ZipFile, name: str, digest: str) -> bool:
    try:
        return hashlib.sha256(archive.read(name)).hexdigest() == digest
    except (zipfile.BadZipFile, ValueError, EOFError):  # its own sum says already that it was changed
        return False
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        return False
