"""γ: how far two coders' stretches agree in place and code at once, beside shuffled records.

Unlike measures of time it sees a bout that was cut in two, and it forgives shifts by the length of the
stretches, not by seconds. It depends on its settings, so the result carries them all.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator import __version__
from annotator.agreement.kappa import NOTHING_CODED
from annotator.errors import said
from annotator.model import Interval
from annotator.stats import Statistic

State = tuple[int, int, str]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SHUFFLES = 100
NEVER_DIFFER = said("shuffled records always agree, so chance explains everything")
ONE_SILENT = said("one of the coders marked nothing, so nothing can be aligned")
NEVER_MEET = said("no two stretches of different coders lie near one another")


@dataclass(frozen=True, slots=True)
class GammaAgreement:
    """γ and what it was made with. ``units`` of ``value`` counts the stretches of both coders.

    ``disorder`` is that of the best alignment, per mean number of stretches; ``by_chance`` its mean over
    shuffled records, with its Monte-Carlo ``error``. ``categories`` is γ-cat, the codes alone on the same
    alignment, and ``codes`` γ-k, about one code each.
    """

    value: Statistic
    disorder: float | None
    by_chance: float | None
    error: float | None
    categories: Statistic
    codes: tuple[tuple[str, Statistic], ...]
    place_weight: float
    code_weight: float
    shuffles: int
    seed: int
    version: str = __version__


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    onsets: Ints
    offsets: Ints
    codes: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Aligned:
    """The best alignment: its disorder, and of every pair both codes and 1 − d_pos."""

    disorder: float
    first: Ints
    second: Ints
    near: Floats


def gamma(
    first: Sequence[State],
    second: Sequence[State],
    window: Interval,
    *,
    place_weight: float = 1.0,
    code_weight: float = 1.0,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> GammaAgreement:
    """γ = 1 − δ / mean δ of shuffled records, for two coders' stretches ``(onset, offset, code)``.

    Two stretches lie ((|Δ onset| + |Δ offset|) / (sum of lengths))² apart in place and 0 or 1 in code,
    weighted; one without a partner costs 1. The best alignment is the cheapest one-to-one choice, found
    exactly; δ is its cost per mean number of stretches of a coder. A shuffled record is a coder's own,
    drawn at random, cut at a random moment and put together the other way round; both cuts of a pair lie
    a mean length apart.

    Undefined when a coder marked nothing, and when shuffled records always agree. γ-cat and γ-k are
    undefined when no stretches lie near one another, or no code differs by chance.

    >>> ana = [(0, 4_000, "a"), (6_000, 9_000, "b"), (20_000, 25_000, "a")]
    >>> gamma(ana, ana, Interval(0, 60_000)).value.value
    1.0

    Source: Mathet, Y., Widloecher, A., & Metivier, J.-P. (2015). Computational Linguistics, 41, 437-479;
    Mathet, Y. (2017). Computational Linguistics, 43, 661-681.
    """
    names = sorted({code for _, _, code in (*first, *second)})
    settings = (place_weight, code_weight)
    n = len(first) + len(second)
    if not first or not second:
        none = Statistic(None, n, ONE_SILENT if n else NOTHING_CODED)
        return GammaAgreement(none, None, None, None, none, (), *settings, 0, seed)
    ana, ben = _units(first, names), _units(second, names)
    seen = _aligned(ana, ben, *settings)
    shuffled = [_aligned(*pair, *settings) for pair in _shuffled((ana, ben), window, shuffles, seed)]
    disorders = np.array([aligned.disorder for aligned in shuffled])
    by_chance = float(disorders.mean())
    value = Statistic(1 - seen.disorder / by_chance, n) if by_chance else Statistic(None, n, NEVER_DIFFER)
    per_code = tuple((name, _codes_alone(seen, shuffled, k)) for k, name in enumerate(names))
    error = float(disorders.std()) / math.sqrt(shuffles)
    return GammaAgreement(
        value,
        seen.disorder,
        by_chance,
        error,
        _codes_alone(seen, shuffled, None),
        per_code,
        *settings,
        shuffles,
        seed,
    )


def mean_gamma(
    records: Sequence[Sequence[State]], window: Interval, *, shuffles: int = SHUFFLES, seed: int = 0
) -> Statistic:
    """The mean of γ over all pairs of more than two coders; undefined when that of any pair is.

    >>> ana = [(0, 4_000, "a"), (6_000, 9_000, "b")]
    >>> mean_gamma([ana, ana, ana], Interval(0, 60_000)).value
    1.0
    """
    found = [
        gamma(a, b, window, shuffles=shuffles, seed=seed).value for a, b in itertools.combinations(records, 2)
    ]
    values = [s.value for s in found if s.value is not None]
    if len(values) < len(found) or not found:
        missing = [s for s in found if s.value is None]
        return missing[0] if missing else Statistic(None, 0, NOTHING_CODED)
    return Statistic(sum(values) / len(values), sum(map(len, records)))


def _units(states: Sequence[State], names: Sequence[str]) -> _Units:
    index = {name: i for i, name in enumerate(names)}
    rows = np.array([(a, b, index[c]) for a, b, c in sorted(states)], dtype=np.int64).reshape(-1, 3)
    return _Units(rows[:, 0], rows[:, 1], rows[:, 2])


def _shuffled(
    both: tuple[_Units, _Units], window: Interval, n: int, seed: int
) -> list[tuple[_Units, _Units]]:
    rng = np.random.default_rng(seed)
    lengths = np.concatenate([units.offsets - units.onsets for units in both])
    # No farther apart than two cuts can always be found.
    apart = min(int(lengths.mean()), window.duration // 4)
    pairs = []
    for _ in range(n):
        one = int(rng.integers(window.duration))
        two = (one + int(rng.integers(apart, max(apart + 1, window.duration - apart)))) % window.duration
        source = rng.integers(2, size=2)
        pairs.append((_turned(both[source[0]], window, one), _turned(both[source[1]], window, two)))
    return pairs


def _turned(units: _Units, window: Interval, cut: int) -> _Units:
    """Units that begin after the cut come first; none is cut itself."""
    place = units.onsets - window.onset
    onsets = np.where(place >= cut, place - cut, place - cut + window.duration) + window.onset
    order = np.argsort(onsets, kind="stable")
    lengths = units.offsets - units.onsets
    return _Units(onsets[order], (onsets + lengths)[order], units.codes[order])


def _aligned(ana: _Units, ben: _Units, place_weight: float, code_weight: float) -> _Aligned:
    left, right, place = _near(ana, ben, place_weight)
    cost = place_weight * place + code_weight * (ana.codes[left] != ben.codes[right])
    # Two stretches that lie farther apart than both alone would cost never pay as a pair.
    pays = cost < 2
    i, j, taken = _cheapest(left[pays], right[pays], cost[pays], len(ana.onsets), len(ben.onsets))
    n = len(ana.onsets) + len(ben.onsets)
    disorder = (float(taken.sum()) + n - 2 * len(i)) / (n / 2)
    apart = _apart(ana, ben, i, j)
    return _Aligned(disorder, ana.codes[i], ben.codes[j], np.maximum(0, 1 - apart))


def _near(ana: _Units, ben: _Units, place_weight: float) -> tuple[Ints, Ints, Floats]:
    """All pairs that could pay by their place, looked for in groups of like length to see few others."""
    reach = math.sqrt(2 / place_weight)
    own, theirs = ana.offsets - ana.onsets, ben.offsets - ben.onsets
    size = np.frexp(theirs.astype(np.float64))[1]
    lefts, rights = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for group in np.unique(size):
        of = np.flatnonzero(size == group)
        far = np.ceil(reach * (own + int(theirs[of].max()))).astype(np.int64)
        low = np.searchsorted(ben.onsets[of], ana.onsets - far, side="left")
        counts = np.searchsorted(ben.onsets[of], ana.onsets + far, side="right") - low
        left = np.repeat(np.arange(len(own)), counts)
        first = np.repeat(low - (np.cumsum(counts) - counts), counts)
        lefts.append(left)
        rights.append(of[np.arange(len(left)) + first])
    left, right = np.concatenate(lefts), np.concatenate(rights)
    place = _apart(ana, ben, left, right)
    held = place_weight * place < 2
    return left[held], right[held], place[held]


def _apart(ana: _Units, ben: _Units, left: Ints, right: Ints) -> Floats:
    edges = np.abs(ana.onsets[left] - ben.onsets[right]) + np.abs(ana.offsets[left] - ben.offsets[right])
    lengths = ana.offsets[left] - ana.onsets[left] + ben.offsets[right] - ben.onsets[right]
    # Two points have no length to measure by: equal or never partners.
    ratio = np.where(lengths > 0, edges / np.maximum(1, lengths), np.where(edges > 0, np.inf, 0.0))
    return np.asarray(ratio**2, dtype=np.float64)


def _cheapest(left: Ints, right: Ints, cost: Floats, n: int, m: int) -> tuple[Ints, Ints, Floats]:
    """The one-to-one choice with the least cost, where staying alone costs 1 for each."""
    if not len(left):
        return left, right, cost
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    # Each of the first coder may pair for cost, or stay alone at the price of both; a sparse matrix holds no
    # zeros, so every price is one more.
    prices = np.concatenate((cost + 1, np.full(n, 3.0)))
    at = np.concatenate((left, np.arange(n))), np.concatenate((right, m + np.arange(n)))
    graph = coo_array((prices, at), shape=(n, m + n)).tocsr()
    rows, columns = min_weight_full_bipartite_matching(graph)
    held = columns < m
    i: Ints = rows[held].astype(np.int64)
    j: Ints = columns[held].astype(np.int64)
    return i, j, np.asarray(graph[i, j], dtype=np.float64).ravel() - 1


def _codes_alone(seen: _Aligned, shuffled: Sequence[_Aligned], code: int | None) -> Statistic:
    observed = _differing(seen, code)
    chance = [d for d in (_differing(aligned, code) for aligned in shuffled) if d is not None]
    n = len(seen.first) if code is None else int(np.sum((seen.first == code) | (seen.second == code)))
    if observed is None or not chance:
        return Statistic(None, n, NEVER_MEET)
    by_chance = sum(chance) / len(chance)
    return Statistic(1 - observed / by_chance, n) if by_chance else Statistic(None, n, NEVER_DIFFER)


def _differing(aligned: _Aligned, code: int | None) -> float | None:
    """The share of pairs with different codes, those that lie nearer counting more."""
    held = np.ones(len(aligned.near), dtype=np.bool_)
    if code is not None:
        held = (aligned.first == code) | (aligned.second == code)
    whole = float(aligned.near[held].sum())
    return float(aligned.near[held] @ (aligned.first != aligned.second)[held]) / whole if whole else None
