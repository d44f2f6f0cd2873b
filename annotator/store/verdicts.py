"""What was decided about moments at which two codings differ, and the consensus codings made from that.

A ledger: the newest verdict of a moment counts, none is ever changed. A pair is the same in either order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import func, insert, select

from annotator.store.tables import consensus, verdict
from annotator.store.transaction import AnyRow, Tx

Word = Literal["first", "second", "both", "unclear", "open"]
WORDS: tuple[Word, ...] = ("first", "second", "both", "unclear", "open")
_TURNED: Mapping[Word, Word] = {"first": "second", "second": "first"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which two codings differ: where, and what each says; ``(none)`` for nothing."""

    track: str
    subject: str
    onset_ms: int
    offset_ms: int
    first_code: str
    second_code: str

    def turned(self) -> "Moment":
        """The same moment with the second coding first."""
        return replace(self, first_code=self.second_code, second_code=self.first_code)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided: who is right (``open``: nobody yet, again), a note, by which account, when."""

    seq: int
    moment: Moment
    word: Word
    note: str
    by: str | None
    at: str


def judge(tx: Tx, pair: tuple[str, str], moment: Moment, word: Word, note: str, by: str | None) -> Verdict:
    """Add a verdict about a moment of two codings."""
    first, second = sorted(pair)
    where, kept = (moment, word) if first == pair[0] else (moment.turned(), _TURNED.get(word, word))
    row = {
        "first": first, "second": second, "track": where.track, "subject": where.subject,
        "onset_ms": where.onset_ms, "offset_ms": where.offset_ms, "first_code": where.first_code,
        "second_code": where.second_code, "verdict": kept, "note": note, "by": by, "at": tx.at,
    }  # fmt: skip
    tx.execute(insert(verdict), row)
    return Verdict(last(tx, pair), moment, word, note, by, tx.at)


def of_pair(tx: Tx, pair: tuple[str, str]) -> list[Verdict]:
    """Every verdict about two codings, the first first, told in the order in which they are named."""
    first, second = sorted(pair)
    wanted = select(verdict).where(verdict.c.first == first, verdict.c.second == second)
    found = [_verdict(row) for row in tx.rows(wanted.order_by(verdict.c.seq))]
    if first == pair[0]:
        return found
    return [replace(v, moment=v.moment.turned(), word=_TURNED.get(v.word, v.word)) for v in found]


def standing(found: Iterable[Verdict]) -> dict[Moment, Verdict]:
    """The newest verdict of each moment; one that is open again stands as open."""
    return {each.moment: each for each in found}


def last(tx: Tx, pair: tuple[str, str]) -> int:
    """The number of the newest verdict about two codings; 0 without any."""
    first, second = sorted(pair)
    mine = (verdict.c.first == first) & (verdict.c.second == second)
    return int(tx.value(select(func.max(verdict.c.seq)).where(mine)) or 0)


def _verdict(row: AnyRow) -> Verdict:
    moment = Moment(row.track, row.subject, row.onset_ms, row.offset_ms, row.first_code, row.second_code)
    return Verdict(row.seq, moment, row.verdict, row.note, row.by, row.at)


# Consensus codings ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """From which two codings a consensus was made, after how many of their acts, up to which verdict."""

    coding: str
    first: str
    second: str
    first_seq: int
    second_seq: int
    verdict_seq: int
    by: str | None
    at: str


def keep_origin(tx: Tx, coding: str, pair: tuple[str, str], seqs: tuple[int, int], by: str | None) -> None:
    """Note from what a coding begins as a consensus; ``by`` is None for one from another computer."""
    row = {"coding": coding, "first": pair[0], "second": pair[1], "first_seq": seqs[0], "second_seq": seqs[1]}
    tx.execute(insert(consensus), {**row, "verdict_seq": last(tx, pair), "by": by, "at": tx.at})


def origin_of(tx: Tx, coding: str) -> Origin | None:
    """From what a coding was made; None for everybody's own coding."""
    row = tx.row(select(consensus).where(consensus.c.coding == coding))
    return None if row is None else Origin(*row)


def of_codings(tx: Tx, pair: tuple[str, str]) -> list[Origin]:
    """The consensus codings made from two codings, the oldest first."""
    either = consensus.c.first.in_(pair) & consensus.c.second.in_(pair)
    return [Origin(*row) for row in tx.rows(select(consensus).where(either).order_by(consensus.c.at))]
