"""Onsets that two coders agreed on, and the codings that go on from them with modifiers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, or_, select, update

from annotator.errors import Conflict, said
from annotator.model import Annotation, Content, Edit, EditKind, Interval
from annotator.store import codings
from annotator.store.tables import agreed_mark, agreed_onsets, coding, second_pass
from annotator.store.transaction import AnyRow, Tx, new_id

AGREED = "agreed"
"""The kind of the acts by which a coding of a second pass gets its marks; nobody can take them back."""

_ACT = 10_000
"""As many edits as the largest act of a desk has, so that a carried coding can be read."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which two codings' onsets were agreed on, by which account and when."""

    id: str
    session: str
    first: str
    second: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds at one place: the ids of the marks that lie there, and which were taken."""

    first: str | None
    second: str | None
    taken: str


def of_pair(tx: Tx, first: str, second: str) -> Agreement | None:
    """What was agreed on between two codings, in this order; None when nothing was."""
    row = tx.row(
        select(agreed_onsets).where(agreed_onsets.c.first == first, agreed_onsets.c.second == second)
    )
    return None if row is None else _agreement(row)


def of_session(tx: Tx, session_id: str) -> list[Agreement]:
    """All agreements of a visit, the oldest first."""
    mine = select(agreed_onsets).where(agreed_onsets.c.session == session_id)
    return [_agreement(row) for row in tx.rows(mine.order_by(agreed_onsets.c.at, agreed_onsets.c.id))]


def rests_on(tx: Tx, coding_id: str) -> bool:
    """Whether an agreement rests on this coding, so that it has to stay as it is."""
    either = or_(agreed_onsets.c.first == coding_id, agreed_onsets.c.second == coding_id)
    return tx.row(select(agreed_onsets.c.id).where(either).limit(1)) is not None


def decided(tx: Tx, agreement: str) -> list[Decided]:
    """What was decided, place by place, in the order of time."""
    columns = (agreed_mark.c.first, agreed_mark.c.second, agreed_mark.c.taken)
    mine = select(*columns).where(agreed_mark.c.agreement == agreement)
    return [Decided(*row) for row in tx.rows(mine.order_by(agreed_mark.c.n))]


def codings_of(tx: Tx, agreement: str) -> list[str]:
    """The codings that go on from an agreement, by id."""
    mine = select(second_pass.c.coding).where(second_pass.c.agreement == agreement)
    return sorted(row.coding for row in tx.rows(mine))


def agree(tx: Tx, session_id: str, pair: tuple[str, str], by: str, places: Sequence[Decided]) -> str:
    """Note what was agreed on between two codings; its id. Conflict when it was before."""
    first, second = pair
    if of_pair(tx, first, second) is not None:
        raise Conflict(said("These onsets were agreed on already. Reload the page."))
    id = new_id()
    row = {"id": id, "session": session_id, "first": first, "second": second, "by": by, "at": tx.at}
    tx.execute(insert(agreed_onsets), row)
    _keep(tx, id, places)
    return id


def agree_again(
    tx: Tx, agreement: str, by: str, places: Sequence[Decided], marks: Sequence[Annotation]
) -> None:
    """Put other decisions in place of those of an agreement, and their marks into its second passes.

    What a coder said of a mark stays with it as long as its code does. Conflict when a second pass is not
    open.
    """
    for id in codings_of(tx, agreement):
        of = codings.facts(tx, id)
        if of.state != "open":
            raise Conflict(
                said(
                    "{name} has submitted the second pass. Open it again on the page of the visit, then "
                    "decide anew.",
                    name=of.coder_name,
                )
            )
        _lay(tx, id, marks)
    tx.execute(delete(agreed_mark).where(agreed_mark.c.agreement == agreement))
    _keep(tx, agreement, places)
    tx.execute(update(agreed_onsets).where(agreed_onsets.c.id == agreement).values(by=by, at=tx.at))


def _keep(tx: Tx, agreement: str, places: Sequence[Decided]) -> None:
    rows = [
        {"agreement": agreement, "n": n, "first": place.first, "second": place.second, "taken": place.taken}
        for n, place in enumerate(places)
    ]
    if rows:
        tx.execute(insert(agreed_mark), rows)


def begin(
    tx: Tx, agreement: str, like: str, coder: str, window: Interval, marks: Sequence[Annotation]
) -> str:
    """An open coding of a coder that holds agreed marks, made as ``like`` was; its id.

    Conflict when the coder has an open one of the same visit, scheme and depth.
    """
    of = codings.facts(tx, like)
    same = {"session": of.session, "coder": coder, "scheme": of.scheme_hash, "profile": of.profile}
    if tx.row(select(coding.c.id).filter_by(**same, state="open")) is not None:
        raise Conflict(
            said(
                "{name} is coding this visit anew with the same scheme and depth. That coding must be "
                "submitted first.",
                name=of.coder_name,
            )
        )
    made = codings.begin(tx, of.session, coder, of.scheme_hash, of.profile, window)
    tx.execute(insert(second_pass), {"coding": made, "agreement": agreement})
    _lay(tx, made, marks)
    return made


def _lay(tx: Tx, coding_id: str, marks: Sequence[Annotation]) -> None:
    """Let a coding hold these marks and no others, by acts like any; what qualifies one stays with it."""
    there = {mark.id: mark for mark in codings.load(tx, coding_id).annotations}
    gone, wanted = codings.removed(tx, coding_id), {mark.id for mark in marks}
    changes: list[tuple[EditKind, str, int, Content | None]] = [
        (EditKind.REMOVE, id, mark.revision, None) for id, mark in there.items() if id not in wanted
    ]
    for mark in marks:
        old = there.get(mark.id)
        if old is None:
            changes.append((EditKind.ADD, mark.id, gone.get(mark.id, 0), mark.content))
        elif (moved := _qualified_as(mark.content, old.content)) != old.content:
            changes.append((EditKind.CHANGE, mark.id, old.revision, moved))
    for start in range(0, len(changes), _ACT):
        edits = tuple(Edit(codings.new_edit_id(), *change) for change in changes[start : start + _ACT])
        codings.save_own(tx, coding_id, AGREED, edits)


def _qualified_as(content: Content, old: Content) -> Content:
    if content.code != old.code:
        return content
    return replace(content, modifiers=old.modifiers, comment=old.comment, flagged=old.flagged)


def _agreement(row: AnyRow) -> Agreement:
    return Agreement(row.id, row.session, row.first, row.second, row.by, row.at)
