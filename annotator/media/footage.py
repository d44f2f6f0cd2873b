"""A prepared film that a reel is cut from: its frames by their number, its sound by the second."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Self

import numpy as np
from av import VideoFrame
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from annotator.media.film_files import FilmFile
from annotator.media.sound import SoundTrack, Wave
from annotator.media.stills import open_proxy
from annotator.media.tables import read_times

_EARLIER_S = 0.1  # sound is read from a little before, for a decoder needs a block to find its way in


class Footage:
    """One film, open for as long as something is cut from it."""

    def __init__(self, proxy: FilmFile) -> None:
        self.frames, self._seconds = read_times(proxy.with_name("frames.bin"))
        self._film, self._heard = open_proxy(proxy), open_proxy(proxy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        self._film.close()
        self._heard.close()

    def first(self) -> VideoFrame:
        """Its first picture."""
        return next(self._film.decode(video=0))

    def track(self) -> SoundTrack | None:
        """How a reel of it sounds, as the film does; None for a silent film."""
        if not self._heard.streams.audio:
            return None
        first = next((part for part in self._heard.decode(audio=0) if isinstance(part, AudioFrame)), None)
        return None if first is None else SoundTrack(first, Fraction(0))

    def second(self, k: int) -> float:
        """When frame ``k`` comes, in its own seconds; for the one after the last, when the film ends."""
        return self._seconds[k] if k < len(self._seconds) else self.frames.end_ms / 1000

    def pictures(self, first: int, last: int) -> Iterator[tuple[int, VideoFrame]]:
        """The frames from first to last, in order."""
        stream = self._film.streams.video[0]
        tick = stream.time_base or Fraction(1)
        self._film.seek(round(self._seconds[first] / tick), stream=stream, backward=True)
        k = first
        for picture in self._film.decode(stream):
            if picture.pts is None or picture.pts < round(self._seconds[k] / tick):
                continue
            yield k, picture
            k += 1
            if k > last:
                return
        raise LookupError(f"the proxy has no frame {k}")

    def wave(self, track: SoundTrack, begin: float, end: float) -> Wave:
        """Its sound between two of its seconds, as the track has it; silence where it has none."""
        wave = np.zeros((track.channels, round((end - begin) * track.rate)), np.float32)
        for at, block in self._blocks(track, begin):
            if at >= wave.shape[1]:
                break
            block, at = block[:, max(0, -at) :], max(0, at)
            block = block[:, : wave.shape[1] - at]
            wave[:, at : at + block.shape[1]] = block
        return wave

    def _blocks(self, track: SoundTrack, begin: float) -> Iterator[tuple[int, Wave]]:
        """Its sound from about a second on, each block with its first sample counted from that second."""
        if not self._heard.streams.audio:
            return
        stream = self._heard.streams.audio[0]
        tick = stream.time_base or Fraction(1)
        self._heard.seek(max(0, int((begin - _EARLIER_S) / tick)), stream=stream, backward=True)
        resampler = AudioResampler(format="fltp", layout=track.layout, rate=track.rate)
        for part in self._heard.decode(stream):
            if part.pts is None:
                continue
            for block in resampler.resample(part):
                if block.pts is None or block.time_base is None:
                    continue
                at = round((float(block.pts * block.time_base) - begin) * track.rate)
                yield at, np.atleast_2d(block.to_ndarray()).astype(np.float32, copy=False)
