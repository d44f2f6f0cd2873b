"""Signals and what answered them: which count, which cannot be judged, how many chance would answer."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import itemgetter

from annotator.errors import said
from annotator.measures import answers
from annotator.measures.answers import Answer
from annotator.measures.bouts import bouts
from annotator.measures.chance import NO_CUE, Shifted, by_formula
from annotator.measures.rule import Rule
from annotator.measures.seen import LASTING, Seen
from annotator.measures.selecting import selected
from annotator.model import Annotation
from annotator.schemes.scheme import Timebase
from annotator.stats import Lane, Spans, Statistic, intersection, length, ratio
from annotator.stats.wilson import wilson_interval

NO_ANSWER = said("no cue was answered in the window")


@dataclass(frozen=True, slots=True)
class Cue:
    """A signal: from ``onset`` to ``offset``; the window of its answer is counted from ``at``; in ms."""

    onset: int
    offset: int
    at: int
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Window:
    """What a rule says with one upper end of its window, ``high_ms``.

    ``answered`` of ``cues`` scorable ones; ``chance`` is the share that answers at random would
    answer: 1 − e^(−λw), with λ answers a scorable second and a window of w seconds.
    """

    high_ms: int
    answered: int
    cues: int
    chance: Statistic

    @property
    def share(self) -> Statistic:
        """Answered ÷ scorable cues; ``units`` are the cues. Undefined without any."""
        return ratio(self.answered, self.cues, NO_CUE)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of the share."""
        return wilson_interval(self.answered, self.cues)


@dataclass(frozen=True, slots=True)
class Contingency:
    """The cues of one subject under a contingency rule.

    ``windows`` holds the rule's own window first, then its sensitivity windows as the scheme lists
    them. ``answered`` are the cues of the rule's window with their answers, by time, an answer that
    was going on already being None; ``unanswered`` the scorable rest. ``ongoing`` are cues during
    an answer that was going on already, where the rule gives them a line of their own. The others
    cannot be scored: in too much of their window nobody could be seen (``unseen``), the coded
    window ends inside theirs (``cut``), the same cue came just before (``repeated``).
    ``by_shift`` is chance by shifting the answers in a circle, None when it was not asked for.
    ``uncoded`` names tracks of the rule that were not coded at this depth.
    """

    rule: str
    subject: str
    windows: tuple[Window, ...]
    answered: tuple[tuple[Cue, Answer | None], ...]
    unanswered: tuple[Cue, ...]
    ongoing: tuple[Cue, ...]
    unseen: tuple[Cue, ...]
    cut: tuple[Cue, ...]
    repeated: tuple[Cue, ...]
    by_shift: Shifted | None
    uncoded: tuple[str, ...] = ()

    @property
    def delays(self) -> list[int]:
        """From each answered cue to its answer, in ms; those whose answer was going on have none."""
        return [answer.at - cue.at for cue, answer in self.answered if answer is not None]


def contingencies(found: Seen, rule: Rule, shifts: int = 0, seed: int = 1) -> list[Contingency]:
    """A rule's cues and their answers, for each subject that has cues.

    A cue is answered by the first answer in (at + low, at + high] that is left; with
    ``one_to_one`` an answer serves the earliest cue it can and no other. A link that the coder set
    decides instead of the time, in every window, where the rule lets links win. Answers of
    everybody on the response's track count. A cue is scorable when its window ends in the coded
    window and too little of it, as the scheme says, is time in which no one who could answer was
    seen. Sensitivity windows have the same cues, less those whose longer window cannot be seen.

    There is nothing when no track that could hold an answer was coded.

    An answer that is a state and goes on at the cue answers it (``count``), is left out of account
    (``ignore``) or puts the cue on a line of its own (``separate``). The end of a state is never
    going on.
    """
    tracks = [rule.response["track"], *([rule.change["track"]] if rule.change else [])]
    uncoded = tuple(dict.fromkeys(track for track in tracks if not found.of_track(track)))
    if set(uncoded) == set(tracks):
        return []
    pool = answers.pool(found, rule)
    hidden = _hidden(found, rule)
    return [
        replace(_of_lane(found, rule, lane, pool, hidden, (shifts, seed)), uncoded=uncoded)
        for lane in found.of_track(rule.cue["track"])
    ]


def _hidden(found: Seen, rule: Rule) -> Spans:
    """The time in which none of those who could answer was seen."""
    tracks = [rule.response["track"], *([rule.change["track"]] if rule.change else [])]
    who = {lane.subject for track in tracks for lane in found.of_track(track)}
    return reduce(intersection, [found.unseen_of(subject).spans for subject in sorted(who)]) if who else []


def _of_lane(
    found: Seen, rule: Rule, lane: Lane, pool: answers.Pool, hidden: Spans, shifting: tuple[int, int]
) -> Contingency:
    cues, repeated = _once(list(_cues(found, rule, lane)), found.scheme.timebase)
    fate = [_judged(cue, found, rule, hidden, rule.high) for cue in cues]
    separate = rule.ongoing == "separate"
    ongoing = [
        cue
        for cue, why in zip(cues, fate, strict=True)
        if not why and separate and pool.goes_on(cue.at, rule)
    ]
    set_apart = {id(cue) for cue in ongoing}
    scored = [cue for cue, why in zip(cues, fate, strict=True) if not why and id(cue) not in set_apart]
    met = _met(scored, rule, pool, rule.high)
    seconds = (found.window.duration - length(hidden)) / 1000
    windows = [_window(rule.high, met, rule, pool, seconds)]
    for high in rule.others:
        longer = high > rule.high
        still = [c for c in scored if not longer or not _judged(c, found, rule, hidden, high)]
        windows.append(_window(high, _met(still, rule, pool, high), rule, pool, seconds))
    shifts, seed = shifting
    shifted = None
    if shifts:
        from annotator.measures.shifting import by_shift  # numpy is slow to import, and few ask for this

        shifted = by_shift(
            [cue.at for cue in scored], pool.times, rule, found.window, hidden, runs=shifts, seed=seed
        )
    return Contingency(
        rule.id,
        lane.subject,
        tuple(windows),
        tuple((cue, answer) for cue, answer, yes in met if yes),
        tuple(cue for cue, _, yes in met if not yes),
        tuple(ongoing),
        tuple(cue for cue, why in zip(cues, fate, strict=True) if why == "unseen"),
        tuple(cue for cue, why in zip(cues, fate, strict=True) if why == "cut"),
        tuple(repeated),
        shifted,
    )


_Met = list[tuple[Cue, Answer | None, bool]]


def _window(high: int, met: _Met, rule: Rule, pool: answers.Pool, seconds: float) -> Window:
    width = (high - rule.low) / 1000
    return Window(high, sum(yes for _, _, yes in met), len(met), by_formula(pool.in_sight, seconds, width))


def _cues(found: Seen, rule: Rule, lane: Lane) -> Iterator[Cue]:
    """The signals of a lane whose anchor lies in the coded window, by that anchor."""
    window, chosen = found.window, selected(rule.cue, found.scheme, lane)
    if lane.track.kind not in LASTING:
        cues = [Cue(a.content.onset_ms, a.content.onset_ms, a.content.onset_ms, a) for a in chosen]
    else:
        cues = [
            Cue(bout.onset, bout.offset, bout.offset if rule.from_offset else bout.onset, bout.annotations[0])
            for bout in bouts(_whole(chosen), found.scheme.timebase, found.marked(lane).spans)
        ]
    yield from sorted(
        (cue for cue in cues if window.onset <= cue.at < window.offset), key=lambda cue: (cue.at, cue.onset)
    )


def _whole(annotations: Sequence[Annotation]) -> Iterator[tuple[int, int, Annotation]]:
    """States as they were coded: a cue that began before the coded window keeps its onset."""
    for annotation in annotations:
        content = annotation.content
        if content.offset_ms is not None:
            yield content.onset_ms, content.offset_ms, annotation


def _once(cues: Sequence[Cue], rules: Timebase) -> tuple[list[Cue], list[Cue]]:
    """The cues that count, and those that follow the same code sooner than ``cue_refractory_ms``."""
    last: dict[str, int] = {}
    counted: list[Cue] = []
    repeated: list[Cue] = []
    for cue in cues:
        code = cue.annotation.content.code
        again = code in last and cue.at - last[code] < rules.cue_refractory_ms
        (repeated if again else counted).append(cue)
        if not again:
            last[code] = cue.at
    return counted, repeated


def _judged(cue: Cue, found: Seen, rule: Rule, hidden: Spans, high: int) -> str:
    """Why a cue cannot be scored with a window up to ``high``; empty when it can."""
    low, end = cue.at + rule.low, cue.at + high
    if rule.needs_whole_window and end > found.window.offset:
        return "cut"
    unseen = _shared(hidden, low, end)
    return "unseen" if unseen and unseen >= rule.missing_share * (end - low) else ""


def _shared(spans: Spans, onset: int, offset: int) -> int:
    i, shared = bisect_right(spans, onset, key=itemgetter(1)), 0
    while i < len(spans) and spans[i][0] < offset:
        shared += min(spans[i][1], offset) - max(spans[i][0], onset)
        i += 1
    return shared


def _met(cues: Sequence[Cue], rule: Rule, pool: answers.Pool, high: int) -> _Met:
    """Each cue with its answer and whether it is answered; cues by their anchor."""
    met: _Met = []
    free, times, next_free = pool.free, pool.free_times, 0
    for cue in cues:
        linked = pool.linked.get(cue.annotation.id)
        if linked is not None:
            met.append((cue, linked, True))
            continue
        first = bisect_right(times, cue.at + rule.low)
        i = max(first, next_free) if rule.one_to_one else first
        if i < len(times) and times[i] <= cue.at + high:
            next_free = i + 1
            met.append((cue, free[i], True))
        else:
            met.append((cue, None, rule.ongoing == "count" and pool.goes_on(cue.at, rule)))
    return met
