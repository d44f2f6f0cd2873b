"""Who was given which visits: to code them, in an order of their own, to code them again, or to look."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update

from annotator.store.prepared import Prepared
from annotator.store.tables import assignment, coding, drawing, family
from annotator.store.tables import session as visit
from annotator.store.transaction import AnyRow, Tx, canonical, new_id

AGAIN = "again"
"""The kind of a drawing of former codings: visits that are coded again."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A visit that somebody was given, and with which scheme and profile to code it; None leaves it open.

    ``position`` orders what was drawn in ``drawing``. ``former`` is the own coding that is to be made again,
    from the day ``not_before`` on, and ``made`` the coding that came of it.
    """

    id: str
    session: str
    account: str
    scheme: str | None = None
    profile: str | None = None
    drawing: str | None = None
    position: int = 0
    former: str | None = None
    not_before: str | None = None
    made: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was handed out in one act, and everything that is needed to draw it again."""

    id: str
    study: str
    kind: str
    scheme: str
    profile: str
    seed: int
    settings: Mapping[str, Any]
    by: str | None
    at: str

    @property
    def of_drift(self) -> bool:
        """Whether it let somebody code anew what they coded since a day, because they had drifted."""
        return self.kind == AGAIN and "since" in self.settings


_COLUMNS = [assignment.c[name] for name in Assignment.__dataclass_fields__]
_ORDER = (assignment.c.position, assignment.c.at, assignment.c.account, assignment.c.id)


def _rows(tx: Tx, *conditions: ColumnElement[bool]) -> list[Assignment]:
    return [_read(row) for row in tx.rows(select(*_COLUMNS).where(*conditions).order_by(*_ORDER))]


def _read(row: AnyRow) -> Assignment:
    return Assignment(*row)


def of_session(tx: Tx, session_id: str) -> list[Assignment]:
    """Who was given a visit, the first first."""
    return of_sessions(tx, [session_id])


def of_sessions(tx: Tx, session_ids: Iterable[str]) -> list[Assignment]:
    """Who was given each of some visits."""
    return _rows(tx, assignment.c.session.in_(list(session_ids)))


def of_account(tx: Tx, account: str) -> list[Assignment]:
    """What somebody was given, in their own order."""
    return _rows(tx, assignment.c.account == account)


def of_study(tx: Tx, study: str) -> list[Assignment]:
    """Everything that was given of a study's visits."""
    visits = select(visit.c.id).join(family, family.c.id == visit.c.family).where(family.c.study == study)
    return _rows(tx, assignment.c.session.in_(visits))


def give(
    tx: Tx,
    session_ids: Iterable[str],
    account: str,
    by: str | None,
    scheme: str | None = None,
    profile: str | None = None,
) -> int:
    """Give somebody visits; those that they have, with this scheme and profile, stay as they are.

    Without a scheme any that they have are enough; a visit that they have without one gets it. Gives how
    many visits are new.
    """
    ids = list(dict.fromkeys(session_ids))
    having = _rows(tx, assignment.c.session.in_(ids), assignment.c.account == account)
    there = {
        a.session
        for a in having
        if scheme is None or (a.scheme, a.profile, a.former) == (scheme, profile, None)
    }
    if scheme is not None:
        left_open = {a.session: a for a in having if a.scheme is None and a.session not in there}
        named = [a.id for a in left_open.values()]
        tx.execute(
            update(assignment).where(assignment.c.id.in_(named)).values(scheme=scheme, profile=profile)
        )
        there |= set(left_open)
    new = [Assignment(new_id(), id, account, scheme, profile) for id in ids if id not in there]
    add(tx, new, by)
    return len(new)


def add(tx: Tx, new: Sequence[Assignment], by: str | None) -> None:
    """Keep new assignments."""
    rows = [{column.name: getattr(a, column.name) for column in _COLUMNS} | _by(tx, by) for a in new]
    if rows:
        tx.execute(insert(assignment), rows)


def _by(tx: Tx, by: str | None) -> dict[str, str | None]:
    return {"by": by, "at": tx.at}


def take(tx: Tx, session_ids: Iterable[str], account: str) -> None:
    """Take visits back from somebody, whatever they were given them for."""
    wanted = assignment.c.session.in_(list(session_ids)) & (assignment.c.account == account)
    tx.execute(delete(assignment).where(wanted))


def hand_over(tx: Tx, of: Assignment, account: str, by: str | None) -> None:
    """Give somebody else what one was given, at the end of their own order."""
    tx.execute(delete(assignment).where(assignment.c.id == of.id))
    there = _rows(tx, assignment.c.session == of.session, assignment.c.account == account)
    if not any((a.scheme, a.profile, a.former) == (of.scheme, of.profile, None) for a in there):
        add(tx, [replace(of, id=new_id(), account=account, position=last_position(tx, account) + 1)], by)


def remove(tx: Tx, id: str) -> None:
    """Take one assignment away."""
    tx.execute(delete(assignment).where(assignment.c.id == id))


def last_position(tx: Tx, account: str) -> int:
    """The last place that is taken in somebody's order; 0 while nothing was drawn for them."""
    return tx.value(select(func.max(assignment.c.position)).where(assignment.c.account == account)) or 0


def let_go(tx: Tx, family_id: str, but: Sequence[str]) -> None:
    """Take a family's visits away from everybody who was given them, but not from these accounts."""
    visits = select(visit.c.id).where(visit.c.family == family_id)
    tx.execute(delete(assignment).where(assignment.c.session.in_(visits), assignment.c.account.not_in(but)))


# Coding again

_FORMER = coding.alias()
_DUE = Prepared(
    select(*_COLUMNS)
    .join(_FORMER, _FORMER.c.id == assignment.c.former)
    .outerjoin(coding, coding.c.id == assignment.c.made)
    .where(
        assignment.c.account == bindparam("account"),
        assignment.c.not_before <= bindparam("today"),
        _FORMER.c.state != "open",
        or_(assignment.c.made.is_(None), coding.c.state == "open"),
    )
    .order_by(*_ORDER)
)


def due_again(tx: Tx, account: str) -> list[Assignment]:
    """What somebody is to code again by now and has not submitted again yet."""
    return [_read(row) for row in tx.rows(_DUE, {"account": account, "today": tx.at[:10]})]


def note_made(tx: Tx, id: str, coding_id: str) -> None:
    """Note which coding came of coding a visit again."""
    tx.execute(update(assignment).where(assignment.c.id == id).values(made=coding_id))


def made_again(tx: Tx, session_ids: Iterable[str]) -> dict[str, str]:
    """The codings of some visits that a coder made again after a while, each with the former one.

    What was coded anew because of a drift is not among them: it is work like any other.
    """
    there = assignment.c.session.in_(list(session_ids)) & assignment.c.made.is_not(None)
    found = _rows(tx, there)
    drawn = _drawings(tx, drawing.c.id.in_({a.drawing for a in found})) if found else []
    recoded = {d.id for d in drawn if d.of_drift}
    return {a.made: a.former for a in found if a.made and a.former and a.drawing not in recoded}


# Drawings


def add_drawing(
    tx: Tx, study: str, kind: str, scheme: str, profile: str, seed: int, settings: Mapping[str, Any], by: str
) -> str:
    """Keep by which seed and settings something was drawn; gives its id."""
    id = new_id()
    row = {"id": id, "study": study, "kind": kind, "scheme": scheme, "profile": profile, "seed": seed}
    tx.execute(insert(drawing), {**row, "settings": canonical(dict(settings)), "by": by, "at": tx.at})
    return id


def drawings(tx: Tx, study: str) -> list[Drawing]:
    """What was drawn for a study, the oldest first."""
    return _drawings(tx, drawing.c.study == study)


def _drawings(tx: Tx, condition: ColumnElement[bool]) -> list[Drawing]:
    columns = [drawing.c[name] for name in Drawing.__dataclass_fields__]
    wanted = select(*columns).where(condition).order_by(drawing.c.at, drawing.c.id)
    return [Drawing(**row._asdict() | {"settings": json.loads(row.settings)}) for row in tx.rows(wanted)]
