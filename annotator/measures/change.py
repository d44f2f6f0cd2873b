"""What changed since an earlier visit: clearly more, clearly less, or no clear change; never a trend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.errors import said
from annotator.measures.drawn import Shares, Times, Values
from annotator.measures.figures import Declared, Figure, Measured
from annotator.stats.poisson import rate_ratio_interval
from annotator.stats.wilson import newcombe_interval

EXACT = said("exact, given how many there were in both visits")
NEWCOMBE = said("from the score intervals of both shares")
ONE_STRETCH = said("one stretch of film says nothing about change")
NO_INTERVAL = said("no interval is known for the difference of two of these")
IN_NEITHER = said("seen in neither of the two visits")
ANOTHER_RULE = said("the scheme counts this in another way since")
Verdict = Literal["more", "less", "no clear change", ""]


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure of one subject differs from an earlier visit.

    ``value`` is the later ÷ the earlier one where ``ratio``, else the later less the earlier: a share, or
    ms. ``low`` and ``high`` are its 95 % interval; without end is None. Where nothing can be said all three
    are None and there is a ``reason``.
    """

    measure: Declared
    subject: str
    part: str
    key: str
    before: Figure
    after: Figure
    ratio: bool = False
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str = ""
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """More or less only where the whole interval says so; empty where nothing can be said."""
        if self.reason:
            return ""
        still = 1.0 if self.ratio else 0.0
        if self.low is not None and self.low > still:
            return "more"
        if self.high is not None and self.high < still:
            return "less"
        return "no clear change"


def changes(before: Sequence[Measured], after: Sequence[Measured]) -> list[Change]:
    """The change of every measure that both summaries have, in the order of the later one.

    What it is decided by: rates and counts by the exact ratio of two Poisson rates, shares of cues and
    of episodes by Newcombe's interval, shares of time by their cycles, means by Welch's t, medians by
    drawing durations anew. A number that the scheme's ``min_n`` hides says nothing about change, nor does
    one that the scheme declares in another way by now. Each interval is right 95 times in 100, by itself:
    of twenty measures about one moves by chance alone.

    Source: clinical-practice, 8.1 and 8.3; Poisson, Newcombe and the others as named there.
    """
    earlier = {(m.measure.id, m.subject): m for m in before}
    return [
        change
        for m in after
        if (then := earlier.get((m.measure.id, m.subject))) is not None
        for change in _of_measure(then, m)
    ]


def _of_measure(before: Measured, after: Measured) -> Iterator[Change]:
    for figure in after.figures:
        if figure is not after.main and figure.part != "within":
            continue
        then = before.figure(figure.part, figure.key)
        if then is not None:
            yield _change(before, after, then, figure)


def _change(before: Measured, after: Measured, then: Figure, now: Figure) -> Change:
    made = (after.measure, after.subject, now.part, now.key, then, now)
    if any(getattr(before.measure, name) != getattr(after.measure, name) for name in _COUNTED_BY):
        return Change(*made, reason=ANOTHER_RULE)
    for measured, figure in ((after, now), (before, then)):
        shown = measured.shown(figure)
        if shown.value is None:
            return Change(*made, reason=shown.reason)
    if now.unit in ("count", "per_minute") and now.of_what == "ms":
        return _rates(made)
    if now.unit == "share" and now.of_what in ("cues", "episodes", "annotations") and now.interval:
        return _shares(made)
    return _drawn(made)


_COUNTED_BY = ("kind", "of", "over", "rule", "episode", "statistic", "within_ms", "bridge_gap_ms")
_Made = tuple[Declared, str, str, str, Figure, Figure]


def _rates(made: _Made) -> Change:
    then, now = made[-2:]
    limits = rate_ratio_interval(then.n, then.of or 0, now.n, now.of or 0)
    if limits is None:
        return Change(*made, reason=IN_NEITHER)
    value = None if then.n == 0 else now.n * (then.of or 0) / (then.n * (now.of or 1))
    return Change(*made, ratio=True, value=value, low=limits[0], high=limits[1], method=EXACT)


def _shares(made: _Made) -> Change:
    then, now = made[-2:]
    limits = newcombe_interval((then.n, then.of or 0), (now.n, now.of or 0))
    if limits is None:
        return Change(*made, reason=IN_NEITHER)
    return Change(*made, value=_apart(then, now), low=limits[0], high=limits[1], method=NEWCOMBE)


def _drawn(made: _Made) -> Change:
    measure, then, now = made[0], made[-2].drawn, made[-1].drawn
    if measure.kind == "longest_bout":
        return Change(*made, reason=ONE_STRETCH)
    from annotator.stats import two_samples  # numpy is slow to import, and a summary alone needs none of it

    if isinstance(then, Shares) and isinstance(now, Shares):
        found = two_samples.difference_of_shares(then.cycles, now.cycles)
    elif isinstance(then, Times) and isinstance(now, Times) and now.middle == "mean":
        was, is_now = ([length for length, _ in one.lengths] for one in (then, now))
        found = two_samples.difference_of_means(was, is_now)
    elif isinstance(then, Values) and isinstance(now, Values):
        found = two_samples.difference_of_means(then.values, now.values)
    elif isinstance(then, Times) and isinstance(now, Times):
        found = two_samples.difference_of_medians(then.lengths, now.lengths)
    else:
        return Change(*made, reason=NO_INTERVAL)
    if found.reason:
        return Change(*made, reason=found.reason)
    apart = _apart(made[-2], made[-1])
    return Change(*made, value=apart, low=found.low, high=found.high, method=found.method)


def _apart(then: Figure, now: Figure) -> float | None:
    was, is_now = then.value.value, now.value.value
    return None if was is None or is_now is None else is_now - was
