"""The list of what was erased, as a file beside backups: it outlives the data folder."""

import json
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.errors import StoreError, said
from annotator.store.backup import to_disk
from annotator.store.erasing import Told
from annotator.store.tables import ERASABLE, ERASED_KINDS, ERASURE_REASONS
from annotator.store.transaction import canonical, instant

FILE = "attune-erased.json"
FORMAT = 1
_ID, _MARK = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{64}")


def read(file: Path) -> list[Told]:
    """The erasures of a list; empty when there is no such file. StoreError when it cannot be read as one."""
    try:
        held = json.loads(file.read_text("utf-8"))
        if held["format"] != FORMAT:
            raise _unread(file)
        return [_checked(told) for told in held["erased"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unread(file) from error


def add(folder: Path, told: Iterable[Told]) -> None:
    """Bring the list in a folder up to date, whole or not at all; what it knows of others' erasures stays."""
    file = folder / FILE
    known = {each["id"]: each for each in read(file)}
    known |= {each["id"]: each for each in told}
    text = canonical({"format": FORMAT, "erased": list(known.values())})
    if file.exists() and file.read_text("utf-8") == text:
        return
    draft = folder / f".{FILE}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    to_disk(folder)


def _checked(told: Any) -> Told:
    """An erasure of a list with exactly the parts it must have."""
    marks = [[kind, mark] for kind, mark in told["marks"]]
    fits = (
        _ID.fullmatch(told["id"])
        and told["kind"] in ERASABLE
        and told["reason"] in ERASURE_REASONS
        and instant(told["at"]).tzinfo is not None
        and all(kind in ERASED_KINDS and _MARK.fullmatch(mark) for kind, mark in marks)
    )
    if not fits:
        raise ValueError("no erasure")
    return {**{name: told[name] for name in ("id", "at", "kind", "reason")}, "marks": marks}


def _unread(file: Path) -> StoreError:
    return StoreError(
        said(
            "The list of what was erased, {file}, is damaged or of a newer Attune. Take the copy that lies "
            "beside another backup, or in the data folder.",
            file=file,
        )
    )
