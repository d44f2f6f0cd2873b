"""What a coder was given to code, in their own order: what is done, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.access import Right, Use
from annotator.actions.asking import codes_again, own_codings, require, sight_of
from annotator.actions.assigning import coders_of, state_of
from annotator.actions.consents import closed
from annotator.actions.scheme_cards import SchemeCard, card_in
from annotator.actions.workplace import Workplace
from annotator.store import Tx, assignments, codings, families
from annotator.store.accounts import Account
from annotator.store.assignments import Assignment
from annotator.store.families import SessionRow
from annotator.store.sessions import VisitFilter

MOST_VISITS = 100_000


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A visit to code: ``state`` is open (not begun), started or submitted, ``coding`` what was begun.

    ``scheme`` and ``profile`` are None where the coder chooses. ``shut`` says that its film may not be
    watched; such a visit is never next.
    """

    visit: SessionRow
    state: str
    coding: str | None
    scheme: SchemeCard | None
    profile: str | None
    shut: bool


@dataclass(frozen=True, slots=True)
class WorkList:
    """Everything that somebody was given to code, in their own order.

    Says nothing of who else has a visit, and of one that is coded again only what is to be done now.
    """

    items: Sequence[WorkItem]

    @property
    def done(self) -> int:
        """How many are submitted."""
        return sum(item.state == "submitted" for item in self.items)

    @property
    def next(self) -> WorkItem | None:
        """What to go on with: what was begun, else the first that was not; None when nothing is left."""
        left = [item for item in self.items if item.state != "submitted" and not item.shut]
        return next((item for item in left if item.state == "started"), left[0] if left else None)


def my_work(w: Workplace, who: Account | None) -> WorkList:
    """What somebody was given to code, in their own order."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        return work_of(tx, person)


def work_of(tx: Tx, person: Account) -> WorkList:
    """What somebody was given to code, in their own order; empty for who was given nothing by name."""
    today, again = tx.at[:10], codes_again(tx, person)
    there = [
        a for a in assignments.of_account(tx, person.id)
        if (a.not_before is None or a.not_before <= today) and not (a.former is None and a.session in again)
    ]  # fmt: skip
    if not there:
        return WorkList(())
    known = {c.id for c in own_codings(tx, person)}
    made = [c for c in codings.made_by(tx, person.id) if c.id in known]
    visits = _visits(tx, person)
    items: dict[tuple[str, str | None, str | None], WorkItem] = {}
    for a in there:
        visit = visits.get(a.session)
        if visit is not None and _to_code(tx, a, visit):
            items[a.session, a.scheme, a.profile] = _item(tx, person, a, visit, made)
    return WorkList(tuple(items.values()))


def _visits(tx: Tx, person: Account) -> dict[str, SessionRow]:
    seen = sight_of(tx, person, Right.CODE)
    rows = families.search_sessions(tx, "", MOST_VISITS, 0, seen, VisitFilter()).rows
    return {row.id: row for row in rows}


def _to_code(tx: Tx, a: Assignment, visit: SessionRow) -> bool:
    """Whether it was given to be coded; a supervisor's is shared to be looked at."""
    return a.scheme is not None or a.account in coders_of(tx, visit.study)


def _item(
    tx: Tx, person: Account, a: Assignment, visit: SessionRow, made: Sequence[codings.CodingMade]
) -> WorkItem:
    state, coding = state_of(a, [c for c in made if c.session == a.session])
    shut = closed(tx, person, visit.id, Use.WATCH) is not None
    card = card_in(tx, a.scheme) if a.scheme is not None else None
    shown = replace(visit, poster_recording=None) if shut else visit
    return WorkItem(shown, state, coding, card, a.profile, shut)
