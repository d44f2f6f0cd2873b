"""Schemes that somebody writes: each change is a state of the text, and one can go back and on again."""

import zlib
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, insert, select, update

from annotator.errors import Conflict, NotFound, said
from annotator.store.tables import scheme_draft, scheme_draft_state
from annotator.store.transaction import Tx, new_id

KEPT = 100
"""How many states of a draft are kept; the oldest go."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft without its text: ``base`` is the version that it goes on from, ``step`` counts states."""

    id: str
    account: str
    base: str | None
    title: str
    step: int
    made_at: str
    changed_at: str


def begin(tx: Tx, account: str, title: str, text: bytes, base: str | None = None) -> str:
    """Keep a new draft; its id."""
    id = new_id()
    row = {"id": id, "account": account, "base": base, "title": title, "step": 1}
    tx.execute(insert(scheme_draft), {**row, "made_at": tx.at, "changed_at": tx.at})
    tx.execute(insert(scheme_draft_state), {"draft": id, "step": 1, "text": zlib.compress(text)})
    return id


def get(tx: Tx, id: str, account: str) -> StoredDraft:
    """Somebody's own draft; NotFound for any other."""
    mine = (scheme_draft.c.id == id) & (scheme_draft.c.account == account)
    row = tx.row(select(scheme_draft).where(mine))
    if row is None:
        raise NotFound(said("There is no such draft here."))
    return StoredDraft(*row)


def of_account(tx: Tx, account: str) -> list[StoredDraft]:
    """Somebody's drafts, the one that was changed last first."""
    mine = select(scheme_draft).where(scheme_draft.c.account == account)
    order = (scheme_draft.c.changed_at.desc(), scheme_draft.c.id)
    return [StoredDraft(*row) for row in tx.rows(mine.order_by(*order))]


def text_of(tx: Tx, draft: StoredDraft) -> bytes:
    """The text of a draft as it stands."""
    wanted = select(scheme_draft_state.c.text).filter_by(draft=draft.id, step=draft.step)
    return zlib.decompress(tx.value(wanted))


def steps(tx: Tx, draft: StoredDraft) -> tuple[int, int]:
    """The first and the last state that one can go to."""
    of_draft = scheme_draft_state.c.draft == draft.id
    ends = (func.min(scheme_draft_state.c.step), func.max(scheme_draft_state.c.step))
    first, last = (int(tx.value(select(end).where(of_draft))) for end in ends)
    return first, last


def save(tx: Tx, draft: StoredDraft, seen: int, title: str, text: bytes) -> StoredDraft:
    """Add a state behind the one that stands; those that were undone go, and the oldest beyond what is kept.

    Conflict when another state stands than the one that was ``seen``.
    """
    if seen != draft.step:
        raise Conflict(said("This draft was changed in another window. Reload the page."))
    step, state = draft.step + 1, scheme_draft_state
    gone = (state.c.step >= step) | (state.c.step <= step - KEPT)
    tx.execute(delete(state).where(state.c.draft == draft.id, gone))
    tx.execute(insert(state), {"draft": draft.id, "step": step, "text": zlib.compress(text)})
    return _set(tx, replace(draft, step=step, title=title))


def go_to(tx: Tx, draft: StoredDraft, step: int, title: str) -> StoredDraft:
    """Let another state stand; all of them stay."""
    first, last = steps(tx, draft)
    if not first <= step <= last:
        raise Conflict(said("There is nothing more to take back or to do again."))
    return _set(tx, replace(draft, step=step, title=title))


def remove(tx: Tx, draft: StoredDraft) -> None:
    """Take a draft away with all its states."""
    tx.execute(delete(scheme_draft_state).where(scheme_draft_state.c.draft == draft.id))
    tx.execute(delete(scheme_draft).where(scheme_draft.c.id == draft.id))


def _set(tx: Tx, draft: StoredDraft) -> StoredDraft:
    values = {"step": draft.step, "title": draft.title, "changed_at": tx.at}
    tx.execute(update(scheme_draft).where(scheme_draft.c.id == draft.id).values(**values))
    return replace(draft, changed_at=tx.at)
