"""How far the coders of a study are with their training, what it asks of them, and their certificates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Right, Role
from annotator.actions.asking import allowed, require
from annotator.actions.certified import holding
from annotator.actions.codings import scheme_of
from annotator.actions.gold import visit_name
from annotator.actions.scheme_cards import newest
from annotator.actions.settling import Asks, asks_of, passed_of, settle
from annotator.actions.workplace import Workplace
from annotator.agreement import GOLD_STATISTICS
from annotator.errors import AnnotatorError, NotFound, said
from annotator.schemes import Scheme
from annotator.store import Tx, audit, gold, studies, training
from annotator.store.accounts import Account
from annotator.store.training import KeptAttempt, KeptCertificate, TrainingGate


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder is with one major version of a scheme: tests, certificate."""

    account: str
    name: str
    passed: int
    tests: Sequence[tuple[KeptAttempt, str]]
    certificate: KeptCertificate | None


@dataclass(frozen=True, slots=True)
class SchemeTraining:
    """What a study asks of coders of one major version of a scheme, and how far each is."""

    scheme: Scheme
    major: int
    gate: TrainingGate
    asks: Asks
    coders: Sequence[Progress]


@dataclass(frozen=True, slots=True)
class StudyTraining:
    """The training of a study, scheme by scheme; ``certificates`` are all, the newest first."""

    id: str
    name: str
    parts: Sequence[SchemeTraining]
    certificates: Sequence[KeptCertificate]
    may_ask: bool


def training_of_study(w: Workplace, who: Account | None, study_id: str) -> StudyTraining:
    """How far the coders of a study are, for who declares gold there."""
    with w.store.read() as tx:
        require(tx, who, Right.DECLARE_GOLD, "study", study_id)
        coders = {
            m.account: m.name
            for m in studies.members(tx, study_id)
            if m.role == Role.CODER and not m.disabled
        }
    for account in coders:
        settle(w, account)
    with w.store.read() as tx:
        name = studies.get(tx, study_id).name
        versions = dict.fromkeys((s.scheme_id, s.major) for s in gold.sets_of(tx, study_id))
        parts = [_scheme_training(tx, study_id, *version, coders) for version in versions]
        may = allowed(tx, who, Right.MANAGE_STUDY, "study", study_id)
        return StudyTraining(study_id, name, parts, training.certificates(tx, study_id), may)


def _scheme_training(
    tx: Tx, study: str, scheme_id: str, major: int, coders: Mapping[str, str]
) -> SchemeTraining:
    there = [g for s in gold.sets_of(tx, study) if (s.scheme_id, s.major) == (scheme_id, major)
             for g in gold.of_set(tx, s.id)]  # fmt: skip
    scheme = scheme_of(tx, there[0].scheme_hash if there else newest(tx)[scheme_id].hash)
    asks = asks_of(tx, study, scheme, there[0].profile if there else scheme.profiles[0].id)
    found = [
        Progress(
            account, name, passed_of(tx, study, account, scheme_id, major),
            [(a, visit_name(tx, a.session)) for a in training.attempts_of(tx, account, scheme_id, major)
             if a.purpose == "test"],
            holding(tx, study, account, scheme_id, major),
        )
        for account, name in coders.items()
    ]  # fmt: skip
    return SchemeTraining(scheme, major, training.gate_of(tx, study, scheme_id), asks, found)


def ask_of_coders(
    w: Workplace, who: Account | None, study_id: str, scheme_id: str, wanted: TrainingGate
) -> None:
    """Set what a study asks of who codes with a scheme; None goes back to what is said or usual elsewhere."""
    shares = [value for value in (wanted.least, wanted.per_code) if value is not None]
    numbers = [n for n in (wanted.in_a_row, wanted.days, wanted.every) if n is not None]
    if any(not 0 <= share <= 1 for share in shares) or any(n < 1 for n in numbers):
        raise AnnotatorError(said("A share lies between 0 and 100 %, a number of stretches above 0."))
    if wanted.statistic is not None and wanted.statistic not in GOLD_STATISTICS:
        raise AnnotatorError(
            said("What a test is measured by is one of: {statistics}.", statistics=", ".join(GOLD_STATISTICS))
        )

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        studies.get(tx, study_id)
        if scheme_id not in newest(tx):
            raise NotFound(said("There is no such coding scheme here."))
        training.set_gate(tx, study_id, scheme_id, wanted, person.id)
        detail = {"scheme": scheme_id, "required": wanted.required, "least": wanted.least}
        audit.write(tx, person.id, "ask_of_coders", "study", study_id, detail)

    w.store.write(work)


def end_certificate(w: Workplace, who: Account | None, certificate_id: str) -> None:
    """Let a certificate hold no more, before its time; who and when are on record."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.DECLARE_GOLD, "certificate", certificate_id)
        of = training.certificate_of(tx, certificate_id)
        if of.term.ended_at is None:
            training.end_certificate(tx, certificate_id, person.id)
            audit.write(tx, person.id, "end", "certificate", certificate_id, {"account": of.account})

    w.store.write(work)
