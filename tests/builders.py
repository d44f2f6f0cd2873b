"""Codings as text, so that a test can be read: ``coding("gaze: 0-5 mother, 5-9 away")``."""

from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from annotator.model import Annotation, Coding, CodingState, Content, Interval
from annotator.schemes.scheme import Scheme


def coding(
    words: str,
    window: tuple[float, float] | None = None,
    *,
    scheme: Scheme | None = None,
    coder: str = "ana",
    session: str = "visit-1",
    profile: str = "all",
) -> Coding:
    """A coding of ``words``: a line for each lane, times in seconds.

    ``gaze: 0-5 mother, 5-9 away`` are states, ``5- away`` is one that still runs,
    ``cue: 2 bid, 5.5 bid`` are points; ``gaze of parent-2:`` names the subject, who is the
    infant otherwise. The window ends with the last annotation when it is not given.
    """
    contents = [content for line in words.splitlines() if line.strip() for content in _lane(line)]
    end = max((c.onset_ms if c.offset_ms is None else c.offset_ms for c in contents), default=0)
    coded = Interval(0, end) if window is None else Interval(ms(window[0]), ms(window[1]))
    found = tuple(Annotation(str(uuid5(NAMESPACE_OID, f"{coder} {i}")), 1, c) for i, c in enumerate(contents))
    pinned = scheme.hash if scheme else sha256(b"no scheme").hexdigest()
    name = coder.capitalize()
    return Coding(
        f"{session}-{coder}", session, coder, pinned, profile, CodingState.SUBMITTED, coded, found, name
    )


def ms(seconds: float | str) -> int:
    """Seconds as whole ms."""
    return round(float(seconds) * 1000)


def _lane(line: str) -> list[Content]:
    head, _, body = line.partition(":")
    track, _, subject = head.strip().partition(" of ")
    return [_content(track, subject or "infant", *item.split()) for item in body.split(",") if item.strip()]


def _content(track: str, subject: str, when: str, code: str) -> Content:
    onset, dash, offset = when.partition("-")
    end = (ms(offset) if offset else None) if dash else ms(onset)
    return Content(track, subject, code, ms(onset), end)
