"""Any number of coders on the same units, some of which may be missing for some coders.

Chance-corrected coefficients (p_o − p_e) / (1 − p_e). p_o is the mean over units with at least two
codes of how many pairs of coders agree there; weights make near misses count in part. Codes that are
missing leave the unit, not the coder, out (Gwet 2014, chapter 2).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.kappa import ONE_CODE, SAME_CODE
from annotator.agreement.ordinal import Weights, apart
from annotator.agreement.table import NONE, Table
from annotator.errors import said
from annotator.stats import Limits, Statistic
from annotator.stats.resampling import by_t

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Chance = Literal["none", "uniform", "common", "own", "hard units"]
"""What happens by chance: nothing; every code alike (Brennan–Prediger); common base rates (Fleiss);
each coder's own (Conger); only hard units are guessed (Gwet)."""

NO_PAIR = said("no unit was coded by two coders")
NOT_INDEPENDENT = said("moments of time are not independent units; resample sessions")
UNITS = said("units as independent, linearised")
TOO_FEW_UNITS = said("one unit is too few for an interval")
MISSING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """What several coders said about the same units.

    ``given[u, c]`` is the index of the code that coder c gave unit u, −1 where none was given;
    ``amounts[u]`` is how much the unit counts: how often it occurs, or its ms when ``timed``.
    """

    codes: tuple[str, ...]
    given: Ints
    amounts: Ints
    timed: bool = False

    @property
    def counts(self) -> Ints:
        """How many coders gave unit u the code k."""
        counts = np.zeros((len(self.given), len(self.codes)), dtype=np.int64)
        for k in range(len(self.codes)):
            counts[:, k] = np.sum(self.given == k, axis=1)
        return counts

    @property
    def total(self) -> int:
        """The amount of units that at least two coders coded."""
        return int(self.amounts[np.sum(self.given >= 0, axis=1) > 1].sum())

    def against_rest(self, code: str) -> "Ratings":
        """One code, and all the others taken together."""
        i = self.codes.index(code)
        other = np.where(self.given < 0, MISSING, (self.given != i).astype(np.int64))
        return Ratings((code, NONE), other, self.amounts, self.timed)

    def pair(self, first: int, second: int) -> Table:
        """The table of two of the coders; units that either left out are not in it."""
        a, b, k = self.given[:, first], self.given[:, second], len(self.codes)
        both = (a >= 0) & (b >= 0)
        cells = np.zeros(k * k, dtype=np.int64)
        np.add.at(cells, a[both] * k + b[both], self.amounts[both])
        return Table(self.codes, tuple(tuple(row) for row in cells.reshape(k, k).tolist()))


def ratings(units: Sequence[Sequence[str | None]], codes: Sequence[str] | None = None) -> Ratings:
    """Units with the code that each coder gave, in the coders' order; None where none was given.

    ``codes`` are all that could be given, in their order; those that were given, in alphabetical
    order, when they are not named.

    >>> ratings([("a", "b", None), ("a", "a", "a")]).counts.tolist()
    [[1, 1], [3, 0]]
    """
    seen = {code for unit in units for code in unit if code is not None}
    named = tuple(sorted(seen) if codes is None else codes)
    index = {code: i for i, code in enumerate(named)}
    rows = [[MISSING if code is None else index[code] for code in unit] for unit in units]
    given = np.array(rows, dtype=np.int64).reshape(len(rows), -1)
    return Ratings(named, given, np.ones(len(rows), dtype=np.int64))


def pairwise_percent(found: Ratings, weights: Weights = "identity") -> Statistic:
    """The share of pairs of coders that agree, over all units: p_o.

    Undefined when no unit was coded by two coders.

    >>> str(pairwise_percent(ratings([("a", "b", "a"), ("a", "a", "a")])))
    '0.667'
    """
    return _statistic(found, "none", weights)


def fleiss_kappa(found: Ratings, weights: Weights = "identity") -> Statistic:
    """Fleiss' κ: chance by common base rates, coders interchangeable. With two coders it is Scott's π.

    Undefined when no unit was coded by two coders, and when all used one same code throughout.

    >>> str(fleiss_kappa(ratings([("a", "a", "b"), ("a", "a", "a"), ("b", "b", "b")])))
    '0.550'

    Source: Fleiss, J. L. (1971). Psychological Bulletin, 76, 378-382; with missing codes as Gwet (2014).
    """
    return _statistic(found, "common", weights)


def conger_kappa(found: Ratings, weights: Weights = "identity") -> Statistic:
    """Conger's κ: each coder keeps their own base rates; p_e is the mean over pairs of Cohen's.

    Undefined when no unit was coded by two coders, and when all used one same code throughout.

    >>> str(conger_kappa(ratings([("a", "a", "b"), ("a", "a", "a"), ("b", "b", "b")])))
    '0.571'

    Source: Conger, A. J. (1980). Psychological Bulletin, 88, 322-328.
    """
    return _statistic(found, "own", weights)


def fleiss_code_kappas(found: Ratings) -> dict[str, Statistic]:
    """Each code against the rest, by Fleiss' κ; undefined for a code that nobody used."""
    return {code: fleiss_kappa(found.against_rest(code)) for code in found.codes}


def many_ac(found: Ratings, weights: Weights = "identity") -> Statistic:
    """Gwet's AC1 (AC2 with weights) for any number of coders; see ``gwet_ac1``.

    Undefined when no unit was coded by two coders, and when there is only one code.

    Source: Gwet, K. L. (2008). British Journal of Mathematical and Statistical Psychology, 61, 29-48.
    """
    return _statistic(found, "hard units", weights)


def many_brennan_prediger(found: Ratings, weights: Weights = "identity") -> Statistic:
    """Brennan and Prediger's coefficient for any number of coders; see ``brennan_prediger``.

    Undefined when no unit was coded by two coders, and when there is only one code.

    Source: Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Chapter 2.
    """
    return _statistic(found, "uniform", weights)


def unit_limits(found: Ratings, chance: Chance, weights: Weights = "identity", level: float = 0.95) -> Limits:
    """The analytic interval when units are independent: the linearised variance over units, by t.

    Each coder's own base rates (Conger) count as estimated by the units that the coder coded.

    Undefined for time, whose moments are not independent, for fewer than two units, and when the
    coefficient is undefined.

    >>> units = [("a", "a", "b"), ("a", "a", "a"), ("b", "b", "b"), ("b", "b", None), ("a", "b", "b")]
    >>> str(unit_limits(ratings(units), "own"))
    '-0.320 to 1.268'

    Source: Gwet, K. L. (2008). Psychometrika, 73, 407-430; Gwet (2014), chapter 5; for Conger's κ Gwet, K. L.
    (2021). Handbook of inter-rater reliability (5th ed.). Volume 1, chapter 5.
    """
    n, value = int(found.amounts.sum()), _statistic(found, chance, weights)
    reason = NOT_INDEPENDENT if found.timed else value.reason
    if not reason and n < 2:
        reason = TOO_FEW_UNITS
    if reason or value.value is None:
        return Limits(None, None, UNITS, n, level, reason=reason)
    per_unit = _per_unit(found, chance, weights)
    spread = float(found.amounts @ (per_unit - value.value) ** 2)
    return by_t(value.value, (spread / (n * (n - 1))) ** 0.5, n - 1, method=UNITS, units=n, level=level)


def _statistic(found: Ratings, chance: Chance, weights: Weights) -> Statistic:
    n = found.total
    if n == 0:
        return Statistic(None, 0, NO_PAIR)
    kinds = len(found.codes) - (NONE in found.codes and not (found.given == found.codes.index(NONE)).any())
    if chance in ("uniform", "hard units") and kinds < 2:
        return Statistic(None, n, ONE_CODE)
    if chance in ("common", "own") and len(np.unique(found.given[found.given >= 0])) < 2:
        return Statistic(None, n, SAME_CODE)
    seen, by_chance = _shares(found, chance, weights)
    return Statistic(seen if chance == "none" else (seen - by_chance) / (1 - by_chance), n)


def _shares(found: Ratings, chance: Chance, weights: Weights) -> tuple[float, float]:
    agree, paired = _agreeing(found, weights)
    amounts = found.amounts[paired]
    seen = float(amounts @ agree[paired]) / float(amounts.sum())
    return seen, _BY_CHANCE[chance](found, _near(found, weights))


def _near(found: Ratings, weights: Weights) -> Floats:
    """How much two codes agree, 1 for the same; codes that do not count are dropped beforehand."""
    k = len(found.codes)
    steps = np.array([[apart(i, j, weights) for j in range(k)] for i in range(k)], dtype=np.float64)
    return 1 - steps / max(1.0, float(steps.max(initial=0)))


def _agreeing(found: Ratings, weights: Weights) -> tuple[Floats, NDArray[np.bool_]]:
    """Of the pairs of coders at each unit, the share that agree; and where there are pairs."""
    counts, near = found.counts, _near(found, weights)
    m = counts.sum(axis=1)
    pairs = np.sum(counts * (counts @ near - 1), axis=1)
    return pairs / np.maximum(1, m * (m - 1)), m > 1


def _base_rates(found: Ratings) -> tuple[Floats, Floats]:
    """The share of each code at each unit, and over all units."""
    counts = found.counts
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    coded = counts.sum(axis=1) > 0
    rates = found.amounts[coded] @ shares[coded] / found.amounts[coded].sum()
    return shares, np.asarray(rates, dtype=np.float64)


def _counted(found: Ratings) -> list[int]:
    """The codes that could be given: ``(none)`` only where it was."""
    return [k for k, code in enumerate(found.codes) if code != NONE or bool((found.given == k).any())]


def _uniform(found: Ratings, near: Floats) -> float:
    at = _counted(found)
    return float(near[np.ix_(at, at)].mean())


def _common(found: Ratings, near: Floats) -> float:
    rates = _base_rates(found)[1]
    return float(rates @ near @ rates)


def _own(found: Ratings, near: Floats) -> float:
    rates = np.stack([_base_rates(_only(found, coder))[1] for coder in _used(found)])
    m, together = len(rates), rates.sum(axis=0)
    return float((together @ near @ together - np.sum((rates @ near) * rates)) / (m * (m - 1)))


def _used(found: Ratings) -> list[int]:
    """The coders who coded anything."""
    return [coder for coder in range(found.given.shape[1]) if (found.given[:, coder] >= 0).any()]


def _only(found: Ratings, coder: int) -> Ratings:
    return Ratings(found.codes, found.given[:, [coder]], found.amounts, found.timed)


def _hard(found: Ratings, near: Floats) -> float:
    at, rates = _counted(found), _base_rates(found)[1]
    k = len(at)
    return float(near[np.ix_(at, at)].sum() / (k * (k - 1)) * np.sum(rates * (1 - rates)))


_BY_CHANCE: dict[Chance, Callable[[Ratings, Floats], float]] = {
    "none": lambda _found, _near: 0.0, "uniform": _uniform, "common": _common, "own": _own,
    "hard units": _hard,
}  # fmt: skip


def _own_influence(found: Ratings, near: Floats) -> Floats:
    """By how much each unit moves p_e: through the base rates of the coders who coded it.

    p_e is the mean over pairs of coders of p_g' W p_h, so its derivative by p_g is W times the sum of the
    others' rates, twice over; a unit moves p_g by what it was given less p_g, over the part that g coded.
    """
    used, whole = _used(found), float(found.amounts.sum())
    alone = [_base_rates(_only(found, coder)) for coder in used]
    together = np.sum([rates for _, rates in alone], axis=0)
    moved = np.zeros(len(found.given), dtype=np.float64)
    for coder, (given, rates) in zip(used, alone, strict=True):
        coded = found.given[:, coder] >= 0
        part = whole / float(found.amounts[coded].sum())
        moved += part * ((given - np.outer(coded, rates)) @ (near @ (together - rates)))
    return np.asarray(2 * moved / (len(used) * (len(used) - 1)), dtype=np.float64)


def _per_unit(found: Ratings, chance: Chance, weights: Weights) -> Floats:
    """What each unit adds to the coefficient, the base rates' own uncertainty included."""
    agree, paired = _agreeing(found, weights)
    seen, by_chance = _shares(found, chance, weights)
    near, (shares, rates) = _near(found, weights), _base_rates(found)
    scale = found.amounts.sum() / found.amounts[paired].sum()
    own = scale * (agree - by_chance) * paired / (1 - by_chance)
    if chance in ("none", "uniform"):
        return np.asarray(own, dtype=np.float64)
    if chance == "own":
        here = by_chance + _own_influence(found, near) / 2
    elif chance == "common":
        here = shares @ ((near + near.T) @ rates / 2)
    else:
        at = _counted(found)
        k = len(at)
        here = near[np.ix_(at, at)].sum() / (k * (k - 1)) * (shares @ (1 - rates))
    value = (seen - by_chance) / (1 - by_chance)
    return np.asarray(own - 2 * (1 - value) * (here - by_chance) / (1 - by_chance), dtype=np.float64)
