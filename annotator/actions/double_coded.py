"""Which codings of a visit are laid beside one another: two people's, or one person's of two times.

Only submitted codings that people made by themselves count: no practice, no test, no gold coding, and no
consensus.
"""

from collections.abc import Sequence
from itertools import combinations, groupby

from annotator.actions.asking import visible_codings
from annotator.actions.codings import scheme_of
from annotator.store import Tx, assignments, codings, gold
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.families import SessionRow
from annotator.store.transaction import instant

Pair = tuple[CodingFacts, CodingFacts]


def pairs_between(tx: Tx, person: Account, session: str) -> list[Pair]:
    """Every two codings of a visit by different people, with one scheme at one depth.

    Of several by one coder the last one that was blind counts; see ``blind_last``.
    """
    return [
        (a, b) for a, b in combinations(_counting(tx, _original(tx, person, session), session), 2)
        if a.coder != b.coder and (a.scheme_hash, a.profile) == (b.scheme_hash, b.profile)
    ]  # fmt: skip


def pairs_within(tx: Tx, person: Account, session: str) -> list[Pair]:
    """A coder's former and new coding of a visit that was handed out to be coded again, both submitted.

    Both count, whatever else the coder made of the visit: only these two are known to be blind to each other.
    """
    there = {c.id: c for c in visible_codings(tx, person, session) if c.state == "submitted"}
    again = assignments.made_again(tx, [session])
    return [(there[f], there[m]) for m, f in again.items() if f in there and m in there]


def set_aside(tx: Tx, person: Account, visits: Sequence[SessionRow]) -> dict[tuple[str, int], int]:
    """How many codings of some visits count in no pair because another by their coder does, by work."""
    found: dict[tuple[str, int], int] = {}
    for visit in visits:
        every = _original(tx, person, visit.id)
        if len({c.coder for c in every}) < 2:
            continue
        kept = {c.id for c in _counting(tx, every, visit.id)}
        for each in every:
            if each.id not in kept:
                found[work_of(each)] = found.get(work_of(each), 0) + 1
    return found


def work_of(coding: CodingFacts) -> tuple[str, int]:
    """What is one and the same work: a scheme of one major version."""
    return coding.scheme_id, gold.major_of(coding.scheme_version)


def days_between(former: CodingFacts, made: CodingFacts) -> int:
    """How many whole days lie between two submitted codings of one coder."""
    first, second = (instant(c.submitted_at or c.begun_at) for c in (former, made))
    return (second - first).days


def is_work(tx: Tx, coding: CodingFacts) -> bool:
    """Whether a coding was made as work: no gold, no practice or test of it, and not made to code again."""
    again = assignments.made_again(tx, [coding.session])
    return _is_work(coding, gold.of_session(tx, coding.session)) and coding.id not in again


def _is_work(coding: CodingFacts, golden: Sequence[gold.Gold]) -> bool:
    """Neither gold itself, which others are held against, nor practice or a test of it."""
    of = gold.held(golden, coding.scheme_id, coding.scheme_version)
    return of is None or (of.purpose == "drift" and of.coding != coding.id)


def _original(tx: Tx, person: Account, session: str) -> list[CodingFacts]:
    golden, again = gold.of_session(tx, session), assignments.made_again(tx, [session])
    made = [
        c for c in visible_codings(tx, person, session)
        if c.state == "submitted" and c.agreement is None and not scheme_of(tx, c.scheme_hash).marks_only
        and _is_work(c, golden) and c.id not in again
    ]  # fmt: skip
    return sorted(made, key=lambda c: (c.coder, c.scheme_hash, c.profile, c.submitted_at or "", c.id))


def _counting(tx: Tx, made: Sequence[CodingFacts], session: str) -> list[CodingFacts]:
    """Of each coder, scheme and depth the one coding that counts between coders."""
    by_coder = groupby(made, key=lambda c: (c.coder, c.scheme_hash, c.profile))
    several = [list(of) for _, of in by_coder]
    if all(len(of) == 1 for of in several):
        return list(made)
    opened = codings.reopened(tx, session)
    return [blind_last(of, _shown_first(of[0], made, opened)) for of in several]


def _shown_first(mine: CodingFacts, made: Sequence[CodingFacts], opened: set[str]) -> str | None:
    """When another's coding may first have been there for a coder who had submitted.

    One that was opened again was submitted before, nobody knows here when: so as early as it was begun.
    """
    others = [c for c in made if c.coder != mine.coder and c.scheme_id == mine.scheme_id]
    return min(
        ((c.begun_at if c.id in opened else c.submitted_at) or c.begun_at for c in others), default=None
    )


def blind_last(mine: Sequence[CodingFacts], shown_first: str | None) -> CodingFacts:
    """Of one coder's submitted codings of a visit, in order, the one that counts between coders.

    The last that was begun before another's could be seen: whoever codes a visit anew after that knows what
    the other said. While one's own is open, nobody else's exists. The first one is always blind.
    """
    blind = [c for c in mine if shown_first is None or c.begun_at <= shown_first]
    return (blind or mine[:1])[-1]
