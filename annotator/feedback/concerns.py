"""Marks for the supervisor: what is near them is shown to nobody else first."""

from annotator.model import Coding, Interval, closed
from annotator.schemes.scheme import Code, Scheme, Track

FOR_SUPERVISION = frozenset({"author", "supervisor"})


def is_concern(track: Track, code: Code) -> bool:
    """Whether a code is only for its author and the supervisor, by the code's visibility or its track's.

    A code's visibility narrows its track's; without either everyone of the service may see it.
    """
    visible = code.visibility or track.visibility
    return bool(visible) and frozenset(visible) <= FOR_SUPERVISION


def concerns(coding: Coding, scheme: Scheme) -> list[Interval]:
    """The stretches that a coder marked for the supervisor, by onset; a point has no length."""
    found = []
    for annotation in closed(coding).annotations:
        content = annotation.content
        track = scheme.track(content.track)
        code = track.code(content.code) if track is not None else None
        if track is not None and code is not None and is_concern(track, code):
            found.append(content.stretch(coding.window.offset))
    return sorted(found)
