"""Writing the proxy: the film as coders see it, small, upright, every frame at its own time."""

import os
from array import array
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from types import TracebackType
from typing import TYPE_CHECKING, Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from annotator.errors import MediaError, said
from annotator.media.clock import PictureClock
from annotator.media.colours import Tags
from annotator.media.film_files import FilmFile, SealedFile, for_av
from annotator.media.opening import THREADS
from annotator.media.sound import SoundTrack, Wave
from annotator.timecode import ms_of_pts

if TYPE_CHECKING:
    from annotator.media.sealed import Sealed

# A key frame at least every 15 frames and no B-frames: stepping back and seeking stay below 0.1 s.
X264 = {"preset": "veryfast", "crf": "21", "g": "15", "bf": "0", "a53cc": "0"}
MPEG_RANGE = 1
AAC_BLOCK = 1024


class ProxyFilm:
    """An MP4 being written: H.264 and, once sound has come, AAC; index first, no tags.

    ``end_s`` of sound and pictures follow the source; ``silent`` films get no sound stream.
    """

    def __init__(self, path: FilmFile, time_base: Fraction, size: tuple[int, int], colours: Tags) -> None:
        self._sealed: Sealed | None = None
        options = {"movflags": "+faststart", "fflags": "+bitexact", "movie_timescale": "90000"}
        if isinstance(path, SealedFile):
            from annotator.media.sealed import Face  # plain films never need the library

            whole = self._sealed = path.new()
            self._film = av.open(
                Face(whole),
                "w",
                format="mp4",
                options=options,
                io_open=lambda *_asked: Face(whole),  # to move the index in front
            )
        else:
            self._film = av.open(str(path), "w", format="mp4", options=options)
        self._time_base = time_base
        self._picture = self._picture_stream(size, colours)
        self._sound: AudioStream | None = None
        self._rest: Wave | None = None
        self._rest_start = 0
        self._durations: deque[int] = deque()
        self._waiting: VideoFrame | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._film.close()
        if self._sealed is not None:
            if kind is None:
                self._sealed.finish()
            self._sealed.close()

    def _picture_stream(self, size: tuple[int, int], colours: Tags) -> VideoStream:
        stream = self._film.add_stream("libx264", rate=30, options=dict(X264))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = stream.time_base = self._time_base
        context.thread_count = min(THREADS, os.cpu_count() or 1)
        context.color_range = MPEG_RANGE
        context.color_primaries, context.color_trc, context.colorspace = colours
        return stream

    def expect_sound(self, track: SoundTrack) -> None:
        """Add the sound stream. Must come before the first picture, as a film's streams are fixed by then."""
        self._sound = self._film.add_stream("aac", rate=track.rate)
        self._sound.layout = track.layout
        self._sound.bit_rate = 64_000 * track.channels
        self._rest = np.zeros((track.channels, 0), np.float32)

    def add_picture(self, picture: VideoFrame, at: int) -> None:
        """Write a picture at a time in ticks after the first; it stands until the next comes."""
        picture.pts, picture.time_base = at, self._time_base
        self._write_waiting(at)
        self._waiting = picture

    def _write_waiting(self, until: int) -> None:
        if self._waiting is None or self._waiting.pts is None:
            return
        self._durations.append(until - self._waiting.pts)
        self._mux(self._waiting)
        self._waiting = None

    def _mux(self, picture: VideoFrame | None) -> None:
        for packet in self._picture.encode(picture):
            packet.duration = self._durations.popleft()
            self._film.mux(packet)

    def add_sound(self, start: int, wave: Wave) -> None:
        """Write a block of sound; blocks follow one another without a gap."""
        if self._rest is None:
            return
        if not self._rest.shape[1]:
            self._rest_start = start
        self._rest = np.concatenate([self._rest, wave], axis=1)
        while self._rest.shape[1] >= AAC_BLOCK:
            self._write_sound(AAC_BLOCK)

    def _write_sound(self, length: int) -> None:
        if self._sound is None or self._rest is None or not length:
            return
        block, self._rest = self._rest[:, :length], self._rest[:, length:]
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(np.nan_to_num(block).clip(-1, 1)), format="fltp", layout=self._sound.layout
        )
        frame.sample_rate, frame.time_base = self._sound.rate, Fraction(1, self._sound.rate)
        frame.pts = self._rest_start
        self._rest_start += length
        self._film.mux(self._sound.encode(frame))

    def finish(self, end: int) -> None:
        """Write what is left; the last picture ends at ``end`` ticks."""
        self._write_waiting(end)
        self._mux(None)
        if self._sound is not None and self._rest is not None:
            self._write_sound(self._rest.shape[1])
            self._film.mux(self._sound.encode(None))


def check_proxy(path: FilmFile, times: PictureClock) -> None:
    """Read the proxy back: as many frames as the film, each at its time. MediaError otherwise.

    Frame k must lie within one tick (the coarser clock's) of the film's frame k, and at the same ms.
    """
    with av.open(for_av(path), "r", format="mov", options={"protocol_whitelist": "file"}) as film:
        stream = film.streams.video[0]
        base = stream.time_base or Fraction(1)
        written = array("q", (packet.pts for packet in film.demux(stream) if packet.pts is not None))
    if len(written) != len(times.pts) or not all(map(_same(base, times.time_base), written, times.pts)):
        raise MediaError(
            said(
                "The film could not be copied frame by frame: the copy's times differ from the "
                "film's. Convert it to MP4 with H.264 and add it again."
            )
        )


def _same(copied: Fraction, filmed: Fraction) -> Callable[[int, int], bool]:
    """Whether two times agree, given in ticks of these clocks; in whole numbers, for films of many frames."""
    a, b = copied.numerator * filmed.denominator, filmed.numerator * copied.denominator
    tick = max(a, b)

    def same(copy: int, film: int) -> bool:
        return abs(copy * a - film * b) <= tick and ms_of_pts(copy, copied) == ms_of_pts(film, filmed)

    return same
