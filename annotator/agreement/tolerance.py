"""κ that forgives boundaries that are a little off.

It inflates agreement: two coders who code unrelated things reach κ = .3 at one second and .5 at two, with
bouts of three seconds. So a tolerance comes with its chance line, see ``shift``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.kappa import cohen_kappa
from annotator.agreement.shift import ChanceLine, chance_by_shift
from annotator.agreement.sweep import Ints, Sweep, cover, table_of, turned
from annotator.agreement.table import Table
from annotator.stats import Statistic


@dataclass(frozen=True, slots=True)
class ToleranceAgreement:
    """κ with a tolerance: the first coder's time looked up in the second's record, the other way, and both.

    The two directions differ; ``mean`` is between them, undefined when one of them is.
    """

    tolerance_ms: int
    forth: Statistic
    back: Statistic
    chance: ChanceLine

    @property
    def mean(self) -> Statistic:
        """The mean of both directions."""
        return _mean(self.forth, self.back)


def tolerance_table(
    pieces: Sweep, codes: Sequence[str], tolerance_ms: int, missing: Sequence[str] = ()
) -> Table:
    """The first coder's time: agreed where the second has the same code within ``tolerance_ms``.

    Elsewhere it counts for the code that the second gave at that moment. Exact: the second
    coder's stretches of each code are widened on both sides and laid over the first's. Time that
    either marked with a ``missing`` code is not in the table, however near the code is. Its κ is
    undefined as that of every table.

    Source: Bakeman, R., Quera, V., & Gnisci, A. (2009). Behavior Research Methods, 41, 137-147.
    """
    within = np.zeros(len(pieces.first), dtype=np.int64)
    for code in np.unique(pieces.first):
        mine = np.flatnonzero(pieces.first == code)
        onsets, offsets = _widened(pieces, int(code), tolerance_ms)
        covered = (cover(onsets, offsets, pieces.bounds[mine + side]) for side in (0, 1))
        before, until = covered
        within[mine] = until - before
    lengths = np.diff(pieces.bounds)
    within[np.isin(pieces.second, [i for i, code in enumerate(codes) if code in missing])] = 0
    cells = np.concatenate((pieces.second, pieces.first)), np.concatenate((lengths - within, within))
    return table_of(codes, np.concatenate((pieces.first, pieces.first)), *cells).without(missing)


def tolerance_kappa(
    pieces: Sweep,
    codes: Sequence[str],
    tolerance_ms: int,
    *,
    missing: Sequence[str] = (),
    seed: int = 0,
    shifts: int = 200,
) -> ToleranceAgreement:
    """κ with a tolerance in both directions, and what it comes to when the records do not belong together.

    Undefined as ``cohen_kappa``, the mean when either direction is; the chance line as in
    ``chance_by_shift``.

    Source: Bakeman, R., Quera, V., & Gnisci, A. (2009). Behavior Research Methods, 41, 137-147, without the
    chance line.
    """

    def mean(of: Sweep) -> float | None:
        return _mean(*both(of)).value

    def both(of: Sweep) -> tuple[Statistic, Statistic]:
        tables = (tolerance_table(s, codes, tolerance_ms, missing) for s in (of, turned(of)))
        forth, back = map(cohen_kappa, tables)
        return forth, back

    chance = chance_by_shift(pieces, mean, seed=seed, shifts=shifts)
    return ToleranceAgreement(tolerance_ms, *both(pieces), chance)


def _mean(forth: Statistic, back: Statistic) -> Statistic:
    if forth.value is None or back.value is None:
        return forth if forth.value is None else back
    return Statistic((forth.value + back.value) / 2, forth.units)


def _widened(pieces: Sweep, code: int, by: int) -> tuple[Ints, Ints]:
    """The second coder's stretches of a code, longer by ``by`` on both sides, joined where they meet."""
    held = pieces.second == code
    onsets, offsets = pieces.bounds[:-1][held] - by, pieces.bounds[1:][held] + by
    if not len(onsets):
        return onsets, offsets
    apart = np.flatnonzero(onsets[1:] > offsets[:-1])
    return onsets[np.append(0, apart + 1)], offsets[np.append(apart, len(offsets) - 1)]
