"""Measures of time: shares of it, how long bouts last, the longest, and what overlaps."""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean, median

from annotator.errors import said
from annotator.measures.bouts import NO_BOUT, Bout, Clipped, bouts, clipped, longest
from annotator.measures.chance import NO_TIME
from annotator.measures.drawn import Shares, seen_whole
from annotator.measures.figures import Declared, Figure, Measured
from annotator.measures.selecting import Selector, selected
from annotator.measures.sources import Sources
from annotator.schemes.scheme import Timebase
from annotator.stats import Lane, Statistic, intersection, length, ratio, subtract, union

EMPTY_WINDOW = said("the coded window is empty")
NO_CONTRAST = said("one of the two holds all of the time, or none of it")


def proportion_time(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Time with any of the codes ÷ scorable time, or ÷ the coded window (``session_time``).

    Over scorable time what lies in missing time is not counted; over the window it is.
    """
    scorable = measure.over != "session_time"
    for lane in sources.seen.of_track(measure.of["track"]):
        states = _states(measure.of, sources, lane)
        held = union(state[:2] for state in states)
        missing = sources.seen.marked(lane).spans
        window = [(sources.seen.window.onset, sources.seen.window.offset)]
        shares = Shares(
            subtract(held, missing) if scorable else held, subtract(window, missing) if scorable else window
        )
        part = length(shares.held)
        whole = sources.seen.scorable_ms(lane) if scorable else sources.seen.window.duration
        value = ratio(part, whole, NO_TIME if scorable else EMPTY_WINDOW)
        at = tuple((onset, offset) for onset, offset, _ in states)
        figure = Figure("share", value, part, whole, "ms", None, at, drawn=shares)
        yield Measured(measure, lane.subject, (figure,))


def _states(selector: Selector, sources: Sources, lane: Lane) -> list[Clipped]:
    chosen = selected(selector, sources.seen.scheme, lane)
    return list(clipped(chosen, sources.seen.window))


def bridged(measure: Declared, sources: Sources, lane: Lane) -> list[Bout]:
    """The bouts of the codes, after the clean-up rules, joined over gaps up to ``bridge_gap_ms``.

    Several codes are one: what goes on from one to the other is one bout. Nothing is bridged over
    time in which nothing could be seen.
    """
    rules, missing = sources.seen.scheme.timebase, sources.seen.marked(lane).spans
    chosen = selected(measure.of, sources.seen.scheme, lane)
    found = bouts(clipped(chosen, sources.seen.window), rules, missing)
    if measure.bridge_gap_ms <= rules.merge_gap_ms:
        return found
    whole = ((bout.onset, bout.offset, bout.annotations[0]) for bout in found)
    return bouts(whole, Timebase(0, measure.bridge_gap_ms), missing)


def mean_duration(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """The mean length of bouts, in ms."""
    yield from _durations(measure, sources, fmean)


def median_duration(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """The median length of bouts, in ms."""
    yield from _durations(measure, sources, median)


def _durations(
    measure: Declared, sources: Sources, middle: Callable[[Sequence[int]], float]
) -> Iterator[Measured]:
    for lane in sources.seen.of_track(measure.of["track"]):
        found = bridged(measure, sources, lane)
        lengths = [bout.duration for bout in found]
        value = Statistic(float(middle(lengths)), len(found)) if found else Statistic(None, 0, NO_BOUT)
        at = tuple((bout.onset, bout.offset) for bout in found)
        drawn = seen_whole(lengths, "mean" if middle is fmean else "median")
        figure = Figure("ms", value, len(found), None, "", None, at, drawn=drawn)
        yield Measured(measure, lane.subject, (figure,))


def longest_bout(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """The longest bout, in ms, bridged gaps included; of several the first."""
    for lane in sources.seen.of_track(measure.of["track"]):
        found = bridged(measure, sources, lane)
        best = longest(found)
        value = Statistic(None, 0, NO_BOUT) if best is None else Statistic(float(best.duration), len(found))
        at = () if best is None else ((best.onset, best.offset),)
        yield Measured(measure, lane.subject, (Figure("ms", value, len(found), None, "", None, at),))


def co_occurrence(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Time with both ÷ time with the second, in time that is scorable on both lanes.

    Beside it the share that would be expected were the two independent, which is the first's share
    of all that time, and Yule's Q of the two by two table of ms.
    """
    seen = sources.seen
    for over_lane in seen.of_track(measure.over["track"]):
        for lane in seen.of_track(measure.of["track"]):
            missing = union((*seen.marked(lane).spans, *seen.marked(over_lane).spans))
            scorable = subtract([(seen.window.onset, seen.window.offset)], missing)
            first, second = (
                intersection(union((a, b) for a, b, _ in _states(s, sources, where)), scorable)
                for s, where in ((measure.of, lane), (measure.over, over_lane))
            )
            both = intersection(first, second)
            whole, a, b, ab = (length(spans) for spans in (scorable, first, second, both))
            q = yules_q(ab, a - ab, b - ab, whole - a - b + ab)
            figures = (
                Figure("share", ratio(ab, b, NO_BOUT), ab, b, "ms", None, tuple(both)),
                Figure("share", ratio(a, whole, NO_TIME), a, whole, "ms", part="expected"),
                Figure("coefficient", q, ab, whole, "ms", part="yules_q"),
            )
            who = ", ".join(dict.fromkeys((lane.subject, over_lane.subject)))
            yield Measured(measure, who, figures)


def yules_q(both: int, first: int, second: int, neither: int) -> Statistic:
    """(ad − bc) / (ad + bc) of a two by two table: −1 never together, 0 as by chance, 1 as far as can be.

    ``units`` is the table's total. Undefined when a row or a column is empty.

    >>> yules_q(30, 10, 10, 30).value
    0.8

    Source: Yule, G. U. (1900). Philosophical Transactions A, 194, 257-319.
    """
    total = both + first + second + neither
    margins = (both + first, second + neither, both + second, first + neither)
    if 0 in margins:
        return Statistic(None, total, NO_CONTRAST)
    with_, against = both * neither, first * second
    return Statistic((with_ - against) / (with_ + against), total)
