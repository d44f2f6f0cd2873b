"""What studies ask of coders, what came of practice and tests, and certificates."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.errors import NotFound, said
from annotator.model.training import Certificate, GoldFor
from annotator.store.tables import (
    account,
    attempt,
    certificate,
    coding,
    gold,
    gold_set,
    scheme,
    training_gate,
)
from annotator.store.transaction import AnyRow, Tx, new_id


@dataclass(frozen=True, slots=True)
class TrainingGate:
    """What a study asks of who codes with a scheme; None is what the scheme or the program says.

    A test reaches ``least`` of a ``statistic``, each code ``per_code``; ``in_a_row`` tests give a certificate
    for so many ``days``; ``required`` locks work without one. ``every``: one gold session for so many visits
    that are given to code.
    """

    statistic: str | None = None
    least: float | None = None
    per_code: float | None = None
    in_a_row: int | None = None
    days: int | None = None
    every: int | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """What came of a submitted coding when it was held against its session's gold; see ``Outcome``."""

    coding: str
    gold: str
    account: str
    session: str
    scheme_id: str
    major: int
    purpose: GoldFor
    statistic: str
    value: float | None
    reason: str
    least: float
    passed: bool
    at: str


@dataclass(frozen=True, slots=True)
class KeptCertificate:
    """A certificate with whose and for what it is; ``passes`` tests in a row gave it."""

    id: str
    study: str
    account: str
    name: str
    scheme_id: str
    major: int
    passes: int
    term: Certificate


def gate_of(tx: Tx, study: str, scheme_id: str) -> TrainingGate:
    """What a study asks itself; nothing where it never said."""
    row = tx.row(select(training_gate).filter_by(study=study, scheme_id=scheme_id))
    if row is None:
        return TrainingGate()
    return TrainingGate(
        row.statistic, row.least, row.per_code, row.in_a_row, row.days, row.every, bool(row.required)
    )


def asks(tx: Tx, study: str) -> bool:
    """Whether a study asks for a certificate, with whatever scheme."""
    wanted = select(training_gate.c.study).where(training_gate.c.study == study, training_gate.c.required)
    return tx.row(wanted.limit(1)) is not None


def set_gate(tx: Tx, study: str, scheme_id: str, wanted: TrainingGate, by: str) -> None:
    """Set what a study asks in place of what is usual."""
    key = {"study": study, "scheme_id": scheme_id}
    tx.execute(delete(training_gate).filter_by(**key))
    tx.execute(insert(training_gate), {**key, **asdict(wanted), "by": by, "at": tx.at})


# What came of codings of gold sessions -----------------------------------------------------------------


def keep_attempt(tx: Tx, made: KeptAttempt) -> None:
    """Keep what came of a coding; what was kept of it before stays."""
    row = {name: value for name, value in asdict(made).items() if name != "session"}
    tx.execute(upsert(attempt).on_conflict_do_nothing(), row)


def attempts_of(tx: Tx, account_id: str, scheme_id: str, major: int) -> list[KeptAttempt]:
    """What came of somebody's codings of gold sessions, the first first."""
    mine = (attempt.c.account == account_id, attempt.c.scheme_id == scheme_id, attempt.c.major == major)
    wanted = select(attempt, coding.c.session).select_from(attempt.join(coding, _OF)).where(*mine)
    return [_attempt(row) for row in tx.rows(wanted.order_by(attempt.c.at, attempt.c.coding))]


def attempt_of(tx: Tx, coding_id: str) -> KeptAttempt | None:
    """What came of one coding; None when it was held against no gold."""
    wanted = select(attempt, coding.c.session).select_from(attempt.join(coding, _OF))
    row = tx.row(wanted.where(attempt.c.coding == coding_id))
    return None if row is None else _attempt(row)


def not_held_yet(tx: Tx, account_id: str, purposes: Sequence[GoldFor]) -> list[str]:
    """Somebody's submitted codings of sessions with a gold coding that were not held against it; by time."""
    joined = (
        coding.join(scheme, scheme.c.hash == coding.c.scheme)
        .join(gold, (gold.c.session == coding.c.session) & (gold.c.scheme_id == scheme.c.scheme_id))
        .join(gold_set, gold_set.c.id == gold.c.gold_set)
        .outerjoin(attempt, attempt.c.coding == coding.c.id)
    )
    wanted = select(coding.c.id).select_from(joined).where(
        coding.c.coder == account_id, coding.c.state == "submitted", coding.c.submitted_at > gold.c.at,
        coding.c.id != gold.c.coding, attempt.c.coding.is_(None), gold_set.c.purpose.in_(list(purposes)),
    )  # fmt: skip
    return [row.id for row in tx.rows(wanted.order_by(coding.c.submitted_at, coding.c.id))]


_OF = coding.c.id == attempt.c.coding


def _attempt(row: AnyRow) -> KeptAttempt:
    return KeptAttempt(
        row.coding, row.gold, row.account, row.session, row.scheme_id, row.major, row.purpose, row.statistic,
        row.value, row.reason, row.least, bool(row.passed), row.at,
    )  # fmt: skip


# Certificates ------------------------------------------------------------------------------------------


def issue(
    tx: Tx, study: str, account_id: str, scheme_id: str, major: int, passes: int, term: Certificate
) -> str:
    """Give somebody a certificate; its id."""
    id = new_id()
    row = {"id": id, "study": study, "account": account_id, "scheme_id": scheme_id, "major": major}
    times = {"passes": passes, "issued_at": term.issued_at, "expires_at": term.expires_at}
    tx.execute(insert(certificate), {**row, **times, "ended_at": term.ended_at, "ended_by": None})
    return id


def certificates(tx: Tx, study: str, account_id: str | None = None) -> list[KeptCertificate]:
    """The certificates of a study, or of somebody in it, the newest first."""
    joined = certificate.join(account, account.c.id == certificate.c.account)
    wanted = select(certificate, account.c.name).select_from(joined).where(certificate.c.study == study)
    if account_id is not None:
        wanted = wanted.where(certificate.c.account == account_id)
    return [_certificate(r) for r in tx.rows(wanted.order_by(certificate.c.issued_at.desc()))]


def certificate_of(tx: Tx, id: str) -> KeptCertificate:
    """The certificate with this id; NotFound when there is none."""
    joined = certificate.join(account, account.c.id == certificate.c.account)
    row = tx.row(select(certificate, account.c.name).select_from(joined).where(certificate.c.id == id))
    if row is None:
        raise NotFound(said("There is no such certificate here."))
    return _certificate(row)


def end_certificate(tx: Tx, id: str, by: str) -> None:
    """Let a certificate hold no more from now on."""
    tx.execute(update(certificate).where(certificate.c.id == id).values(ended_at=tx.at, ended_by=by))


def _certificate(row: AnyRow) -> KeptCertificate:
    term = Certificate(row.issued_at, row.expires_at, row.ended_at)
    return KeptCertificate(
        row.id, row.study, row.account, row.name, row.scheme_id, row.major, row.passes, term
    )
