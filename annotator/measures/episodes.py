"""Episodes: what a scheme's codes open and close, such as being out of step and finding the way back."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from annotator.measures.bouts import clipped
from annotator.model import Annotation, Coding, Interval
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane, lanes

SEGMENT_END = "segment_end"


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of a scheme's rule ``rule`` on the lane of ``subject``; times in ms.

    It opens at ``onset``, where ``opened_by`` begins, and closes at ``closed_at``, where
    ``closed_by`` begins; both are None when the episode is censored, that is when nobody can know
    whether it closed. ``until`` is how far it was seen. ``via`` are the states on the way.
    """

    rule: str
    subject: str
    onset: int
    closed_at: int | None
    until: int
    opened_by: Annotation
    closed_by: Annotation | None
    via: tuple[Annotation, ...] = ()

    @property
    def latency(self) -> int | None:
        """From the opening to the close, in ms; None while it did not close."""
        return None if self.closed_at is None else self.closed_at - self.onset


@dataclass(frozen=True, slots=True)
class _State:
    onset: int
    offset: int
    annotation: Annotation

    @property
    def code(self) -> str:
        return self.annotation.content.code


def episodes(coding: Coding, scheme: Scheme) -> list[Episode]:
    """The episodes of every rule of the scheme in the coded window, by rule, subject and onset.

    One opens where a state of the rule's opening codes begins and none of them was before. It
    closes where a stretch of closing codes begins that lasts at least ``sustained_ms``; shorter
    ones do not close it, and opening codes inside it do not begin another. It is censored at the
    first state that the rule names in ``censor_at``, or at the window's end.

    Source of the definition: the scheme format, 3.6.
    """
    return episodes_of(scheme, lanes(coding, scheme), coding.window)


def episodes_of(scheme: Scheme, found: Sequence[Lane], window: Interval) -> list[Episode]:
    """The episodes in a coding that was taken apart into lanes already."""
    rules = scheme.document.get("rules", {}).get("episodes", [])
    return [
        episode
        for rule in rules
        for lane in found
        if lane.track.id == rule["open"]["track"]
        for episode in _of_lane(rule, lane, found, window)
    ]


def _of_lane(
    rule: Mapping[str, Any], lane: Lane, found: Sequence[Lane], window: Interval
) -> Iterator[Episode]:
    closings = list(_closings(rule["close"], _lane(found, rule["close"]["track"], lane), window))
    ends = sorted(_censored_at(rule.get("censor_at", []), found, lane, window))
    via = list(_via(rule.get("via"), found, lane, window))
    until = window.onset
    for opening in _openings(rule["open"]["enters"], _states(lane, window)):
        if opening.onset < until:
            continue
        i = bisect_left(ends, opening.onset)
        end = ends[i] if i < len(ends) else window.offset
        i = bisect_left(closings, opening.onset, key=attrgetter("onset"))
        closing = closings[i] if i < len(closings) and closings[i].onset <= end else None
        until = end if closing is None else closing.onset
        yield Episode(
            rule["id"],
            lane.subject,
            opening.onset,
            None if closing is None else closing.onset,
            until,
            opening.annotation,
            None if closing is None else closing.annotation,
            _between(via, opening.onset, until),
        )


def _between(via: Sequence[_State], onset: int, until: int) -> tuple[Annotation, ...]:
    first, last = (bisect_left(via, t, key=attrgetter("onset")) for t in (onset, until))
    return tuple(state.annotation for state in via[first:last])


def _lane(found: Sequence[Lane], track: str, like: Lane) -> Lane | None:
    """The lane of another track that belongs to this one: of the same subject, else of the track's own."""
    of_track = [lane for lane in found if lane.track.id == track]
    same = [lane for lane in of_track if lane.subject == like.subject]
    own = [lane for lane in of_track if lane.subject == lane.track.subject]
    return next(iter((*same, *own)), None)


def _states(lane: Lane | None, window: Interval) -> list[_State]:
    """The states of a lane that share time with the window, cut at its ends."""
    return [] if lane is None else [_State(*state) for state in clipped(lane.annotations, window)]


def _openings(codes: Sequence[str], states: Sequence[_State]) -> Iterator[_State]:
    before: _State | None = None
    for state in states:
        goes_on = before is not None and before.code in codes and before.offset == state.onset
        if state.code in codes and not goes_on:
            yield state
        before = state


def _closings(close: Mapping[str, Any], lane: Lane | None, window: Interval) -> Iterator[_State]:
    """The states that begin a stretch of closing codes long enough to close."""
    run: list[_State] = []
    for state in _states(lane, window):
        if state.code not in close["enters"]:
            continue
        if run and run[-1].offset != state.onset:
            yield from _lasting(run, close["sustained_ms"])
            run = []
        run.append(state)
    yield from _lasting(run, close["sustained_ms"])


def _lasting(run: Sequence[_State], sustained_ms: int) -> Iterator[_State]:
    if run and run[-1].offset - run[0].onset >= sustained_ms:
        yield run[0]


def _censored_at(named: Iterable[str], found: Sequence[Lane], like: Lane, window: Interval) -> Iterator[int]:
    yield window.offset
    for name in named:
        if name != SEGMENT_END:
            track, _, code = name.partition(".")
            yield from (s.onset for s in _states(_lane(found, track, like), window) if s.code == code)


def _via(
    via: Mapping[str, Any] | None, found: Sequence[Lane], like: Lane, window: Interval
) -> Iterator[_State]:
    if via is not None:
        states = _states(_lane(found, via["track"], like), window)
        yield from (state for state in states if state.code in via["codes"])
