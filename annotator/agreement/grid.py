"""Time cut into units of one length: for comparison with programs that work so, and for presence.

A unit is counted when its middle lies in the window. How long it is changes what n is, hardly κ.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from annotator.agreement.sweep import Ints, Sweep, table_of
from annotator.agreement.table import NONE, Table
from annotator.model import Interval


def time_unit_table(pieces: Sweep, codes: Sequence[str], unit_ms: int) -> Table:
    """The table of both coders' codes at the middle of every unit of ``unit_ms`` from the window's onset.

    Its κ is the time-unit κ; as units become shorter it becomes the time-weighted one. Units are not
    independent: an interval computed from their number is void. No grid is made: each piece of the sweep
    counts the middles in it.

    Its coefficients are undefined as those of every table. Raises ValueError for a unit shorter than 1 ms.

    Source: Bakeman, R., Quera, V., & Gnisci, A. (2009). Behavior Research Methods, 41, 137-147.
    """
    counts = np.diff(_middles(pieces.bounds, int(pieces.bounds[0]), unit_ms))
    return table_of(codes, pieces.first, pieces.second, counts)


def presence_table(
    first: Iterable[tuple[int, int]],
    second: Iterable[tuple[int, int]],
    window: Interval,
    unit_ms: int,
    code: str,
) -> Table:
    """In how many intervals of ``unit_ms`` both, one or neither coder has the code at all.

    ``first`` and ``second`` are ``(onset, offset)`` of one code; a point has both equal and belongs
    to the interval in which it lies. Use it with ``cohen_kappa`` and ``positive_agreement``, which are
    undefined when neither coder has the code in any interval. Raises ValueError for a unit shorter than 1 ms.

    >>> presence_table([(500, 500), (2_100, 2_900)], [(900, 900)], Interval(0, 4_000), 1_000, "smile")
    Table(codes=('smile', '(none)'), cells=((1, 1), (0, 2)))
    """
    n = int(_middles(np.array([window.offset]), window.onset, unit_ms)[0])
    a, b = (_touched(spans, window.onset, unit_ms, n) for spans in (first, second))
    both, ana, ben = int((a & b).sum()), int(a.sum()), int(b.sum())
    return Table((code, NONE), ((both, ana - both), (ben - both, n - ana - ben + both)))


def _middles(times: Ints, onset: int, unit_ms: int) -> Ints:
    """How many units have their middle before each time; doubled, so that the middle is a whole number."""
    if unit_ms < 1:
        raise ValueError("a unit of time is at least 1 ms long")
    return np.maximum(0, -((unit_ms - 2 * (times - onset)) // (2 * unit_ms)))


def _touched(
    spans: Iterable[tuple[int, int]], onset: int, unit_ms: int, n: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    touched = np.zeros(n, dtype=np.bool_)
    for on, off in spans:
        begin, last = (on - onset) // unit_ms, (max(on, off - 1) - onset) // unit_ms
        touched[max(0, begin) : max(0, last + 1)] = True
    return touched
