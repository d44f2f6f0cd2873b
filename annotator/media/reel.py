"""Making a reel in the child: the moments of prepared films one after another, re-encoded into one MP4.

Each moment plays to its turning point, is held still there while its caption comes up below the picture, and
plays on. Nothing of the films outside the moments is copied, and nothing but pictures and sound.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import cv2
import numpy as np
from av import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from annotator.errors import said
from annotator.media.colours import tags_for
from annotator.media.film_files import FilmFile
from annotator.media.footage import Footage
from annotator.media.pictures import Plane, planes_of
from annotator.media.proxy import ProxyFilm
from annotator.media.reel_order import ReelMoment, ReelOrder
from annotator.media.sound import SoundTrack, Wave
from annotator.timecode import FrameTable

Tell = Callable[[float, str], None]

TICKS = 90_000  # a second, of the reel's own clock
STILL_EVERY = TICKS // 5  # a picture that is held is written anew, for players that stumble over long frames
GAP = TICKS * 6 // 10  # dark, between two moments
LEAST_WIDTH = 480
BLACK, WHITE, GREY = 16, 235, 128
_SAID = {1, 4, 5, 6, 7}  # matrices that a film names (AVCOL_SPC) and that can be turned into one another
MAKING = said("Making the film for the family")


class _Canvas:
    """Pictures of one size: the film's in the middle, a dark band for captions below.

    A picture of another film is made as large as it fits where the first film's pictures are.
    """

    def __init__(self, first: VideoFrame, captions: list[Plane]) -> None:
        self._inner, self._colours = (first.width, first.height), first.colorspace
        self._scaler = VideoReformatter()
        widest = max([LEAST_WIDTH, first.width, *(c.shape[1] for c in captions)])
        band = max([0, *(c.shape[0] for c in captions)])
        self.size = (widest + widest % 2, first.height + band + band % 2)

    def picture(self, film: VideoFrame | None, caption: Plane | None) -> VideoFrame:
        """A picture of the film, or a dark one, with a caption or none."""
        width, height = self.size
        luma = np.full((height, width), BLACK, np.uint8)
        chroma = [np.full((height // 2, width // 2), GREY, np.uint8) for _ in range(2)]
        if film is not None:
            y, u, v = self._fitted(film)
            left = (width - y.shape[1]) // 4 * 2
            top = (self._inner[1] - y.shape[0]) // 4 * 2
            luma[top : top + y.shape[0], left : left + y.shape[1]] = y
            for target, plane in zip(chroma, (u, v), strict=True):
                high, wide = plane.shape
                target[top // 2 : top // 2 + high, left // 2 : left // 2 + wide] = plane
        if caption is not None:
            high, wide = caption.shape
            top, left = self._inner[1], (width - wide) // 2
            luma[top : top + high, left : left + wide] = caption
        rows = np.concatenate([plane.reshape(-1) for plane in (luma, *chroma)])
        return VideoFrame.from_ndarray(rows.reshape(-1, width), format="yuv420p")

    def _fitted(self, film: VideoFrame) -> list[Plane]:
        """A picture's light and colours, as large as it fits, in the first film's colours."""
        shown = (film.width, film.height)
        grow = min(Fraction(inner, side) for inner, side in zip(self._inner, shown, strict=True))
        wide, high = (max(2, int(side * grow / 2) * 2) for side in shown)
        differ = film.colorspace != self._colours and {film.colorspace, self._colours} <= _SAID
        if (wide, high) == shown and not differ:
            return planes_of(film, wide, high)
        source, target = (film.colorspace, self._colours) if differ else (None, None)
        made = self._scaler.reformat(
            film, wide, high, "yuv420p", src_colorspace=source, dst_colorspace=target,
            interpolation=Interpolation.BICUBIC, threads=1,
        )  # fmt: skip
        return planes_of(made, wide, high)


def caption_of(png: bytes) -> Plane | None:
    """A caption's light, height × width: white where its letters are, dark elsewhere."""
    if not png:
        return None
    read = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if read is None or read.ndim != 3 or read.shape[2] != 4:
        raise ValueError("a caption is a PNG with transparency")
    return (BLACK + read[..., 3].astype(np.float64) * (WHITE - BLACK) / 255).astype(np.uint8)


class Reel:
    """One reel on its way. Memory holds one open film, a moment's sound and one picture at a time."""

    def __init__(self, proxies: Sequence[FilmFile], order: ReelOrder, target: FilmFile, tell: Tell) -> None:
        self._proxies, self._order, self._target, self._tell = proxies, order, target, tell
        self._captions = [caption_of(moment.caption) for moment in order.moments]
        self._begun = 0
        self._at = 0  # ticks of the reel written so far
        self._sample = 0

    def make(self) -> None:
        """Write the whole of it, in the size and colours of the first of the films."""
        with Footage(self._proxies[0]) as film:
            first = film.first()
        self._canvas = _Canvas(first, [c for c in self._captions if c is not None])
        self._track = self._first_track()
        with ProxyFilm(self._target, Fraction(1, TICKS), self._canvas.size, tags_for(first)) as self._reel:
            if self._track is not None:
                self._reel.expect_sound(self._track)
            for k, moment in enumerate(self._order.moments):
                if k:
                    self._dark()
                self._begun = k
                with Footage(self._proxies[moment.film]) as film:
                    self._moment(film, moment, self._captions[k])
            self._reel.finish(self._at)

    def _first_track(self) -> SoundTrack | None:
        """The sound of the first of the films that has any; None when all are silent."""
        for k in sorted({0, *(moment.film for moment in self._order.moments)}):
            with Footage(self._proxies[k]) as film:
                track = film.track()
            if track is not None:
                return track
        return None

    def _dark(self) -> None:
        self._reel.add_picture(self._canvas.picture(None, None), self._at)
        self._at += GAP
        self._silence()

    def _moment(self, film: Footage, moment: ReelMoment, caption: Plane | None) -> None:
        first, turn, last = frames_of(film.frames, moment)
        begin, hold = self._at, moment.hold_ms * TICKS // 1000
        base, turned, ended = film.second(first), film.second(turn), film.second(last + 1)

        def tick(k: int) -> int:
            return begin + round((film.second(k) - base) * TICKS)

        for k, picture in film.pictures(first, last):
            self._tell((self._begun + (k - first) / (last - first + 1)) / len(self._order.moments), MAKING)
            self._reel.add_picture(
                self._canvas.picture(picture, caption if k >= turn else None),
                tick(k) + (hold if k > turn else 0),
            )
            for at in range(STILL_EVERY, hold if k == turn else 0, STILL_EVERY):
                self._reel.add_picture(self._canvas.picture(picture, caption), tick(k) + at)
        wave = None if self._track is None else film.wave(self._track, base, ended)
        self._at = tick(turn)
        self._sound(wave, 0, turned - base)
        self._at += hold
        self._silence()
        self._at = tick(last + 1) + hold
        self._sound(wave, turned - base, ended - base)

    def _sound(self, wave: Wave | None, begin: float, end: float) -> None:
        """Write the part of a moment's sound that fills the reel up to where its pictures are."""
        if wave is None or self._track is None:
            return
        wanted = self._wanted()
        start = round(begin * self._track.rate)
        part = wave[:, start : start + min(wanted, round((end - begin) * self._track.rate))]
        self._add(np.pad(part, ((0, 0), (0, wanted - part.shape[1]))))

    def _silence(self) -> None:
        if self._track is not None:
            self._add(np.zeros((self._track.channels, self._wanted()), np.float32))

    def _wanted(self) -> int:
        rate = self._track.rate if self._track is not None else 0
        return max(0, round(self._at * rate / TICKS) - self._sample)

    def _add(self, wave: Wave) -> None:
        self._reel.add_sound(self._sample, wave)
        self._sample += wave.shape[1]


def frames_of(frames: FrameTable, moment: ReelMoment) -> tuple[int, int, int]:
    """The first, the held and the last frame of a moment, as the screen beside a parent shows them.

    >>> table = FrameTable((0, 100, 200, 300), 400)
    >>> frames_of(table, ReelMoment(150, 300, 250, 0))
    (1, 2, 2)
    """
    first = frames.frame_at(moment.onset_ms)
    last = max(first, frames.frame_at(moment.offset_ms - 1))
    return first, min(max(first, frames.frame_at(moment.at_ms)), last), last
