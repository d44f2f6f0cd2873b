"""Stretches of time as sorted pairs of ms that neither touch nor overlap.

::

    union         ██░░██████      subtract      ████████
                  ██  ████            minus       ██  ██
                        ████             is     ██  ██
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

Spans = Sequence[tuple[int, int]]
"""``(onset, offset)`` pairs in ms, ascending, apart from one another, none of them empty."""


def union(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The time covered by any of the stretches; empty stretches cover none.

    >>> union([(5, 9), (0, 5), (20, 21), (7, 10), (3, 3)])
    [(0, 10), (20, 21)]
    """
    spans: list[tuple[int, int]] = []
    for onset, offset in sorted(s for s in stretches if s[0] < s[1]):
        if spans and onset <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], offset))
        else:
            spans.append((onset, offset))
    return spans


def intersection(first: Spans, second: Spans) -> list[tuple[int, int]]:
    """The time covered by both.

    >>> intersection([(0, 10), (20, 30)], [(5, 25)])
    [(5, 10), (20, 25)]
    """
    shared, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        onset, offset = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if onset < offset:
            shared.append((onset, offset))
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return shared


def subtract(spans: Spans, without: Spans) -> list[tuple[int, int]]:
    """The time covered by the first and not by the second.

    >>> subtract([(0, 10), (20, 30)], [(5, 25)])
    [(0, 5), (25, 30)]
    """
    if not spans or not without:
        return list(spans)
    low, high = min(spans[0][0], without[0][0]) - 1, max(spans[-1][1], without[-1][1]) + 1
    edges = [low, *(edge for span in without for edge in span), high]
    return intersection(spans, list(zip(edges[::2], edges[1::2], strict=True)))


def shares(spans: Spans, onset: int, offset: int) -> bool:
    """Whether the stretch from ``onset`` to ``offset`` shares time with any of the spans.

    >>> shares([(0, 10), (20, 30)], 10, 20), shares([(0, 10), (20, 30)], 15, 21)
    (False, True)
    """
    i = bisect_right(spans, onset, key=itemgetter(1))
    return i < len(spans) and max(onset, spans[i][0]) < offset


def covered(spans: Spans, onset: int, offset: int) -> int:
    """How much of the stretch from ``onset`` to ``offset`` the spans cover, in ms.

    >>> covered([(0, 10), (20, 30), (40, 50)], 5, 25)
    10
    """
    i, shared = bisect_right(spans, onset, key=itemgetter(1)), 0
    while i < len(spans) and spans[i][0] < offset:
        shared += min(offset, spans[i][1]) - max(onset, spans[i][0])
        i += 1
    return shared


def inside(spans: Spans, t: int) -> bool:
    """Whether ``t`` ms lies in one of the spans; an onset does, an offset does not.

    >>> inside([(0, 10)], 0), inside([(0, 10)], 10)
    (True, False)
    """
    return shares(spans, t, t + 1)


def length(spans: Spans) -> int:
    """The time covered, in ms."""
    return sum(offset - onset for onset, offset in spans)
