"""Two-pass coding: two coders agree on where marks begin, then each adds what qualifies them.

The first pass is any two submitted codings of a visit with one scheme and depth. They are never changed; what
is agreed on becomes a new coding for each of the two, which holds the agreed marks and takes modifiers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.access import Right
from annotator.actions.asking import absent, allowed, require, visible_codings
from annotator.actions.codings import scheme_of
from annotator.actions.comparing import countable, to_read
from annotator.actions.scheme_cards import card_in
from annotator.actions.workplace import Workplace
from annotator.agreement import (
    ModifierAgreement,
    OnsetPair,
    Taken,
    agreed_marks,
    compare_modifiers,
    pair_onsets,
)
from annotator.agreement.onsets import PLACED, choice_of, shared_window
from annotator.errors import CodingError, Conflict, NotComparable, NotFound, Problem, said
from annotator.model import Coding, Family, Session
from annotator.schemes import Scheme
from annotator.store import Tx, accounts, audit, codings, families, two_passes
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts, CountedCoding
from annotator.store.two_passes import Agreement, Decided

IN_ONE_GO = "field"
"""The profile in which nobody is asked for modifiers."""


@dataclass(frozen=True, slots=True)
class PairOfCodings:
    """Two submitted codings of a visit whose onsets can be agreed on, or were (``agreed``)."""

    first: CountedCoding
    second: CountedCoding
    agreed: bool


@dataclass(frozen=True, slots=True)
class SecondPass:
    """What became of an agreement: by whom and when, what was decided, and the codings that go on from it.

    ``own`` is one's own coding among them; ``waits_for`` names the coders that have not submitted theirs;
    ``modifiers`` says how far the two agree, None while one of them is not submitted or not to be seen.
    """

    agreement: Agreement
    by: str
    decided: Sequence[Decided]
    own: CodingFacts | None
    waits_for: Sequence[str]
    modifiers: tuple[ModifierAgreement, ...] | None


@dataclass(frozen=True, slots=True)
class OnsetsView:
    """Two coders' first pass side by side; ``first`` began first. No ``second_pass`` until they agreed."""

    family: Family
    session: Session
    scheme: Scheme
    first: Coding
    second: Coding
    pairs: tuple[OnsetPair, ...]
    second_pass: SecondPass | None

    @property
    def choices(self) -> dict[str, str]:
        """What was decided at each place, by its key; empty until the two agreed."""
        if self.second_pass is None:
            return {}
        decided = {f"{d.first or ''}|{d.second or ''}": d.taken for d in self.second_pass.decided}
        return {pair.key: decided[pair.key] for pair in self.pairs if pair.key in decided}

    @property
    def open_pairs(self) -> tuple[OnsetPair, ...]:
        """Where somebody has to decide."""
        return tuple(pair for pair in self.pairs if not pair.alike)


def pairs_of_visit(w: Workplace, who: Account | None, session_id: str) -> list[PairOfCodings]:
    """The pairs of codings of a visit whose onsets a person may agree on, the newest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE, "session", session_id)
        families.session(tx, session_id)
        there = [c for c in visible_codings(tx, person, session_id) if _first_pass(tx, c)]
        agreed = {(a.first, a.second) for a in two_passes.of_session(tx, session_id)}
        pairs = [
            PairOfCodings(a, b, (a.id, b.id) in agreed)
            for a, b in combinations(there, 2)
            if (a.scheme_hash, a.profile) == (b.scheme_hash, b.profile)
            and a.coder != b.coder
            and _may_agree(tx, person, a, b)
        ]
    return pairs[::-1]


def onsets(w: Workplace, who: Account | None, one: str, other: str) -> OnsetsView:
    """Two codings' onsets side by side, and what became of them.

    NotComparable says why two codings cannot be agreed on; NotFound for who is neither of the two coders
    and looks after nobody's codings; ConsentError when the film may not be watched.
    """
    with w.store.read() as tx:
        first, second = _pair(tx, who, one, other)
        return _view(tx, who, first, second)


def agree_onsets(
    w: Workplace,
    who: Account | None,
    one: str,
    other: str,
    choices: Mapping[str, str],
    *,
    again: bool = False,
) -> Mapping[str, str]:
    """Agree on the onsets of two codings, and begin a second pass for each coder: codings by account.

    ``choices`` says for each place, by its key, what holds there; pairs of one code are taken as they are.
    ``again``: where it was agreed on already, the marks of the second passes that were begun follow, and
    what was said of those that stay is kept.
    CodingError names what is not decided; Conflict when it was agreed on already and is not decided again,
    or when a second pass was submitted.
    """

    def work(tx: Tx) -> Mapping[str, str]:
        first, second = _pair(tx, who, one, other)
        ana, ben, scheme = (
            codings.load(tx, first.id),
            codings.load(tx, second.id),
            scheme_of(tx, first.scheme_hash),
        )
        pairs = pair_onsets(ana, ben, scheme)
        chosen = _choices(pairs, choices)
        marks = agreed_marks(pairs, chosen, scheme)
        by = who.id if who is not None else ""
        decided = [
            Decided(
                pair.first.id if pair.first else None,
                pair.second.id if pair.second else None,
                choice_of(pair, chosen).value,
            )
            for pair in pairs
        ]
        detail = {"with": second.id, "marks": len(marks), "places": len(pairs)}
        before = two_passes.of_pair(tx, first.id, second.id) if again else None
        if before is not None:
            two_passes.agree_again(tx, before.id, by, decided, marks)
            audit.write(tx, by, "agree_onsets_again", "coding", first.id, detail)
            return {codings.facts(tx, id).coder: id for id in two_passes.codings_of(tx, before.id)}
        agreement = two_passes.agree(tx, first.session, (first.id, second.id), by, decided)
        audit.write(tx, by, "agree_onsets", "coding", first.id, detail)
        made = {}
        for of in (first, second):
            made[of.coder] = two_passes.begin(tx, agreement, of.id, of.coder, shared_window(ana, ben), marks)
            audit.write(tx, by, "begin", "coding", made[of.coder], {"session": of.session})
        return made

    return w.store.write(work)


def leaning(pairs: Sequence[OnsetPair], choice: Taken) -> dict[str, str]:
    """One choice for every place that is to be decided, as it is meant at each."""
    return {pair.key: pair.leaning(choice).value for pair in pairs if not pair.alike}


def _choices(pairs: Sequence[OnsetPair], given: Mapping[str, str]) -> dict[str, Taken]:
    known = {pair.key for pair in pairs}
    if given.keys() - known:
        raise Conflict(said("One of the two codings was changed since this page was loaded. Reload it."))
    if set(given.values()) - set(Taken):
        raise CodingError(
            [Problem("invalid", "", said("What holds is the first's, the second's, both or neither."))]
        )
    return {key: Taken(choice) for key, choice in given.items()}


def _pair(tx: Tx, who: Account | None, one: str, other: str) -> tuple[CodingFacts, CodingFacts]:
    """Two codings that may be agreed on, the one that was begun first before the other."""
    found = {each.id: each for each in (to_read(tx, who, one), to_read(tx, who, other))}
    ordered = [c for c in codings.of_session(tx, next(iter(found.values())).session) if c.id in found]
    if len(ordered) != 2 or ordered[0].coder == ordered[1].coder:
        raise NotComparable(said("Onsets are agreed on between two coders' codings of one visit."))
    first, second = (found[c.id] for c in ordered)
    if who is None or not _may_agree(tx, who, first, second):
        raise NotFound(absent("coding"))
    if {first.state, second.state} != {"submitted"}:
        raise NotComparable(said("Both codings must be submitted before their onsets are agreed on."))
    if first.agreement is not None or second.agreement is not None:
        raise NotComparable(
            said("A second pass goes on from agreed onsets already; only its modifiers can still differ.")
        )
    scheme = countable(scheme_of(tx, first.scheme_hash))
    if first.profile == IN_ONE_GO or not _qualifies(scheme, first.profile):
        raise NotComparable(
            said("In this depth nothing qualifies a mark, so there is nothing that a second pass could add.")
        )
    return first, second


def _may_agree(tx: Tx, who: Account, first: CodingFacts, second: CodingFacts) -> bool:
    return who.id in (first.coder, second.coder) or allowed(
        tx, who, Right.AGREE_FOR_OTHERS, "coding", first.id
    )


def _first_pass(tx: Tx, coding: CountedCoding) -> bool:
    """Whether a coding is one whose onsets could be agreed on."""
    if coding.state != "submitted" or coding.agreement is not None or coding.profile == IN_ONE_GO:
        return False
    if card_in(tx, coding.scheme_hash).marks_only:
        return False
    return _qualifies(scheme_of(tx, coding.scheme_hash), coding.profile)


def _qualifies(scheme: Scheme, profile: str) -> bool:
    """Whether a mark of some track of a profile can have a modifier that is entered."""
    entered = {modifier.id for modifier in scheme.modifiers if not modifier.derived}
    tracks = [track for track in scheme.tracks_of(profile) if track.kind in PLACED]
    return any(entered & set(code.modifiers) for track in tracks for code in track.codes)


def _view(tx: Tx, who: Account | None, first: CodingFacts, second: CodingFacts) -> OnsetsView:
    session = families.session(tx, first.session)
    scheme = scheme_of(tx, first.scheme_hash)
    ana, ben = codings.load(tx, first.id), codings.load(tx, second.id)
    agreement = two_passes.of_pair(tx, first.id, second.id)
    return OnsetsView(
        families.family(tx, session.family), session, scheme, ana, ben, pair_onsets(ana, ben, scheme),
        None if agreement is None or who is None else _second_pass(tx, who, agreement, first, second, scheme),
    )  # fmt: skip


def _second_pass(
    tx: Tx, who: Account, agreement: Agreement, first: CodingFacts, second: CodingFacts, scheme: Scheme
) -> SecondPass:
    ids = set(two_passes.codings_of(tx, agreement.id))
    there = [c for c in visible_codings(tx, who, first.session) if c.id in ids]
    done = [c for c in there if c.state != "open"]
    modifiers = None
    if len(done) == 2 == len(ids):
        by_coder = {c.coder: codings.load(tx, c.id) for c in done}
        modifiers = compare_modifiers(by_coder[first.coder], by_coder[second.coder], scheme)
    finished = {c.coder for c in done}
    waits = [of.coder_name for of in (first, second) if of.coder not in finished]
    return SecondPass(
        agreement, accounts.get(tx, agreement.by).name, two_passes.decided(tx, agreement.id),
        next((c for c in there if c.coder == who.id), None), waits, modifiers,
    )  # fmt: skip
