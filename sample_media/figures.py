"""The two people, the high chair and what they hold, at one moment of the film."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from canvas import Canvas, Colour, Point, Points, bow, ink, mix, oval, rounded, thick
from faces import Face, Head, Look, draw_head
from room import box

PARENT = Look(
    skin=ink("#e0a681"),
    blush=ink("#d9735f"),
    hair=ink("#553228"),
    iris=ink("#6b4226"),
    lip=ink("#b0524c"),
    radius=92,
    height=1.14,
    chin=0.66,
    eye=0.165,
)
INFANT = Look(
    skin=ink("#efbd9a"),
    blush=ink("#e37d68"),
    hair=ink("#8a5a3c"),
    iris=ink("#5d4630"),
    lip=ink("#bd5f58"),
    radius=90,
    height=0.96,
    chin=0.80,
    eye=0.19,
    infant=True,
)
JEANS, SHIRT = ink("#5c6f94"), ink("#fbf3e2")
CHAIR, CHAIR_DARK, CUSHION = ink("#d9a877"), ink("#b98557"), ink("#8fae9a")
TRAY, TRAY_EDGE = ink("#fdf7ea"), ink("#dccdb0")
DUCK, BEAK = ink("#f7cf3f"), ink("#ee8a34")
BALL, STRIPE = ink("#d2564a"), ink("#fbf3e2")
FUR, SNOUT, NOSE = ink("#b98a5e"), ink("#e3c49d"), ink("#4a3226")

PARENT_SHOULDER, PARENT_FAR_SHOULDER = (318.0, 438.0), (436.0, 448.0)
INFANT_SHOULDER, INFANT_FAR_SHOULDER = (934.0, 482.0), (832.0, 484.0)

# fmt: off
CHAIR_BACK = (
    (800, 420), (815, 372), (890, 352), (968, 372), (985, 420), (990, 640), (795, 640),
)
CHAIR_CUSHION = (
    (818, 430), (832, 392), (890, 374), (950, 392), (966, 430), (970, 620), (814, 620),
)
INFANT_TRUNK = (
    (-40, 0), (42, 0), (78, 40), (92, 120), (94, 200), (-94, 200), (-92, 120),
    (-76, 40),
)
BIB = ((-46, 58), (44, 58), (78, 120), (80, 210), (-82, 210), (-80, 120))
POCKET = ((-30, 106), (28, 106), (22, 150), (-24, 150))
LAP = ((200, 650), (380, 628), (560, 636), (612, 672), (600, 760), (180, 760))
LAP_SHADE = ((230, 690), (420, 668), (590, 690), (590, 750), (220, 750))
TRUNK_SHADE = ((40, 60), (92, 60), (104, 200), (60, 358), (20, 348))
DUCK_EDGE = (
    (-46, -9), (-32, 5), (0, -5), (30, -3), (36, 16), (21, 33), (-19, 33), (-40, 16),
)
DUCK_BODY = (
    (-44, -8), (-30, 6), (0, -4), (28, -2), (34, 16), (20, 32), (-18, 32), (-38, 16),
)
DUCK_BEAK = ((38, -30), (60, -27), (58, -18), (38, -18))
DUCK_WING = ((-20, 8), (2, 6), (14, 14), (2, 24), (-16, 20))
# fmt: on


@dataclass(frozen=True, slots=True)
class Person:
    """A person at one moment: face, where the head is, where the hands are."""

    face: Face
    head: Point
    hand: Point
    far_hand: Point
    lean: float = 0.0
    breath: float = 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that moves, at one moment."""

    parent: Person
    infant: Person
    toy: str
    toy_at: Point
    toy_tilt: float
    phone: float
    covered: float
    clothes: tuple[Colour, Colour]


def draw_scene(canvas: Canvas, scene: Scene) -> None:
    """Draw from the back of the room to the front."""
    _chair(canvas)
    sweater, romper = scene.clothes
    _infant_body(canvas, scene.infant, romper)
    _parent_body(canvas, scene.parent, sweater)
    draw_head(canvas, Head(scene.parent.head, PARENT, scene.parent.face))
    draw_head(canvas, Head(scene.infant.head, INFANT, scene.infant.face))
    _tray(canvas)
    _infant_arm(canvas, INFANT_FAR_SHOULDER, scene.infant.far_hand, 0.10)
    TOYS[scene.toy](canvas, scene.toy_at, scene.toy_tilt)
    _infant_arm(canvas, INFANT_SHOULDER, scene.infant.hand, 0.0)
    _parent_arm(canvas, scene.parent, scene.phone, sweater)
    if scene.covered > 0:
        _sleeve_over_camera(canvas, scene.covered, sweater)


def elbow(shoulder: Point, hand: Point, upper: float, fore: float, bend: int) -> Point:
    """Where the elbow must be for the hand to get there (two bones, one joint)."""
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    reach = min(max(float(np.hypot(dx, dy)), 1.0), (upper + fore) * 0.999)
    cos = (upper**2 + reach**2 - fore**2) / (2 * upper * reach)
    turn = np.arctan2(dy, dx) + bend * np.arccos(np.clip(cos, -1, 1))
    return (
        float(shoulder[0] + upper * np.cos(turn)),
        float(shoulder[1] + upper * np.sin(turn)),
    )


def _chair(canvas: Canvas) -> None:
    for x, foot in ((800, 770), (960, 1000)):
        leg = bow((x, 600), ((x + foot) / 2, 660), (foot, 740))
        canvas.stroke(leg, CHAIR_DARK, (10, 9))
    canvas.fill(moved(CHAIR_BACK), CHAIR)
    canvas.fill(moved(CHAIR_CUSHION), CUSHION)
    for x, y in ((846, 440), (890, 424), (936, 440), (948, 520), (836, 520)):
        canvas.fill(oval((x, y), (5, 5)), mix(CUSHION, ink("#ffffff"), 0.35))


def moved(shape: Sequence[Point], x: float = 0.0, y: float = 0.0) -> Points:
    """A smooth outline through the points of a shape, moved to a place."""
    return np.asarray(rounded(shape) + np.array([x, y]))


def _tray(canvas: Canvas) -> None:
    canvas.tint(oval((838, 660), (190, 34)), ink("#6b4a30"), 0.25, blur=8)
    canvas.fill(oval((838, 640), (206, 40)), TRAY_EDGE)
    canvas.fill(oval((838, 628), (206, 40)), TRAY)
    canvas.tint(oval((838, 632), (184, 30)), TRAY_EDGE, 0.45, blur=3)


def _infant_body(canvas: Canvas, infant: Person, romper: Colour) -> None:
    # The trunk follows the head a little, as far as the chair allows.
    x, y = 890 + 0.3 * (infant.head[0] - 872), 440 + infant.breath
    canvas.fill(moved(INFANT_TRUNK, x, y), SHIRT)
    canvas.fill(moved(BIB, x, y), romper)
    for side in (-1, 1):
        ends = (x + side * 36, y + 8), (x + side * 40, y + 36), (x + side * 34, y + 72)
        canvas.stroke(bow(*ends), romper, (10, 10))
        canvas.fill(oval((x + side * 34, y + 74), (6, 6)), SHIRT)
    canvas.fill(moved(POCKET, x, y), mix(romper, ink("#a86f1e"), 0.25))
    canvas.tint(oval((x - 12, y + 6), (56, 20)), ink("#8a5a3c"), 0.22, blur=6)
    for side in (-1, 1):
        collar = oval((x - 2 + side * 24, y + 16), (27, 15), 14 * side)
        canvas.fill(collar, mix(SHIRT, ink("#b9a888"), 0.35))
        canvas.fill(collar - np.array([0.0, 2.5]), SHIRT)


def _infant_arm(canvas: Canvas, shoulder: Point, hand: Point, shade: float) -> None:
    skin = mix(INFANT.skin, ink("#a8583a"), 0.06 + shade * 0.6)
    joint = elbow(shoulder, hand, 74, 74, -1)
    canvas.stroke(bow(joint, joint, hand), mix(skin, ink("#9a5a3c"), 0.2), (23, 20))
    canvas.stroke(bow(joint, joint, hand), skin, (21, 18))
    sleeve = bow(shoulder, ((shoulder[0] + joint[0]) / 2, (shoulder[1] + joint[1]) / 2), joint)
    canvas.stroke(sleeve, mix(SHIRT, ink("#9a8a70"), 0.30 + shade), (24, 25))
    canvas.stroke(sleeve, mix(SHIRT, ink("#b9a888"), 0.04 + shade), (27, 23))
    _infant_hand(canvas, joint, hand, skin)


def _infant_hand(canvas: Canvas, joint: Point, hand: Point, skin: Colour) -> None:
    way = np.arctan2(hand[1] - joint[1], hand[0] - joint[0])
    dark = mix(skin, ink("#9a5a3c"), 0.3)
    x, y = hand
    canvas.fill(oval((x, y), (22, 20)), dark)
    for spread in (-0.75, -0.25, 0.25, 0.75):
        tip = (x + 19 * np.cos(way + spread), y + 19 * np.sin(way + spread))
        canvas.fill(oval(tip, (8.4, 8.4)), dark)
        canvas.fill(oval(tip, (7, 7)), skin)
    canvas.fill(oval((x, y), (20, 18)), skin)


def _parent_body(canvas: Canvas, parent: Person, sweater: Colour) -> None:
    x, y = 392 + parent.lean, 372 + parent.breath
    far = (PARENT_FAR_SHOULDER[0] + parent.lean, PARENT_FAR_SHOULDER[1] + parent.breath)
    sleeve = mix(sweater, ink("#10363a"), 0.35)
    _limb(canvas, far, parent.far_hand, sleeve, mix(PARENT.skin, ink("#8a4a32"), 0.2))
    canvas.fill(_parent_trunk(x, y, parent.lean), sweater)
    canvas.tint(moved(TRUNK_SHADE, x, y), ink("#10363a"), 0.22, blur=16)
    canvas.fill(moved(LAP), JEANS)
    canvas.tint(moved(LAP_SHADE), ink("#3b4a6b"), 0.4, blur=14)
    _neck(canvas, parent, (x, y), sweater)


def _parent_trunk(x: float, y: float, lean: float) -> Points:
    """Shoulders lean forward while the hips stay on the seat."""
    hip, back = x + 88 - lean * 0.5, x - 150 - lean * 0.5
    chest = [(x - 44, y + 6), (x + 40, y + 6), (x + 92, y + 52), (x + 104, y + 150)]
    seat = [(hip, 720), (x - 150 - lean, 740), (back, y + 190), (x - 122, y + 62)]
    return rounded([*chest, *seat])


def _neck(canvas: Canvas, parent: Person, at: Point, sweater: Colour) -> None:
    x, y = at
    chin = (parent.head[0] - 8, parent.head[1] + 62)
    skin = mix(PARENT.skin, ink("#8a4a32"), 0.22)
    canvas.fill(oval((x, y + 18), (60, 25)), mix(sweater, ink("#ffffff"), 0.14))
    canvas.fill(oval((x + 2, y + 10), (46, 19)), skin)
    canvas.stroke(bow(chin, (x - 2, y - 30), (x + 1, y + 4)), skin, (38, 34, 42))


def _parent_arm(canvas: Canvas, parent: Person, phone: float, sweater: Colour) -> None:
    near = (PARENT_SHOULDER[0] + parent.lean, PARENT_SHOULDER[1] + parent.breath)
    if phone > 0.05:
        _phone(canvas, parent.hand, phone)
    _limb(canvas, near, parent.hand, sweater, PARENT.skin)


def _limb(canvas: Canvas, shoulder: Point, hand: Point, cloth: Colour, skin: Colour) -> None:
    joint = elbow(shoulder, hand, 218, 226, 1)
    edge = mix(cloth, ink("#0c2a2d"), 0.35)
    cuff, wrist = between(joint, hand, 0.80), between(joint, hand, 0.88)
    upper, fore = (
        bow(shoulder, between(shoulder, joint, 0.5), joint),
        bow(joint, joint, wrist),
    )
    _parent_hand(canvas, joint, hand, skin)
    # The edge is thinner than the cloth at the shoulder, so the sleeve grows out of it.
    canvas.stroke(upper, edge, (44, 43, 42))
    canvas.stroke(fore, edge, (42, 34, 27))
    canvas.stroke(upper, cloth, (50, 42, 40))
    canvas.stroke(fore, cloth, (40, 32, 25))
    canvas.fill(thick(bow(cuff, cuff, wrist), (28, 27)), mix(cloth, ink("#ffffff"), 0.14))


def between(start: Point, end: Point, share: float) -> Point:
    """The point that lies a share of the way from start to end."""
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _parent_hand(canvas: Canvas, joint: Point, hand: Point, skin: Colour) -> None:
    way = np.arctan2(hand[1] - joint[1], hand[0] - joint[0])
    dark = mix(skin, ink("#8a4a32"), 0.3)

    def part(along: float, across: float) -> Point:
        return (
            hand[0] + along * np.cos(way) - across * np.sin(way),
            hand[1] + along * np.sin(way) + across * np.cos(way),
        )

    thumb = bow(part(-2, -14), part(16, -28), part(30, -24))
    canvas.stroke(thumb, dark, (10.5, 9.5, 8.5))
    canvas.stroke(thumb, skin, (9, 8, 7))
    canvas.fill(oval(hand, (27, 23), float(np.degrees(way))), dark)
    for i, across in enumerate((15.0, 5.5, -4.0, -13.0)):
        finger = bow(
            part(10, across),
            part(28, across * 1.05),
            part(42 - 3 * abs(i - 1.5), across * 0.8 + 4),
        )
        canvas.stroke(finger, dark, (8.2, 7.8, 6.8))
        canvas.stroke(finger, skin, (6.8, 6.4, 5.4))
    canvas.fill(oval(hand, (25, 21), float(np.degrees(way))), skin)


def _phone(canvas: Canvas, hand: Point, shown: float) -> None:
    x, y = hand[0] + 14, hand[1] - 30
    corners = [(x - 24, y - 48), (x + 20, y - 56), (x + 34, y + 34), (x - 10, y + 44)]
    canvas.tint(rounded(corners, steps=3), ink("#2b2f3a"), shown)
    glow = oval((x - 30, y - 60), (70, 60))
    canvas.tint(glow, ink("#dff3ff"), 0.25 * shown, blur=22)


def draw_duck(canvas: Canvas, at: Point, tilt: float) -> None:
    """The yellow duck; it looks towards the infant."""
    dark = mix(DUCK, ink("#c98a1e"), 0.55)
    parts = (
        (moved(DUCK_EDGE), dark),
        (oval((18, -24), (26, 25)), dark),
        (moved(DUCK_BEAK), BEAK),
        (moved(DUCK_BODY), DUCK),
        (oval((18, -24), (24, 23)), DUCK),
        (moved(DUCK_WING), dark),
        (oval((26, -29), (4.6, 5.4)), ink("#2a1b16")),
        (oval((27.5, -31), (1.6, 1.6)), ink("#ffffff")),
    )
    _turned(canvas, parts, at, tilt)


def draw_ball(canvas: Canvas, at: Point, tilt: float) -> None:
    """A red ball with a pale band; it rolls as it moves."""
    dark = mix(BALL, ink("#6e1f1a"), 0.45)
    parts = (
        (oval((0, -4), (39, 39)), dark),
        (oval((0, -4), (37, 37)), BALL),
        (oval((0, -4), (37, 13)), STRIPE),
        (oval((0, -4), (37, 6)), mix(BALL, ink("#f0b14a"), 0.8)),
    )
    _turned(canvas, parts, at, tilt + 0.9 * at[0])
    canvas.tint(oval((at[0] - 12, at[1] - 20), (11, 8), -30), ink("#ffffff"), 0.55, blur=3)


def draw_bear(canvas: Canvas, at: Point, tilt: float) -> None:
    """A brown bear that sits; it looks out of the picture."""
    dark = mix(FUR, ink("#5b3a20"), 0.45)
    parts = (
        *((oval((side * 19, -66), (11.5, 11.5)), dark) for side in (-1, 1)),
        *((oval((side * 19, 18), (16, 13)), dark) for side in (-1, 1)),
        (oval((0, -4), (31, 33)), dark),
        (oval((0, -4), (29, 31)), FUR),
        *((oval((side * 27, -10), (10, 19), side * -28), dark) for side in (-1, 1)),
        (oval((0, 0), (17, 20)), SNOUT),
        (oval((0, -45), (30, 27)), dark),
        (oval((0, -45), (28, 25)), FUR),
        (oval((0, -37), (13, 10)), SNOUT),
        *((oval((dx, dy), (3.2, 3.2)), NOSE) for dx, dy in ((-11, -50), (11, -50), (0, -41))),
    )
    _turned(canvas, parts, at, 0.5 * tilt)


TOYS: Mapping[str, Callable[[Canvas, Point, float], None]] = {
    "duck": draw_duck,
    "ball": draw_ball,
    "bear": draw_bear,
}


def _turned(canvas: Canvas, parts: Iterable[tuple[Points, Colour]], at: Point, tilt: float) -> None:
    """Outlines about a middle, turned and put in their place."""
    cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    spin = np.array([[cos, sin], [-sin, cos]])
    for outline, colour in parts:
        canvas.fill(np.asarray(outline @ spin + np.array(at)), colour)


def _sleeve_over_camera(canvas: Canvas, covered: float, sweater: Colour) -> None:
    x = -900 + 1540 * covered
    cloth = mix(sweater, ink("#10363a"), 0.5)
    canvas.tint(oval((x, 480), (900, 900)), cloth, 1.0, blur=34)
    for rib in range(-5, 6):
        band = box(x + rib * 150 - 14, -20, x + rib * 150 + 14, 740)
        canvas.tint(band, mix(cloth, ink("#08181a"), 0.5), 0.35 * covered, blur=24)
