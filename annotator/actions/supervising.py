"""What waits for a supervisor: marks that were made for them, and plans to be released."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.access import Right, Use
from annotator.actions.asking import absent, require, sight_of
from annotator.actions.codings import scheme_of
from annotator.actions.consents import closed
from annotator.actions.preparing import problems_here
from annotator.actions.scheme_cards import card_in
from annotator.actions.segments import enough, of_first
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound
from annotator.feedback import Plan, PlanState, concern_marks
from annotator.store import Tx, accounts, audit, codings, families, plans, seen_concerns
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.families import SessionRow

NEWEST = 200
"""How many of the newest visits are looked through."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A mark for the supervisor that none has looked at yet: where, from when, whose coding."""

    visit: SessionRow
    coding: str
    annotation: str
    onset_ms: int
    coder: str


@dataclass(frozen=True, slots=True)
class ToRelease:
    """A plan that only a supervisor's or lead's release lets be shown."""

    visit: SessionRow
    plan: Plan
    author: str


@dataclass(frozen=True, slots=True)
class SharedSegment:
    """A segment that a home visitor coded and submitted, to be coded blind by the supervisor as well.

    ``own`` is one's own coding of it, None while none was begun; ``done`` is whether that is submitted, so
    that both can be laid side by side.
    """

    visit: SessionRow
    coder: str
    theirs: str
    scheme_hash: str
    profile: str
    own: str | None
    done: bool


@dataclass(frozen=True, slots=True)
class LookingOver:
    """What waits for a supervisor. What they may not watch waits for them in no list."""

    concerns: Sequence[Concern]
    releases: Sequence[ToRelease]
    segments: Sequence[SharedSegment]


def looking_over(w: Workplace, who: Account | None) -> LookingOver:
    """The concerns and releases that wait among the newest visits whose films the person may watch."""
    with w.store.read() as tx:
        person = require(tx, who, Right.RELEASE)
        seen = sight_of(tx, person, Right.RELEASE)
        rows = families.search_sessions(tx, "", NEWEST, 0, seen).rows
        visits = [row for row in rows if closed(tx, person, row.id, Use.WATCH) is None]
        return LookingOver(
            [concern for visit in visits for concern in _concerns(w, tx, visit)],
            [each for visit in visits for each in _releases(tx, visit)],
            [each for visit in visits for each in _segments(tx, person, visit)],
        )


def may_look_over(w: Workplace, who: Account | None) -> bool:
    """Whether anything can wait for someone as a supervisor."""
    with w.store.read() as tx:
        try:
            require(tx, who, Right.RELEASE)
        except NotFound:
            return False
        return True


def concern_seen(w: Workplace, who: Account | None, coding_id: str, annotation: str) -> None:
    """Note that a mark for the supervisor was looked at: it waits for nobody any more."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.RELEASE, "coding", coding_id)
        facts = codings.facts(tx, coding_id)
        if closed(tx, person, facts.session, Use.WATCH) is not None:
            raise NotFound(absent("coding"))
        if annotation not in dict(_marks(tx, facts)):
            raise NotFound(absent("moment"))
        if seen_concerns.note(tx, coding_id, annotation, person.id):
            audit.write(tx, person.id, "seen", "coding", coding_id, {"annotation": annotation})

    w.store.write(work)


def _marks(tx: Tx, facts: CodingFacts) -> Sequence[tuple[str, int]]:
    scheme = scheme_of(tx, facts.scheme_hash)
    return concern_marks(codings.load(tx, facts.id), scheme)


def _concerns(w: Workplace, tx: Tx, visit: SessionRow) -> Iterator[Concern]:
    for facts in codings.of_session(tx, visit.id):
        marks = w.results.get(("concerns", facts.id), facts.seq, partial(_marks, tx, facts))
        seen = seen_concerns.of_coding(tx, facts.id) if marks else frozenset()
        yield from (
            Concern(visit, facts.id, annotation, onset_ms, facts.coder_name)
            for annotation, onset_ms in marks
            if annotation not in seen
        )


def _segments(tx: Tx, person: Account, visit: SessionRow) -> Iterator[SharedSegment]:
    there = codings.of_session(tx, visit.id)
    for first in there:
        if first.coder == person.id or first.state == "open" or not card_in(tx, first.scheme_hash).both_code:
            continue
        scheme = scheme_of(tx, first.scheme_hash)
        if not of_first(first, scheme) or len(scheme.profiles) < 2 or not enough(tx, first, scheme):
            continue
        mine = [
            c
            for c in there
            if c.coder == person.id and (c.scheme_id, c.window) == (first.scheme_id, first.window)
        ]
        own = mine[-1] if mine else None
        yield SharedSegment(
            visit, first.coder_name, first.id, first.scheme_hash, scheme.profiles[1].id,
            own.id if own else None, own is not None and own.state != "open",
        )  # fmt: skip


def _releases(tx: Tx, visit: SessionRow) -> Iterator[ToRelease]:
    for plan in plans.of_session(tx, visit.id):
        waiting = plan.state is not PlanState.SHOWN and plan.released_by is None and not plan.returned
        if waiting and any(problem.code == "needs_release" for problem in problems_here(tx, plan)):
            yield ToRelease(visit, plan, accounts.get(tx, plan.author).name)
