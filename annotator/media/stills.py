"""Stills of a prepared film: single frames, the strip along the timeline, the picture that stands for it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.container import InputContainer
from av.video.stream import VideoStream

from annotator.media.facts import Filmstrip
from annotator.media.film_files import FilmFile, for_av
from annotator.timecode import FrameTable

MOST_TILES = 240
POSTER_WIDTH, STILL_WIDTH = 640, 1280
_POSTER_PLACES = (0.10, 0.12, 0.08, 0.15, 0.20, 0.05, 0.30, 0.50)  # shares of the film, tried in this order
Picture = npt.NDArray[np.uint8]  # height × width × blue, green, red


class Stills:
    """Single frames of a proxy, decoded from the key frame before; ``seconds`` is each one's time."""

    def __init__(self, film: InputContainer, frames: FrameTable, seconds: Sequence[float]) -> None:
        self._film = film
        self._stream: VideoStream = film.streams.video[0]
        self._frames, self._seconds = frames, seconds
        self._tick = self._stream.time_base or Fraction(1)

    def at(self, t: int) -> Picture:
        """The frame on the screen at ``t`` ms."""
        return self.frame(self._frames.frame_at(t))

    def frame(self, k: int) -> Picture:
        """The frame with number ``k``."""
        wanted = round(self._seconds[k] / self._tick)
        self._film.seek(wanted, stream=self._stream, backward=True)
        for picture in self._film.decode(self._stream):
            if picture.pts is not None and picture.pts >= wanted:
                return np.asarray(picture.to_ndarray(format="bgr24"), dtype=np.uint8)
        raise LookupError(f"the proxy has no frame {k}")


def open_proxy(path: FilmFile) -> InputContainer:
    """The proxy that was just written."""
    return av.open(for_av(path), "r", format="mov", options={"protocol_whitelist": "file"})


def strip_of(duration_ms: int) -> Filmstrip:
    """One tile a second, fewer in a film longer than four minutes."""
    every = max(1000, -(-duration_ms // MOST_TILES))
    return Filmstrip(every, max(1, -(-duration_ms // every)))


def write_strip(path: FilmFile, strip: Filmstrip, stills: Stills) -> Iterator[float]:
    """Write all tiles into one picture; yields the share done."""
    rows = -(-strip.tiles // strip.columns)
    sheet = np.zeros((rows * strip.tile_h, strip.columns * strip.tile_w, 3), np.uint8)
    for k in range(strip.tiles):
        row, column = divmod(k, strip.columns)
        tile = _boxed(stills.at(k * strip.tile_every_ms), strip.tile_w, strip.tile_h)
        top, left = row * strip.tile_h, column * strip.tile_w
        sheet[top : top + strip.tile_h, left : left + strip.tile_w] = tile
        yield (k + 1) / strip.tiles
    _write_jpeg(path, sheet, 75)


def write_poster(path: FilmFile, duration_ms: int, stills: Stills) -> None:
    """Write the first well-exposed frame from about a tenth into the film, or the best of those tried."""
    best: tuple[float, Picture] | None = None
    for place in _POSTER_PLACES:
        picture = stills.at(int(place * duration_ms))
        quality = exposure(picture)
        if best is None or quality > best[0]:
            best = (quality, picture)
        if quality >= 1:
            break
    if best is not None:
        _write_jpeg(path, _at_most(best[1], POSTER_WIDTH), 85)


def write_still(path: FilmFile, picture: Picture) -> None:
    """Write one frame for people to look at, on a screen or on paper."""
    _write_jpeg(path, _at_most(picture, STILL_WIDTH), 90)


def exposure(picture: Picture) -> float:
    """How well a picture is exposed: 1 when neither dark, bright nor flat, towards 0 the more it is."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    mean, spread = float(grey.mean()), float(grey.std())
    light = min(1.0, mean / 50, (255 - mean) / 45)
    return light * min(1.0, spread / 20)


def _boxed(picture: Picture, width: int, height: int) -> Picture:
    """The picture inside a black box of this size, its shape kept."""
    shrink = min(width / picture.shape[1], height / picture.shape[0])
    wide, high = (max(1, round(side * shrink)) for side in (picture.shape[1], picture.shape[0]))
    box = np.zeros((height, width, 3), np.uint8)
    top, left = (height - high) // 2, (width - wide) // 2
    box[top : top + high, left : left + wide] = _shrunk(picture, wide, high)
    return box


def _at_most(picture: Picture, widest: int) -> Picture:
    width = min(widest, picture.shape[1])
    return _shrunk(picture, width, max(1, round(picture.shape[0] * width / picture.shape[1])))


def _shrunk(picture: Picture, width: int, height: int) -> Picture:
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _write_jpeg(path: FilmFile, picture: Picture, quality: int) -> None:
    made, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not made:
        raise RuntimeError(f"OpenCV could not write {path.name}")
    path.write_bytes(coded.tobytes())
