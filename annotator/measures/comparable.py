"""Which earlier visit a visit may be held against: the last one under the same conditions."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.errors import said

LEAST_MS = 60_000
"""A shorter coded window says too little."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Under what conditions a visit was coded: what was going on, with what, by whom, how much of it.

    ``date`` is the day of the film (ISO 8601), ``context`` what they were doing, ``window_ms`` the coded
    window. ``coder`` is who coded; a consensus has none but itself.
    """

    coding: str
    session: str
    label: str
    date: str
    context: str
    scheme: str
    version: str
    profile: str
    coder: str
    window_ms: int


def why_not(then: Coded, now: Coded) -> str:
    """Why an earlier coding says nothing about change, as a sentence; empty when the two are comparable.

    The same scheme in its major version, at the same depth, by the same person, in the same situation, and
    coded windows of which the shorter is a minute or more and at least half as long as the other.

    Source: clinical-practice, 8.1 and 8.3; the scheme format, 5, for versions.
    """
    if then.context != now.context:
        return said("{visit} was another situation.", visit=then.label)
    if (then.scheme, _major(then)) != (now.scheme, _major(now)):
        return said("{visit} was coded with another scheme, or another version of it.", visit=then.label)
    if then.profile != now.profile:
        return said("{visit} was coded at another depth.", visit=then.label)
    if then.coder != now.coder:
        return said("{visit} was coded by somebody else: what differs could be the coders.", visit=then.label)
    shorter, longer = sorted((then.window_ms, now.window_ms))
    if shorter < LEAST_MS or 2 * shorter < longer:
        return said("Too little was coded of {visit} or of this visit.", visit=_shorter(then, now))
    return ""


def _shorter(then: Coded, now: Coded) -> str:
    return min(then, now, key=lambda each: each.window_ms).label


def comparable(now: Coded, others: Iterable[Coded]) -> list[Coded]:
    """The earlier codings that this one may be held against, one a visit, the earliest first."""
    there = {each.session: each for each in others if each.date < now.date and not why_not(each, now)}
    return sorted(there.values(), key=lambda each: (each.date, each.session))


def nearest(now: Coded, others: Iterable[Coded]) -> str:
    """Why no earlier coding is comparable: what keeps the latest one from it; empty when there is none."""
    before = sorted((each for each in others if each.date < now.date), key=lambda each: each.date)
    return why_not(before[-1], now) if before else ""


def _major(coded: Coded) -> str:
    return coded.version.partition(".")[0]
