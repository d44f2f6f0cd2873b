"""Coding schemes for tests, in a line: ``scheme(state("gaze", "mother away", missing="unseen"))``."""

from hashlib import sha256
from typing import Any

from annotator.schemes.scheme import (
    Claims,
    Code,
    Feedback,
    Modifier,
    Pass,
    Profile,
    Scheme,
    SchemeSubject,
    Text,
    Timebase,
    Track,
    Valence,
)

COLOURS = ("#009E73", "#56B4E9", "#E69F00", "#CC79A7", "#0072B2", "#D55E00", "#F0E442", "#999999")


def text(words: str) -> Text:
    """Words in English."""
    return Text({"en": words})


def code(name: str, n: int = 0, valence: Valence = "neutral", **more: Any) -> Code:
    """A code; its key is its place."""
    label = text(name.replace("_", " ").capitalize())
    definition = text(f"What is {name}.")
    return Code(name, str(n + 1), COLOURS[n % len(COLOURS)], valence, label, definition, **more)


def state(
    name: str, codes: str, *, missing: str | None = None, subject: str = "infant", **more: Any
) -> Track:
    """A track of states; exhaustive when it has a missing code."""
    found = tuple(code(c, n) for n, c in enumerate(codes.split()))
    unseen = (code(missing, len(found), "missing"),) if missing else ()
    settings: dict[str, Any] = {"exclusive": True, "exhaustive": missing is not None, "missing_code": missing}
    return Track(name, subject, "state", text(name.capitalize()), found + unseen, **(settings | more))


def point(name: str, codes: str, *, subject: str = "infant", **more: Any) -> Track:
    """A track of points."""
    found = tuple(code(c, n) for n, c in enumerate(codes.split()))
    return Track(name, subject, "point", text(name.capitalize()), found, exclusive=True, **more)


def scheme(
    *tracks: Track,
    name: str = "test-scheme",
    version: str = "1.0.0",
    modifiers: tuple[Modifier, ...] = (),
    timebase: Timebase | None = None,
    document: dict[str, Any] | None = None,
    profiles: dict[str, str] | None = None,
) -> Scheme:
    """A scheme of these tracks; ``profiles`` are names with their tracks, else one of all."""
    ids = tuple(track.id for track in tracks)
    filled = {p: tuple(t.split()) for p, t in profiles.items()} if profiles else {"all": ids}
    return Scheme(
        id=name,
        version=version,
        status="draft",
        title=text("A scheme for tests"),
        summary=text("Nothing else."),
        hash=sha256(repr((name, version, tracks)).encode()).hexdigest(),
        subjects=tuple(
            SchemeSubject(s, "child", "1", text(s.capitalize())) for s in sorted({t.subject for t in tracks})
        ),
        timebase=timebase or Timebase(),
        profiles=tuple(Profile(p, text(p), t, True) for p, t in filled.items()),
        passes=(Pass("p1", tuple(filled), ids),),
        modifiers=modifiers,
        tracks=tracks,
        claims=Claims(False, ("diagnosis", "attachment classification"), text("An example for tests.")),
        licence="CC0-1.0",
        languages=("en",),
        document=document or {},
    )


HIDDEN = Feedback(False, export="excluded_by_default")
