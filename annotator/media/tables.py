"""The two tables the player reads: when each frame is shown, and how loud each hundredth of a second is.

``frames.bin``, little endian: uint32 n, uint32 end_ms, n × float64 seconds (the first 0.0), n × int32 ms.
``peaks.bin``, little endian: uint32 peaks a second, uint32 n, n × int8 lowest, n × int8 highest (127 is
full scale).
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from annotator.errors import MediaError, said
from annotator.media.film_files import FilmFile
from annotator.timecode import FrameTable, ms_of_pts

PEAKS_A_SECOND = 100


def write_frames(path: FilmFile, pts: Sequence[int], time_base: Fraction, end_ms: int) -> None:
    """The table of frames with these times, in ticks of the time base after the first."""
    seconds = array("d", (at * time_base.numerator / time_base.denominator for at in pts))
    ms = array("i", (ms_of_pts(at, time_base) for at in pts))
    path.write_bytes(struct.pack("<II", len(pts), end_ms) + _little(seconds) + _little(ms))


def read_frames(path: FilmFile) -> FrameTable:
    """The frames of a prepared film. MediaError when the table is not there, cut short or not ascending."""
    return read_times(path)[0]


def read_times(path: FilmFile) -> "tuple[FrameTable, array[float]]":
    """The frames of a prepared film and their exact times in seconds; raises as ``read_frames``."""
    try:
        held = path.read_bytes()
    except OSError as error:
        raise MediaError(
            said(
                "The list of this film's pictures, {name}, cannot be read ({why}). Prepare the film again.",
                name=path.name,
                why=error.strerror,
            )
        ) from error
    n, end_ms = struct.unpack_from("<II", held) if len(held) >= 8 else (0, 0)
    whole = n > 0 and len(held) == 8 + 12 * n
    seconds = array("d", held[8 : 8 + 8 * n] if whole else b"")
    ms = array("i", held[8 + 8 * n :] if whole else b"")
    if sys.byteorder == "big":
        seconds.byteswap()
        ms.byteswap()
    if not ms or ms[0] != 0 or any(a > b for a, b in pairwise(ms)):
        raise MediaError(
            said(
                "The list of this film's pictures, {name}, is damaged. Prepare the film again.",
                name=path.name,
            )
        )
    return FrameTable(ms, end_ms), seconds


def write_peaks(path: FilmFile, low: bytes, high: bytes) -> None:
    """The loudness table; both rows of the same length, one signed byte a hundredth of a second."""
    path.write_bytes(struct.pack("<II", PEAKS_A_SECOND, len(low)) + low + high)


def _little(row: "array[float] | array[int]") -> bytes:
    if sys.byteorder == "big":
        row.byteswap()
    return row.tobytes()
