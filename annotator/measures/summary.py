"""A session in numbers, each with what it rests on and the annotations behind it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from annotator.errors import counted, said
from annotator.measures.bouts import Bout, Clipped, bouts, longest, median_ms
from annotator.model import Annotation, Coding, Interval
from annotator.schemes.scheme import Scheme, Timebase, TrackKind
from annotator.stats import (
    KINDS,
    Lane,
    Spans,
    Statistic,
    html_table,
    inside,
    intersection,
    lanes,
    length,
    poisson_interval,
    ratio,
    subtract,
    union,
)
from annotator.timecode import clock, span

NO_TIME = said("no scorable time: all of it was marked as not codable")
EMPTY_WINDOW = said("the coded window is empty")
A_POINT = said("a point has no duration")
MINUTE = 60_000
_NOT_YET: tuple[TrackKind, ...] = ("interval", "rating")


@dataclass(frozen=True, slots=True)
class CodeSummary:
    """One code of one lane.

    ``count`` is the number of annotations in the window, ``counted`` those in scorable time.
    ``total_ms`` is the time with the code, missing time excepted; 0 for points. ``bouts`` is
    the number of bouts after the scheme's ``merge_gap_ms`` and ``min_state_ms``; ``median``
    (ms) and ``longest`` are of these bouts. Nothing else is touched by those rules.
    ``annotations`` are those behind the count, by onset.
    """

    code: str
    count: int
    counted: int
    scorable_ms: int
    total_ms: int
    share: Statistic
    bouts: int
    median: Statistic
    longest: Bout | None
    annotations: tuple[Annotation, ...]

    @property
    def rate(self) -> Statistic:
        """Annotations in scorable time per scorable minute; ``units`` is their number.

        Undefined when there is no scorable time. 0 is a rate: the code was looked for and
        not seen.
        """
        return ratio(self.counted * MINUTE, self.scorable_ms, NO_TIME, self.counted)

    @property
    def rate_interval(self) -> tuple[float, float] | None:
        """The exact 95 % Poisson interval of the rate; None when the rate is undefined."""
        if self.scorable_ms == 0:
            return None
        low, high = poisson_interval(self.counted)
        return low * MINUTE / self.scorable_ms, high * MINUTE / self.scorable_ms


@dataclass(frozen=True, slots=True)
class LaneSummary:
    """One track of one subject.

    ``scorable_ms`` is the coded window less the time that could not be seen
    (``missing_ms``); the denominator of every rate and share of the lane. For points that is
    taken from the exhaustive state tracks of the same subject, named in ``missing_from``: the
    time that all of them mark as missing; the whole window when there is no such track.
    ``uncoded_ms`` is scorable time of a state lane without any code. ``missing`` are the
    annotations with a missing code.
    """

    track: str
    subject: str
    kind: str
    window_ms: int
    missing_ms: int
    uncoded_ms: int
    missing_from: tuple[str, ...]
    missing: tuple[Annotation, ...]
    codes: tuple[CodeSummary, ...]

    @property
    def scorable_ms(self) -> int:
        """The denominator of rates and shares, in ms."""
        return self.window_ms - self.missing_ms

    @property
    def missing_share(self) -> Statistic:
        """The share of the window that could not be seen; ``units`` is the window in ms."""
        return ratio(self.missing_ms, self.window_ms, EMPTY_WINDOW)

    def code(self, id: str) -> CodeSummary | None:
        """The code with this id, None when the lane has none."""
        return next((code for code in self.codes if code.code == id), None)


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What one coding says, lane by lane. ``left_out`` says in sentences what is not counted."""

    session: str
    coder: str
    scheme: str
    scheme_version: str
    window: Interval
    lanes: tuple[LaneSummary, ...]
    left_out: tuple[str, ...]

    def lane(self, track: str, subject: str) -> LaneSummary | None:
        """One lane, None when there is none."""
        return next((lane for lane in self.lanes if (lane.track, lane.subject) == (track, subject)), None)

    def _repr_html_(self) -> str:
        caption = f"{self.coder}, {clock(self.window.onset)} to {clock(self.window.offset)}"
        header = (
            "track",
            "subject",
            "code",
            "count",
            "per minute",
            "share of time",
            "median, ms",
            "scorable",
        )
        rows = [
            (lane.track, lane.subject, c.code, c.count, c.rate, c.share, c.median, span(lane.scorable_ms))
            for lane in self.lanes
            for c in lane.codes
        ]
        return html_table(caption, header, rows)


def summarise(coding: Coding, scheme: Scheme) -> SessionSummary:
    """A coding in numbers: for each code how often, how long, what share of the scorable time.

    Scorable time is the coded window less the time marked with a missing code. States are
    cut at the window's ends; one that still runs ends with it. A point counts when it lies in
    the window. The scheme's clean-up rules (``timebase``) apply to durations of bouts only:
    counts, rates and shares are of the annotations as they were coded.

    Source of the definitions: the scheme format, measures count, rate, proportion_time,
    median_duration, longest_bout.
    """
    found = [lane for lane in lanes(coding, scheme) if lane.track.kind in ("state", "point")]
    unseen = {id(lane): _missing(lane, coding.window) for lane in found}
    summaries = []
    for lane in found:
        if lane.track.kind == "state":
            summaries.append(_states(lane, coding.window, unseen[id(lane)], scheme.timebase))
        else:
            watched = [other for other in found if _tells(other, lane.subject)]
            missing = reduce(intersection, [unseen[id(other)] for other in watched]) if watched else []
            summaries.append(_points(lane, coding.window, missing, tuple(o.track.id for o in watched)))
    head = (coding.session, coding.coder_name or coding.coder, scheme.id, scheme.version, coding.window)
    return SessionSummary(*head, tuple(summaries), tuple(_left_out(coding, scheme)))


def _tells(lane: Lane, subject: str) -> bool:
    """Whether a lane says for every moment if the subject could be seen."""
    return lane.subject == subject and lane.track.kind == "state" and lane.track.exhaustive


def _clipped(annotations: Sequence[Annotation], window: Interval) -> Iterator[Clipped]:
    """The states that share time with the window, cut at its ends."""
    for annotation in annotations:
        stretch = annotation.content.stretch(window.offset)
        onset, offset = max(stretch.onset, window.onset), min(stretch.offset, window.offset)
        if onset < offset:
            yield onset, offset, annotation


def _missing(lane: Lane, window: Interval) -> list[tuple[int, int]]:
    codes = lane.missing_codes
    unseen = [a for a in lane.annotations if a.content.code in codes]
    return union(state[:2] for state in _clipped(unseen, window))


def _states(lane: Lane, window: Interval, missing: Spans, rules: Timebase) -> LaneSummary:
    by_code: dict[str, list[Clipped]] = defaultdict(list)
    for state in _clipped(lane.annotations, window):
        by_code[state[2].content.code].append(state)
    scorable = window.duration - length(missing)
    codes = [_state_code(code, by_code[code], missing, scorable, rules) for code in _codes(lane, by_code)]
    covered = length(union(state[:2] for states in by_code.values() for state in states))
    unseen = tuple(a for code in sorted(lane.missing_codes) for _, _, a in by_code[code])
    uncoded = window.duration - covered
    return LaneSummary(
        lane.track.id,
        lane.subject,
        "state",
        window.duration,
        length(missing),
        uncoded,
        (),
        unseen,
        tuple(codes),
    )


def _state_code(
    code: str, states: list[Clipped], missing: Spans, scorable: int, rules: Timebase
) -> CodeSummary:
    total = length(subtract(union(state[:2] for state in states), missing))
    found = bouts(states, rules, missing)
    share = ratio(total, scorable, NO_TIME)
    annotations = tuple(annotation for _, _, annotation in states)
    n = len(states)
    return CodeSummary(
        code, n, n, scorable, total, share, len(found), median_ms(found), longest(found), annotations
    )


def _points(lane: Lane, window: Interval, missing: Spans, missing_from: tuple[str, ...]) -> LaneSummary:
    by_code: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in lane.annotations:
        if window.holds(annotation.content.onset_ms):
            by_code[annotation.content.code].append(annotation)
    scorable = window.duration - length(missing)
    codes = tuple(_point_code(code, by_code[code], missing, scorable) for code in _codes(lane, by_code))
    return LaneSummary(
        lane.track.id, lane.subject, "point", window.duration, length(missing), 0, missing_from, (), codes
    )


def _point_code(code: str, marks: list[Annotation], missing: Spans, scorable: int) -> CodeSummary:
    counted = sum(not inside(missing, a.content.onset_ms) for a in marks)
    none = Statistic(None, len(marks), A_POINT)
    return CodeSummary(code, len(marks), counted, scorable, 0, none, 0, none, None, tuple(marks))


def _codes(lane: Lane, held: dict[str, list[Clipped]] | dict[str, list[Annotation]]) -> list[str]:
    """The scheme's codes in its order, without missing ones, then codes that only the coding has."""
    of_scheme = [code.id for code in lane.track.codes]
    return [c for c in of_scheme if c not in lane.missing_codes] + sorted(set(held) - set(of_scheme))


def _left_out(coding: Coding, scheme: Scheme) -> Iterator[str]:
    window = coding.window
    kinds = {track.id: track.kind for track in scheme.tracks}
    contents = [a.content for a in coding.annotations]
    unknown = sum(c.track not in kinds for c in contents)
    if unknown:
        yield counted(
            unknown,
            "1 annotation on tracks that the scheme does not have.",
            "{n} annotations on tracks that the scheme does not have.",
        )
    for kind in _NOT_YET:
        n = sum(kinds.get(c.track) == kind for c in contents)
        if n:
            yield counted(
                n,
                "1 annotation on {kind} tracks, which are not summarised yet.",
                "{n} annotations on {kind} tracks, which are not summarised yet.",
                kind=KINDS[kind],
            )
    outside = sum(
        not _shares(a, window) for a in coding.annotations if kinds.get(a.content.track) in ("state", "point")
    )
    if outside:
        yield counted(
            outside, "1 annotation outside the coded window.", "{n} annotations outside the coded window."
        )


def _shares(annotation: Annotation, window: Interval) -> bool:
    stretch = annotation.content.stretch(window.offset)
    return window.holds(stretch.onset) or stretch.overlap(window) > 0
