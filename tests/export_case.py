"""An export for tests: one visit, one film, two coders."""

from dataclasses import replace

from annotator.exchange import Choices, Export
from annotator.model import Recording, Session
from annotator.schemes.scheme import Modifier, Option, Track
from tests.builders import coding
from tests.scheme_values import HIDDEN, code, point, scheme, state, text

CONCERN = Track(
    "concern", "infant", "point", text("Concern"), (code("frightened", 0, feedback=HIDDEN),), exclusive=True
)
SCHEME = scheme(
    state("gaze", "mother away", missing="unseen"),
    point("cue", "bid"),
    CONCERN,
    modifiers=(
        Modifier("intensity", "integer", text("Intensity"), minimum=1, maximum=5),
        Modifier(
            "channels",
            "multi",
            text("Channels"),
            options=(Option("voice", text("Voice")), Option("gaze", text("Gaze"))),
        ),
        Modifier("answered", "boolean", text("Answered")),
        Modifier("note", "text", text("Note")),
        Modifier("diary", "text", text("Diary"), private=True),
    ),
)
FILM = Recording("f1", "visit-1", "Smith family.mp4", "ab" * 32, "ready", 0, 60_000, 1_500)
SESSION = Session("visit-1", "family-1", "Visit 1", "2026-03-04", recordings=(FILM,))
ANA = coding("gaze: 0-5 mother, 5- away\ncue: 2 bid\nconcern: 7 frightened", (0, 60), scheme=SCHEME)


def changed(made, i, **more):
    """A coding with other values in its i-th annotation."""
    annotations = list(made.annotations)
    annotations[i] = replace(annotations[i], content=replace(annotations[i].content, **more))
    return replace(made, annotations=tuple(annotations))


def export(*codings, **choices):
    return Export(SESSION, SCHEME, codings or (ANA,), Choices(**choices))
