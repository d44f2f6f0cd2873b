"""Intervals for coefficients of tables: from independent units, from sessions, from blocks of one session."""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.kappa import cohen_kappa
from annotator.agreement.sweep import Sweep
from annotator.agreement.table import Table, pooled
from annotator.errors import said
from annotator.stats import Limits, Statistic
from annotator.stats.resampling import RESAMPLES, bootstrap, by_t, jackknife, percentiles

Coefficient = Callable[[Table], Statistic]

INDEPENDENT = said("units as independent")
SESSIONS = said("bootstrap over sessions")
DYADS = said("bootstrap over dyads")
LEFT_OUT = said("jackknife over sessions")
DYADS_LEFT_OUT = said("jackknife over dyads")
WITHIN = said("moving blocks, within this session only")
BOUTS_A_BLOCK = 5
SHORTEST_BLOCK_MS = 10_000
SHORT = said("the session is shorter than two blocks")


def cohen_limits(table: Table, level: float = 0.95) -> Limits:
    """The analytic interval of Cohen's κ, for units that are independent of one another.

    Void for ms or frames, which are not: its width would follow the sampling rate. Use
    ``session_limits`` there. Undefined when κ is.

    >>> str(cohen_limits(Table(("yes", "no"), ((20, 5), (10, 15)))))
    '0.151 to 0.649'

    Source: Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Psychological Bulletin, 72, 323-327.
    """
    kappa = cohen_kappa(table)
    if kappa.value is None:
        return Limits(None, None, INDEPENDENT, table.total, level, reason=kappa.reason)
    error = cohen_error(table.cells) / math.sqrt(table.total)
    return by_t(kappa.value, error, math.inf, method=INDEPENDENT, units=table.total, level=level)


def cohen_error(cells: Sequence[Sequence[float]]) -> float:
    """The standard error of Cohen's κ for a single unit: divided by √n it is that of n independent ones.

    ``cells`` are counts or shares. Undefined where κ is: ask for that first. Source as ``cohen_limits``.

    >>> round(cohen_error([[20, 5], [10, 15]]) / 50**0.5, 3)
    0.127
    """
    p = np.array(cells, dtype=np.float64)
    p /= p.sum()
    rows, columns, agreed = p.sum(axis=1), p.sum(axis=0), np.diag(p)
    by_chance = float(rows @ columns)
    kappa = (float(agreed.sum()) - by_chance) / (1 - by_chance)
    left, off = 1 - kappa, p - np.diag(agreed)
    spread = agreed @ (1 - (rows + columns) * left) ** 2
    spread += left**2 * np.sum(off * np.add.outer(columns, rows) ** 2)
    spread -= (kappa - by_chance * left) ** 2
    return math.sqrt(max(0.0, float(spread))) / (1 - by_chance)


def session_limits(
    tables: Sequence[Table],
    coefficient: Coefficient = cohen_kappa,
    *,
    dyads: Sequence[Hashable] | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
    level: float = 0.95,
) -> Limits:
    """The interval of a pooled coefficient from drawing whole sessions, or whole dyads, with replacement.

    ``dyads`` names the dyad of each table, when some have several sessions. Undefined with
    fewer than 8 sessions or dyads: show the range then, and ``session_jackknife``.

    Source: Kang, C., Qaqish, B., Monaco, J., Sheridan, S. L., & Cai, J. (2013). Statistics in Medicine, 32,
    3708-3719, for the cluster bootstrap of κ.
    """
    sums = _by_dyad(tables, dyads)
    method = SESSIONS if dyads is None else DYADS
    return bootstrap(
        len(sums), _weighed(sums, coefficient), method=method, seed=seed, resamples=resamples, level=level
    )


def session_jackknife(
    tables: Sequence[Table],
    coefficient: Coefficient = cohen_kappa,
    *,
    dyads: Sequence[Hashable] | None = None,
    level: float = 0.95,
) -> Limits:
    """The interval of a pooled coefficient from leaving out one session, or dyad, at a time; for few of them.

    No coefficient goes beyond 1 or −1, so a limit that would is cut there. Undefined with fewer than three.
    """
    sums = _by_dyad(tables, dyads)
    method = LEFT_OUT if dyads is None else DYADS_LEFT_OUT
    found = jackknife(len(sums), _weighed(sums, coefficient), method=method, level=level)
    if found.low is None or found.high is None:
        return found
    return replace(found, low=max(found.low, -1.0), high=min(found.high, 1.0))


def block_limits(
    pieces: Sweep,
    codes: Sequence[str],
    coefficient: Coefficient = cohen_kappa,
    *,
    block_ms: int | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
    level: float = 0.95,
) -> Limits:
    """The interval within one session, from blocks of time drawn at random moments with replacement.

    It says how steady agreement is inside this session, nothing about other sessions. A block is
    ``block_ms`` long, or five mean bouts and at least 10 s; ``units`` counts the blocks that
    fill the session.

    Undefined when the session is shorter than two blocks.

    Source: Kuensch, H. R. (1989). Annals of Statistics, 17, 1217-1241.
    """
    start, end = int(pieces.bounds[0]), int(pieces.bounds[-1])
    length = block_ms or max(SHORTEST_BLOCK_MS, BOUTS_A_BLOCK * mean_bout(pieces))
    blocks = round((end - start) / length)
    if blocks < 2:
        return Limits(None, None, WITHIN, blocks, level, reason=SHORT)
    rng, until = np.random.default_rng(seed), _until(pieces, len(codes))
    values = []
    for _ in range(resamples):
        onsets = rng.integers(start, end - length, size=blocks, endpoint=True)
        cells = (until(onsets + length) - until(onsets)).sum(axis=0)
        values.append(coefficient(_table(codes, cells)).value)
    return percentiles(values, WITHIN, blocks, seed, level)


def mean_bout(pieces: Sweep) -> int:
    """The mean length in ms of the bouts of whoever cut the record into more of them."""
    duration = int(pieces.bounds[-1] - pieces.bounds[0])
    bouts = max(1 + int(np.count_nonzero(np.diff(of))) for of in (pieces.first, pieces.second))
    return round(duration / bouts)


def _until(pieces: Sweep, k: int) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    """The ms of every pair of codes from the start up to any moment, in whole numbers."""
    cell, lengths = pieces.first * k + pieces.second, np.diff(pieces.bounds)
    so_far = np.zeros((len(cell) + 1, k * k), dtype=np.int64)
    so_far[np.arange(len(cell)) + 1, cell] = lengths
    np.cumsum(so_far, axis=0, out=so_far)

    def until(t: NDArray[np.int64]) -> NDArray[np.int64]:
        at = np.clip(np.searchsorted(pieces.bounds, t, side="right") - 1, 0, len(cell) - 1)
        here = so_far[at]
        here[np.arange(len(t)), cell[at]] += t - pieces.bounds[at]
        return here

    return until


def _by_dyad(tables: Sequence[Table], dyads: Sequence[Hashable] | None) -> list[Table]:
    whole = pooled(tables)
    if dyads is None:
        return [table.among(whole.codes) for table in tables]
    of: dict[Hashable, list[Table]] = {}
    for table, dyad in zip(tables, dyads, strict=True):
        of.setdefault(dyad, []).append(table)
    return [pooled(mine).among(whole.codes) for mine in of.values()]


def _weighed(
    tables: Sequence[Table], coefficient: Coefficient
) -> Callable[[NDArray[np.int64]], float | None]:
    codes = tables[0].codes if tables else ()
    cells = np.array([table.cells for table in tables], dtype=np.int64).reshape(len(tables), -1)
    return lambda weights: coefficient(_table(codes, weights @ cells)).value


def _table(codes: Sequence[str], cells: NDArray[np.int64]) -> Table:
    k = len(codes)
    return Table(tuple(codes), tuple(tuple(row) for row in cells.reshape(k, k).tolist()))
