"""The place everything happens in: one data folder with its store, films and clock."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import platformdirs

from annotator import shipped, store
from annotator.actions import film_keys, traces
from annotator.actions.film_keys import PLAIN, FilmKeys
from annotator.actions.results import Results
from annotator.actions.scheme_cards import shipped_card
from annotator.errors import AnnotatorError
from annotator.media.film_files import ORIGINAL, FilmFile, FilmFolder, at, in_folder
from annotator.store import Store, Tx, accounts, audit, driver, key_file, probing, schemes
from annotator.store import film_keys as kept_keys
from annotator.store.database import database_of, kept_address

Clock = Callable[[], datetime]

_COPY = "copy-"
POINTS = 2_000
"""How many sessions of drift charts are kept: those of ten coders with two hundred each."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """An open data folder. ``clock`` gives the time in UTC; the folder holds films and uploads.

    ``results`` keeps what was computed from codings until they change, ``points`` the single sessions of
    drift charts, of which there are many and each is small. ``public``: the address of a team's server, where
    nobody comes in without a password; empty on one's own computer. ``keys``: of films that are encrypted.
    """

    store: Store
    folder: Path
    clock: Clock
    results: Results = field(default_factory=Results, compare=False)
    points: Results = field(default_factory=partial(Results, POINTS), compare=False)
    public: str = ""
    keys: FilmKeys = PLAIN

    def film_folder(self, recording: str) -> Path:
        """Where one recording's files lie: a folder of its own, so that no film can name another."""
        return self.folder / "films" / recording

    def film(self, tx: Tx, recording: str) -> FilmFolder:
        """The files of one recording, to be read and written; StoreError when they are shut and stay so."""
        return in_folder(self.film_folder(recording), self.keys.of_recording(tx, recording))

    def film_now(self, recording: str) -> FilmFolder:
        """The files of one recording, for who reads nothing else of the store."""
        if not self.keys.encrypted:
            return self.film_folder(recording)
        with self.store.read() as tx:
            return self.film(tx, recording)

    def arriving(self, tx: Tx, upload: str) -> FilmFile:
        """The bytes of an upload, to be read and gone on with."""
        return at(self.upload_file(upload), self.keys.of_upload(tx, upload), ORIGINAL)

    def upload_file(self, upload: str) -> Path:
        """Where the bytes of an upload gather."""
        return self.folder / "uploads" / f"{upload}.part"

    def copy_file(self, copy: str) -> Path:
        """Where the bytes of a film gather that is copied from this computer."""
        return self.folder / "uploads" / f"{_COPY}{copy}.part"


def default_folder() -> Path:
    """The data folder used when none is named: the system's place for a person's programs."""
    return platformdirs.user_data_path("attune", appauthor=False)


def _now() -> datetime:
    return datetime.now(UTC)


def open_workplace(
    folder: Path,
    clock: Clock = _now,
    database: str | None = None,
    *,
    beside: bool = False,
    film_key: Path | None = None,
    needs_films: bool = True,
) -> Workplace:
    """Open a data folder, made ready on first use: first person, shipped schemes.

    ``database`` is the address of the PostgreSQL database that its store shall be in from now on.
    ``beside``: where it is in one, share it with other processes. ``film_key`` is the file with the key of
    encrypted films, when it is not where it was; without that key a folder opens only for who does not need
    its films (``needs_films``): they stay shut. An encrypted database opens for nobody without it. What a
    killed erasure left behind is taken away. Raises StoreError when another Attune has the folder open, it is
    newer than this program, or damaged.
    """
    if database is not None:
        database_of(folder, database)  # refuses what is no address before anything is made
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in ("films", "uploads"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)
    place = Workplace(
        store.open(folder, clock=clock, database=database, beside=beside, key=film_key), folder, clock
    )
    try:
        _films_too(place, film_key)
        place = replace(place, keys=_keys(place, film_key, needed=needs_films))
    except BaseException:
        place.store.close()
        raise
    place.store.write(_furnish)
    if place.store.alone:
        for left in (folder / "uploads").glob(f"{_COPY}*"):  # of an import that was killed
            left.unlink(missing_ok=True)
    unfinished = traces.remove(place.store, folder)
    if unfinished:
        place.store.warnings = (*place.store.warnings, unfinished)
    if beside:
        place.store.share()
    return place


def belongs_to(folder: Path, database: str) -> bool:
    """Whether a folder's store is in this database already; StoreError when it is in another."""
    database_of(folder, database)
    return kept_address(folder) == database


def _films_too(place: Workplace, named: Path | None) -> None:
    """Have the films be encrypted wherever the database is; said in it when it is opened first."""
    if not driver.is_encrypted(place.folder):
        return
    with place.store.read() as tx:
        if kept_keys.encrypted(tx) is not None:
            return
    file = driver.key_file_of(place.folder, named)
    master = key_file.read(file, place.folder, key_file.DATABASE)

    def work(tx: Tx) -> None:
        kept_keys.encrypt(tx, master, str(file.resolve()))
        audit.write(tx, None, "encrypt", kept_keys.KIND, kept_keys.FILMS, {"database": True})

    place.store.write(work)


def _keys(place: Workplace, named: Path | None, *, needed: bool) -> FilmKeys:
    with place.store.read() as tx:
        keys, file = film_keys.found(tx, place.folder, named, needed=needed)
    if named is not None and file is not None:
        place.store.write(lambda tx: kept_keys.moved(tx, str(file.resolve())))
        if keys.master is not None and driver.is_encrypted(place.folder):
            driver.keep(place.folder, keys.master, file)
    return keys


def _furnish(tx: store.Tx) -> None:
    known = {row.hash for row in schemes.all(tx)}
    for file in sorted(shipped.folder("coding_schemes").glob("*.yaml")):
        data = file.read_bytes()
        card = shipped_card(file, data)
        if card.hash not in known:
            schemes.put(tx, data, card.id, card.version, card.hash)
    if not accounts.all(tx):
        first = accounts.add(tx, getpass.getuser().title() or "Me", "lead", whole=True)
        audit.write(tx, first.id, "first_start", "account", first.id, {})


_open: list[Workplace] = []


def use(place: Workplace) -> None:
    """Make a workplace the one that pages of this process work in."""
    _open[:] = [place]


def current() -> Workplace:
    """The workplace of this process."""
    if not _open:
        raise RuntimeError("no workplace is open in this process; the app opens one when it starts")
    return _open[0]


def takes_writes(w: Workplace) -> bool:
    """Whether a row that is written now reaches the disk; of why not nobody is told here."""
    try:
        w.store.write(probing.write)
    except AnnotatorError:
        return False  # full, read-only, broken, closing
    return True
