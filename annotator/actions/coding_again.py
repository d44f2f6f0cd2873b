"""Coding again after a while: the same visit by the same coder, who does not see the former coding then."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.assigning import exercises_of, work_of
from annotator.actions.work_list import coders_of
from annotator.actions.workplace import Workplace
from annotator.agreement import ToAssign, draw_some, how_many_doubled
from annotator.errors import AnnotatorError, said
from annotator.store import Tx, assignments, audit, codings
from annotator.store.accounts import Account
from annotator.store.assignments import AGAIN, Assignment
from annotator.store.codings import CodingMade
from annotator.store.transaction import instant, new_id

AFTER_DAYS = 14
"""After how many days a visit is coded again, while a study never said."""
LONGEST_WAIT = 3_650


@dataclass(frozen=True, slots=True)
class WantedAgain:
    """Which submitted codings are made again: a share (0 to 1) or number of all, ``after_days`` or more."""

    scheme: str
    profile: str
    seed: int
    after_days: int = AFTER_DAYS
    share: float | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PreviewAgain:
    """What would be coded again: how many by whom, of how many submitted, and the first and the last day."""

    names: Mapping[str, str]
    drawn: Mapping[str, int]
    submitted: Mapping[str, int]
    days: Sequence[str]


def days_in_between(w: Workplace, who: Account | None, study_id: str) -> int:
    """After how many days visits of a study are coded again: what it said last, else the usual."""
    with w.store.read() as tx:
        require(tx, who, Right.ASSIGN, "study", study_id)
        there = [d for d in assignments.drawings(tx, study_id) if d.kind == AGAIN and not d.of_drift]
    return int(there[-1].settings["after_days"]) if there else AFTER_DAYS


def preview_again(w: Workplace, who: Account | None, study_id: str, wanted: WantedAgain) -> PreviewAgain:
    """What would be coded again; nothing is kept. NotFound for who does not assign there."""
    with w.store.read() as tx:
        require(tx, who, Right.ASSIGN, "study", study_id)
        return _shown(tx, study_id, wanted, *_drawn(tx, study_id, wanted))


def assign_again(w: Workplace, who: Account | None, study_id: str, wanted: WantedAgain) -> PreviewAgain:
    """Let coders make some of their submitted codings again, as ``preview_again`` shows it.

    AnnotatorError when there is nothing that could be.
    """

    def work(tx: Tx) -> PreviewAgain:
        person = require(tx, who, Right.ASSIGN, "study", study_id)
        open_to, drawn = _drawn(tx, study_id, wanted)
        if not drawn:
            raise AnnotatorError(said("There is no submitted coding that could be made again."))
        asked = {"after_days": wanted.after_days, "share": wanted.share, "number": wanted.number}
        made = assignments.add_drawing(
            tx, study_id, AGAIN, wanted.scheme, wanted.profile, wanted.seed,
            asked | {"visits": len(drawn)}, person.id,
        )  # fmt: skip
        for coder in sorted({each.coder for each in drawn}):
            last = assignments.last_position(tx, coder)
            new = [
                Assignment(
                    new_id(), each.session, coder, each.scheme, each.profile, made, last + n, each.id,
                    _day(tx, each, wanted),
                )
                for n, each in enumerate((d for d in drawn if d.coder == coder), 1)
            ]  # fmt: skip
            assignments.add(tx, new, person.id)
        detail = {"drawing": made, "seed": wanted.seed, "visits": len(drawn), "days": wanted.after_days}
        audit.write(tx, person.id, "assign_again", "study", study_id, detail)
        return _shown(tx, study_id, wanted, open_to, drawn)

    return w.store.write(work)


def _drawn(tx: Tx, study: str, wanted: WantedAgain) -> tuple[list[CodingMade], list[CodingMade]]:
    """The codings that could be made again, and those that are drawn, in the order they are handed out."""
    if not 1 <= wanted.after_days <= LONGEST_WAIT:
        raise AnnotatorError(said("Between two codings lie 1 to {most} days.", most=LONGEST_WAIT))
    there = assignments.of_study(tx, study)
    busy = {a.former for a in there} | {a.made for a in there}
    exercises, meant = exercises_of(tx, study), work_of(tx, wanted.scheme, wanted.profile)
    coders, open_to = coders_of(tx, study), dict[tuple[str, str], CodingMade]()
    for each in codings.made_in(tx, study):
        fits = (each.scheme, each.profile, each.state) == (wanted.scheme, wanted.profile, "submitted")
        exercise = (each.session, meant) in exercises
        if fits and each.coder in coders and each.id not in busy and not exercise:
            open_to[each.session, each.coder] = each
    of = {each.id: each for each in open_to.values()}
    how_many = how_many_doubled(len(of), share=wanted.share, number=wanted.number)
    ids = draw_some([ToAssign(c.id, 0, c.coder) for c in of.values()], how_many, seed=wanted.seed)
    return list(of.values()), [of[id] for id in ids]


def _shown(
    tx: Tx, study: str, wanted: WantedAgain, open_to: Sequence[CodingMade], drawn: Sequence[CodingMade]
) -> PreviewAgain:
    days = sorted(_day(tx, each, wanted) for each in drawn)
    return PreviewAgain(
        coders_of(tx, study), Counter(c.coder for c in drawn), Counter(c.coder for c in open_to),
        (days[0], days[-1]) if days else (),
    )  # fmt: skip


def _day(tx: Tx, of: CodingMade, wanted: WantedAgain) -> str:
    """The day from which on it can be coded again: so long after it was submitted, and not before today."""
    submitted = instant(of.submitted_at) if of.submitted_at else tx.now
    return max(tx.at[:10], (submitted + timedelta(days=wanted.after_days)).date().isoformat())
