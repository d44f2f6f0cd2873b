"""What is asked of coders, and what they submitted for practice or as a test held against the gold.

What comes of it is kept: later changes of the gold or of what is asked do not touch it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.actions.certified import DAYS, EVERY, fits, in_a_row_of
from annotator.actions.codings import scheme_of
from annotator.actions.study_agreeing import asked_of
from annotator.actions.workplace import Workplace
from annotator.agreement import (
    GOLD_STATISTICS,
    LEAST,
    Bar,
    Comparison,
    GoldStatistic,
    against_gold,
    compare,
    passes,
    usual_statistic,
)
from annotator.errors import AnnotatorError
from annotator.model import closed
from annotator.model.training import Attempt, Certificate, days_later, earned_at, in_a_row
from annotator.schemes import Scheme
from annotator.store import Tx, audit, codings, families, gates, gold, training
from annotator.store.codings import CodingFacts
from annotator.store.training import KeptAttempt, KeptCertificate


@dataclass(frozen=True, slots=True)
class Asks:
    """What a study asks of who codes with a scheme, whoever said it: the study, the scheme or the program."""

    bar: Bar
    in_a_row: int
    days: int
    every: int
    required: bool


def asks_of(tx: Tx, study: str, scheme: Scheme, profile: str) -> Asks:
    """What a study asks: what it set, else what the scheme says, else what is usual."""
    gate, agreed = training.gate_of(tx, study, scheme.id), gates.of_study(tx, study, scheme.id)
    asked = asked_of(scheme, agreed)
    usual = usual_statistic(scheme, profile)
    statistic: GoldStatistic = next((s for s in GOLD_STATISTICS if s == gate.statistic), usual)
    least = _least(scheme, statistic) if gate.least is None else gate.least
    bar = Bar(statistic, least, gate.per_code, asked.least_events)
    return Asks(
        bar, in_a_row_of(scheme, gate), gate.days or DAYS, gate.every or EVERY, required=gate.required
    )


def _least(scheme: Scheme, statistic: GoldStatistic) -> float:
    said_there = (scheme.document.get("reliability") or {}).get("training_gate") or {}
    of_scheme = said_there.get("observer_accuracy_min") if statistic == "accuracy" else None
    return float(of_scheme or LEAST[statistic])


def settle(w: Workplace, account_id: str) -> None:
    """Hold what somebody submitted for practice or as a test against the gold, each coding once.

    What comes of it is kept and not worked out again, whatever becomes of the gold; enough tests in a
    row give a certificate.
    """
    with w.store.read() as tx:
        waiting = training.not_held_yet(tx, account_id, ("practice", "test"))
        held = [made for id in waiting if (made := _held(tx, codings.facts(tx, id))) is not None]
    if not held:
        return

    def work(tx: Tx) -> None:
        for study, made in held:
            training.keep_attempt(tx, made)
            _certify(tx, study, made)

    w.store.write(work)


def _held(tx: Tx, facts: CodingFacts) -> tuple[str, KeptAttempt] | None:
    of = gold.held(gold.of_session(tx, facts.session), facts.scheme_id, facts.scheme_version)
    if of is None or not fits(facts, of) or facts.submitted_at is None:
        return None
    scheme = scheme_of(tx, facts.scheme_hash)
    study = families.study_of(tx, families.session(tx, facts.session).family)
    bar = asks_of(tx, study, scheme, facts.profile).bar
    statistic, least = bar.statistic, bar.least
    try:
        outcome = passes(against_gold(beside_gold(tx, facts, of.coding, of.scheme_hash)), bar)
        value, reason, passed = outcome.value.value, outcome.value.reason, outcome.passed
    except AnnotatorError as refusal:
        value, reason, passed = None, refusal.sentence, False
    return study, KeptAttempt(
        facts.id, of.coding, facts.coder, facts.session, of.scheme_id, of.major, of.purpose, statistic,
        value, str(reason), least, passed, facts.submitted_at,
    )  # fmt: skip


def beside_gold(tx: Tx, facts: CodingFacts, other: str, its_scheme: str) -> Comparison:
    """The comparison of a coding with the gold one. NotComparable when they have no time in common."""
    mine, theirs = closed(codings.load(tx, facts.id)), closed(codings.load(tx, other))
    return compare(mine, theirs, scheme_of(tx, facts.scheme_hash), b_scheme=scheme_of(tx, its_scheme))


def _certify(tx: Tx, study: str, made: KeptAttempt) -> None:
    whose = (study, made.account, made.scheme_id, made.major)
    tests, practised = tests_of(tx, *whose)
    scheme = scheme_of(tx, codings.facts(tx, made.coding).scheme_hash)
    gate = training.gate_of(tx, study, made.scheme_id)
    needed = in_a_row_of(scheme, gate)
    at = earned_at(tests, needed, practised)
    if at is not None:
        term = Certificate(at, days_later(at, gate.days or DAYS))
        id = training.issue(tx, *whose, needed, term)
        audit.write(tx, made.account, "certify", "certificate", id, {"scheme": made.scheme_id})


def tests_of(tx: Tx, study: str, account: str, scheme_id: str, major: int) -> tuple[list[Attempt], list[str]]:
    """Somebody's tests in a study since their last certificate, and the sessions that they practised."""
    last = max((c.term.issued_at for c in _given(tx, study, account, scheme_id, major)), default="")
    here = [
        a
        for a in training.attempts_of(tx, account, scheme_id, major)
        if families.study_of(tx, families.session(tx, a.session).family) == study
    ]
    tests = [Attempt(a.session, a.at, a.passed) for a in here if a.purpose == "test" and a.at > last]
    return tests, [a.session for a in here if a.purpose == "practice"]


def _given(tx: Tx, study: str, account: str, scheme_id: str, major: int) -> Iterable[KeptCertificate]:
    there = training.certificates(tx, study, account)
    return [c for c in there if (c.scheme_id, c.major) == (scheme_id, major)]


def passed_of(tx: Tx, study: str, account: str, scheme_id: str, major: int) -> int:
    """How many tests somebody passed in a row since their last certificate."""
    tests, practised = tests_of(tx, study, account, scheme_id, major)
    return in_a_row(tests, practised)
