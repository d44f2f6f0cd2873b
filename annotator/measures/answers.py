"""What can answer a signal: acts, states that begin, changes of state; and answers that were linked."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any

from annotator.measures.bouts import bouts
from annotator.measures.rule import Rule
from annotator.measures.seen import LASTING, Seen
from annotator.measures.selecting import selected
from annotator.model import Annotation
from annotator.stats import Lane, Spans, inside, union


@dataclass(frozen=True, slots=True)
class Answer:
    """What can answer, at ``at`` ms: an act or state that begins, or a state that ``ends`` there."""

    at: int
    annotation: Annotation
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """Every answer in the coded window, by time.

    ``linked`` holds for a cue's id the first answer that the coder linked to it; ``free`` are those
    without any such link. ``going`` is the time in which a state that answers goes on;
    ``in_sight`` counts the answers in scorable time.
    """

    times: list[int]
    free: list[Answer]
    linked: Mapping[str, Answer]
    going: Spans
    in_sight: int
    free_times: list[int] = field(default_factory=list)

    def goes_on(self, t: int, rule: Rule) -> bool:
        """Whether an answer was going on at ``t`` that had begun before the rule's window did."""
        i = bisect_right(self.going, t, key=itemgetter(1))
        return i < len(self.going) and self.going[i][0] <= t + min(rule.low, 0)


def pool(found: Seen, rule: Rule) -> Pool:
    """The answers of a rule."""
    acts, going, unseen = [], [], 0
    for lane in found.of_track(rule.response["track"]):
        mine = list(_acts(found, rule, lane))
        hidden = found.unseen(lane).spans
        unseen += sum(inside(hidden, answer.at) for answer in mine) if hidden else 0
        acts += mine
        going += _running(found, selected(rule.response, found.scheme, lane), lane)
    for lane in found.of_track(rule.change["track"]) if rule.change else ():
        acts += _changes(found, rule.change or {}, lane)
        entered = {"track": lane.track.id, "codes": (rule.change or {}).get("enters") or [""]}
        going += _running(found, selected(entered, found.scheme, lane), lane)
    acts.sort(key=lambda answer: (answer.at, answer.annotation.id))
    linked, bound = _linked(found, rule, acts) if rule.link_wins else ({}, set())
    free = [answer for answer in acts if answer.annotation.id not in bound]
    times = [answer.at for answer in acts]
    return Pool(times, free, linked, union(going), len(acts) - unseen, [answer.at for answer in free])


def _acts(found: Seen, rule: Rule, lane: Lane) -> Iterator[Answer]:
    """Acts, or the onsets of states after the scheme's clean-up rules, in the coded window."""
    window, chosen = found.window, selected(rule.response, found.scheme, lane)
    if lane.track.kind not in LASTING:
        yield from (Answer(a.content.onset_ms, a) for a in chosen if window.holds(a.content.onset_ms))
        return
    whole = [(a.content.onset_ms, a.content.offset_ms, a) for a in chosen if a.content.offset_ms is not None]
    for bout in bouts(whole, found.scheme.timebase, found.marked(lane).spans):
        if window.holds(bout.onset):
            yield Answer(bout.onset, bout.annotations[0])


def _running(found: Seen, chosen: Sequence[Annotation], lane: Lane) -> list[tuple[int, int]]:
    if lane.track.kind not in LASTING:
        return []
    return [(a.content.onset_ms, a.content.stretch(found.window.offset).offset) for a in chosen]


def _changes(found: Seen, change: Mapping[str, Any], lane: Lane) -> Iterator[Answer]:
    """Where a lane comes into one of the codes that are entered, or out of those that are left.

    Coming out of a state into time that could not be seen is no change that anybody saw.
    """
    enters, leaves = set(change.get("enters") or ()), set(change.get("leaves") or ())
    missing, window = lane.missing_codes, found.window
    for before, after in pairwise((None, *lane.annotations)):
        if after is None or not window.holds(after.content.onset_ms):
            continue
        was = None if before is None else before.content.code
        now, at = after.content.code, after.content.onset_ms
        follows = before is not None and before.content.offset_ms == at
        if now in enters and not (follows and was in enters):
            yield Answer(at, after)
        elif before is not None and follows and was in leaves and now not in (leaves | missing):
            yield Answer(at, before, ends=True)


def _linked(found: Seen, rule: Rule, acts: Sequence[Answer]) -> tuple[dict[str, Answer], set[str]]:
    """The first answer linked to each annotation; and the ids of all answers that are linked to any."""
    track = rule.cue["track"]
    names = [m.id for m in found.scheme.modifiers if m.type == "link" and track in m.links_to]
    linked: dict[str, Answer] = {}
    bound: set[str] = set()
    for answer in sorted(acts, key=attrgetter("at")) if names else ():
        modifiers = answer.annotation.content.modifiers
        for name in names if modifiers else ():
            targets = modifiers.get(name)
            for target in targets if isinstance(targets, tuple) else ():
                linked.setdefault(target, answer)
                bound.add(answer.annotation.id)
    return linked, bound
