"""Measures of episodes: the share that closed in time, and how long it took."""

from collections.abc import Iterator, Sequence
from statistics import fmean, median

from annotator.errors import counted, said
from annotator.measures.counting import NO_EPISODE
from annotator.measures.drawn import Times, seen_whole
from annotator.measures.episodes import Episode
from annotator.measures.figures import Declared, Figure, Measured
from annotator.measures.sources import Sources
from annotator.stats import Statistic, ratio
from annotator.stats.kaplan_meier import kaplan_meier
from annotator.stats.wilson import wilson_interval

NONE_CLOSED = said("no episode closed")
ALL_CENSORED = said("every episode was lost from sight before")
EVER = "ever"


def episode_share(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Episodes that closed within t ÷ episodes, with the Wilson interval, for each t of the measure.

    What was lost from sight before t is not counted for that t. Without a t ("ever") every episode
    counts, and one that was lost from sight counts as not closed.
    """
    for lane in sources.opening_lanes(measure.episode):
        found = sources.episodes(measure.episode, lane.subject)
        figures = [_closed_within(found, t) for t in measure.within_ms]
        yield Measured(measure, lane.subject, tuple(figures), _censored(found))


def _closed_within(found: Sequence[Episode], t: int | None) -> Figure:
    known = [e for e in found if t is None or e.latency is not None or e.until - e.onset >= t]
    closed = [e for e in known if e.latency is not None and (t is None or e.latency <= t)]
    n, of = len(closed), len(known)
    value = ratio(n, of, ALL_CENSORED if found else NO_EPISODE)
    at = tuple((e.onset, e.until) for e in closed)
    key = EVER if t is None else str(t)
    return Figure("share", value, n, of, "episodes", wilson_interval(n, of), at, "within", key)


def _censored(found: Sequence[Episode]) -> tuple[str, ...]:
    n = sum(e.latency is None for e in found)
    if not n:
        return ()
    sentence = counted(
        n,
        "1 episode was lost from sight before it closed.",
        "{n} episodes were lost from sight before they closed.",
    )
    return (sentence,)


def episode_latency(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """How long until an episode closes, in ms: the Kaplan–Meier median, which uses those lost from sight.

    With ``statistic: mean`` or ``median`` it is of the closed ones alone, which takes repair for
    quicker than it is.
    """
    for lane in sources.opening_lanes(measure.episode):
        found = sources.episodes(measure.episode, lane.subject)
        at = tuple((e.onset, e.until) for e in found)
        closed = [e.latency for e in found if e.latency is not None]
        interval: tuple[float | None, float | None] | None = None
        drawn = seen_whole(closed, measure.statistic)
        if measure.statistic in ("mean", "median"):
            middle = fmean if measure.statistic == "mean" else median
            value = (
                Statistic(float(middle(closed)), len(closed)) if closed else Statistic(None, 0, NONE_CLOSED)
            )
        else:
            drawn = Times(tuple((e.until - e.onset, e.latency is not None) for e in found), "median")
            survival = kaplan_meier(drawn.lengths)
            value = survival.median if found else Statistic(None, 0, NO_EPISODE)
            interval = survival.median_limits() if found else None
        figure = Figure("ms", value, len(closed), len(found), "episodes", interval, at, drawn=drawn)
        yield Measured(measure, lane.subject, (figure,), _censored(found))
