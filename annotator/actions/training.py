"""Practice and tests: what a coder does on the way to coding that counts.

The gold coding does not exist for a coder before their own is submitted. Then practice shows where the two
differ, for a stretch as soon as that stretch (the coded window) is submitted; a test only says how it went.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.access import Right, Role
from annotator.actions import codings as coding_actions
from annotator.actions.asking import own_coding, require, sight_of
from annotator.actions.certified import fits, holding
from annotator.actions.codings import scheme_of
from annotator.actions.comparing import compare_codings
from annotator.actions.gold import visit_name
from annotator.actions.scheme_cards import newest
from annotator.actions.settling import Asks, asks_of, passed_of, settle, tests_of
from annotator.actions.workplace import Workplace
from annotator.agreement import Costly, GoldMatch, Outcome, against_gold, costliest, passes
from annotator.errors import Conflict, NotFound, said
from annotator.schemes import Scheme
from annotator.store import Tx, codings, families, gold, sight, studies, training
from annotator.store.accounts import Account
from annotator.store.gold import Gold
from annotator.store.training import KeptAttempt, KeptCertificate


@dataclass(frozen=True, slots=True)
class Exercise:
    """A session to practise with or to be tested with, one's coding of it, and what came of that."""

    session: str
    visit: str
    purpose: str
    coding: str | None
    is_open: bool
    result: KeptAttempt | None


@dataclass(frozen=True, slots=True)
class OwnTraining:
    """What somebody has to do in one study for one major version of a scheme.

    ``certificate`` is the one that holds; ``passed`` how many tests were passed in a row since the last one.
    """

    study: str
    study_name: str
    scheme: Scheme
    major: int
    asks: Asks
    certificate: KeptCertificate | None
    passed: int
    practice: Sequence[Exercise]
    tests: Sequence[Exercise]


def my_training(w: Workplace, who: Account | None) -> list[OwnTraining]:
    """What somebody can practise and be tested with, study by study; nothing of what is seeded into work."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
    settle(w, person.id)
    with w.store.read() as tx:
        there = sight_of(tx, person, Right.CODE)
        found = list[OwnTraining]()
        for member in studies.memberships(tx, person.id):
            by_scheme: dict[tuple[str, int], list[Gold]] = {}
            for each in gold.sets_of(tx, member.study):
                known = by_scheme.setdefault((each.scheme_id, each.major), [])
                known += gold.of_set(tx, each.id) if each.purpose != "drift" else []
            shown = {g.session for golds in by_scheme.values() for g in golds}
            mine = sight.visits_there(tx, there, shown)
            for (scheme_id, major), golds in by_scheme.items():
                exercises = [g for g in golds if g.session in mine]
                if exercises or _asked_for(tx, member.study, scheme_id, Role(member.role)):
                    found.append(_own(tx, person, member.study, scheme_id, major, exercises))
        return found


def _asked_for(tx: Tx, study: str, scheme_id: str, role: Role) -> bool:
    return role is Role.CODER and training.gate_of(tx, study, scheme_id).required


def _own(
    tx: Tx, person: Account, study: str, scheme_id: str, major: int, golds: Sequence[Gold]
) -> OwnTraining:
    scheme = scheme_of(tx, golds[0].scheme_hash if golds else newest(tx)[scheme_id].hash)
    asks = asks_of(tx, study, scheme, golds[0].profile if golds else scheme.profiles[0].id)
    exercises = [_exercise(tx, person, g) for g in golds]
    return OwnTraining(
        study, studies.get(tx, study).name, scheme, major, asks,
        holding(tx, study, person.id, scheme_id, major), passed_of(tx, study, person.id, scheme_id, major),
        [e for e in exercises if e.purpose == "practice"], [e for e in exercises if e.purpose == "test"],
    )  # fmt: skip


def _exercise(tx: Tx, person: Account, of: Gold) -> Exercise:
    mine = [c for c in codings.of_session(tx, of.session) if c.coder == person.id and fits(c, of)]
    last = mine[-1] if mine else None
    result = training.attempt_of(tx, last.id) if last is not None else None
    is_open = last is not None and last.state == "open"
    name = visit_name(tx, of.session)
    return Exercise(of.session, name, of.purpose, last.id if last else None, is_open, result)


def begin_exercise(w: Workplace, who: Account | None, session_id: str, scheme_id: str) -> str:
    """Open one's coding of a session for practice or a test, as its gold coding was made; gives its id.

    An open one is gone on with. Practice may be coded anew as often as one likes, a test once for a
    certificate. NotFound where there is none, which is what a session seeded into work looks like.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE, "session", session_id)
        families.session(tx, session_id)
        of = next(
            (g for g in gold.of_session(tx, session_id) if g.scheme_id == scheme_id and g.purpose != "drift"),
            None,
        )
        if of is None:
            raise NotFound(said("This visit is neither for practice nor a test."))
        if of.purpose == "test":
            _refuse_known(tx, person, of)
    return coding_actions.begin_coding(w, who, session_id, of.scheme_hash, of.profile)


def _refuse_known(tx: Tx, person: Account, of: Gold) -> None:
    study = families.study_of(tx, families.session(tx, of.session).family)
    tests, practised = tests_of(tx, study, person.id, of.scheme_id, of.major)
    if of.session in {each.session for each in tests} | set(practised):
        raise Conflict(
            said("You know this film already, so it tests nothing. Ask for another one in the set of tests.")
        )


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of one's practice or test.

    ``match``, ``costliest`` and ``gold`` (the gold coding, to be laid beside one's own) only of practice.
    """

    result: KeptAttempt
    scheme: Scheme
    visit: str
    session: str
    match: GoldMatch | None = None
    outcome: Outcome | None = None
    costliest: Sequence[Costly] = ()
    gold: str | None = None


def feedback(w: Workplace, who: Account | None, coding_id: str) -> Feedback:
    """What came of one's submitted coding of a session for practice or a test.

    NotFound for any other coding; so a session seeded into work answers as every other.
    """
    with w.store.read() as tx:
        facts = own_coding(tx, who, coding_id)
    settle(w, facts.coder)
    with w.store.read() as tx:
        result = training.attempt_of(tx, coding_id)
        if result is None or result.purpose == "drift":
            raise NotFound(said("This coding is neither practice nor a test."))
        scheme, visit = scheme_of(tx, facts.scheme_hash), visit_name(tx, facts.session)
        study = families.study_of(tx, families.session(tx, facts.session).family)
        bar = asks_of(tx, study, scheme, facts.profile).bar
        is_gold = any(g.coding == result.gold for g in gold.of_session(tx, facts.session))
    if result.purpose == "test" or not is_gold:
        return Feedback(result, scheme, visit, facts.session)
    found = compare_codings(w, who, coding_id, result.gold).comparison
    match = against_gold(found)
    return Feedback(
        result, scheme, visit, facts.session, match, passes(match, bar),
        costliest(found.disagreements), result.gold,
    )  # fmt: skip
