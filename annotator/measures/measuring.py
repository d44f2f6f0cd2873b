"""The measures that a scheme declares, drawn from one coding."""

from collections.abc import Callable, Iterator, Mapping

from annotator.measures import answering, counting, repairing, timing
from annotator.measures.figures import Declared, Measured, declared
from annotator.measures.sources import Sources


def _transition(measure: Declared, sources: Sources) -> Iterator[Measured]:
    from annotator.measures.sequence import (
        transition,
    )  # numpy is slow to import, and few schemes ask for this

    yield from transition(measure, sources)


def _ladder(measure: Declared, sources: Sources) -> Iterator[Measured]:
    from annotator.measures.pairing import ladder

    yield from ladder(measure, sources)


def _turns(measure: Declared, sources: Sources) -> Iterator[Measured]:
    from annotator.measures.pairing import turn_taking

    yield from turn_taking(measure, sources)


KINDS: Mapping[str, Callable[[Declared, Sources], Iterator[Measured]]] = {
    "count": counting.count,
    "rate": counting.rate,
    "proportion_time": timing.proportion_time,
    "proportion_count": counting.proportion_count,
    "mean_duration": timing.mean_duration,
    "median_duration": timing.median_duration,
    "longest_bout": timing.longest_bout,
    "contingency": answering.contingency,
    "latency": answering.latency,
    "episode_share": repairing.episode_share,
    "episode_latency": repairing.episode_latency,
    "distribution": counting.distribution,
    "modifier_mean": counting.modifier_mean,
    "co_occurrence": timing.co_occurrence,
    "rating_mean": counting.rating_mean,
    "transition": _transition,
    "ladder": _ladder,
    "turns": _turns,
}


def measured(sources: Sources) -> list[Measured]:
    """Every measure of the scheme whose tracks this coding fills, in the scheme's order, by subject.

    A measure of a track that was not coded at this depth is not there. Of a scheme whose marks are
    never counted there is none.
    """
    if sources.seen.scheme.marks_only:
        return []
    return [
        found
        for measure in declared(sources.seen.scheme)
        if measure.kind in KINDS
        for found in KINDS[measure.kind](measure, sources)
    ]
