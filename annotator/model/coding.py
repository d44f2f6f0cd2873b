"""What was coded: annotations, the edits that made them, and a coder's coding of a session."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from annotator.errors import CodingError, Problem, said
from annotator.model.interval import Interval

ModifierValue = str | bool | int | float | tuple[str, ...]

RATED = "_value"
"""Under which name a rating's value stands among the modifiers: no scheme can name a modifier so."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one annotation says: one code, of one subject on one track, over one stretch.

    Times are ms on the session clock, snapped to frames; ``offset_ms`` is None while a state
    is still running, and equals ``onset_ms`` for a point. The frames are indices in the
    film's frame table; the raw times are those of the press before snapping and before the
    coder's reaction-time offset was taken off.
    """

    track: str
    subject: str
    code: str
    onset_ms: int
    offset_ms: int | None
    onset_frame: int | None = None
    offset_frame: int | None = None
    raw_onset_ms: int | None = None
    raw_offset_ms: int | None = None
    modifiers: Mapping[str, ModifierValue] = field(default_factory=dict)
    comment: str = ""
    flagged: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it has no duration."""
        return self.offset_ms == self.onset_ms

    @property
    def rating(self) -> float | None:
        """The value on a rating's scale; None where it could not be judged, and on other tracks."""
        value = self.modifiers.get(RATED)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def stretch(self, end: int) -> Interval:
        """Its interval; a running state is taken to last until ``end`` ms."""
        offset = max(self.onset_ms, end) if self.offset_ms is None else self.offset_ms
        return Interval(self.onset_ms, offset)


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation as it stands after ``revision`` edits."""

    id: str
    revision: int
    content: Content


class EditKind(StrEnum):
    """What one edit does; ``window`` sets the stretch the coder declares as coded."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a coding.

    ``revision`` is the annotation's revision that the edit was made on (0 for a new one);
    it becomes ``revision + 1``. ``content`` is the whole content afterwards, None for a
    removal; ``window`` is the coded window that a window edit sets.
    """

    id: str
    kind: EditKind
    annotation: str | None
    revision: int
    content: Content | None = None
    window: Interval | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What a person did with one press or drag: edits that are saved, undone and redone together.

    ``tab`` and ``n`` number the acts of one browser tab from 1 without gaps; ``undoes`` names
    the act that an undo takes back or a redo does again; ``made_at`` is the browser's clock
    (ISO 8601), kept for the record and never used for order.
    """

    id: str
    tab: str
    n: int
    kind: str
    edits: tuple[Edit, ...]
    undoes: str | None = None
    made_at: str = ""


class CodingState(StrEnum):
    """Open while it is coded; submitted and locked; the agreed record of several."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's annotations of one session under one scheme version and profile.

    ``window`` is the stretch the coder declares as coded: the denominator of every rate. ``source`` is the
    coding of another version of the scheme that it was brought over from; None for one coded in its version.
    """

    id: str
    session: str
    coder: str
    scheme_hash: str
    profile: str
    state: CodingState
    window: Interval
    annotations: tuple[Annotation, ...] = ()
    coder_name: str = ""
    source: str | None = None

    def of(self, track: str, subject: str) -> list[Content]:
        """The contents on one track for one subject, by onset."""
        mine = (
            a.content for a in self.annotations if (a.content.track, a.content.subject) == (track, subject)
        )
        return sorted(mine, key=lambda c: (c.onset_ms, c.offset_ms is None, c.offset_ms or 0, c.code))

    def lanes(self) -> list[tuple[str, str]]:
        """The (track, subject) pairs that hold annotations, in alphabetical order."""
        return sorted({(a.content.track, a.content.subject) for a in self.annotations})


@dataclass(frozen=True, slots=True)
class Record:
    """What a sequence of edits adds up to: the annotations that stand, and the coded window."""

    annotations: Mapping[str, Annotation]
    removed: Mapping[str, int]
    window: Interval | None


def fold(edits: Iterable[Edit]) -> Record:
    """The record that edits add up to, in their order.

    ``removed`` holds the last revision of each annotation that was taken away, so that an
    undo can bring it back as the next revision. Raises CodingError when an edit does not
    follow from those before it.
    """
    standing: dict[str, Annotation] = {}
    removed: dict[str, int] = {}
    window: Interval | None = None
    for edit in edits:
        if edit.kind is EditKind.WINDOW:
            window = edit.window
            continue
        problem = follows(edit, standing, removed)
        if problem is not None or edit.annotation is None:
            raise CodingError([problem] if problem else [])
        if edit.content is None:
            removed[edit.annotation] = standing.pop(edit.annotation).revision + 1
        else:
            removed.pop(edit.annotation, None)
            standing[edit.annotation] = Annotation(edit.annotation, edit.revision + 1, edit.content)
    return Record(standing, removed, window)


def follows(edit: Edit, standing: Mapping[str, Annotation], removed: Mapping[str, int]) -> Problem | None:
    """Why an edit does not follow from what stands; None when it does."""
    name = edit.annotation
    if name is None or (edit.content is None) != (edit.kind is EditKind.REMOVE):
        return Problem(
            "malformed", edit.id, said("The edit names no annotation, or its content does not fit its kind.")
        )
    current = standing[name].revision if name in standing else removed.get(name, 0)
    if (edit.kind is EditKind.ADD) == (name in standing):
        if name in standing:
            sentence = said("The annotation exists already; reload the coding to see its newest state.")
        else:
            sentence = said("The annotation is no longer there; reload the coding to see its newest state.")
        return Problem("conflict", edit.id, sentence)
    if edit.revision != current:
        sentence = said("The annotation was changed elsewhere; reload the coding to see its newest state.")
        return Problem("conflict", edit.id, sentence)
    return None


def closed(coding: Coding) -> Coding:
    """The coding with every running state ended at the coded window's end."""
    end = coding.window.offset

    def ended(a: Annotation) -> Annotation:
        if a.content.offset_ms is not None:
            return a
        return replace(a, content=replace(a.content, offset_ms=max(end, a.content.onset_ms)))

    return replace(coding, annotations=tuple(ended(a) for a in coding.annotations))
