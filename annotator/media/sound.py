"""The sound of a film on the pictures' clock: sample 0 belongs to the first picture."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from annotator.media.facts import MAX_HOURS
from annotator.media.tables import PEAKS_A_SECOND

AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
Wave = npt.NDArray[np.float32]  # channels × samples, full scale 1.0


class SoundTrack:
    """Places sound where its time stamps say; what lies before the first picture is cut off.

    Sound that begins later than the pictures is silent until then, so that no player has to know how late it
    is. Time stamps are rounded in many films, so a block less than 20 ms from the end of the last simply
    follows it; a longer gap is filled with silence, a longer overlap is dropped.
    """

    def __init__(self, first: AudioFrame, zero_s: Fraction) -> None:
        self.rate = first.sample_rate if first.sample_rate in AAC_RATES else 48_000
        self.layout = "mono" if first.layout.nb_channels == 1 else "stereo"
        self.channels = 1 if self.layout == "mono" else 2
        self.next: int | None = None
        self._zero_s = zero_s
        self._shape: tuple[str, str, int] | None = None
        self._resampler: AudioResampler | None = None

    def place(self, frame: AudioFrame) -> Iterator[tuple[int, Wave]]:
        """Blocks of sound without gaps between them, each with the sample it starts at."""
        for part in self._resampled(frame):
            wave = np.atleast_2d(part.to_ndarray()).astype(np.float32, copy=False)
            yield from self._joined(self._start(part), wave)

    def _resampled(self, frame: AudioFrame) -> list[AudioFrame]:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or shape != self._shape:
            self._shape = shape
            self._resampler = AudioResampler(format="fltp", layout=self.layout, rate=self.rate)
        return self._resampler.resample(frame)

    def _start(self, part: AudioFrame) -> int | None:
        if part.pts is None or part.time_base is None:
            return self.next
        return round((part.pts * part.time_base - self._zero_s) * self.rate)

    def _joined(self, start: int | None, wave: Wave) -> Iterator[tuple[int, Wave]]:
        if start is None or start > MAX_HOURS * 3600 * self.rate:
            return
        if self.next is None:
            wave = wave[:, max(0, -start) :]
            if not wave.shape[1]:
                return
            self.next = 0
            yield from self._silence(start)
        elif start - self.next > self._slack:
            yield from self._silence(start)
        elif self.next - start > self._slack:
            wave = wave[:, self.next - start :]
        if wave.shape[1]:
            start, self.next = self.next, self.next + wave.shape[1]
            yield start, wave

    @property
    def _slack(self) -> int:
        return self.rate // 50

    def _silence(self, until: int) -> Iterator[tuple[int, Wave]]:
        while self.next is not None and until > self.next:
            length = min(self.rate, until - self.next)
            start, self.next = self.next, self.next + length
            yield start, np.zeros((self.channels, length), np.float32)


class Peaks:
    """The lowest and highest value of the sound in each hundredth of a second, over all channels."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._low, self._high = bytearray(), bytearray()

    def add(self, start: int, wave: Wave) -> None:
        """Take in a block that starts at a sample; blocks come in order."""
        first = start * PEAKS_A_SECOND // self._rate
        last = (start + wave.shape[1] - 1) * PEAKS_A_SECOND // self._rate
        edges = -(-np.arange(first + 1, last + 1) * self._rate // PEAKS_A_SECOND) - start
        cuts = np.concatenate([[0], edges]).astype(np.intp)
        low = np.minimum.reduceat(wave.min(axis=0), cuts)
        high = np.maximum.reduceat(wave.max(axis=0), cuts)
        self._grow(first)
        for k, (lowest, highest) in enumerate(zip(_bytes(low), _bytes(high), strict=True), first):
            self._put(k, int(lowest), int(highest))

    def _grow(self, to: int) -> None:
        missing = to - len(self._low)
        if missing > 0:
            self._low += bytes(missing)
            self._high += bytes(missing)

    def _put(self, k: int, lowest: int, highest: int) -> None:
        if k < len(self._low):
            lowest = min(lowest, _signed(self._low[k]))
            highest = max(highest, _signed(self._high[k]))
        else:
            self._grow(k + 1)
        self._low[k], self._high[k] = lowest & 255, highest & 255

    def rows(self, duration_ms: int) -> tuple[bytes, bytes]:
        """Both rows, as long as the film's pictures: cut there, or filled with silence."""
        n = -(-duration_ms * PEAKS_A_SECOND // 1000)
        return bytes(self._low[:n]).ljust(n, b"\0"), bytes(self._high[:n]).ljust(n, b"\0")


def _bytes(row: Wave) -> npt.NDArray[np.int8]:
    finite = np.nan_to_num(row, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.rint(np.clip(finite, -1, 1) * 127).astype(np.int8)


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte
