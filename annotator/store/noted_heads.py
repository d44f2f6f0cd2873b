"""Heads of the record that are kept outside of the data folder, as a text that can be printed or mailed too.

A line each: when, the number of the last row, its seal. Lines are only ever added.
"""

import os
import re
from pathlib import Path

from annotator.errors import StoreError, said
from annotator.store.audit import Head
from annotator.store.backup import to_disk

_LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\d{1,15}) ([0-9a-f]{64})")


def line(head: Head) -> str:
    """A head as a line."""
    return f"{head.at} {head.seq} {head.hash}"


def read(file: Path) -> list[Head]:
    """The heads in a file, none where there is no such file. StoreError at a line that is none."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise StoreError(said("{file} cannot be read as a list of seals.", file=file)) from error
    heads = []
    for n, text in enumerate(lines, 1):
        found = _LINE.fullmatch(text.strip())
        if found is not None:
            heads.append(Head(found[1], int(found[2]), found[3]))
        elif text.strip():
            raise StoreError(said("{file}, line {n}: this is no seal of the record.", file=file, n=n))
    return heads


def add(file: Path, head: Head) -> None:
    """Add a head to a file, on the disk when this returns. StoreError when it cannot be written."""
    try:
        new = not file.exists()
        with file.open("a", encoding="utf-8") as opened:
            opened.write(line(head) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        if new:
            to_disk(file.parent)
    except OSError as error:
        raise StoreError(said("{path} cannot be written ({why}).", path=file, why=error.strerror)) from error
