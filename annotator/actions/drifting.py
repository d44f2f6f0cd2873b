"""Whether coders drift: each one's sessions against gold, or against partners, and what was done about it.

Whose chart it is, the supervisor alone sees; everybody else reads a code name. Coders see no chart: its
sessions would tell them which are gold.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from annotator.access import Right, Use
from annotator.actions import recoding
from annotator.actions.asking import absent, allowed, require, sight_of
from annotator.actions.certified import fits
from annotator.actions.codings import scheme_of
from annotator.actions.consents import closed as film_closed
from annotator.actions.gold import visit_name
from annotator.actions.settling import beside_gold
from annotator.actions.study_agreeing import doubled_of
from annotator.actions.typed import lines
from annotator.actions.workplace import Workplace
from annotator.agreement import DriftPoint, Segment, drift_charts, drift_point
from annotator.errors import AnnotatorError, Conflict, NotFound, said
from annotator.schemes import Scheme
from annotator.store import Tx, accounts, audit, codings, drift_actions, gold, sight, studies
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.drift_actions import DRIFT_KINDS, DriftAction, DriftKind

MOST_LETTERS = 2000
Beside = Literal["gold", "partners"]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a drift, and the name of who did it."""

    action: DriftAction
    by: str


@dataclass(frozen=True, slots=True)
class CoderDrift:
    """The charts of one coder; ``key`` is the code name, ``name`` the name for who may know it, else that.

    ``visits`` name the visits of the points by coding, for who may know the coder. ``actions`` are what
    was done, the newest first; ``answered`` whether something was since the newest point. ``recoded`` is how
    many visits were coded anew, of how many that were to be.
    """

    key: str
    name: str
    segments: Sequence[Segment]
    visits: Mapping[str, str]
    actions: Sequence[Done]
    answered: bool
    recoded: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class SchemeDrift:
    """The charts of everybody who codes with one major version of a scheme."""

    scheme: Scheme
    major: int
    coders: Sequence[CoderDrift]


@dataclass(frozen=True, slots=True)
class StudyDrift:
    """The drift charts of a study; ``named`` is whether the person sees whose they are."""

    id: str
    name: str
    named: bool
    parts: Sequence[SchemeDrift]


def drift_of_study(w: Workplace, who: Account | None, study_id: str, beside: Beside = "gold") -> StudyDrift:
    """The charts of a study's coders, for who looks codings over there.

    Beside ``gold``: sessions seeded into work. Beside ``partners``: sessions coded by two; there both who
    drift together are not seen. Films that the person may not watch are left out.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_ALL_CODINGS, "study", study_id)
        name = studies.get(tx, study_id).name
        named = allowed(tx, person, Right.NAME_WHO_DRIFTS, "study", study_id)
        points = dict[tuple[str, int], dict[str, list[tuple[str, DriftPoint]]]]()
        newest = dict[tuple[str, int], str]()
        pairs = _beside_gold(tx, person, study_id) if beside == "gold" else doubled_of(tx, person, study_id)
        for mine, other in pairs:
            point = _point(w, tx, mine, other)
            if point is not None:
                of = (mine.scheme_id, gold.major_of(mine.scheme_version))
                newest[of] = mine.scheme_hash
                points.setdefault(of, {}).setdefault(mine.coder, []).append((mine.session, point))
        done = drift_actions.of_study(tx, study_id)
        names = {account.id: account.name for account in accounts.all(tx)}
        anew = recoding.progress(tx, study_id)
        parts = list[SchemeDrift]()
        for of, by_coder in points.items():
            acted = [d for d in done if (d.scheme_id, d.major) == of]
            coders = [
                replace(
                    _coder(tx, study_id, account, found, acted, names, named=named),
                    recoded=anew.get((account, of), (0, 0)),
                )
                for account, found in by_coder.items()
            ]
            coders.sort(key=lambda coder: coder.name.casefold())
            parts.append(SchemeDrift(scheme_of(tx, newest[of]), of[1], coders))
    return StudyDrift(study_id, name, named, parts)


def _beside_gold(tx: Tx, person: Account, study_id: str) -> Iterable[tuple[CodingFacts, CodingFacts]]:
    """The codings of sessions seeded into work, made after the gold was declared, each with the gold."""
    seeded = [g for s in gold.sets_of(tx, study_id) if s.purpose == "drift" for g in gold.of_set(tx, s.id)]
    there = sight.visits_there(tx, sight_of(tx, person, Right.SEE_ALL_CODINGS), {g.session for g in seeded})
    for of in seeded:
        if of.session not in there or film_closed(tx, person, of.session, Use.WATCH) is not None:
            continue
        for coding in codings.of_session(tx, of.session):
            after = coding.submitted_at is not None and coding.submitted_at > of.at
            if coding.state == "submitted" and after and fits(coding, of):
                yield coding, codings.facts(tx, of.coding)


def _point(w: Workplace, tx: Tx, mine: CodingFacts, other: CodingFacts) -> DriftPoint | None:
    """A coding as a point; None where the two have no time in common."""
    major, minor = mine.scheme_version.split(".")[:2]

    def made() -> DriftPoint | None:
        try:
            found = beside_gold(tx, mine, other.id, other.scheme_hash)
        except AnnotatorError:
            return None
        return drift_point(mine.id, mine.submitted_at or "", f"{major}.{minor}", found)

    return w.points.get(("drift", mine.id, other.id), (mine.seq, other.seq, mine.submitted_at), made)


def _coder(
    tx: Tx,
    study: str,
    account: str,
    found: Sequence[tuple[str, DriftPoint]],
    done: Sequence[DriftAction],
    names: Mapping[str, str],
    *,
    named: bool,
) -> CoderDrift:
    key = code_name(study, account)
    newest = max(point.at for _, point in found)
    # A note may name the coder.
    told = [d if named else replace(d, note="") for d in done if d.account == account]
    actions = [Done(d, names.get(d.by or "", "")) for d in told]
    visits = {point.coding: visit_name(tx, session) for session, point in found} if named else {}
    segments = drift_charts([point for _, point in found])
    return CoderDrift(
        key, names.get(account, key) if named else key, segments, visits, actions,
        any(d.action.at > newest for d in actions),
    )  # fmt: skip


def code_name(study: str, account: str) -> str:
    """What a coder is called where names are not for one's eyes: always the same, another in each study."""
    return hashlib.sha256(f"{study} {account}".encode()).hexdigest()[:4].upper()


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done: one of ``DRIFT_KINDS``; ``since`` which day (ISO) visits are coded anew; a note."""

    kind: str
    since: str = ""
    note: str = ""


def recoding_since(
    w: Workplace, who: Account | None, study_id: str, coder: str, of: tuple[str, int], since: str
) -> int:
    """How many visits a coder would code anew from a day (ISO) on; refused as ``act_on_drift``."""
    day = _day(since)
    with w.store.read() as tx:
        require(tx, who, Right.JUDGE, "study", study_id)
        return len(recoding.to_recode(tx, study_id, _account(tx, study_id, coder), of, day))


def act_on_drift(
    w: Workplace,
    who: Account | None,
    study_id: str,
    coder: str,
    of: tuple[str, int],
    doing: Doing,
    seen: int | None = None,
) -> int:
    """Do and note something about a coder's drift in a scheme's major version. Nobody is shut out by it.

    "recode" hands out to the coder what they submitted since that day, to be coded anew without the former
    coding in sight; gives how many visits that is, 0 for all else. ``seen`` is how many were shown before:
    Conflict when they are others by now. ``coder`` is the code name; NotFound when nobody of the study has
    it.
    """
    words = lines(doing.note).strip()
    if len(words) > MOST_LETTERS:
        raise AnnotatorError(said("A note has at most {most} letters; make it shorter.", most=MOST_LETTERS))
    kind = _kind(doing.kind)
    day = _day(doing.since) if kind == "recode" else ""

    def work(tx: Tx) -> int:
        person = require(tx, who, Right.JUDGE, "study", study_id)
        studies.get(tx, study_id)
        account = _account(tx, study_id, coder)
        many = recoding.hand_out(tx, study_id, account, of, day, person.id) if kind == "recode" else 0
        if seen is not None and many != seen:
            raise Conflict(said("Something was coded since this page was loaded. Look at it again."))
        drift_actions.add(tx, study_id, DriftAction(account, *of, kind, day, words, person.id, tx.at))
        detail = {"account": account, "kind": kind, "visits": many}
        audit.write(tx, person.id, "act_on_drift", "study", study_id, detail)
        return many

    return w.store.write(work)


def _account(tx: Tx, study: str, coder: str) -> str:
    """Whose a code name is."""
    members = {code_name(study, m.account): m.account for m in studies.members(tx, study)}
    if coder not in members:
        raise NotFound(absent("person"))
    return members[coder]


def _kind(word: str) -> DriftKind:
    found = next((each for each in DRIFT_KINDS if each == word), None)
    if found is None:
        raise AnnotatorError(said("What was done is one of: {kinds}.", kinds=", ".join(DRIFT_KINDS)))
    return found


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise AnnotatorError(said("Say from which day on visits are coded anew, as 2026-05-31.")) from None
