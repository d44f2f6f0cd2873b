"""Coding anew what a coder coded since a day, because they had drifted; the former codings never change.

It comes to the coder as coding again does, without the former coding in sight; but it is no second look at
the same record after a while, so it says nothing about agreement with oneself.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.actions.assigning import exercises_of, work_of
from annotator.agreement import ToAssign, draw_some
from annotator.store import Tx, assignments, codings
from annotator.store.assignments import AGAIN, Assignment
from annotator.store.codings import CodingMade
from annotator.store.transaction import new_id

Work = tuple[str, int]
"""A scheme's id and its major version."""
SEEDS = 2**31


def to_recode(tx: Tx, study: str, account: str, of: Work, since: str) -> list[CodingMade]:
    """What somebody submitted as work since a day (ISO) and is not to code anew already, each visit once.

    Gold that was seeded into work is among it, or what is left out would tell which films are gold.
    """
    there = [a for a in assignments.of_study(tx, study) if a.account == account and a.former is not None]
    mine = [c for c in codings.made_in(tx, study) if c.coder == account]
    standing = {c.id for c in mine if c.state == "submitted"}
    waiting = {a.session for a in there if a.made not in standing}
    exercises = exercises_of(tx, study)
    newest = dict[tuple[str, str, str], CodingMade]()
    for each in mine:
        meant = work_of(tx, each.scheme, each.profile)
        fits = meant[:2] == of and each.state == "submitted" and (each.submitted_at or "")[:10] >= since
        if fits and each.session not in waiting and (each.session, meant) not in exercises:
            newest[each.session, each.scheme, each.profile] = each
    return list(newest.values())


def hand_out(tx: Tx, study: str, account: str, of: Work, since: str, by: str) -> int:
    """Let somebody code anew what they submitted since a day, in an order that is drawn; how many that is."""
    by_depth: dict[tuple[str, str], list[CodingMade]] = {}
    for each in to_recode(tx, study, account, of, since):
        by_depth.setdefault((each.scheme, each.profile), []).append(each)
    for (scheme, profile), found in by_depth.items():
        seed = secrets.randbelow(SEEDS)
        kept = {"visits": len(found), "since": since}
        drawing = assignments.add_drawing(tx, study, AGAIN, scheme, profile, seed, kept, by)
        former = {each.id: each for each in found}
        order = draw_some([ToAssign(id, 0) for id in former], len(former), seed=seed)
        assignments.add(tx, list(_new(tx, account, drawing, [former[id] for id in order])), by)
    return sum(map(len, by_depth.values()))


def _new(tx: Tx, account: str, drawing: str, order: Sequence[CodingMade]) -> Iterable[Assignment]:
    last, today = assignments.last_position(tx, account), tx.at[:10]
    for n, c in enumerate(order, 1):
        yield Assignment(new_id(), c.session, account, c.scheme, c.profile, drawing, last + n, c.id, today)


def progress(tx: Tx, study: str) -> dict[tuple[str, Work], tuple[int, int]]:
    """How many codings that came of a drift are submitted, of how many: by account and work."""
    drawn = {d.id for d in assignments.drawings(tx, study) if d.of_drift}
    there = [a for a in assignments.of_study(tx, study) if a.drawing in drawn]
    done = {c.id for c in codings.made_in(tx, study) if c.state == "submitted"}
    every, finished = Counter[tuple[str, Work]](), Counter[tuple[str, Work]]()
    for a in there:
        if a.scheme is not None:
            key = a.account, work_of(tx, a.scheme, a.profile)[:2]
            every[key] += 1
            finished[key] += a.made in done
    return {key: (finished[key], n) for key, n in every.items()}
