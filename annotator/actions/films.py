"""Films: getting them in, preparing them, handing their bytes to who may see them."""

import contextlib
import hashlib
import secrets
import shutil
import threading
import unicodedata
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from annotator.access import Purpose, Right, Use
from annotator.actions import traces, viewing
from annotator.actions.asking import absent, allowed, require
from annotator.actions.consents import require_use
from annotator.actions.workplace import Workplace
from annotator.errors import MediaError, NotFound, StoreError, said
from annotator.media import FilmFacts, forget_half_made, forget_results, read_frames, sniff, write_still
from annotator.media.film_files import ORIGINAL, FilmFile, FilmFolder, SealedFile, SealedFolder, at, place_of
from annotator.model import Recording
from annotator.store import Tx, audit, carrying, families, film_keys, jobs, recordings, reels, seeing, uploads
from annotator.store.accounts import Account
from annotator.store.backup import to_disk
from annotator.store.folder import one_at_a_time
from annotator.store.jobs import Job
from annotator.store.uploads import Upload

FILES = ("proxy.mp4", "frames.bin", "peaks.bin", "filmstrip.jpg", "poster.jpg", "film.json")
MAX_BYTES = 64 * 2**30
SPARE_BYTES = 2 * 2**30
GIVEN_UP = timedelta(days=1)
LONGEST_NAME = 120
_EMOJI_JOINER = "\u200d"  # in the middle of an emoji of several people
_CHUNK = 4 * 2**20
# A frame always meets the same lock, so no still is made twice, nor more than two at once.
_STILLS = (threading.Lock(), threading.Lock())


@dataclass(frozen=True, slots=True)
class Received:
    """A film that arrived: its recording and the job that prepares it."""

    recording: Recording
    job: Job


def begin_upload(w: Workplace, who: Account | None, session_id: str, name: str, size: int) -> Upload:
    """Open a place for a film that comes in pieces. ``size`` in bytes."""
    if not 0 < size <= MAX_BYTES:
        raise MediaError(
            said("{name} is empty or larger than 64 GB; cut it into shorter films.", name=_shown(name))
        )
    _need_space(w.folder, size)

    id = secrets.token_hex(8)
    new = w.keys.new(id)

    def work(tx: Tx) -> Upload:
        person = require(tx, who, Right.ADD_FILMS, "session", session_id)
        families.session(tx, session_id)
        w.keys.require_still_so(tx)
        begun = uploads.add(tx, id, session_id, person.id, _shown(name), size)
        if new is not None:
            film_keys.add_of_upload(tx, id, new[1])
        return begun

    made = w.store.write(work)
    at(w.upload_file(id), new and new[0], ORIGINAL).touch(mode=0o600)
    return made


def upload(w: Workplace, who: Account | None, id: str) -> tuple[Upload, int]:
    """One's own upload and how many bytes of it have arrived: where to go on."""
    found, file = _upload(w, who, id)
    return found, _arrived(file)


def _upload(w: Workplace, who: Account | None, id: str) -> tuple[Upload, FilmFile]:
    """One's own upload and its file."""
    with w.store.read() as tx:
        person = require(tx, who, Right.ADD_FILMS, "upload", id)
        found = uploads.get(tx, id)
        if found.account != person.id:
            raise NotFound(absent("upload"))
        return found, w.arriving(tx, id)


def upload_path(w: Workplace, who: Account | None, id: str, more: int) -> FilmFile:
    """The file to append the next ``more`` bytes to, when there is space for them."""
    found, file = _upload(w, who, id)
    if _arrived(file) + more > found.size:
        raise MediaError(
            said("{name} sent more bytes than it announced; choose the film again.", name=found.name)
        )
    _need_space(w.folder, more)
    return file


def cancel_upload(w: Workplace, who: Account | None, id: str) -> None:
    """Forget an upload and its bytes."""
    _upload(w, who, id)
    w.upload_file(id).unlink(missing_ok=True)
    w.store.write(lambda tx: uploads.remove(tx, id))


@seeing.everything()
def forget_old_uploads(w: Workplace) -> int:
    """Forget uploads that were begun a day ago and never finished, and bytes of none; gives how many."""
    with w.store.read() as tx:
        old = uploads.begun_before(tx, tx.now - GIVEN_UP)
    for found in old:
        w.upload_file(found.id).unlink(missing_ok=True)
        w.store.write(partial(uploads.remove, id=found.id))
    traces.remove_strays(w.store, w.folder)
    return len(old)


def finish_upload(w: Workplace, who: Account | None, id: str) -> Received:
    """Take in an upload whose bytes have all arrived. MediaError when it is no film; nothing stays behind."""
    found, part = _upload(w, who, id)
    arrived = _arrived(part)
    if arrived != found.size:
        raise MediaError(
            said(
                "{name} has arrived in part: {arrived} of {size} bytes; send the rest.",
                name=found.name,
                arrived=arrived,
                size=found.size,
            )
        )
    try:
        if isinstance(part, SealedFile):
            part.finish()
        received = _take_in(w, who, found.session, found.name, part, sha256_of(part))
    finally:
        part.unlink(missing_ok=True)
        w.store.write(lambda tx: uploads.remove(tx, id))
    return received


def import_film(
    w: Workplace, who: Account | None, session_id: str, path: Path, sha256: str | None = None
) -> Received:
    """Copy a film from this computer into a session; the original stays where it is.

    A film that the session has already is refused before it is copied. ``sha256`` is the file's, when it is
    known. MediaError when the file cannot be read.
    """
    if not path.is_file():
        raise MediaError(said("There is no file {path}; check the path.", path=path))
    _need_space(w.folder, path.stat().st_size)
    new = w.keys.new(ORIGINAL)
    part = at(w.copy_file(secrets.token_hex(8)), new and new[0], ORIGINAL)
    try:
        sha256 = sha256 or sha256_of(path)
        with w.store.read() as tx:
            require(tx, who, Right.ADD_FILMS, "session", session_id)
            _refuse_known(tx, session_id, sha256, _shown(path.name))
        if _copy(path, part) != sha256:
            raise MediaError(
                said("{name} changed while it was copied; import it again.", name=_shown(path.name))
            )
        return _take_in(w, who, session_id, path.name, part, sha256)
    except OSError as error:
        raise MediaError(
            said("{name} cannot be copied ({why}).", name=_shown(path.name), why=error.strerror)
        ) from error
    finally:
        part.unlink(missing_ok=True)


def visit_of_film(w: Workplace, who: Account | None, path: Path) -> str | None:
    """The visit that a film from this computer belongs to, found by its SHA-256; None when none, or several.

    It is the one that waits for the film, or has it already. MediaError when the file cannot be read.
    """
    try:
        sha256 = sha256_of(path)
    except OSError as error:
        raise MediaError(
            said("{name} cannot be read ({why}).", name=_shown(path.name), why=error.strerror)
        ) from error
    with w.store.read() as tx:
        person = require(tx, who, Right.ADD_FILMS)
        found = carrying.visits_of_film(tx, sha256)
        visits = [id for id in found if allowed(tx, person, Right.ADD_FILMS, "session", id)]
    return visits[0] if len(visits) == 1 else None


_ENDINGS = {"mov": "mp4", "matroska": "mkv", "mpegts": "mts", "mpeg": "mpg", "dv": "dv", "avi": "avi"}


def _take_in(
    w: Workplace, who: Account | None, session_id: str, name: str, part: FilmFile, sha256: str
) -> Received:
    """Make a file that has all arrived the original of a new film."""
    with part.open("rb") as file:
        container = sniff(file.read(64 * 1024), _shown(name))
    id = secrets.token_hex(8)
    folder = w.film_folder(id)
    folder.mkdir(mode=0o700)
    original = folder / f"original.{_ENDINGS[container]}"
    try:
        place_of(part).replace(original)
        kept = w.keys.kept(part.key, id) if isinstance(part, SealedFile) else None

        def work(tx: Tx) -> Received:
            w.keys.require_still_so(tx)
            received = _enter(tx, who, session_id, id, _shown(name), sha256, original.suffix)
            if kept is not None:
                film_keys.add_of_recording(tx, id, kept)
            return received

        return w.store.write(work)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _enter(
    tx: Tx, who: Account | None, session_id: str, id: str, name: str, sha256: str, suffix: str
) -> Received:
    person = require(tx, who, Right.ADD_FILMS, "session", session_id)
    families.session(tx, session_id)
    _refuse_known(tx, session_id, sha256, name)
    recording = recordings.add(tx, id, session_id, name, sha256, suffix.lstrip("."))
    carrying.arrived(tx, session_id, id, sha256)
    job = jobs.add(tx, jobs.PREPARE, id)
    audit.write(tx, person.id, "import", "recording", id, {"session": session_id})
    return Received(recording, job)


def _refuse_known(tx: Tx, session_id: str, sha256: str, name: str) -> None:
    if recordings.by_sha(tx, session_id, sha256) is not None:
        raise MediaError(said("{name} is in this session already.", name=name))


def sha256_of(path: FilmFile) -> str:
    """What a film is known by: the SHA-256 of its bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _copy(source: Path, target: FilmFile) -> str:
    """Copy a file safely to disk, readable by this account alone, and give its SHA-256."""
    digest = hashlib.sha256()
    target.touch(mode=0o600, exist_ok=False)
    with source.open("rb") as file, target.open("r+b") as copy:
        while block := file.read(_CHUNK):
            digest.update(block)
            copy.write(block)
    if isinstance(target, SealedFile):
        target.finish()
    to_disk(place_of(target))
    return digest.hexdigest()


def film_file(w: Workplace, who: Account | None, recording: str, name: str, use: Use = Use.WATCH) -> FilmFile:
    """A prepared film's file for someone who may see it; that they did is in the audit once an hour.

    ConsentError when not everybody on the film agrees to a purpose that ``use`` can rest on: it is
    asked at every call, so at every range of a running stream.
    """
    if name not in FILES:
        raise NotFound(absent("film"))
    return _for_viewing(w, who, recording, name, use, noted=name == "proxy.mp4") / name


def still(w: Workplace, who: Account | None, recording: str, ms: int, use: Use = Use.WATCH) -> FilmFile:
    """The frame on the screen at ``ms`` on the film's own clock (0 is its first frame), as a JPEG.

    At most 1280 pixels wide and without any tags; made once and kept beside the film. Before the film it is
    the first frame, after it the last. Looking at a still is looking at the film: the audit says so,
    and it asks for the same agreement.
    """
    film = _for_viewing(w, who, recording, "frames.bin", use, noted=True)
    frame = read_frames(film / "frames.bin").frame_at(ms)
    target = film / f"stills/{frame}.jpg"
    turn = frame % len(_STILLS)
    with _STILLS[turn], nullcontext() if w.store.alone else one_at_a_time(w.folder, f"still-{turn}"):
        if not target.is_file():
            try:
                write_still(film, frame, target)
            except FileNotFoundError:  # the film was erased meanwhile
                raise NotFound(absent("film")) from None
    return target


def _for_viewing(
    w: Workplace, who: Account | None, recording: str, name: str, use: Use, *, noted: bool
) -> FilmFolder:
    """A ready film for someone who may see a file of it; ``noted`` puts that they did into the audit."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FILMS, "film", recording)
        found = recordings.get(tx, recording)
        purpose = require_use(tx, person, found.session, use)
        seen = not noted or recordings.viewed(tx, person.id, recording)
        if found.state != "ready" or not (w.film_folder(recording) / name).is_file():
            raise NotFound(absent("film"))
        film = w.film(tx, recording)
    if not seen:
        w.store.write(lambda tx: _note_view(w, tx, person.id, recording, purpose))
    return film


def _note_view(w: Workplace, tx: Tx, account: str, recording: str, purpose: Purpose) -> None:
    if recordings.note_view(tx, account, recording):
        audit.write(tx, account, "view", "recording", recording, {"purpose": purpose.value})
        viewing.note_viewed(w, tx, account, recording)


def remove_film(w: Workplace, who: Account | None, recording: str) -> None:
    """Take away a film that could not be prepared, with everything made from it."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.ADD_FILMS, "film", recording)
        if recordings.get(tx, recording).state == "ready":
            raise MediaError(said("A film that is ready stays: codings may rest on it."))
        recordings.remove(tx, recording)
        audit.write(tx, person.id, "remove", "recording", recording, {})

    w.store.write(work)
    shutil.rmtree(w.film_folder(recording), ignore_errors=True)


def job(w: Workplace, who: Account | None, id: str) -> Job:
    """How far the preparation of a film is."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_FILMS, "job", id)
        return jobs.get(tx, id)


def cancel_job(w: Workplace, who: Account | None, id: str) -> None:
    """Stop preparing a film; it can be tried again."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.ADD_FILMS, "job", id)
        jobs.get(tx, id)
        jobs.cancel(tx, id)
        audit.write(tx, person.id, "cancel", "job", id, {})

    w.store.write(work)


def retry_job(w: Workplace, who: Account | None, id: str) -> None:
    """Prepare a film again after it failed or was stopped."""

    def work(tx: Tx) -> None:
        require(tx, who, Right.ADD_FILMS, "job", id)
        again = jobs.retry(tx, id)
        if again.kind == jobs.PREPARE:
            recordings.preparing(tx, again.recording)

    w.store.write(work)


def next_job(w: Workplace, worker: str) -> tuple[Job, FilmFile, FilmFolder] | None:
    """For the worker's keeper: the next job with its original and the folder for what is made."""
    taken = w.store.write(lambda tx: jobs.take(tx, worker))
    if taken is None:
        return None
    with w.store.read() as tx:
        folder = w.film(tx, taken.recording)
    if isinstance(folder, SealedFolder):
        return taken, folder.original(), folder
    original = next(iter(sorted(folder.glob("original.*"))), folder / "original")
    return taken, original, folder


def reels_there(w: Workplace) -> bool:
    """Whether a reel was asked for, or a file of one lies here."""
    with w.store.read() as tx:
        return bool(reels.all(tx)) or any((w.folder / "films").glob("*/reels/*"))


def take_back_jobs(w: Workplace) -> None:
    """Let films that were being prepared wait again; for who alone holds the folder."""
    w.store.write(jobs.take_back)


def job_progress(w: Workplace, id: str, worker: str, fraction: float, step: str) -> bool:
    """Note progress; False when the job was cancelled or given to another worker."""
    return w.store.write(lambda tx: jobs.beat(tx, id, worker, fraction, step))


def job_done(w: Workplace, id: str, facts: FilmFacts, worker: str | None = None) -> None:
    """A film is ready to be coded; a ``worker`` whose film was given to another is not heard."""

    def work(tx: Tx) -> None:
        if worker is not None and jobs.is_anothers(tx, id, worker):
            return
        recordings.ready(tx, jobs.get(tx, id).recording, facts)
        jobs.done(tx, id)

    with contextlib.suppress(NotFound):  # the film was erased meanwhile
        w.store.write(work)


def job_failed(w: Workplace, id: str, reason: str, worker: str | None = None) -> None:
    """A film could not be prepared; the reason is a sentence for the person who brought it.

    Nobody is at work on it any more, so what killed workers left of it goes, also when the last of them
    died between its work and its word. A ``worker`` whose film was given to another is not heard.
    """

    def work(tx: Tx) -> None:
        found = jobs.get(tx, id)
        if found.state != "cancelled":
            if found.kind == jobs.PREPARE:
                recordings.failed(tx, found.recording, reason)
            jobs.fail(tx, id, reason)

    with contextlib.suppress(NotFound):
        with w.store.read() as tx:
            asked = jobs.get(tx, id)
            if worker is not None and jobs.is_anothers(tx, id, worker):
                return
            reel = reels.of_job(tx, id)
        folder = w.film_folder(asked.recording)
        if asked.kind == jobs.PREPARE:
            forget_results(folder)
        elif reel is not None:
            forget_half_made(folder / traces.REELS, f"{reel.id}-")
        else:
            traces.remove_reels(w.store, w.folder)
        w.store.write(work)


def _need_space(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + SPARE_BYTES:
        raise StoreError(
            said("The disk is nearly full: a film needs its own size and 2 GB free. Make room and try again.")
        )


def _arrived(part: FilmFile) -> int:
    with contextlib.suppress(FileNotFoundError):
        return part.arrived() if isinstance(part, SealedFile) else part.stat().st_size
    return 0


def _shown(name: str) -> str:
    """A file's name as a label: the last part only, without control characters, at most 120 letters.

    Letters that a Mac takes apart (a and ¨) are put together, so that a search finds them; of a long name
    both ends stay, as the last one says what kind of film it is.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable() or c == _EMOJI_JOINER).strip()
    if len(clean) > LONGEST_NAME:
        clean = f"{clean[: LONGEST_NAME - 16].rstrip()}…{clean[-15:].lstrip()}"
    return clean or "film"
