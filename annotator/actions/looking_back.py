"""Looking back at a coding: as it was at any moment, and what became of one annotation."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from annotator.access import Use
from annotator.actions.asking import own_coding
from annotator.actions.consents import require_use
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.store import looking_back
from annotator.store.accounts import Account
from annotator.store.transaction import iso


def as_it_was(
    w: Workplace, who: Account | None, coding_id: str, seq: int | None = None, at: str | None = None
) -> dict[str, Any]:
    """One's own coding after an act, or at an instant (ISO 8601, UTC unless it says otherwise).

    Told by what is otherwise now, as ``annotator.store.looking_back.Past`` says. NotFound when the coding is
    not one's own, ConsentError when its film may not be watched, AnnotatorError when the instant is none.
    """
    moment = _instant(at) if at is not None else None
    with w.store.read() as tx:
        facts = own_coding(tx, who, coding_id)
        require_use(tx, who, facts.session, Use.WATCH)
        wanted = looking_back.seq_at(tx, coding_id, moment) if moment is not None else seq
        past = looking_back.as_it_was(tx, coding_id, facts.seq if wanted is None else wanted)
    return asdict(past)


def _instant(written: str) -> str:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise AnnotatorError(said("This is no day and time: write it like 2026-05-03T10:30.")) from None
    return iso(found if found.tzinfo else found.replace(tzinfo=UTC))


def history_of(w: Workplace, who: Account | None, coding_id: str, annotation_id: str) -> list[dict[str, Any]]:
    """What was done to an annotation of one's own coding, the first first; by whom stands in ``who``.

    NotFound when the coding is not one's own or never had that annotation, ConsentError when its film may
    not be watched.
    """
    with w.store.read() as tx:
        facts = own_coding(tx, who, coding_id)
        require_use(tx, who, facts.session, Use.WATCH)
        edits = looking_back.edits_of_annotation(tx, coding_id, annotation_id)
    if not edits:
        raise NotFound(said("There is no such annotation in this coding."))
    return [edit | {"who": facts.coder_name} for edit in edits]
