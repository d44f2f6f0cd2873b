"""What a coder was given to code, in their own order: what is done, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.access import Right, Role, Use
from annotator.actions.asking import codes_again, own_codings, require, sight_of
from annotator.actions.consents import closed
from annotator.actions.scheme_cards import SchemeCard, card_in
from annotator.actions.workplace import Workplace
from annotator.store import Tx, assignments, codings, families, studies
from annotator.store.accounts import Account
from annotator.store.assignments import Assignment
from annotator.store.families import SessionRow
from annotator.store.sessions import VisitFilter

MOST_VISITS = 100_000


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A visit to code: ``state`` is open (not begun), started or submitted, ``coding`` what was begun.

    ``scheme`` and ``profile`` are None where the coder chooses.
    """

    visit: SessionRow
    state: str
    coding: str | None
    scheme: SchemeCard | None
    profile: str | None


@dataclass(frozen=True, slots=True)
class WorkList:
    """Everything that somebody was given to code, in their own order, and what to go on with.

    ``next`` is what was begun, else the first that was not; one whose film may not be watched now waits,
    and None is left when all is submitted. Nothing says who else has a visit; of one that is coded again
    only what is to be done now is there.
    """

    items: Sequence[WorkItem] = ()
    next: WorkItem | None = None

    @property
    def done(self) -> int:
        """How many are submitted."""
        return sum(item.state == "submitted" for item in self.items)


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
        return WorkList()
    mine, visits = _own(tx, person), _visits(tx, person)
    to_code = _to_code(tx, person, {visit.study for visit in visits.values()})
    items: dict[tuple[str, str | None, str | None], WorkItem] = {}
    for a in there:
        visit = visits.get(a.session)
        if visit is not None and (a.scheme is not None or visit.study in to_code):
            state, coding = state_of(a, mine.get(a.session, ()))
            card = card_in(tx, a.scheme) if a.scheme is not None else None
            items[a.session, a.scheme, a.profile] = WorkItem(visit, state, coding, card, a.profile)
    return WorkList(tuple(items.values()), _next(tx, person, tuple(items.values())))


def _own(tx: Tx, person: Account) -> dict[str, list[codings.CodingMade]]:
    """One's own codings that exist for one, by visit."""
    known = {c.id for c in own_codings(tx, person)}
    found: dict[str, list[codings.CodingMade]] = {}
    for each in codings.made_by(tx, person.id):
        if each.id in known:
            found.setdefault(each.session, []).append(each)
    return found


def _visits(tx: Tx, person: Account) -> dict[str, SessionRow]:
    seen = sight_of(tx, person, Right.CODE)
    rows = families.search_sessions(tx, "", MOST_VISITS, 0, seen, VisitFilter()).rows
    return {row.id: row for row in rows}


def _to_code(tx: Tx, person: Account, studies: set[str]) -> set[str]:
    """The studies in which visits are given to somebody to be coded; a supervisor gets them to look at."""
    return {study for study in studies if person.id in coders_of(tx, study)}


def _next(tx: Tx, person: Account, items: Sequence[WorkItem]) -> WorkItem | None:
    left = [item for item in items if item.state != "submitted"]
    ordered = sorted(left, key=lambda item: item.state != "started")
    return next((i for i in ordered if closed(tx, person, i.visit.id, Use.WATCH) is None), None)


def coders_of(tx: Tx, study: str) -> dict[str, str]:
    """The coders of a study who can work: names by account."""
    members = studies.members(tx, study)
    return {m.account: m.name for m in members if m.role == Role.CODER and not m.disabled}


def state_of(a: Assignment, own: Sequence[codings.CodingMade]) -> tuple[str, str | None]:
    """How far somebody is with what they were given, and the coding that came of it.

    ``own`` are their codings of the visit. One that was made from others' does not count.
    """
    fitting = [c for c in own if c.state != "consensus" and _came_of(a, c)]
    if not fitting:
        return "open", None
    started = next((c for c in fitting if c.state == "open"), None)
    return ("started", started.id) if started else ("submitted", fitting[-1].id)


def _came_of(a: Assignment, coding: codings.CodingMade) -> bool:
    if a.former is not None:
        return coding.id == a.made
    return a.scheme is None or (coding.scheme, coding.profile) == (a.scheme, a.profile)
