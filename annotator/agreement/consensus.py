"""A third record from two: what both say, and where they differ what was decided.

What nobody has decided stays in the record under one of the two codes, flagged, with both codes as its
comment, so that whoever finishes the consensus finds it. Nothing of the two records is changed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.agreement.compare import Comparison
from annotator.agreement.disagreements import Disagreement
from annotator.agreement.points import match_points
from annotator.agreement.states import Record, StateAgreement
from annotator.agreement.table import NONE
from annotator.model import Coding, Content, Interval
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane, lanes

Word = Literal["first", "second", "both", "unclear", "open"]
Where = tuple[str, str, int, int, str, str]
"""A moment of disagreement: track, subject, onset and offset in ms, the first's code, the second's."""
Decided = Mapping[Where, Word]
Named = Callable[[str, str], str]
"""What a code of a track is called, or that there is none: by the track's id and the code's."""
Told = Callable[[str, str, str], str]
"""Both codes of an open place, as its comment says them: by the track's id and both codes' ids."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What a consensus coding begins with, by onset, and at how many places nothing is decided."""

    contents: tuple[Content, ...]
    undecided: int
    window: Interval


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a lane: the code it gets, from whose record, and both codes where that is open."""

    onset: int
    offset: int
    code: str
    second: bool
    open: str = ""


def where(d: Disagreement) -> Where:
    """By what a moment is known again."""
    return d.track, d.subject, d.onset, d.offset, d.first, d.second


def consensus(
    a: Coding,
    b: Coding,
    scheme: Scheme,
    comparison: Comparison,
    decided: Decided,
    named: Named = lambda _track, code: code,
) -> Consensus:
    """The record that two codings and the decisions about them add up to.

    Where both say the same, that. Where they differ: the one who was found right. Where both are
    defensible, and at a boundary of which nobody decided anything, the first. Everything else (no
    decision, an unclear scheme, what only one could see) stands flagged. Two marks of one moment and
    ratings less than two points apart are the first's. Only tracks that both fill are in it. The comment of
    an open place has both codes as ``named`` calls them.
    """
    pair = ({_key(n): n for n in lanes(a, scheme)}, {_key(n): n for n in lanes(b, scheme)})
    window, found = comparison.window, list[Content]()
    differences = {where(d): d for d in comparison.disagreements}

    def word(at: Where) -> Word:
        chosen = decided.get(at, "open")
        slight = at in differences and differences[at].is_boundary
        return "first" if chosen == "both" or (chosen == "open" and slight) else chosen

    def told(track: str, first: str, second: str) -> str:
        return f"{named(track, first)} | {named(track, second)}"

    for lane in comparison.states:
        found += _states(lane, pair, word, told)
    tolerance = {(p.track, p.subject): p.tolerance_ms for p in comparison.points}
    shared = {n.track.id for n in pair[0].values()} & {n.track.id for n in pair[1].values()}
    for key in dict.fromkeys((*pair[0], *pair[1])):
        one, two = pair[0].get(key), pair[1].get(key)
        track = next(lane.track for lane in (one, two) if lane is not None)
        if track.id not in shared:
            continue
        mine, theirs = _inside(one, window), _inside(two, window)
        if track.kind == "point":
            found += _points(key, mine, theirs, tolerance.get(key, 0), differences.values(), word, told)
        elif track.kind == "rating":
            found += _rated(mine, theirs, differences.values(), word, told)
        elif track.kind == "interval":
            found += _scored(mine, theirs, differences.values(), word, told)
    found.sort(key=lambda c: (c.onset_ms, c.track, c.subject, c.code))
    return Consensus(tuple(found), sum(c.flagged for c in found), window)


def _key(lane: Lane) -> tuple[str, str]:
    return lane.track.id, lane.subject


def _inside(lane: Lane | None, window: Interval) -> list[Content]:
    contents = (a.content for a in lane.annotations) if lane else ()
    return [c for c in contents if window.holds(c.onset_ms) or c.stretch(window.offset).overlap(window)]


# States -----------------------------------------------------------------------------------------------


def _states(
    lane: StateAgreement,
    pair: tuple[Mapping[tuple[str, str], Lane], Mapping[tuple[str, str], Lane]],
    word: Callable[[Where], Word],
    told: Told,
) -> Iterator[Content]:
    sources = (pair[0].get((lane.track, lane.subject)), pair[1].get((lane.track, lane.subject)))
    for part in _joined(_parts(lane, word, told)):
        # Where several codes can hold at once, "not codable" is in every code's lane; the first one has it.
        if part.code != NONE and (lane.code in (None, part.code)):
            yield _content(lane, part, sources[part.second])


def _parts(lane: StateAgreement, word: Callable[[Where], Word], told: Told) -> Iterator[_Part]:
    record = lane.record
    for onset, offset, first, second in _pairs(record):
        if first == second:
            yield _Part(onset, offset, first, False)
            continue
        decision = word((lane.track, lane.subject, onset, offset, first, second))
        if decision in ("first", "second"):
            yield _Part(onset, offset, second if decision == "second" else first, decision == "second")
        else:
            code = second if first == NONE else first
            yield _Part(onset, offset, code, first == NONE, told(lane.track, first, second))


def _pairs(record: Record) -> Iterator[tuple[int, int, str, str]]:
    """The maximal stretches with the same pair of codes."""
    bounds, codes = record.pieces.bounds.tolist(), record.codes
    both = list(zip(record.pieces.first.tolist(), record.pieces.second.tolist(), strict=True))
    start = 0
    for i in range(1, len(both) + 1):
        if i == len(both) or both[i] != both[start]:
            yield bounds[start], bounds[i], codes[both[start][0]], codes[both[start][1]]
            start = i


def _joined(parts: Iterable[_Part]) -> list[_Part]:
    """Neighbours of one code become one; what is open stays by itself."""
    found = list[_Part]()
    for part in parts:
        last = found[-1] if found else None
        if last and last.code == part.code and last.offset == part.onset and not last.open and not part.open:
            found[-1] = replace(last, offset=part.offset)
        else:
            found.append(part)
    return found


def _content(lane: StateAgreement, part: _Part, source: Lane | None) -> Content:
    """Modifiers and comment come along from the annotation of the record that was followed."""
    contents = [a.content for a in source.annotations] if source else []
    stretch = Interval(part.onset, part.offset)
    of_code = [c for c in contents if c.code == part.code]
    like = max(of_code, key=lambda c: c.stretch(part.offset).overlap(stretch), default=None)
    made = Content(lane.track, lane.subject, part.code, part.onset, part.offset)
    if like is not None:
        made = replace(made, modifiers=like.modifiers, comment=like.comment)
    return replace(made, flagged=True, comment=part.open) if part.open else made


# Points, ratings, intervals ---------------------------------------------------------------------------


def _points(
    key: tuple[str, str],
    mine: Sequence[Content],
    theirs: Sequence[Content],
    tolerance_ms: int,
    differences: Iterable[Disagreement],
    word: Callable[[Where], Word],
    told: Told,
) -> Iterator[Content]:
    yield from _same_moments(mine, theirs, tolerance_ms)
    for d in differences:
        if not d.is_point or (d.track, d.subject) != key:
            continue
        sides = (_mark(mine, d.first, d), _mark(theirs, d.second, d))
        decision = word(where(d))
        if decision == "open" or decision == "unclear":
            kept = sides[0] or sides[1]
            yield from [_open(kept, told(d.track, d.first, d.second))] if kept else []
        else:
            kept = sides[1] if decision == "second" else sides[0]
            yield from [kept] if kept else []


def _same_moments(mine: Sequence[Content], theirs: Sequence[Content], tolerance_ms: int) -> Iterator[Content]:
    for code in dict.fromkeys(c.code for c in mine):
        ours = sorted((c for c in mine if c.code == code), key=lambda c: c.onset_ms)
        others = sorted(c.onset_ms for c in theirs if c.code == code)
        for i, _ in match_points([c.onset_ms for c in ours], others, tolerance_ms):
            yield replace(ours[i], flagged=False)


def _mark(of: Sequence[Content], code: str, d: Disagreement) -> Content | None:
    return next((c for c in of if c.code == code and c.onset_ms in (d.onset, d.offset)), None)


def _scored(
    mine: Sequence[Content],
    theirs: Sequence[Content],
    differences: Iterable[Disagreement],
    word: Callable[[Where], Word],
    told: Told,
) -> Iterator[Content]:
    """Codes of intervals: what both gave, and of the others what was decided."""
    known = {(d.track, d.subject, d.onset, d.first, d.second): d for d in differences}
    for content in mine:
        other = _beside(content, theirs)
        if other == content.code:
            yield replace(content, flagged=False)
            continue
        d = known.get((content.track, content.subject, content.onset_ms, content.code, other))
        decision = word(where(d)) if d else "open"
        if decision in ("first", "both"):
            yield replace(content, flagged=False)
        elif decision != "second":
            yield _open(content, told(content.track, content.code, other))
    for content in theirs:
        other = _beside(content, mine)
        if other == content.code:
            continue
        d = known.get((content.track, content.subject, content.onset_ms, other, content.code))
        decision = word(where(d)) if d else "open"
        if decision == "second":
            yield replace(content, flagged=False)
        elif decision not in ("first", "both") and other == NONE:
            yield _open(content, told(content.track, NONE, content.code))


def _beside(content: Content, others: Collection[Content]) -> str:
    """What the other said of the same interval: the same code where that is among it."""
    there = [c.code for c in others if c.onset_ms == content.onset_ms]
    return content.code if content.code in there else next(iter(there), NONE)


def _rated(
    mine: Sequence[Content],
    theirs: Sequence[Content],
    differences: Iterable[Disagreement],
    word: Callable[[Where], Word],
    told: Told,
) -> Iterator[Content]:
    """Ratings: the first's where the two lie near, else what was decided."""
    gaps = {where(d)[:5]: d for d in differences if d.rated is not None}
    for content in mine:
        twin = _twin(content, mine, theirs)
        gap = gaps.get(
            (content.track, content.subject, content.onset_ms, content.offset_ms or 0, content.code)
        )
        if gap is not None and twin is not None and gap.rated is not None:
            decision = word(where(gap))
            words = f"{gap.rated[0]:g} | {gap.rated[1]:g}"
            kept = {"first": content, "second": twin}.get(decision)
            yield replace(kept, flagged=False) if kept else _open(content, words)
        elif twin is not None and (content.rating is None) == (twin.rating is None):
            yield replace(content, flagged=False)
        else:
            yield _open(content, told(content.track, content.code, NONE))
    yield from (_open(c, told(c.track, NONE, c.code)) for c in theirs if _twin(c, theirs, mine) is None)


def _twin(content: Content, own: Collection[Content], others: Collection[Content]) -> Content | None:
    """What the other said of the same stretch with the same code."""
    ours, same = [c for c in own if c.code == content.code], [c for c in others if c.code == content.code]
    if len(ours) == len(same) == 1 and content.rating is not None:
        return same[0]
    end = content.offset_ms or content.onset_ms
    shared = [c for c in same if c.stretch(end).overlap(content.stretch(end))]
    return max(shared, key=lambda c: c.stretch(end).overlap(content.stretch(end)), default=None)


def _open(content: Content, words: str) -> Content:
    return replace(content, flagged=True, comment=words)
