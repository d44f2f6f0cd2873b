"""Which moments of a film one might look at together: suggestions by simple rules, each with its reason.

The rules are in ``candidates``, their weights in ``ranking``. A suggestion decides nothing: whoever
prepares the meeting chooses, and the rules of the meeting are asked of what was chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.errors import Said
from annotator.feedback import phrases
from annotator.feedback.candidates import from_coding, from_notes
from annotator.feedback.concerns import concerns, touches
from annotator.feedback.note import TimedNote
from annotator.feedback.plan import Kind
from annotator.feedback.ranking import STARRED, Weighed, chosen, clip_of, weigh
from annotator.feedback.rules import NARRATIVE, MeetingRules
from annotator.feedback.watched import watched
from annotator.feedback.weights import USUAL, Weights
from annotator.model import Coding, Interval
from annotator.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A moment that one might show: where, why, and the words for the parent.

    Times in ms on the session clock, ``at_ms`` the turning point inside. ``reason`` is one
    sentence for whoever prepares the meeting, ``shows`` everything that spoke for or against it.
    ``phrase`` and ``question`` are for the parent; ``untranslated`` says that one of them is not
    in the parent's language, for there was no translation.
    """

    id: str
    rule: str
    kind: Kind
    onset_ms: int
    offset_ms: int
    at_ms: int
    reason: Said
    phrase: str
    question: str
    shows: tuple[Said, ...]
    untranslated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What no suggestion goes beyond: the film's stretch on the session clock, and what is kept back.

    ``weights`` say how much each reason counts, as usual where a service set nothing else.

    ``concerns`` are marks for the supervisor besides those of the coding itself;
    ``challenges`` says whether difficult moments may be suggested where the scheme allows them.
    """

    film: Interval | None = None
    concerns: Sequence[Interval] = ()
    challenges: bool = True
    weights: Weights = USUAL


def suggest(
    coding: Coding | None,
    scheme: Scheme | None,
    notes: Sequence[TimedNote] = (),
    *,
    language: str,
    child: str,
    most: int = 6,
    limits: Limits | None = None,
    reader: str = "en",
) -> tuple[Suggestion, ...]:
    """Moments of a film to look at together, the weightiest first; the same for the same coding.

    Where nothing was coded, notes are all there is: starred ones, then the others. ``language``
    is the parent's, ``child`` what the child is called, ``reader`` the language of the labels in
    the reasons. Every suggestion lies in the coded window and in the film, is as long as the
    scheme wants it, and touches no mark for the supervisor. No two overlap by more than half of
    the shorter. Empty for a coding whose scheme is not made for meetings.
    """
    within = limits or Limits()
    seen = watched(coding, scheme, reader)
    if seen is None and coding is not None:
        return ()
    rules = NARRATIVE if seen is None else seen.rules
    bounds = _bounds(coding, within.film, notes, rules)
    found = [*from_notes(notes, narrative=seen is None or seen.holds_nothing)]
    hidden = [*within.concerns]
    if seen is not None:
        found += from_coding(seen, challenges=within.challenges)
        hidden += concerns(seen.coding, seen.scheme)
    stars = sorted(one.at for one in found if one.rule in STARRED)
    missing, judged = ([], []) if seen is None else (seen.missing(), seen.judged)
    weighed = [
        weigh(one, clip, stars, missing, judged, within.weights)
        for one in found
        if within.weights.of(one.rule)
        and (clip := clip_of(one.core, bounds, rules, one.keep)) is not None
        and clip.onset <= one.at <= clip.offset
        and not any(touches(mark, clip.onset, clip.offset) for mark in hidden)
    ]
    return tuple(_worded(one, language, child) for one in chosen(weighed, most, within.weights))


def _bounds(
    coding: Coding | None, film: Interval | None, notes: Sequence[TimedNote], rules: MeetingRules
) -> Interval:
    """The stretch in which every suggestion lies: the coded window and the film."""
    if coding is not None:
        return coding.window if film is None else coding.window.common(film) or Interval(0, 0)
    last = max((note.at_ms for note in notes if note.at_ms is not None), default=0)
    return film or Interval(0, last + rules.longest_ms)


def _worded(one: Weighed, language: str, child: str) -> Suggestion:
    candidate = one.candidate
    phrase = phrases.wording(candidate.phrase, phrases.PHRASES[candidate.kind], language, child)
    question = phrases.wording(candidate.question, phrases.QUESTIONS[candidate.kind], language, child)
    return Suggestion(
        id=f"{candidate.rule}-{candidate.at}",
        rule=candidate.rule,
        kind=candidate.kind,
        onset_ms=one.clip.onset,
        offset_ms=one.clip.offset,
        at_ms=candidate.at,
        reason=candidate.reason,
        phrase=phrase.words,
        question=question.words,
        shows=one.shows,
        untranslated=not (phrase.translated and question.translated),
    )
