"""The record of who did what: append-only, each row sealed by the hash of the row before."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, text

from annotator.errors import Problem, said
from annotator.store.prepared import Prepared
from annotator.store.tables import audit, coding, person, plan, recording, session, talk
from annotator.store.transaction import Tx, canonical, instant, iso

FIRST = "0" * 64
TAKEN_AWAY = ("export", "print")
"""The verbs of what leaves this computer, as a file or on paper."""

_NEWEST = 20_000
"""Rows looked through for what happened lately: the record of a busy hour is shorter."""
_LAST = Prepared(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1))
_INSERT = Prepared(insert(audit))
_COUNTED = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = 'audit'",
    "postgresql": "SELECT seq FROM audit_counted",
}
_SEALED = ("seq", "at", "who", "verb", "subject_kind", "subject", "detail", "prev")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the record: ``who`` (an account, or None for the program) did ``verb`` to a subject."""

    seq: int
    at: str
    who: str | None
    verb: str
    subject_kind: str
    subject: str
    detail: str

    @property
    def details(self) -> dict[str, Any]:
        """The detail as values."""
        values: dict[str, Any] = json.loads(self.detail)
        return values


def write(
    tx: Tx,
    who: str | None,
    verb: str,
    subject_kind: str,
    subject_id: str,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Append a row in the caller's transaction and return its number.

    ``detail`` holds ids, counts and reasons: never names, words of families, or codes, for the
    record outlives what it speaks of.
    """
    last = tx.row(_LAST)
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": tx.at,
        "who": who,
        "verb": verb,
        "subject_kind": subject_kind,
        "subject": subject_id,
        "detail": canonical(dict(detail or {})),
        "prev": last.hash if last else FIRST,
    }
    tx.change(_INSERT, {**row, "hash": seal(row)})
    return int(row["seq"])


def seal(row: Mapping[str, Any]) -> str:
    """SHA-256 of a row's canonical JSON, which holds the seal of the row before."""
    return hashlib.sha256(canonical({name: row[name] for name in _SEALED}).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The record's last row at some instant, to be kept where nobody who changes the record can change it."""

    at: str
    seq: int
    hash: str


def head(tx: Tx) -> Head:
    """The record's last row now; row 0 and FIRST for a record without rows."""
    last = tx.row(_LAST)
    return Head(tx.at, last.seq, last.hash) if last else Head(tx.at, 0, FIRST)


def verify(tx: Tx, noted: Iterable[Head] = ()) -> list[Problem]:
    """What is wrong with the record, the first bad row first; empty when it is whole.

    Finds changed, dropped, inserted and exchanged rows, and a cut tail as long as the database's own
    counter was not cut with it. ``noted`` are heads that were kept elsewhere: they also show a tail cut with
    the counter, and rows that were changed and all sealed anew.
    """
    problems = list(_broken_links(tx))
    last = tx.value(select(func.max(audit.c.seq))) or 0
    counted = tx.value(text(_COUNTED[tx.connection.dialect.name])) or 0
    heads = sorted(noted, key=lambda each: each.seq)
    once = max(counted, *(each.seq for each in heads), 0)
    if once > last:
        sentence = said("The record once had {counted} rows; it ends at {last}.", counted=once, last=last)
        problems.append((last + 1, Problem("cut", said("row {n}", n=last + 1), sentence)))
    problems += _other_heads(tx, [each for each in heads if each.seq <= last])
    return [problem for _, problem in sorted(problems, key=lambda each: each[0])]


def _other_heads(tx: Tx, heads: Iterable[Head]) -> Iterator[tuple[int, Problem]]:
    """The first noted head that the record does not lead to."""
    before = 0
    for noted in heads:
        found = tx.value(select(audit.c.hash).where(audit.c.seq == noted.seq)) if noted.seq else FIRST
        if found is not None and found != noted.hash:
            sentence = said(
                "The record does not lead to the seal that was noted at {at}: a row from {first} to {last} "
                "was changed, and all after it sealed anew.",
                at=noted.at, first=before + 1, last=noted.seq,
            )  # fmt: skip
            yield noted.seq, Problem("noted", said("row {n}", n=noted.seq), sentence)
            return
        before = noted.seq


def _broken_links(tx: Tx) -> Iterator[tuple[int, Problem]]:
    expected, prev = 1, FIRST
    for stored in tx.execute(select(audit).order_by(audit.c.seq)):
        row = stored._asdict()
        seq, where = row["seq"], said("row {n}", n=row["seq"])
        if seq != expected:
            sentence = said(
                "Row {expected} of the record should stand here; rows are missing.", expected=expected
            )
            yield seq, Problem("missing", where, sentence)
        if row["prev"] != prev:
            yield seq, Problem("chain", where, said("The row does not follow from the row before it."))
        if row["hash"] != seal(row):
            yield seq, Problem("changed", where, said("The row was changed after it was written."))
        expected, prev = seq + 1, row["hash"]


def recent(
    tx: Tx, limit: int = 100, subject_kind: str | None = None, subject_id: str | None = None
) -> list[AuditRow]:
    """The newest rows first, of all subjects or of one."""
    wanted = select(*(audit.c[name] for name in _SEALED[:-1])).order_by(audit.c.seq.desc()).limit(limit)
    if subject_kind is not None:
        wanted = wanted.where(audit.c.subject_kind == subject_kind)
    if subject_id is not None:
        wanted = wanted.where(audit.c.subject == subject_id)
    return [AuditRow(*row) for row in tx.rows(wanted)]


def subjects(tx: Tx, verb: str) -> list[str]:
    """What a verb was done to, each once, the earliest first."""
    found = select(audit.c.subject).where(audit.c.verb == verb).order_by(audit.c.seq)
    return list(dict.fromkeys(row.subject for row in tx.rows(found)))


def taken_away(tx: Tx, family_id: str) -> list[AuditRow]:
    """What was taken away from this computer of a family, the newest first."""
    visits = select(session.c.id).where(session.c.family == family_id)
    made = (
        visits,
        select(coding.c.id).where(coding.c.session.in_(visits)),
        select(plan.c.id).where(plan.c.session.in_(visits)),
    )
    of_family = or_(*(audit.c.subject.in_(ids) for ids in made))
    wanted = select(*(audit.c[name] for name in _SEALED[:-1])).where(audit.c.verb.in_(TAKEN_AWAY), of_family)
    return [AuditRow(*row) for row in tx.rows(wanted.order_by(audit.c.seq.desc()))]


def of_family(tx: Tx, family_id: str) -> list[tuple[AuditRow, str]]:
    """What was done with a family, its visits and what hangs on them, the newest first, each with its visit.

    The visit's label is empty for what was done with the family or one of its people.
    """
    visits = select(session.c.id).where(session.c.family == family_id)
    places: dict[str, str] = {
        row.id: row.label for row in tx.rows(select(session).where(session.c.id.in_(visits)))
    }
    hanging = dict(places)
    for table in (recording, coding, plan, talk):
        wanted = select(table.c.id, table.c.session).where(table.c.session.in_(visits))
        hanging |= {row.id: places[row.session] for row in tx.rows(wanted)}
    people = tx.rows(select(person.c.id).where(person.c.family == family_id))
    hanging |= {family_id: "", **{row.id: "" for row in people}}
    of_these = audit.c.subject.in_(list(hanging))
    wanted = select(*(audit.c[name] for name in _SEALED[:-1])).where(of_these).order_by(audit.c.seq.desc())
    return [(row, hanging[row.subject]) for row in (AuditRow(*each) for each in tx.rows(wanted))]


def of_file(tx: Tx, sha256: str) -> list[AuditRow]:
    """What speaks of a file that was taken away, by its SHA-256; the earliest first."""
    named = audit.c.detail.contains(f'"sha256":"{sha256}"', autoescape=True)
    wanted = select(*(audit.c[name] for name in _SEALED[:-1])).where(audit.c.verb.in_(TAKEN_AWAY), named)
    return [AuditRow(*row) for row in tx.rows(wanted.order_by(audit.c.seq))]


def exports_since(tx: Tx, who: str, since: datetime) -> list[datetime]:
    """When somebody took files away since an instant, the earliest first; of the record's newest rows."""
    newest = tx.value(select(func.max(audit.c.seq))) or 0
    mine = (audit.c.who == who) & (audit.c.verb == "export") & (audit.c.at > iso(since))
    found = select(audit.c.at).where(audit.c.seq > newest - _NEWEST, mine)
    return sorted(instant(row.at) for row in tx.rows(found))


def digest(content: bytes) -> dict[str, str]:
    """What a row's detail holds of a file that leaves, by which it is known again: its SHA-256."""
    return {"sha256": hashlib.sha256(content).hexdigest()}


def clock_warnings(tx: Tx) -> list[str]:
    """A sentence when the clock stands before the newest row; the record's order rests on numbers."""
    last = tx.value(select(audit.c.at).order_by(audit.c.seq.desc()).limit(1))
    if last is None or instant(last) <= tx.now:
        return []
    return [
        f"The clock of this computer shows {tx.at}, but the newest entry of the record is of {last}. "
        "Set the clock; nothing is lost, for order never rests on it."
    ]
