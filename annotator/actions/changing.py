"""What changed since the last comparable visit, told as the reader may be told it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.access import Face, Use, audience_of, face_of, hears_of_change
from annotator.actions import consents
from annotator.actions.asking import role_at, sight_of, visible_codings
from annotator.actions.codings import scheme_of
from annotator.actions.comparing import countable, numbers_of, revision_of, to_read
from annotator.actions.workplace import Workplace
from annotator.errors import ConsentError, NotComparable, said
from annotator.measures import Change, Coded, Declared, SessionSummary, changes, comparable, nearest
from annotator.measures.change import Verdict
from annotator.model import Session
from annotator.store import Tx, families
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts

NO_OTHER = said("No earlier visit was coded in the same situation, at the same depth, by the same person.")
NOT_SUBMITTED = said("Submit this coding first: only codings that are finished are held against each other.")


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words alone: what of, whose, and which way; the ``reason`` where nothing can be said."""

    measure: Declared
    subject: str
    part: str
    key: str
    unit: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that may be held beside others, with its numbers."""

    coded: Coded
    summary: SessionSummary


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What changed since the last comparable visit, ``last``; else the ``reason`` why nothing is said.

    Without either the reader is not to know of other visits at all.

    ``told`` is for everybody who may read the summary. ``changes`` with their numbers, and ``visits``, all
    that are comparable and this one last, are only for whom a summary is told in numbers.
    """

    last: Coded | None
    reason: str
    told: tuple[Told, ...] = ()
    changes: tuple[Change, ...] = ()
    audience: str = ""
    visits: tuple[Visit, ...] = ()


def change_of(w: Workplace, who: Account | None, coding_id: str) -> ChangeView:
    """How a coding differs from the last comparable one that exists for a person."""
    with w.store.read() as tx:
        facts = to_read(tx, who, coding_id)
        session = families.session(tx, facts.session)
        countable(scheme_of(tx, facts.scheme_hash))
        role = role_at(tx, who, session.id)
        audience = audience_of(role)
        if who is None or not hears_of_change(role):
            return ChangeView(None, "")
        if facts.state == "open":
            return ChangeView(None, NOT_SUBMITTED)
        now, there = _coded(facts, session), dict(_earlier(tx, who, facts, session))
        like = comparable(now, there)
        if not like:
            return ChangeView(None, nearest(now, there) or NO_OTHER)
        held = [(each, there[each]) for each in like] + [(now, facts)]
        numbers = [(numbers_of(w, tx, of)[1], revision_of(of)) for _, of in held]
        (before, was), (after, is_now) = numbers[-2:]

        def made() -> Sequence[Change]:
            return changes(before.measures, after.measures)

        found = [
            c
            for c in w.results.get(("change", like[-1].coding, facts.id), (was, is_now), made)
            if audience in c.measure.audience
        ]
    told = tuple(Told(c.measure, c.subject, c.part, c.key, c.after.unit, c.verdict, c.reason) for c in found)
    if face_of(audience) is Face.WORDS:
        return ChangeView(like[-1], "", told)
    visits = (Visit(coded, summary) for (coded, _), (summary, _) in zip(held, numbers, strict=True))
    return ChangeView(like[-1], "", told, tuple(found), audience, tuple(visits))


def _earlier(
    tx: Tx, who: Account, facts: CodingFacts, session: Session
) -> Iterator[tuple[Coded, CodingFacts]]:
    """The finished codings of the family's earlier visits that exist for a person and may be read."""
    for visit in families.sessions(tx, session.family, sight_of(tx, who)):
        if visit.date >= session.date:
            continue
        for found in visible_codings(tx, who, visit.id):
            if found.state != "open" and found.scheme_id == facts.scheme_id and _readable(tx, who, found):
                yield _coded(found, visit), found


def _readable(tx: Tx, who: Account, facts: CodingFacts) -> bool:
    try:
        if facts.coder != who.id:
            consents.require_use(tx, who, facts.session, Use.WATCH)
        countable(scheme_of(tx, facts.scheme_hash))
    except (ConsentError, NotComparable):
        return False
    return True


def _coded(facts: CodingFacts, session: Session) -> Coded:
    coder = "" if facts.state == "consensus" else facts.coder
    return Coded(
        facts.id, session.id, session.label, session.date, session.context, facts.scheme_id,
        facts.scheme_version, facts.profile, coder, facts.window.duration,
    )  # fmt: skip
