"""Two partners on one ladder: how often they match, how they come back, who follows whom."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median
from typing import Any

import numpy as np

from annotator.errors import said
from annotator.measures.seen import Seen
from annotator.model import Interval
from annotator.stats import Lane, Statistic, ratio, union
from annotator.stats.kaplan_meier import Survival, kaplan_meier

NEVER_BOTH = said("there is no time in which both could be seen")
NO_MISMATCH = said("they never were out of step")
TOO_FEW = said("fewer than three moments in which both were seen this far apart")
NO_CHANGE = said("one of the two stays on one rung")
MINUTE = 60_000
Levels = Sequence[tuple[int, int, float | None]]
"""Onset, offset and rung in ms, in order and apart; None where the partner could not be seen."""
Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in which both were on one rung each; ``matched`` says whether it counts as one rung."""

    onset: int
    offset: int
    first: float
    second: float
    matched: bool


@dataclass(frozen=True, slots=True)
class Reparation:
    """Where a mismatch becomes a match, at ``at``; ``led_by`` says whose change made it.

    That is "first", "second" or "both".
    """

    at: int
    onset: int
    led_by: str


@dataclass(frozen=True, slots=True)
class Matching:
    """What two partners on one ladder make of it.

    ``seen_ms`` is the time in which both have a rung, where ``seen`` lies; ``matched_ms`` that of one rung.
    ``mismatches`` are stretches out of step, (onset, offset, whether a match ended it); one that
    began before both could be seen has no length that is known and is not among them.
    """

    seen_ms: int
    matched_ms: int
    matches: tuple[tuple[int, int], ...]
    mismatches: tuple[tuple[int, int, bool], ...]
    reparations: tuple[Reparation, ...]
    seen: tuple[tuple[int, int], ...] = ()

    @property
    def share(self) -> Statistic:
        """Time matched ÷ time both could be seen; ``units`` are its ms."""
        return ratio(self.matched_ms, self.seen_ms, NEVER_BOTH)

    @property
    def rate(self) -> Statistic:
        """Mismatch to match, a minute in which both could be seen; ``units`` counts them.

        Source: Tronick, E. Z., & Cohn, J. F. (1989). Child Development, 60, 85-92.
        """
        n = len(self.reparations)
        return ratio(n * MINUTE, self.seen_ms, NEVER_BOTH, n)

    @property
    def survival(self) -> Survival:
        """How long a mismatch lasts; those lost from sight are censored."""
        return kaplan_meier((offset - onset, ended) for onset, offset, ended in self.mismatches)

    @property
    def median_mismatch(self) -> Statistic:
        """The median length of mismatches that a match ended, in ms; ``units`` counts them."""
        lengths = [offset - onset for onset, offset, ended in self.mismatches if ended]
        return Statistic(float(median(lengths)), len(lengths)) if lengths else Statistic(None, 0, NO_MISMATCH)

    def led(self) -> Mapping[str, int]:
        """How many reparations each led."""
        return Counter(r.led_by for r in self.reparations)


def on_ladder(found: Seen, lane: Lane, rungs: Mapping[str, float]) -> Levels:
    """The rungs of a lane's codes in the coded window; None for codes that have none, as missing ones.

    Of a measure of kind ``ladder`` it is the ``rungs`` of ``of`` or ``over``.
    """
    return [(onset, offset, rungs.get(a.content.code)) for onset, offset, a in found.states(lane)]


def matching(first: Levels, second: Levels, within: float = 0, at_least: float | None = None) -> Matching:
    """Match and mismatch of two partners, moment by moment.

    Matched is the same rung; with ``within`` also rungs that differ by at most so much where both
    are at ``at_least`` or higher. A reparation is a change from mismatch to match without time in
    between in which one of the two could not be seen.
    """
    stretches = list(_together(first, second, within, at_least))
    runs = list(_runs(stretches))
    mismatches, reparations, matches = [], [], []
    for before, run, after in zip(
        [None, *runs][: len(runs)], runs, [*runs[1:], None][: len(runs)], strict=True
    ):
        onset, offset, matched, last = run[0].onset, run[-1].offset, run[0].matched, run[-1]
        if matched:
            matches.append((onset, offset))
            continue
        tied = after is not None and after[0].onset == offset
        if before is not None and before[-1].offset == onset:
            mismatches.append((onset, offset, tied))
        if tied and after is not None:
            reparations.append(Reparation(offset, onset, _leader(last, after[0])))
    return Matching(
        sum(s.offset - s.onset for s in stretches),
        sum(s.offset - s.onset for s in stretches if s.matched),
        tuple(matches), tuple(mismatches), tuple(reparations),
        tuple(union((s.onset, s.offset) for s in stretches)),
    )  # fmt: skip


def _leader(before: Stretch, after: Stretch) -> str:
    first, second = before.first != after.first, before.second != after.second
    return "both" if first and second else "first" if first else "second"


def _together(first: Levels, second: Levels, within: float, at_least: float | None) -> Iterator[Stretch]:
    i = j = 0
    while i < len(first) and j < len(second):
        onset, offset = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        a, b = first[i][2], second[j][2]
        if onset < offset and a is not None and b is not None:
            near = abs(a - b) <= within and (at_least is None or min(a, b) >= at_least)
            yield Stretch(onset, offset, a, b, a == b or near)
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1


def _runs(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    run: list[Stretch] = []
    for stretch in stretches:
        if run and (run[-1].offset != stretch.onset or run[-1].matched != stretch.matched):
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class ByShift:
    """The correlation over shifts of the second partner in a circle: its mean and the middle 95 %."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lag:
    """The correlation at one lag: with ``lag_ms`` > 0 the second partner's rung so much later.

    ``by_shift`` is the same by chance, None when no shifts were made or none has an r.
    """

    lag_ms: int
    r: Statistic
    by_shift: ByShift | None


def cross_correlation(
    first: Levels,
    second: Levels,
    window: Interval,
    *,
    step_ms: int = 1_000,
    lags: int = 5,
    shifts: int = 0,
    seed: int = 1,
) -> list[Lag]:
    """Pearson's r of the partners' rungs from −``lags`` to ``lags`` steps apart.

    Each step of the window has the rung that holds in its middle. Pairs in which one could not be
    seen are left out. Undefined with fewer than three pairs, or when one rung never changes.
    Neighbouring steps are alike, so r is no test; what shifting gives is what to hold it against.
    """
    a, b = (_on_grid(levels, window, step_ms) for levels in (first, second))
    rng = np.random.default_rng(seed)
    moved = [np.roll(b, s) for s in rng.integers(1, max(2, len(b)), shifts)] if shifts else []
    found = []
    for lag in range(-lags, lags + 1):
        by_chance = [value for m in moved if (value := _r(a, m, lag).value) is not None]
        found.append(Lag(lag * step_ms, _r(a, b, lag), _by_shift(by_chance)))
    return found


def _by_shift(values: Sequence[float]) -> ByShift | None:
    if not values:
        return None
    low, high = np.quantile(values, [0.025, 0.975])
    return ByShift(float(np.mean(values)), float(low), float(high))


def _on_grid(levels: Levels, window: Interval, step_ms: int) -> Numbers:
    steps = range(window.onset + step_ms // 2, window.offset, step_ms)
    found = np.full(len(steps), np.nan)
    for n, t in enumerate(steps):
        i = bisect_right(levels, t, key=itemgetter(0)) - 1
        if i >= 0 and levels[i][1] > t and levels[i][2] is not None:
            found[n] = levels[i][2]
    return found


def _r(a: Numbers, b: Numbers, lag: int) -> Statistic:
    if abs(lag) >= len(a):
        return Statistic(None, 0, TOO_FEW)
    x, y = (a[: len(a) - lag], b[lag:]) if lag >= 0 else (a[-lag:], b[: len(b) + lag])
    both = ~(np.isnan(x) | np.isnan(y))
    n = int(both.sum())
    if n < 3:
        return Statistic(None, n, TOO_FEW)
    x, y = x[both] - x[both].mean(), y[both] - y[both].mean()
    spread = float(np.sqrt((x * x).sum() * (y * y).sum()))
    return Statistic(None, n, NO_CHANGE) if spread == 0 else Statistic(float((x * y).sum()) / spread, n)
