"""Agreement on ratings: how far apart two coders' values of one question lie, target by target.

A target is what one value holds for: a session, a segment, an episode. Coefficients of spread need
several; one session often has a single one, so its coefficients are mostly undefined until sessions
are put together with ``pool_ratings``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.agreement.alpha import krippendorff_alpha
from annotator.agreement.icc import Icc, absolute_agreement
from annotator.agreement.matching import NEAR, Event, match_events
from annotator.agreement.ordinal import weighted_kappa
from annotator.agreement.scores import measurement_error, rating_agreement
from annotator.agreement.table import Table, unit_table
from annotator.errors import said
from annotator.model import Content, Interval
from annotator.schemes.scheme import Code, Scale
from annotator.stats import Lane, Statistic

NO_SCALE = said("this question has no scale with steps")
NO_RATED_PAIR = said("no target was rated by both coders")
MOST_STEPS = 200
"""A scale with more steps than these is a measure and no rating with categories."""


@dataclass(frozen=True, slots=True)
class RatedPair:
    """Both coders' values for one target."""

    onset: int
    offset: int
    first: float
    second: float

    @property
    def gap(self) -> float:
        """How many points the second coder gave more."""
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class RatingAgreement:
    """Agreement of two coders on one question of a rating track, about one subject.

    ``pairs`` are the targets that both rated. ``unjudged`` counts those that both looked at where
    one, or both, said that it cannot be judged; ``only_first`` and ``only_second`` those
    that only one coder answered.
    """

    track: str
    subject: str
    code: str
    scale: Scale | None
    pairs: tuple[RatedPair, ...]
    unjudged: int
    only_first: int
    only_second: int

    @property
    def scores(self) -> list[tuple[float, float]]:
        """The pairs as rows of targets, for ``intraclass``, ``bland_altman`` and the like."""
        return [(pair.first, pair.second) for pair in self.pairs]

    @property
    def exact(self) -> Statistic:
        """The share of targets with the same value."""
        return rating_agreement(self.scores)

    @property
    def within_one(self) -> Statistic:
        """The share of targets whose values lie at most one step of the scale apart."""
        return rating_agreement(self.scores, 1 if self.scale is None else self.scale.step)

    @property
    def table(self) -> Table:
        """How often each pair of values was given; the scale's values in order, used or not."""
        rows = [(_name(pair.first), _name(pair.second)) for pair in self.pairs]
        return unit_table(rows, [_name(v) for v in self._values])

    @property
    def kappa(self) -> Statistic:
        """Cohen's κ with quadratic weights by steps of the scale; see ``weighted_kappa``.

        Undefined with fewer than two targets, and when the question has no scale of steps.
        """
        if self.scale is None or _steps(self.scale) > MOST_STEPS:
            return Statistic(None, len(self.pairs), NO_SCALE)
        return self._too_few or weighted_kappa(self.table, "quadratic")

    @property
    def icc(self) -> Icc:
        """ICC(A,1) with F, p and interval; undefined with fewer than two targets; see ``intraclass``."""
        return absolute_agreement(self.scores, self._too_few)

    @property
    def alpha(self) -> Statistic:
        """Krippendorff's α on ordinal values; see ``krippendorff_alpha``."""
        return self._too_few or krippendorff_alpha(self.scores, "ordinal")

    @property
    def sem(self) -> Statistic:
        """The standard error of measurement in points; see ``measurement_error``."""
        return self._too_few or measurement_error(self.scores)

    @property
    def bias(self) -> Statistic:
        """How many points the second coder gave more, on average; undefined when no target has two values."""
        n = len(self.pairs)
        return Statistic(sum(p.gap for p in self.pairs) / n, n) if n else Statistic(None, 0, NO_RATED_PAIR)

    @property
    def few_steps(self) -> bool:
        """Whether the scale has at most five values: then weighted κ is read first, else ICC(A,1)."""
        return self.scale is not None and _steps(self.scale) <= 5

    @property
    def _values(self) -> list[float]:
        given = {v for pair in self.pairs for v in (pair.first, pair.second)}
        if self.scale is None:
            return sorted(given)
        steps = [self.scale.minimum + i * self.scale.step for i in range(_steps(self.scale))]
        named = {_name(v): v for v in steps} | {_name(v): v for v in given}
        return sorted(named.values())

    @property
    def _too_few(self) -> Statistic | None:
        n = len(self.pairs)
        if n >= 2:
            return None
        if n == 0:
            return Statistic(None, 0, NO_RATED_PAIR)
        return Statistic(None, n, said("one target is too few for a coefficient; put sessions together"))


def pool_ratings(found: Sequence[RatingAgreement]) -> RatingAgreement:
    """The ratings of one question in several sessions as one: their targets behind one another.

    Coefficients are then those of all targets together, never a mean of sessions.

    Raises ValueError when they are not of one question.
    """
    of = {(one.track, one.subject, one.code) for one in found}
    if len(of) != 1:
        raise ValueError("ratings of one question of one track and subject are put together, no others")
    head = found[0]
    return RatingAgreement(
        head.track, head.subject, head.code, head.scale, tuple(pair for one in found for pair in one.pairs),
        sum(one.unjudged for one in found), sum(one.only_first for one in found),
        sum(one.only_second for one in found),
    )  # fmt: skip


def compare_ratings(first: Lane, second: Lane, window: Interval) -> Iterable[RatingAgreement]:
    """The agreement on each question of a rating track, over targets that share time with the window."""
    codes = {code.id: code for lane in (second, first) for code in lane.track.codes}
    order = [code.id for code in first.track.codes]
    for name in sorted(codes, key=lambda c: (order.index(c) if c in order else len(order), c)):
        mine, theirs = (_answers(lane, name, window) for lane in (first, second))
        yield _compared(first, codes[name], mine, theirs)


def _compared(lane: Lane, code: Code, mine: Sequence[Content], theirs: Sequence[Content]) -> RatingAgreement:
    pairs, unjudged = [], 0
    together = _same_targets(mine, theirs)
    for i, j in together:
        a, b = mine[i], theirs[j]
        if a.rating is None or b.rating is None:
            unjudged += 1
            continue
        onset, offset = a.onset_ms, a.onset_ms if a.offset_ms is None else a.offset_ms
        pairs.append(RatedPair(onset, offset, float(a.rating), float(b.rating)))
    alone = len(mine) - len(together), len(theirs) - len(together)
    return RatingAgreement(lane.track.id, lane.subject, code.id, code.scale, tuple(pairs), unjudged, *alone)


def _same_targets(mine: Sequence[Content], theirs: Sequence[Content]) -> list[tuple[int, int]]:
    """Which values are of the same target.

    Each coder's stretch is their own coded window, so where both rated once the two belong together; else
    they are linked as events are.
    """
    if len(mine) == len(theirs) == 1:
        return [(0, 0)]
    return match_events([_event(c) for c in mine], [_event(c) for c in theirs], NEAR)


def _event(content: Content) -> Event:
    end = content.onset_ms if content.offset_ms is None else content.offset_ms
    return content.onset_ms, end, content.code


def _answers(lane: Lane, code: str, window: Interval) -> list[Content]:
    contents = (a.content for a in lane.annotations if a.content.code == code)
    return [c for c in contents if _touches(_event(c), window)]


def _touches(target: Event, window: Interval) -> bool:
    onset, offset, _ = target
    return window.holds(onset) if onset == offset else Interval(onset, offset).common(window) is not None


def _steps(scale: Scale) -> int:
    return round((scale.maximum - scale.minimum) / scale.step) + 1


def _name(value: float) -> str:
    """A value as it stands in tables: 0.1 + 0.2 and 0.3 are one."""
    return f"{round(value, 6):g}"
