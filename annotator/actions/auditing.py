"""Proving the record of who did what, against what was noted of it elsewhere; also while Attune runs."""

from dataclasses import dataclass
from pathlib import Path

from annotator.access import Right
from annotator.actions.asking import require
from annotator.errors import Problem, StoreError, said
from annotator.store import accounts, audit, noted_heads, snapshot


@dataclass(frozen=True, slots=True)
class Proved:
    """A record that was looked through: its head, how many noted heads it was held against, its faults."""

    head: audit.Head
    noted: int
    problems: tuple[Problem, ...]

    @property
    def line(self) -> str:
        """The head as a line to be kept elsewhere."""
        return noted_heads.line(self.head)


def verify_audit(folder: Path, file: Path | None = None) -> Proved:
    """Look through the record of a data folder, for who keeps it in order here; the first bad row first.

    With a file of noted heads the record is held against each, and when it is whole its head is added there.
    The file must lie outside of the data folder: who can change the record could change it too. Only reads
    the data folder, so nothing of this is on the record itself.
    """
    if file is not None and file.resolve().is_relative_to(folder.resolve()):
        raise StoreError(
            said(
                "Seals inside the data folder can be changed with it. Name a file outside of {folder}.",
                folder=folder,
            )
        )
    noted = noted_heads.read(file) if file is not None else []
    with snapshot.beside(folder) as tx:
        require(tx, accounts.first(tx), Right.CHECK_STORE)
        found = Proved(audit.head(tx), len(noted), tuple(audit.verify(tx, noted)))
    if file is not None and not found.problems:
        noted_heads.add(file, found.head)
    return found
