"""Chance by shifting: how many cues the same answers would meet had they come at another time."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.measures.chance import NO_CUE, NO_TIME, Shifted
from annotator.measures.rule import Rule
from annotator.model import Interval
from annotator.stats import Spans, Statistic, length

Numbers = np.ndarray[Any, np.dtype[np.int64]]


def by_shift(
    cues: Sequence[int],
    answers: Sequence[int],
    rule: Rule,
    window: Interval,
    hidden: Spans,
    *,
    runs: int,
    seed: int,
) -> Shifted:
    """Chance by shifting the answers in a circle over scorable time, which keeps their bursts and pauses.

    Each of ``runs`` times one random shift moves every answer alike; what leaves at the end comes in
    at the beginning. Time in ``hidden`` is taken out of the circle. The same seed gives the same.
    """
    scorable = window.duration - length(hidden)
    if not cues:
        return Shifted(Statistic(None, 0, NO_CUE), None, None, None, runs, seed)
    if scorable <= 0:
        return Shifted(Statistic(None, len(cues), NO_TIME), None, None, None, runs, seed)
    clock = _Clock(window, hidden)
    at = np.asarray(cues, dtype=np.int64)
    lows, highs = clock.at(at + rule.low), clock.at(at + rule.high)
    moved = np.sort(clock.at(np.asarray(answers, dtype=np.int64)))
    shifts = np.concatenate([[0], np.random.default_rng(seed).integers(1, max(2, scorable), runs)])
    answered = _answered(lows, highs, moved, shifts, scorable, one_to_one=rule.one_to_one)
    shares = answered / len(cues)
    low, high = np.quantile(shares[1:], [0.025, 0.975])
    as_many = (1 + int((answered[1:] >= answered[0]).sum())) / (runs + 1)
    return Shifted(
        Statistic(float(shares[1:].mean()), len(cues)), float(low), float(high), as_many, runs, seed
    )


class _Clock:
    """A clock that stands still while nothing can be seen: ms of the session to ms of scorable time."""

    def __init__(self, window: Interval, hidden: Spans) -> None:
        edges = [window.onset, *(edge for span in hidden for edge in span), window.offset]
        passed, went = [0], 0
        for i in range(1, len(edges)):
            went += (edges[i] - edges[i - 1]) if i % 2 else 0
            passed.append(went)
        self._edges, self._passed = np.array(edges), np.array(passed)

    def at(self, times: Numbers) -> Numbers:
        """Scorable time passed at each of the times; before the window and after it, as at its ends."""
        passed: Numbers = np.floor(np.interp(times, self._edges, self._passed)).astype(np.int64)
        return passed


def _answered(
    lows: Numbers, highs: Numbers, answers: Numbers, shifts: Numbers, circle: int, *, one_to_one: bool
) -> Numbers:
    """How many windows (low, high] are answered under each shift, windows in ascending order."""
    firsts = np.empty((len(lows), len(shifts)), dtype=np.int64)
    ends = np.empty_like(firsts)
    for run, shift in enumerate(shifts):
        moved = np.sort((answers + shift) % circle)
        firsts[:, run] = np.searchsorted(moved, lows, "right")
        ends[:, run] = np.searchsorted(moved, highs, "right")
    answered: Numbers = (firsts < ends).sum(axis=0)
    if not one_to_one:
        return answered
    left, answered = np.zeros(len(shifts), dtype=np.int64), np.zeros(len(shifts), dtype=np.int64)
    for first, end in zip(firsts, ends, strict=True):
        chosen = np.maximum(left, first)
        hit = chosen < end
        left = np.where(hit, chosen + 1, left)
        answered += hit
    return answered
