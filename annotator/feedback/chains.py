"""Chains of a child's signal and what came of it: what may be called an answer, and what may not."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from operator import attrgetter
from typing import Any

from annotator.measures import selected
from annotator.model import Annotation, Content
from annotator.schemes.scheme import Code, Scheme
from annotator.stats import Lane


class Link(Enum):
    """What the second link of a chain is: an act or state that begins, or a state that ends."""

    BEGINS = "begins"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Chain:
    """A signal and the answer to it under the scheme's contingency rule ``rule``.

    ``at`` is where the answer begins, in ms. ``answer`` is the act, or the state that begins
    there; for ``Link.ENDS`` it is the state that ends there.
    """

    rule: str
    cue: Annotation
    answer: Annotation
    at: int
    link: Link = Link.BEGINS


@dataclass(frozen=True, slots=True)
class _Answer:
    annotation: Annotation
    at: int
    link: Link


def answered(rule: Mapping[str, Any], scheme: Scheme, found: Sequence[Lane]) -> list[Chain]:
    """The signals of a contingency rule that were answered, by time, with the answer to each.

    An answer begins after the anchor and within the rule's window; with ``one_to_one`` each
    answer serves the earliest signal it can. A link that the coder set says what is answered,
    whatever the time between, where the rule lets links win. A state that was going on before
    the signal is no answer here. Nor is the end of a state that a strength does not follow: one
    who stops leading to look at the telephone has not respected a pause.
    """
    all_of_them = _answers(rule, scheme, found)
    linked = _linked(rule, scheme, found) if rule.get("explicit_link_wins") else {}
    by_link = {id for ids in linked.values() for id in ids}
    free = [answer for answer in all_of_them if answer.annotation.id not in by_link]
    used: set[int] = set()
    chains = []
    for cue in cues(rule, scheme, found):
        own = [a for a in all_of_them if a.annotation.id in linked[cue.id]] if cue.id in linked else []
        answer = own[0] if own else _in_time(rule, cue, free, used)
        if answer is not None:
            chains.append(Chain(rule["id"], cue, answer.annotation, answer.at, answer.link))
    return chains


def _in_time(
    rule: Mapping[str, Any], cue: Annotation, free: Sequence[_Answer], used: set[int]
) -> _Answer | None:
    low, high = (anchor(rule, cue.content) + edge for edge in rule["window_ms"])
    first = bisect_right(free, low, key=attrgetter("at"))
    for i in range(first, len(free)):
        if free[i].at > high:
            return None
        if i not in used:
            if rule["one_to_one"]:
                used.add(i)
            return free[i]
    return None


def anchor(rule: Mapping[str, Any], cue: Content) -> int:
    """Where the window of a rule begins for a cue, in ms."""
    ended = cue.onset_ms if cue.offset_ms is None else cue.offset_ms
    return ended if rule["anchor"] == "cue_offset" else cue.onset_ms


def cues(rule: Mapping[str, Any], scheme: Scheme, found: Sequence[Lane]) -> list[Annotation]:
    """The signals of a rule, by time."""
    return _selected(rule["cue"], scheme, found)


def was_coded(rule: Mapping[str, Any], found: Sequence[Lane]) -> bool:
    """Whether answers of a rule were looked for: something stands on a track that could hold them."""
    tracks = {rule["response"]["track"], (rule.get("or_state") or {}).get("track")}
    return any(lane.track.id in tracks and lane.annotations for lane in found)


def _answers(rule: Mapping[str, Any], scheme: Scheme, found: Sequence[Lane]) -> list[_Answer]:
    acts = [_Answer(a, a.content.onset_ms, Link.BEGINS) for a in _selected(rule["response"], scheme, found)]
    return sorted([*acts, *_changes(rule.get("or_state"), found)], key=lambda a: (a.at, a.annotation.id))


def _changes(change: Mapping[str, Any] | None, found: Sequence[Lane]) -> Iterator[_Answer]:
    """The changes of state that count as an answer."""
    for lane in found if change is not None else ():
        if change is None or lane.track.id != change["track"]:
            continue
        for before, after in pairwise((None, *lane.annotations)):
            if after is None:
                continue
            if _enters(change, before, after):
                yield _Answer(after, after.content.onset_ms, Link.BEGINS)
            elif before is not None and _leaves(change, before, after, lane):
                yield _Answer(before, after.content.onset_ms, Link.ENDS)


def _enters(change: Mapping[str, Any], before: Annotation | None, after: Annotation) -> bool:
    codes = change.get("enters") or ()
    return after.content.code in codes and (before is None or before.content.code not in codes)


def _leaves(change: Mapping[str, Any], before: Annotation, after: Annotation, lane: Lane) -> bool:
    codes = change.get("leaves") or ()
    into = lane.track.code(after.content.code)
    left = before.content.code in codes and after.content.code not in codes
    return left and before.content.offset_ms == after.content.onset_ms and _is_strength(into)


def _is_strength(code: Code | None) -> bool:
    return code is not None and code.valence == "strength"


def _selected(selector: Mapping[str, Any], scheme: Scheme, found: Sequence[Lane]) -> list[Annotation]:
    """The annotations that a selector means, of every subject, by time."""
    chosen = [annotation for lane in found for annotation in selected(selector, scheme, lane)]
    return sorted(chosen, key=lambda a: (a.content.onset_ms, a.id))


def _linked(rule: Mapping[str, Any], scheme: Scheme, found: Sequence[Lane]) -> Mapping[str, Sequence[str]]:
    """For each annotation that a response is linked to, the responses, by time."""
    links = [modifier.id for modifier in scheme.modifiers if modifier.type == "link"]
    pointed: dict[str, list[str]] = {}
    for annotation in _selected(rule["response"], scheme, found):
        for name in links:
            targets = annotation.content.modifiers.get(name)
            for target in targets if isinstance(targets, tuple) else ():
                pointed.setdefault(target, []).append(annotation.id)
    return pointed
