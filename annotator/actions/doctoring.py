"""Looking a data folder over, also while Attune runs: database, record, films, strays, rights, room, clock.

What is found names things by their ids and by files of the data folder, never by what people typed.
"""

import hashlib
import os
import random
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.access import Right
from annotator.actions.asking import require
from annotator.errors import Problem, said
from annotator.media import RESULTS
from annotator.media.film_files import SEALED
from annotator.store import Tx, accounts, audit, erasing, snapshot
from annotator.store.check import structure_of
from annotator.store.disk import Disk, disk_of
from annotator.store.driver import CIPHER
from annotator.store.folder import ADDRESS, DATABASE, warnings_of

SAMPLE = 20
"""Films whose every byte is read: the others the next time, for the choice is by chance."""

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found: faults, what speaks against the place without being one, how much was looked at.

    ``read``: films whose every byte was proved; none that is encrypted, for its key is not asked for.
    ``disk``: whether the disk below looks encrypted.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    films: int
    read: int
    disk: Disk


def look_over(folder: Path, *, every: bool = False, chance: random.Random | None = None) -> Looked:
    """Look a data folder over, for who keeps it in order here; only reads, so nothing of this is on record.

    ``every`` reads every byte of every film, not of a sample by ``chance``. The marks of codings are not held
    against one another, which ``check`` does while nobody works.
    """
    with snapshot.beside(folder) as tx:
        require(tx, accounts.first(tx), Right.CHECK_STORE)
        films = snapshot.films_in(tx)
        chosen = films if every else (chance or random.Random()).sample(films, min(SAMPLE, len(films)))  # noqa: S311 - which films are read is no secret
        problems = [
            *structure_of(tx),
            *audit.verify(tx),
            *_rights(folder),
            *_strays(folder, tx),
            *(problem for film in films for problem in _files(folder, film)),
            *(problem for film in chosen for problem in _bytes(folder, film)),
        ]
        warnings = (*warnings_of(folder), *audit.clock_warnings(tx))
    read = sum(not _sealed(folder, film) for film in chosen)
    return Looked(tuple(problems), warnings, len(films), read, disk_of(folder))


def _original(folder: Path, film: snapshot.FilmFiles) -> Path | None:
    return next(iter(sorted((folder / "films" / film.id).glob("original.*"))), None)


def _files(folder: Path, film: snapshot.FilmFiles) -> Iterator[Problem]:
    """What the database says there is and is not: the original, and what was made of it."""
    where = said("film {id}", id=film.id)
    if _original(folder, film) is None:
        yield Problem("film_missing", where, said("Its file is gone. Restore a backup."))
    elif film.ready and any(not (folder / "films" / film.id / name).is_file() for name in RESULTS):
        yield Problem("film_missing", where, said("Its prepared files are gone; prepare it again."))


def _sealed(folder: Path, film: snapshot.FilmFiles) -> bool:
    """Whether the original is gone or encrypted: its bytes prove nothing without its key."""
    original = _original(folder, film)
    if original is None:
        return True
    with original.open("rb") as file:
        return file.read(len(SEALED)) == SEALED


def _bytes(folder: Path, film: snapshot.FilmFiles) -> Iterator[Problem]:
    """Whether the original is the one that came in; of an encrypted one its seal says so when opened."""
    original = _original(folder, film)
    if original is None or _sealed(folder, film):
        return
    digest = hashlib.sha256()
    with original.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    if digest.hexdigest() != film.sha256:
        sentence = said(
            "Its file is not the one that came in: it was changed or is damaged. Restore a backup."
        )
        yield Problem("film_changed", said("film {id}", id=film.id), sentence)


def _strays(folder: Path, tx: Tx) -> Iterator[Problem]:
    """What lies in the folder that the database does not know."""
    films, uploads = erasing.films_known(tx), {f"{id}.part" for id in erasing.uploads_known(tx)}
    for kind, known in (("films", films), ("uploads", uploads)):
        for path in sorted((folder / kind).glob("*")):
            if path.name not in known and not path.name.startswith("."):
                sentence = said(
                    "Nothing in the database speaks of it. Start Attune again; if it stays, move it away."
                )
                yield Problem("stray", f"{kind}/{path.name}", sentence)


def _rights(folder: Path) -> Iterator[Problem]:
    """Whether another account of this computer could read what lies here."""
    if os.name == "nt":
        return
    for path in _private(folder):
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            sentence = said("Other accounts of this computer may read it. Take that right away from them.")
            yield Problem("rights", path.name if path != folder else ".", sentence)


def _private(folder: Path) -> Iterable[Path]:
    names = (".", "films", "uploads", "logs", DATABASE, ADDRESS, CIPHER, "cookie_secret")
    return [folder / name for name in names if (folder / name).exists()]
