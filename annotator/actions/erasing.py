"""Erasing a film or a family for good."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.access import Right
from annotator.actions import agreeing, traces
from annotator.actions.agreeing import Left
from annotator.actions.asking import Thing, absent, require
from annotator.actions.proving import require_proved
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, StoreError, said
from annotator.store import Tx, audit, backup, erased_list, erasing, families, retention
from annotator.store.accounts import Account
from annotator.store.erasing import REASONS, Reach

__all__ = [
    "REASONS", "Erased", "Holding", "Order", "backups_here", "carry_out", "erase_family", "erase_film",
    "reach_of_family", "reach_of_film", "refuse_held", "report", "taken_away",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """A backup made before, which still holds what was erased: when it was made, and its file.

    ``told`` says whether the list beside it could be brought up to date, so that a restore leaves it erased.
    """

    at: str
    file: Path
    told: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: how many of each kind went, which backups still hold it, and what is left to do.

    ``left`` is empty when no byte of it is left here; otherwise a sentence about why, and it is tried again.
    """

    id: str
    counts: dict[str, int]
    backups: tuple[Holding, ...]
    left: str


@dataclass(frozen=True, slots=True)
class Order:
    """An erasing that somebody may order: by whom, of what, why, what they typed, what else is recorded."""

    by: Account
    reach: Reach
    reason: str
    typed: str
    more: Mapping[str, str] = field(default_factory=dict)


def reach_of_film(w: Workplace, who: Account | None, recording: str) -> Reach:
    """What erasing a film would take, to be shown before; NotFound for who may not erase."""
    with w.store.read() as tx:
        require(tx, who, Right.ERASE, "film", recording)
        return erasing.reach_of_film(tx, recording)


def reach_of_family(w: Workplace, who: Account | None, family: str) -> Reach:
    """What erasing a family would take, to be shown before; NotFound for who may not erase."""
    with w.store.read() as tx:
        require(tx, who, Right.ERASE, "family", family)
        return erasing.reach_of_family(tx, family)


def taken_away(w: Workplace, who: Account | None, reach: Reach) -> Sequence[Left]:
    """The files of the family that were taken away from this computer, which no erasure here can reach."""
    with w.store.read() as tx:
        require(tx, who, Right.ERASE)
    return agreeing.matrix(w, who, reach.family).left


def backups_here(w: Workplace, who: Account | None) -> list[backup.Noted]:
    """The backups that were made of this data folder and are still where they were put."""
    with w.store.read() as tx:
        require(tx, who, Right.ERASE)
        return [each for each in backup.noted(tx) if each.file.is_file()]


def erase_film(w: Workplace, who: Account | None, recording: str, reason: str, typed: str) -> Erased:
    """Erase a film with all that was made from it and, when it is the one looked at, all that was seen in it.

    ``typed`` is the family's code name, ``reason`` one of REASONS. AnnotatorError when either is another.
    """
    return _erase(w, who, "film", recording, erasing.reach_of_film, reason, typed)


def erase_family(w: Workplace, who: Account | None, family: str, reason: str, typed: str) -> Erased:
    """Erase a family: its people and what they agreed to, visits, films, codings, notes, plans.

    ``typed`` is the family's code name, ``reason`` one of REASONS. AnnotatorError when either is another.
    """
    return _erase(w, who, "family", family, erasing.reach_of_family, reason, typed)


def report(w: Workplace, who: Account | None, id: str) -> Erased:
    """What an erasure did, for who may erase; NotFound when there was none with this id."""
    with w.store.read() as tx:
        require(tx, who, Right.ERASE)
        done = next((each for each in erasing.erasures(tx) if each.id == id), None)
    if done is None:
        raise NotFound(absent("page"))
    left = (
        ""
        if done.finished_at
        else said("Its last traces go once nobody uses them, at the next start at the latest.")
    )
    return Erased(done.id, dict(done.counts), tuple(_holding(w, done.at)), left)


def _erase(
    w: Workplace,
    who: Account | None,
    thing: Thing,
    id: str,
    reach_of: Callable[[Tx, str], Reach],
    reason: str,
    typed: str,
) -> Erased:
    def order(tx: Tx) -> Order:
        person = require(tx, who, Right.ERASE, thing, id)
        require_proved(tx, w, person)
        reach = reach_of(tx, id)
        _refuse_alone(tx, reach, reason)
        return Order(person, reach, reason, typed)

    return carry_out(w, order)


def carry_out(w: Workplace, order_in: Callable[[Tx], Order]) -> Erased:
    """Erase what a use case orders inside of the transaction, once it has asked who may: every erasing."""

    def work(tx: Tx) -> erasing.Erasure:
        order = order_in(tx)
        refuse_held(tx, order.reach.family)
        _confirm(order.reach, order.reason, order.typed)
        done = erasing.erase(tx, order.reach, order.by.id, order.reason)
        kind = "recording" if order.reach.kind == "film" else order.reach.kind
        detail = {"erasure": done.id, "reason": order.reason, **order.more, **order.reach.counts}
        audit.write(tx, order.by.id, "erase", kind, order.reach.id, detail)
        return done

    done = w.store.write(work)
    w.results.clear()
    w.points.clear()
    left = traces.remove(w.store, w.folder)
    return Erased(done.id, dict(done.counts), tuple(_holding(w, done.at)), left)


def forget_erased_since(w: Workplace, known: int | None) -> int:
    """Forget what was computed when more was erased than was ``known`` of; gives how much is by now."""
    with w.store.read() as tx:
        erased = len(erasing.erasures(tx))
    if erased != known:
        w.results.clear()
        w.points.clear()
    return erased


def refuse_held(tx: Tx, family: str) -> None:
    """AnnotatorError while a family is held, by two people's decision, from every erasing."""
    hold = retention.held(tx, family)
    if hold is not None:
        raise AnnotatorError(
            said(
                "This family is held until {day}, as two people decided. Nothing of it is erased before.",
                day=hold.until,
            )
        )


def _refuse_alone(tx: Tx, reach: Reach, reason: str) -> None:
    """Where a study says how long it keeps a family, that time is no reason for one person alone."""
    if reason == "kept_long_enough" and retention.months(tx, families.study_of(tx, reach.family)) is not None:
        raise AnnotatorError(
            said(
                "This study says how long it keeps a family. What is due is erased on the study's page, "
                "by two people."
            )
        )


def _confirm(reach: Reach, reason: str, typed: str) -> None:
    if " ".join(typed.split()).casefold() != reach.code.casefold():
        raise AnnotatorError(
            said("To erase, type the family's code name {code} exactly. Nothing was erased.", code=reach.code)
        )
    if reason not in REASONS:
        raise AnnotatorError(
            said("Choose why it is erased; the reason stays in the record. Nothing was erased.")
        )


def _holding(w: Workplace, until: str) -> list[Holding]:
    """The backups that were begun until an instant, and so may still hold what was erased then."""
    with w.store.read() as tx:
        noted = [each for each in backup.noted(tx) if each.at <= until and not _is_gone(each.file)]
        known = {each.id for each in erasing.erasures(tx)}
    return [Holding(each.at, each.file, _knows(each.file.parent, known)) for each in noted]


def _is_gone(file: Path) -> bool:
    """Whether a backup was never finished, or taken away; one on a disk that is not here may still be."""
    return file.parent.is_dir() and not file.is_file()


def _knows(folder: Path, known: set[str]) -> bool:
    try:
        return known <= {each["id"] for each in erased_list.read(folder / erased_list.FILE)}
    except StoreError:
        return False
