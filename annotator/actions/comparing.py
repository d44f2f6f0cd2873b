"""Compare two codings of a session; summarise one."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.access import Face, Use, audience_of, face_of
from annotator.actions import consents
from annotator.actions.asking import coding_for, role_at
from annotator.actions.codings import scheme_of
from annotator.actions.workplace import Workplace
from annotator.agreement import Comparison, GammaAgreement, ToleranceAgreement, compare
from annotator.agreement.compare import tolerance
from annotator.errors import NotComparable, said
from annotator.measures import Measured, SessionSummary, summarise
from annotator.measures.words import Worded, in_counts, worded
from annotator.model import Coding, Family, Session, closed
from annotator.schemes import Scheme
from annotator.stats import Limits
from annotator.store import Tx, audit, codings, families, verdicts
from annotator.store import gold as gold_codings
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts

SHIFTS = 500
"""How often chance is tried by shifting the answers in a circle."""


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two codings of one session side by side, running states closed, and how far they agree."""

    family: Family
    session: Session
    scheme: Scheme
    first: Coding
    second: Coding
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class SummaryView:
    """One coding of a session and what it says; ``export_closed`` is why it may not be taken away.

    ``measures`` are those of the summary that the scheme means for the reader; ``face`` is how the reader is
    told them. Who is told in words and counts has ``words`` instead, and a summary ``in_counts``.
    """

    family: Family
    session: Session
    scheme: Scheme
    coding: Coding
    summary: SessionSummary
    export_closed: str | None
    measures: tuple[Measured, ...]
    face: Face
    words: tuple[Worded, ...] = ()


def compare_codings(
    w: Workplace, who: Account | None, first: str, second: str, *, gold: bool = False
) -> ComparisonView:
    """Compare two codings that a person may read. NotComparable says why when they cannot be.

    A consensus is made of others, so it says nothing of how far people agree by themselves: it is compared
    only as ``gold``, or where it was declared so, and never with a coding that it was made from.
    """
    with w.store.read() as tx:
        a, b = to_read(tx, who, first), to_read(tx, who, second)
        if "open" in (a.state, b.state):
            raise NotComparable(said("Both codings must be submitted before they are compared."))
        _refuse_consensus(tx, a, b, gold or bool(declared(tx, a.session) & {a.id, b.id}))
        session, scheme = families.session(tx, a.session), countable(scheme_of(tx, a.scheme_hash))
        family = families.family(tx, session.family)

        def made() -> tuple[Coding, Coding, Comparison]:
            one, two = closed(codings.load(tx, first)), closed(codings.load(tx, second))
            return one, two, compare(one, two, scheme)

        one, two, comparison = w.results.get(("compare", a.id, b.id), (revision_of(a), revision_of(b)), made)
    _note(w, who, "compare", first, {"with": second})
    return ComparisonView(family, session, scheme, one, two, comparison)


@dataclass(frozen=True, slots=True)
class Shuffled:
    """What of a lane of states needs many shuffled or shifted records, or blocks drawn at random."""

    within: Limits
    tolerance: ToleranceAgreement
    gamma: GammaAgreement


def shuffled(w: Workplace, who: Account | None, first: str, second: str) -> Sequence[Shuffled]:
    """The interval within the session, κ with a tolerance and γ of every lane of states, in their order.

    They take seconds the first time. Refused as ``compare_codings`` is.
    """
    view = compare_codings(w, who, first, second)
    with w.store.read() as tx:
        revisions = revision_of(to_read(tx, who, first)), revision_of(to_read(tx, who, second))
    width = tolerance(view.scheme)

    def made() -> Sequence[Shuffled]:
        lanes = view.comparison.states
        return [Shuffled(lane.within_session(), lane.tolerance(width), lane.gamma()) for lane in lanes]

    return w.results.get(("shuffled", first, second), revisions, made)


def _refuse_consensus(tx: Tx, a: CodingFacts, b: CodingFacts, gold: bool) -> None:
    if "consensus" in (a.state, b.state) and not gold:
        raise NotComparable(
            said(
                "A consensus is made from other codings; agreement is told of those who coded by themselves."
            )
        )
    for one, other in ((a, b), (b, a)):
        origin = verdicts.origin_of(tx, one.id)
        if origin is not None and other.id in (origin.first, origin.second):
            raise NotComparable(said("This consensus was made from the other coding; choose a third one."))


def declared(tx: Tx, session: str) -> set[str]:
    """The codings of a session that are its gold ones."""
    return {each.coding for each in gold_codings.of_session(tx, session)}


def summarise_coding(w: Workplace, who: Account | None, coding_id: str) -> SummaryView:
    """The session's numbers from one coding that a person may read."""
    with w.store.read() as tx:
        facts = to_read(tx, who, coding_id)
        session, scheme = families.session(tx, facts.session), countable(scheme_of(tx, facts.scheme_hash))
        family = families.family(tx, session.family)
        coding, summary = numbers_of(w, tx, facts)
        export_closed = consents.closed(tx, who, session.id, Use.EXPORT)
        audience = audience_of(role_at(tx, who, session.id))
    meant = tuple(m for m in summary.measures if audience in m.measure.audience)
    face = face_of(audience)
    if face is Face.NUMBERS:
        return SummaryView(family, session, scheme, coding, summary, export_closed, meant, face)
    words = tuple(filter(None, (worded(m, scheme) for m in meant))) if face is Face.WORDS else ()
    return SummaryView(family, session, scheme, coding, in_counts(summary), export_closed, (), face, words)


def numbers_of(w: Workplace, tx: Tx, facts: CodingFacts) -> tuple[Coding, SessionSummary]:
    """A coding, running states closed, and its numbers, kept until it changes. Ask first whether one may."""

    def made() -> tuple[Coding, SessionSummary]:
        coding = closed(codings.load(tx, facts.id))
        return coding, summarise(coding, countable(scheme_of(tx, facts.scheme_hash)), SHIFTS)

    return w.results.get(("summary", facts.id), revision_of(facts), made)


def countable(scheme: Scheme) -> Scheme:
    """The scheme; NotComparable where its marks are only passed on."""
    if scheme.marks_only:
        raise NotComparable(
            said("Marks of {scheme} are looked at one by one; they are never counted.", scheme=scheme.id)
        )
    return scheme


def to_read(tx: Tx, who: Account | None, coding: str) -> CodingFacts:
    """A coding's facts: one's own always, another's while one may watch the film. ConsentError otherwise."""
    facts = coding_for(tx, who, coding)
    if who is None or facts.coder != who.id:
        consents.require_use(tx, who, facts.session, Use.WATCH)
    return facts


def revision_of(facts: CodingFacts) -> tuple[str, int, str]:
    """What a coding's numbers rest on: each saved act counts up ``seq``, submitting changes the state."""
    return facts.state, facts.seq, facts.coder_name


def _note(w: Workplace, who: Account | None, verb: str, coding: str, detail: dict[str, str]) -> None:
    def work(tx: Tx) -> None:
        audit.write(tx, who.id if who else None, verb, "coding", coding, detail)

    w.store.write(work)
