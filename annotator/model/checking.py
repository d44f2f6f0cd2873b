"""Whether what was coded fits its scheme: every code known, every time in order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.errors import Problem, Said, said
from annotator.model.coding import RATED, Content, Edit, EditKind, ModifierValue
from annotator.model.session import Session, Subject
from annotator.schemes.scheme import Code, Modifier, Scale, Scheme, Track

_HAIR = 1e-6
"""How far from a whole number of steps still counts as whole: 0.1 + 0.2 is not 0.3 in binary."""
CODED_AT_THE_DESK = ("state", "point", "interval", "rating")


@dataclass(frozen=True, slots=True)
class Lane:
    """One track for one subject: where annotations that can exclude one another lie."""

    track: Track
    subject: Subject


def subjects_of(session: Session, scheme: Scheme) -> list[Subject]:
    """The people of a session in the scheme's roles, in the scheme's order.

    A role that several people hold gives one subject each: the first keeps the scheme's id,
    the others add a number ("parent-2"), also to the label where a person has none. A role that
    nobody was entered for stays, unnamed.
    """
    found: list[Subject] = []
    for role in scheme.subjects:
        people = [s for s in session.subjects if s.role == role.role]
        if len(people) < 2:
            found.append(
                Subject(role.id, role.id, role.role, str(role.label), people[0].person if people else None)
            )
            continue
        for number, person in enumerate(people, start=1):
            id = role.id if number == 1 else f"{role.id}-{number}"
            label = person.label or f"{role.label} {number}"
            found.append(Subject(id, role.id, role.role, label, person.person))
    return found


def lanes_of(scheme: Scheme, profile: str, subjects: Sequence[Subject]) -> list[Lane]:
    """The lanes a profile is coded on, in the scheme's order of tracks."""
    tracks = [track for track in scheme.tracks_of(profile) if track.kind in CODED_AT_THE_DESK]
    return [Lane(track, subject) for track in tracks for subject in subjects if subject.of == track.subject]


def check_content(
    content: Content, lanes: Iterable[Lane], scheme: Scheme, end_ms: int | None
) -> Problem | None:
    """The first thing wrong with one annotation's content; None when it fits the scheme.

    ``end_ms`` is the film's end on the session clock, None while it is not known.
    """
    lane = next((n for n in lanes if (n.track.id, n.subject.id) == (content.track, content.subject)), None)
    if lane is None:
        sentence = said(
            "The track {track} of {subject} is not coded here.", track=content.track, subject=content.subject
        )
        return Problem("unknown_track", _where(content), sentence)
    code = lane.track.code(content.code)
    if code is None:
        sentence = said("The track {track} has no code {code}.", track=content.track, code=content.code)
        return Problem("unknown_code", _where(content), sentence)
    misfit = _times(content, lane.track, end_ms) or _modifiers(content.modifiers, code, scheme)
    return Problem("invalid", _where(content), misfit) if misfit else None


AGREED_STAYS = said(
    "Where this mark lies and what it is was agreed on by two coders. Only what qualifies it is added here."
)


def moves_agreed(edit: Edit, standing: Content | None) -> Problem | None:
    """Why an edit does not belong into a coding that goes on from agreed onsets; None when it does.

    There only modifiers, comments and stars change: no mark comes, goes, moves or becomes another.
    """
    given = edit.content
    if edit.kind is EditKind.CHANGE and given is not None and standing is not None:
        kept = replace(
            given, modifiers=standing.modifiers, comment=standing.comment, flagged=standing.flagged
        )
        if kept == standing:
            return None
    return Problem("agreed", edit.id, AGREED_STAYS)


def _where(content: Content) -> Said:
    code = f"{content.track}.{content.code}"
    return said("{code} at {onset_ms} ms", code=code, onset_ms=content.onset_ms)


def _times(content: Content, track: Track, end_ms: int | None) -> Said | None:
    if content.onset_ms < 0 or (end_ms is not None and content.onset_ms > end_ms):
        return said("The onset lies outside the film.")
    if track.kind == "point":
        if content.is_point:
            return None
        return said("A point has no duration: onset and offset must be equal.")
    if content.offset_ms is None:
        return (
            None if track.kind == "state" else said("It holds for a stretch of the film, which has an end.")
        )
    if content.offset_ms <= content.onset_ms:
        return said("A state ends after it begins.")
    if end_ms is not None and content.offset_ms > end_ms:
        return said("The offset lies after the film's end.")
    return _off_the_grid(content, track)


def _off_the_grid(content: Content, track: Track) -> Said | None:
    """Intervals are told off from 0 of the session clock on, alike for every coder."""
    length = track.interval_ms
    if length is None:
        return None
    n, rest = divmod(content.onset_ms, length)
    if rest == 0 and content.offset_ms == (n + 1) * length:
        return None
    return said("Intervals of this track last {length} ms each, counted from 0.", length=length)


def _modifiers(given: Mapping[str, ModifierValue], code: Code, scheme: Scheme) -> Said | None:
    for id, value in given.items():
        if id == RATED and code.scale is not None:
            if not _on(code.scale, value):
                return said("{value} is no value of this scale.", value=repr(value))
            continue
        modifier = scheme.modifier(id) if id in code.modifiers else None
        if modifier is None:
            return said("The code {code} has no modifier {modifier}.", code=code.id, modifier=id)
        if not _fits(value, modifier):
            return said("The modifier {modifier} cannot be {value}.", modifier=id, value=repr(value))
    return None


def fitting(given: Mapping[str, ModifierValue], code: Code, scheme: Scheme) -> dict[str, ModifierValue]:
    """Those of some modifiers that a code can have, each with a value that it can have."""
    return {id: value for id, value in given.items() if _modifiers({id: value}, code, scheme) is None}


def _fits(value: ModifierValue, modifier: Modifier) -> bool:
    options: Collection[str] = [option.id for option in modifier.options]
    match modifier.type:
        case "choice":
            return isinstance(value, str) and value in options
        case "multi":
            return (
                isinstance(value, tuple) and list(value) == sorted(set(value)) and set(value) <= set(options)
            )
        case "boolean":
            return isinstance(value, bool)
        case "integer" | "number":
            return _is_number(value, modifier)
        case "text":
            return isinstance(value, str) and len(value) <= (modifier.max_chars or 1000)
        case "link":
            most = modifier.links_at_most
            return isinstance(value, tuple) and (most is None or len(value) <= most)
    return False


def _on(scale: Scale, value: ModifierValue) -> bool:
    """Whether a value is one of the steps of a scale."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    steps = (value - scale.minimum) / scale.step
    return scale.minimum <= value <= scale.maximum and abs(steps - round(steps)) < _HAIR


def _is_number(value: ModifierValue, modifier: Modifier) -> bool:
    if isinstance(value, bool) or not isinstance(value, int if modifier.type == "integer" else int | float):
        return False
    low, high = modifier.minimum, modifier.maximum
    return (low is None or value >= low) and (high is None or value <= high)
