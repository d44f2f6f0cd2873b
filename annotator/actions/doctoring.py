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
from annotator.actions import film_keys
from annotator.actions.asking import require
from annotator.actions.film_keys import FilmKeys
from annotator.errors import MediaError, Problem, StoreError, said
from annotator.media import RESULTS
from annotator.media.film_files import FilmFile, FilmFolder, SealedFolder, in_folder
from annotator.store import Tx, accounts, audit, erasing, snapshot
from annotator.store.check import structure_of
from annotator.store.disk import Disk, disk_of
from annotator.store.driver import CIPHER
from annotator.store.folder import ADDRESS, DATABASE, warnings_of

SAMPLE = 20
"""Films whose every byte is read: the others the next time, for the choice is by chance."""

_PIECE = 1024 * 1024
_SHUT = said(
    "The encrypted films were not read, for their key is not at hand: "
    "name its file with ATTUNE_FILM_KEY=FILE."
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found: faults, what speaks against the place without being one, how much was looked at.

    ``read``: films whose every byte was read; of encrypted ones none while their key is not at hand.
    ``disk``: whether the disk below looks encrypted.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    films: int
    read: int
    disk: Disk


def look_over(folder: Path, *, every: bool = False, chance: random.Random | None = None) -> Looked:
    """Look a data folder over, for who keeps it in order here; only reads, so nothing of this is on record.

    ``every`` reads every byte of every film, not of a sample by ``chance``; encrypted ones with their key,
    from the file that the environment names or that it was in last. The marks of codings are not held against
    one another, which ``check`` does while nobody works.
    """
    with snapshot.beside(folder) as tx:
        require(tx, accounts.first(tx), Right.CHECK_STORE)
        films = snapshot.films_in(tx)
        chosen = films if every else (chance or random.Random()).sample(films, min(SAMPLE, len(films)))  # noqa: S311 - which films are read is no secret
        keys, faults = _keys(folder, tx)
        to_read = {film: _opened(folder, tx, keys, film) for film in chosen}
        problems = [
            *structure_of(tx),
            *audit.verify(tx),
            *faults,
            *_rights(folder),
            *_strays(folder, tx),
            *(problem for film in films for problem in _files(folder, film)),
            *(place for place in to_read.values() if isinstance(place, Problem)),
        ]
        warnings = [*warnings_of(folder), *audit.clock_warnings(tx)]
    if films and keys.encrypted and keys.master is None:
        warnings.append(_SHUT)
    # Outside of the transaction, for it takes long: meanwhile a film may be erased.
    read = {
        film.id: list(_bytes(film, original, place))
        for film, place in to_read.items()
        if isinstance(place, FilmFolder) and (original := _original(folder, film)) is not None
    }
    problems += [problem for found in read.values() for problem in found]
    return Looked(tuple(problems), tuple(warnings), len(films), len(read), disk_of(folder))


def _keys(folder: Path, tx: Tx) -> tuple[FilmKeys, list[Problem]]:
    """The key of the films where it is at hand; a fault where nothing says any more that there is one."""
    try:
        return film_keys.found(tx, folder, None, needed=False)[0], []
    except StoreError as error:
        return FilmKeys(encrypted=True), [Problem("film_key", said("the key of the films"), error.sentence)]


def _opened(folder: Path, tx: Tx, keys: FilmKeys, film: snapshot.FilmFiles) -> FilmFolder | Problem | None:
    """The files of a film, to be read; a fault when its own key is gone, None without the key of all."""
    if keys.encrypted and keys.master is None:
        return None
    try:
        return in_folder(folder / "films" / film.id, keys.of_recording(tx, film.id))
    except StoreError as error:
        return Problem("film_key", said("film {id}", id=film.id), error.sentence)


def _original(folder: Path, film: snapshot.FilmFiles) -> Path | None:
    return next(iter(sorted((folder / "films" / film.id).glob("original.*"))), None)


def _files(folder: Path, film: snapshot.FilmFiles) -> Iterator[Problem]:
    """What the database says there is and is not: the original, and what was made of it."""
    where = said("film {id}", id=film.id)
    if _original(folder, film) is None:
        yield Problem("film_missing", where, said("Its file is gone. Restore a backup."))
    elif film.ready and any(not (folder / "films" / film.id / name).is_file() for name in RESULTS):
        yield Problem("film_missing", where, said("Its prepared files are gone; prepare it again."))


def _bytes(film: snapshot.FilmFiles, original: Path, place: FilmFolder) -> Iterator[Problem]:
    """Whether the original is the one that came in; of an encrypted film also all that was made of it."""
    if not isinstance(place, SealedFolder):
        yield from _read(film, original, film.sha256)
        return
    yield from _read(film, place.original(), film.sha256)
    for name in RESULTS:
        yield from _read(film, place / name)


def _read(film: snapshot.FilmFiles, file: FilmFile, sha256: str = "") -> Iterator[Problem]:
    """Read a file to its end: through the seals of its chunks, where it has them, and against its sum."""
    where, digest = said("film {id}", id=film.id), hashlib.sha256()
    try:
        with file.open("rb") as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return  # told by _files, or erased meanwhile
    except MediaError as error:
        yield Problem("film_sealed", where, error.sentence)
    except OSError as error:
        why = error.strerror or type(error).__name__
        sentence = said("Its file cannot be read ({why}). Look at the disk, and restore a backup.", why=why)
        yield Problem("film_unreadable", where, sentence)
    else:
        if sha256 and digest.hexdigest() != sha256:
            sentence = said(
                "Its file is not the one that came in: it was changed or is damaged. Restore a backup."
            )
            yield Problem("film_changed", where, sentence)


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
