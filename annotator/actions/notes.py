"""Notes tied to moments of a film: one's own to write, for leads and supervisors to read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.access import Right, Use
from annotator.actions.asking import found, refuse_erased, require, with_film_names
from annotator.actions.consents import require_use
from annotator.actions.desk import films_json
from annotator.actions.language import context_words, translator
from annotator.actions.typed import lines
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.feedback import TimedNote
from annotator.store import Tx, accounts, audit, families, notes
from annotator.store.accounts import Account

MOST_LETTERS = 4000
DAY_MS = 24 * 3600 * 1000
_ID = re.compile(r"[0-9a-zA-Z_-]{8,64}")


@dataclass(frozen=True, slots=True)
class NoteOf:
    """A note with the name of who wrote it."""

    note: TimedNote
    author: str


def watching(w: Workplace, who: Account | None, session_id: str) -> dict[str, Any]:
    """What one sees while writing notes: the visit by its code name, and its films that are ready.

    ConsentError when they may not be watched.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.WRITE_NOTES, "session", session_id)
        session = with_film_names(tx, person, found(tx, person, "session", session_id, families.session))
        require_use(tx, person, session_id, Use.WATCH)
        family = families.family(tx, session.family)
    return {
        "session": {
            "id": session.id,
            "family_code": family.code,
            "label": session.label,
            "context": context_words(session.context, translator(person.language)),
        },
        "films": films_json(w, session),
    }


def my_notes(w: Workplace, who: Account | None, session_id: str) -> Sequence[TimedNote]:
    """One's own notes of a session: about the whole film first, then by time."""
    with w.store.read() as tx:
        person = require(tx, who, Right.WRITE_NOTES, "session", session_id)
        found(tx, person, "session", session_id, families.session)
        return notes.of_session(tx, session_id, person.id)


def all_notes(w: Workplace, who: Account | None, session_id: str) -> Sequence[NoteOf]:
    """Everyone's notes of a session, for a lead or supervisor; NotFound for everybody else."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_ALL_NOTES, "session", session_id)
        families.session(tx, session_id)
        names = {account.id: account.name for account in accounts.all(tx)}
        return [NoteOf(note, names.get(note.author, "")) for note in notes.of_session(tx, session_id)]


def add_note(
    w: Workplace, who: Account | None, session_id: str, id: str, at_ms: int | None, text: str, starred: bool
) -> TimedNote:
    """Keep a note under an id that its author made; sent again, the note comes back as it stands.

    ``at_ms`` on the session clock, None for a note about the whole film. An empty text with a
    star is a note: a moment worth showing.
    """
    if not _ID.fullmatch(id):
        raise AnnotatorError(said("This note has no id that Attune can keep it under. Reload the page."))

    def work(tx: Tx) -> TimedNote:
        person = require(tx, who, Right.WRITE_NOTES, "session", session_id)
        _check(tx, person, session_id, at_ms, text)
        before = {note.id for note in notes.of_session(tx, session_id, person.id)}
        kept = notes.add(tx, id, session_id, person.id, at_ms, lines(text), starred)
        if id not in before:
            audit.write(tx, person.id, "add", "note", id, {"session": session_id})
        return kept

    return w.store.write(work)


def change_note(
    w: Workplace, who: Account | None, id: str, at_ms: int | None, text: str, starred: bool
) -> TimedNote:
    """Change one's own note."""

    def work(tx: Tx) -> TimedNote:
        person = require(tx, who, Right.WRITE_NOTES, "note", id)
        before = found(tx, person, "note", f"{person.id}/{id}", lambda tx, _id: notes.get(tx, id, person.id))
        _check(tx, person, before.session, at_ms, text)
        changed = notes.change(tx, id, person.id, at_ms, lines(text), starred)
        if changed != before:
            audit.write(tx, person.id, "change", "note", id, {"session": before.session})
        return changed

    return w.store.write(work)


def remove_note(w: Workplace, who: Account | None, id: str) -> None:
    """Take one's own note away; its words are gone then."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.WRITE_NOTES, "note", id)
        session_id = notes.get(tx, id, person.id).session
        notes.remove(tx, id, person.id)
        audit.write(tx, person.id, "remove", "note", id, {"session": session_id})

    w.store.write(work)


def _check(tx: Tx, person: Account, session_id: str, at_ms: int | None, text: str) -> None:
    """Refuse a note that no film could hold, on a film that was erased, or too long to read."""
    films = found(tx, person, "session", session_id, families.session).recordings
    if not films:
        refuse_erased(tx, person, "visit", session_id)
    ends = [film.shift_ms + film.duration_ms for film in films if film.duration_ms is not None]
    if at_ms is not None and not 0 <= at_ms <= max(ends, default=DAY_MS):
        raise AnnotatorError(
            said("This note lies outside the film; move to a moment of the film and write it there.")
        )
    if len(text) > MOST_LETTERS:
        raise AnnotatorError(
            said("A note has at most {most} letters; make two notes of this one.", most=MOST_LETTERS)
        )
