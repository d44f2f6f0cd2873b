"""Heads that turn: features sit on a globe, so a turn moves and narrows them.

A place on the head is given by its angle to the side (0 is the middle of the
face, positive towards the right of the picture) and its height (0 at the eyes).
"""

from dataclasses import dataclass, field

import numpy as np

from canvas import Canvas, Colour, Point, Points, bow, ink, mix, oval, rounded

WHITE, PUPIL = ink("#fffaf2"), ink("#2a1b16")
MOUTH, TONGUE, TEETH = ink("#7d2b2f"), ink("#d9777a"), ink("#fff6ea")
# Where the parent's hair begins: angles to the side, and the height at each.
HAIRLINE = (
    [-74, -52, -30, -8, 8, 20, 34, 52, 74],
    [-4, 24, 36, 44, 50, 55, 48, 38, 12],
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a person looks: colours and proportions that stay the same."""

    skin: Colour
    blush: Colour
    hair: Colour
    iris: Colour
    lip: Colour
    radius: float
    height: float
    chin: float
    eye: float
    infant: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """What a face does at one moment; most parts run from 0, none, to 1, full."""

    turn: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    look_x: float = 0.0
    look_y: float = 0.0
    lids: float = 1.0
    squeeze: float = 0.0
    smile: float = 0.0
    sad: float = 0.0
    open: float = 0.0
    raised: float = 0.0
    worried: float = 0.0
    flushed: float = 0.0


@dataclass(frozen=True, slots=True)
class Head:
    """A head at a place in the picture, and where its features fall."""

    centre: Point
    look: Look
    face: Face
    _spin: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        tilt = np.radians(self.face.tilt)
        object.__setattr__(self, "_spin", (float(np.cos(tilt)), float(np.sin(tilt))))

    def at(self, side: float, height: float) -> Point:
        """Where a place on the face is seen."""
        turned = np.radians(side + self.face.turn)
        lifted = np.radians(height + self.face.nod)
        x = self.look.radius * np.sin(turned) * np.cos(lifted * 0.7)
        y = -self.look.radius * self.look.height * np.sin(lifted)
        return self.place(x, y)

    def place(self, x: float, y: float) -> Point:
        """A place given in picture units from the middle of the head."""
        cos, sin = self._spin
        return self.centre[0] + x * cos - y * sin, self.centre[1] + x * sin + y * cos

    def width(self, side: float) -> float:
        """How wide something looks there: 1 seen from the front, 0 edge on."""
        return max(0.15, float(np.cos(np.radians(side + self.face.turn))))

    @property
    def away(self) -> float:
        """How far the head is turned, as a share of the radius, with its sign."""
        return float(np.sin(np.radians(self.face.turn)))

    def outline(self, grow: float = 1.0) -> Points:
        """The edge of skull, cheeks and chin."""
        r, tall, shift = self.look.radius, self.look.height, self.away
        half = (
            (0.0, -1.02),
            (0.5, -0.9),
            (0.86, -0.56),
            (0.98, -0.12),
            (0.95, 0.28),
            (self.look.chin, 0.66),
            (self.look.chin * 0.58, 0.90),
        )
        right = [(x, y) for x, y in half[1:]]
        left = [(-x, y) for x, y in reversed(half[1:])]
        edge = [half[0], *right, (0.0, 1.0), *left]
        lean = [(x + shift * (0.06 + 0.16 * max(0.0, y)), y) for x, y in edge]
        return rounded([self.place(r * grow * x, r * tall * grow * y) for x, y in lean])


def draw_head(canvas: Canvas, head: Head) -> None:
    """A whole head: hair behind, skin, features, hair in front."""
    if not head.look.infant:
        _hair_behind(canvas, head)
    _ears(canvas, head, front=False)
    canvas.fill(head.outline(), head.look.skin)
    canvas.through(head.outline(), lambda part: _complexion(part, head))
    if head.look.infant:
        _fine_hair(canvas, head)
        _ears(canvas, head, front=True)
    else:
        _hair_in_front(canvas, head)
        _ears(canvas, head, front=True)
    _eyes(canvas, head)
    _brows(canvas, head)
    _mouth(canvas, head)
    _nose(canvas, head)
    if head.face.squeeze > 0.5 and head.look.infant:
        _tears(canvas, head)


def _complexion(canvas: Canvas, head: Head) -> None:
    r, skin = head.look.radius, head.look.skin
    dark = mix(skin, ink("#8a4a32"), 0.5)
    canvas.tint(head.outline(), dark, 0.30)
    x, y = head.place(r * (0.10 + 0.12 * head.away), -r * 0.14)
    canvas.tint(oval((x, y), (r * 0.98, r * 1.0)), skin, 1.0, blur=12)
    _cheeks(canvas, head)


def _cheeks(canvas: Canvas, head: Head) -> None:
    r, rosy = head.look.radius, 0.30 + 0.25 * head.face.smile
    for side in (-1, 1):
        spot = head.at(side * 36, -22 + 3 * head.face.smile)
        size = (r * 0.22 * head.width(side * 36), r * 0.17)
        canvas.tint(oval(spot, size), head.look.blush, rosy, blur=9)
    if head.face.flushed > 0.02:
        spot = head.at(0, -8)
        canvas.tint(
            oval(spot, (r * 0.8, r * 0.75)),
            head.look.blush,
            0.55 * head.face.flushed,
            14,
        )


def _ears(canvas: Canvas, head: Head, front: bool) -> None:
    r = head.look.radius
    for side in (-88, 88):
        turned = side + head.face.turn
        if (abs(turned) < 84) is not front:
            continue
        x, y = head.at(side, -6)
        # An ear on the far side slips behind the head.
        hidden = 0.008 * max(0.0, abs(turned) - 88)
        ear = (x - hidden * (x - head.centre[0]), y)
        canvas.fill(oval(ear, (r * 0.15, r * 0.21)), mix(head.look.skin, (60, 70, 150), 0.1))
        canvas.tint(oval(ear, (r * 0.08, r * 0.12)), head.look.blush, 0.6, blur=2)
        if front and not head.look.infant:
            canvas.fill(oval((ear[0], y + r * 0.24), (4.5, 4.5)), ink("#f0c04e"))


def _eyes(canvas: Canvas, head: Head) -> None:
    for side in (-1, 1):
        _eye(canvas, head, side * (25.0 if head.look.infant else 23.0))


def _eye(canvas: Canvas, head: Head, side: float) -> None:
    face, size = head.face, head.look.radius * head.look.eye
    lids = face.lids * (1 - face.squeeze)
    x, y = head.at(side, 1)
    wide = size * 1.06 * head.width(side)
    upper, lower = _opening(face, size, lids)
    lash = oval((x, y), (wide, upper), arc=(180, 360))
    if lids <= 0.15:
        lash = oval((x, y + size * 0.1), (wide, size * 0.42), arc=(172, 8))
    else:
        under = oval((x, y), (wide, lower), arc=(0, 180))
        _eyeball(canvas, head, np.concatenate([lash, under]), (x, y, size, wide))
    dark = mix(head.look.hair, PUPIL, 0.55)
    canvas.stroke(lash, dark, (size * 0.05, size * 0.13, size * 0.05))
    if lids > 0.15 and not head.look.infant:
        _lashes(canvas, (lash[0], lash[-1]), side, size, dark)
    if face.squeeze > 0.3 and head.width(side) > 0.7:
        _creases(canvas, head, (x, y), side)


def _opening(face: Face, size: float, lids: float) -> Point:
    # A smile pushes the lower lid up; a fright opens both.
    wider = 1 + 0.22 * face.raised
    lower = size * 0.95 * (1 - 0.35 * face.smile) * (0.35 + 0.65 * lids)
    return size * (1.75 * lids - 0.65) * wider, lower


def _lashes(
    canvas: Canvas,
    corners: tuple[Points, Points],
    side: float,
    size: float,
    dark: Colour,
) -> None:
    x, y = corners[0] if side < 0 else corners[1]
    tip = (x + np.sign(side) * size * 0.3, y - size * 0.28)
    canvas.stroke(bow((x, y), (x + np.sign(side) * size * 0.2, y), tip), dark, (1.8, 0.8))


def _eyeball(
    canvas: Canvas,
    head: Head,
    opening: Points,
    where: tuple[float, float, float, float],
) -> None:
    x, y, size, wide = where
    face = head.face
    centre = (x + face.look_x * wide * 0.62, y + face.look_y * size * 0.52)
    round_ = (size * 0.74 * (0.55 + 0.45 * wide / size), size * 0.76)

    def paint(part: Canvas) -> None:
        part.picture[:] = WHITE
        part.fill(oval(centre, round_), mix(head.look.iris, PUPIL, 0.45))
        part.fill(
            oval((centre[0], centre[1] + 1), (round_[0] * 0.82, round_[1] * 0.82)),
            head.look.iris,
        )
        part.fill(oval(centre, (round_[0] * 0.5, round_[1] * 0.5)), PUPIL)
        part.tint(oval((x, y - size * 1.05), (wide * 1.2, size * 0.6)), ink("#8a6a5a"), 0.4, 3)
        glint = (centre[0] + size * 0.22, centre[1] - size * 0.26)
        part.fill(oval(glint, (size * 0.2, size * 0.2)), WHITE)

    canvas.through(opening, paint)


def _creases(canvas: Canvas, head: Head, eye: Point, side: float) -> None:
    size = head.look.radius * head.look.eye
    dark = mix(head.look.skin, ink("#8a3a32"), 0.45)
    outward = np.sign(side)
    for drop in (-0.15, 0.25):
        start = (eye[0] + outward * size * 1.15, eye[1] + size * drop)
        end = (eye[0] + outward * size * 1.5, eye[1] + size * (drop * 2.4))
        canvas.stroke(bow(start, start, end), dark, (2.0, 1.0))


def _brows(canvas: Canvas, head: Head) -> None:
    face, r = head.face, head.look.radius
    lift = 7 * face.raised - 5 * face.squeeze
    inner_lift = 2 + 7 * face.worried - 7 * face.squeeze
    thickness = r * (0.026 if head.look.infant else 0.032)
    base = 25.0 if head.look.infant else 23.0
    colour = mix(head.look.hair, head.look.skin, 0.30 if head.look.infant else 0.0)
    for side in (-1, 1):
        inner = head.at(side * (14 - 3 * face.squeeze), base + lift + inner_lift)
        outer = head.at(side * 38, base + lift - 6 * face.worried)
        middle = head.at(side * 27, base + 10 + lift + 0.2 * inner_lift)
        radii = (thickness, thickness * 1.15, thickness * 0.5)
        canvas.stroke(bow(inner, middle, outer), colour, radii)


def _nose(canvas: Canvas, head: Head) -> None:
    r = head.look.radius
    dark = mix(head.look.skin, ink("#9a4a35"), 0.42)
    tip = head.at(0, -17)
    tip = (tip[0] + head.away * r * 0.12, tip[1])
    if head.look.infant:
        canvas.tint(oval(tip, (r * 0.085, r * 0.06)), dark, 0.55, blur=2)
        canvas.tint(oval((tip[0] - 2, tip[1] - 3), (r * 0.04, r * 0.025)), WHITE, 0.5, blur=2)
        return
    bridge = head.at(3 * np.sign(head.away), 0)
    wing = (tip[0] - head.away * r * 0.16, tip[1] + r * 0.035)
    bulge = (tip[0] + head.away * r * 0.07, tip[1] - r * 0.06)
    canvas.tint(oval(tip, (r * 0.09, r * 0.07)), dark, 0.30, blur=4)
    canvas.stroke(bow(bridge, bulge, tip), mix(head.look.skin, dark, 0.6), (0.8, 1.8, 2.2))
    canvas.stroke(bow(tip, (tip[0], tip[1] + r * 0.07), wing), dark, (2.2, 2.6, 1.2))


def _mouth(canvas: Canvas, head: Head) -> None:
    face, r = head.face, head.look.radius
    x, y = head.at(0, -42 if head.look.infant else -40)
    x += head.away * r * 0.05
    width = head.width(0)
    rounding = face.open * max(0.0, 1 - face.smile - face.sad)
    half = r * width * (0.19 + 0.13 * face.smile + 0.08 * face.sad - 0.05 * rounding)
    curve = r * (0.15 * face.smile - 0.11 * face.sad)
    left, right = (x - half, y - curve), (x + half, y - curve)
    gape = r * (0.34 if head.look.infant else 0.27) * face.open
    if gape < r * 0.045:
        line = bow(left, (x, y + curve * 1.25), right)
        canvas.stroke(line, head.look.lip, (r * 0.018, r * 0.034, r * 0.018))
        _smile_corners(canvas, head, left, right)
        return
    _open_mouth(canvas, head, (left, right), curve, gape)


def _smile_corners(canvas: Canvas, head: Head, left: Point, right: Point) -> None:
    if head.face.smile < 0.4:
        return
    r, dark = head.look.radius, mix(head.look.skin, head.look.lip, 0.5)
    for corner, way in ((left, -1), (right, 1)):
        start = (corner[0] + way * 1, corner[1] - r * 0.05)
        end = (corner[0] + way * 1, corner[1] + r * 0.04)
        canvas.stroke(
            bow(start, (corner[0] + way * r * 0.06, corner[1]), end),
            dark,
            (1.2, 2.0, 1.0),
        )


def _open_mouth(canvas: Canvas, head: Head, corners: tuple[Point, Point], curve: float, gape: float) -> None:
    (left, right), r = corners, head.look.radius
    x, y, half = (left[0] + right[0]) / 2, left[1], (right[0] - left[0]) / 2
    merry = head.face.smile * (1 - head.face.sad)
    dip = curve * 0.9 - gape * (0.40 * (1 - merry) + 0.35 * head.face.sad)
    depth = max(curve, 0.0) + gape * (0.62 + 0.25 * merry)
    around = np.linspace(0, np.pi, 24)
    across, arch = x - half * np.cos(around), np.sin(around)
    upper = np.stack([across, y + dip * arch], axis=1)
    lower = np.stack([across, y + depth * arch**0.72], axis=1)[::-1]
    shape = np.concatenate([upper, lower])

    def paint(part: Canvas) -> None:
        part.picture[:] = MOUTH
        part.fill(oval((x, y + depth), (half * 0.72, gape * 0.5)), TONGUE)
        if not head.look.infant and head.face.sad < 0.1:
            part.fill(np.concatenate([upper, _teeth(upper, r)]), TEETH)

    canvas.through(shape, paint)
    canvas.stroke(np.concatenate([shape, shape[:1]]), head.look.lip, (r * 0.013, r * 0.013))


def _teeth(upper: Points, r: float) -> Points:
    # They show in the middle and end before the corners of the mouth.
    down = r * 0.075 * np.sin(np.linspace(0, np.pi, len(upper))) ** 0.6
    return (upper + np.stack([np.zeros(len(upper)), down], axis=1))[::-1]


def _tears(canvas: Canvas, head: Head) -> None:
    r, strength = head.look.radius, min(1.0, (head.face.squeeze - 0.5) * 2)
    for side in (-38, 38):
        x, y = head.at(side, -20)
        canvas.tint(oval((x, y), (r * 0.045, r * 0.08)), ink("#bfe2f2"), 0.8 * strength, blur=1)


def _hair_behind(canvas: Canvas, head: Head) -> None:
    r, shift = head.look.radius, head.away
    dark = mix(head.look.hair, PUPIL, 0.25)
    bun = head.place(-r * (0.62 * shift), -r * (1.22 - 0.12 * abs(shift)))
    canvas.fill(oval(bun, (r * 0.40, r * 0.36)), head.look.hair)
    canvas.stroke(
        bow(
            (bun[0] - r * 0.25, bun[1]),
            (bun[0], bun[1] - r * 0.3),
            (bun[0] + r * 0.2, bun[1] - r * 0.1),
        ),
        dark,
        (1, 2.5, 1),
    )
    x, y = head.place(-r * 0.22 * shift, -r * 0.14)
    canvas.fill(oval((x, y), (r * 1.09, r * 1.10)), dark)


def _hair_in_front(canvas: Canvas, head: Head) -> None:
    r, shift, turn = head.look.radius, head.away, head.face.turn
    # From ear to ear with a parting at 20, no further than can be seen.
    sides = np.clip([-74, -52, -30, -8, 8, 20, 34, 52, 74], -88 - turn, 88 - turn)
    heights = np.interp(sides, *HAIRLINE)
    hairline = [head.at(side, h) for side, h in zip(sides, heights, strict=True)]
    right, left = heights[-1] + head.face.nod, 180 - heights[0] - head.face.nod
    cap = [
        head.place(
            r * (1.05 * np.cos(a) - 0.05 * shift),
            -r * head.look.height * 1.06 * np.sin(a),
        )
        for a in np.radians(np.linspace(right, left, 15))
    ]
    outline = np.concatenate([rounded(hairline, closed=False), np.array(cap)])
    canvas.fill(outline, head.look.hair)
    shine = mix(head.look.hair, ink("#c98a5e"), 0.28)
    for side, reach in ((-34, -62), (-14, -44), (34, 56)):
        start, end = head.at(20, 60), head.at(reach, 34)
        canvas.stroke(bow(start, head.at(side, 62), end), shine, (0.8, 2.2, 0.8))


def _fine_hair(canvas: Canvas, head: Head) -> None:
    r, hair = head.look.radius, mix(head.look.hair, head.look.skin, 0.22)
    sides = [-100, -80, -58, -36, -14, 0, 14, 36, 58, 80, 100]
    heights = [-12, 14, 32, 42, 50, 47, 50, 42, 32, 14, -12]
    behind = np.clip(90 * np.sign(head.away), -90, 90)
    seen = [
        (side, height)
        for side, height in zip(sides, heights, strict=True)
        if abs(side + head.face.turn) <= 96
    ]
    hairline = [head.at(side, height) for side, height in seen]
    crown = [
        head.place(r * 1.3 * np.cos(a), -r * 1.3 * np.sin(a))
        for a in np.radians(np.linspace(-12 if behind < 0 else 8, 188 if behind <= 0 else 192, 15))
    ]
    cap = np.concatenate([rounded(hairline, closed=False), np.array(crown)])

    def paint(part: Canvas) -> None:
        part.tint(cap, hair, 0.92, blur=2.5)

    canvas.through(head.outline(1.015), paint)
    _curl(canvas, head, hair)


def _curl(canvas: Canvas, head: Head, hair: Colour) -> None:
    r, root = head.look.radius, head.at(0, 64)
    for dx, rise, width in ((-0.2, 0.22, 5.0), (0.02, 0.32, 6.0), (0.22, 0.2, 5.0)):
        tip = (root[0] + dx * r * 1.3, root[1] - rise * r)
        bend = (root[0] + dx * r * 0.2, root[1] - rise * r)
        canvas.stroke(bow(root, bend, tip), hair, (width, width * 0.8, 1.0))
