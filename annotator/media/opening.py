"""Opening a film safely: container pinned by first bytes, local file only, known codecs, sizes checked."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from annotator.errors import MediaError, said
from annotator.media.dv import check_place, is_picture
from annotator.media.facts import MAX_FILE_BYTES, MAX_LONG_SIDE, MAX_SHORT_SIDE
from annotator.media.film_files import FilmFile, for_av
from annotator.media.sniffing import HEAD_BYTES, sniff

# Codec → FFmpeg's decoders of it. To accept another codec, name it here.
PICTURE_CODECS = {
    **{"h264": "h264", "hevc": "hevc", "vp8": "vp8", "vp9": "vp9", "av1": "libdav1d,av1"},
    **{"mpeg2video": "mpeg2video", "dvvideo": "dvvideo"},
}
# An AVI counts its pictures and gives them no times: right where each stands for itself, as in DV.
IN_AVI = frozenset({"dvvideo"})
# A packet of theirs is a picture, so that one that gives none is missing.
_COUNTED = frozenset({"h264", "hevc", "mpeg2video"})
_PCM = ("s8", "u8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "alaw", "mulaw")
SOUND_CODECS = {
    **{name: name for name in ("aac", "opus", "vorbis", "flac", "alac", "ac3", "eac3")},
    **{"mp2": "mp2float,mp2", "mp3": "mp3float,mp3", "amr_nb": "amrnb", "amr_wb": "amrwb"},
    **{f"pcm_{kind}": f"pcm_{kind}" for kind in (*_PCM, "bluray", "dvd")},
}
CODEC_NAMES = {
    "vvc": "VVC (H.266)",
    "mpeg4": "MPEG-4 Part 2 (DivX, Xvid)",
    "mpeg2video": "MPEG-2",
    "mpeg1video": "MPEG-1",
    "prores": "Apple ProRes",
    "mjpeg": "Motion JPEG",
    "theora": "Theora",
    "dnxhd": "DNxHD",
    "h263": "H.263",
    "flv1": "Flash video (Sorenson H.263)",
    "dvvideo": "DV",
    "vc1": "Windows Media Video (VC-1)",
    **dict.fromkeys(("wmv1", "wmv2", "wmv3"), "Windows Media Video"),
}
THREADS = 4  # more would cost memory, and a transcode shares the computer with people at work


@dataclass
class Source:
    """An open film: its one video stream, its sound if any, and what went wrong while it was read.

    ``damaged`` counts parts that could not be read; ``lost`` the pictures of H.264, HEVC and MPEG-2 that
    gave none, mostly because the one they lean on is not in the file; ``hidden`` those that the film's own
    edit list leaves out. In an ``interlaced`` film two parts can make one picture, so ``lost`` tells nothing.
    """

    film: InputContainer
    container: str
    size: int
    picture: VideoStream
    sound: AudioStream | None
    damaged: int = field(default=0)
    lost: int = field(default=0)
    hidden: int = field(default=0)
    interlaced: bool = field(default=False)
    dv_bytes: int = field(default=0)  # of a picture, in a file of nothing but DV

    @property
    def time_base(self) -> Fraction:
        """Ticks of the pictures' clock, in seconds."""
        return self.picture.time_base or Fraction(1, 90_000)

    @property
    def promised_s(self) -> float | None:
        """The length the header claims, in seconds; believed for nothing but a warning.

        A camcorder's stream has no such header: what FFmpeg says there is its own guess from the end.
        """
        if self.picture.duration and self.container not in ("mpegts", "mpeg", "dv"):
            return float(self.picture.duration * self.time_base)
        return None


@contextmanager
def opened(path: FilmFile) -> Iterator[Source]:
    """The film at ``path``; MediaError with one sentence for every kind of file that is not accepted."""
    container, size = _checked(path)
    decoders = ",".join([*PICTURE_CODECS.values(), *SOUND_CODECS.values()])
    options = {
        "protocol_whitelist": "file",
        "codec_whitelist": decoders,
        "max_pixels": str(MAX_LONG_SIDE * MAX_SHORT_SIDE),
    }
    with _open(path, container, options) as film:
        picture = _picture_stream(film, container)
        picture.codec_context.options = {"max_pixels": options["max_pixels"]}
        picture.codec_context.thread_count = _threads(picture)
        picture.thread_type = "AUTO"
        yield Source(film, container, size, picture, _sound_stream(film))


def _threads(picture: VideoStream) -> int:
    """Each thread holds pictures of its own, and those of 4K are large: two must do there."""
    large = picture.codec_context.width * picture.codec_context.height > 2560 * 1440
    return min(2 if large else THREADS, os.cpu_count() or 1)


def _checked(path: FilmFile) -> tuple[str, int]:
    try:
        with path.open("rb") as file:
            container = sniff(file.read(HEAD_BYTES))
        size = path.stat().st_size
    except OSError as error:
        raise MediaError(
            said(
                "The film cannot be opened ({why}). Check that it is still there.",
                why=error.strerror,
            )
        ) from error
    if size > MAX_FILE_BYTES:
        raise MediaError(said("This film is larger than 64 GB. Cut it into parts and add them one by one."))
    return container, size


def _open(path: FilmFile, container: str, options: dict[str, str]) -> InputContainer:
    try:
        return av.open(for_av(path), "r", format=container, options=options, metadata_errors="replace")
    except FFmpegError as error:
        raise MediaError(
            said(
                "This film has no readable index: it is cut short, or its recording was never "
                "finished. Copy it again from the camera, or repair it there."
            )
        ) from error


def _picture_stream(film: InputContainer, container: str) -> VideoStream:
    streams = [s for s in film.streams.video if not s.disposition & Disposition.attached_pic]
    if not film.streams:
        raise _no_picture()
    if not streams:
        raise MediaError(said("This file holds sound but no pictures. Choose a film: MP4, MOV, MKV or WebM."))
    known = IN_AVI if container == "avi" else PICTURE_CODECS.keys()
    accepted = [s for s in streams if _codec(s) in known]
    if not accepted:
        raise _refused_codec(_codec(streams[0]), container)
    _check_size(accepted[0])
    return accepted[0]


def _codec(stream: VideoStream | AudioStream) -> str:
    # Streams of an unknown codec have no context at all.
    return str(stream.codec.canonical_name) if stream.codec_context is not None else "unknown"


def _refused_codec(codec: str, container: str) -> MediaError:
    if container == "avi":
        return MediaError(
            said(
                "This is an AVI film, of which only DV is read here, as other pictures carry no times in it. "
                "Convert it to MP4 with H.264 and add it again."
            )
        )
    name = CODEC_NAMES.get(codec, said("of a kind browsers cannot show ({codec})", codec=codec))
    return MediaError(
        said(
            "This film is {name}, which is not read here. Convert it to MP4 with H.264 and add it again.",
            name=name,
        )
    )


def _check_size(stream: VideoStream) -> None:
    width, height = stream.codec_context.width, stream.codec_context.height
    if max(width, height) > MAX_LONG_SIDE or min(width, height) > MAX_SHORT_SIDE:
        raise MediaError(
            said(
                "This film's pictures are {width} × {height} pixels; at most {long} × "
                "{short} are read. Convert it to a smaller size, for example 1920 × "
                "1080.",
                width=width,
                height=height,
                long=MAX_LONG_SIDE,
                short=MAX_SHORT_SIDE,
            )
        )


def _sound_stream(film: InputContainer) -> AudioStream | None:
    streams = list(film.streams.audio)
    readable = [s for s in streams if _codec(s) in SOUND_CODECS]
    if streams and not readable:
        raise MediaError(
            said(
                "The sound of this film is of a kind that is not read here ({codec}). Convert "
                "the film to MP4 with H.264 and AAC and add it again.",
                codec=_codec(streams[0]),
            )
        )
    return readable[0] if readable else None


def codecs(source: Source) -> tuple[str, str | None]:
    """The names of the picture's and the sound's codec."""
    return _codec(source.picture), _codec(source.sound) if source.sound else None


def parts(
    source: Source, *, sound: bool = True
) -> Iterator[tuple[float, list[VideoFrame], list[AudioFrame]]]:
    """All that decodes, in the order it lies in the file, each time with the fraction read so far.

    A damaged packet is counted and left out; a file that breaks off ends there.
    """
    streams = [source.picture, *([source.sound] if sound and source.sound else [])]
    reading, fraction = source.film.demux(*streams), 0.0
    while True:
        try:
            packet = next(reading, None)
        except FFmpegError as error:
            _damage(source, error)
            packet = None
        if packet is None:
            break
        if packet.pos and source.size:
            fraction = max(fraction, min(1.0, packet.pos / source.size))
        yield fraction, *_decoded(source, packet)


def _damage(source: Source, error: FFmpegError) -> None:
    """Count a damaged part; but want of memory and a failing disk are no fault of the film."""
    if error.errno in (errno.ENOMEM, errno.EIO):
        raise error
    source.damaged += 1


def _decoded(source: Source, packet: "Packet[Any]") -> tuple[list[VideoFrame], list[AudioFrame]]:
    frames: list[Any] = []
    expected = _expected(source, packet)
    if packet.size and packet.stream == source.picture and _codec(source.picture) == "dvvideo":
        at = (packet.pos or 0) if source.container == "dv" else 0
        if source.container == "dv":
            source.dv_bytes = source.dv_bytes or packet.size
            check_place(at, packet.size, source.dv_bytes)
        # The last picture of a file that breaks off is filled up with what was there before.
        if at + packet.size > source.size or not is_picture(memoryview(packet)):
            source.damaged += 1
            return [], []
    try:
        frames = packet.decode()
    except EOFError:  # the decoder was already emptied
        pass
    except FFmpegError as error:
        _damage(source, error)
        expected = 0
    pictures = [frame for frame in frames if isinstance(frame, VideoFrame)]
    if packet.stream == source.picture:
        source.lost += expected - len(pictures)
        source.interlaced = source.interlaced or any(picture.interlaced_frame for picture in pictures)
    return pictures, [frame for frame in frames if isinstance(frame, AudioFrame)]


def _expected(source: Source, packet: "Packet[Any]") -> int:
    """How many pictures a packet stands for; other codecs have packets that are only there for others."""
    if packet.stream != source.picture:
        return 0
    if packet.is_discard:
        source.hidden += 1
        return 0
    return int(bool(packet.size) and _codec(source.picture) in _COUNTED)


def first_sound(path: FilmFile) -> AudioFrame | None:
    """The first sound that decodes, None for a silent film."""
    with opened(path) as source:
        if source.sound is None:
            return None
        for packet in source.film.demux(source.sound):
            _, sounds = _decoded(source, packet)
            if sounds:
                return sounds[0]
    return None


def first_picture(path: FilmFile) -> VideoFrame:
    """The first picture that has a time; MediaError when none decodes."""
    with opened(path) as source:
        for _, pictures, _ in parts(source, sound=False):
            for picture in pictures:
                if picture.pts is not None:
                    return picture
    raise _no_picture()


def _no_picture() -> MediaError:
    return MediaError(
        said(
            "This film has a header but no picture that can be read. Copy it again from the "
            "camera; if that does not help, the recording is lost."
        )
    )
