"""Gold codings: which coding of a session counts as the gold one, and sets of such sessions.

A set is for practice with feedback, for tests without, or seeded into work unseen; a session stands in one
set for each major version of a scheme, so that nobody is tested with what they practised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Right, Role
from annotator.actions.asking import absent, allowed, coding_for, require, sight_of
from annotator.actions.scheme_cards import SchemeCard, card_in, newest
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotComparable, NotFound, said
from annotator.model.training import GOLD_FOR, GoldFor
from annotator.store import Tx, assignments, audit, codings, families, gold, sight, studies
from annotator.store.accounts import Account
from annotator.store.gold import Gold, GoldSet

LONGEST_NAME = 120
MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class GoldLine:
    """A gold coding: of which visit, by whom, and whether it came of two others."""

    gold: Gold
    visit: str
    coder: str
    is_consensus: bool


@dataclass(frozen=True, slots=True)
class SetLine:
    """A gold set with those of its gold codings that exist for the person; ``others`` counts the rest.

    ``candidates`` are codings that could become gold in it: by whom and of which visit, by id.
    """

    of: GoldSet
    lines: Sequence[GoldLine]
    others: int
    candidates: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GoldView:
    """The gold sets of a study; to whom a set can be given; with which schemes a set can begin."""

    sets: Sequence[SetLine]
    could: Mapping[str, str]
    schemes: Mapping[str, SchemeCard]
    may_assign: bool


def gold_of_study(w: Workplace, who: Account | None, study_id: str) -> GoldView:
    """The gold sets of a study, for who declares gold there."""
    with w.store.read() as tx:
        person = require(tx, who, Right.DECLARE_GOLD, "study", study_id)
        studies.get(tx, study_id)
        members = studies.members(tx, study_id)
        could = {m.account: m.name for m in members if m.role == Role.CODER and not m.disabled}
        cards = {id: card_in(tx, row.hash) for id, row in newest(tx).items()}
        return GoldView(
            [_set_line(tx, person, each) for each in gold.sets_of(tx, study_id)],
            could,
            {id: card for id, card in cards.items() if not card.marks_only},
            allowed(tx, person, Right.ASSIGN, "study", study_id),
        )


def _set_line(tx: Tx, who: Account, of: GoldSet) -> SetLine:
    there = gold.of_set(tx, of.id)
    mine = sight.visits_there(tx, sight_of(tx, who, Right.DECLARE_GOLD), {g.session for g in there})
    lines = [_gold_line(tx, g) for g in there if g.session in mine]
    return SetLine(of, lines, len(there) - len(lines), _candidates(tx, who, of))


def _candidates(tx: Tx, who: Account, of: GoldSet) -> dict[str, str]:
    found = gold.candidates(tx, of, MOST_CANDIDATES)
    mine = sight.visits_there(tx, sight_of(tx, who, Right.DECLARE_GOLD), {c.session for c in found})
    return {c.coding: f"{visit_name(tx, c.session)} · {c.coder}" for c in found if c.session in mine}


def _gold_line(tx: Tx, of: Gold) -> GoldLine:
    facts = codings.facts(tx, of.coding)
    return GoldLine(of, visit_name(tx, of.session), facts.coder_name, facts.state == "consensus")


def visit_name(tx: Tx, session_id: str) -> str:
    """A visit in one line, without a family's name."""
    session = families.session(tx, session_id)
    return f"{families.family(tx, session.family).code} · {session.label}"


def make_set(
    w: Workplace, who: Account | None, study_id: str, name: str, scheme_id: str, purpose: str
) -> str:
    """Begin a gold set of the newest major version of a scheme; gives its id."""
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST_NAME:
        raise AnnotatorError(
            said("The name of the set is missing or longer than {most} letters.", most=LONGEST_NAME)
        )
    meant = _purpose(purpose)

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.DECLARE_GOLD, "study", study_id)
        studies.get(tx, study_id)
        stored = newest(tx).get(scheme_id)
        if stored is None:
            raise NotFound(said("There is no such coding scheme here."))
        if card_in(tx, stored.hash).marks_only:
            raise NotComparable(
                said("Marks of {scheme} are looked at one by one; they are never counted.", scheme=scheme_id)
            )
        major = gold.major_of(stored.version)
        made = gold.add_set(tx, study_id, clean, scheme_id, major, meant, person.id)
        audit.write(tx, person.id, "create", "gold_set", made, {"scheme": scheme_id, "for": meant})
        return made

    return w.store.write(work)


def _purpose(word: str) -> GoldFor:
    found = next((each for each in GOLD_FOR if each == word), None)
    if found is None:
        raise AnnotatorError(said("A gold set is for one of: {purposes}.", purposes=", ".join(GOLD_FOR)))
    return found


def remove_set(w: Workplace, who: Account | None, set_id: str) -> None:
    """Take a gold set away. Its codings stay, and so do the tests and certificates that rested on it."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.DECLARE_GOLD, "gold set", set_id)
        gold.get_set(tx, set_id)
        gold.remove_set(tx, set_id)
        audit.write(tx, person.id, "remove", "gold_set", set_id, {})

    w.store.write(work)


def declare(w: Workplace, who: Account | None, coding_id: str, set_id: str) -> None:
    """Make a submitted or consensus coding the gold one of its session, in place of the one before, in a set.

    NotFound for who may not see the coding or the set; NotComparable when it is still open, of another
    scheme or of another study than the set.
    """

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.DECLARE_GOLD, "coding", coding_id)
        require(tx, who, Right.DECLARE_GOLD, "gold set", set_id)
        facts, into = coding_for(tx, who, coding_id), gold.get_set(tx, set_id)
        if facts.state == "open":
            raise NotComparable(said("This coding is open; submit it before it becomes gold."))
        if (facts.scheme_id, gold.major_of(facts.scheme_version)) != (into.scheme_id, into.major):
            raise NotComparable(
                said(
                    "This set is of {scheme} {major}; the coding was made with {other}.",
                    scheme=into.scheme_id,
                    major=into.major,
                    other=f"{facts.scheme_id} {facts.scheme_version}",
                )
            )
        if families.study_of(tx, families.session(tx, facts.session).family) != into.study:
            raise NotComparable(said("This set belongs to another study than the visit."))
        gold.declare(tx, coding_id, into, person.id)
        audit.write(tx, person.id, "gold", "coding", coding_id, {"set": set_id})

    w.store.write(work)


def withdraw_gold(w: Workplace, who: Account | None, coding_id: str) -> None:
    """Let a coding be gold no more; NotFound when it was not."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.DECLARE_GOLD, "coding", coding_id)
        coding_for(tx, who, coding_id)
        if not gold.withdraw(tx, coding_id):
            raise NotFound(said("This coding is not gold."))
        audit.write(tx, person.id, "gold_no_more", "coding", coding_id, {})

    w.store.write(work)


def give_set(w: Workplace, who: Account | None, set_id: str, account: str) -> int:
    """Give the sessions of a set for practice or tests to a coder, at the gold's depth; how many are new."""

    def work(tx: Tx) -> int:
        person = require(tx, who, Right.ASSIGN, "gold set", set_id)
        of = gold.get_set(tx, set_id)
        if of.purpose == "drift":
            raise AnnotatorError(
                said("Sessions that are seeded into work come with it; they are not given as a set.")
            )
        members = {m.account: m for m in studies.members(tx, of.study)}
        if account not in members or members[account].role != Role.CODER:
            raise NotFound(absent("person"))
        new = 0
        for each in gold.of_set(tx, set_id):
            new += assignments.give(tx, [each.session], account, person.id, each.scheme_hash, each.profile)
        audit.write(tx, person.id, "give", "gold_set", set_id, {"account": account})
        return new

    return w.store.write(work)
