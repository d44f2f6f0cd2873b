"""How far the coders of a study agree: all its double-coded sessions, what it asks, and the report.

Whoever looks codings over sees what is theirs to see; sessions whose film they may not watch are left out and
counted. Which codings count, ``double_coded`` says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.access import Right, Use
from annotator.actions import double_coded
from annotator.actions.asking import absent, allowed, require, sight_of
from annotator.actions.codings import scheme_of
from annotator.actions.consents import closed as film_closed
from annotator.actions.double_coded import Pair
from annotator.actions.language import translator
from annotator.actions.taking import note_taken
from annotator.actions.workplace import Workplace
from annotator.agreement import DerivedPair, Double, StudyAgreement, compare, study_agreement
from annotator.errors import AnnotatorError, NotFound, said
from annotator.measures import summarise
from annotator.model import Coding, closed
from annotator.report.agreement_report import (
    Between,
    Report,
    Within,
    agreement_csv,
    agreement_html,
    agreement_pdf,
    report_of,
)
from annotator.report.agreement_words import Asked
from annotator.schemes import Scheme
from annotator.store import Tx, accounts, assignments, audit, codings, families, gates, gold, studies
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.families import SessionRow
from annotator.store.gates import Gate

MOST_SESSIONS = 100_000
SEED = 1
POSITIVE = 0.6
"""The least positive agreement of each code, where neither the study nor the scheme says one."""
ACCURACY = 0.85
LEAST_EVENTS = 10
FORMS = {"html": agreement_html, "pdf": agreement_pdf, "csv": agreement_csv}


@dataclass(frozen=True, slots=True)
class StudyPart:
    """What was coded with one scheme: agreement, what is asked, and where single sessions are.

    ``sessions`` names each session's visit; ``names`` are the coders by account; ``left_out`` counts
    sessions that could not be compared or whose film is closed to the person, ``set_aside`` codings that
    do not count because another one by the same coder does, ``shallow`` those of a depth that is not made for
    agreement. ``days`` lie between two codings of one coder.
    """

    scheme: Scheme
    found: StudyAgreement
    asked: Asked
    sessions: Mapping[str, str]
    names: Mapping[str, str]
    left_out: int
    set_aside: int = 0
    shallow: int = 0
    days: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class StudyAgreementView:
    """A study's agreement, scheme by scheme; ``may_ask`` is whether the person may set what is asked.

    ``again`` is the agreement of coders with themselves, of visits that they coded twice; it is never
    part of the other. ``set_aside`` and ``shallow`` count codings as those of the parts do, in all.
    """

    id: str
    name: str
    parts: Sequence[StudyPart]
    again: Sequence[StudyPart]
    may_ask: bool
    set_aside: int = 0
    shallow: int = 0


def agreement_of_study(w: Workplace, who: Account | None, study_id: str) -> StudyAgreementView:
    """How far the coders of a study agree. NotFound for who does not look codings over there."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_ALL_CODINGS, "study", study_id)
        study = studies.get(tx, study_id)
        there, shut = _watched(tx, person, study_id)
        labels = {r.id: f"{r.family_code} · {r.label}" for r in there}
        names = {account.id: account.name for account in accounts.all(tx)}

        made = {row.id: double_coded.there_for(tx, person, row.id) for row in there}

        def of(pairs: Callable[[Tx, str, double_coded.Codings], list[Pair]]) -> list[StudyPart]:
            found: dict[tuple[str, int], list[tuple[str, CodingFacts, CodingFacts]]] = {}
            for row in there:
                for a, b in pairs(tx, row.id, made[row.id]):
                    found.setdefault(double_coded.work_of(a), []).append((row.family, a, b))
            return [_part(w, tx, study_id, each, labels, names, shut) for each in found.values()]

        aside, shallow = double_coded.set_aside(tx, made), double_coded.shallow(tx, made)
        parts = list[StudyPart]()
        for part in of(double_coded.pairs_between):
            work = part.scheme.id, gold.major_of(part.scheme.version)
            parts.append(replace(part, set_aside=aside.get(work, 0), shallow=shallow.get(work, 0)))
        may = allowed(tx, who, Right.MANAGE_STUDY, "study", study_id)
        amounts = sum(aside.values()), sum(shallow.values())
        return StudyAgreementView(
            study_id,
            study.name,
            parts,
            of(double_coded.pairs_within),
            may,
            *amounts,
        )


def _watched(tx: Tx, person: Account, study_id: str) -> tuple[list[SessionRow], int]:
    """The visits of a study that exist for somebody and that they may watch, and how many they may not."""
    seen = sight_of(tx, person, Right.SEE_ALL_CODINGS)
    rows = [r for r in families.search_sessions(tx, "", MOST_SESSIONS, 0, seen).rows if r.study == study_id]
    there = [r for r in rows if film_closed(tx, person, r.id, Use.WATCH) is None]
    return there, len(rows) - len(there)


def doubled_of(tx: Tx, person: Account, study_id: str) -> Iterable[tuple[CodingFacts, CodingFacts]]:
    """The double-coded sessions of a study, each coder's coding beside the other's and the other way."""
    for row in _watched(tx, person, study_id)[0]:
        for a, b in double_coded.pairs_between(tx, row.id, double_coded.there_for(tx, person, row.id)):
            yield a, b
            yield b, a


def _part(
    w: Workplace,
    tx: Tx,
    study: str,
    doubles: Sequence[tuple[str, CodingFacts, CodingFacts]],
    labels: Mapping[str, str],
    names: Mapping[str, str],
    shut: int,
) -> StudyPart:
    scheme = scheme_of(tx, doubles[-1][1].scheme_hash)
    of = "study", tuple((family, a.id, b.id) for family, a, b in doubles)
    revisions = tuple((a.seq, b.seq) for _, a, b in doubles)

    def made() -> tuple[StudyAgreement, int]:
        compared, refused = list[Double](), 0
        for family, a, b in doubles:
            one, two = (closed(codings.load(tx, c.id)) for c in (a, b))
            try:
                comparison = compare(one, two, scheme_of(tx, a.scheme_hash))
            except AnnotatorError:
                refused += 1
                continue
            derived = _derived(one, two, scheme_of(tx, a.scheme_hash))
            compared.append(Double(a.session, family, a.coder, b.coder, comparison, derived))
        return study_agreement(compared, seed=SEED), refused

    found, refused = w.results.get(of, revisions, made)
    asked = asked_of(scheme, gates.of_study(tx, study, scheme.id))
    sessions = {a.session: labels[a.session] for _, a, _ in doubles}
    days = [double_coded.days_between(a, b) for _, a, b in doubles if a.coder == b.coder]
    return StudyPart(scheme, found, asked, sessions, names, shut + refused, days=days)


def _derived(one: Coding, two: Coding, scheme: Scheme) -> tuple[DerivedPair, ...]:
    """The scheme's measures by either record; a number that would not be shown is not compared."""
    numbers = [
        {
            (m.measure.id, m.subject): (m.main.unit, m.shown(m.main).value)
            for m in summarise(coding, scheme).measures
        }
        for coding in (one, two)
    ]
    return tuple(
        DerivedPair(*place, unit, value, numbers[1].get(place, (unit, None))[1])
        for place, (unit, value) in numbers[0].items()
    )


def asked_of(scheme: Scheme, gate: Gate) -> Asked:
    """What is asked of agreement: what the study set, else what the scheme says, else the usual."""
    said_there: Mapping[str, Any] = scheme.document.get("reliability") or {}
    training, target = (said_there.get(name) or {} for name in ("training_gate", "field_target"))
    of_scheme = target.get("observer_accuracy_min") or training.get("observer_accuracy_min") or ACCURACY
    events = said_there.get("min_events_per_code") or LEAST_EVENTS
    return Asked(
        of_scheme if gate.accuracy is None else gate.accuracy,
        POSITIVE if gate.positive is None else gate.positive,
        int(events if gate.least_events is None else gate.least_events),
    )


def asked_in_study(w: Workplace, who: Account | None, study_id: str) -> list[tuple[Scheme, Asked]]:
    """What a study asks of agreement in each scheme that was handed out or coded in it, newest version each.

    Known before anything is compared, for it is to be set before one sees a number. NotFound for who does not
    look codings over there.
    """
    with w.store.read() as tx:
        require(tx, who, Right.SEE_ALL_CODINGS, "study", study_id)
        used = [c.scheme for c in codings.made_in(tx, study_id)]
        drawn = [d.scheme for d in assignments.drawings(tx, study_id)]
        newest = {
            scheme.id: scheme for scheme in (scheme_of(tx, hash) for hash in dict.fromkeys(used + drawn))
        }
        return [(s, asked_of(s, gates.of_study(tx, study_id, s.id))) for s in newest.values()]


def ask_of_agreement(w: Workplace, who: Account | None, study_id: str, scheme_id: str, wanted: Gate) -> None:
    """Set what a study asks of agreement in a scheme; None goes back to what the scheme says."""
    shares = [value for value in (wanted.accuracy, wanted.positive) if value is not None]
    least = wanted.least_events
    if any(not 0 <= value <= 1 for value in shares) or (least is not None and least < 1):
        raise AnnotatorError(said("A share lies between 0 and 100 %, a number of stretches above 0."))

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        studies.get(tx, study_id)
        gates.set_gate(tx, study_id, scheme_id, wanted, person.id)
        detail = {"scheme": scheme_id, "accuracy": wanted.accuracy, "positive": wanted.positive}
        audit.write(tx, person.id, "ask", "study", study_id, detail | {"least_events": least})

    w.store.write(work)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as a file: its name, its bytes, and what stands in it."""

    name: str
    content: bytes
    report: Report


def agreement_report(w: Workplace, who: Account | None, study_id: str, form: str) -> ReportFile:
    """The report of a study's agreement as ``html``, ``pdf`` or ``csv``.

    Coders and sessions are numbered in it, nobody is named. NotFound as ``agreement_of_study``.
    """
    if form not in FORMS:
        raise NotFound(absent("page"))
    view = agreement_of_study(w, who, study_id)
    language = who.language if who else "en"
    between = [Between(p.scheme, p.found, p.asked, p.left_out, p.set_aside, p.shallow) for p in view.parts]
    within = [Within(p.scheme, p.found, p.days) for p in view.again if p.found.sessions]
    names = {coder: name for part in (*view.parts, *view.again) for coder, name in part.names.items()}
    report = report_of(view.name, between, within, names, language, translator(language))
    made = FORMS[form](report)
    detail = {"form": form, **audit.digest(made)}
    note_taken(w, who, "study", study_id, detail)
    return ReportFile(f"agreement.{form}", made, report)
