"""Agreement on states: how much of the time both coders gave the same code."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.disagreements import Differing, stretches
from annotator.agreement.events import EventAgreement, compare_events, onset_lags
from annotator.agreement.gamma import SHUFFLES, GammaAgreement, gamma
from annotator.agreement.grid import time_unit_table
from annotator.agreement.intervals import block_limits
from annotator.agreement.kappa import (
    NOTHING_SHARED,
    UNUSED,
    cohen_kappa,
    percent_agreement,
    positive_agreement,
)
from annotator.agreement.matching import NEAR, Event, Near
from annotator.agreement.shift import SHIFTS
from annotator.agreement.sweep import Steps, Sweep, ints, joined_states, overlay, steps, sweep, tally
from annotator.agreement.table import NONE, Table
from annotator.agreement.tolerance import ToleranceAgreement, tolerance_kappa
from annotator.agreement.unitizing import UnitizingAgreement, unitizing_alpha
from annotator.errors import said
from annotator.model import Interval
from annotator.stats import Lane, Limits, Spans, Statistic, covered, ratio, union
from annotator.stats.resampling import RESAMPLES

UNSEEN = said("every moment was marked as not codable by one coder or the other")
EMPTY_WINDOW = said("the window is empty")


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code, everything else taken together as the other code.

    ``table`` holds ms. ``first_share`` and ``second_share`` are the base rates: how much of
    the compared time each coder gave the code.
    """

    code: str
    table: Table

    @property
    def kappa(self) -> Statistic:
        """κ of this code against the rest; undefined when neither coder used it."""
        unused = self.table.total > 0 and not (self.table.first[0] or self.table.second[0])
        return Statistic(None, self.table.total, UNUSED) if unused else cohen_kappa(self.table)

    @property
    def positive(self) -> Statistic:
        """Of the time either coder gave the code, how much both did: 2a / (2a + b + c)."""
        return positive_agreement(self.table, self.code)

    @property
    def first_share(self) -> Statistic:
        """The share of the compared time that the first coder gave the code."""
        return ratio(self.table.first[0], self.table.total, NOTHING_SHARED)

    @property
    def second_share(self) -> Statistic:
        """The share of the compared time that the second coder gave the code."""
        return ratio(self.table.second[0], self.table.total, NOTHING_SHARED)


@dataclass(frozen=True, slots=True)
class Uncodable:
    """Agreement on what could not be seen: the missing code against everything else, in ms."""

    table: Table

    @property
    def kappa(self) -> Statistic:
        """κ of "not codable" against the rest; undefined when neither coder used it."""
        return CodeAgreement(self.table.codes[0], self.table).kappa

    @property
    def positive(self) -> Statistic:
        """Of the time either coder called not codable, how much both did."""
        return positive_agreement(self.table, self.table.codes[0])


@dataclass(frozen=True, slots=True)
class StateAgreement:
    """Agreement of two coders on the states of one lane, within a window.

    In an exclusive track the lane is a track of one subject. Where several codes can hold at
    once each code is a lane of its own, on or off, and ``code`` names it. ``table`` holds the
    ms of every pair of codes, ``(none)`` for time without one; time that either coder marked
    as not codable is not in it but in ``missing_ms``.
    """

    track: str
    subject: str
    code: str | None
    window: Interval
    table: Table
    uncodable: Uncodable | None
    record: "Record" = field(compare=False, repr=False)

    def time_units(self, unit_ms: int) -> Table:
        """The table of time units; see ``time_unit_table``."""
        return time_unit_table(self.record.pieces, self.record.codes, unit_ms).without(self.record.missing)

    def tolerance(self, tolerance_ms: int, *, seed: int = 0, shifts: int = SHIFTS) -> ToleranceAgreement:
        """κ with a tolerance and its chance line; see ``tolerance_kappa``."""
        pieces, codes, missing = self.record.pieces, self.record.codes, self.record.missing
        return tolerance_kappa(pieces, codes, tolerance_ms, missing=missing, seed=seed, shifts=shifts)

    def unitizing(self) -> UnitizingAgreement:
        """The u-α family of the lane; "not codable" is a gap here, see ``unitizing_alpha``."""
        return unitizing_alpha(self._stretches, self.window)

    def gamma(self, *, shuffles: int = SHUFFLES, seed: int = 0) -> GammaAgreement:
        """γ of the lane's stretches; "not codable" is a gap here, see ``gamma``."""
        first, second = self._stretches
        return gamma(first, second, self.window, shuffles=shuffles, seed=seed)

    def onset_lags(self) -> list[int]:
        """How much later the second coder's onsets lie, in ms, over linked stretches; see ``onset_lags``."""
        first, second = self._stretches
        return onset_lags(first, second)

    @property
    def _stretches(self) -> list[list[Event]]:
        """Both coders' stretches, cut at the window, neighbours of one code joined."""
        gone = (NONE, *self.record.missing)
        codes, pieces = self.record.codes, self.record.pieces
        return [
            [state for state in joined_states(pieces.bounds, of, codes) if state[2] not in gone]
            for of in (pieces.first, pieces.second)
        ]

    def within_session(self, *, seed: int = 0, resamples: int = RESAMPLES) -> Limits:
        """The interval of κ within this session only; see ``block_limits``."""

        def kappa(table: Table) -> Statistic:
            return cohen_kappa(table.without(self.record.missing))

        return block_limits(self.record.pieces, self.record.codes, kappa, seed=seed, resamples=resamples)

    def events(self, near: Near = NEAR) -> EventAgreement:
        """Agreement on what was seen, whatever its length; see ``compare_events``.

        Annotations are cut at the window; those that lie mostly in time that either coder marked
        as not codable are left out and counted.
        """
        return self.record.events(self.window, near)

    def marks(self) -> Mapping[str, int]:
        """How many stretches of each code the two marked together: those that ``events`` compares."""
        _, first, second, _ = self.record.seen(self.window)
        return Counter(event[2] for event in (*first, *second))

    @property
    def missing_ms(self) -> int:
        """Time that was left out because either coder marked it as not codable."""
        return self.window.duration - self.table.total

    @property
    def missing_share(self) -> Statistic:
        """Its share of the window."""
        return ratio(self.missing_ms, self.window.duration, EMPTY_WINDOW)

    @property
    def kappa(self) -> Statistic:
        """The time-weighted κ; see ``cohen_kappa``."""
        return self._unless_unseen(cohen_kappa(self.table))

    @property
    def percent(self) -> Statistic:
        """The share of the compared time with the same code; see ``percent_agreement``."""
        return self._unless_unseen(percent_agreement(self.table))

    @property
    def weakest(self) -> CodeAgreement | None:
        """The code that coders share least of, by positive agreement; None when all of each is shared."""
        shared = [(code.positive.value, i) for i, code in enumerate(self.codes)]
        less = [(value, i) for value, i in shared if value is not None and value < 1]
        return self.codes[min(less)[1]] if less else None

    @property
    def codes(self) -> tuple[CodeAgreement, ...]:
        """Each code of the lane against the rest."""
        named = (code for code in self.table.codes if code != NONE)
        return tuple(CodeAgreement(code, self.table.against_rest({code}, code)) for code in named)

    def _unless_unseen(self, statistic: Statistic) -> Statistic:
        return statistic if self.table.total else Statistic(None, 0, UNSEEN)


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What the numbers of a lane are made from: both lanes, laid over one another."""

    first: Lane
    second: Lane
    pieces: Sweep
    codes: tuple[str, ...]
    missing: tuple[str, ...]

    def events(self, window: Interval, near: Near) -> EventAgreement:
        """The events of both lanes within a window; of the one code where several can hold at once."""
        codes, first, second, left_out = self.seen(window)
        return compare_events(first, second, codes, near, left_out)

    def seen(self, window: Interval) -> tuple[list[str], list[Event], list[Event], int]:
        """The codes that can be marked, the events of either lane, and how many of them are left out."""
        codes = [c for c in self.codes if c not in (NONE, *self.missing)]
        layers = [_spans(lane, code) for lane in (self.first, self.second) for code in self.missing]
        unseen = union(span for layer in layers for span in layer)
        marked = [list(self._marked(lane, window, codes)) for lane in (self.first, self.second)]
        seen = [[e for e in of if 2 * covered(unseen, e[0], e[1]) <= e[1] - e[0]] for of in marked]
        return codes, seen[0], seen[1], sum(map(len, marked)) - sum(map(len, seen))

    @staticmethod
    def _marked(lane: Lane, window: Interval, codes: Collection[str]) -> Iterable[Event]:
        for content in (a.content for a in lane.annotations):
            offset = content.onset_ms if content.offset_ms is None else content.offset_ms
            onset, offset = max(content.onset_ms, window.onset), min(offset, window.offset)
            if content.code in codes and onset < offset:
                yield onset, offset, content.code


def compare_states(
    first: Lane, second: Lane, window: Interval
) -> Iterable[tuple[StateAgreement, list[Differing]]]:
    """The agreement and the disagreements of a state track: one lane, or one for each code."""
    codes = _codes(first, second)
    missing = first.missing_codes | second.missing_codes
    if first.track.exclusive:
        record = sweep(_exclusive(first, codes), _exclusive(second, codes), window)
        yield _agreement(first, second, None, record, codes, missing)
        return
    for code in (code for code in codes if code not in missing | {NONE}):
        binary = [code, NONE, *sorted(missing)]
        record = sweep(_binary(first, binary), _binary(second, binary), window)
        yield _agreement(first, second, code, record, binary, missing)


def _agreement(
    first: Lane, second: Lane, code: str | None, pieces: Sweep, codes: Sequence[str], missing: Collection[str]
) -> tuple[StateAgreement, list[Differing]]:
    window, lane = Interval(int(pieces.bounds[0]), int(pieces.bounds[-1])), first
    record = Record(first, second, pieces, tuple(codes), tuple(sorted(missing)))
    everything = tally(pieces, codes)
    uncodable = Uncodable(everything.against_rest(missing, sorted(missing)[0])) if missing else None
    seen = everything.without(missing)
    found = StateAgreement(lane.track.id, lane.subject, code, window, seen, uncodable, record)
    left_out = [i for i, name in enumerate(codes) if name in missing]
    return found, stretches((lane.track.id, lane.subject), pieces, codes, left_out)


def _codes(first: Lane, second: Lane) -> list[str]:
    """The scheme's codes in its order, then codes that only the codings have, then ``(none)``."""
    named = dict.fromkeys(code.id for lane in (first, second) for code in lane.track.codes)
    used = {a.content.code for lane in (first, second) for a in lane.annotations}
    return [*named, *sorted(used - set(named)), NONE]


def _exclusive(lane: Lane, codes: Sequence[str]) -> Steps:
    index = {code: i for i, code in enumerate(codes)}
    contents, n = [a.content for a in lane.annotations], len(lane.annotations)
    onsets, given = ints((c.onset_ms for c in contents), n), ints((index[c.code] for c in contents), n)
    offsets = ints((c.onset_ms if c.offset_ms is None else c.offset_ms for c in contents), n)
    where = said("{track} of {subject}", track=lane.track.id, subject=lane.subject)
    return steps(onsets, offsets, given, index[NONE], where)


def _binary(lane: Lane, codes: Sequence[str]) -> Steps:
    """A code on or off; where the lane is marked as not codable, that."""
    gap = codes.index(NONE)
    layers = [_layer(_spans(lane, code), i, gap) for i, code in enumerate(codes) if i != gap]
    record = layers[0]
    for layer in layers[1:]:
        record = overlay(record, layer, gap)
    return record


def _layer(spans: Spans, code: int, gap: int) -> Steps:
    edges = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return steps(edges[:, 0], edges[:, 1], np.full(len(spans), code), gap)


def _spans(lane: Lane, code: str) -> list[tuple[int, int]]:
    contents = (a.content for a in lane.annotations if a.content.code == code)
    return union((c.onset_ms, c.onset_ms if c.offset_ms is None else c.offset_ms) for c in contents)
