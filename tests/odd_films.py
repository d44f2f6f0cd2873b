"""Makers of the odd films that cameras, programs and damaged cards leave; films.py has the usual ones.

Every picture carries its number, so a test can tell which pictures came through and when they are shown.
"""

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.films import SOUND_RATE, draw
from tests.films import _frame as frame_of

SIZE = (320, 180)


def coded_film(
    path: Path,
    form: str,
    codec: str,
    *,
    frames: int = 20,
    size: tuple[int, int] = SIZE,
    pixels: str = "yuv420p",
    rate: int = 25,
    start: int = 0,
    options: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    sounds: tuple[tuple[str, str], ...] = (),
) -> Path:
    """A film by FFmpeg's names of container and codec; picture k carries k and is shown at ``start`` + k.

    ``sounds`` are pairs of codec and layout, a track each, the n-th a tone of n × 300 Hz.
    """
    base = Fraction(1, rate)
    with av.open(str(path), "w", format=form, options=container or {}) as film:
        picture: Any = film.add_stream(codec, rate=rate, options=options or {})
        picture.width, picture.height = size
        picture.pix_fmt = pixels
        picture.codec_context.thread_count = 1
        voices = [_voice(film, name, layout) for name, layout in sounds]
        for n, voice in enumerate(voices):
            for tone in _tones(voice, 300 * (n + 1), (start + frames) / rate):
                film.mux(voice.encode(tone))
        for k in range(frames):
            frame: Any = frame_of(draw(k, size), 0, pixels)
            frame.pts, frame.time_base = start + k, base
            film.mux(picture.encode(frame))
        for stream in (picture, *voices):
            film.mux(stream.encode(None))
    return path


def _voice(film: Any, codec: str, layout: str) -> Any:
    voice = film.add_stream(codec, rate=8000 if "amr" in codec else SOUND_RATE)
    voice.layout = layout
    return voice


def _tones(voice: Any, hertz: float, length_s: float) -> Iterator[av.AudioFrame]:
    """A tone on every channel of a track, in blocks as long as its codec wants them."""
    context = voice.codec_context
    block, rate = context.frame_size or 1024, context.sample_rate
    for at in range(0, int(length_s * rate), block):
        wave = 0.4 * np.sin(2 * np.pi * hertz * np.arange(at, at + block) / rate)
        rows = np.tile(wave.astype(np.float32), (context.layout.nb_channels, 1))
        frame = av.AudioFrame.from_ndarray(rows, format="fltp", layout=context.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        yield frame


def patched(path: Path, film: Path, box: str, at: int, form: str, *values: int) -> Path:
    """A copy of an MP4 with other numbers in a box, ``at`` bytes behind its name."""
    held = bytearray(film.read_bytes())
    struct.pack_into(form, held, held.index(box.encode()) + 4 + at, *values)
    path.write_bytes(held)
    return path


def theora_film(path: Path, film: Path) -> Path:
    """A Matroska film in H.264 whose header says that it is Theora, which nothing here can write."""
    said, other = b"V_MPEG4/ISO/AVC", b"V_THEORA"
    path.write_bytes(film.read_bytes().replace(said, other.ljust(len(said), b"\0"), 1))
    return path


def ogg_film(path: Path) -> Path:
    """The first page of an Ogg file with the head of Theora of 320 × 176 pixels (Theora specification, 6.2)."""
    head = b"\x80theora\x03\x02\x01" + struct.pack(">HH", 20, 11) + bytes(28)
    page = b"OggS" + bytes([0, 2]) + bytes(8) + struct.pack("<IIIB", 1, 0, 0, 1) + bytes([len(head)])
    path.write_bytes(page + head)
    return path


def damaged_film(path: Path, film: Path, from_: float, to: float, fill: int | None = None) -> Path:
    """A copy whose pictures' bytes are noise, or all ``fill``, between two shares of their length.

    Of an MP4 with its index last; of another film the shares are those of the whole file.
    """
    held = bytearray(film.read_bytes())
    begins = held.index(b"mdat") + 4 if b"mdat" in held else 0
    length = (held.index(b"moov") if b"moov" in held else len(held)) - begins
    first, last = begins + int(from_ * length), begins + int(to * length)
    noise = np.random.default_rng(8).integers(0, 256, last - first, np.uint8).tobytes()
    held[first:last] = noise if fill is None else bytes([fill]) * (last - first)
    path.write_bytes(held)
    return path


def without_first_key(path: Path, film: Path, form: str) -> Path:
    """A copy that begins with the second picture as it lies in the file, which leans on one that is not there."""
    with av.open(str(film)) as source, av.open(str(path), "w", format=form) as copy:
        made = copy.add_stream_from_template(source.streams.video[0])
        for n, packet in enumerate(source.demux(source.streams.video[0])):
            if packet.dts is not None and n > 0:
                packet.stream = made
                copy.mux(packet)
    return path


def with_edits(path: Path, film: Path, *edits: tuple[int, int]) -> Path:
    """A copy whose only picture track has these edits: pairs of length in film ticks and place in media ticks.

    A place of -1 is nothing for that long. The film's own edit list, which every film of ours has, is taken out.
    """
    held = film.read_bytes()
    at, mdat = held.index(b"edts") - 4, held.index(b"mdat")
    old = struct.unpack_from(">I", held, at)[0]
    entries = b"".join(struct.pack(">IiHH", length, place, 1, 0) for length, place in edits)
    elst = struct.pack(">I4sII", 16 + len(entries), b"elst", 0, len(edits)) + entries
    edts = struct.pack(">I4s", 8 + len(elst), b"edts") + elst
    if at < mdat:
        raise ValueError("the index must stand behind the pictures")
    changed = bytearray(held[:at] + edts + held[at + old :])
    for name in (b"trak", b"moov"):
        place = changed.index(name) - 4
        struct.pack_into(">I", changed, place, struct.unpack_from(">I", changed, place)[0] + len(edts) - old)
    path.write_bytes(changed)
    return path


def referring_film(path: Path, film: Path, other: str) -> Path:
    """A MOV whose pictures lie in another file, named by an alias as QuickTime wrote them."""
    held = film.read_bytes()
    at = held.index(b"url ", held.index(b"dref")) - 4
    size = struct.unpack_from(">I", held, at)[0]
    name = other.encode()
    alias = bytearray(150)
    alias[4:8] = struct.pack(">HH", 150, 2)
    alias[50 : 51 + len(name)] = bytes([len(name)]) + name
    alias += struct.pack(">hH", 18, len(name)) + name + b"\0" * (len(name) % 2) + struct.pack(">hH", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + bytes(alias)
    changed = bytearray(held[:at] + entry + held[at + size :])
    for box_name in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = changed.index(box_name) - 4
        struct.pack_into(
            ">I", changed, place, struct.unpack_from(">I", changed, place)[0] + len(entry) - size
        )
    mdat = changed.index(b"mdat") + 4
    if mdat < changed.index(b"moov"):
        changed[mdat : changed.index(b"moov") - 4] = bytes(changed.index(b"moov") - 4 - mdat)
    path.write_bytes(changed)
    return path
