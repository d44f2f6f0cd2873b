"""Marks for the supervisor: what is near them is shown to nobody else first."""

from collections.abc import Iterator

from annotator.model import Annotation, Coding, Content, Interval, closed
from annotator.schemes.scheme import Code, Scheme, Track

FOR_SUPERVISION = frozenset({"author", "supervisor"})


def is_concern(track: Track, code: Code) -> bool:
    """Whether a code is only for its author and the supervisor, by the code's visibility or its track's.

    A code's visibility narrows its track's; without either everyone of the service may see it.
    """
    visible = code.visibility or track.visibility
    return bool(visible) and frozenset(visible) <= FOR_SUPERVISION


def marks_concern(content: Content, scheme: Scheme) -> bool:
    """Whether what was marked is for the supervisor."""
    track = scheme.track(content.track)
    code = track.code(content.code) if track is not None else None
    return track is not None and code is not None and is_concern(track, code)


def concerns(coding: Coding, scheme: Scheme) -> list[Interval]:
    """The stretches that a coder marked for the supervisor, by onset; a point has no length."""
    return sorted(each.content.stretch(coding.window.offset) for each in _marked(coding, scheme))


def concern_marks(coding: Coding, scheme: Scheme) -> list[tuple[str, int]]:
    """The marks for the supervisor as (annotation, onset in ms), by onset."""
    marks = [(each.id, each.content.onset_ms) for each in _marked(coding, scheme)]
    return sorted(marks, key=lambda mark: (mark[1], mark[0]))


def _marked(coding: Coding, scheme: Scheme) -> Iterator[Annotation]:
    for annotation in closed(coding).annotations:
        if marks_concern(annotation.content, scheme):
            yield annotation


def touches(concern: Interval, onset: int, offset: int) -> bool:
    """Whether a stretch touches a concern, a shared edge and a point included.

    >>> touches(Interval(5, 5), 0, 5), touches(Interval(5, 9), 10, 20)
    (True, False)
    """
    return concern.onset <= offset and onset <= concern.offset
