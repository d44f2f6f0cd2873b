"""The room behind the family: what never moves, drawn once."""

import cv2
import numpy as np

from canvas import LYING, Canvas, Colour, Picture, View, bow, ink, oval, rounded

WALL, WALL_LIGHT, PANEL = ink("#f1e0c6"), ink("#fbf1dd"), ink("#cfd3b4")
RAIL, FLOOR, PLANK = ink("#e9ddc0"), ink("#c99d70"), ink("#b98b60")
FRAME, SKY, SKY_LOW = ink("#fbf6ea"), ink("#a9d3e6"), ink("#e2f0ee")
HILL, HILL_FAR, TREE = ink("#9dbb7c"), ink("#b9cfa0"), ink("#7ea267")
CURTAIN, CURTAIN_FOLD = ink("#e2a48a"), ink("#cf8d73")
WOOD, WOOD_DARK = ink("#a8774d"), ink("#8c5f3b")
LEAF, LEAF_DARK, POT = ink("#6f9a66"), ink("#527d53"), ink("#c9754f")
BOOKS = [ink(c) for c in ("#2f7476", "#d98c5f", "#e6b54a", "#7b8fb5", "#b5596a")]


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """The outline of an upright rectangle."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)


def room(scale: float, rng: np.random.Generator, view: View = LYING) -> Picture:
    """The empty room at the given scale, a little out of focus, on paper."""
    canvas = view.canvas(scale)
    _walls(canvas)
    if view.top < 0:
        _above(canvas)
    _window(canvas)
    _shelf(canvas)
    _picture(canvas)
    _plant(canvas)
    soft = cv2.GaussianBlur(canvas.picture, (0, 0), 1.3 * scale)
    return _on_paper(np.asarray(soft, np.uint8), view, rng)


def _walls(canvas: Canvas) -> None:
    canvas.fill(box(-5, -700, 1290, 730), WALL)
    canvas.tint(oval((670, 250), (520, 330)), WALL_LIGHT, 0.9, blur=90)
    canvas.fill(box(-5, 455, 1290, 640), PANEL)
    canvas.fill(box(-5, 447, 1290, 459), RAIL)
    for x in range(40, 1280, 92):
        canvas.tint(box(x, 462, x + 3, 640), ink("#aeb391"), 0.7)
    canvas.fill(box(-5, 624, 1290, 640), RAIL)
    canvas.fill(box(-5, 640, 1290, 730), FLOOR)
    for y in (662, 692):
        canvas.fill(box(-5, y, 1290, y + 2), PLANK)
    canvas.tint(oval((660, 730), (560, 52)), ink("#e7d3bd"), 1.0)
    canvas.tint(oval((660, 734), (500, 40)), ink("#c97f68"), 0.75)
    canvas.tint(oval((660, 738), (455, 32)), ink("#e7d3bd"), 1.0)


def _above(canvas: Canvas) -> None:
    """What only a telephone held upright sees: the ceiling, a lamp and a string of flags."""
    canvas.fill(box(-5, -720, 1290, -392), ink("#fdf8ee"))
    canvas.fill(box(-5, -400, 1290, -384), RAIL)
    canvas.tint(box(-5, -384, 1290, -376), ink("#cbb592"), 0.5, blur=5)
    canvas.tint(oval((640, -150), (330, 190)), WALL_LIGHT, 0.9, blur=70)
    canvas.stroke(bow((640, -392), (640, -320), (640, -252)), WOOD_DARK, (2, 2))
    shade = [(612, -262), (668, -262), (716, -178), (564, -178)]
    canvas.tint(oval((640, -172), (86, 20)), ink("#fff3cf"), 0.9, blur=10)
    canvas.fill(np.array(shade, float), POT)
    canvas.fill(box(564, -186, 716, -176), ink("#d98a63"))
    _flags(canvas, bow((250, -96), (640, -4), (1040, -96), steps=120))


def _flags(canvas: Canvas, string: np.ndarray) -> None:
    canvas.stroke(string, ink("#b79a78"), (1.6, 1.6))
    for i, at in enumerate(range(8, len(string) - 4, 9)):
        (x, y), (right, low) = string[at], string[at + 4]
        flag = [(x, y), (right, low), ((x + right) / 2, (y + low) / 2 + 34)]
        canvas.fill(np.array(flag, float), BOOKS[i % len(BOOKS)])


def _window(canvas: Canvas) -> None:
    canvas.tint(box(512, 62, 812, 372), ink("#b79a78"), 0.35, blur=12)
    canvas.fill(box(508, 50, 802, 356), FRAME)
    canvas.through(box(524, 66, 786, 340), _view)
    canvas.fill(box(650, 66, 660, 340), FRAME)
    canvas.fill(box(524, 196, 786, 204), FRAME)
    canvas.fill(box(496, 350, 814, 366), FRAME)
    canvas.tint(box(496, 362, 814, 368), ink("#c9b393"), 0.7)
    for side in (-1, 1):
        _curtain(canvas, 655 + side * 158, side)
    canvas.stroke(bow((452, 38), (655, 34), (858, 38)), WOOD, (5, 5))


def _view(canvas: Canvas) -> None:
    for step in range(24):
        height = 60 + step * 12
        shade = mix_sky(step / 23)
        canvas.fill(box(500, height, 810, height + 14), shade)
    for x, y, size in ((565, 105, 26), (590, 112, 34), (718, 140, 24), (742, 146, 32)):
        canvas.tint(oval((x, y), (size, size * 0.45)), ink("#ffffff"), 0.8, blur=3)
    canvas.fill(oval((730, 400), (230, 150)), HILL_FAR)
    canvas.fill(oval((560, 420), (240, 150)), HILL)
    canvas.stroke(bow((590, 300), (592, 280), (591, 262)), WOOD_DARK, (5, 4))
    for x, y, r in ((580, 252, 25), (604, 246, 27), (593, 226, 24)):
        canvas.fill(oval((x, y), (r, r)), TREE)


def mix_sky(depth: float) -> Colour:
    """The sky pales towards the hills."""
    top, low = np.array(SKY), np.array(SKY_LOW)
    blue, green, red = (int(v) for v in np.rint(top + (low - top) * depth))
    return blue, green, red


def _curtain(canvas: Canvas, x: float, side: int) -> None:
    shape = [
        (x - 34 * side, 46),
        (x + 36 * side, 46),
        (x + 42 * side, 230),
        (x + 40 * side, 420),
        (x + 2 * side, 424),
        (x - 2 * side, 300),
        (x - 30 * side, 180),
    ]
    canvas.fill(rounded(shape), CURTAIN)
    for fold in (-12, 8, 26):
        start, end = (x + fold * side, 44), (x + (22 + fold * 0.5) * side, 414)
        middle = (x + (fold - 2) * side, 250)
        canvas.stroke(bow(start, middle, end), CURTAIN_FOLD, (1.5, 4, 2))


def _shelf(canvas: Canvas) -> None:
    canvas.tint(box(996, 196, 1250, 222), ink("#b79a78"), 0.4, blur=8)
    canvas.fill(box(990, 186, 1250, 202), WOOD)
    canvas.fill(box(990, 198, 1250, 204), WOOD_DARK)
    x = 1008.0
    for colour, width, height in zip(BOOKS, (20, 26, 18, 24, 20), (82, 70, 90, 76, 84), strict=True):
        canvas.fill(box(x, 186 - height, x + width, 186), colour)
        canvas.tint(box(x, 186 - height + 12, x + width, 186 - height + 18), WALL, 0.7)
        x += width + 2
    _bear(canvas, 1150, 186)
    _trailing(canvas, 1215, 186)


def _bear(canvas: Canvas, x: float, floor: float) -> None:
    fur, snout = ink("#b98a5e"), ink("#e3c49d")
    for side in (-1, 1):
        canvas.fill(oval((x + 15 * side, floor - 66), (9, 9)), fur)
        canvas.fill(oval((x + 15 * side, floor - 8), (11, 9)), fur)
    canvas.fill(oval((x, floor - 22), (21, 23)), fur)
    canvas.fill(oval((x, floor - 20), (12, 14)), snout)
    canvas.fill(oval((x, floor - 52), (21, 19)), fur)
    canvas.fill(oval((x, floor - 46), (9, 7)), snout)
    for dx, dy in ((-8, -55), (8, -55), (0, -49)):
        canvas.fill(oval((x + dx, floor + dy), (2.5, 2.5)), ink("#4a3226"))


def _trailing(canvas: Canvas, x: float, floor: float) -> None:
    pot = [(x - 20, floor - 34), (x + 20, floor - 34), (x + 15, floor), (x - 15, floor)]
    canvas.fill(np.array(pot, float), POT)
    canvas.fill(box(x - 23, floor - 40, x + 23, floor - 30), ink("#d98a63"))
    for i, (dx, dy) in enumerate(
        ((-34, -64), (-16, -80), (6, -84), (26, -70), (38, -50), (-40, -38), (40, -8))
    ):
        _leaf(canvas, (x, floor - 38), (x + dx, floor + dy), LEAF if i % 2 else TREE, 8)


def _leaf(
    canvas: Canvas,
    root: tuple[float, float],
    tip: tuple[float, float],
    colour: Colour,
    width: float,
) -> None:
    middle = ((root[0] + tip[0]) / 2, min(root[1], tip[1]) - 4)
    canvas.stroke(bow(root, middle, tip), colour, (1.5, width, width * 0.8, 0.5))


def _picture(canvas: Canvas) -> None:
    canvas.tint(box(82, 92, 202, 226), ink("#b79a78"), 0.4, blur=8)
    canvas.fill(box(76, 82, 194, 216), WOOD)
    canvas.fill(box(85, 91, 185, 207), ink("#fdf8ec"))
    canvas.fill(oval((135, 176), (40, 22), arc=(180, 360)), ink("#e6b54a"))
    canvas.fill(oval((119, 140), (15, 15)), ink("#d98c5f"))
    canvas.fill(oval((151, 146), (10, 10)), ink("#2f7476"))


def _plant(canvas: Canvas) -> None:
    canvas.tint(oval((112, 664), (80, 14)), ink("#7b5a3c"), 0.4, blur=8)
    pot = [(52, 540), (172, 540), (156, 664), (68, 664)]
    canvas.fill(np.array(pot, float), POT)
    canvas.fill(box(44, 530, 180, 556), ink("#d98a63"))
    leaves = [
        (-96, 180),
        (-70, 240),
        (-30, 284),
        (20, 296),
        (64, 262),
        (98, 200),
        (110, 130),
        (-108, 110),
        (-10, 220),
        (44, 190),
        (-52, 160),
    ]
    for i, (dx, rise) in enumerate(leaves):
        colour = LEAF if i % 2 else LEAF_DARK
        _leaf(canvas, (112, 534), (112 + dx, 534 - rise), colour, 19)


def _on_paper(picture: Picture, view: View, rng: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    dots = rng.normal(0, 1, (view.size[1] // 2, view.size[0] // 2)).astype(np.float32)
    grain = cv2.resize(cv2.GaussianBlur(dots, (0, 0), 1.0), (width, height))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2)[..., None]
    shaded = picture * (1.02 - 0.22 * edge) + 1.6 * grain[..., None]
    return np.asarray(np.clip(np.rint(shaded), 0, 255), np.uint8)
