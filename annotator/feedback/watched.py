"""A coding taken apart for choosing moments: what may make a suggestion, and what could be seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.feedback.rules import MeetingRules, rules_of
from annotator.model import Annotation, Coding, Interval
from annotator.schemes.scheme import Code, Scheme, Text, Track
from annotator.stats import Lane, Spans, lanes, shares, union

AFTER_MS = 10_000
"""How long after an answer a good state still counts as its effect."""

DISTRESS = ("crying", "fussing")
"""Ids of a child's states that are hard for it; schemes call them neutral, for they are nobody's fault."""

PAIRS = ("dyad", "group")


@dataclass(frozen=True, slots=True)
class Unseen:
    """A stretch in which somebody, or the pair (``of`` is None), could not be seen."""

    of: str | None
    onset: int
    offset: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A coding whose scheme is made for meetings, taken apart.

    ``lanes`` hold its states and points in the coded window, running states ended, without what
    a practitioner may not see. ``unseen`` is the time marked as missing, ``judged`` the time in
    which a track says for every moment if somebody could be seen, ``good`` the time in which some
    strength held, ``calmer`` when a child came out of a difficult state into one that is none. ``reader``
    is the language of labels.
    """

    coding: Coding
    scheme: Scheme
    rules: MeetingRules
    reader: str
    lanes: Sequence[Lane]
    unseen: Sequence[Unseen]
    judged: Spans
    good: Spans
    calmer: Sequence[int] = ()

    @property
    def holds_nothing(self) -> bool:
        """Whether nothing was coded that could make a suggestion."""
        return not any(lane.annotations for lane in self.lanes)

    def annotations(self) -> list[Annotation]:
        """Everything on the lanes, by time."""
        found = [annotation for lane in self.lanes for annotation in lane.annotations]
        return sorted(found, key=lambda a: (a.content.onset_ms, a.id))

    def code(self, annotation: Annotation) -> Code:
        """The code of an annotation; every one on a lane has one in the scheme."""
        track = self.scheme.track(annotation.content.track)
        code = track.code(annotation.content.code) if track is not None else None
        if code is None:
            raise ValueError(f"the scheme has no code {annotation.content.code}")
        return code

    def label(self, annotation: Annotation) -> str:
        """What the code of an annotation is called in the reader's language."""
        return self.code(annotation).label.in_language(self.reader)

    def stretch(self, annotation: Annotation) -> Interval:
        """The part of an annotation inside the coded window."""
        whole = annotation.content.stretch(self.coding.window.offset)
        return whole.common(self.coding.window) or whole

    def missing(self, subjects: Iterable[str] | None = None) -> Spans:
        """The time in which the pair or one of these people could not be seen; anybody when None."""
        watched = None if subjects is None else set(subjects)
        mine = (u for u in self.unseen if watched is None or u.of is None or u.of in watched)
        return union((u.onset, u.offset) for u in mine)

    def good_after(self, at: int) -> bool:
        """Whether in the ten seconds after ``at`` ms a strength holds at some time or a child grew calmer."""
        return shares(self.good, at, at + AFTER_MS) or any(at < t <= at + AFTER_MS for t in self.calmer)


def watched(coding: Coding | None, scheme: Scheme | None, reader: str) -> Watched | None:
    """A coding taken apart; None when there is none, or its scheme is not made for meetings."""
    rules = rules_of(scheme) if scheme is not None else None
    if coding is None or scheme is None or rules is None:
        return None
    coded = [lane for lane in lanes(coding, scheme) if lane.track.kind in ("state", "point")]
    kept = [Lane(lane.track, lane.subject, tuple(_kept(lane, coding.window))) for lane in coded]
    pairs = {subject.id for subject in scheme.subjects if subject.role in PAIRS}
    unseen = [
        Unseen(None if lane.track.subject in pairs else lane.subject, stretch.onset, stretch.offset)
        for lane in kept
        for stretch in _stretches(lane, lane.missing_codes, coding.window)
    ]
    judged = [
        (stretch.onset, stretch.offset)
        for lane in kept
        if lane.track.exhaustive and lane.track.kind == "state"
        for stretch in _stretches(lane, (code.id for code in lane.track.codes), coding.window)
    ]
    good = [
        (stretch.onset, stretch.offset)
        for lane in kept
        for stretch in _stretches(lane, strengths(scheme, lane.track.id), coding.window)
    ]
    calmer = sorted(t for lane in kept for t in _calmer(lane, scheme))
    return Watched(coding, scheme, rules, reader, kept, unseen, union(judged), union(good), calmer)


def _calmer(lane: Lane, scheme: Scheme) -> Iterable[int]:
    """When a child's state turns from a difficult one into another that follows at once and is none."""
    children = {subject.id for subject in scheme.subjects if subject.role == "child"}
    if lane.track.kind != "state" or lane.track.subject not in children:
        return
    for before, after in pairwise(lane.annotations):
        was, is_now = (lane.track.code(a.content.code) for a in (before, after))
        if was is None or is_now is None or before.content.offset_ms != after.content.onset_ms:
            continue
        if _is_distress(was) and not _is_distress(is_now) and is_now.valence != "missing":
            yield after.content.onset_ms


def _is_distress(code: Code) -> bool:
    return code.valence == "challenge" or code.id in DISTRESS


def _kept(lane: Lane, window: Interval) -> Iterable[Annotation]:
    for annotation in lane.annotations:
        code = lane.track.code(annotation.content.code)
        if code is not None and not is_hidden(lane.track, code) and _in_window(annotation, window):
            yield annotation


def _in_window(annotation: Annotation, window: Interval) -> bool:
    stretch = annotation.content.stretch(window.offset)
    return window.holds(stretch.onset) or stretch.overlap(window) > 0


def _stretches(lane: Lane, codes: Iterable[str], window: Interval) -> Iterable[Interval]:
    wanted = set(codes)
    for annotation in lane.annotations:
        if annotation.content.code in wanted:
            yield annotation.content.stretch(window.offset)


def is_hidden(track: Track, code: Code) -> bool:
    """Whether a practitioner may not see a code as such: then it never makes a suggestion."""
    visible = code.visibility or track.visibility
    return bool(visible) and "practitioner" not in visible


def strengths(scheme: Scheme, track: str) -> tuple[str, ...]:
    """The strengths of a state track, without those that are a way back: contact is not there yet."""
    rules = scheme.document["rules"]["episodes"]
    ways = {(r["via"]["track"], code) for r in rules if r.get("via") for code in r["via"]["codes"]}
    found = scheme.track(track)
    codes = found.codes if found is not None and found.kind == "state" else ()
    return tuple(c.id for c in codes if c.valence == "strength" and (track, c.id) not in ways)


def may_be_shown(code: Code) -> bool:
    """Whether the scheme leaves it open to show a code's moments to a parent."""
    return code.feedback is None or code.feedback.show_to_parent is not False


def words_of(code: Code) -> tuple[Text | None, Text | None]:
    """The phrase and the question of a code that a parent may be shown; None where it has none."""
    if code.feedback is None or not may_be_shown(code):
        return None, None
    return code.feedback.phrase, code.feedback.question
