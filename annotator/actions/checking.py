"""Whether everything kept is whole: the store, the films' files, the frames of annotations."""

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.codings import bench_of
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, MediaError, Problem, StoreError, said
from annotator.media import RESULTS, read_frames
from annotator.media.film_files import SealedFolder
from annotator.model import check_content
from annotator.store import Tx, codings, erasing, families, film_keys
from annotator.store.accounts import Account
from annotator.store.check import check_store
from annotator.store.disk import Disk, disk_of
from annotator.timecode import FrameTable


def check_here(w: Workplace, who: Account | None) -> list[Problem]:
    """What ``check`` finds, for who keeps this place in order."""
    with w.store.read() as tx:
        require(tx, who, Right.CHECK_STORE)
    return check(w)


def disk_here(w: Workplace, who: Account | None) -> Disk:
    """Whether the disk below the data folder is encrypted, for who keeps this place in order."""
    with w.store.read() as tx:
        require(tx, who, Right.CHECK_STORE)
    return disk_of(w.folder)


def check(w: Workplace) -> list[Problem]:
    """Every fault found, an empty list when all is well.

    The database's own integrity, the audit chain, every coding rebuilt from its edits, each
    annotation against its scheme, and each stored frame index against the film's frame table.
    """
    problems = check_store(w.store)
    with w.store.read() as tx:
        problems += _keys(w, tx)
        problems += [_unfinished(e.at) for e in erasing.erasures(tx) if e.finished_at is None]
        for row in families.search_sessions(tx, "", 1_000_000, 0)[0]:
            problems += _session(w, tx, row.id)
    return problems


def _unfinished(at: str) -> Problem:
    sentence = said(
        "Traces of what was erased then may still be here. Start Attune again; it takes them away."
    )
    return Problem("erasure", said("erasure of {at}", at=at), sentence)


def _session(w: Workplace, tx: Tx, session: str) -> list[Problem]:
    films = [r for r in families.session(tx, session).recordings if r.state == "ready"]
    missing = [r for r in films if not (w.film_folder(r.id) / "frames.bin").is_file()]
    found = [
        Problem(
            "film_missing", said("film {id}", id=r.id), said("Its prepared files are gone; prepare it again.")
        )
        for r in missing
    ]
    found += [_damaged(r.id, error) for r in films if r not in missing and (error := _fault(w, tx, r.id))]
    if films and films[0] not in missing and not _fault(w, tx, films[0].id):
        film = films[0]
        table = read_frames(w.film(tx, film.id) / "frames.bin")
        for facts in codings.of_session(tx, session):
            found += _frames(tx, facts.id, table, film.shift_ms)
    for facts in codings.of_session(tx, session):
        bench = bench_of(tx, facts)
        for a in codings.load(tx, facts.id).annotations:
            problem = check_content(a.content, bench.lanes, bench.scheme, None)
            found += [problem] if problem else []
    return found


def _keys(w: Workplace, tx: Tx) -> list[Problem]:
    """What speaks against the encryption of films: a key that is away, films that are not encrypted."""
    if not w.keys.encrypted:
        return []
    away = [Problem("film_key", said("the key of the films"), w.keys.missing)] if w.keys.missing else []
    sentence = said("It has no key, though films are encrypted here. Restore a backup.")
    return [
        *away,
        *(Problem("film_key", said("film {id}", id=id), sentence) for id in film_keys.without_key(tx)),
    ]


def _fault(w: Workplace, tx: Tx, film: str) -> str:
    """Why an encrypted film cannot be shown, found without reading all of it; empty for others."""
    try:
        folder = w.film(tx, film)
        if isinstance(folder, SealedFolder):
            for file in (folder.original(), *(folder / name for name in RESULTS)):
                file.stat()
    except (MediaError, StoreError, FileNotFoundError) as error:
        return error.sentence if isinstance(error, AnnotatorError) else str(error.strerror)
    return ""


def _damaged(film: str, sentence: str) -> Problem:
    return Problem("film_sealed", said("film {id}", id=film), sentence)


def _frames(tx: Tx, coding: str, table: FrameTable, shift: int) -> list[Problem]:
    found = []
    for a in codings.load(tx, coding).annotations:
        frame = a.content.onset_frame
        if frame is not None and table.frame_at(a.content.onset_ms - shift) != frame:
            sentence = said(
                "The stored frame {frame} is not on the screen at {onset_ms} ms.",
                frame=frame,
                onset_ms=a.content.onset_ms,
            )
            found.append(
                Problem(
                    "frame",
                    said("coding {id}, annotation {annotation}", id=coding, annotation=a.id),
                    sentence,
                )
            )
    return found
