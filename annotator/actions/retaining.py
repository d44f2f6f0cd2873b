"""How long a study keeps a family; what two people decide: to erase what is due, to hold, to hold no longer.

One asks, another confirms, never the same account. A hold (a complaint, a court, safeguarding) keeps a family
from every erasing until its last day.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from annotator.access import TABLE, Right, Role
from annotator.actions import erasing
from annotator.actions.asking import allowed, require
from annotator.actions.erasing import Erased, Order
from annotator.actions.proving import require_proved
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.store import Tx, accounts, audit, families, retention, studies
from annotator.store import erasing as erased_rows
from annotator.store.accounts import Account
from annotator.store.retention import KINDS, REASONS, Asked, Hold

__all__ = [
    "KINDS", "LONGEST_MONTHS", "REASONS", "Kept", "Retention", "ask_to_erase", "ask_to_hold", "ask_to_let_go",
    "confirm", "due_on", "retention_of_study", "set_retention", "take_back",
]  # fmt: skip

LONGEST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Kept:
    """A family and its time: since when it counts, the day from which it is due, what two decide about it.

    ``due`` is None where the study has not said how long. ``asked_by`` is the name of who asked, ``own``
    whether that was oneself, who then cannot confirm.
    """

    family: str
    code: str
    since: str
    due: str | None
    is_due: bool
    asked: Asked | None
    asked_by: str
    own: bool
    hold: Hold | None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a study keeps (months after the last visit, None: not said), and its families by that time.

    ``families`` is empty for who may not erase. ``others``: who else could confirm what one asks for.
    """

    months: int | None
    may_set: bool
    may_erase: bool
    families: tuple[Kept, ...]
    others: tuple[str, ...]


def due_on(since: date, months: int) -> date:
    """The day so many months later; the month's last day where it has none so late.

    >>> due_on(date(2026, 1, 31), 1).isoformat(), due_on(date(2024, 2, 29), 60).isoformat()
    ('2026-02-28', '2029-02-28')
    """
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    return date(year, month + 1, min(since.day, calendar.monthrange(year, month + 1)[1]))


def retention_of_study(w: Workplace, who: Account | None, study_id: str) -> Retention:
    """The rule of a study one belongs to and, for who may erase there, its families by what is due first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_STUDY, "study", study_id)
        months = retention.months(tx, study_id)
        may_set = allowed(tx, who, Right.MANAGE_STUDY, "study", study_id)
        may_erase = allowed(tx, who, Right.ERASE, "study", study_id)
        found = retention.ages(tx, study_id) if may_erase else []
        kept = tuple(_kept(tx, person, age.family, age.code, age.since, months) for age in found)
        return Retention(months, may_set, may_erase, kept, tuple(_others(tx, person, study_id)))


def set_retention(w: Workplace, who: Account | None, study_id: str, months: int | None) -> None:
    """Say how many months after its last visit a study keeps a family; None: it is not said."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        require_proved(tx, w, person)
        if months is not None and not 1 <= months <= LONGEST_MONTHS:
            raise AnnotatorError(said("Say a number of months from 1 to {n}.", n=LONGEST_MONTHS))
        before = retention.months(tx, studies.get(tx, study_id).id)
        if months != before:
            retention.set_months(tx, study_id, person.id, months)
            detail = {"before": before, "months": months}
            audit.write(tx, person.id, "retention rule", "study", study_id, detail)

    w.store.write(work)


def ask_to_erase(w: Workplace, who: Account | None, family: str) -> None:
    """Ask that a family which is due be erased; another person who may erase confirms it."""

    def check(tx: Tx) -> None:
        erasing.refuse_held(tx, family)
        _require_due(tx, family)

    _ask(w, who, family, "erase", check)


def ask_to_hold(w: Workplace, who: Account | None, family: str, reason: str, until: str) -> None:
    """Ask that nobody erase a family until the end of a day to come; ``reason`` is one of REASONS."""

    def check(tx: Tx) -> None:
        if reason not in REASONS:
            raise AnnotatorError(said("Choose why it is held; the reason stays in the record."))
        if _day(until) < tx.now.date():
            raise AnnotatorError(said("Say until which day it is held: today or later."))

    _ask(w, who, family, "hold", check, reason, until)


def ask_to_let_go(w: Workplace, who: Account | None, family: str) -> None:
    """Ask that a hold end before its day."""

    def check(tx: Tx) -> None:
        if retention.held(tx, family) is None:
            raise AnnotatorError(said("This family is not held."))

    _ask(w, who, family, "let_go", check)


def take_back(w: Workplace, who: Account | None, family: str) -> None:
    """Take back what was asked about a family, whoever did; the second person's no."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.ERASE, "family", families.family(tx, family).id)
        waiting = retention.asked(tx, family)
        if waiting is not None:
            retention.drop(tx, family)
            detail = {"kind": waiting.kind, "asked_by": waiting.by}
            audit.write(tx, person.id, "take back", "family", family, detail)

    w.store.write(work)


def confirm(
    w: Workplace, who: Account | None, family: str, kind: str, typed: str = "", reason: str = ""
) -> Erased | None:
    """Agree, as the second person, to what was asked about a family; what was erased, when that was it.

    ``kind`` (and for a hold ``reason``) is what one saw and agrees to: AnnotatorError when something else is
    asked by now, or when one asked oneself. To erase, ``typed`` is the family's code name.
    """
    if kind != "erase":
        w.store.write(lambda tx: _decide(tx, w, who, family, kind, reason))
        return None

    def order(tx: Tx) -> Order:
        person, waiting = _second(tx, w, who, family, kind, reason)
        _require_due(tx, family)
        reach = erased_rows.reach_of_family(tx, family)
        return Order(person, reach, "kept_long_enough", typed, {"asked_by": waiting.by})

    return erasing.carry_out(w, order)


def _ask(
    w: Workplace,
    who: Account | None,
    family: str,
    kind: str,
    check: Callable[[Tx], None],
    reason: str = "",
    until: str | None = None,
) -> None:
    def work(tx: Tx) -> None:
        person = require(tx, who, Right.ERASE, "family", families.family(tx, family).id)
        require_proved(tx, w, person)
        check(tx)
        if not _others(tx, person, families.study_of(tx, family)):
            raise AnnotatorError(
                said(
                    "This takes two people, and nobody else here may erase in this study. "
                    "Make somebody else a lead of it first."
                )
            )
        retention.ask(tx, family, kind, person.id, reason, until)
        detail = {"kind": kind, **({"reason": reason, "until": until} if kind == "hold" else {})}
        audit.write(tx, person.id, "ask of two", "family", family, detail)

    w.store.write(work)


def _decide(tx: Tx, w: Workplace, who: Account | None, family: str, kind: str, reason: str) -> None:
    person, waiting = _second(tx, w, who, family, kind, reason)
    if kind == "hold":
        retention.set_hold(
            tx, Hold(family, waiting.reason, str(waiting.until), asked_by=waiting.by, by=person.id)
        )
    else:
        retention.let_go(tx, family)
    retention.drop(tx, family)
    detail = {"asked_by": waiting.by, "reason": waiting.reason, "until": waiting.until}
    audit.write(tx, person.id, "hold" if kind == "hold" else "let go", "family", family, detail)


def _second(
    tx: Tx, w: Workplace, who: Account | None, family: str, kind: str, reason: str
) -> tuple[Account, Asked]:
    """The second person and what they agree to."""
    person = require(tx, who, Right.ERASE, "family", families.family(tx, family).id)
    require_proved(tx, w, person)
    waiting = retention.asked(tx, family)
    if waiting is None or (waiting.kind, waiting.reason) != (kind, reason):
        raise AnnotatorError(said("What was asked is not so any more. Reload the page and look again."))
    if waiting.by == person.id:
        raise AnnotatorError(said("You asked for this yourself. Somebody else confirms it."))
    return person, waiting


def _require_due(tx: Tx, family: str) -> None:
    months = retention.months(tx, families.study_of(tx, family))
    if months is None:
        raise AnnotatorError(said("This study has not said how long it keeps a family."))
    due = due_on(_day(retention.age(tx, family)), months)
    if due > tx.now.date():
        raise AnnotatorError(said("This family is kept until {day}.", day=due.isoformat()))


def _kept(tx: Tx, person: Account, family: str, code: str, since: str, months: int | None) -> Kept:
    asked, hold = retention.asked(tx, family), retention.held(tx, family)
    due = None if months is None else due_on(_day(since), months)
    return Kept(
        family,
        code,
        since,
        None if due is None else due.isoformat(),
        is_due=due is not None and due <= tx.now.date(),
        asked=asked,
        asked_by=_name(tx, asked.by) if asked else "",
        own=asked is not None and asked.by == person.id,
        hold=hold,
    )


def _others(tx: Tx, person: Account, study: str) -> list[str]:
    """Who else may erase in a study."""
    return [
        member.name
        for member in studies.members(tx, study)
        if Role(member.role) in TABLE[Right.ERASE] and not member.disabled and member.account != person.id
    ]


def _name(tx: Tx, account: str) -> str:
    try:
        return accounts.get(tx, account).name
    except NotFound:
        return ""


def _day(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise AnnotatorError(said("{day} is not a day, such as 2031-12-31.", day=day)) from None
