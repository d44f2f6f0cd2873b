"""Where two coders' marks begin, laid side by side, so that both can go on from the same ones.

Marks of one lane are paired: first those of one same code, then those that are left, whatever their code.
A pair of one code is agreed on as it is; everything else is for a person to decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.agreement.compare import tolerance
from annotator.agreement.matching import NEAR, Event, Near, match_events
from annotator.errors import CodingError, NotComparable, Problem, said
from annotator.model import Annotation, Coding, Content, Interval, closed
from annotator.schemes.scheme import Scheme, Track
from annotator.timecode import clock

PLACED = ("state", "point", "interval")
"""Kinds of track whose marks have a place of their own; a rating holds for whole stretches."""


class Taken(StrEnum):
    """Which of two coders' marks is agreed on."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class OnsetPair:
    """What two coders have at one place of a lane: a mark of each, or of one alone."""

    track: str
    subject: str
    first: Annotation | None
    second: Annotation | None

    @property
    def key(self) -> str:
        """Which marks these are: their ids, as long as neither coding is changed."""
        return f"{self.first.id if self.first else ''}|{self.second.id if self.second else ''}"

    @property
    def marks(self) -> tuple[Annotation, ...]:
        """The marks there are, the first coder's before the second's."""
        return tuple(mark for mark in (self.first, self.second) if mark is not None)

    @property
    def onset_ms(self) -> int:
        """Where the earlier one begins, ms on the session clock."""
        return min(mark.content.onset_ms for mark in self.marks)

    @property
    def alike(self) -> bool:
        """Whether both have it with one same code, so that nothing is left to be decided."""
        return len({mark.content.code for mark in self.marks}) == 1 and len(self.marks) == 2

    def could(self) -> tuple[Taken, ...]:
        """What can be agreed on here; a mark that only one coder has is taken or left out."""
        if self.first is None:
            return Taken.SECOND, Taken.NEITHER
        if self.second is None:
            return Taken.FIRST, Taken.NEITHER
        return tuple(Taken)

    def taken(self, choice: Taken) -> tuple[Annotation, ...]:
        """The marks that a choice takes."""
        wanted = {
            Taken.FIRST: (self.first,),
            Taken.SECOND: (self.second,),
            Taken.BOTH: (self.first, self.second),
            Taken.NEITHER: (),
        }
        return tuple(mark for mark in wanted[choice] if mark is not None)

    def leaning(self, choice: Taken) -> Taken:
        """A choice for many places at once, as it is meant here: "first" leaves out what only the second has.

        >>> mark = Annotation("m", 1, Content("look", "infant", "bid", 0, 0))
        >>> OnsetPair("look", "infant", None, mark).leaning(Taken.FIRST).value
        'neither'
        """
        if choice in self.could():
            return choice
        return self.could()[0] if choice is Taken.BOTH else Taken.NEITHER


def pair_onsets(first: Coding, second: Coding, scheme: Scheme) -> tuple[OnsetPair, ...]:
    """Two coders' marks side by side, by onset, as far as they share time with what both declared as coded.

    Running states are taken to end at their coding's window. Two marks may be partners as in
    ``match_events``; on tracks of points the scheme's tolerance counts. NotComparable when the codings are of
    different visits, schemes or depths, or share no coded time.
    """
    window = shared_window(first, second)
    found: list[OnsetPair] = []
    ana, ben = (_by_lane(closed(coding), scheme, window) for coding in (first, second))
    for track, subject in sorted(ana.keys() | ben.keys()):
        mine, theirs = ana.get((track, subject), []), ben.get((track, subject), [])
        pairs = _partners(mine, theirs, _near(_track(scheme, track), scheme))
        found += [OnsetPair(track, subject, mine[i], theirs[j]) for i, j in pairs.items()]
        found += [OnsetPair(track, subject, a, None) for i, a in enumerate(mine) if i not in pairs]
        met = set(pairs.values())
        found += [OnsetPair(track, subject, None, b) for j, b in enumerate(theirs) if j not in met]
    return tuple(sorted(found, key=lambda pair: (pair.onset_ms, pair.track, pair.subject, pair.key)))


def shared_window(first: Coding, second: Coding) -> Interval:
    """The stretch that both declared as coded; NotComparable for codings that do not belong together."""
    if (first.session, first.scheme_hash, first.profile) != (
        second.session,
        second.scheme_hash,
        second.profile,
    ):
        raise NotComparable(
            said("Onsets are agreed on between two codings of one visit with one scheme and depth.")
        )
    window = first.window.common(second.window)
    if window is None:
        raise NotComparable(said("The two codings share no coded time, so there is nothing to agree on."))
    return window


def agreed_marks(
    pairs: Sequence[OnsetPair], choices: Mapping[str, Taken], scheme: Scheme
) -> list[Annotation]:
    """The marks that two coders go on from, by onset: where and what, and nothing that qualifies them.

    A pair of one code is taken with the first coder's times unless ``choices`` says otherwise; every other
    pair needs a choice, by its key. Where one code may hold at a time, a mark ends where the next one
    begins, as a press would have ended it; elsewhere a code ends itself. Marks keep the ids of those that
    they were taken from. CodingError names each pair without a choice that can be made there, and two marks
    that would begin at once.
    """
    _refuse_undecided(pairs, choices)
    marks = [mark for pair in pairs for mark in pair.taken(choice_of(pair, choices))]
    lanes: dict[tuple[str, str, str], list[Annotation]] = {}
    for mark in marks:
        bare = replace(mark.content, modifiers={}, comment="", flagged=False)
        alone = "" if _track(scheme, bare.track).exclusive else bare.code
        key = bare.track, bare.subject, alone
        lanes.setdefault(key, []).append(replace(mark, revision=0, content=bare))
    agreed: list[Annotation] = []
    for there in lanes.values():
        agreed += _one_at_a_time(sorted(there, key=lambda mark: (mark.content.onset_ms, mark.id)))
    return sorted(agreed, key=lambda mark: (mark.content.onset_ms, mark.content.track, mark.id))


def choice_of(pair: OnsetPair, choices: Mapping[str, Taken]) -> Taken:
    """What was chosen of a pair; of a pair of one code, the first coder's unless another was."""
    return choices.get(pair.key, Taken.FIRST)


def _refuse_undecided(pairs: Iterable[OnsetPair], choices: Mapping[str, Taken]) -> None:
    problems = []
    for pair in pairs:
        choice = choices.get(pair.key, Taken.FIRST if pair.alike else None)
        if choice is None:
            sentence = said("Nobody has decided yet what holds here.")
            problems.append(Problem("undecided", _where(pair.marks[0].content), sentence))
        elif choice not in pair.could():
            sentence = said("Only one of the two has a mark here: take it or leave it out.")
            problems.append(Problem("invalid", _where(pair.marks[0].content), sentence))
    if problems:
        raise CodingError(problems)


def _one_at_a_time(marks: Sequence[Annotation]) -> list[Annotation]:
    """Marks of which one may hold at a time, by onset, each ended by the next one."""
    ended: list[Annotation] = []
    for mark, after in zip(marks, (*marks[1:], None), strict=True):
        content, end = mark.content, mark.content.offset_ms or 0
        if after is not None and after.content.onset_ms == content.onset_ms:
            sentence = said(
                "Two marks would begin at once here, where one may hold at a time. Take one of them."
            )
            raise CodingError([Problem("overlap", _where(content), sentence)])
        if after is not None and after.content.onset_ms < end:
            at, frame = after.content.onset_ms, after.content.onset_frame
            content = replace(content, offset_ms=at, offset_frame=frame, raw_offset_ms=None)
        ended.append(replace(mark, content=content))
    return ended


def _where(content: Content) -> str:
    return said(
        "{track} of {subject} at {at}",
        track=content.track,
        subject=content.subject,
        at=clock(content.onset_ms),
    )


def _by_lane(coding: Coding, scheme: Scheme, window: Interval) -> dict[tuple[str, str], list[Annotation]]:
    lanes: dict[tuple[str, str], list[Annotation]] = {}
    for mark in sorted(coding.annotations, key=lambda a: (a.content.onset_ms, a.id)):
        content, track = mark.content, scheme.track(mark.content.track)
        if track is not None and track.kind in PLACED and _inside(content, window):
            lanes.setdefault((content.track, content.subject), []).append(mark)
    return lanes


def _inside(content: Content, window: Interval) -> bool:
    if content.is_point:
        return window.holds(content.onset_ms)
    return window.common(content.stretch(window.offset)) is not None


def _track(scheme: Scheme, id: str) -> Track:
    found = scheme.track(id)
    if found is None:
        raise NotComparable(said("The scheme has no track {track}.", track=id))
    return found


def _near(track: Track, scheme: Scheme) -> Near:
    return Near(tolerance_ms=tolerance(scheme)) if track.kind == "point" else NEAR


def _partners(mine: Sequence[Annotation], theirs: Sequence[Annotation], near: Near) -> dict[int, int]:
    """Partners by their places, those of one code first."""
    pairs: dict[int, int] = {}
    for code in sorted({a.content.code for a in mine} & {b.content.code for b in theirs}):
        pairs |= _matched(
            [i for i, a in enumerate(mine) if a.content.code == code],
            [j for j, b in enumerate(theirs) if b.content.code == code],
            (mine, theirs),
            near,
        )
    met = set(pairs.values())
    left = [i for i in range(len(mine)) if i not in pairs], [j for j in range(len(theirs)) if j not in met]
    return pairs | _matched(*left, (mine, theirs), near)


def _matched(
    left: Sequence[int],
    right: Sequence[int],
    of: tuple[Sequence[Annotation], Sequence[Annotation]],
    near: Near,
) -> dict[int, int]:
    first, second = [_event(of[0][i]) for i in left], [_event(of[1][j]) for j in right]
    return {left[i]: right[j] for i, j in match_events(first, second, near)}


def _event(mark: Annotation) -> Event:
    c = mark.content
    return c.onset_ms, c.onset_ms if c.offset_ms is None else c.offset_ms, c.code
