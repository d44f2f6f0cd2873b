"""Calling the limited child: start it, listen to it, end it, and keep only what it finished."""

import json
import math
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any, cast

from annotator.errors import MediaError, Said, said
from annotator.media.facts import (
    LIMITS,
    MAX_FILE_BYTES,
    ORDER,
    REEL,
    STILL,
    Cancelled,
    FilmFacts,
    Limits,
    Probe,
    facts_from_json,
    probe_from_json,
    sentence_of,
)
from annotator.media.film_files import FilmFile, FilmFolder, in_folder, key_of, place_of
from annotator.media.reel_order import ReelOrder, folders_to_json, order_to_json
from annotator.media.sniffing import HEAD_BYTES, sniff

Progress = Callable[[float, str], bool]

RESULTS = ("proxy.mp4", "frames.bin", "peaks.bin", "filmstrip.jpg", "poster.jpg", "film.json")
STEPS = (
    said("Looking at the film"),
    said("Making the film ready to play"),
    said("Checking every frame"),
    said("Making the filmstrip"),
)
HALF_MADE = ".preparing-"
"""How the name of a folder begins in which files are half made."""

_LISTEN_EVERY_S = 0.2
_LINE_BYTES = 1_000_000
_KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "VIRTUAL_ENV")


def probe(
    path: FilmFile, progress: Progress = lambda _fraction, _step: True, *, limits: Limits = LIMITS
) -> Probe:
    """Decode a film once and say what it really holds; nothing is written.

    Raises MediaError with one sentence when it is not an accepted film, Cancelled when ``progress`` answers
    False.
    """
    _check_first(path)
    with tempfile.TemporaryDirectory(prefix="attune-") as room:
        return probe_from_json(_run("probe", path, Path(room), progress, limits))


def prepare(
    original: FilmFile,
    out: FilmFolder,
    progress: Progress = lambda _fraction, _step: True,
    *,
    limits: Limits = LIMITS,
) -> FilmFacts:
    """Make RESULTS from a film in the folder ``out``, all of them or, when it fails, none.

    ``progress`` is called about five times a second, from the caller's thread, with the share done (0 to 1)
    and one of STEPS; when it answers False the work ends with Cancelled. Every file appears by rename,
    film.json last; where files are sealed nothing is ever plain. Raises MediaError with one sentence when the
    film is not accepted or cannot be read.
    """
    _check_first(original)
    with _room_in(place_of(out)) as room:
        facts = facts_from_json(_run("prepare", original, room, progress, limits))
        _keep(room, place_of(out))
    return facts


def write_still(film: FilmFolder, frame: int, target: FilmFile, *, limits: Limits = LIMITS) -> None:
    """Write one frame of the prepared film in the folder ``film`` as a JPEG without any tags.

    ``target`` appears whole or not at all; nobody else may be writing it at the same time. Raises MediaError
    with one sentence when the frame cannot be read.
    """
    path = place_of(target)
    room = path.with_name(f"{HALF_MADE}{path.stem}")
    shutil.rmtree(room, ignore_errors=True)  # of a process that was killed
    path.parent.mkdir(exist_ok=True)  # never its parents: the film may be erased at this moment
    room.mkdir()
    try:
        _run("still", film / "proxy.mp4", room, lambda _fraction, _step: True, limits, target, frame)
        _sync(room / STILL)
        (room / STILL).replace(path)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def make_reel(
    film: FilmFolder,
    order: ReelOrder,
    target: FilmFile,
    progress: Progress = lambda _fraction, _step: True,
    *,
    limits: Limits = LIMITS,
) -> None:
    """Write moments of the prepared film in the folder ``film``, and of others, as one MP4 without any tags.

    ``target`` appears whole or not at all, in a folder inside the film's. Progress as ``prepare``; raises
    Cancelled, MediaError with one sentence when the film cannot be read, and OSError when it is not there.
    """
    path = place_of(target)
    path.parent.mkdir(exist_ok=True)  # never its parents: the film may be erased at this moment
    with _room_in(path.parent, f"{path.stem}-") as room:
        written = order_to_json(replace(order, earlier=()))  # no key of another film comes to the disk
        (in_folder(room, key_of(film)) / ORDER).write_bytes(json.dumps(written).encode())
        _run("reel", film / "proxy.mp4", room, progress, limits, target, earlier=order.earlier)
        _sync(room / REEL)
        (room / REEL).replace(path)


def _check_first(path: FilmFile) -> None:
    """Refuse at once, without a child, what is visibly no film."""
    try:
        with path.open("rb") as file:
            sniff(file.read(HEAD_BYTES))
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise MediaError(
            said(
                "The film cannot be opened ({why}). Check that it is still there.",
                why=error.strerror,
            )
        ) from error
    if size > MAX_FILE_BYTES:
        raise MediaError(said("This film is larger than 64 GB. Cut it into parts and add them one by one."))


def forget_half_made(out: Path, of: str = "") -> None:
    """Remove from a folder what a killed process left half made, when nobody is at work on it.

    All, or what is ``of`` one file: its stem and a dash.
    """
    for left in out.glob(f"{HALF_MADE}{of}*"):
        shutil.rmtree(left, ignore_errors=True)


def forget_results(out: Path) -> None:
    """Remove RESULTS and what is half made from a folder in which nobody is at work; the original stays."""
    forget_half_made(out)
    for name in reversed(RESULTS):  # film.json first, for it says that the others are there
        (out / name).unlink(missing_ok=True)


@contextmanager
def _room_in(out: Path, of: str = "") -> Iterator[Path]:
    """A folder inside ``out`` for half-made files, gone afterwards, as is ``out`` if new and empty.

    Where several are at work in ``out``, its name says ``of`` which file: then only what was left of it goes.
    """
    was_there = out.is_dir()
    out.mkdir(parents=True, exist_ok=True)
    forget_half_made(out, of)
    room = Path(tempfile.mkdtemp(prefix=f"{HALF_MADE}{of}", dir=out))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if not was_there:
            with suppress(OSError):
                out.rmdir()


def _keep(room: Path, out: Path) -> None:
    for name in RESULTS:
        _sync(room / name)
        (room / name).replace(out / name)
    _sync(out)


def _sync(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder (which Windows cannot be asked for)."""
    if path.is_dir() and os.name == "nt":
        return
    held = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _run(
    task: str,
    film: FilmFile,
    room: Path,
    progress: Progress,
    limits: Limits,
    target: FilmFile | None = None,
    frame: int | None = None,
    earlier: Sequence[FilmFolder] = (),
) -> Mapping[str, Any]:
    """Have a child do a task; a sealed film's key is told to it alone, and by a pipe."""
    told = _told(film, target, earlier)
    command = [
        sys.executable,
        "-P",
        "-m",
        "annotator.media.child",
        task,
        str(place_of(film).resolve()),
        str(room.resolve()),
    ]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, arguments not from a shell
        [*command, json.dumps(asdict(limits)), str(os.getpid()), *([] if frame is None else [str(frame)])],
        stdin=subprocess.PIPE if told else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        cwd=room,
        env=environment(),
        start_new_session=True,
    )
    if child.stdin is not None:
        with suppress(BrokenPipeError), child.stdin:
            child.stdin.write(json.dumps(told).encode() + b"\n")
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    assert child.stdout is not None  # noqa: S101 - asked for above
    ear = threading.Thread(target=_hear, args=(child.stdout, lines), daemon=True)
    ear.start()
    try:
        return _listen(child, lines, progress, limits)
    finally:
        _end(child)
        ear.join()
        child.stdout.close()


def _told(film: FilmFile, target: FilmFile | None, earlier: Sequence[FilmFolder]) -> dict[str, Any]:
    """What the child hears by its standard input; nothing for a plain film without others."""
    key = key_of(film)
    told: dict[str, Any] = {"earlier": folders_to_json(earlier)} if earlier else {}
    if key is not None:
        told |= {"key": key.hex(), "film": film.name, "named": "" if target is None else target.name}
    return told


def environment() -> dict[str, str]:
    """What the child may know: no secrets; few memory arenas and threads, as address space is limited."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    here = str(Path(__file__).resolve().parents[2])
    limits = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return kept | limits | {"PYTHONPATH": here, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _hear(stdout: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    while line := stdout.readline(_LINE_BYTES):
        lines.put(line)
    lines.put(b"")


def _listen(
    child: "subprocess.Popen[bytes]", lines: "queue.SimpleQueue[bytes]", progress: Progress, limits: Limits
) -> Mapping[str, Any]:
    fraction, heard = 0.0, time.monotonic()
    step: str = STEPS[0]
    while True:
        told = _next(lines)
        if told is None and time.monotonic() - heard > limits.silent_s:
            raise MediaError(_ended(said("nothing was heard of it for minutes")))
        if told is not None:
            heard = time.monotonic()
            if isinstance(told.get("done"), dict):
                return cast("Mapping[str, Any]", told["done"])
            if "refused" in told:
                raise MediaError(sentence_of(told["refused"]))
            if "progress" not in told:
                raise MediaError(_death(child.wait()))
            fraction, step = max(fraction, _share(told["progress"])), sentence_of(told.get("step", step))
        if not progress(fraction, step):
            raise Cancelled(said("The film is not prepared: this was cancelled."))


def _next(lines: "queue.SimpleQueue[bytes]") -> dict[str, Any] | None:
    """The next thing the child says; None when it says nothing now, empty when it ended or talks nonsense."""
    try:
        line = lines.get(timeout=_LISTEN_EVERY_S)
    except queue.Empty:
        return None
    try:
        told = json.loads(line or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _share(value: object) -> float:
    share = float(value) if isinstance(value, int | float) else 0.0
    return min(1.0, max(0.0, share)) if math.isfinite(share) else 0.0


def _death(status: int) -> Said:
    if status == -getattr(signal, "SIGXCPU", 0):
        return _ended(said("it took too long"))
    if status < 0:
        return _ended(said("it was stopped by {name}", name=signal.Signals(-status).name))
    return _ended(said("it ended with status {status}", status=status))


def _ended(why: Said) -> Said:
    return said(
        "Reading this film broke off: {why}. "
        "Try again; if it breaks off again, convert the film to MP4 with H.264.",
        why=why,
    )


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and all it may have started."""
    if child.poll() is None:
        with suppress(OSError):
            if sys.platform == "win32":
                child.kill()
            else:
                os.killpg(child.pid, signal.SIGKILL)
    child.wait()
