"""Krippendorff's α for stretches that coders set freely: whether they cut and name the same ones.

It looks at time, not at events: a bout that one coder cut into many leaves it nearly as it is.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from annotator.agreement.sweep import Ints, cover, lay_over
from annotator.agreement.table import NONE
from annotator.errors import said
from annotator.model import Interval
from annotator.stats import Statistic, html_table

State = tuple[int, int, str]

TWO_CODERS = said("fewer than two coders")
NOTHING_VARIES = said("all time has one same value, so nothing could have differed")
NEVER_BOTH = said("no time was coded by two coders")


@dataclass(frozen=True, slots=True)
class UnitizingAgreement:
    """The u-α family. ``units`` of each is the length, in ms, that it rests on.

    ``whole`` (uα) asks for boundaries and codes at once, ``where`` (|uα) only whether anything
    was coded, ``what`` (cuα) only which code where two coders coded, and ``codes`` ((k)uα) about
    one code at a time, with the length that two coders coded there.
    """

    whole: Statistic
    where: Statistic
    what: Statistic
    codes: tuple[tuple[str, Statistic], ...]

    def _repr_html_(self) -> str:
        rows = [("uα", self.whole), ("|uα", self.where), ("cuα", self.what), *self.codes]
        return html_table("unitizing α", ("", "value"), rows)


def unitizing_alpha(records: Sequence[Sequence[State]], window: Interval) -> UnitizingAgreement:
    """The u-α family of two or more coders' states, each a list of ``(onset, offset, code)`` in any order.

    With l_ck the length of c by one coder where another gave k, over ordered pairs of coders and divided
    by m − 1, and S_c the sum of squared lengths of c's stretches (for gaps: of lengths, for gaps are
    no units), what chance makes of it is (l_c. l_.k − [c = k] S_c) / (l.. − Σ S / l..), and α is one minus
    the ratio of the lengths off the diagonal. Lengths are whole ms until the last division.

    Undefined with fewer than two coders, when all time has one same value, and cuα and (k)uα when
    no time was coded by two.

    Source: Krippendorff, K., Mathet, Y., Bouvry, S., & Widloecher, A. (2016). Quality & Quantity, 50,
    2347-2364; Krippendorff, K. (2019). Content analysis (4th ed.). Section 12.6.
    """
    m = len(records)
    if m < 2:
        none = Statistic(None, 0, TWO_CODERS)
        return UnitizingAgreement(none, none, none, ())
    codes = [*sorted({code for record in records for _, _, code in record}), NONE]
    pairs = _coincidences(records, window, codes)
    squares = _squares(records, window, codes)
    gap = len(codes) - 1
    coded = [row[:gap] for row in pairs[:gap]]
    named = sum((n for row in coded for n in row), Fraction(0))
    beside = sum(pairs[gap][:gap], Fraction(0))
    joined = [[named, beside], [beside, pairs[gap][gap]]]
    # A stretch is drawn with others where another coder coded too, in proportion to how many did.
    shared = _shared_squares(records, window, codes[:gap], m)
    per_code = tuple((codes[c], _one_code(coded, shared, c)) for c in range(gap))
    return UnitizingAgreement(
        _alpha(pairs, squares, NOTHING_VARIES),
        _alpha(joined, [sum(squares[:gap], Fraction(0)), squares[gap]], NOTHING_VARIES),
        _alpha(coded, shared, NOTHING_VARIES),
        per_code,
    )


def _coincidences(
    records: Sequence[Sequence[State]], window: Interval, codes: Sequence[str]
) -> list[list[Fraction]]:
    """Lengths by pairs of values, over ordered pairs of coders, divided by m − 1."""
    k, m = len(codes), len(records)
    sums = np.zeros((k, k), dtype=np.int64)
    for ana, ben in itertools.combinations(records, 2):
        pieces, named = lay_over(ana, ben, window)
        at = np.array([codes.index(code) for code in named])
        cells = np.zeros((k, k), dtype=np.int64)
        np.add.at(cells, (at[pieces.first], at[pieces.second]), np.diff(pieces.bounds))
        sums += cells + cells.T
    return [[Fraction(int(n), m - 1) for n in row] for row in sums]


def _squares(records: Sequence[Sequence[State]], window: Interval, codes: Sequence[str]) -> list[Fraction]:
    """S of every value: squared lengths of stretches, for gaps their lengths."""
    sums = dict.fromkeys(codes, Fraction(0))
    for record in records:
        covered = 0
        for onset, offset, code in record:
            lasts = max(0, min(offset, window.offset) - max(onset, window.onset))
            sums[code] += lasts * lasts
            covered += lasts
        sums[NONE] += window.duration - covered
    return [sums[code] for code in codes]


def _shared_squares(
    records: Sequence[Sequence[State]], window: Interval, codes: Sequence[str], m: int
) -> list[Fraction]:
    """Squared lengths of stretches, as far as other coders coded there: length × pairable length."""
    sums = dict.fromkeys(codes, 0)
    edges = [_edges(record, window) for record in records]
    for i, record in enumerate(records):
        onsets, offsets = edges[i]
        others = np.zeros(len(onsets), dtype=np.int64)
        for on, off in (edges[j] for j in range(m) if j != i):
            others += cover(on, off, offsets) - cover(on, off, onsets)
        for (_, _, code), length in zip(sorted(record), others.tolist(), strict=True):
            sums[code] += length * length
    return [Fraction(sums[code], (m - 1) ** 2) for code in codes]


def _edges(record: Sequence[State], window: Interval) -> tuple[Ints, Ints]:
    """Onsets and offsets in order, cut at the window."""
    edges = np.array([state[:2] for state in sorted(record)], dtype=np.int64).reshape(-1, 2)
    edges = np.minimum(np.maximum(edges, window.onset), window.offset)
    return edges[:, 0], edges[:, 1]


def _alpha(pairs: Sequence[Sequence[Fraction]], squares: Sequence[Fraction], otherwise: str) -> Statistic:
    margins = [sum(row, Fraction(0)) for row in pairs]
    whole = sum(margins, Fraction(0))
    if not whole:
        return Statistic(None, 0, NEVER_BOTH)
    seen = whole - sum(pairs[c][c] for c in range(len(pairs)))
    scale = whole - sum(squares, Fraction(0)) / whole
    spread = whole * whole - sum(margin * margin for margin in margins)
    if scale <= 0 or spread == 0:
        return Statistic(None, int(whole), otherwise)
    return Statistic(float(1 - seen * scale / spread), int(whole))


def _one_code(pairs: Sequence[Sequence[Fraction]], squares: Sequence[Fraction], c: int) -> Statistic:
    """One code among what two coders coded: its off-diagonal length over what chance makes of it."""
    margins = [sum(row, Fraction(0)) for row in pairs]
    whole, mine = sum(margins, Fraction(0)), margins[c]
    if not mine:
        return Statistic(None, 0, NEVER_BOTH)
    scale = whole - sum(squares, Fraction(0)) / whole
    # What chance leaves on the diagonal: none where every stretch of the code belongs to one coder.
    by_chance = mine - (mine * mine - squares[c]) / scale if scale > 0 else Fraction(0)
    if by_chance == 0:
        return Statistic(None, int(mine), NOTHING_VARIES)
    return Statistic(float(1 - (mine - pairs[c][c]) / by_chance), int(mine))
