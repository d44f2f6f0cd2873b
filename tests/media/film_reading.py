"""How tests read a proxy back: with PyAV, independently of the code that wrote it."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from tests.films import read_barcode


def pictures(path: Path) -> list[npt.NDArray[Any]]:
    with av.open(str(path)) as film:
        return [picture.to_ndarray(format="rgb24") for picture in film.decode(video=0)]


def numbers(path: Path) -> list[int]:
    return [read_barcode(picture) for picture in pictures(path)]


def kinds(path: Path) -> str:
    """The frames of a film as a word of I, P and B."""
    with av.open(str(path)) as film:
        return "".join("?IPBSsib"[picture.pict_type] for picture in film.decode(video=0))


def tone_starts_s(path: Path) -> float:
    """When the test tone is first heard, in seconds."""
    with av.open(str(path)) as film:
        for block in film.decode(audio=0):
            wave = np.abs(block.to_ndarray()[0])
            loud = np.flatnonzero(wave > 0.2)
            if loud.size:
                assert block.pts is not None and block.time_base is not None
                return float(block.pts * block.time_base) + int(loud[0]) / block.sample_rate
    raise AssertionError("no tone in this film")


def jpeg_parts(path: Path) -> list[str]:
    """What a JPEG holds beside its picture: the name of each APPn part and each comment, in order."""
    held, at, found = path.read_bytes(), 2, []
    while held[at] == 0xFF and held[at + 1] != 0xDA:
        kind, length = held[at + 1], int.from_bytes(held[at + 2 : at + 4])
        if 0xE0 <= kind <= 0xEF or kind == 0xFE:
            found.append(held[at + 4 : at + 2 + length].split(b"\0")[0].decode("latin-1"))
        at += 2 + length
    return found
