"""What a suggestion shows and weighs, and which of many are taken; of equally weighty ones the earlier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.errors import Said, said
from annotator.feedback.candidates import Candidate
from annotator.feedback.rules import MeetingRules
from annotator.feedback.weights import RULES, USUAL, Weights
from annotator.model import Interval
from annotator.stats import Spans, intersection, length
from annotator.timecode import short_clock

STARRED = ("star", "starred_note")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its clip and its weight by itself; ``shows`` says in words what counted."""

    candidate: Candidate
    clip: Interval
    weight: int
    shows: tuple[Said, ...]


def weigh(
    candidate: Candidate,
    clip: Interval,
    stars: Sequence[int],
    missing: Spans,
    judged: Spans,
    weights: Weights = USUAL,
) -> Weighed:
    """What counts for a candidate and against it.

    ``stars`` are the times of all stars, in order; ``missing`` is the time that cannot be seen,
    ``judged`` the time of which somebody said so or the contrary.
    """
    weight, shows = weights.of(candidate.rule), list(candidate.chain)
    inside = [at for at in stars if clip.onset <= at <= clip.offset]
    if inside and candidate.rule not in STARRED:
        weight += weights.star_inside
        shows.append(said("your star at {at}", at=short_clock(inside[0])))
    if candidate.good_after:
        weight += weights.good_after
        shows.append(said("a good or calmer state within ten seconds after"))
    unseen = length(intersection(missing, [(clip.onset, clip.offset)]))
    if unseen:
        weight -= weights.unseen_second * -(-unseen // 1000)
        shows.append(said("a part of it cannot be seen"))
    elif length(intersection(judged, [(clip.onset, clip.offset)])) == clip.duration:
        weight += weights.all_seen
        shows.append(said("all of it can be seen"))
    return Weighed(candidate, clip, weight, tuple(shows))


def clip_of(core: Interval, bounds: Interval, rules: MeetingRules, keep: str = "") -> Interval | None:
    """The stretch to show for a core: with its leads, inside bounds, neither too short nor too long.

    What is too long gives up its end (``keep`` is "onset") or its beginning ("offset"), or only
    the leads; None when that is not enough, and when the bounds are shorter than the shortest.

    >>> rules = MeetingRules(shortest_ms=5_000, longest_ms=30_000, lead_in_ms=3_000, lead_out_ms=3_000)
    >>> film = Interval(0, 60_000)
    >>> clip_of(Interval(20_000, 22_000), film, rules)
    Interval(onset=17000, offset=25000)
    >>> clip_of(Interval(0, 0), film, rules), clip_of(Interval(20_000, 55_000), film, rules)
    (Interval(onset=0, offset=5000), None)
    >>> clip_of(Interval(20_000, 55_000), film, rules, "offset")
    Interval(onset=28000, offset=58000)
    """
    onset = max(bounds.onset, core.onset - rules.lead_in_ms)
    offset = min(bounds.offset, core.offset + rules.lead_out_ms)
    if bounds.duration < rules.shortest_ms or offset <= onset:
        return None
    if offset - onset > rules.longest_ms:
        return _shortened(core, Interval(onset, offset), rules.longest_ms, keep)
    offset = min(bounds.offset, max(offset, onset + rules.shortest_ms))
    return Interval(min(onset, offset - rules.shortest_ms), offset)


def _shortened(core: Interval, clip: Interval, longest_ms: int, keep: str) -> Interval | None:
    if keep == "onset":
        return Interval(clip.onset, clip.onset + longest_ms)
    if keep == "offset":
        return Interval(clip.offset - longest_ms, clip.offset)
    if core.duration > longest_ms:
        return None
    before, after = core.onset - clip.onset, clip.offset - core.offset
    onset = clip.onset + (clip.duration - longest_ms) * before // (before + after)
    return Interval(onset, onset + longest_ms)


def chosen(weighed: Sequence[Weighed], most: int, weights: Weights = USUAL) -> list[Weighed]:
    """The weightiest, one after the other; each of a rule that is there already weighs less."""
    taken: list[Weighed] = []
    left = list(weighed)
    while left and len(taken) < most:
        best = min(left, key=_order(taken, weights))
        taken.append(best)
        left = [one for one in left if not _is_nearly_the_same(one.clip, best.clip)]
    return taken


def _order(taken: Sequence[Weighed], weights: Weights) -> Callable[[Weighed], tuple[int, int, int]]:
    rules = [one.candidate.rule for one in taken]

    def order(one: Weighed) -> tuple[int, int, int]:
        weight = one.weight - weights.same_rule * rules.count(one.candidate.rule)
        return -weight, one.candidate.at, RULES.index(one.candidate.rule)

    return order


def _is_nearly_the_same(first: Interval, second: Interval) -> bool:
    return 2 * first.overlap(second) > min(first.duration, second.duration)
