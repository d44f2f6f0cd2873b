"""Writing a scheme: begun from nothing, a copy or a version, saved at each change, taken back.

A draft is its author's alone until it is published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.codings import scheme_of
from annotator.actions.scheme_cards import shipped_cards
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Problem, said
from annotator.schemes import problems_of
from annotator.schemes.drafts import blank, copied, editable, next_one, words_at
from annotator.schemes.naming import new_id
from annotator.schemes.reading import MAX_BYTES, read
from annotator.schemes.writing import as_yaml
from annotator.store import Tx, scheme_drafts, schemes
from annotator.store.accounts import Account
from annotator.store.scheme_drafts import StoredDraft


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as it stands: its text, and every problem that keeps it from being published.

    ``document`` is None where the text cannot be read, or not as forms need it. One can go back and on to the
    states from ``first`` to ``last``.
    """

    stored: StoredDraft
    text: bytes
    document: dict[str, Any] | None
    problems: tuple[Problem, ...]
    first: int
    last: int


def drafts(w: Workplace, who: Account | None) -> list[StoredDraft]:
    """One's own drafts, the one that was changed last first."""
    with w.store.read() as tx:
        return scheme_drafts.of_account(tx, require(tx, who, Right.WRITE_SCHEMES).id)


def begin(w: Workplace, who: Account | None, title: str, language: str = "en") -> str:
    """Begin a scheme from nothing; the draft's id."""

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.WRITE_SCHEMES)
        name = _title(title)
        return _begun(tx, person, blank(_free_id(tx, name), name, language))

    return w.store.write(work)


def begin_copy(w: Workplace, who: Account | None, hash: str, title: str) -> str:
    """Begin a scheme as a copy of another, under a name of its own; the draft's id."""

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.WRITE_SCHEMES)
        name, old = _title(title), scheme_of(tx, hash)
        return _begun(tx, person, copied(dict(old.document), _free_id(tx, name), name))

    return w.store.write(work)


def begin_next(w: Workplace, who: Account | None, hash: str) -> str:
    """Begin the next version of a scheme. AnnotatorError for one that came with the program: it is copied."""

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.WRITE_SCHEMES)
        old = scheme_of(tx, hash)
        refuse_shipped(old.id)
        return _begun(tx, person, next_one(dict(old.document)), hash)

    return w.store.write(work)


def begin_from_text(w: Workplace, who: Account | None, text: bytes) -> str:
    """Begin a scheme from the text of a file, whatever is still wrong with it; the draft's id."""

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.WRITE_SCHEMES)
        return scheme_drafts.begin(tx, person.id, _title_in(text), _bounded(text))

    return w.store.write(work)


def draft(w: Workplace, who: Account | None, id: str) -> DraftView:
    """One's own draft as it stands."""
    with w.store.read() as tx:
        person = require(tx, who, Right.WRITE_SCHEMES)
        stored = scheme_drafts.get(tx, id, person.id)
        text, ends = scheme_drafts.text_of(tx, stored), scheme_drafts.steps(tx, stored)
    return DraftView(stored, text, _document(text), problems_of(text), *ends)


def edit(
    w: Workplace, who: Account | None, id: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> int:
    """Save what a form makes of a draft's document as it stands; the number of the state that stands then.

    AnnotatorError where the text is such that forms cannot work on it.
    """

    def work(tx: Tx) -> int:
        person = require(tx, who, Right.WRITE_SCHEMES)
        stored = scheme_drafts.get(tx, id, person.id)
        document = _document(scheme_drafts.text_of(tx, stored))
        if document is None:
            raise AnnotatorError(said("Mend the text first: forms cannot work on it as it is."))
        made = change(document)
        if made == document:
            return stored.step
        text = _bounded(as_yaml(made))
        return scheme_drafts.save(tx, stored, stored.step, _title_in(text) or stored.title, text).step

    return w.store.write(work)


def save_text(w: Workplace, who: Account | None, id: str, seen: int, text: bytes) -> int:
    """Save a draft's text as it was written, whatever is still wrong with it."""

    def work(tx: Tx) -> int:
        person = require(tx, who, Right.WRITE_SCHEMES)
        stored = scheme_drafts.get(tx, id, person.id)
        if text == scheme_drafts.text_of(tx, stored):
            return stored.step
        return scheme_drafts.save(tx, stored, seen, _title_in(text) or stored.title, _bounded(text)).step

    return w.store.write(work)


def take_back(w: Workplace, who: Account | None, id: str) -> int:
    """Go back to the state before; the number of the state that stands now."""
    return _go(w, who, id, -1)


def do_again(w: Workplace, who: Account | None, id: str) -> int:
    """Go on to the state that was taken back; the number of the state that stands now."""
    return _go(w, who, id, 1)


def _go(w: Workplace, who: Account | None, id: str, by: int) -> int:
    def work(tx: Tx) -> int:
        person = require(tx, who, Right.WRITE_SCHEMES)
        stored = scheme_drafts.get(tx, id, person.id)
        moved = scheme_drafts.go_to(tx, stored, stored.step + by, stored.title)
        title = _title_in(scheme_drafts.text_of(tx, moved)) or stored.title
        return scheme_drafts.go_to(tx, moved, moved.step, title).step

    return w.store.write(work)


def discard(w: Workplace, who: Account | None, id: str) -> None:
    """Take one's draft away, with all its states."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.WRITE_SCHEMES)
        scheme_drafts.remove(tx, scheme_drafts.get(tx, id, person.id))

    w.store.write(work)


def draft_file(w: Workplace, who: Account | None, id: str) -> tuple[str, bytes]:
    """One's draft as a file: its name and its text."""
    with w.store.read() as tx:
        person = require(tx, who, Right.WRITE_SCHEMES)
        stored = scheme_drafts.get(tx, id, person.id)
        text = scheme_drafts.text_of(tx, stored)
    name = (_document(text) or {}).get("id")
    return f"{name if isinstance(name, str) else 'scheme'}-draft.yaml", text


def refuse_shipped(id: str) -> None:
    """AnnotatorError for a scheme that came with the program."""
    if any(card.id == id for card in shipped_cards().values()):
        raise AnnotatorError(
            said("{scheme} came with Attune and stays as it is. Copy it under a name of your own.", scheme=id)
        )


def _begun(tx: Tx, person: Account, document: dict[str, Any], base: str | None = None) -> str:
    text = as_yaml(document)
    return scheme_drafts.begin(tx, person.id, _title_in(text), text, base)


def _free_id(tx: Tx, title: str) -> str:
    """An id for a title that no scheme here has."""
    return new_id(title, {row.scheme_id for row in schemes.all(tx)})


def _document(text: bytes) -> dict[str, Any] | None:
    found = read(text)
    return found.values if found.whole and editable(found.values) else None


def _title_in(text: bytes) -> str:
    document = _document(text)
    if document is None:
        return ""
    return words_at(document, ("title",), document["i18n"]["default"])[:120]


def _title(words: str) -> str:
    clean = line(words)
    if not clean or len(clean) > 120:
        raise AnnotatorError(said("A title is missing or longer than {most} letters.", most=120))
    return clean


def line(words: str) -> str:
    """Words on one line, with single spaces."""
    return " ".join(words.split())


def _bounded(text: bytes) -> bytes:
    if len(text) > MAX_BYTES:
        raise AnnotatorError(said("A scheme has at most {most} bytes.", most=MAX_BYTES))
    return text
