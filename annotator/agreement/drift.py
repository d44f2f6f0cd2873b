"""Whether a coder drifts: each session against a reference record, charted in the order of coding.

Against a gold record two who drift together are seen as well; against a partner they are not. A signal means
"look", never more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import numpy as np
from scipy.stats import norm

from annotator.agreement.charts import BASELINE, Chart, accuracy_chart, ewma_chart, individuals_chart
from annotator.agreement.compare import Comparison
from annotator.agreement.disagreements import Costly, Disagreement, costliest
from annotator.agreement.intervals import BOUTS_A_BLOCK, SHORTEST_BLOCK_MS, mean_bout
from annotator.agreement.states import StateAgreement
from annotator.errors import said
from annotator.stats import Statistic

NO_LAG = said("no mark or stretch has a partner of the same code")
RESAMPLES = 200
WIDTH = 2.6

Place = tuple[str, str, str]
"""A track, a subject and a code, or a question that is rated."""


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """One session of a coder beside the reference.

    ``accuracy``: the share of time, or of intervals, with the reference's code; ``error`` its standard error
    from blocks of the session. ``bias``: for each code the share of time that the coder gave it less the
    reference's, for each question the mean rating less the reference's. ``lag``: the median of how much later
    the coder's onsets lie, in ms.
    """

    coding: str
    at: str
    version: str
    accuracy: Statistic
    error: float | None
    bias: tuple[tuple[Place, float], ...]
    lag: Statistic
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with the points of one measure that it was drawn from; ``at`` are their places among all."""

    chart: Chart
    plain: Chart
    values: tuple[float, ...]
    at: tuple[int, ...]

    @property
    def out(self) -> tuple[int, ...]:
        """The places, among all points, at which the smoothed values lie outside the limits."""
        return tuple(self.at[i] for i in self.chart.signals)


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody should look: which measures are out now, since which point, what cost most since."""

    measures: tuple[str, ...]
    since: int
    costliest: tuple[Costly, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """The charts of one version of the code book; a change of it begins new ones.

    ``bias`` has a chart for each code or question that every session has and that varied in the first ones.
    """

    version: str
    points: tuple[DriftPoint, ...]
    accuracy: Drawn
    lag: Drawn
    bias: tuple[tuple[Place, Drawn], ...]
    look: Look | None


def drift_point(coding: str, at: str, version: str, found: Comparison, *, seed: int = 0) -> DriftPoint:
    """A session as a point of the charts; the coder is the first of the comparison, the reference the second.

    What has no value is undefined with its reason and leaves its chart.

    Source: Kazdin, A. E. (1977). Journal of Applied Behavior Analysis, 10, 141-150, for drift; Kuensch, H. R.
    (1989). Annals of Statistics, 17, 1217-1241, for blocks.
    """
    states = [lane for lane in found.states if lane.percent.value is not None]
    intervals = [lane for lane in found.intervals if lane.percent.value is not None]
    tables = [lane.table for lane in (states or intervals)]
    agreed, total = sum(t.agreed for t in tables), sum(t.total for t in tables)
    share = Statistic(agreed / total, total) if total else found.percent
    lags = [-lag for lane in found.states for lag in lane.onset_lags()]
    lags += [-lag for points in found.points for lag in points.onset_lags()]
    middle = Statistic(float(median(lags)), len(lags)) if lags else Statistic(None, 0, NO_LAG)
    return DriftPoint(
        coding, at, version, share, _error(states, seed), tuple(_bias(found)), middle, found.disagreements
    )


def _bias(found: Comparison) -> list[tuple[Place, float]]:
    made = list[tuple[Place, float]]()
    lanes = [(lane.track, lane.subject, lane.codes) for lane in found.states]
    lanes += [(lane.track, lane.subject, lane.codes) for lane in found.intervals]
    for track, subject, codes in lanes:
        for code in codes:
            first, second = code.first_share.value, code.second_share.value
            if first is not None and second is not None:
                made.append(((track, subject, code.code), first - second))
    for question in found.ratings:
        if question.bias.value is not None:
            made.append(((question.track, question.subject, question.code), -question.bias.value))
    return made


def _error(lanes: Sequence[StateAgreement], seed: int) -> float | None:
    """The standard error of the share over all lanes, from blocks drawn at the same moments in each."""
    if not lanes:
        return None
    start, end = lanes[0].window.onset, lanes[0].window.offset
    length = max(SHORTEST_BLOCK_MS, BOUTS_A_BLOCK * min(mean_bout(lane.record.pieces) for lane in lanes))
    blocks = round((end - start) / length)
    if blocks < 2:
        return None
    onsets = np.random.default_rng(seed).integers(
        start, end - length, size=(RESAMPLES, blocks), endpoint=True
    )
    sums = np.zeros((2, RESAMPLES))
    for lane in lanes:
        pieces = lane.record.pieces
        gone = [lane.record.codes.index(code) for code in lane.record.missing]
        seen = ~np.isin(pieces.first, gone) & ~np.isin(pieces.second, gone)
        for i, counts in enumerate((seen & (pieces.first == pieces.second), seen)):
            # Time up to a moment is a line between two boundaries.
            until = np.concatenate(([0], np.cumsum(np.diff(pieces.bounds) * counts)))
            within = np.interp(onsets + length, pieces.bounds, until) - np.interp(
                onsets, pieces.bounds, until
            )
            sums[i] += within.sum(axis=1)
    known = sums[1] > 0
    return float(np.std(sums[0][known] / sums[1][known], ddof=1)) if known.sum() > 1 else None


def drift_charts(points: Sequence[DriftPoint], *, baseline: int = BASELINE) -> tuple[Segment, ...]:
    """The charts of a coder's sessions, by the day of coding; a version of the code book is one segment.

    Accuracy on logits and one-sided, for it only falls; lag and bias to both sides, those of bias as wide as
    so many at once need. Beside each the plain chart of single sessions, which signals nothing.

    Without limits with fewer than ``baseline`` sessions.

    Source: Lucas, J. M., & Saccucci, M. S. (1990). Technometrics, 32, 1-12; Omar, M. H. (2010). Journal of
    Educational Measurement, 47, 18-35, for charts of raters.
    """
    ordered = sorted(points, key=lambda p: (p.at, p.coding))
    return tuple(
        _segment(version, list(group), baseline)
        for version, group in groupby(ordered, key=lambda p: p.version)
    )


def bias_width(charts: int) -> float:
    """How many standard deviations wide the limits are of so many charts that are watched at once.

    As many false alarms as one chart of width 2.6 makes; one for each code would cry out ten times as often.

    >>> round(bias_width(1), 2), round(bias_width(10), 2)
    (2.6, 3.31)
    """
    alone = float(norm.sf(WIDTH))
    return float(norm.isf(alone / max(1, charts)))


def _segment(version: str, points: list[DriftPoint], baseline: int) -> Segment:
    shares = [(i, p.accuracy.value, p.error) for i, p in enumerate(points) if p.accuracy.value is not None]
    values = [value for _, value, _ in shares]
    errors = [error for _, _, error in shares if error is not None]
    known = tuple(errors) if len(errors) == len(values) else ()
    accuracy = Drawn(
        accuracy_chart(values, errors=known, baseline=baseline),
        individuals_chart(values, side="below", baseline=baseline),
        tuple(values), tuple(i for i, _, _ in shares),
    )  # fmt: skip
    lags = [(i, p.lag.value) for i, p in enumerate(points) if p.lag.value is not None]
    lag = _both_sides(lags, baseline)
    everywhere = {
        place: [(i, dict(p.bias)[place]) for i, p in enumerate(points)]
        for place, _ in points[0].bias
        if all(place in dict(point.bias) for point in points)
    }
    moving = {
        p: found for p, found in everywhere.items() if len({value for _, value in found[:baseline]}) > 1
    }
    width = bias_width(len(moving))
    bias = tuple((place, _both_sides(of, baseline, width)) for place, of in moving.items())
    return Segment(version, tuple(points), accuracy, lag, bias, _look(points, accuracy, lag, bias))


def _both_sides(found: Sequence[tuple[int, float]], baseline: int, width: float = WIDTH) -> Drawn:
    values = [value for _, value in found]
    return Drawn(
        ewma_chart(values, width=width, side="both", baseline=baseline),
        individuals_chart(values, side="both", baseline=baseline),
        tuple(values), tuple(i for i, _ in found),
    )  # fmt: skip


def _look(
    points: Sequence[DriftPoint], accuracy: Drawn, lag: Drawn, bias: Sequence[tuple[Place, Drawn]]
) -> Look | None:
    """What is out at the newest session, and since the last good one."""
    measures = [("accuracy", accuracy), ("lag", lag), *(("bias", drawn) for _, drawn in bias)]
    last = len(points) - 1
    out = dict.fromkeys(name for name, drawn in measures if last in drawn.out)
    if not out:
        return None
    anywhere = {i for name, drawn in measures if name in out for i in drawn.out}
    since = last
    while since - 1 in anywhere:
        since -= 1
    apart = [d for point in points[since:] for d in point.disagreements]
    return Look(tuple(out), since, costliest(apart))
