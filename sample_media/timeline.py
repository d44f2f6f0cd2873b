"""The script of the sample film, which is also its truth.

Two layers describe the same 150 s. `behaviours` is what is drawn and heard: a
look, a smile, a word. `truth` is what a coder who follows the scheme
`core-attunement` would mark: how the two are together, what the infant signals,
what the parent answers. All times are whole ms on frame boundaries; a stretch
runs from its onset up to, not including, its offset; a point has both equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

FPS = 25
FRAME_MS = 40
FILM_MS = 150_000
SHORTEST_RAMP_MS = 200
LONGEST_RAMP_MS = 400
BLINK_MS = 200
BLINK_RAMP_MS = 80


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


# --- what a coder would mark ---------------------------------------------------------

DYAD_STATES = (
    (0, "alongside"),
    (4_440, "together"),
    (24_880, "alongside"),
    (29_240, "together"),
    (33_200, "alongside"),
    (43_640, "together"),
    (50_400, "alongside"),
    (54_840, "out_of_step"),  # turned away from the shaken duck, which comes closer
    (60_400, "repairing"),
    (70_440, "together"),
    (75_400, "unscorable"),  # the camera is covered
    (79_200, "alongside"),
    (82_040, "apart"),  # someone at the door, the infant plays on
    (89_600, "alongside"),
    (93_240, "together"),
    (96_000, "alongside"),
    (102_200, "out_of_step"),  # 3 s after a call that the telephone wins
    (108_400, "repairing"),
    (114_840, "together"),
    (123_240, "out_of_step"),  # a fright is answered with a toy
    (127_200, "repairing"),
    (138_040, "together"),
    (146_800, "alongside"),
)

INFANT_STATES = (
    (0, "exploring"),
    (3_240, "social"),
    (23_640, "resting"),
    (27_240, "exploring"),
    (42_040, "social"),
    (53_640, "resting"),
    (69_240, "social"),
    (75_400, "unscorable_i"),
    (79_200, "exploring"),
    (91_640, "social"),
    (96_000, "exploring"),
    (99_200, "social"),
    (106_800, "fussing"),
    (111_200, "social"),
    (122_600, "crying"),
    (131_200, "fussing"),
    (134_800, "resting"),
    (137_200, "social"),
    (146_800, "exploring"),
)

PARENT_STANCES = (
    (0, "following"),
    (45_200, "leading"),
    (56_640, "overriding"),  # 3 s after the infant turned away
    (60_400, "following"),
    (75_400, "unscorable_p"),
    (79_200, "following"),
    (82_040, "elsewhere"),
    (89_600, "following"),
    (98_400, "elsewhere"),
    (108_400, "comforting"),
    (113_000, "following"),
    (123_240, "leading"),
    (127_200, "comforting"),
    (138_040, "following"),
)

INFANT_CUES = (
    (3_240, "bid_social"),
    (7_240, "bid_social"),
    (13_200, "bid_social"),
    (17_240, "bid_social"),
    (23_640, "pause"),
    (27_240, "bid_object"),
    (42_040, "bid_object"),
    (53_640, "pause"),
    (58_000, "pause"),
    (69_240, "bid_social"),
    (91_640, "bid_social"),
    (99_200, "bid_social"),  # missed
    (103_200, "bid_social"),  # missed again
    (106_800, "distress"),
    (113_600, "bid_social"),
    (117_000, "bid_social"),
    (121_800, "distress"),
    (137_200, "bid_social"),
    (140_800, "bid_social"),
    (143_800, "bid_social"),
)

PARENT_RESPONSES = (
    (4_440, "join"),
    (8_840, "join"),
    (15_240, "join"),
    (19_640, "mind_words"),
    (24_880, "give_space"),
    (29_240, "join"),
    (43_640, "join"),
    (54_840, "redirect"),
    (60_400, "give_space"),
    (63_200, "mind_words"),
    (70_440, "join"),
    (93_240, "join"),
    (108_400, "comfort"),
    (109_240, "mind_words"),
    (114_840, "join"),
    (118_800, "join"),
    (123_240, "redirect"),
    (127_200, "comfort"),
    (129_800, "mind_words"),
    (138_040, "join"),
    (142_200, "join"),
    (145_000, "join"),
)

# --- what is drawn and heard ---------------------------------------------------------

INFANT_GAZE = (
    (0, "toy"),
    (3_240, "partner"),
    (23_640, "away"),
    (27_240, "toy"),
    (31_000, "partner"),
    (33_200, "toy"),
    (42_040, "partner"),
    (45_800, "toy"),
    (47_200, "partner"),
    (50_400, "toy"),
    (53_640, "away"),
    (66_400, "partner"),  # a first peek
    (67_720, "away"),
    (69_240, "partner"),
    (79_200, "toy"),
    (91_640, "partner"),
    (96_000, "toy"),
    (99_200, "partner"),
    (121_640, "away"),  # towards the bang
    (122_600, "partner"),
    (134_800, "away"),
    (137_200, "partner"),
    (146_800, "toy"),
)

PARENT_GAZE = (
    (0, "partner"),
    (29_240, "toy"),
    (31_600, "partner"),
    (36_200, "toy"),
    (38_400, "partner"),
    (44_400, "toy"),
    (47_000, "partner"),
    (74_720, "away"),
    (79_200, "partner"),
    (82_040, "away"),
    (89_600, "partner"),
    (98_400, "phone"),
    (108_400, "partner"),
    (121_720, "away"),
    (122_880, "partner"),
)

MOVES = {
    ("infant", "face"): (
        ("smile", 7_240, 11_800),
        ("smile", 17_440, 22_600),
        ("smile", 31_200, 33_200),
        ("smile", 47_200, 50_200),
        ("eyes_closed", 58_000, 60_800),
        ("smile", 71_200, 74_600),
        ("smile", 92_400, 95_800),
        ("fuss", 106_800, 111_200),
        ("smile", 113_600, 121_000),
        ("startle", 121_640, 122_600),
        ("cry", 122_600, 131_200),
        ("fuss", 131_200, 134_000),
        ("smile", 140_400, 146_600),
    ),
    ("infant", "hands"): (
        ("pat_toy", 0, 3_240),
        ("reach_partner", 17_240, 20_400),
        ("hand_to_face", 24_200, 26_800),
        ("reach_toy", 28_000, 29_800),
        ("hold_toy", 29_800, 42_040),
        ("show_toy", 42_040, 46_200),
        ("hand_to_face", 54_400, 57_200),
        ("hand_to_face", 58_000, 62_000),
        ("pat_toy", 79_400, 91_000),
        ("pat_toy", 96_400, 99_200),
        ("reach_partner", 103_200, 106_400),
        ("fling", 121_640, 123_000),
        ("hand_to_face", 134_000, 137_200),
        ("reach_partner", 143_800, 146_000),
        ("pat_toy", 147_200, 150_000),
    ),
    ("infant", "head"): (
        ("turn_away", 23_640, 27_240),
        ("turn_away", 53_640, 66_400),
        ("turn_away", 67_720, 69_240),
        ("turn_away", 134_800, 137_200),
    ),
    ("infant", "voice"): (
        ("coo", 3_560, 4_320),
        ("coo", 7_600, 8_560),
        ("coo", 13_200, 14_520),
        ("coo", 18_000, 19_240),
        ("coo", 31_600, 32_360),
        ("coo", 42_240, 43_240),
        ("laugh", 47_600, 48_800),
        ("coo", 69_640, 70_280),
        ("coo", 92_000, 92_880),
        ("coo", 99_320, 100_200),
        ("coo", 103_280, 104_280),
        ("whimper", 106_800, 110_800),
        ("coo", 113_800, 114_600),
        ("coo", 117_000, 118_440),
        ("cry", 122_600, 131_200),
        ("whimper", 131_600, 133_600),
        ("coo", 137_400, 137_960),
        ("coo", 140_800, 141_960),
        ("laugh", 143_800, 144_880),
    ),
    ("parent", "face"): (
        ("smile", 4_440, 24_400),
        ("soft", 24_880, 29_000),
        ("smile", 29_240, 35_000),
        ("soft", 35_000, 43_400),
        ("smile", 43_640, 60_000),
        ("soft", 60_400, 70_200),
        ("smile", 70_440, 74_400),
        ("smile", 90_400, 97_800),
        ("concern", 108_400, 113_000),
        ("smile", 113_400, 121_600),
        ("concern", 121_720, 123_000),
        ("smile", 123_240, 126_000),
        ("concern", 126_200, 133_600),
        ("soft", 133_600, 138_000),
        ("smile", 138_040, 150_000),
    ),
    ("parent", "hands"): (
        ("touch", 20_000, 23_000),
        ("reach_toy", 45_200, 46_200),
        ("hold_toy", 46_200, 49_600),
        ("shake_toy", 49_600, 60_400),
        ("lower_toy", 60_400, 62_400),
        ("phone", 98_400, 108_600),
        ("touch", 109_600, 113_400),
        ("shake_toy", 123_240, 126_400),
        ("lower_toy", 126_400, 127_200),
        ("touch", 127_200, 138_600),
    ),
    ("parent", "body"): (
        ("lean_in", 9_000, 24_880),
        ("lean_in", 54_840, 60_400),
        ("lean_in", 108_800, 116_000),
        ("lean_in", 126_400, 140_000),
    ),
    ("parent", "camera"): (("cover", 75_000, 79_200),),
    ("room", "sound"): (
        ("knock", 81_480, 82_280),
        ("buzz", 97_600, 98_600),
        ("bang", 121_600, 122_200),
    ),
}

LINES = (
    Line(4_440, 5_960, "Hello, little one!", "lively"),
    Line(8_840, 10_680, "Oh, what a big smile!", "lively"),
    Line(15_240, 17_040, "Yes? Tell me more!", "lively"),
    Line(19_640, 21_160, "You feel happy today!", "lively"),
    Line(29_240, 31_560, "You see the duck. The yellow duck."),
    Line(43_640, 45_560, "A duck! Is it for me?", "lively"),
    Line(46_800, 47_960, "Quack, quack!", "lively"),
    Line(50_000, 51_880, "Quack, quack, quack!", "lively"),
    Line(54_840, 58_280, "Look, look! Quack, quack, quack!", "lively"),
    Line(63_200, 64_920, "You needed a little break.", "soft"),
    Line(70_440, 71_240, "There you are.", "soft"),
    Line(73_480, 74_360, "One moment."),
    Line(83_000, 86_040, "Come in. Put it over there, please."),
    Line(87_600, 88_320, "Thank you!"),
    Line(93_240, 94_960, "Hello again, my love!", "lively"),
    Line(109_240, 112_200, "You were calling me, and I did not look.", "soft"),
    Line(114_840, 116_480, "Yes. Here I am!"),
    Line(118_800, 120_040, "What a lovely song!", "lively"),
    Line(123_240, 125_720, "It is nothing. Look, the duck!", "lively"),
    Line(127_400, 129_480, "Oh, that was so loud.", "soft"),
    Line(129_800, 131_080, "It frightened you.", "soft"),
    Line(132_800, 135_040, "Shh, I am with you.", "soft"),
    Line(138_040, 139_000, "Better now?", "soft"),
    Line(142_200, 143_280, "There is my smile!", "lively"),
    Line(145_000, 146_000, "I love you too!", "lively"),
)


def states(track: str, subject: str, begins: Sequence[tuple[int, str]]) -> list[Annotation]:
    """The states that follow one another without a gap to the end of the film."""
    ends = [onset for onset, _ in begins[1:]] + [FILM_MS]
    return [
        Annotation(track, subject, code, onset, end) for (onset, code), end in zip(begins, ends, strict=True)
    ]


def points(track: str, subject: str, marks: Sequence[tuple[int, str]]) -> list[Annotation]:
    """Point events: onset and offset are equal."""
    return [Annotation(track, subject, code, at, at) for at, code in marks]


def truth() -> list[Annotation]:
    """What the scheme `core-attunement` says of this film, track by track."""
    return [
        *states("dyad_state", "dyad", DYAD_STATES),
        *states("infant_state", "infant", INFANT_STATES),
        *points("infant_cue", "infant", INFANT_CUES),
        *states("parent_stance", "parent", PARENT_STANCES),
        *points("parent_response", "parent", PARENT_RESPONSES),
    ]


def behaviours(seed: int) -> list[Behaviour]:
    """Everything drawn and heard, in order of time; the seed sets ramps and blinks."""
    rng = np.random.default_rng(seed)
    drawn = [*_scripted_moves(), *_spoken()]
    with_ramps = [_with_ramp(event, rng) for event in drawn]
    blinks = [*_blinks("infant", 4_600, rng), *_blinks("parent", 3_700, rng)]
    return sorted([*with_ramps, *blinks], key=lambda b: (b.onset_ms, b.subject, b.track))


def _scripted_moves() -> list[Annotation]:
    moves = [
        Annotation(track, subject, code, onset, offset)
        for (subject, track), events in MOVES.items()
        for code, onset, offset in events
    ]
    gaze = states("gaze", "infant", INFANT_GAZE) + states("gaze", "parent", PARENT_GAZE)
    return gaze + moves


def _spoken() -> list[Annotation]:
    return [Annotation("voice", "parent", "speech", line.onset_ms, line.offset_ms) for line in LINES]


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


def _blinks(subject: str, typical_gap_ms: int, rng: np.random.Generator) -> Iterable[Behaviour]:
    at = int(rng.integers(20, 60)) * FRAME_MS
    while at < FILM_MS - 1_000:
        yield Behaviour("blink", subject, "blink", at, at + BLINK_MS, BLINK_RAMP_MS)
        gap_ms = max(1_200.0, rng.normal(typical_gap_ms, typical_gap_ms / 3))
        at += round(gap_ms / FRAME_MS) * FRAME_MS


def problems(annotations: Sequence[Annotation | Behaviour]) -> list[str]:
    """What breaks the rules of the film's own files; empty when all is well."""
    found = []
    for event in annotations:
        if event.onset_ms % FRAME_MS or event.offset_ms % FRAME_MS:
            found.append(f"{event} is off the frame boundaries")
        if not 0 <= event.onset_ms <= event.offset_ms <= FILM_MS:
            found.append(f"{event} lies outside the film")
    return found + _gaps(annotations)


def _gaps(annotations: Sequence[Annotation | Behaviour]) -> list[str]:
    found = []
    for track in ("dyad_state", "infant_state", "parent_stance"):
        chain = [event for event in annotations if event.track == track]
        if not chain:
            continue
        ends = [0, *(event.offset_ms for event in chain)]
        begins = [*(event.onset_ms for event in chain), FILM_MS]
        found += [
            f"{track}: gap or overlap at {end} ms"
            for end, begin in zip(ends, begins, strict=True)
            if end != begin
        ]
    return found
