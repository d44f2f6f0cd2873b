"""Where a film is hard to see: covered, very dark, frozen or blurred stretches, told from sampled pictures.

Every half second a picture on its way into the copy is looked at, made small so that noise averages out.
The thresholds were set on the drawn sample film, two real films (a man in a car, a street with bicycles),
an animated one and two photographs; each as it is, blurred by Gaussians of 4 to 16 pixels (of 720), and
dimmed to 50, 30, 20, 15, 10, 5 and 0 % of its signal with noise of 4 to 12 levels. Found were:

* covered: the steepest edges had 0.2 to 0.5 levels a pixel in black with noise, 0.7 where the sample's camera
  is covered, 1.0 to 2.1 at 5 % and 2.1 or more at 10 %;
* dark: the 90th percentile of luma was 27 to 36 at 10 %, 32 to 47 at 15 %, 37 to 57 at 20 %;
* blurred: the blur measure was 0.22 to 0.34 as filmed (0.56 in a swift pan), 0.51 to 0.72 with 8 pixels,
  0.62 to 0.80 with 12; steepness was 0.17 to 0.43 as filmed, 0.05 to 0.15 with 12 pixels; noise makes a
  picture look sharper by both, never more blurred;
* frozen: the most changed part of a picture recorded again and again differed by 0.02 levels at most after
  half a second, compressed or not; in the sample film, where people hold still, by 3.2 at least.

So noisy low light in which people can be told is no warning, nor is a pan. An empty room before a steady
camera can look frozen, as compression takes its noise away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from annotator.media.facts import HardToSee

Luma = npt.NDArray[np.uint8]  # height × width, 16 is black and 235 white
Small = npt.NDArray[np.float32]
Kind = Literal["covered", "dark", "frozen", "blurred"]

EVERY_MS = 500
SHORTEST_MS = {"covered": 2000, "dark": 4000, "frozen": 5000, "blurred": 5000}
BRIDGED_MS = 1500  # a better moment shorter than this does not end a stretch
SIDE, SOFT_SIDE = 320, 160  # longer sides of the small pictures
COVERED_SLOPE = 1.0  # levels a pixel of SOFT_SIDE: no edge is steeper
DARK_LUMA = 37.0
FROZEN_LEVELS = 0.1
BLUR, STEEPNESS = 0.62, 0.15
_BLOCKS = (16, 9)


@dataclass(frozen=True, slots=True)
class Look:
    """One sampled picture: what is wrong with it by itself, and itself in small."""

    ms: int
    kind: Kind | None
    small: Small


class Watch:
    """Looks at a film's pictures as they pass; keeps two small pictures and a word for each half second."""

    def __init__(self) -> None:
        self._kinds: list[tuple[int, Kind | None]] = []
        self._last: Look | None = None
        self._shown_ms = 0
        self._held: list[tuple[int, int]] = []

    def see(self, luma: Luma, ms: int) -> None:
        """The next picture's luma, with the time from which it is shown."""
        if ms - self._shown_ms >= SHORTEST_MS["frozen"]:
            self._held.append((self._shown_ms, ms))
        self._shown_ms = ms
        if self._last is not None and ms - self._last.ms < EVERY_MS:
            return
        look = look_at(luma, ms)
        if self._last is not None:
            self._kinds.append((self._last.ms, self._last.kind or _stillness(self._last, look)))
        self._last = look

    def found(self, end_ms: int) -> tuple[HardToSee, ...]:
        """Every stretch that is hard to see, in order of time; the last picture ends at ``end_ms``."""
        looks = [*self._kinds, *([(self._last.ms, self._last.kind)] if self._last else [])]
        if end_ms - self._shown_ms >= SHORTEST_MS["frozen"]:
            self._held.append((self._shown_ms, end_ms))
        return tuple(sorted(_stretches(looks, self._held, end_ms), key=lambda found: found.onset_ms))


def look_at(luma: Luma, ms: int = 0) -> Look:
    """What can be told from one picture alone."""
    small = _shrunk(luma, SIDE)
    soft = cv2.GaussianBlur(_shrunk(luma, SOFT_SIDE), (0, 0), 1.0)
    kind: Kind | None = None
    if _slope(np.asarray(soft, np.float32)) < COVERED_SLOPE:
        kind = "covered"
    elif float(np.percentile(small, 90)) < DARK_LUMA:
        kind = "dark"
    elif blur(small) > BLUR and steepness(small) < STEEPNESS:
        kind = "blurred"
    return Look(ms, kind, small)


def blur(small: Small) -> float:
    """How little a picture loses when it is blurred: 0 for a sharp one, 1 for one without any edge.

    Source: Crete, F., Dolmiere, T., Ladret, P., Nicolas, M. (2007). The blur effect. Proc. SPIE 6492.
    """
    found = []
    for axis, box in ((1, (9, 1)), (0, (1, 9))):
        steps = np.abs(np.diff(small, axis=axis))
        softer = np.abs(np.diff(cv2.blur(small, box), axis=axis))
        lost = float(np.maximum(0, steps - softer).sum())
        all_steps = float(steps.sum())
        found.append(1.0 if all_steps == 0 else 1 - lost / all_steps)
    return max(found)


def steepness(small: Small) -> float:
    """The steepest edges of a picture, as a share of its contrast a pixel."""
    low, high = np.percentile(small, (5, 95))
    return _slope(small) / max(float(high - low), 1.0)


def _slope(small: Small) -> float:
    """The slope that only one pixel in a hundred exceeds, in levels a pixel."""
    across, down = (cv2.Sobel(small, cv2.CV_32F, dx, 1 - dx) / 8 for dx in (1, 0))
    return float(np.percentile(np.hypot(across, down), 99))


def _shrunk(luma: Luma, side: int) -> Small:
    height, width = luma.shape
    shrink = min(1.0, side / max(height, width))
    size = (max(8, round(width * shrink)), max(8, round(height * shrink)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.float32)


def _stillness(before: Look, after: Look) -> Kind | None:
    """Frozen when no part of the picture changed by the time of the next look."""
    change = np.abs(before.small - after.small)
    most = float(cv2.resize(change, _BLOCKS, interpolation=cv2.INTER_AREA).max())
    return "frozen" if most < FROZEN_LEVELS else None


def _stretches(
    looks: list[tuple[int, Kind | None]], held: list[tuple[int, int]], end_ms: int
) -> Iterator[HardToSee]:
    """Looks of one kind in a row, each lasting until the next look, and pictures that were shown for long."""
    ends = [*(ms for ms, _ in looks[1:]), end_ms]
    lasting = [(kind, onset, offset) for (onset, kind), offset in zip(looks, ends, strict=True)]
    for kind, shortest in SHORTEST_MS.items():
        parts = [(onset, offset) for found, onset, offset in lasting if found == kind]
        if kind == "frozen":
            parts = sorted([*parts, *held])
        for onset, offset in _joined(parts):
            if offset - onset >= shortest:
                yield HardToSee(kind, onset, offset)


def _joined(parts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches in order of their onset, those with less than BRIDGED_MS between them made one."""
    if not parts:
        return
    onset, offset = parts[0]
    for _, (following, end) in pairwise(parts):
        if following - offset >= BRIDGED_MS:
            yield onset, offset
            onset = following
            offset = end
        offset = max(offset, end)
    yield onset, offset
