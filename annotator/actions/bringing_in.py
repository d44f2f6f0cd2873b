"""Files from this computer: look at a film or a scheme, or keep it, with one answer for both."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.access import Right
from annotator.actions import films
from annotator.actions.asking import require
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, MediaError, Problem, SchemeError, said
from annotator.media import Cancelled, prepare, probe, sniff, why_not
from annotator.schemes import FORMAT, read_scheme
from annotator.store import Tx, audit, recordings, schemes
from annotator.store.accounts import Account
from annotator.store.jobs import Job

_WORKER = "cli"
SAY_EVERY_S = 1.0


def _verdict(
    kind: str, form: str, problems: list[Problem], rows: int = 0, ms: int | None = None
) -> dict[str, Any]:
    return {
        "verdict": "reject" if problems else "accept",
        "kind": kind,
        "format": form,
        "rows": rows,
        "duration_ms": ms,
        "events": [],
        "errors": [_told(p) for p in problems],
        "warnings": [],
    }


def _told(problem: Problem) -> dict[str, Any]:
    told: dict[str, Any] = {"code": problem.code, "where": problem.where, "message": problem.message}
    return told if problem.line is None else told | {"line": problem.line, "path": problem.path}


def check_scheme(file: Path) -> dict[str, Any]:
    """Whether a scheme file is sound, with every problem; ``rows`` counts its codes, ``file`` names it."""
    named = {"file": str(file)}
    try:
        scheme = read_scheme(_bytes(file))
    except SchemeError as refusal:
        return named | _verdict("scheme", FORMAT, list(refusal.problems))
    return named | _verdict("scheme", FORMAT, [], sum(len(t.codes) for t in scheme.tracks))


def keep_scheme(w: Workplace, who: Account | None, file: Path) -> dict[str, Any]:
    """Keep a sound scheme file, so that one can code with it."""
    answer = check_scheme(file)
    if answer["verdict"] == "accept":
        data = file.read_bytes()
        scheme = read_scheme(data)

        def work(tx: Tx) -> None:
            person = require(tx, who, Right.EDIT_FAMILIES)
            if scheme.hash not in {row.hash for row in schemes.all(tx)}:
                schemes.put(tx, data, scheme.id, scheme.version, scheme.hash)
                audit.write(tx, person.id, "import", "scheme", scheme.hash, {"id": scheme.id})

        w.store.write(work)
    return answer


def check_film(file: Path) -> dict[str, Any]:
    """Whether a film can be taken in; ``rows`` counts the pictures that really decode."""
    try:
        with _existing(file).open("rb") as opened:
            container = sniff(opened.read(64 * 1024), file.name)
        found = probe(file)
    except MediaError as refusal:
        return _verdict("media", "", [Problem("media", file.name, refusal.sentence)])
    except OSError as error:
        sentence = said("{name} cannot be read ({why}).", name=file.name, why=error.strerror)
        return _verdict("media", "", [Problem("media", file.name, sentence)])
    return _verdict("media", f"{container}/{found.video_codec}", [], found.frames, found.duration_ms)


def keep_film(
    w: Workplace,
    who: Account | None,
    session: str,
    file: Path,
    *,
    wait: bool,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """Copy a film into a visit; with ``wait`` prepare it at once, else the app does when it runs."""
    answer = check_film(file)
    if answer["verdict"] == "reject":
        return answer
    try:
        received = films.import_film(w, who, session, file)
        answer["recording"] = received.recording.id
        if wait and (why := prepare_waiting(w, progress).get(received.recording.id)):
            raise MediaError(why)
    except AnnotatorError as refusal:
        return _verdict("media", answer["format"], [Problem("media", file.name, refusal.sentence)])
    return answer


def prepare_waiting(w: Workplace, progress: Callable[[str], None]) -> dict[str, str]:
    """Prepare every waiting film here and now, as no app runs on this folder while we hold it.

    One that cannot be prepared does not stop the others: gives why, by recording. Where it is broken off, the
    films that are left wait for the next time.
    """
    films.take_back_jobs(w)
    failed: dict[str, str] = {}
    try:
        while (task := films.next_job(w, _WORKER)) is not None:
            job, original, out = task
            try:
                films.job_done(w, job.id, prepare(original, out, _reporter(w, job, progress)))
            except (MediaError, Cancelled, OSError) as error:
                failed[job.recording] = why_not(error)
                films.job_failed(w, job.id, failed[job.recording])
    finally:
        films.take_back_jobs(w)
    return failed


def _reporter(w: Workplace, job: Job, progress: Callable[[str], None]) -> Callable[[float, str], bool]:
    with w.store.read() as tx:
        film = recordings.get(tx, job.recording).name
    told_at = 0.0

    def report(fraction: float, step: str) -> bool:
        nonlocal told_at
        if time.monotonic() - told_at > SAY_EVERY_S:
            told_at = time.monotonic()
            progress(f"{film}: {fraction:.0%} {step}")
        return films.job_progress(w, job.id, _WORKER, fraction, step)

    return report


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise MediaError(said("There is no file {file}; check the path.", file=file))
    return file


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise SchemeError(
            [Problem("missing", str(file), said("There is no such file; check the path."))]
        ) from None
