"""A session in numbers, each with what it rests on and the annotations behind it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from annotator.errors import counted, said
from annotator.measures.bouts import Bout, Clipped, bouts, longest, median_ms
from annotator.measures.chance import NO_TIME
from annotator.measures.figures import Measured
from annotator.measures.measuring import measured
from annotator.measures.seen import LASTING, Seen, seen
from annotator.measures.sources import Sources
from annotator.model import Annotation, Coding, Interval
from annotator.schemes.scheme import Scheme, Timebase, TrackKind
from annotator.stats import (
    KINDS,
    Lane,
    Spans,
    Statistic,
    html_table,
    inside,
    length,
    poisson_interval,
    ratio,
    subtract,
    union,
)
from annotator.timecode import clock, span

EMPTY_WINDOW = said("the coded window is empty")
A_POINT = said("a point has no duration")
MINUTE = 60_000
_NOT_YET: tuple[TrackKind, ...] = ("rating",)


@dataclass(frozen=True, slots=True)
class CodeSummary:
    """One code of one lane.

    ``count`` is the number of annotations in the window, ``counted`` those in scorable time.
    ``total_ms`` is the time with the code, missing time excepted; 0 for points. ``bouts`` is
    the number of bouts after the scheme's ``merge_gap_ms`` and ``min_state_ms``; ``median``
    (ms) and ``longest`` are of these bouts. Nothing else is touched by those rules.
    ``annotations`` are those behind the count, by onset. ``kept_back`` says why one is not told the rate.
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
    kept_back: str = ""

    @property
    def rate(self) -> Statistic:
        """Annotations in scorable time per scorable minute; ``units`` is their number.

        Undefined when there is no scorable time. 0 is a rate: the code was looked for and
        not seen.
        """
        if self.kept_back:
            return Statistic(None, self.counted, self.kept_back)
        return ratio(self.counted * MINUTE, self.scorable_ms, NO_TIME, self.counted)

    @property
    def rate_interval(self) -> tuple[float, float] | None:
        """The exact 95 % Poisson interval of the rate; None when the rate is undefined."""
        if self.rate.value is None:
            return None
        low, high = poisson_interval(self.counted)
        return low * MINUTE / self.scorable_ms, high * MINUTE / self.scorable_ms


@dataclass(frozen=True, slots=True)
class LaneSummary:
    """One track of one subject.

    ``scorable_ms`` is the coded window less the time that could not be seen (``missing_ms``); the
    denominator of every rate and share of the lane. For points that is taken from the exhaustive state
    tracks of the same subject, named in ``missing_from``: the time that all of them mark as missing;
    the whole window when there is no such track. ``uncoded_ms`` is scorable time of a state lane
    without any code. ``missing`` are the annotations with a missing code.
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
    """What one coding says, lane by lane, and the measures that the scheme declares.

    ``left_out`` says in sentences what is not counted.
    """

    session: str
    coder: str
    scheme: str
    scheme_version: str
    window: Interval
    lanes: tuple[LaneSummary, ...]
    left_out: tuple[str, ...]
    measures: tuple[Measured, ...] = ()

    def lane(self, track: str, subject: str) -> LaneSummary | None:
        """One lane, None when there is none."""
        return next((lane for lane in self.lanes if (lane.track, lane.subject) == (track, subject)), None)

    def measure(self, id: str, subject: str | None = None) -> Measured | None:
        """A measure by its id, of the first subject when none is named; None when there is none."""
        return next((m for m in self.measures if m.measure.id == id and subject in (None, m.subject)), None)

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


def summarise(coding: Coding, scheme: Scheme, shifts: int = 0, seed: int = 1) -> SessionSummary:
    """A coding in numbers: for each code how often, how long, what share of the scorable time.

    Scorable time is the coded window less the time marked with a missing code. States are
    cut at the window's ends; one that still runs ends with it. A point counts when it lies in
    the window. The scheme's clean-up rules (``timebase``) apply to durations of bouts only:
    counts, rates and shares are of the annotations as they were coded.

    ``measures`` are those that the scheme declares. With ``shifts`` chance is also told by so many
    shifts of the answers in a circle, begun with ``seed``; 500 or more are usual.

    Source of the definitions: the scheme format, 3.6 and 3.7.
    """
    found = seen(coding, scheme)
    summaries = []
    for lane in found.lanes:
        if lane.track.kind in LASTING:
            summaries.append(_states(lane, found))
        elif lane.track.kind == "point":
            summaries.append(_points(lane, found))
    head = (coding.session, coding.coder_name or coding.coder, scheme.id, scheme.version, coding.window)
    measures = measured(Sources(found, shifts, seed))
    return SessionSummary(*head, tuple(summaries), tuple(_left_out(coding, scheme)), tuple(measures))


def _states(lane: Lane, found: Seen) -> LaneSummary:
    window, missing = found.window, found.marked(lane).spans
    states = found.states(lane)
    by_code: dict[str, list[Clipped]] = defaultdict(list)
    for state in states:
        by_code[state[2].content.code].append(state)
    apart = all(before[1] <= after[0] for before, after in pairwise(states))
    hidden = length(missing)
    scorable, rules = window.duration - hidden, found.scheme.timebase
    codes = []
    for code in _codes(lane, by_code):
        held = by_code[code]
        total = _time(held) if apart else length(subtract(union(s[:2] for s in held), missing))
        codes.append(_state_code(code, held, missing, scorable, rules, total))
    covered = _time(states) if apart else length(union(state[:2] for state in states))
    unseen = tuple(a for code in sorted(lane.missing_codes) for _, _, a in by_code[code])
    return LaneSummary(
        lane.track.id,
        lane.subject,
        lane.track.kind,
        window.duration,
        hidden,
        window.duration - covered,
        (),
        unseen,
        tuple(codes),
    )


def _state_code(
    code: str, states: list[Clipped], missing: Spans, scorable: int, rules: Timebase, total: int
) -> CodeSummary:
    found = bouts(states, rules, missing) if states else []
    share = ratio(total, scorable, NO_TIME)
    annotations = tuple(annotation for _, _, annotation in states)
    n = len(states)
    return CodeSummary(
        code, n, n, scorable, total, share, len(found), median_ms(found), longest(found), annotations
    )


def _time(states: list[Clipped]) -> int:
    """The time of states that do not overlap, in ms; none of it can lie in missing time of the same lane."""
    return sum(offset - onset for onset, offset, _ in states)


def _points(lane: Lane, found: Seen) -> LaneSummary:
    window, unseen = found.window, found.unseen_of(lane.subject)
    by_code: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in lane.annotations:
        if window.onset <= annotation.content.onset_ms < window.offset:
            by_code[annotation.content.code].append(annotation)
    scorable = window.duration - unseen.ms
    codes = tuple(_point_code(code, by_code[code], unseen.spans, scorable) for code in _codes(lane, by_code))
    return LaneSummary(
        lane.track.id, lane.subject, "point", window.duration, unseen.ms, 0, unseen.tracks, (), codes
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
                "1 annotation on {kind} tracks, of which only the measures of the scheme tell.",
                "{n} annotations on {kind} tracks, of which only the measures of the scheme tell.",
                kind=KINDS[kind],
            )
    outside = sum(
        not _shares(a, window)
        for a in coding.annotations
        if kinds.get(a.content.track) in (*LASTING, "point")
    )
    if outside:
        yield counted(
            outside, "1 annotation outside the coded window.", "{n} annotations outside the coded window."
        )


def _shares(annotation: Annotation, window: Interval) -> bool:
    onset, offset = annotation.content.onset_ms, annotation.content.offset_ms
    ended = window.offset if offset is None else offset
    return window.onset <= onset < window.offset or onset < window.onset < ended
