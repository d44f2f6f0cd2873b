"""A film for the family read back by another reader (OpenCV's), its pictures carrying their numbers."""

from pathlib import Path

import cv2
import numpy as np

from tests.films import read_barcode

LYING, UPRIGHT = (320, 180), (240, 320)
"""The sizes of two films: the first, which a reel is made beside, and another, which is made to fit: 134 × 180."""
EDGES = (67, 160)
"""How far from the middle the other film's pictures reach, and the first one's."""


def two_films_shown(path: Path) -> list[tuple[int, str, int | None]]:
    """Each frame of a reel of two films: its ms, which film it is of, its number there; None for a dark one."""
    read, seen = cv2.VideoCapture(str(path)), []
    while (answer := read.read())[0]:
        grey = cv2.cvtColor(answer[1], cv2.COLOR_BGR2GRAY)[: LYING[1]]
        middle, (near, far) = grey.shape[1] // 2, EDGES
        upright, lying = grey[:, middle - near : middle + near], grey[:, middle - far : middle + far]
        beside = np.concatenate(
            [grey[:, middle - far : middle - near - 3], grey[:, middle + near + 3 : middle + far]], 1
        )
        at = round(read.get(cv2.CAP_PROP_POS_MSEC))
        if upright.max() < 40:
            seen.append((at, "dark", None))
        elif beside.max() < 40:
            seen.append((at, "upright", read_barcode(upright)))
        else:
            seen.append((at, "lying", read_barcode(lying)))
    return seen
