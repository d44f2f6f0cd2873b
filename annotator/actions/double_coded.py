"""Which codings of a visit are laid beside one another: two people's, or one person's of two times.

Only submitted codings that people made by themselves count: no practice, no test, no gold coding, and no
consensus.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, groupby

from annotator.actions.asking import visible_codings
from annotator.actions.codings import scheme_of
from annotator.store import Tx, assignments, codings, gold
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.transaction import instant

Pair = tuple[CodingFacts, CodingFacts]
Codings = Sequence[CodingFacts]


def there_for(tx: Tx, person: Account, session: str) -> Codings:
    """A visit's submitted codings that exist for somebody, as asked after below; none where it is one."""
    there = [c for c in visible_codings(tx, person, session) if c.state == "submitted"]
    return there if len(there) > 1 else []


def pairs_between(tx: Tx, session: str, there: Codings) -> list[Pair]:
    """Every two codings of a visit by different people, with one scheme at one depth.

    A depth that the scheme does not make for agreement, as a field pass, is in no pair. Of several by one
    coder the last one that was blind counts, none that was not; see ``blind_last``.
    """
    counting = [c for c in _counting(tx, _original(tx, session, there), session) if _for_agreement(tx, c)]
    return [
        (a, b) for a, b in combinations(counting, 2)
        if a.coder != b.coder and (a.scheme_hash, a.profile) == (b.scheme_hash, b.profile)
    ]  # fmt: skip


def pairs_within(tx: Tx, session: str, there: Codings) -> list[Pair]:
    """A coder's former and new coding of a visit that was handed out to be coded again, both submitted.

    Both count, whatever else the coder made of the visit: only these two are known to be blind to each other.
    """
    if not there:
        return []
    known = {c.id: c for c in there}
    again = assignments.made_again(tx, [session])
    return [
        (known[f], known[m])
        for m, f in again.items()
        if f in known and m in known and _for_agreement(tx, known[m])
    ]


def in_order(coding: CodingFacts) -> tuple[str, str]:
    """Who of two coders stands first wherever they are named together: by name, then by account."""
    return coding.coder_name.casefold(), coding.coder


def set_aside(tx: Tx, visits: Mapping[str, Codings]) -> dict[tuple[str, int], int]:
    """How many codings of some visits count in no pair, as another does or they were not blind, by work."""
    found: dict[tuple[str, int], int] = {}
    for session, there in visits.items():
        every = _original(tx, session, there)
        if len({c.coder for c in every}) < 2:
            continue
        kept = {c.id for c in _counting(tx, every, session)}
        for each in every:
            if each.id not in kept and _for_agreement(tx, each):
                found[work_of(each)] = found.get(work_of(each), 0) + 1
    return found


def shallow(tx: Tx, visits: Mapping[str, Codings]) -> dict[tuple[str, int], int]:
    """How many codings of some visits count in no pair because of their depth, as a field pass, by work."""
    found: dict[tuple[str, int], int] = {}
    for session, there in visits.items():
        for each in _original(tx, session, there):
            if not _for_agreement(tx, each):
                found[work_of(each)] = found.get(work_of(each), 0) + 1
    return found


def _for_agreement(tx: Tx, coding: CodingFacts) -> bool:
    return scheme_of(tx, coding.scheme_hash).for_agreement(coding.profile)


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


def _original(tx: Tx, session: str, there: Codings) -> list[CodingFacts]:
    if not there:
        return []
    golden, again = gold.of_session(tx, session), assignments.made_again(tx, [session])
    made = [
        c for c in there
        if c.agreement is None and not scheme_of(tx, c.scheme_hash).marks_only
        and _is_work(c, golden) and c.id not in again
    ]  # fmt: skip
    return sorted(made, key=lambda c: (*in_order(c), c.scheme_hash, c.profile, c.submitted_at or "", c.id))


def _counting(tx: Tx, made: Sequence[CodingFacts], session: str) -> list[CodingFacts]:
    """Of each coder, scheme and depth the one coding that counts between coders, where one was blind.

    Another's could be seen once both had submitted one with the same scheme at the same depth.
    """
    opened = codings.reopened(tx, session)
    begun = {c.id: _begun(tx, c) for c in made}
    first = {c.id: begun[c.id] if c.id in opened else c.submitted_at or c.begun_at for c in made}
    counting = list[CodingFacts]()
    for _, of in groupby(made, key=lambda c: (c.coder, c.scheme_hash, c.profile)):
        mine = list(of)
        shown = min(
            (
                max(min(first[c.id] for c in own), min(first[c.id] for c in others))
                for own, others in _by_depth(made, mine[0]) if own and others
            ), default=None,
        )  # fmt: skip
        last = blind_last([(max(begun[c.id], opened.get(c.id) or ""), c) for c in mine], shown)
        counting += [last] if last is not None else []
    return counting


def _by_depth(
    made: Sequence[CodingFacts], mine: CodingFacts
) -> list[tuple[list[CodingFacts], list[CodingFacts]]]:
    """A coder's codings with one scheme and those of all others, depth by depth."""
    same = sorted((c for c in made if c.scheme_id == mine.scheme_id), key=lambda c: c.profile)
    of_depth = [list(of) for _, of in groupby(same, key=lambda c: c.profile)]
    return [
        ([c for c in of if c.coder == mine.coder], [c for c in of if c.coder != mine.coder])
        for of in of_depth
    ]


def _begun(tx: Tx, coding: CodingFacts) -> str:
    """When a coding was begun; of one brought over from an older version, when that was."""
    return coding.begun_at if coding.source is None else codings.facts(tx, coding.source).begun_at


def blind_last(mine: Sequence[tuple[str, CodingFacts]], shown: str | None) -> CodingFacts | None:
    """Of one coder's submitted codings of a visit, each with when work on it began, the one that counts.

    The last that was begun before another's could be seen, which is from ``shown`` on: after one's own first
    and another's were submitted. Of one that was opened again and changed counts when it was opened, not
    when it was begun. Whoever codes a visit anew after that knows what the other said; while one's own is
    open, nobody else's exists. None when no one was blind.
    """
    blind = [coding for begun, coding in mine if shown is None or begun <= shown]
    return blind[-1] if blind else None
