"""The rules of suggesting: each finds stretches of film that one might show, and says why.

Source: clinical-practice, 4.1 and 4.2.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from annotator.errors import Said, said
from annotator.feedback import chains
from annotator.feedback.note import TimedNote
from annotator.feedback.plan import Kind
from annotator.feedback.watched import PAIRS, Watched, is_hidden, may_be_shown, strengths, words_of
from annotator.measures import Bout, bouts, episodes
from annotator.model import Annotation, Interval
from annotator.schemes.scheme import Scheme, Text, Timebase
from annotator.stats import shares
from annotator.timecode import short_clock

STAR = "star"
"""The id of the code that says "show this"."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that a rule found.

    ``core`` must be shown, ``keep`` says which end of it when it is too long ("" for all of it or
    nothing); ``at`` is the turning point inside. ``chain`` are its links in words, ``phrase`` and
    ``question`` the scheme's words to parents. ``good_after`` says that a strength holds within
    ten seconds after the turning point.
    """

    rule: str
    kind: Kind
    core: Interval
    at: int
    reason: Said
    chain: tuple[Said, ...] = ()
    phrase: Text | None = None
    question: Text | None = None
    keep: Literal["", "onset", "offset"] = ""
    good_after: bool = False


def from_coding(seen: Watched, *, challenges: bool) -> Iterator[Candidate]:
    """What the rules find in a coding; difficult moments only with ``challenges``."""
    yield from stars(seen, challenges=challenges and seen.rules.challenges > 0)
    yield from repairs(seen)
    yield from answers(seen)
    for being in togetherness(seen):
        yield from longest(seen, being)
        yield from signals(seen, being)


def from_notes(notes: Sequence[TimedNote], *, narrative: bool) -> Iterator[Candidate]:
    """Notes with a star; in narrative work the others too."""
    for note in sorted(notes, key=lambda n: (n.at_ms or 0, n.id)):
        if note.at_ms is None or not (note.starred or narrative):
            continue
        core, at = Interval(note.at_ms, note.at_ms), short_clock(note.at_ms)
        if note.starred:
            reason = said("You starred your note at {at}.", at=at)
            yield Candidate("starred_note", Kind.STRENGTH, core, note.at_ms, reason)
        else:
            reason = said("You wrote a note at {at}.", at=at)
            yield Candidate("note", Kind.STRENGTH, core, note.at_ms, reason)


def stars(seen: Watched, *, challenges: bool) -> Iterator[Candidate]:
    """What was flagged, or marked with the code ``star``."""
    for annotation in seen.annotations():
        code = seen.code(annotation)
        if not (annotation.content.flagged or code.id == STAR) or code.valence == "missing":
            continue
        if not may_be_shown(code) or (code.valence == "challenge" and not challenges):
            continue
        core, (phrase, question) = seen.stretch(annotation), words_of(code)
        yield Candidate(
            "star",
            Kind.CHALLENGE if code.valence == "challenge" else Kind.STRENGTH,
            core,
            core.onset,
            said("You marked {at}: “{label}”.", at=short_clock(core.onset), label=seen.label(annotation)),
            phrase=phrase,
            question=question,
            keep="onset",
            good_after=seen.good_after(core.onset),
        )


def repairs(seen: Watched) -> Iterator[Candidate]:
    """Closed episodes that begin with something hard: two who lost each other and found the way back."""
    rules = {rule["id"]: rule for rule in seen.scheme.document["rules"]["episodes"]}
    for episode in episodes(seen.coding, seen.scheme):
        closed_by, at = episode.closed_by, episode.closed_at
        if closed_by is None or at is None or not _is_repair(seen, episode.opened_by, closed_by):
            continue
        phrase, question = _words_of_way(rules[episode.rule], seen.scheme)
        parents_part = bool(episode.via) and not any(_by_child(a, seen.scheme) for a in episode.via)
        yield Candidate(
            "repair",
            Kind.REPAIR,
            Interval(episode.onset, at),
            at,
            said(
                "“{lost}” at {at}, and at {then} the two have found the way back: “{found}”.",
                lost=seen.label(episode.opened_by),
                at=short_clock(episode.onset),
                then=short_clock(at),
                found=seen.label(closed_by),
            ),
            tuple(_link(seen, a) for a in (episode.opened_by, *episode.via, closed_by)),
            phrase,
            question if parents_part else None,
            keep="offset",
        )


def _is_repair(seen: Watched, opened_by: Annotation, closed_by: Annotation) -> bool:
    for annotation in (opened_by, closed_by):
        track = seen.scheme.track(annotation.content.track)
        if track is None or is_hidden(track, seen.code(annotation)):
            return False
    return seen.code(opened_by).valence == "challenge" and seen.code(closed_by).valence != "challenge"


def _words_of_way(rule: Mapping[str, Any], scheme: Scheme) -> tuple[Text | None, Text | None]:
    """The words of the code for the way back, which fit every repair."""
    via = rule.get("via")
    track = scheme.track(via["track"]) if via else None
    code = track.code(via["codes"][0]) if via and track is not None else None
    return (None, None) if code is None else words_of(code)


def _by_child(annotation: Annotation, scheme: Scheme) -> bool:
    """Whether a modifier says that the child did it: a question for the parent's part would be wrong."""
    children = {subject.id for subject in scheme.subjects if subject.role == "child"}
    return any(value in children for value in annotation.content.modifiers.values() if isinstance(value, str))


def answers(seen: Watched) -> Iterator[Candidate]:
    """Signals with their answer inside the scheme's window, all between them in sight."""
    for rule in seen.scheme.document["rules"]["contingency"]:
        for chain in chains.answered(rule, seen.scheme, seen.lanes):
            if _fits(seen, chain):
                yield _answer(seen, chain)


def _fits(seen: Watched, chain: chains.Chain) -> bool:
    cue, answer = seen.code(chain.cue), seen.code(chain.answer)
    begins = chain.link is chains.Link.BEGINS
    if not may_be_shown(cue) or not may_be_shown(answer) or (begins and answer.valence == "challenge"):
        return False
    return _in_sight(seen, _between(chain.cue, chain.at), chain.cue, chain.answer)


def _between(cue: Annotation, at: int) -> Interval:
    return Interval(min(cue.content.onset_ms, at), max(cue.content.onset_ms, at))


def _in_sight(seen: Watched, core: Interval, *links: Annotation) -> bool:
    missing = seen.missing({annotation.content.subject for annotation in links})
    return not shares(missing, core.onset, core.offset + 1)


def _answer(seen: Watched, chain: chains.Chain) -> Candidate:
    begins = chain.link is chains.Link.BEGINS
    phrase, question = words_of(seen.code(chain.answer)) if begins else (None, None)
    return Candidate(
        "answered",
        Kind.STRENGTH,
        _between(chain.cue, chain.at),
        chain.at,
        _answer_reason(seen, chain),
        (_link(seen, chain.cue), _link(seen, chain.answer)) if begins else (_link(seen, chain.cue),),
        phrase,
        question or words_of(seen.code(chain.cue))[1],
        good_after=seen.good_after(chain.at),
    )


def _answer_reason(seen: Watched, chain: chains.Chain) -> Said:
    at, then = short_clock(chain.cue.content.onset_ms), short_clock(chain.at)
    cue, answer = seen.label(chain.cue), seen.label(chain.answer)
    if chain.link is chains.Link.BEGINS:
        return said(
            "“{cue}” at {at} is answered at {then}: “{answer}”.", cue=cue, at=at, then=then, answer=answer
        )
    return said(
        "“{cue}” at {at} is answered at {then}: “{answer}” ends.", cue=cue, at=at, then=then, answer=answer
    )


@dataclass(frozen=True, slots=True)
class Being:
    """What a scheme calls being together: codes of a state track, over gaps of at most ``bridge_gap_ms``."""

    track: str
    codes: tuple[str, ...]
    bridge_gap_ms: int


def togetherness(seen: Watched) -> list[Being]:
    """What the scheme's measures of a longest bout look at, when those are strengths.

    A scheme without such a measure: the strengths of its pairs' state tracks.
    """
    scheme = seen.scheme
    measured = [
        Being(m["of"]["track"], tuple(m["of"]["codes"]), m.get("bridge_gap_ms") or 0)
        for m in scheme.document["measures"]
        if m["kind"] == "longest_bout" and (m.get("of") or {}).get("codes")
    ]
    if measured:
        return [being for being in measured if set(being.codes) <= set(strengths(scheme, being.track))]
    pairs = {subject.id for subject in scheme.subjects if subject.role in PAIRS}
    tracks = [track.id for track in scheme.tracks if track.subject in pairs]
    gap = scheme.timebase.merge_gap_ms
    return [Being(track, codes, gap) for track in tracks if (codes := strengths(scheme, track))]


def bouts_of(seen: Watched, being: Being) -> list[Bout]:
    """The bouts of being together of every pair in the coded window, by onset."""
    rules = Timebase(seen.scheme.timebase.min_state_ms, being.bridge_gap_ms)
    found: list[Bout] = []
    for lane in seen.lanes:
        if lane.track.id == being.track:
            held = [a for a in lane.annotations if a.content.code in being.codes]
            states = [(s.onset, s.offset, a) for a in held if (s := seen.stretch(a)).duration]
            found += bouts(states, rules, seen.missing({lane.subject}))
    return sorted(found, key=lambda bout: (bout.onset, bout.annotations[0].id))


def longest(seen: Watched, being: Being) -> Iterator[Candidate]:
    """The longest bout of being together, the first of several; shown from its beginning."""
    bout = max(bouts_of(seen, being), key=lambda b: b.duration, default=None)
    if bout is None:
        return
    phrase, question = words_of(seen.code(bout.annotations[0]))
    yield Candidate(
        "longest",
        Kind.STRENGTH,
        Interval(bout.onset, bout.offset),
        bout.onset,
        said(
            "The longest stretch of “{label}”: from {at} to {then}.",
            label=seen.label(bout.annotations[0]),
            at=short_clock(bout.onset),
            then=short_clock(bout.offset),
        ),
        phrase=phrase,
        question=question,
        keep="onset",
    )


def signals(seen: Watched, being: Being) -> Iterator[Candidate]:
    """Signals after which the two are together, where nobody looked for answers: so none is claimed."""
    starts = bouts_of(seen, being)
    for rule in seen.scheme.document["rules"]["contingency"]:
        if chains.was_coded(rule, seen.lanes):
            continue
        for cue in chains.cues(rule, seen.scheme, seen.lanes):
            low, high = (chains.anchor(rule, cue.content) + edge for edge in rule["window_ms"])
            start = next((bout for bout in starts if low < bout.onset <= high), None)
            if start is not None and may_be_shown(seen.code(cue)):
                yield from _signal(seen, cue, start)


def _signal(seen: Watched, cue: Annotation, start: Bout) -> Iterator[Candidate]:
    at, state = start.onset, start.annotations[0]
    core = _between(cue, at)
    if not _in_sight(seen, core, cue, state):
        return
    phrase, question = words_of(seen.code(state))
    yield Candidate(
        "together",
        Kind.STRENGTH,
        core,
        at,
        said(
            "“{cue}” at {at}, and from {then} on: “{state}”.",
            cue=seen.label(cue),
            at=short_clock(cue.content.onset_ms),
            then=short_clock(at),
            state=seen.label(state),
        ),
        (_link(seen, cue), _link(seen, state)),
        phrase,
        question,
    )


def _link(seen: Watched, annotation: Annotation) -> Said:
    at = short_clock(seen.stretch(annotation).onset)
    return said("{at} “{label}”", at=at, label=seen.label(annotation))
