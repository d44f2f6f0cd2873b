"""Measures that count: how many, how often, which share, which values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.errors import counted, said
from annotator.measures.chance import NO_TIME
from annotator.measures.drawn import Values
from annotator.measures.figures import Declared, Figure, Measured, Moments, OfWhat
from annotator.measures.selecting import value_of
from annotator.measures.sources import Sources
from annotator.model import Annotation
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane, Statistic, inside, poisson_interval, ratio
from annotator.stats.wilson import wilson_interval

MINUTE = 60_000
NOTHING = said("nothing of this was coded")
NO_VALUE = said("no value was given")
NO_EPISODE = said("no episode")


def count(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Number of annotations, or of episodes, in the coded window, with the exact Poisson interval."""
    for lane, found, _, left_out in _occurrences(measure, sources):
        n = len(found)
        value = Statistic(float(n), n)
        of = sources.seen.scorable_ms(lane)
        figure = Figure("count", value, n, of, "ms", poisson_interval(n), found)
        yield Measured(measure, lane.subject, (figure,), left_out)


def rate(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Annotations in scorable time, or episodes, per scorable minute, with the exact Poisson interval."""
    for lane, found, unseen, left_out in _occurrences(measure, sources):
        n, of = len(found) - unseen, sources.seen.scorable_ms(lane)
        value = ratio(n * MINUTE, of, NO_TIME, n)
        interval = None
        if of:
            low, high = poisson_interval(n)
            interval = (low * MINUTE / of, high * MINUTE / of)
        if unseen:
            left_out = (*left_out, _unseen(unseen))
        yield Measured(
            measure, lane.subject, (Figure("per_minute", value, n, of, "ms", interval, found),), left_out
        )


def _unseen(n: int) -> str:
    return counted(n, "1 mark in time that cannot be judged.", "{n} marks in time that cannot be judged.")


def _occurrences(measure: Declared, sources: Sources) -> Iterator[tuple[Lane, Moments, int, tuple[str, ...]]]:
    """For each subject: what happened, how much of it in time that cannot be scored, what is left out."""
    if "episode" in measure.of:
        for lane in sources.opening_lanes(measure.of["episode"]):
            episodes = sources.episodes(measure.of["episode"], lane.subject)
            yield lane, tuple((e.onset, e.until) for e in episodes), 0, ()
        return
    for lane in sources.seen.of_track(measure.of["track"]):
        marks, again = _once(sources, measure.of["track"], sources.in_window(measure.of, lane))
        spans = sources.seen.unseen(lane).spans
        unseen = 0
        if spans and lane.track.kind == "point":
            unseen = sum(inside(spans, a.content.onset_ms) for a in marks)
        yield lane, moments(marks), unseen, ((repeated(again),) if again else ())


def _once(sources: Sources, track: str, marks: list[Annotation]) -> tuple[list[Annotation], int]:
    """Cues of one code closer than ``cue_refractory_ms`` count once, on tracks that hold cues."""
    scheme = sources.seen.scheme
    apart = scheme.timebase.cue_refractory_ms
    rules = scheme.document.get("rules", {}).get("contingency", ())
    if not apart or not any(rule["cue"]["track"] == track for rule in rules):
        return marks, 0
    last: dict[str, int] = {}
    kept = []
    for mark in marks:
        code, onset = mark.content.code, mark.content.onset_ms
        if code not in last or onset - last[code] >= apart:
            last[code] = onset
            kept.append(mark)
    return kept, len(marks) - len(kept)


def moments(marks: Iterable[Annotation]) -> Moments:
    """Where annotations lie on the film."""
    return tuple(
        (a.content.onset_ms, a.content.onset_ms if a.content.offset_ms is None else a.content.offset_ms)
        for a in marks
    )


def repeated(n: int) -> str:
    """Cues that are not counted because the same one came just before."""
    return counted(
        n, "1 cue that follows the same one at once.", "{n} cues that follow the same one at once."
    )


def _without(n: int) -> tuple[str, ...]:
    return (counted(n, "1 without a value.", "{n} without a value."),) if n else ()


def proportion_count(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Number of one sort ÷ number of another, with the Wilson interval where the one is part of the other."""
    over_lanes = sources.seen.of_track(measure.over["track"])
    for lane in over_lanes:
        over = sources.in_window(measure.over, lane)
        of = [
            annotation
            for other in sources.seen.of_track(measure.of["track"])
            if other is lane or (other.track is not lane.track and _alone(sources, other, lane))
            for annotation in sources.in_window(measure.of, other)
        ]
        is_part = {a.id for a in of} <= {a.id for a in over}
        interval = wilson_interval(len(of), len(over)) if is_part else None
        value = ratio(len(of), len(over), NOTHING)
        figure = Figure("share", value, len(of), len(over), "annotations", interval, moments(of))
        yield Measured(measure, lane.subject, (figure,))


def _alone(sources: Sources, other: Lane, lane: Lane) -> bool:
    """Whether two lanes of different tracks belong together: of one subject, or each the only one."""
    one_each = len(sources.seen.of_track(other.track.id)) == len(sources.seen.of_track(lane.track.id)) == 1
    return other.subject == lane.subject or one_each


def distribution(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """How often each value of a modifier, or of an episode's attribute, was given, with Wilson intervals.

    Of several options in one place each counts. What is of the way back or of the close is told of
    episodes that closed: a way that did not lead back repaired nothing.
    """
    if "attribute" in measure.of:
        yield from _of_attribute(measure, sources)
        return
    modifier = measure.of["modifier"]
    for lane in sources.seen.of_track(measure.of["track"]):
        marks = sources.in_window(measure.of, lane)
        given = [(value_of(a.content, modifier, sources.seen.scheme), moments([a])[0]) for a in marks]
        yield _distributed(measure, lane.subject, modifier, given, sources.seen.scheme, "annotations")


def _of_attribute(measure: Declared, sources: Sources) -> Iterator[Measured]:
    rules = sources.seen.scheme.document["rules"]["episodes"]
    rule = next(r for r in rules if r["id"] == measure.of["episode"])
    part, _, modifier = rule["attributes"][measure.of["attribute"]].partition(".")
    for lane in sources.opening_lanes(rule["id"]):
        given = []
        for e in sources.episodes(rule["id"], lane.subject):
            if part != "open" and e.closed_at is None:
                continue
            held = {"open": (e.opened_by,), "close": (e.closed_by,), "via": e.via}[part]
            values = [value_of(a.content, modifier, sources.seen.scheme) for a in held if a is not None]
            several = {one for value in values if isinstance(value, tuple) for one in value}
            single = next((v for v in reversed(values) if v is not None and not isinstance(v, tuple)), None)
            given.append((tuple(sorted(several)) if several else single, (e.onset, e.until)))
        yield _distributed(measure, lane.subject, modifier, given, sources.seen.scheme, "episodes")


def _distributed(
    measure: Declared,
    subject: str,
    modifier: str,
    given: Sequence[tuple[Any, tuple[int, int]]],
    scheme: Scheme,
    of_what: OfWhat,
) -> Measured:
    with_value = [(v if isinstance(v, tuple) else (v,), at) for v, at in given if v is not None and v != ()]
    counts = Counter(_key(one) for values, _ in with_value for one in values)
    options = scheme.modifier(modifier)
    named = [o.id for o in options.options] if options is not None else []
    total = len(with_value)
    everything = ratio(total, total, NO_VALUE if given else NOTHING)
    head = Figure(
        "count", _how_many(total, everything), total, None, of_what, None, tuple(at for _, at in with_value)
    )
    parts = [
        Figure(
            "share",
            ratio(counts[key], total, NO_VALUE),
            counts[key],
            total,
            of_what,
            wilson_interval(counts[key], total),
            tuple(at for values, at in with_value if key in map(_key, values)),
            "value",
            key,
        )
        for key in [*named, *sorted(set(counts) - set(named))]
    ]
    without = len(given) - total
    left_out = _without(without)
    return Measured(measure, subject, (head, *parts), left_out)


def _how_many(n: int, otherwise: Statistic) -> Statistic:
    return otherwise if otherwise.value is None else Statistic(float(n), n)


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def modifier_mean(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """The mean of a number, or of how many options were chosen, over the annotations that have it."""
    modifier, how_many = measure.of["modifier"], measure.of.get("count_options") is True
    for lane in sources.seen.of_track(measure.of["track"]):
        marks = sources.in_window(measure.of, lane)
        given = [(value_of(a.content, modifier, sources.seen.scheme), a) for a in marks]
        held = [
            (float(len(v) if isinstance(v, tuple) else 1) if how_many else float(v), a)
            for v, a in given
            if v is not None
        ]
        without = len(given) - len(held)
        left_out = _without(without)
        figure = _mean([v for v, _ in held], moments(a for _, a in held))
        yield Measured(measure, lane.subject, (figure,), left_out)


def _mean(values: Sequence[float], at: Moments) -> Figure:
    value = ratio(sum(values), len(values), NO_VALUE)
    return Figure("mean", value, len(values), None, "annotations", None, at, drawn=Values(tuple(values)))


def rating_mean(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """The mean of the ratings on the scales that are named, over the stretches that were rated."""
    for lane in sources.seen.of_track(measure.of["track"]):
        rated = sources.in_window(measure.of, lane)
        values = [(value, a) for a in rated if (value := a.content.rating) is not None]
        without = len(rated) - len(values)
        left_out = _without(without)
        yield Measured(
            measure, lane.subject, (_mean([v for v, _ in values], moments(a for _, a in values)),), left_out
        )
