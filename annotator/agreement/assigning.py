"""Who codes what, drawn by seed: which sessions two people code, who those are, and everybody's own order.

Drawn by ``random.Random(seed).random()``, the one stream that Python promises never to change, over
sessions and coders in the order of their ids: the same seed hands out the same again, on any computer.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from annotator.errors import AnnotatorError, said


@dataclass(frozen=True, slots=True)
class ToAssign:
    """A session that is handed out: how long it is, and of which stratum it is one."""

    session: str
    duration_ms: int
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who is to code a session now: one coder, or two who do not know of each other.

    ``having`` is who was to code it before; then it goes to one more.
    """

    session: str
    coders: tuple[str, ...]
    having: tuple[str, ...] = ()

    @property
    def doubled(self) -> bool:
        """Whether it is coded by more than one."""
        return len(self.coders) + len(self.having) > 1


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn: who codes each session, and each coder's own order, in which the doubled lie anywhere.

    ``durations`` and ``strata`` are those of the sessions.
    """

    assigned: tuple[Assigned, ...]
    orders: Mapping[str, tuple[str, ...]]
    durations: Mapping[str, int]
    strata: Mapping[str, str]

    @property
    def doubled(self) -> int:
        """How many sessions are coded by two."""
        return sum(a.doubled for a in self.assigned)

    def duration_of(self, coder: str) -> int:
        """How long all that a coder got is together, in ms."""
        return sum(self.durations[session] for session in self.orders[coder])

    @property
    def pairs(self) -> Mapping[tuple[str, str], int]:
        """How many sessions each pair codes, the pairs that got none too."""
        found = Counter(tuple(sorted(a.coders + a.having)) for a in self.assigned if a.doubled)
        return {pair: found[pair] for pair in combinations(sorted(self.orders), 2)}

    @property
    def doubled_later(self) -> int:
        """How many sessions go to a second coder that one had before."""
        return sum(bool(a.having) for a in self.assigned)

    @property
    def by_stratum(self) -> Mapping[str, tuple[int, int]]:
        """Of each stratum, how many sessions and how many of them doubled."""
        found: dict[str, tuple[int, int]] = {}
        for a in self.assigned:
            all, doubled = found.get(self.strata[a.session], (0, 0))
            found[self.strata[a.session]] = (all + 1, doubled + a.doubled)
        return dict(sorted(found.items()))


@dataclass(slots=True)
class _Loads:
    """What everybody has by now: time, sessions of each stratum, and how often two were paired."""

    time: dict[str, int]
    of_stratum: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    paired: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def give(self, of: ToAssign, coders: tuple[str, ...]) -> None:
        for coder in coders:
            self.time[coder] += of.duration_ms
            self.of_stratum[coder, of.stratum] += 1
        for pair in combinations(coders, 2):
            self.paired[pair] += 1


def draw(
    sessions: Iterable[ToAssign],
    coders: Sequence[str],
    *,
    seed: int,
    share: float | None = None,
    number: int | None = None,
    before: Sequence[tuple[ToAssign, tuple[str, ...]]] = (),
    again: Collection[str] = (),
) -> Draw:
    """Hand out sessions to coders, a share or number of them to two coders each.

    ``share`` (0 to 1, rounded up) or ``number`` counts all sessions, those that were handed out
    ``before`` too; only what is missing is drawn, in every stratum as its part of the whole. Pairs get
    equally many doubled sessions, coders equally many of each stratum and then equally much time, as far
    as that goes, with what they have from before. AnnotatorError for too few coders.

    ``again`` are those of before that may go to a second coder. Then what sessions of before lack of their
    part is drawn from them, as if the share had been this one from the beginning: drawn from new ones alone,
    the doubled would be of later days than all others.

    >>> sessions = [ToAssign(f"s{n}", 600_000) for n in range(10)]
    >>> drawn = draw(sessions, ["ana", "ben", "cem"], seed=7, share=0.3)
    >>> drawn.doubled, sorted(drawn.pairs.values()), {c: len(o) for c, o in drawn.orders.items()}
    (3, [1, 1, 1], {'ana': 4, 'ben': 5, 'cem': 4})
    """
    new = sorted(sessions, key=lambda each: each.session)
    known = sorted(set(coders))
    random = Random(seed)  # noqa: S311 - drawn again by its seed, nothing to be guessed
    wanted = how_many_doubled(len(new) + len(before), share=share, number=number)
    _refuse(known, wanted)
    loads = _Loads(dict.fromkeys(known, 0))
    for of, by in before:
        loads.give(of, tuple(sorted(coder for coder in by if coder in loads.time)))
    later = _later(before, set(again), known, wanted, len(new), random)
    assigned = {
        of.session: _give_second(of, by, known, loads, random)
        for of, by in sorted(before, key=lambda each: each[0].session)
        if of.session in later
    }
    counted = [(of, (*by, "") if of.session in later else by) for of, by in before]
    quotas = _quotas(new, counted, wanted)
    shuffled = _shuffled(new, random)
    singles: list[ToAssign] = []
    for of in shuffled:
        if quotas.get(of.stratum, 0) > 0:
            quotas[of.stratum] -= 1
            assigned[of.session] = _give(of, _pair(of, known, loads, random), loads)
        else:
            singles.append(of)
    for of in singles:
        assigned[of.session] = _give(of, (_one(of, known, loads, random),), loads)
    given = sorted([*new, *(of for of, _ in before if of.session in later)], key=lambda of: of.session)
    theirs = {coder: [of for of in given if coder in assigned[of.session].coders] for coder in known}
    orders = {coder: tuple(of.session for of in _shuffled(theirs[coder], random)) for coder in known}
    return Draw(
        tuple(assigned[of.session] for of in given), orders,
        {of.session: of.duration_ms for of in given}, {of.session: of.stratum for of in given},
    )  # fmt: skip


def how_many_doubled(sessions: int, *, share: float | None = None, number: int | None = None) -> int:
    """How many of some sessions a share (rounded up) or a number means; 0 without either.

    >>> how_many_doubled(49, share=0.2), how_many_doubled(49, number=15), how_many_doubled(49)
    (10, 15, 0)
    """
    if share is not None and not 0 <= share <= 1:
        raise AnnotatorError(said("The share of double-coded sessions lies between 0 and 100 %."))
    if number is not None and number < 0:
        raise AnnotatorError(said("The number of double-coded sessions is 0 or more."))
    # A share of a whole number of sessions is not rounded up for what a binary fraction is off.
    least = math.ceil(round(share * sessions, 9)) if share is not None else number or 0
    return min(least, sessions)


def draw_some(sessions: Iterable[ToAssign], how_many: int, *, seed: int) -> tuple[str, ...]:
    """Some of the sessions, each stratum with its part of the whole; all where there are fewer.

    >>> len(draw_some([ToAssign(f"s{n}", 600_000) for n in range(10)], 3, seed=1))
    3
    """
    every = sorted(sessions, key=lambda each: each.session)
    quotas = _quotas(every, (), min(how_many, len(every)))
    drawn: list[str] = []
    for of in _shuffled(every, Random(seed)):  # noqa: S311 - as above
        if quotas.get(of.stratum, 0) > 0:
            quotas[of.stratum] -= 1
            drawn.append(of.session)
    return tuple(drawn)


def _refuse(coders: Sequence[str], wanted: int) -> None:
    if not coders:
        raise AnnotatorError(said("Choose who codes."))
    if wanted and len(coders) < 2:
        raise AnnotatorError(said("For double coding choose at least two coders."))


def _later(
    before: Sequence[tuple[ToAssign, tuple[str, ...]]],
    open_to: set[str],
    coders: Sequence[str],
    wanted: int,
    new: int,
    random: Random,
) -> set[str]:
    """Which sessions of before go to a second coder: as many as their part of the wanted lacks.

    Whole ones only while there are new sessions, which take the rest; all that is missing without any.
    """
    single = [of for of, by in before if of.session in open_to and len(by) == 1 and set(coders) - set(by)]
    if not single:
        return set()
    sizes, doubled = Counter(of.stratum for of, _ in before), Counter[str]()
    doubled.update(of.stratum for of, by in before if len(by) > 1)
    free, total = Counter(of.stratum for of in single), sizes.total() + new
    due = {s: max(0.0, wanted * sizes[s] / total - doubled[s]) for s in sorted(free)}
    left = max(0, wanted - doubled.total())
    quotas = {s: min(free[s], math.floor(due[s] + 1e-9)) for s in due}
    while sum(quotas.values()) > left:
        quotas[max(quotas, key=lambda s: (quotas[s], s))] -= 1
    while not new and sum(quotas.values()) < left:
        open_strata = [s for s in quotas if quotas[s] < free[s]]
        if not open_strata:
            break
        quotas[min(open_strata, key=lambda s: (quotas[s] - due[s], s))] += 1
    chosen = set[str]()
    for of in _shuffled(sorted(single, key=lambda each: each.session), random):
        if quotas[of.stratum] > 0:
            quotas[of.stratum] -= 1
            chosen.add(of.session)
    return chosen


def _give_second(
    of: ToAssign, having: tuple[str, ...], coders: Sequence[str], loads: _Loads, random: Random
) -> Assigned:
    """A second coder for a session that one has: paired with that one least, then with least to do."""

    def cost(coder: str) -> tuple[float, ...]:
        paired = loads.paired[min(coder, having[0]), max(coder, having[0])]
        return paired, loads.of_stratum[coder, of.stratum], loads.time[coder], random.random()

    second = min((coder for coder in coders if coder not in having), key=cost)
    loads.give(of, (second,))
    if having[0] in loads.time:
        loads.paired[min(second, having[0]), max(second, having[0])] += 1
    return Assigned(of.session, (second,), having)


def _quotas(
    new: Sequence[ToAssign], before: Sequence[tuple[ToAssign, tuple[str, ...]]], wanted: int
) -> dict[str, int]:
    """How many of the new sessions of each stratum are doubled: largest remainders, less what is doubled."""
    sizes = Counter(of.stratum for of in new)
    free = dict(sizes)
    sizes.update(of.stratum for of, _ in before)
    doubled = Counter(of.stratum for of, by in before if len(by) > 1)
    left = max(0, wanted - doubled.total())
    total = sizes.total()
    # What each stratum should have beyond what it has; whole numbers first, then the largest remainders.
    due = {s: max(0.0, wanted * sizes[s] / total - doubled[s]) for s in sorted(free)}
    quotas = {s: min(free[s], math.floor(due[s] + 1e-9)) for s in due}
    while sum(quotas.values()) > left:
        quotas[max(quotas, key=lambda s: (quotas[s], s))] -= 1
    while sum(quotas.values()) < left:
        open_to = [s for s in quotas if quotas[s] < free[s]]
        if not open_to:
            break
        quotas[min(open_to, key=lambda s: (quotas[s] - due[s], s))] += 1
    return quotas


def _shuffled(sessions: Sequence[ToAssign], random: Random) -> list[ToAssign]:
    """In an order of random numbers; ``Random.shuffle`` may change between versions of Python."""
    keyed = [(random.random(), of.session, of) for of in sessions]
    return [of for _key, _session, of in sorted(keyed, key=lambda each: each[:2])]


def _pair(of: ToAssign, coders: Sequence[str], loads: _Loads, random: Random) -> tuple[str, str]:
    def cost(pair: tuple[str, str]) -> tuple[float, ...]:
        in_stratum = sum(loads.of_stratum[coder, of.stratum] for coder in pair)
        return loads.paired[pair], in_stratum, sum(loads.time[coder] for coder in pair), random.random()

    return min(combinations(coders, 2), key=cost)


def _one(of: ToAssign, coders: Sequence[str], loads: _Loads, random: Random) -> str:
    def cost(coder: str) -> tuple[float, ...]:
        return loads.of_stratum[coder, of.stratum], loads.time[coder], random.random()

    return min(coders, key=cost)


def _give(of: ToAssign, coders: tuple[str, ...], loads: _Loads) -> Assigned:
    loads.give(of, coders)
    return Assigned(of.session, coders)


def thirds(values: Mapping[str, float]) -> Mapping[str, tuple[float, float]]:
    """In which third each value lies, as the least and the largest value there; equal values lie together.

    >>> thirds({"a": 3, "b": 4, "c": 9, "d": 9, "e": 14, "f": 18})
    {'a': (3, 4), 'b': (3, 4), 'c': (9, 9), 'd': (9, 9), 'e': (14, 18), 'f': (14, 18)}
    """
    ordered = sorted(values.values())
    cuts = [ordered[len(ordered) * k // 3] for k in (1, 2)] if ordered else []
    bands: dict[int, list[float]] = defaultdict(list)
    for value in ordered:
        bands[sum(value >= cut for cut in cuts)].append(value)
    return {key: _ends(bands[sum(value >= cut for cut in cuts)]) for key, value in values.items()}


def _ends(ordered: Sequence[float]) -> tuple[float, float]:
    return ordered[0], ordered[-1]
