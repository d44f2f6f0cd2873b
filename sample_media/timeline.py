"""What a film's script is made of, and what follows from it: the truth and everything drawn.

A `Story` describes one film in two layers. `behaviours` is what is drawn and heard: a look, a
smile, a word. `truth` is what a coder who follows the scheme `core-attunement` would mark: how the
two are together, what the infant signals, what the parent answers. All times are whole ms on frame
boundaries; a stretch runs from its onset up to, not including, its offset; a point has both equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

FPS = 25
FRAME_MS = 40
LONGEST_MS = 150_000
SHORTEST_RAMP_MS = 200
LONGEST_RAMP_MS = 400
BLINK_MS = 200
BLINK_RAMP_MS = 80

Begins = Sequence[tuple[int, str]]
"""States that follow one another: each runs from its onset to the next one's."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One code on one track over one stretch of the film."""

    track: str
    subject: str
    code: str
    onset_ms: int
    offset_ms: int


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something drawn or heard, with the time it takes to build up and to fade.

    The change begins at the onset and is complete ``ramp_ms`` later; at the
    offset it begins to fade and is gone ``ramp_ms`` later. A ramp of 0 is a sound.
    """

    track: str
    subject: str
    code: str
    onset_ms: int
    offset_ms: int
    ramp_ms: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the parent and the way it is spoken: plain, lively or soft."""

    onset_ms: int
    offset_ms: int
    text: str
    manner: str = "plain"


@dataclass(frozen=True, slots=True)
class Clothes:
    """What the two wear, as ``#rrggbb``: the parent's sweater, the infant's romper."""

    sweater: str = "#2f7476"
    romper: str = "#e3ab43"


@dataclass(frozen=True, slots=True)
class Story:
    """The script of one film.

    ``moves`` are stretches by subject and track. ``toy`` is what lies on the tray: duck, ball or
    bear. ``seed`` sets ramps, blinks and the room's sound. An ``upright`` film is held like a
    telephone: drawn tall, stored lying on its side with the turn noted in the file.
    """

    film_ms: int
    seed: int
    toy: str
    dyad_states: Begins
    infant_states: Begins
    parent_stances: Begins
    infant_cues: Begins
    parent_responses: Begins
    infant_gaze: Begins
    parent_gaze: Begins
    moves: Mapping[tuple[str, str], Sequence[tuple[str, int, int]]]
    lines: Sequence[Line]
    clothes: Clothes = field(default=Clothes())
    upright: bool = False

    @property
    def frames(self) -> int:
        """How many pictures the film has."""
        return self.film_ms // FRAME_MS


def states(track: str, subject: str, begins: Begins, film_ms: int) -> list[Annotation]:
    """The states that follow one another without a gap to the end of the film."""
    ends = [onset for onset, _ in begins[1:]] + [film_ms]
    return [
        Annotation(track, subject, code, onset, end) for (onset, code), end in zip(begins, ends, strict=True)
    ]


def points(track: str, subject: str, marks: Begins) -> list[Annotation]:
    """Point events: onset and offset are equal."""
    return [Annotation(track, subject, code, at, at) for at, code in marks]


def truth(story: Story) -> list[Annotation]:
    """What the scheme `core-attunement` says of a film, track by track."""
    return [
        *states("dyad_state", "dyad", story.dyad_states, story.film_ms),
        *states("infant_state", "infant", story.infant_states, story.film_ms),
        *points("infant_cue", "infant", story.infant_cues),
        *states("parent_stance", "parent", story.parent_stances, story.film_ms),
        *points("parent_response", "parent", story.parent_responses),
    ]


def behaviours(story: Story) -> list[Behaviour]:
    """Everything drawn and heard, in order of time; the story's seed sets ramps and blinks."""
    rng = np.random.default_rng(story.seed)
    drawn = [*_scripted_moves(story), *_spoken(story)]
    with_ramps = [_with_ramp(event, rng) for event in drawn]
    blinks = [
        *_blinks("infant", 4_600, story.film_ms, rng),
        *_blinks("parent", 3_700, story.film_ms, rng),
    ]
    return sorted([*with_ramps, *blinks], key=lambda b: (b.onset_ms, b.subject, b.track))


def _scripted_moves(story: Story) -> list[Annotation]:
    moves = [
        Annotation(track, subject, code, onset, offset)
        for (subject, track), events in story.moves.items()
        for code, onset, offset in events
    ]
    looks = states("gaze", "infant", story.infant_gaze, story.film_ms)
    return [*looks, *states("gaze", "parent", story.parent_gaze, story.film_ms), *moves]


def _spoken(story: Story) -> list[Annotation]:
    return [Annotation("voice", "parent", "speech", line.onset_ms, line.offset_ms) for line in story.lines]


def _with_ramp(event: Annotation, rng: np.random.Generator) -> Behaviour:
    frames = rng.integers(SHORTEST_RAMP_MS // FRAME_MS, LONGEST_RAMP_MS // FRAME_MS, endpoint=True)
    heard = event.track in ("voice", "sound")
    return Behaviour(
        event.track,
        event.subject,
        event.code,
        event.onset_ms,
        event.offset_ms,
        0 if heard else int(frames) * FRAME_MS,
    )


def _blinks(subject: str, typical_gap_ms: int, film_ms: int, rng: np.random.Generator) -> Iterable[Behaviour]:
    at = int(rng.integers(20, 60)) * FRAME_MS
    while at < film_ms - 1_000:
        yield Behaviour("blink", subject, "blink", at, at + BLINK_MS, BLINK_RAMP_MS)
        gap_ms = max(1_200.0, rng.normal(typical_gap_ms, typical_gap_ms / 3))
        at += round(gap_ms / FRAME_MS) * FRAME_MS


def problems(annotations: Sequence[Annotation | Behaviour], film_ms: int) -> list[str]:
    """What breaks the rules of the film's own files; empty when all is well."""
    found = []
    for event in annotations:
        if event.onset_ms % FRAME_MS or event.offset_ms % FRAME_MS:
            found.append(f"{event} is off the frame boundaries")
        if not 0 <= event.onset_ms <= event.offset_ms <= film_ms:
            found.append(f"{event} lies outside the film")
    return found + _gaps(annotations, film_ms)


def _gaps(annotations: Sequence[Annotation | Behaviour], film_ms: int) -> list[str]:
    found = []
    for track in ("dyad_state", "infant_state", "parent_stance"):
        chain = [event for event in annotations if event.track == track]
        if not chain:
            continue
        ends = [0, *(event.offset_ms for event in chain)]
        begins = [*(event.onset_ms for event in chain), film_ms]
        found += [
            f"{track}: gap or overlap at {end} ms"
            for end, begin in zip(ends, begins, strict=True)
            if end != begin
        ]
    return found
