"""Who said what when: a square table of two coders' codes over the same units."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import compress

from annotator.stats import html_table

NONE = "(none)"
"""The code of time that a coder gave no code; no scheme can use it, for an id has no brackets."""


@dataclass(frozen=True, slots=True)
class Table:
    """How much each pair of codes was given by two coders to the same units.

    ``cells[i][j]`` is the amount (ms of time, or units) to which the first coder gave
    ``codes[i]`` and the second ``codes[j]``; whole numbers, so that sums are exact.
    """

    codes: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """All that was compared."""
        return sum(map(sum, self.cells))

    @property
    def agreed(self) -> int:
        """What both gave the same code: the diagonal."""
        return sum(row[i] for i, row in enumerate(self.cells))

    @property
    def first(self) -> tuple[int, ...]:
        """How much the first coder gave each code: the row sums."""
        return tuple(map(sum, self.cells))

    @property
    def second(self) -> tuple[int, ...]:
        """How much the second coder gave each code: the column sums."""
        return tuple(map(sum, zip(*self.cells, strict=True)))

    def without(self, codes: Collection[str]) -> "Table":
        """The table without the units to which either coder gave one of these codes.

        >>> Table(("on", "off", "unseen"), ((4, 1, 1), (0, 3, 0), (0, 2, 5))).without({"unseen"})
        Table(codes=('on', 'off'), cells=((4, 1), (0, 3)))
        """
        kept = [i for i, code in enumerate(self.codes) if code not in codes]
        cells = tuple(tuple(self.cells[i][j] for j in kept) for i in kept)
        return Table(tuple(self.codes[i] for i in kept), cells)

    def against_rest(self, codes: Collection[str], name: str) -> "Table":
        """The table of two codes: any of these, and all the others.

        >>> Table(("on", "off", "unseen"), ((4, 1, 1), (0, 3, 0), (0, 2, 5))).against_rest({"on"}, "on")
        Table(codes=('on', '(none)'), cells=((4, 2), (0, 10)))
        """
        inside = [code in codes for code in self.codes]
        first, second = (sum(compress(margin, inside)) for margin in (self.first, self.second))
        both = sum(sum(compress(row, inside)) for row in compress(self.cells, inside))
        neither = self.total - first - second + both
        return Table((name, NONE), ((both, first - both), (second - both, neither)))

    def among(self, codes: Sequence[str]) -> "Table":
        """The same amounts in a table of these codes, in their order; it must hold all that were used.

        >>> Table(("b", "a"), ((4, 1), (0, 3))).among(["a", "b", "c"])
        Table(codes=('a', 'b', 'c'), cells=((3, 0, 0), (1, 4, 0), (0, 0, 0)))
        """
        at = {code: i for i, code in enumerate(self.codes)}
        cells = (tuple(self.cells[at[a]][at[b]] if a in at and b in at else 0 for b in codes) for a in codes)
        return Table(tuple(codes), tuple(cells))

    def _repr_html_(self) -> str:
        rows = [(code, *row) for code, row in zip(self.codes, self.cells, strict=True)]
        return html_table("first coder in rows, second in columns", ("", *self.codes), rows)


def unit_table(pairs: Sequence[tuple[str, str]], codes: Sequence[str] | None = None) -> Table:
    """The table of units that both coders coded: intervals, clips, matched annotations, ratings.

    ``codes`` are all that could be given, in their order; those that were given, in alphabetical
    order, when they are not named.

    >>> unit_table([("gaze", "gaze"), ("gaze", "away"), ("away", "away")])
    Table(codes=('away', 'gaze'), cells=((1, 0), (1, 1)))
    """
    count = Counter(pairs)
    named = tuple(sorted({code for pair in count for code in pair}) if codes is None else codes)
    return Table(named, tuple(tuple(count[a, b] for b in named) for a in named))


def pooled(tables: Sequence[Table]) -> Table:
    """The sum of sessions' tables: codes in the order in which they first appear.

    Pooling sums what was seen and leaves the one division to the end; the mean of sessions'
    coefficients would weigh a short session as a long one, and has no value where a session has none.

    >>> pooled([Table(("a",), ((5,),)), Table(("b", "a"), ((1, 2), (0, 3)))])
    Table(codes=('a', 'b'), cells=((8, 0), (2, 1)))
    """
    codes = tuple(dict.fromkeys(code for table in tables for code in table.codes))
    alike = [table.among(codes).cells for table in tables]
    rows = (tuple(map(sum, zip(*row, strict=True))) for row in zip(*alike, strict=True))
    return Table(codes, tuple(rows))
