"""What follows what: transitions between codes, and how far they differ from chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from annotator.errors import said
from annotator.measures.bouts import bouts
from annotator.measures.figures import Declared, Figure, Measured
from annotator.measures.seen import LASTING, Seen
from annotator.measures.selecting import Selector, selected
from annotator.measures.sources import Sources
from annotator.measures.timing import yules_q
from annotator.stats import Lane, Statistic, ratio, shares

NEVER = said("this code is never followed by another")
NO_CHANCE = said("the table says nothing about this pair: too few codes follow one another")
Numbers = np.ndarray[Any, np.dtype[Any]]
Stretch = tuple[int, int, str]
"""Onset and offset in ms, and the code."""


@dataclass(frozen=True, slots=True)
class Transitions:
    """How often each code was followed by each, ``lag`` places later.

    ``counts[i][j]``: code i, then code j. Where ``repeats`` is not allowed a code cannot follow
    itself, as when it goes on it is one bout; its cell is then none of the table.
    """

    codes: tuple[str, ...]
    counts: Numbers
    lag: int
    repeats: bool

    @property
    def total(self) -> int:
        """All pairs."""
        return int(self.counts.sum())

    def share(self, i: int, j: int) -> Statistic:
        """How often j came after i ÷ how often anything did. Undefined when nothing ever did."""
        return ratio(int(self.counts[i, j]), int(self.counts[i].sum()), NEVER)

    def expected(self) -> Numbers:
        """Counts expected of codes that follow one another at random, with the same margins.

        Without repeats these are those of quasi-independence, fitted in turns to rows and columns.

        Source: Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, chapter 5.
        """
        fitted = self._cells().astype(float)
        rows, columns = self.counts.sum(axis=1), self.counts.sum(axis=0)
        for _ in range(2_000):
            fitted *= _over(rows, fitted.sum(axis=1))[:, None]
            before = fitted.sum(axis=0)
            fitted *= _over(columns, before)[None, :]
            if np.abs(before - columns).max(initial=0) < 1e-10:
                break
        return fitted

    def residual(self, i: int, j: int) -> Statistic:
        """The adjusted residual of a pair: about normal, so beyond ±1.96 is rare by chance.

        (observed − expected) ÷ its standard error, which allows for the margins having been fitted;
        in a full table (o − e) ÷ √(e (1 − row ÷ n)(1 − column ÷ n)). Undefined where the margins
        leave the count no freedom. One pair is one test of many.

        Source: Haberman, S. J. (1973). Biometrics, 29, 205-220.
        """
        return self.residuals()[i][j]

    def residuals(self) -> list[list[Statistic]]:
        """The adjusted residuals of all pairs."""
        expected, cells, n = self.expected(), self._cells(), self.total
        free = _freedom(expected, cells)
        none = Statistic(None, n, NO_CHANCE)
        return [
            [
                Statistic(
                    float((self.counts[i, j] - expected[i, j]) / np.sqrt(expected[i, j] * free[i, j])), n
                )
                if cells[i, j] and expected[i, j] > 0 and free[i, j] > 1e-9
                else none
                for j in range(len(self.codes))
            ]
            for i in range(len(self.codes))
        ]

    def yules_q(self, i: int, j: int) -> Statistic:
        """Yule's Q of a pair against all the others: i or not, then j or not."""
        a, row, column = (int(x) for x in (self.counts[i, j], self.counts[i].sum(), self.counts[:, j].sum()))
        return yules_q(a, row - a, column - a, self.total - row - column + a)

    def _cells(self) -> Numbers:
        """Which cells the table has."""
        k = len(self.codes)
        return np.ones((k, k), dtype=bool) if self.repeats else ~np.eye(k, dtype=bool)


def _over(wanted: Numbers, held: Numbers) -> Numbers:
    divided: Numbers = np.divide(wanted, held, out=np.zeros(len(held)), where=held > 0)
    return divided


def _freedom(expected: Numbers, cells: Numbers) -> Numbers:
    """1 − leverage of each cell in the loglinear model of rows and columns, by least squares weighted."""
    k = len(expected)
    at = np.argwhere(cells & (expected > 0))
    design = np.zeros((len(at), 2 * k))
    design[np.arange(len(at)), at[:, 0]] = 1
    design[np.arange(len(at)), k + at[:, 1]] = 1
    weighted = design * np.sqrt(expected[at[:, 0], at[:, 1]])[:, None]
    hat = np.einsum("ij,ji->i", weighted, np.linalg.pinv(weighted)) if len(at) else np.zeros(0)
    free = np.zeros((k, k))
    free[at[:, 0], at[:, 1]] = 1 - hat
    return free


def transitions(
    runs: Sequence[Sequence[str]], codes: Sequence[str], lag: int = 1, *, repeats: bool = True
) -> Transitions:
    """The table of what follows what, ``lag`` places later, in runs of codes that are not tied together.

    >>> transitions([["a", "b", "a", "b"]], ["a", "b"]).counts.tolist()
    [[0, 2], [1, 0]]
    """
    place = {code: i for i, code in enumerate(codes)}
    counts = np.zeros((len(codes), len(codes)), dtype=np.int64)
    for run in runs:
        known = [place[code] for code in run if code in place]
        np.add.at(counts, (known[: len(known) - lag], known[lag:]), 1)
    return Transitions(tuple(codes), counts, lag, repeats)


def runs_of(found: Seen, lane: Lane, selector: Selector) -> list[list[Stretch]]:
    """The codes of a lane in the coded window, one after another, by onset; cut where nothing could be seen.

    States are bouts after the clean-up rules, so that a code that goes on is one.
    """
    window, hidden = found.window, found.unseen(lane).spans
    chosen = selected(selector, found.scheme, lane)
    if lane.track.kind in LASTING:
        by_code: dict[str, list[Any]] = {}
        for state in found.states(lane):
            by_code.setdefault(state[2].content.code, []).append(state)
        wanted = {a.content.code for a in chosen}
        kept = {a.id for a in chosen}
        stretches = sorted(
            (bout.onset, bout.offset, code)
            for code in wanted
            for bout in bouts(
                [s for s in by_code.get(code, []) if s[2].id in kept], found.scheme.timebase, hidden
            )
        )
    else:
        marks = ((a.content.onset_ms, a.content.code) for a in chosen)
        stretches = sorted((at, at, code) for at, code in marks if window.onset <= at < window.offset)
    return _cut(stretches, hidden)


def _cut(stretches: Sequence[Stretch], hidden: Sequence[tuple[int, int]]) -> list[list[Stretch]]:
    runs: list[list[Stretch]] = []
    for stretch in stretches:
        if not runs or shares(hidden, runs[-1][-1][1], stretch[0]):
            runs.append([])
        runs[-1].append(stretch)
    return runs


def transition(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """For each pair of codes: share, adjusted residual and Yule's Q of the one right after the other."""
    for lane in sources.seen.of_track(measure.of["track"]):
        runs = runs_of(sources.seen, lane, measure.of)
        wanted = measure.of.get("codes") or [c.id for c in lane.track.codes if c.id not in lane.missing_codes]
        lasting = lane.track.kind in LASTING
        table = transitions([[code for _, _, code in run] for run in runs], wanted, repeats=not lasting)
        figures = [
            Figure("count", Statistic(float(table.total), table.total), table.total, None, "transitions")
        ]
        residuals = table.residuals()
        for i, first in enumerate(wanted):
            for j, second in enumerate(wanted):
                if i == j and lasting:
                    continue
                n, of = int(table.counts[i, j]), int(table.counts[i].sum())
                key, at = f"{first} > {second}", _pairs(runs, first, second)
                figures += [
                    Figure("share", table.share(i, j), n, of, "transitions", None, at, "pair", key),
                    Figure("coefficient", residuals[i][j], n, of, "transitions", None, (), "residual", key),
                    Figure(
                        "coefficient", table.yules_q(i, j), n, of, "transitions", None, (), "yules_q", key
                    ),
                ]
        yield Measured(measure, lane.subject, tuple(figures))


def _pairs(runs: Sequence[Sequence[Stretch]], first: str, second: str) -> tuple[tuple[int, int], ...]:
    return tuple((a[0], b[1]) for run in runs for a, b in pairwise(run) if (a[2], b[2]) == (first, second))
