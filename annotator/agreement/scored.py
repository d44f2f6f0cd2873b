"""Agreement on interval codes: whether both coders gave the same code to the same intervals."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.intervals import block_limits
from annotator.agreement.kappa import cohen_kappa, percent_agreement
from annotator.agreement.nominal import brennan_prediger, gwet_ac1
from annotator.agreement.states import CodeAgreement, Uncodable
from annotator.agreement.sweep import Sweep, table_of
from annotator.agreement.table import NONE, Table
from annotator.errors import CodingError, Problem, said
from annotator.model import Interval
from annotator.stats import Lane, Limits, Statistic
from annotator.stats.resampling import RESAMPLES
from annotator.timecode import clock

UNSCORED = "(unscored)"
"""The code of an interval that a coder did not score; no scheme can use it, for an id has no brackets."""

NEVER_BOTH = said("no interval was scored by both coders")
NEVER_SEEN = said("every interval was marked as not codable by one coder or the other")
TWICE = said("One interval carries two codes where only one can hold; remove one and compare again.")


@dataclass(frozen=True, slots=True)
class Difference:
    """An interval to which two coders gave different codes; ``(none)`` stands for no code."""

    onset: int
    offset: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class IntervalAgreement:
    """Agreement of two coders on the interval codes of one lane, over intervals that both scored.

    ``table`` counts whole intervals of ``length_ms`` inside the window. Where several codes can hold at
    once each code is a lane of its own, on or off, and ``code`` names it. An interval that either
    coder marked as not codable is not in the table but in ``unseen``; one that a coder left
    without an answer where every interval needs one is in ``only_first``, ``only_second`` or
    ``by_neither``. Where an interval needs no answer, none is the code ``(none)``.
    """

    track: str
    subject: str
    code: str | None
    window: Interval
    length_ms: int
    table: Table
    uncodable: Uncodable | None
    only_first: int
    only_second: int
    by_neither: int
    differences: tuple[Difference, ...]
    record: "Scored" = field(compare=False, repr=False)

    @property
    def unseen(self) -> int:
        """How many intervals both scored but one of them, or both, as not codable."""
        scored = len(self.record.first) - self.only_first - self.only_second - self.by_neither
        return scored - self.table.total

    @property
    def kappa(self) -> Statistic:
        """Cohen's κ over intervals; see ``cohen_kappa``."""
        return self._unless_empty(cohen_kappa(self.table))

    @property
    def ac1(self) -> Statistic:
        """Gwet's AC1 over intervals; see ``gwet_ac1``."""
        return self._unless_empty(gwet_ac1(self.table))

    @property
    def pabak(self) -> Statistic:
        """Brennan and Prediger's coefficient over intervals, with two codes PABAK."""
        return self._unless_empty(brennan_prediger(self.table))

    @property
    def percent(self) -> Statistic:
        """The share of intervals with the same code; see ``percent_agreement``."""
        return self._unless_empty(percent_agreement(self.table))

    @property
    def codes(self) -> tuple[CodeAgreement, ...]:
        """Each code of the lane against the rest, in intervals."""
        named = (code for code in self.table.codes if code != NONE)
        return tuple(CodeAgreement(code, self.table.against_rest({code}, code)) for code in named)

    def within_session(self, *, seed: int = 0, resamples: int = RESAMPLES) -> Limits:
        """The interval of κ within this session only; see ``block_limits``."""
        codes, gone = self.record.codes, (UNSCORED, *self.record.missing)

        def kappa(table: Table) -> Statistic:
            return cohen_kappa(table.without(gone))

        pieces = Sweep(self.record.bounds, self.record.first, self.record.second)
        if not len(self.record.first):
            pieces = Sweep(np.array([0, 0]), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
        return block_limits(pieces, codes, kappa, seed=seed, resamples=resamples)

    def _unless_empty(self, statistic: Statistic) -> Statistic:
        if self.table.total:
            return statistic
        return Statistic(None, 0, NEVER_SEEN if self.unseen else NEVER_BOTH)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Both coders' codes of every whole interval of the window, as indices of ``codes``."""

    bounds: np.ndarray[tuple[int], np.dtype[np.int64]]
    first: np.ndarray[tuple[int], np.dtype[np.int64]]
    second: np.ndarray[tuple[int], np.dtype[np.int64]]
    codes: tuple[str, ...]
    missing: tuple[str, ...]


def compare_intervals(first: Lane, second: Lane, window: Interval) -> Iterable[IntervalAgreement]:
    """The agreement on a track of intervals: one lane, or one for each code that can hold beside others.

    Raises CodingError when a coder gave an interval two codes where only one can hold.
    """
    missing = first.missing_codes | second.missing_codes
    named = dict.fromkeys(code.id for lane in (first, second) for code in lane.track.codes)
    used = {a.content.code for lane in (first, second) for a in lane.annotations}
    codes = [*named, *sorted(used - set(named))]
    seen = [code for code in codes if code not in missing]
    if first.track.exclusive:
        yield _agreement((first, second), None, window, seen, sorted(missing))
        return
    for code in seen:
        yield _agreement((first, second), code, window, [code], sorted(missing))


def _agreement(
    lanes: tuple[Lane, Lane], code: str | None, window: Interval, seen: Sequence[str], missing: Sequence[str]
) -> IntervalAgreement:
    track, subject = lanes[0].track, lanes[0].subject
    length = track.interval_ms or window.duration
    begin, end = -(-window.onset // length), window.offset // length
    codes = (*seen, NONE, *missing, UNSCORED)
    n = max(0, end - begin)
    a, b = (_given(lane, codes, code is None, begin, n, length) for lane in lanes)
    bounds = (begin + np.arange(n + 1, dtype=np.int64)) * length
    everything = table_of(codes, a, b, np.ones(n, dtype=np.int64))
    both = everything.without({UNSCORED})
    last = len(codes) - 1
    uncodable = Uncodable(both.against_rest(missing, missing[0])) if missing else None
    left_out = [codes.index(name) for name in (*missing, UNSCORED)]
    differ = np.flatnonzero((a != b) & ~np.isin(a, left_out) & ~np.isin(b, left_out))
    return IntervalAgreement(
        track.id, subject, code, window, length, both.without(set(missing)), uncodable,
        only_first=int(np.sum((a != last) & (b == last))),
        only_second=int(np.sum((a == last) & (b != last))),
        by_neither=int(np.sum((a == last) & (b == last))),
        differences=tuple(
            Difference(int(bounds[i]), int(bounds[i + 1]), codes[a[i]], codes[b[i]]) for i in differ
        ),
        record=Scored(bounds, a, b, codes, tuple(missing)),
    )  # fmt: skip


def _given(
    lane: Lane, codes: Sequence[str], exclusive: bool, begin: int, n: int, length: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The index of the code of every interval: of one that nothing was said about, none or unscored."""
    marked: dict[int, set[str]] = {}
    for content in (a.content for a in lane.annotations):
        marked.setdefault(content.onset_ms // length - begin, set()).add(content.code)
    index = {code: i for i, code in enumerate(codes)}
    silent = index[UNSCORED if lane.track.exhaustive else NONE]
    given = np.full(n, silent, dtype=np.int64)
    for i, said_there in marked.items():
        if not 0 <= i < n:
            continue
        if exclusive and len(said_there) > 1:
            where = said("{track} of {subject}", track=lane.track.id, subject=lane.subject)
            at = said("{where}, {time}", where=where, time=clock((begin + i) * length))
            raise CodingError([Problem("overlap", at, TWICE)])
        given[i] = index[_one(said_there, codes)]
    return given


def _one(given: Collection[str], codes: Sequence[str]) -> str:
    """What counts of all that was said about an interval: not codable before a code, a code before none."""
    known = [code for code in given if code in codes]
    return max(known, key=codes.index) if known else NONE
