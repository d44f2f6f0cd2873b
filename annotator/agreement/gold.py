"""How far a coding matches the gold coding of its session, and whether that is enough.

The gold coding is taken as the truth, so nothing is estimated: the accuracy is the share of time to which the
coder gave the gold's code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.agreement.compare import Comparison
from annotator.agreement.kappa import NOTHING_CODED
from annotator.agreement.rated import NO_RATED_PAIR
from annotator.agreement.table import NONE
from annotator.errors import said
from annotator.schemes.scheme import Scheme
from annotator.stats import Statistic, ratio

GoldStatistic = Literal["accuracy", "kappa", "f1", "within_one"]
GOLD_STATISTICS: tuple[GoldStatistic, ...] = ("accuracy", "kappa", "f1", "within_one")

NO_TIME = said("no time or interval was coded by either")
NO_KAPPA = said("κ is defined on no line of states or intervals")
LEAST: dict[GoldStatistic, float] = {"accuracy": 0.85, "kappa": 0.6, "f1": 0.8, "within_one": 0.8}
"""What is asked where neither a study nor a scheme says it.

80 % within one point on three films in a row is what coders of the BOSCC show (Authorea 708526); the others
are our choice.
"""


@dataclass(frozen=True, slots=True)
class GoldCode:
    """One code: of the time, or the marks, that either gave it, how much both did; ``marks`` of both."""

    track: str
    subject: str
    code: str
    shared: Statistic
    marks: int


@dataclass(frozen=True, slots=True)
class GoldMatch:
    """A coding against the gold one of its session.

    ``accuracy``: the share of time with the gold's code, over all lines of states; of intervals where a
    scheme has no states. ``kappa``: the lowest of these lines. ``f1``: over all points; ``within_one``: the
    share of ratings at most one step from the gold's. Each is undefined, with the reason, where there is
    nothing of its kind. ``codes`` are those that either used.
    """

    accuracy: Statistic
    kappa: Statistic
    f1: Statistic
    within_one: Statistic
    codes: tuple[GoldCode, ...]

    def of(self, statistic: GoldStatistic) -> Statistic:
        """The value of a statistic by its name."""
        named = {"accuracy": self.accuracy, "kappa": self.kappa, "f1": self.f1, "within_one": self.within_one}
        return named[statistic]


@dataclass(frozen=True, slots=True)
class Bar:
    """What a test asks: a statistic of at least ``least``, and of every code at least ``per_code``.

    A code counts from ``least_marks`` marks of both together on; None for ``per_code`` asks nothing of codes.
    """

    statistic: GoldStatistic
    least: float
    per_code: float | None = None
    least_marks: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a coding reached the bar, by what value, and which codes fell short; worst first."""

    passed: bool
    value: Statistic
    short: tuple[GoldCode, ...]


def against_gold(found: Comparison) -> GoldMatch:
    """What a comparison of a coding (first) with the gold coding (second) says of the coder.

    Each number is undefined, with the reason, where nothing of its kind was coded.

    Source: Bakeman, R., & Quera, V. (2011). Sequential analysis and observational methods for the behavioral
    sciences. Chapter 5, for coders held against a record that is presumed to be accurate.
    """
    states = [lane for lane in found.states if lane.percent.value is not None]
    intervals = [lane for lane in found.intervals if lane.percent.value is not None]
    tables = [lane.table for lane in (states or intervals)]
    agreed, total = sum(table.agreed for table in tables), sum(table.total for table in tables)
    kappas = [lane.kappa for lane in (states or intervals) if lane.kappa.value is not None]
    lowest = min(kappas, key=lambda k: k.value or 0.0, default=Statistic(None, 0, NO_KAPPA))
    matched = sum(code.matched for lane in found.points for code in lane.codes)
    marks = sum(code.first + code.second for lane in found.points for code in lane.codes)
    near, rated = 0.0, 0
    for question in found.ratings:
        if question.within_one.value is not None:
            near += question.within_one.value * len(question.pairs)
            rated += len(question.pairs)
    return GoldMatch(
        ratio(agreed, total, NO_TIME), lowest, ratio(2 * matched, marks, NOTHING_CODED),
        ratio(round(near), rated, NO_RATED_PAIR), tuple(_codes(found)),
    )  # fmt: skip


def _codes(found: Comparison) -> Iterable[GoldCode]:
    for lane in found.states:
        marks = lane.marks()
        for code in lane.codes:
            if code.positive.value is not None and code.code != NONE:
                yield GoldCode(lane.track, lane.subject, code.code, code.positive, marks.get(code.code, 0))
    for scored in found.intervals:
        for code in scored.codes:
            if code.positive.value is not None:
                both = code.table.first[0] + code.table.second[0]
                yield GoldCode(scored.track, scored.subject, code.code, code.positive, both)
    for points in found.points:
        for mark in points.codes:
            if mark.f1.value is not None:
                yield GoldCode(points.track, points.subject, mark.code, mark.f1, mark.first + mark.second)


def passes(match: GoldMatch, bar: Bar) -> Outcome:
    """Whether a coding reaches what is asked; what has no value does not.

    >>> none = Statistic(None, 0, "nothing")
    >>> match = GoldMatch(Statistic(0.9, 60_000), none, none, none, ())
    >>> passes(match, Bar("accuracy", 0.85)).passed, passes(match, Bar("f1", 0.8)).passed
    (True, False)
    """
    value = match.of(bar.statistic)
    short = [] if bar.per_code is None else _short(match.codes, bar.per_code, bar.least_marks)
    reached = value.value is not None and value.value >= bar.least
    return Outcome(reached and not short, value, tuple(short))


def _short(codes: Sequence[GoldCode], least: float, marks: int) -> list[GoldCode]:
    below = [c for c in codes if c.marks >= marks and c.shared.value is not None and c.shared.value < least]
    return sorted(below, key=lambda c: c.shared.value or 0.0)


def usual_statistic(scheme: Scheme, profile: str) -> GoldStatistic:
    """What says most of a scheme's depth: accuracy where time is coded, else F1 of points, else ratings."""
    kinds = {track.kind for track in scheme.tracks_of(profile)}
    if kinds & {"state", "interval"}:
        return "accuracy"
    return "f1" if "point" in kinds else "within_one"
