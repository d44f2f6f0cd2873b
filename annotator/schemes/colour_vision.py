"""How colours look to people who see colours otherwise, and which of them then look alike."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import dist

from annotator.errors import Said, said

Matrix = tuple[tuple[float, float, float], ...]

VISIONS: Mapping[str, tuple[Said, Matrix]] = {
    "protan": (
        said("people who see no red (protanopia)"),
        ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ),
    "deutan": (
        said("people who see no green (deuteranopia)"),
        ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ),
    "tritan": (
        said("people who see no blue (tritanopia)"),
        ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    ),
}
"""What each is called, and its matrix for linear RGB.

Source: Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color vision
deficiency, IEEE Transactions on Visualization and Computer Graphics 15(6), 1291-1298, severity 1.0.
"""

ALIKE = 10.0
"""Two colours nearer than this in CIE 1976 L*a*b* are hard to tell apart in small blocks."""


def seen_as(colour: str, vision: str) -> str:
    """A colour as somebody with a vision of ``VISIONS`` sees it.

    >>> seen_as("#FFFFFF", "deutan"), seen_as("#000000", "tritan")
    ('#FFFFFF', '#000000')
    """
    linear = _linear(colour)
    found = (sum(m * c for m, c in zip(row, linear, strict=True)) for row in VISIONS[vision][1])
    return "#" + "".join(f"{_byte(value):02X}" for value in found)


def alike(colours: Sequence[str], vision: str | None = None) -> list[tuple[int, int]]:
    """Which of some colours look alike, as pairs of their places; two that are the same count, too.

    >>> alike(["#009E73", "#D55E00", "#D45E00"])
    [(1, 2)]
    """
    seen = [_lab(colour if vision is None else seen_as(colour, vision)) for colour in colours]
    return [(i, j) for i, j in combinations(range(len(seen)), 2) if dist(seen[i], seen[j]) < ALIKE]


def _linear(colour: str) -> tuple[float, ...]:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def _byte(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    encoded = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)


# sRGB to CIE XYZ by the white of D65 (IEC 61966-2-1).
_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def _lab(colour: str) -> tuple[float, float, float]:
    linear = _linear(colour)
    xyz = (sum(m * c for m, c in zip(row, linear, strict=True)) for row in _XYZ)
    x, y, z = (_bent(value / white) for value, white in zip(xyz, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(t: float) -> float:
    return float(t ** (1 / 3)) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29
