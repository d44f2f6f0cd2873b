"""Saving acts: each once, in the order of its tab, all of its edits or none, and nothing sent is lost."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, column, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.errors import NotFound, Problem, packed, said, unpacked
from annotator.model import Act, Content, Interval
from annotator.store import audit, contents
from annotator.store.applying import Page, Refused, refused_for
from annotator.store.failures import INTEGRITY, broken_rule
from annotator.store.json_functions import Each
from annotator.store.lanes import Lane, LaneRule, first_overlap
from annotator.store.nul import HoldsNul, refuse_nul
from annotator.store.prepared import Prepared
from annotator.store.tables import act as act_table
from annotator.store.tables import annotation, coding
from annotator.store.tables import edit as edit_table
from annotator.store.tables import tab as tab_table
from annotator.store.transaction import AnySelect, Tx, canonical
from annotator.timecode import clock

SAVED, REFUSED, GAP = "saved", "refused", "gap"


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """What became of an act: saved under ``seq``, refused for a reason, or waiting for those before it."""

    act_id: str
    outcome: str
    seq: int | None = None
    code: str = ""
    message: str = ""


def save_acts(
    tx: Tx,
    coding_id: str,
    acts: Sequence[Act],
    lanes: Mapping[Lane, LaneRule],
    misfits: Mapping[str, Problem] | None = None,
    drafts: Mapping[str, "Draft"] | None = None,
    links: frozenset[str] = frozenset(),
) -> list[ActAnswer]:
    """Save acts of a coding, in their order, and say of each what became of it.

    An act that was answered before gets the same answer. One that comes before its turn in its
    tab is a gap: nothing of it and of those after it is stored, they are to be sent again. A
    refused act is stored with its reason, and its tab goes on. ``lanes`` says where one code
    holds at a time; ``misfits`` names acts that the caller found not to fit the scheme, which
    are refused for that; ``drafts`` holds what was worked out beforehand; ``links`` are the modifiers
    by which a mark names others, which must be there. Raises NotFound when there is no such coding.
    """
    book = _Book.open(tx, coding_id, acts, lanes)
    book.misfits, book.drafts, book.links = misfits or {}, drafts or {}, links
    answers = [book.answer(act) for act in acts]
    book.close()
    return answers


@dataclass(frozen=True, slots=True)
class Draft:
    """What an act writes when the newest act of its coding is ``seq``: rows as the driver takes them.

    ``mark`` is the act's digest, ``touched`` are the contents that it leaves standing, ``window`` the coded
    window after it.
    """

    mark: str
    seq: int
    edits: Sequence[tuple[Any, ...]]
    rows: Sequence[tuple[Any, ...]]
    touched: Sequence[Content]
    window: Interval


def draft(tx: Tx, coding_id: str, act: Act, links: frozenset[str] = frozenset()) -> Draft | None:
    """Work out what an act will write, so that a long one keeps the writer only while it is written.

    None when it would be refused. NotFound when there is no such coding.
    """
    book = _Book.open(tx, coding_id, (), {})
    book.links = links
    try:
        return None if book.locked else book.draft(act, digest(act))
    except (Refused, HoldsNul):
        return None


def digest(act: Act) -> str:
    """SHA-256 of what an act says: its kind, what it undoes, and its edits; not when or from where."""
    edits = ",".join(map(contents.edit_json, act.edits))
    says = f"[{canonical(act.kind)},{canonical(act.undoes)},[{edits}]]"
    return hashlib.sha256(says.encode()).hexdigest()


_a, _t, _c = act_table.c, annotation.c, coding.c
# A JSON list is one value however long it is; SQLite takes at most 32,766 in one statement.
_IDS: AnySelect = select(column("value")).select_from(Each(bindparam("ids")).table_valued("value"))
_CODING = Prepared(
    select(_c.state, _c.seq, _c.onset_ms, _c.offset_ms, _c.coder).where(_c.id == bindparam("coding"))
)
_SET_CODING = Prepared(
    update(coding)
    .where(_c.id == bindparam("coding"))
    .values(seq=bindparam("to_seq"), onset_ms=bindparam("onset"), offset_ms=bindparam("offset"))
)
_ACTS = Prepared(
    select(_a.id, _a.digest, _a.outcome, _a.seq, _a.code, _a.message).where(
        _a.coding == bindparam("coding"), _a.id.in_(_IDS)
    )
)
_TAB = Prepared(
    select(tab_table.c.last).where(
        tab_table.c.coding == bindparam("coding"), tab_table.c.id == bindparam("tab")
    )
)
_ROWS = Prepared(
    select(*contents.COLUMNS, _t.removed).where(_t.coding == bindparam("coding"), _t.id.in_(_IDS))
)
_ADD_ACT = Prepared(insert(act_table))
_ADD_EDITS = Prepared(insert(edit_table))
_new_tab = upsert(tab_table)
_SET_TAB = Prepared(
    _new_tab.on_conflict_do_update(index_elements=["coding", "id"], set_={"last": _new_tab.excluded.last})
)
_new_row = upsert(annotation)
_SET_ROWS = Prepared(
    _new_row.on_conflict_do_update(
        index_elements=["coding", "id"],
        set_={
            c.name: _new_row.excluded[c.name] for c in annotation.columns if c.name not in ("coding", "id")
        },
    )
)


@dataclass(slots=True)
class _Book:
    """A coding while acts are saved to it."""

    tx: Tx
    coding: str
    coder: str
    locked: bool
    seq: int
    window: Interval
    lanes: Mapping[Lane, LaneRule]
    known: dict[str, tuple[str, ActAnswer]]
    last: dict[str, int] = field(default_factory=dict)
    opened_at: dict[str, int] = field(default_factory=dict)
    misfits: Mapping[str, Problem] = field(default_factory=dict)
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    gap: bool = False
    saved: bool = False

    @classmethod
    def open(cls, tx: Tx, coding_id: str, acts: Sequence[Act], lanes: Mapping[Lane, LaneRule]) -> "_Book":
        row = tx.row(_CODING, {"coding": coding_id})
        if row is None:
            raise NotFound(said("There is no such coding here."))
        window = Interval(row.onset_ms, row.offset_ms)
        book = cls(tx, coding_id, row.coder, row.state != "open", row.seq, window, lanes, {})
        book._recall([act.id for act in acts])
        return book

    def close(self) -> None:
        """Write how far the coding and its tabs have come; nothing when all was answered before."""
        moved = [(tab, last) for tab, last in self.last.items() if last > self.opened_at[tab]]
        if moved:
            tabs = [{"coding": self.coding, "id": tab, "last": last} for tab, last in moved]
            self.tx.change(_SET_TAB, tabs)
        if self.saved:
            window = {"onset": self.window.onset, "offset": self.window.offset}
            self.tx.change(_SET_CODING, {"coding": self.coding, "to_seq": self.seq, **window})

    def answer(self, act: Act) -> ActAnswer:
        """Save one act, or find what became of it."""
        last, mark = self._last(act.tab), self._mark(act)
        if self.gap:
            return ActAnswer(act.id, GAP)
        known = self.known.get(act.id)
        if known is None or known[0] != mark:
            if act.n > last + 1:
                self.gap = True
                return ActAnswer(act.id, GAP)
            answer = self._save(act, mark) if known is None and act.n > last else self._different(act, mark)
        else:
            answer = known[1]
        # A tab that took over another's queue sends under its own numbers what was saved before.
        self.last[act.tab] = max(last, act.n) if act.n <= last + 1 else last
        return answer

    def _mark(self, act: Act) -> str:
        ready = self.drafts.get(act.id)
        return digest(act) if ready is None else ready.mark

    def _recall(self, ids: Sequence[str]) -> None:
        for row in self.tx.rows(_ACTS, {"coding": self.coding, "ids": json.dumps(list(ids))}):
            kept = ActAnswer(row.id, row.outcome, row.seq, row.code, unpacked(row.message))
            self.known[row.id] = (row.digest, kept)

    def _last(self, tab: str) -> int:
        if tab not in self.last:
            self.last[tab] = self.tx.value(_TAB, {"coding": self.coding, "tab": tab}) or 0
            self.opened_at[tab] = self.last[tab]
        return self.last[tab]

    def _save(self, act: Act, mark: str) -> ActAnswer:
        try:
            if self.locked:
                raise Refused(
                    "locked", said("The coding is submitted and locked. Ask for it to be opened again.")
                )
            if act.id in self.misfits:
                raise refused_for(self.misfits[act.id])
            with self.tx.all_or_nothing():
                self.window = self._write(act, mark)
        except Refused as refusal:
            return self._refuse(act, mark, refusal, act.id)
        except HoldsNul as error:
            return self._refuse(act, mark, Refused("malformed", error.sentence), act.id)
        except INTEGRITY as error:
            return self._refuse(act, mark, _refusal_for(error), act.id)
        self.seq += 1
        self.saved = True
        return self._note(mark, ActAnswer(act.id, SAVED, self.seq))

    def _write(self, act: Act, mark: str) -> Interval:
        ready = self.drafts.get(act.id)
        if ready is None or ready.seq != self.seq:  # not drafted, or another act came in between
            ready = self.draft(act, mark)
        self.tx.change(_ADD_ACT, self._row(act, mark, ActAnswer(act.id, SAVED, self.seq + 1)))
        _ADD_EDITS.change_bound(self.tx.connection, ready.edits)
        _SET_ROWS.change_bound(self.tx.connection, ready.rows)
        self._refuse_overlap(ready.touched)
        return ready.window

    def draft(self, act: Act, mark: str) -> Draft:
        """What an act writes as the coding stands; raises Refused when it does not follow from it."""
        if not act.edits:
            raise Refused("malformed", said("The act holds no edit. Reload the page."))
        page = self._page(act)
        named = set() if not self.links else self._named(page)
        for edit in act.edits:
            page.turn(edit)
        if self.links:
            self._refuse_dangling(page, self._named(page) - named)
        key = {"coding": self.coding, "seq": self.seq + 1}
        edits = _ADD_EDITS.bound(key | edit for edit in page.edits)
        touched = [a.content for a in page.standing.values()]
        refuse_nul(_texts(touched))  # prepared statements go by no engine's watch
        return Draft(mark, self.seq, edits, _SET_ROWS.bound(page.rows(self.coding)), touched, page.window)

    def _named(self, page: Page) -> set[str]:
        """The marks that those of a page name by their links."""
        values = (a.content.modifiers.get(link) for a in page.standing.values() for link in self.links)
        return {id for value in values if isinstance(value, tuple) for id in value}

    def _refuse_dangling(self, page: Page, named: set[str]) -> None:
        """Refuse an act by which a mark comes to name one that is not there; older names may stay."""
        unseen = named - page.standing.keys()
        gone = unseen & page.removed.keys()
        rest = json.dumps(sorted(unseen - gone))
        if unseen - gone:
            rows = _ROWS.plain_rows(self.tx.connection, {"coding": self.coding, "ids": rest})
            there = {contents.annotation_of(row).id for row in rows if not row[-1]}  # removed
            gone |= unseen - there
        if gone:
            raise Refused(
                "no_cue",
                said("A mark that this one is linked to is not there any more. Link it to another one."),
            )

    def _page(self, act: Act) -> Page:
        page = Page({}, {}, {}, self.window)
        ids = list({edit.annotation for edit in act.edits if edit.annotation is not None})
        for row in _ROWS.plain_rows(self.tx.connection, {"coding": self.coding, "ids": json.dumps(ids)}):
            found = contents.annotation_of(row)
            page.newest[found.id] = found.content
            if row[-1]:  # removed
                page.removed[found.id] = found.revision
            else:
                page.standing[found.id] = found
        return page

    def _refuse_overlap(self, touched: Sequence[Content]) -> None:
        found = first_overlap(self.tx, self.coding, touched, self.lanes)
        if found is not None:
            (track, subject), at = found
            raise Refused(
                "overlap",
                said(
                    "Two codes would hold at once in track {track} of {subject} at {at}, where one "
                    "may hold at a time. Reload the coding to see its newest state.",
                    track=track,
                    subject=subject,
                    at=clock(at),
                ),
            )

    def _different(self, act: Act, mark: str) -> ActAnswer:
        """An act under an id or number that another act has: kept beside it, refused, and on the record."""
        kept_as = f"{act.id}~{mark[:16]}" if act.id in self.known else act.id
        if kept_as not in self.known:
            self._recall([kept_as])
        if kept_as in self.known:
            return _as(act.id, self.known[kept_as][1])
        detail = {"act": act.id, "tab": act.tab, "n": act.n, "digest": mark}
        audit.write(self.tx, self.coder, "act_differs", "coding", self.coding, detail)
        refusal = Refused(
            "different", said("Another act was sent before under this act's id or number. Reload the page.")
        )
        return self._refuse(act, mark, refusal, kept_as)

    def _refuse(self, act: Act, mark: str, refusal: Refused, kept_as: str) -> ActAnswer:
        answer = ActAnswer(kept_as, REFUSED, None, refusal.code, refusal.message)
        edits = canonical([contents.edit_dict(edit) for edit in act.edits])
        self.tx.change(_ADD_ACT, self._row(act, mark, answer, edits))
        return _as(act.id, self._note(mark, answer))

    def _note(self, mark: str, answer: ActAnswer) -> ActAnswer:
        self.known[answer.act_id] = (mark, answer)
        return answer

    def _row(self, act: Act, mark: str, answer: ActAnswer, edits: str | None = None) -> dict[str, Any]:
        return {
            "coding": self.coding, "id": answer.act_id, "tab": act.tab, "n": act.n, "kind": act.kind,
            "undoes": act.undoes, "made_at": act.made_at, "received_at": self.tx.at, "digest": mark,
            "outcome": answer.outcome, "seq": answer.seq, "code": answer.code,
            "message": packed(answer.message),
            "edits": edits,
        }  # fmt: skip


def _texts(touched: Iterable[Content]) -> Iterator[object]:
    for content in touched:
        yield from (content.track, content.subject, content.code, content.comment, *content.modifiers)
        for value in content.modifiers.values():
            yield from value if isinstance(value, tuple) else (value,)


def _as(act_id: str, answer: ActAnswer) -> ActAnswer:
    return ActAnswer(act_id, answer.outcome, answer.seq, answer.code, answer.message)


def _refusal_for(error: Exception) -> Refused:
    """The refusal for an act that a rule of the tables stopped."""
    if broken_rule(error) == "check":
        return Refused("malformed", said("An annotation would end before it begins. Reload the page."))
    return Refused("different", said("An edit of this act was sent before in another act. Reload the page."))
