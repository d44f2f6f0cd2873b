"""Makers of test films whose pictures carry their own number, and of films no one should accept.

The barcode, in relative units of the upright picture (W wide, H high): cells are W/16 wide and H/8 high, in
two rows of 13. Cell ``i`` (0 to 25) stands in row ``i // 13``, column ``i % 13``; its centre lies at ``((2
+ i % 13) / 16 * W, (1 + i // 13) / 8 * H)``. White is 1, black is 0. Cells 0 to 23 are the number, highest
bit first; cell 24 is its parity (1 when an odd number of bits is set), cell 25 the opposite of cell 24, so
that a black or a white picture is no number. A reader averages the middle half of a cell and calls it white
from 128 (of 255) up. Below the bars the number stands in digits for people.
"""

import math
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import wraps
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.bitstream import BitStreamFilterContext
from av.video.stream import VideoStream

COLUMNS, CELLS = 13, 26
SOUND_RATE = 48_000
ENCODERS = {
    "h264": ("libx264", {"preset": "ultrafast", "crf": "18", "bf": "2", "g": "50"}),
    "hevc": ("libx265", {"preset": "ultrafast", "x265-params": "log-level=none:pools=1"}),
    "vp8": ("libvpx", {"deadline": "realtime", "cpu-used": "8", "b": "2M"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8", "b": "2M"}),
    "av1": ("libsvtav1", {"preset": "10", "crf": "20"}),
    "mpeg4": ("mpeg4", {"qscale": "3"}),
    "prores": ("prores", {}),
    "mjpeg": ("mjpeg", {"strict": "-1"}),
}
FORMATS = {"mp4": "mp4", "mov": "mov", "mkv": "matroska", "webm": "webm", "avi": "avi", "ts": "mpegts"}

Picture = npt.NDArray[np.uint8]


def bits_of(number: int) -> list[int]:
    """The 26 cells of a number, in the order of the barcode."""
    bits = [number >> (23 - i) & 1 for i in range(24)]
    parity = sum(bits) % 2
    return [*bits, parity, 1 - parity]


def draw(number: int, size: tuple[int, int]) -> Picture:
    """The grey picture (height × width) of a number: barcode above, digits and a moving bar below."""
    width, height = size
    picture = np.full((height, width), 96, np.uint8)
    for i, bit in enumerate(bits_of(number)):
        row, column = divmod(i, COLUMNS)
        left, right = (round((1.5 + column + k) / 16 * width) for k in (0, 1))
        top, bottom = (round((0.5 + row + k) / 8 * height) for k in (0, 1))
        picture[top:bottom, left:right] = 255 * bit
    x = number * 3 % max(1, width - width // 20)
    picture[height * 7 // 8 :, x : x + width // 20] = 230
    scale = height / 90
    place = (width // 16, height * 3 // 4)
    cv2.putText(picture, str(number), place, cv2.FONT_HERSHEY_SIMPLEX, scale, (200.0,), max(1, round(scale)))
    return picture


def read_barcode(picture: npt.NDArray[Any]) -> int:
    """The number in a picture (height × width, grey, or with RGB channels). ValueError when there is none."""
    grey = picture if picture.ndim == 2 else picture[..., :3].mean(axis=2)
    height, width = grey.shape
    bits = [_cell(grey, i, width, height) for i in range(CELLS)]
    number = int("".join(map(str, bits[:24])), 2)
    if bits_of(number) != bits:
        raise ValueError(f"no barcode in this picture: {bits}")
    return number


def _cell(grey: npt.NDArray[Any], i: int, width: int, height: int) -> int:
    row, column = divmod(i, COLUMNS)
    x, y = (2 + column) / 16 * width, (1 + row) / 8 * height
    rows = slice(math.floor(y - height / 32), math.ceil(y + height / 32))
    columns = slice(math.floor(x - width / 64), math.ceil(x + width / 64))
    return int(float(grey[rows, columns].mean()) >= 128)


def barcode_js() -> str:
    """A JavaScript function ``readBarcode(video) -> int`` by the same rule; -1 when there is no barcode.

    ``video`` is anything a canvas can draw: a video element, an image bitmap, a canvas.
    """
    return """
function readBarcode(video) {
  const W = video.videoWidth || video.width, H = video.videoHeight || video.height;
  if (!W || !H) return -1;
  const canvas = document.createElement("canvas");
  canvas.width = W; canvas.height = Math.ceil(H * 9 / 32);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, W, H);
  const bits = [], { data } = pen.getImageData(0, 0, W, canvas.height);
  for (let i = 0; i < 26; i += 1) {
    const x = (2 + (i % 13)) / 16 * W, y = (1 + Math.floor(i / 13)) / 8 * H;
    const left = Math.floor(x - W / 64), right = Math.ceil(x + W / 64);
    const top = Math.floor(y - H / 32), bottom = Math.ceil(y + H / 32);
    let sum = 0;
    for (let row = top; row < bottom; row += 1)
      for (let k = 4 * (row * W + left); k < 4 * (row * W + right); k += 4) sum += data[k] + data[k + 1] + data[k + 2];
    bits.push(sum / (3 * (right - left) * (bottom - top)) >= 128 ? 1 : 0);
  }
  const number = bits.slice(0, 24).reduce((n, bit) => n * 2 + bit, 0);
  const parity = bits.slice(0, 24).reduce((n, bit) => n ^ bit, 0);
  return bits[24] === parity && bits[25] === 1 - parity ? number : -1;
}
"""


def film_pts(rate: str, frames: int) -> tuple[list[int], Fraction]:
    """The presentation times a film of this rate is written with, in ticks of the time base.

    A fraction ("25", "30000/1001") is that many frames a second. "variable" looks like a telephone: about
    30 a second, each interval different, in ticks of 1/90000 s. "variable-gaps", in ms: steps of 33, every
    ninth frame held 217, every fortieth 1,900.
    """
    if rate == "variable":
        return _sum(
            [2700 + (k * 7919) % 601 + (900 if k % 11 == 0 else 0) for k in range(1, frames)]
        ), Fraction(1, 90_000)
    if rate == "variable-gaps":
        steps = [1900 if k % 40 == 0 else 217 if k % 9 == 0 else 33 for k in range(1, frames)]
        return _sum(steps), Fraction(1, 1000)
    return list(range(frames)), 1 / Fraction(rate)


def _sum(steps: Sequence[int]) -> list[int]:
    return [sum(steps[:k]) for k in range(len(steps) + 1)]


def _drawn_once(draw_film: Callable[..., Path]) -> Callable[..., Path]:
    """A film of the same kind is copied: drawing one takes longer than most tests that need it."""
    made: dict[str, bytes] = {}

    @wraps(draw_film)
    def once(path: Path, **kind: Any) -> Path:
        if kind.get("shade") is not None:
            return draw_film(path, **kind)
        known = repr(sorted(kind.items()))
        if known not in made:
            made[known] = draw_film(path, **kind).read_bytes()
        else:
            path.write_bytes(made[known])
        return path

    return once


@_drawn_once
def barcode_film(
    path: Path,
    *,
    rate: str = "25",
    frames: int = 100,
    size: tuple[int, int] = (320, 180),
    sound: bool = True,
    codec: str = "h264",
    container: str = "mp4",
    start_s: float = 0.0,
    sound_start_s: float = 0.0,
    rotation: int = 0,
    pixels: str = "yuv420p",
    shape: Fraction | None = None,
    options: dict[str, str] | None = None,
    tags: dict[str, str] | None = None,
    colours: tuple[int, int, int] | None = None,
    shade: Callable[[Picture], av.VideoFrame] | None = None,
) -> Path:
    """A film whose picture k carries the number k; answers its path.

    ``size`` is the size as people see it, upright; ``rotation`` (90, -90, 180: degrees anticlockwise that a
    player must turn the stored picture) stores it lying down. ``start_s`` is the time of the first picture,
    ``sound_start_s`` the time of the first sound after it (a 440 Hz tone). ``shape`` is the sample aspect
    ratio, ``options`` go to the container, ``tags`` are its metadata. ``colours`` are FFmpeg's numbers of
    primaries, transfer and matrix; ``shade`` makes the stored frame of a drawn picture otherwise than as grey.
    """
    pts, base = film_pts(rate, frames)
    start = round(Fraction(start_s) / base)
    with (
        _as_urgent_as_before(),
        av.open(str(path), "w", format=FORMATS[container], options=options or {}) as film,
    ):
        film.metadata.update(tags or {})
        picture = _video_stream(film, codec, base, size, rotation, pixels, shape)
        context = picture.codec_context
        if codec == "hevc" and container in ("mp4", "mov"):
            context.codec_tag = "hvc1"  # as telephones write it
        if colours is not None:
            context.color_primaries, context.color_trc, context.colorspace = colours
        voice = _sound_stream(film, container) if sound else None
        end_s = float((pts[-1] + 1) * base)
        tones = _tones(start_s + sound_start_s, start_s + end_s) if voice is not None else iter(())
        for k, at in enumerate(pts):
            for tone in _until(tones, start_s + float(at * base)):
                film.mux(voice.encode(tone) if voice is not None else [])
            drawn = draw(k, size)
            frame = shade(drawn) if shade else _frame(drawn, rotation, pixels)
            frame.pts, frame.time_base = start + at, base
            film.mux(picture.encode(frame))
        film.mux(picture.encode(None))
        if voice is not None:
            for tone in tones:
                film.mux(voice.encode(tone))
            film.mux(voice.encode(None))
    return path


@contextmanager
def _as_urgent_as_before() -> Iterator[None]:
    """SVT-AV1, run by root, puts its thread ahead of every other, and so each browser begun from it later."""
    if not hasattr(os, "sched_getscheduler"):  # only Linux has it, and only there SVT-AV1 does so
        yield
        return
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, *before)


def repeated_film(path: Path, film: Path, times: int) -> Path:
    """The same film over and over, without drawing it anew: its packets, each time later by the film's length.

    For films without sound, and those of 400 frames of 25 a second or 640 of 30000/1001, where the sound is as long
    as the pictures, to the packet.
    """
    with av.open(str(film)) as source, av.open(str(path), "w", format="mp4") as copy:
        made = {stream: copy.add_stream_from_template(stream) for stream in source.streams}
        length = Fraction(source.duration or 0, av.time_base)
        packets = [packet for packet in source.demux() if packet.pts is not None and packet.pts >= 0]
        for number in range(times):
            for packet in packets:
                later = av.Packet(bytes(packet))
                base = packet.time_base
                by = round(number * length / base)
                later.stream, later.time_base, later.duration = made[packet.stream], base, packet.duration
                later.pts, later.dts, later.is_keyframe = packet.pts + by, packet.dts + by, packet.is_keyframe
                copy.mux(later)
    return path


def _video_stream(
    film: Any,
    codec: str,
    base: Fraction,
    size: tuple[int, int],
    rotation: int,
    pixels: str,
    shape: Fraction | None,
) -> VideoStream:
    name, options = ENCODERS[codec]
    rate = 1 / base if 1 / base < 1000 else Fraction(30)
    stream = film.add_stream(name, rate=rate, options=dict(options))
    stream.width, stream.height = size if rotation % 180 == 0 else size[::-1]
    stream.pix_fmt = pixels
    stream.codec_context.time_base = stream.time_base = base
    stream.codec_context.thread_count = 1
    if shape is not None:
        stream.codec_context.sample_aspect_ratio = shape
        stream.sample_aspect_ratio = shape
    if rotation:
        stream.set_display_rotation(rotation)
    assert isinstance(stream, VideoStream)
    return stream


def _sound_stream(film: Any, container: str) -> Any:
    name = {"webm": "libopus", "mov": "pcm_s16le"}.get(container, "aac")
    stream = film.add_stream(name, rate=SOUND_RATE)
    stream.layout = "mono"
    return stream


def _frame(grey: Picture, rotation: int, pixels: str) -> av.VideoFrame:
    """The picture as it is stored: turned back, so that turning it by ``rotation`` makes it upright."""
    stored = np.ascontiguousarray(np.rot90(grey, -rotation // 90))
    height, width = stored.shape
    if height % 2 or width % 2 or pixels not in ("yuv420p", "yuvj420p"):
        return av.VideoFrame.from_ndarray(stored, format="gray").reformat(format=pixels)
    if pixels == "yuv420p":
        stored = (16 + stored.astype(np.uint16) * 219 // 255).astype(np.uint8)
    grey_colour = np.full((height // 2, width), 128, np.uint8)
    return av.VideoFrame.from_ndarray(np.vstack([stored, grey_colour]), format=pixels)


def _tones(start_s: float, end_s: float) -> Iterator[av.AudioFrame]:
    """Blocks of a 440 Hz tone between two times."""
    first, last = round(start_s * SOUND_RATE), round(end_s * SOUND_RATE)
    for at in range(first, last, 960):
        n = np.arange(at, min(at + 960, last))
        wave = (0.5 * np.sin(2 * np.pi * 440 * (n - first) / SOUND_RATE)).astype(np.float32)
        block = av.AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
        block.sample_rate, block.pts, block.time_base = SOUND_RATE, at, Fraction(1, SOUND_RATE)
        yield block


def _until(tones: Iterator[av.AudioFrame], at_s: float) -> Iterator[av.AudioFrame]:
    """The blocks of sound that start before a time; the rest stays in ``tones``."""
    while True:
        block = next(tones, None)
        if block is None:
            return
        yield block
        if block.pts is not None and (block.pts + block.samples) / SOUND_RATE > at_s:
            return


# Files that no one should accept, and films that are odd.


def ffconcat_clip(folder: Path) -> Path:
    """A text of 40 bytes named clip.mp4 that makes FFmpeg show the film of another family beside it."""
    barcode_film(folder / "other_family.mp4", frames=10)
    return _text(folder / "clip.mp4", "ffconcat version 1.0\nfile other_family.mp4\n")


def playlist_clip(folder: Path) -> Path:
    """A playlist (M3U8) named clip.mp4 that names a film beside it."""
    barcode_film(folder / "other_family.mp4", frames=10)
    return _text(folder / "clip.mp4", "#EXTM3U\n#EXTINF:1,\nother_family.mp4\n#EXT-X-ENDLIST\n")


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def empty_film(path: Path) -> Path:
    """A file without a byte."""
    path.write_bytes(b"")
    return path


def half_film(path: Path, frames: int = 100) -> Path:
    """The first half of a film whose index stands in front: its header promises ``frames``."""
    barcode_film(path, frames=frames, options={"movflags": "faststart"})
    held = path.read_bytes()
    path.write_bytes(held[: len(held) // 2])
    return path


def unfinished_film(path: Path) -> Path:
    """A recording that broke off before its index (which stands last) was written."""
    barcode_film(path, frames=50)
    held = path.read_bytes()
    path.write_bytes(held[: held.index(b"moov") - 4])
    return path


def header_film(path: Path) -> Path:
    """A header with an index, and not one picture behind it."""
    barcode_film(path, frames=50, options={"movflags": "faststart"})
    held = path.read_bytes()
    path.write_bytes(held[: held.index(b"mdat") + 4])
    return path


def sound_film(path: Path) -> Path:
    """An MP4 with a tone and no pictures."""
    with av.open(str(path), "w", format="mp4") as film:
        voice = _sound_stream(film, "mp4")
        for tone in _tones(0, 1):
            film.mux(voice.encode(tone))
        film.mux(voice.encode(None))
    return path


def huge_film(path: Path) -> Path:
    """One picture of 8192 × 4608 pixels."""
    return barcode_film(path, frames=1, size=(8192, 4608), sound=False)


def timeless_film(path: Path, frames: int = 50) -> Path:
    """A film whose header says that a second has no ticks; players take 1 then, and 2 s become hours."""
    barcode_film(path, frames=frames, sound=False)
    held = bytearray(path.read_bytes())
    at = held.index(b"mdhd") + 4 + 4 + 8  # name, version and flags, two dates
    held[at : at + 4] = bytes(4)
    path.write_bytes(held)
    return path


TAGS = (
    "title", "artist", "author", "album", "comment", "description", "synopsis", "keywords", "copyright", "show",
    "location", "location-eng", "make", "model", "xmp", "com.apple.quicktime.make", "com.apple.quicktime.author",
    "com.apple.quicktime.location.ISO6709", "com.apple.quicktime.location.name", "com.android.model",
)  # fmt: skip


def planted_film(path: Path, film: Path, word: str, options: dict[str, str] | None = None) -> Path:
    """A copy of a film in H.264 with ``word`` wherever a name or a place can stand; answers ``path``.

    In the tags of the film, its streams and its chapters, in a message inside the pictures (SEI), in an XMP box
    and, in MP4, in a stream of telemetry. The ending chooses the container.
    """
    container = FORMATS[path.suffix[1:]]
    with (
        av.open(str(film)) as source,
        av.open(str(path), "w", format=container, options=options or {}) as copy,
    ):
        copy.metadata.update({tag: f"{word} {tag}" for tag in TAGS})
        copy.set_chapters(
            [{"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": word}}]
        )
        streams = {stream: copy.add_stream_from_template(stream) for stream in source.streams}
        for made in streams.values():
            made.metadata.update({"handler_name": f"{word} handler", "title": f"{word} stream"})
        telemetry = copy.add_data_stream("bin_data") if container == "mp4" else None
        message = f"h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+{word}"
        picture = source.streams.video[0]
        marked = BitStreamFilterContext(message, picture, streams[picture])
        for packet in source.demux():
            for each in marked.filter(packet) if packet.stream is picture else [packet]:
                if each.dts is not None:
                    each.stream = streams[packet.stream]
                    copy.mux(each)
        if telemetry is not None:
            place = av.Packet(f"{word} +52.5200+013.4050/".encode())
            place.stream, place.pts, place.dts, place.time_base = telemetry, 0, 0, Fraction(1, 1000)
            copy.mux(place)
    if container != "matroska":
        _append_xmp(path, word)
    return path


def _append_xmp(path: Path, word: str) -> None:
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{word}</dc:creator></x:xmpmeta>'.encode()
    kind = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # Adobe's box for XMP
    with path.open("ab") as film:
        film.write(struct.pack(">I4s", 8 + len(kind) + len(packet), b"uuid") + kind + packet)


def boxes(path: Path) -> list[str]:
    """The names of the outer boxes of an MP4, in order."""
    held, at, names = path.read_bytes(), 0, []
    while at < len(held):
        size, name = struct.unpack_from(">I4s", held, at)
        names.append(name.decode("latin-1"))
        at += size if size > 1 else struct.unpack_from(">Q", held, at + 8)[0]
    return names
