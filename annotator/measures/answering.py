"""Measures of a contingency rule: the share of cues answered, and how soon."""

from collections.abc import Iterator, Sequence
from statistics import fmean, median

from annotator.errors import counted, said
from annotator.measures.contingency import NO_ANSWER, Contingency, Cue
from annotator.measures.counting import repeated
from annotator.measures.drawn import seen_whole
from annotator.measures.figures import Declared, Figure, Measured, Moments
from annotator.measures.sources import Sources
from annotator.stats import Statistic
from annotator.stats.wilson import wilson_interval


def contingency(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """Answered ÷ scorable cues with the Wilson interval, the other windows, and chance beside it."""
    for found in sources.contingencies(measure.rule):
        main = found.windows[0]
        figures = [
            Figure("share", main.share, main.answered, main.cues, "cues", main.interval, _answered(found))
        ]
        figures += [
            Figure("share", w.share, w.answered, w.cues, "cues", w.interval, (), "window", str(w.high_ms))
            for w in found.windows[1:]
        ]
        if found.ongoing:
            n, of = len(found.ongoing), len(found.ongoing) + main.cues
            share = Statistic(n / of, of)
            figures.append(
                Figure("share", share, n, of, "cues", wilson_interval(n, of), _at(found.ongoing), "ongoing")
            )
        figures += [
            Figure("share", w.chance, w.chance.units, None, "answers", None, (), "chance", str(w.high_ms))
            for w in found.windows
        ]
        if found.by_shift is not None:
            limits = (found.by_shift.low, found.by_shift.high)
            figures.append(
                Figure(
                    "share",
                    found.by_shift.share,
                    found.by_shift.runs,
                    None,
                    "",
                    limits,
                    (),
                    "chance_by_shift",
                )
            )
        unanswered = Figure(
            "count", Statistic(float(len(found.unanswered)), main.cues), len(found.unanswered), main.cues,
            "cues", None, _at(found.unanswered), "unanswered",
        )  # fmt: skip
        yield Measured(measure, found.subject, (*figures, unanswered), tuple(left_out(found)))


def _answered(found: Contingency) -> Moments:
    """From each cue to where its answer begins, or to the cue's end when it was going on."""
    return tuple(
        (min(cue.onset, answer.at), max(cue.onset, answer.at)) if answer else (cue.onset, cue.offset)
        for cue, answer in found.answered
    )


def _at(cues: Sequence[Cue]) -> Moments:
    return tuple((cue.onset, cue.offset) for cue in cues)


def left_out(found: Contingency) -> Iterator[str]:
    """The cues that cannot be scored, in sentences."""
    if n := len(found.unseen):
        yield counted(
            n,
            "1 cue: too little of its window could be seen.",
            "{n} cues: too little of their windows could be seen.",
        )
    if n := len(found.cut):
        yield counted(
            n,
            "1 cue: the coded window ends before its own.",
            "{n} cues: the coded window ends before their own.",
        )
    if n := len(found.repeated):
        yield repeated(n)
    if n := len(found.ongoing):
        yield counted(
            n,
            "1 cue while an answer was going on already.",
            "{n} cues while an answer was going on already.",
        )
    for track in found.uncoded:
        yield said("Not coded at this depth: {track}.", track=track)


def latency(measure: Declared, sources: Sources) -> Iterator[Measured]:
    """The median, or mean, time from the anchor of answered cues to their answers, in ms.

    Beside it the lower and the upper quartile. Answers that were going on already have no latency. The
    window cuts off what comes later.
    """
    for found in sources.contingencies(measure.rule):
        delays = found.delays
        middle = fmean if measure.statistic == "mean" else median
        value = (
            Statistic(float(middle(delays)), len(delays))
            if delays
            else Statistic(None, 0, found.windows[0].share.reason or NO_ANSWER)
        )
        at = tuple(m for m, (_, answer) in zip(_answered(found), found.answered, strict=True) if answer)
        drawn = seen_whole(delays, measure.statistic)
        figure = Figure("ms", value, len(delays), None, "answers", None, at, drawn=drawn)
        yield Measured(measure, found.subject, (figure, *_quarters(delays)), tuple(left_out(found)))


def _quarters(delays: Sequence[int]) -> Iterator[Figure]:
    """The delays that a quarter and three quarters of the answers came within, by linear interpolation.

    Source: Hyndman, R. J., & Fan, Y. (1996). The American Statistician, 50, 361-365, definition 7.
    """
    n, ordered = len(delays), sorted(delays)
    for quarter in (25, 75) if n > 1 else ():
        below, rest = divmod((n - 1) * quarter, 100)
        above = ordered[min(below + 1, n - 1)]
        value = ordered[below] + (above - ordered[below]) * rest / 100
        yield Figure("ms", Statistic(value, n), n, None, "answers", None, (), "quartile", str(quarter))
