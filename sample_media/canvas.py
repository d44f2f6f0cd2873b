"""Smooth shapes on a picture: sub-pixel polygons, strokes, limbs and soft tints.

Coordinates are those of a 1280 x 720 picture whatever the size drawn, so a quick
small rendering and the final one come from the same numbers. Angles are degrees.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 720
SUBPIXEL_BITS = 4

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """What the camera sees of the room, in the room's coordinates, and the film's size in pixels."""

    left: int
    top: int
    width: int
    height: int
    size: tuple[int, int]

    def canvas(self, scale: float, picture: "Picture | None" = None) -> "Canvas":
        """A canvas that shows just this, so much finer than the film; black unless a picture is given."""
        fine = scale * self.size[0] / self.width
        if picture is None:
            picture = np.zeros((round(self.size[1] * scale), round(self.size[0] * scale), 3), np.uint8)
        return Canvas(picture, fine, (round(self.left * fine), round(self.top * fine)))


LYING = View(0, 0, WIDTH, HEIGHT, (1280, 720))
UPRIGHT = View(270, -544, 711, 1264, (720, 1280))
"""A telephone held upright: both people, and a good deal of wall and ceiling."""


def ink(code: str) -> Colour:
    """A colour as OpenCV orders it, from the usual notation.

    >>> ink("#ff8000")
    (0, 128, 255)
    """
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return blue, green, red


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour with a share of the second stirred in.

    >>> mix((0, 0, 0), (100, 200, 50), 0.5)
    (50, 100, 25)
    """
    blue, green, red = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return blue, green, red


def oval(centre: Point, radii: Point, tilt: float = 0.0, arc: Point = (0.0, 360.0)) -> Points:
    """The outline of an ellipse, or of an arc of it; 0 is right and 90 is down."""
    around = np.radians(np.linspace(*arc, 48))
    x, y = radii[0] * np.cos(around), radii[1] * np.sin(around)
    cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    return np.stack([centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos], axis=1)


def rounded(corners: Sequence[Point], closed: bool = True, steps: int = 8) -> Points:
    """A smooth path through the given points (Catmull-Rom)."""
    p = np.array(corners, float)
    if closed:
        p = np.concatenate([p[-1:], p, p[:2]])
    else:
        p = np.concatenate([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = [_between(p[i : i + 4], t) for i in range(len(p) - 3)]
    return np.concatenate(parts if closed else [*parts, p[-1:]])


def _between(corners: Points, t: Points) -> Points:
    p0, p1, p2, p3 = corners
    bend = 2 * p0 - 5 * p1 + 4 * p2 - p3
    twist = 3 * p1 - p0 - 3 * p2 + p3
    return np.asarray(0.5 * (2 * p1 + (p2 - p0) * t + bend * t**2 + twist * t**3))


def bow(start: Point, middle: Point, end: Point, steps: int = 16) -> Points:
    """A curve from start to end, drawn towards the middle (quadratic Bezier)."""
    t = np.linspace(0, 1, steps)[:, None]
    a, b, c = np.array(start), np.array(middle), np.array(end)
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)


def thick(path: Points, radii: Sequence[float]) -> Points:
    """The outline of a path whose half-width passes through the given radii."""
    along = np.linspace(0, 1, len(path))
    r = np.interp(along, np.linspace(0, 1, len(radii)), radii)[:, None]
    way = np.gradient(path, axis=0)
    way /= np.maximum(np.hypot(way[:, :1], way[:, 1:]), 1e-6)
    side = np.stack([-way[:, 1], way[:, 0]], axis=1) * r
    return np.concatenate([path + side, (path - side)[::-1]])


@dataclass(slots=True)
class Canvas:
    """A picture to draw on; ``origin`` is where its corner lies in the whole."""

    picture: Picture
    scale: float = 1.0
    origin: tuple[int, int] = (0, 0)

    def fill(self, outline: Points, colour: Colour) -> None:
        """Fill an outline with one colour."""
        cv2.fillPoly(self.picture, [self._fixed(outline)], colour, cv2.LINE_AA, SUBPIXEL_BITS)

    def stroke(self, path: Points, colour: Colour, radii: Sequence[float]) -> None:
        """Draw a line that may swell and taper, with round ends."""
        self.fill(thick(path, radii), colour)
        for end, radius in ((path[0], radii[0]), (path[-1], radii[-1])):
            self.fill(oval((end[0], end[1]), (radius, radius)), colour)

    def tint(self, outline: Points, colour: Colour, strength: float, blur: float = 0.0) -> None:
        """Lay a see-through colour over an outline, with soft edges if blurred."""
        if strength <= 0.01:
            return

        def paint(part: "Canvas") -> None:
            part.picture[:] = colour

        self.through(outline, paint, strength, blur)

    def through(
        self,
        outline: Points,
        paint: Callable[["Canvas"], None],
        strength: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Let ``paint`` draw on what shows through an outline, and nowhere else."""
        left, top, right, bottom = self._box(outline, 3 * blur + 2)
        if right <= left or bottom <= top:
            return
        below = self.picture[top:bottom, left:right]
        corner = (left + self.origin[0], top + self.origin[1])
        part = Canvas(below.copy(), self.scale, corner)
        paint(part)
        window = part._window(outline, blur)[..., None] * strength
        below[:] = np.rint(below + (part.picture.astype(np.float32) - below) * window)

    def _window(self, outline: Points, blur: float) -> NDArray[np.float32]:
        window: Picture = np.zeros(self.picture.shape[:2], np.uint8)
        cv2.fillPoly(window, [self._fixed(outline)], (255,), cv2.LINE_AA, SUBPIXEL_BITS)
        if blur:
            # A stack blur looks like a Gaussian of this width and costs a tenth.
            reach = max(1, round(2.45 * blur * self.scale))
            blurred = cv2.stackBlur(window, (2 * reach + 1, 2 * reach + 1))
            window = np.asarray(blurred, np.uint8)
        return np.asarray(window / 255, np.float32)

    def _fixed(self, outline: Points) -> NDArray[np.int32]:
        # OpenCV reads whole numbers; the last bits are the part of a pixel.
        place = outline * self.scale - np.array(self.origin)
        return np.asarray(np.rint((place - 0.5) * (1 << SUBPIXEL_BITS)), np.int32)

    def _box(self, outline: Points, margin: float) -> tuple[int, int, int, int]:
        place = outline * self.scale - np.array(self.origin)
        edge = margin * self.scale + 2
        low = np.maximum(np.floor(place.min(axis=0) - edge), 0).astype(int)
        high = np.ceil(place.max(axis=0) + edge).astype(int)
        height, width = self.picture.shape[:2]
        return low[0], low[1], min(high[0], width), min(high[1], height)
