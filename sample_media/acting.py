"""From behaviours to movement: what each face, hand and thing does in each frame."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from canvas import ink
from faces import Face
from figures import Person, Scene
from timeline import FRAME_MS, LONGEST_MS, Behaviour, Story

Series = NDArray[np.float64]
Goals = Mapping[str, tuple[float | Series, float | Series]]

# Everything moves as in the longest film; a shorter one ends earlier.
FRAMES = LONGEST_MS // FRAME_MS
PARENT_HEAD, INFANT_HEAD = (398.0, 246.0), (872.0, 356.0)
PARENT_REST, PARENT_FAR_REST = (470.0, 632.0), (556.0, 626.0)
INFANT_REST, INFANT_FAR_REST = (872.0, 610.0), (778.0, 606.0)
TRAY_PLACE = (728.0, 600.0)

# Turn and nod of the head, then the eyes: to the side and down, by what is looked at.
INFANT_LOOKS = {
    "partner": (-32.0, 3.0, -0.50, -0.22),
    "toy": (-27.0, -13.0, -0.40, 0.50),
    "away": (22.0, -2.0, 0.60, 0.15),
}
PARENT_LOOKS = {
    "partner": (28.0, -5.0, 0.55, 0.20),
    "toy": (26.0, -13.0, 0.45, 0.60),
    "away": (-34.0, 1.0, -0.50, 0.0),
    "phone": (20.0, -21.0, 0.35, 1.0),
}


class Levels:
    """How strongly each behaviour shows in each frame, ramps included."""

    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        self._shown: dict[tuple[str, str, str], Series] = {}
        for event in behaviours:
            key = (event.subject, event.track, event.code)
            before = self._shown.get(key, np.zeros(FRAMES))
            self._shown[key] = np.maximum(before, ramped(event))

    def of(self, subject: str, track: str, *codes: str) -> Series:
        """The strongest of some codes, frame by frame, from 0 to 1."""
        shown = [self._shown.get((subject, track, code), np.zeros(FRAMES)) for code in codes]
        return np.asarray(np.max(shown, axis=0))

    def blend(
        self,
        subject: str,
        track: str,
        values: Mapping[str, float | Series],
        rest: float | Series,
    ) -> Series:
        """A number that glides between the values of the codes that show."""
        weights = {code: self.of(subject, track, code) for code in values}
        total: Series = np.sum(list(weights.values()), axis=0)
        idle = np.clip(1 - total, 0, 1)
        mixed = idle * rest + sum(weights[code] * value for code, value in values.items())
        return np.asarray(mixed / (idle + total))


def ramped(event: Behaviour) -> Series:
    """One behaviour's level in each frame: it eases in at onset and out at offset."""
    now = (np.arange(FRAMES) + 1.0) * FRAME_MS
    ramp = max(event.ramp_ms, FRAME_MS)
    rise = np.clip((now - event.onset_ms) / ramp, 0, 1)
    fall = np.clip((now - event.offset_ms) / ramp, 0, 1)
    level = np.minimum(rise, 1 - fall)
    return np.asarray(level**2 * (3 - 2 * level))


def sway(period_s: float, size: float, phase: float = 0.0) -> Series:
    """A slow movement to and fro, so that nobody is ever quite still."""
    seconds = np.arange(FRAMES) * FRAME_MS / 1000
    return np.asarray(size * np.sin(2 * np.pi * (seconds / period_s + phase)))


def scenes(story: Story, behaviours: Sequence[Behaviour], mouths: Mapping[str, Series]) -> list[Scene]:
    """The whole film as one scene per frame; mouths follow the given loudness."""
    levels = Levels(behaviours)
    toy_x, toy_y = _toy(levels)
    parent = _parent(levels, _as_long(mouths["parent"]))
    infant = _infant(levels, _as_long(mouths["infant"]))
    shaken = levels.of("parent", "hands", "shake_toy") * sway(0.48, 24)
    covered = levels.of("parent", "camera", "cover")
    phone = levels.of("parent", "hands", "phone")
    return [
        Scene(
            parent[i],
            infant[i],
            story.toy,
            (toy_x[i], toy_y[i]),
            shaken[i],
            phone[i],
            covered[i],
            (ink(story.clothes.sweater), ink(story.clothes.romper)),
        )
        for i in range(story.frames)
    ]


def _as_long(series: Series) -> Series:
    return np.pad(series, (0, FRAMES - len(series)))


def _head(levels: Levels, subject: str, looks: Mapping[str, tuple[float, ...]]) -> list[Series]:
    start = looks["partner"]
    return [
        levels.blend(
            subject,
            "gaze",
            {code: look[part] for code, look in looks.items()},
            start[part],
        )
        for part in range(4)
    ]


def _lids(levels: Levels, subject: str, looks_down: Series) -> Series:
    blink = levels.of(subject, "blink", "blink")
    closed = levels.of(subject, "face", "eyes_closed")
    lowered = 0.28 * np.clip(looks_down * 1.8, 0, 1)
    return np.asarray((1 - lowered) * (1 - np.maximum(blink, closed)))


def _faces(parts: Mapping[str, Series]) -> list[Face]:
    return [Face(**{name: float(series[i]) for name, series in parts.items()}) for i in range(FRAMES)]


def _infant(levels: Levels, mouth: Series) -> list[Person]:
    face = _infant_face(levels, mouth)
    hand, far_hand = _infant_hands(levels)
    cry = levels.of("infant", "face", "cry")
    start = levels.of("infant", "face", "startle")
    reach = levels.of("infant", "hands", "reach_partner", "show_toy")
    x = INFANT_HEAD[0] + sway(5.3, 3) + sway(3.1, 1.5, 0.3) - 16 * reach + cry * sway(0.9, 4)
    x += 14 * levels.of("infant", "head", "turn_away") + 8 * start
    y = INFANT_HEAD[1] + sway(3.7, 2) - 8 * start + cry * sway(0.45, 3)
    breath = sway(2.2, 1.2)
    return [Person(face[i], (x[i], y[i]), hand[i], far_hand[i], 0.0, breath[i]) for i in range(FRAMES)]


def _infant_face(levels: Levels, mouth: Series) -> list[Face]:
    turn, nod, look_x, look_y = _head(levels, "infant", INFANT_LOOKS)
    away = levels.of("infant", "head", "turn_away")
    cry, fuss = levels.of("infant", "face", "cry"), levels.of("infant", "face", "fuss")
    startle = levels.of("infant", "face", "startle")
    smile = levels.of("infant", "face", "smile")
    voice = np.maximum(mouth, 0.32 * smile)
    return _faces(
        {
            "turn": turn + 18 * away + sway(6.1, 1.5),
            "nod": nod - 6 * away + 7 * cry + sway(4.3, 1.0),
            "tilt": 3 * smile + sway(7.0, 1.5) + cry * sway(1.3, 3) + 6 * away,
            "look_x": look_x,
            "look_y": look_y,
            "lids": _lids(levels, "infant", look_y) * (1 - 0.12 * fuss),
            "squeeze": np.clip(0.92 * cry + 0.12 * fuss, 0, 1),
            "smile": np.clip(smile + 0.28 * (1 - cry) * (1 - fuss) * (1 - startle), 0, 1),
            "sad": np.clip(0.9 * cry + 0.8 * fuss, 0, 1),
            "open": np.maximum(np.maximum(voice, cry * (0.45 + 0.55 * mouth)), 0.45 * startle),
            "raised": np.clip(startle + 0.35 * smile + 0.5 * mouth * (1 - cry) * (1 - fuss), 0, 1),
            "worried": np.clip(0.8 * fuss + 0.5 * cry, 0, 1),
            "flushed": np.clip(cry + 0.35 * fuss, 0, 1),
        }
    )


def _infant_hands(
    levels: Levels,
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    pat = np.abs(sway(1.6, 16))
    near: Goals = {
        "pat_toy": (800.0, 604 - pat),
        "reach_toy": (806.0, 594.0),
        "hold_toy": (808 + sway(2.6, 5), 580 + sway(1.9, 8)),
        "show_toy": (790.0, 530 + sway(1.1, 5)),
        "hand_to_face": (900.0, 436 + sway(0.9, 3)),
        "reach_partner": (806.0, 520 + sway(0.7, 12)),
        "fling": (1030.0, 416.0),
    }
    far: Goals = {
        "pat_toy": (756.0, 592 - np.abs(sway(1.6, 14, 0.25))),
        "reach_toy": (752.0, 588.0),
        "hold_toy": (730 + sway(2.6, 5), 590 + sway(1.9, 8)),
        "show_toy": (714.0, 520 + sway(1.1, 5)),
        "reach_partner": (704.0, 478 + sway(0.7, 14, 0.4)),
        "fling": (716.0, 418.0),
    }
    return _hand(levels, "infant", near, INFANT_REST), _hand(levels, "infant", far, INFANT_FAR_REST)


def _hand(
    levels: Levels,
    subject: str,
    goals: Goals,
    rest: tuple[float, float],
) -> list[tuple[float, float]]:
    x = levels.blend(subject, "hands", {c: g[0] for c, g in goals.items()}, rest[0])
    y = levels.blend(subject, "hands", {c: g[1] for c, g in goals.items()}, rest[1])
    x, y = x + sway(3.3, 2.5), y + sway(2.7, 2.0)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _parent_hand(levels: Levels) -> list[tuple[float, float]]:
    goals: Goals = {
        "touch": (786 + sway(1.9, 8), 500 + sway(1.9, 10, 0.25)),
        "reach_toy": (664.0, 560.0),
        "hold_toy": (610 + sway(1.7, 6), 520 + sway(1.3, 5)),
        "shake_toy": (
            664 + sway(0.48, 22) + 24 * levels.of("parent", "body", "lean_in"),
            470 + sway(0.24, 9),
        ),
        "lower_toy": (670.0, 580.0),
        "phone": (548 + sway(4.0, 2), 486 + sway(3.0, 2)),
    }
    return _hand(levels, "parent", goals, PARENT_REST)


def _parent(levels: Levels, mouth: Series) -> list[Person]:
    face = _parent_face(levels, mouth)
    lean = (
        46 * levels.of("parent", "body", "lean_in")
        + sway(6.7, 4)
        + 12 * levels.of("parent", "hands", "reach_toy")
    )
    lean = lean - 16 * levels.of("parent", "gaze", "away") + 30 * levels.of("parent", "camera", "cover")
    x = PARENT_HEAD[0] + 1.25 * lean + sway(4.9, 2)
    y = PARENT_HEAD[1] + 0.22 * lean + sway(3.9, 2) + 6 * levels.of("parent", "gaze", "phone")
    hand = _parent_hand(levels)
    far_x, far_y = PARENT_FAR_REST[0] + sway(4.1, 2), PARENT_FAR_REST[1] + sway(3.5, 2)
    breath = sway(3.4, 1.6)
    return [
        Person(face[i], (x[i], y[i]), hand[i], (far_x[i], far_y[i]), lean[i], breath[i])
        for i in range(FRAMES)
    ]


def _parent_face(levels: Levels, mouth: Series) -> list[Face]:
    turn, nod, look_x, look_y = _head(levels, "parent", PARENT_LOOKS)
    smile, soft = (
        levels.of("parent", "face", "smile"),
        levels.of("parent", "face", "soft"),
    )
    concern = levels.of("parent", "face", "concern")
    zero = np.zeros(FRAMES)
    return _faces(
        {
            "turn": turn + sway(5.9, 1.5),
            "nod": nod + sway(4.7, 1.0) + 5 * mouth * sway(0.8, 1.0),
            "tilt": 4 * smile + 7 * concern + 5 * soft + sway(6.3, 1.2),
            "look_x": look_x,
            "look_y": look_y,
            "lids": _lids(levels, "parent", look_y) * (1 - 0.1 * soft),
            "squeeze": zero,
            "smile": np.clip(0.88 * smile + 0.4 * soft + 0.15, 0, 1) * (1 - 0.8 * concern),
            "sad": 0.25 * concern,
            "open": mouth,
            "raised": np.clip(0.45 * smile + 0.5 * mouth, 0, 1),
            "worried": concern + 0.25 * soft,
            "flushed": zero,
        }
    )


def _toy(levels: Levels) -> tuple[Series, Series]:
    held = levels.of("infant", "hands", "hold_toy", "show_toy")
    taken = levels.of("parent", "hands", "hold_toy", "shake_toy", "lower_toy")
    hand = np.array(_parent_hand(levels))
    near, far = (np.array(h) for h in _infant_hands(levels))
    by_infant = 0.45 * near + 0.55 * far + np.array([-4.0, -20.0])
    by_parent = hand + np.array([44.0, -22.0])
    lowered = levels.of("parent", "hands", "lower_toy")[:, None]
    by_parent = by_parent * (1 - lowered) + np.array(TRAY_PLACE) * lowered
    held, taken = (held * (1 - taken))[:, None], taken[:, None]
    place = np.array(TRAY_PLACE) * (1 - held - taken) + by_infant * held + by_parent * taken
    return place[:, 0], place[:, 1]
