"""Making a reel in the child: the moments of a prepared film one after another, re-encoded into one MP4.

Each moment plays to its turning point, is held still there while its caption comes up below the picture, and
plays on. Nothing of the film outside the moments is copied, and nothing but pictures and sound.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction

import cv2
import numpy as np
from av import VideoFrame
from av.audio.frame import AudioFrame
from av.container import InputContainer

from annotator.errors import said
from annotator.media.colours import tags_for
from annotator.media.film_files import FilmFile
from annotator.media.pictures import Plane, planes_of
from annotator.media.proxy import ProxyFilm
from annotator.media.reel_order import ReelMoment, ReelOrder
from annotator.media.sound import SoundTrack, Wave
from annotator.media.stills import open_proxy
from annotator.media.tables import read_times
from annotator.timecode import FrameTable

Tell = Callable[[float, str], None]

TICKS = 90_000  # a second, of the reel's own clock
STILL_EVERY = TICKS // 5  # a picture that is held is written anew, for players that stumble over long frames
GAP = TICKS * 6 // 10  # dark, between two moments
LEAST_WIDTH = 480
BLACK, WHITE, GREY = 16, 235, 128
MAKING = said("Making the film for the family")


class _Canvas:
    """Pictures of one size: the film's in the middle, a dark band for captions below."""

    def __init__(self, first: VideoFrame, captions: list[Plane]) -> None:
        self._inner = (first.width, first.height)
        widest = max([LEAST_WIDTH, first.width, *(c.shape[1] for c in captions)])
        band = max([0, *(c.shape[0] for c in captions)])
        self.size = (widest + widest % 2, first.height + band + band % 2)

    def picture(self, film: VideoFrame | None, caption: Plane | None) -> VideoFrame:
        """A picture of the film, or a dark one, with a caption or none."""
        width, height = self.size
        luma = np.full((height, width), BLACK, np.uint8)
        chroma = [np.full((height // 2, width // 2), GREY, np.uint8) for _ in range(2)]
        if film is not None:
            left = (width - self._inner[0]) // 4 * 2
            y, u, v = planes_of(film, *self._inner)
            luma[: y.shape[0], left : left + y.shape[1]] = y
            for target, plane in zip(chroma, (u, v), strict=True):
                target[: plane.shape[0], left // 2 : left // 2 + plane.shape[1]] = plane
        if caption is not None:
            high, wide = caption.shape
            top, left = self._inner[1], (width - wide) // 2
            luma[top : top + high, left : left + wide] = caption
        rows = np.concatenate([plane.reshape(-1) for plane in (luma, *chroma)])
        return VideoFrame.from_ndarray(rows.reshape(-1, width), format="yuv420p")


def caption_of(png: bytes) -> Plane | None:
    """A caption's light, height × width: white where its letters are, dark elsewhere."""
    if not png:
        return None
    read = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if read is None or read.ndim != 3 or read.shape[2] != 4:
        raise ValueError("a caption is a PNG with transparency")
    return (BLACK + read[..., 3].astype(np.float64) * (WHITE - BLACK) / 255).astype(np.uint8)


class Reel:
    """One reel on its way. Memory holds a moment's sound and one picture at a time."""

    def __init__(self, proxy: FilmFile, order: ReelOrder, target: FilmFile, tell: Tell) -> None:
        self._proxy, self._order, self._target, self._tell = proxy, order, target, tell
        self._frames, self._seconds = read_times(proxy.with_name("frames.bin"))
        self._captions = [caption_of(moment.caption) for moment in order.moments]
        self._begun = 0
        self._at = 0  # ticks of the reel written so far
        self._sample = 0

    def make(self) -> None:
        """Write the whole of it."""
        with closing(open_proxy(self._proxy)) as film, closing(open_proxy(self._proxy)) as heard:
            first = next(film.decode(video=0))
            self._canvas = _Canvas(first, [c for c in self._captions if c is not None])
            self._track = _track(heard)
            with ProxyFilm(
                self._target, Fraction(1, TICKS), self._canvas.size, tags_for(first)
            ) as self._reel:
                if self._track is not None:
                    self._reel.expect_sound(self._track)
                for k, moment in enumerate(self._order.moments):
                    if k:
                        self._dark()
                    self._begun = k
                    self._moment(film, heard, moment, self._captions[k])
                self._reel.finish(self._at)

    def _dark(self) -> None:
        self._reel.add_picture(self._canvas.picture(None, None), self._at)
        self._at += GAP
        self._silence()

    def _moment(
        self, film: InputContainer, heard: InputContainer, moment: ReelMoment, caption: Plane | None
    ) -> None:
        first, turn, last = frames_of(self._frames, moment)
        begin, hold = self._at, moment.hold_ms * TICKS // 1000
        base = self._seconds[first]

        def tick(k: int) -> int:
            return begin + round((self._second(k) - base) * TICKS)

        for k, picture in self._pictures(film, first, last):
            self._tell((self._begun + (k - first) / (last - first + 1)) / len(self._order.moments), MAKING)
            self._reel.add_picture(
                self._canvas.picture(picture, caption if k >= turn else None),
                tick(k) + (hold if k > turn else 0),
            )
            for at in range(STILL_EVERY, hold if k == turn else 0, STILL_EVERY):
                self._reel.add_picture(self._canvas.picture(picture, caption), tick(k) + at)
        wave = self._wave(heard, base, self._second(last + 1))
        self._at = tick(turn)
        self._sound(wave, 0, self._second(turn) - base)
        self._at += hold
        self._silence()
        self._at = tick(last + 1) + hold
        self._sound(wave, self._second(turn) - base, self._second(last + 1) - base)

    def _second(self, k: int) -> float:
        return self._seconds[k] if k < len(self._seconds) else self._frames.end_ms / 1000

    def _pictures(self, film: InputContainer, first: int, last: int) -> Iterator[tuple[int, VideoFrame]]:
        """The frames from first to last, in order."""
        stream = film.streams.video[0]
        tick = stream.time_base or Fraction(1)
        film.seek(round(self._seconds[first] / tick), stream=stream, backward=True)
        k = first
        for picture in film.decode(stream):
            if picture.pts is None or picture.pts < round(self._seconds[k] / tick):
                continue
            yield k, picture
            k += 1
            if k > last:
                return
        raise LookupError(f"the proxy has no frame {k}")

    def _wave(self, heard: InputContainer, begin: float, end: float) -> Wave | None:
        """The film's sound between two of its seconds; silence where it has none."""
        if self._track is None:
            return None
        rate = self._track.rate
        wave = np.zeros((self._track.channels, round((end - begin) * rate)), np.float32)
        stream = heard.streams.audio[0]
        tick = stream.time_base or Fraction(1)
        heard.seek(max(0, int((begin - 0.1) / tick)), stream=stream, backward=True)
        for part in heard.decode(stream):
            if part.pts is None:
                continue
            at = round((float(part.pts * tick) - begin) * rate)
            if at >= wave.shape[1]:
                break
            block = np.atleast_2d(part.to_ndarray()).astype(np.float32, copy=False)
            block, at = block[:, max(0, -at) :], max(0, at)
            block = block[:, : wave.shape[1] - at]
            wave[:, at : at + block.shape[1]] = block
        return wave

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


def _track(heard: InputContainer) -> SoundTrack | None:
    """How the reel's sound is to be, as the film's; None for a silent film."""
    if not heard.streams.audio:
        return None
    first = next((part for part in heard.decode(audio=0) if isinstance(part, AudioFrame)), None)
    return None if first is None else SoundTrack(first, Fraction(0))
