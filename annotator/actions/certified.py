"""Whether somebody may begin to code: a study may ask for a certificate first."""

from annotator.access import Right, Role
from annotator.actions.asking import allowed, role_at
from annotator.actions.workplace import Workplace
from annotator.errors import CertificateError, counted
from annotator.schemes import Scheme
from annotator.store import Tx, families, gold, studies, training
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.gold import Gold
from annotator.store.training import KeptCertificate, TrainingGate

IN_A_ROW = 3
DAYS = 365
EVERY = 10


def in_a_row_of(scheme: Scheme, gate: TrainingGate) -> int:
    """How many tests must be passed in a row: what the study set, else what the scheme says, else three."""
    said_there = ((scheme.document.get("reliability") or {}).get("training_gate")) or {}
    return gate.in_a_row or int(said_there.get("consecutive_passes") or IN_A_ROW)


def holding(tx: Tx, study: str, account: str, scheme_id: str, major: int) -> KeptCertificate | None:
    """The certificate of somebody for a major version of a scheme that holds now; None without one."""
    for each in training.certificates(tx, study, account):
        if (each.scheme_id, each.major) == (scheme_id, major) and each.term.holds(tx.at):
            return each
    return None


def in_training(w: Workplace, who: Account | None) -> bool:
    """Whether somebody's studies have anything to practise, a test, or ask for a certificate."""
    with w.store.read() as tx:
        if not allowed(tx, who, Right.CODE) or who is None:
            return False
        mine = studies.memberships(tx, who.id)
        return any(gold.has_exercises(tx, m.study) or training.asks(tx, m.study) for m in mine)


def fits(coding: CodingFacts, of: Gold) -> bool:
    """Whether a coding is of a gold's scheme and depth, and is not the gold itself."""
    same = gold.held([of], coding.scheme_id, coding.scheme_version) is not None
    return same and coding.profile == of.profile and coding.id != of.coding


def is_exercise(tx: Tx, coding: CodingFacts) -> bool:
    """Whether a coding is practice or a test; one of a session that is seeded into work is work."""
    return any(g.purpose != "drift" and fits(coding, g) for g in gold.of_session(tx, coding.session))


def require_certificate(tx: Tx, person: Account, session: str, scheme: Scheme) -> None:
    """Refuse a coder without the certificate that the study asks for; practice and tests are always open.

    The sentence is the same for every visit that is work, also one that is gold and seeded into it.
    """
    study = families.study_of(tx, families.session(tx, session).family)
    gate = training.gate_of(tx, study, scheme.id)
    if not gate.required or role_at(tx, person, session) is not Role.CODER:
        return
    of = gold.held(gold.of_session(tx, session), scheme.id, scheme.version)
    if of is not None and of.purpose != "drift":
        return
    if holding(tx, study, person.id, scheme.id, gold.major_of(scheme.version)) is None:
        raise CertificateError(
            counted(
                in_a_row_of(scheme, gate),
                "This study asks for a certificate before its visits are coded with {scheme}: pass one test "
                "on the page Training.",
                "This study asks for a certificate before its visits are coded with {scheme}: pass {n} tests "
                "in a row on the page Training.",
                scheme=scheme.id,
            )
        )
