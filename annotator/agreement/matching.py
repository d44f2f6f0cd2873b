"""Which annotations of two coders are the same event.

Two may be partners when they overlap for at least a share of the longer one, or when both their onsets
and their offsets lie within a tolerance; of all ways to pair them one to one, the one with most pairs is
taken, among these the one with the least distance, and among these the one with most equal codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.sweep import Ints, ints

Event = tuple[int, int, str]
"""Onset and offset in ms, and the code; a point has both equal."""

DENSE = 64
"""A group of this many annotations is solved as a full matrix."""


@dataclass(frozen=True, slots=True)
class Near:
    """When two annotations may be partners. Set it before looking at the numbers, and report it.

    ``overlap_percent`` is of the longer one; above 50 an annotation of an exclusive track has at
    most one such partner. ``tolerance_ms`` holds for onset and offset alike.
    """

    overlap_percent: int = 60
    tolerance_ms: int = 1_000

    def __post_init__(self) -> None:
        if not 0 < self.overlap_percent <= 100 or self.tolerance_ms < 0:
            raise ValueError("an overlap is more than 0 and at most 100 percent, a tolerance not negative")


NEAR = Near()
"""At least 60 % of the longer one, or both edges within a second."""


def match_events(first: Sequence[Event], second: Sequence[Event], near: Near = NEAR) -> list[tuple[int, int]]:
    """Pairs of indices of annotations that are the same event, ascending; codes only break ties.

    Gives no pair when either coder marked nothing. ``Near`` raises ValueError for settings that cannot be.

    >>> match_events([(0, 1_000, "a"), (5_000, 9_000, "b")], [(4_800, 8_900, "a")])
    [(1, 0)]
    """
    left, right, distance = _candidates(first, second, near)
    if not len(left):
        return []
    differ = np.fromiter(
        (first[i][2] != second[j][2] for i, j in zip(left, right, strict=True)), np.int64, len(left)
    )
    i, j = _assigned(left, right, 2 * distance + differ, len(first), len(second))
    return sorted(zip(i.tolist(), j.tolist(), strict=True))


def _candidates(first: Sequence[Event], second: Sequence[Event], near: Near) -> tuple[Ints, Ints, Ints]:
    """All pairs that may be partners, and how far apart their edges lie in all."""
    on_a, off_a = _edges(first)
    on_b, off_b = _edges(second)
    order = np.argsort(on_b, kind="stable")
    percent, lasts = near.overlap_percent, off_a - on_a
    # A partner by overlap lasts at most d / θ and begins at most (1 − θ) of that before, or of d after.
    before = np.maximum(near.tolerance_ms, -((percent - 100) * lasts // percent))
    after = np.maximum(near.tolerance_ms, (100 - percent) * lasts // 100)
    low = np.searchsorted(on_b[order], on_a - before, side="left")
    high = np.searchsorted(on_b[order], on_a + after, side="right")
    sizes = high - low
    left = np.repeat(np.arange(len(first)), sizes)
    right = order[np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(low, sizes)]
    onset, offset = np.abs(on_a[left] - on_b[right]), np.abs(off_a[left] - off_b[right])
    shared = np.minimum(off_a[left], off_b[right]) - np.maximum(on_a[left], on_b[right])
    longer = np.maximum(lasts[left], off_b[right] - on_b[right])
    overlap = (shared > 0) & (100 * shared >= percent * longer)
    held = overlap | ((onset <= near.tolerance_ms) & (offset <= near.tolerance_ms))
    return left[held], right[held], (onset + offset)[held]


def _edges(events: Sequence[Event]) -> tuple[Ints, Ints]:
    onsets, offsets = (event[0] for event in events), (event[1] for event in events)
    return ints(onsets, len(events)), ints(offsets, len(events))


def _assigned(left: Ints, right: Ints, cost: Ints, n: int, m: int) -> tuple[Ints, Ints]:
    """The pairs of the best one-to-one choice; groups that share no annotation are chosen by themselves."""
    alone = (np.bincount(left, minlength=n)[left] == 1) & (np.bincount(right, minlength=m)[right] == 1)
    found = [(left[alone], right[alone])]
    left, right, cost = left[~alone], right[~alone], cost[~alone]
    if len(left):
        group = _groups(left, right, n, m)
        order = np.argsort(group, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
            found.append(_best(left[part], right[part], cost[part]))
    i, j = (np.concatenate(side) for side in zip(*found, strict=True))
    return i, j


def _groups(left: Ints, right: Ints, n: int, m: int) -> NDArray[np.int32]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = coo_array((np.ones(len(left), dtype=np.int8), (left, right + n)), shape=(n + m, n + m))
    labels: NDArray[np.int32] = connected_components(edges, directed=False)[1]
    return labels[left]


def _best(left: Ints, right: Ints, cost: Ints) -> tuple[Ints, Ints]:
    """Most pairs, then least cost, in one group."""
    from scipy.optimize import linear_sum_assignment

    rows, i = np.unique(left, return_inverse=True)
    columns, j = np.unique(right, return_inverse=True)
    # Staying alone costs more than all distances together, so more pairs always come first.
    alone = int(cost.max()) * min(len(rows), len(columns)) + 1
    if max(len(rows), len(columns)) > DENSE:
        return _best_sparse((rows, i), (columns, j), cost, alone)
    price = np.full((len(rows), len(columns)), alone, dtype=np.float64)
    price[i, j] = cost
    a, b = linear_sum_assignment(price)
    held = price[a, b] < alone
    return rows[a[held]], columns[b[held]]


def _best_sparse(
    rows: tuple[Ints, NDArray[np.intp]], columns: tuple[Ints, NDArray[np.intp]], cost: Ints, alone: int
) -> tuple[Ints, Ints]:
    """The same for a large group; each annotation of the first coder may also stay alone."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    n, m = len(rows[0]), len(columns[0])
    # A sparse matrix holds no zeros, so every price is one more.
    prices = np.concatenate((cost + 1, np.full(n, alone + 1))).astype(np.float64)
    at = np.concatenate((rows[1], np.arange(n))), np.concatenate((columns[1], m + np.arange(n)))
    a, b = min_weight_full_bipartite_matching(coo_array((prices, at), shape=(n, m + n)).tocsr())
    held = b < m
    return rows[0][a[held]], columns[0][b[held]]
