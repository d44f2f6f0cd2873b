"""Files from this computer: look at a film or a scheme, or keep it, with one answer for both."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.access import Right
from annotator.actions import films
from annotator.actions.asking import require
from annotator.actions.codings import scheme_of
from annotator.actions.scheme_cards import newest
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, MediaError, Problem, Said, SchemeError, said
from annotator.exchange.scheme_draft import DraftScheme
from annotator.exchange.schemes import reader_of
from annotator.media import Cancelled, prepare, probe, sniff, why_not
from annotator.schemes import FORMAT, Scheme, read_scheme
from annotator.schemes.difference import OLD_DATA, difference, next_version
from annotator.schemes.versions import order_of
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
    try:
        return _looked_at(str(file), _bytes(file))[0]
    except SchemeError as refusal:
        return {"file": str(file)} | _verdict("scheme", FORMAT, list(refusal.problems))


def _looked_at(name: str, data: bytes) -> tuple[dict[str, Any], tuple[Scheme, bytes] | None]:
    """The answer about a file, and the scheme in it with the text that is kept; None when it is refused."""
    named = {"file": name}
    other = reader_of(Path(name).name, data)
    form = other.format if other else FORMAT
    left_out: tuple[Said, ...] = ()
    try:
        if other is None:
            scheme = read_scheme(data)
        else:
            scheme, data, left_out = _drafted(other.read(data, Path(name).name))
    except SchemeError as refusal:
        return named | _verdict("scheme", form, list(refusal.problems)), None
    answer = named | _verdict("scheme", form, [], sum(len(t.codes) for t in scheme.tracks))
    answer["warnings"] = [
        said("Not in the scheme, or still to be written: {what}", what=each) for each in left_out
    ]
    return answer, (scheme, data)


def _drafted(found: DraftScheme) -> tuple[Scheme, bytes, tuple[Said, ...]]:
    return found.scheme, found.text, found.left_out


def keep_scheme(w: Workplace, who: Account | None, file: Path) -> dict[str, Any]:
    """Keep a sound scheme file, so that one can code with it."""
    try:
        data = _bytes(file)
    except SchemeError as refusal:
        return {"file": str(file)} | _verdict("scheme", FORMAT, list(refusal.problems))
    return bring_scheme(w, who, str(file), data)


def bring_scheme(w: Workplace, who: Account | None, name: str, data: bytes) -> dict[str, Any]:
    """Keep a sound scheme file, given by its name and bytes; the answer has every problem of another."""
    with w.store.read() as tx:
        require(tx, who, Right.WRITE_SCHEMES)
    answer, found = _looked_at(name, data)
    if found is not None:
        scheme, text = found

        def work(tx: Tx) -> None:
            person = require(tx, who, Right.WRITE_SCHEMES)
            answer["warnings"] += _versions(tx, scheme)
            if scheme.hash not in {row.hash for row in schemes.all(tx)}:
                schemes.put(tx, text, scheme.id, scheme.version, scheme.hash)
                audit.write(tx, person.id, "import", "scheme", scheme.hash, {"id": scheme.id})
            answer["scheme"] = {"id": scheme.id, "version": scheme.version, "hash": scheme.hash}

        w.store.write(work)
    return answer


def _versions(tx: Tx, new: Scheme) -> list[Said]:
    """What to say where another version of the scheme is here: whether the new one is called rightly."""
    before = newest(tx).get(new.id)
    if before is None or before.hash == new.hash:
        return []
    old = scheme_of(tx, before.hash)
    found = difference(old, new)
    if found.weight is None:
        return []
    least = next_version(old, new)
    reason = found.changes[0].sentence
    if least is not None and order_of(new.version) < order_of(least):
        return [
            said(
                "This differs from {scheme} {old} ({weight}), so its version is {least} at least, not "
                "{version}. {reason}",
                scheme=old.id, old=old.version, weight=found.weight.word, least=least, version=new.version,
                reason=reason,
            )
        ]  # fmt: skip
    return [
        said(
            "{scheme} {old} is here too; what differs is {weight}. {then}",
            scheme=old.id, old=old.version, weight=found.weight.word, then=OLD_DATA[found.weight],
        )
    ]  # fmt: skip


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
