"""Camcorders' films: AVCHD, HDV, DVD and DV, with every picture that decodes at its own time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import MediaError
from annotator.media import FilmFacts, prepare, probe, read_frames
from tests.media.film_reading import numbers, tone_starts_s
from tests.odd_films import coded_film, damaged_film, without_first_key

Ready = Callable[[Path], tuple[Path, FilmFacts]]

X264 = {"preset": "ultrafast", "crf": "18", "bf": "2", "g": "12"}
INTERLACED = {**X264, "x264-params": "tff=1"}
MPEG2 = {"b": "4M", "bf": "2", "g": "12"}
AVCHD = {"mpegts_m2ts_mode": "1"}
PAL, NTSC = (720, 576), (720, 480)
WRAP = 2**33 * 25 // 90_000  # pictures until the clock of a transport stream, 33 bits at 90 kHz, begins anew

FILMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "AVCHD, interlaced, AC-3": (
        "mpegts", "libx264", {"options": INTERLACED, "container": AVCHD, "sounds": (("ac3", "stereo"),)}),
    "AVCHD, linear sound": (
        "mpegts", "libx264", {"options": X264, "container": AVCHD, "sounds": (("pcm_bluray", "stereo"),)}),
    "MPEG-TS from 10 s on": ("mpegts", "libx264", {"options": X264, "start": 250}),
    "MPEG-TS over the turn of its clock": ("mpegts", "libx264", {"options": X264, "start": WRAP - 20}),
    "HDV (MPEG-2 in MPEG-TS)": (
        "mpegts", "mpeg2video", {"options": MPEG2, "start": 250, "sounds": (("mp2", "stereo"),)}),
    "MPEG-2, several pictures in a packet": (
        "mpeg", "mpeg2video", {"options": {**MPEG2, "b": "30k"}, "size": (64, 36)}),
    "DVD": ("vob", "mpeg2video", {"options": MPEG2, "sounds": (("ac3", "stereo"),)}),
    "MPEG-2 in MP4": ("mp4", "mpeg2video", {"options": MPEG2}),
    "MPEG-2 in MKV": ("matroska", "mpeg2video", {"options": MPEG2}),
    "DV": ("dv", "dvvideo", {"size": PAL, "frames": 8}),
    "DV in MOV": ("mov", "dvvideo", {"size": PAL, "frames": 8}),
    "DV in AVI": ("avi", "dvvideo", {"size": PAL, "frames": 8, "sounds": (("pcm_s16le", "stereo"),)}),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILMS)
def test_a_camcorders_film_comes_in_picture_by_picture(kind: str, tmp_path: Path, ready: Ready) -> None:
    """25 pictures a second, so picture k is shown at 40 k ms, wherever the film's own clock begins."""
    form, codec, more = FILMS[kind]
    frames = more.get("frames", 40)
    out, facts = ready(coded_film(tmp_path / "film.mts", form, codec, **({"frames": frames} | more)))
    assert numbers(out / "proxy.mp4") == list(range(frames))
    assert list(read_frames(out / "frames.bin").ms) == [40 * k for k in range(frames)]
    assert (facts.frames, facts.duration_ms, facts.rate_num, facts.notes) == (frames, 40 * frames, 25, ())
    assert facts.audio_codec == (more["sounds"][0][0] if "sounds" in more else None)
    assert facts.has_sound == ("sounds" in more)


SHAPES = [  # The shapes of pixels of SMPTE 314M as FFmpeg writes them: 16:15 and 8:9 for pictures of 4:3.
    pytest.param("dv", "dvvideo", PAL, {"pixels": "yuv420p"}, (768, 576), id="DV, PAL"),
    pytest.param("dv", "dvvideo", NTSC, {"pixels": "yuv411p"}, (640, 480), id="DV, NTSC"),
]


@pytest.mark.parametrize(("form", "codec", "size", "more", "shown"), SHAPES)
def test_pixels_that_are_no_squares_become_squares(
    form: str,
    codec: str,
    size: tuple[int, int],
    more: dict[str, Any],
    shown: tuple[int, int],
    tmp_path: Path,
    ready: Ready,
) -> None:
    _, facts = ready(coded_film(tmp_path / "film.dv", form, codec, frames=3, size=size, **more))
    assert (facts.width, facts.height) == shown


def test_dv_of_thirty_thousand_pictures_in_1001_seconds_keeps_their_times(
    tmp_path: Path, ready: Ready
) -> None:
    """Picture k is shown from 1,001 k / 30,000 s on, in ms rounded up."""
    out, facts = ready(coded_film(tmp_path / "a.dv", "dv", "dvvideo", frames=7, size=NTSC, pixels="yuv411p"))
    assert (facts.rate_num, facts.rate_den) == (30_000, 1001)
    assert list(read_frames(out / "frames.bin").ms) == [-(-1_001_000 * k // 30_000) for k in range(7)]


def test_sound_and_pictures_stay_together_wherever_the_clock_begins(tmp_path: Path, ready: Ready) -> None:
    """The sound begins at 0 and the pictures at 10 s, so what is heard at 10 s is heard at once."""
    film = coded_film(
        tmp_path / "a.ts", "mpegts", "libx264", options=X264, start=250, sounds=(("aac", "mono"),)
    )
    out, _ = ready(film)
    assert tone_starts_s(out / "proxy.mp4") == pytest.approx(0, abs=0.03)


WITHOUT_KEY = {
    "MPEG-TS without a first key frame": ("mpegts", "libx264", X264),
    "MPEG-2 without a first key frame": ("mpegts", "mpeg2video", MPEG2),
}


@pytest.mark.parametrize("kind", WITHOUT_KEY)
def test_a_film_begins_with_the_first_picture_that_decodes(kind: str, tmp_path: Path, ready: Ready) -> None:
    """Of 60 pictures the first is not there, so the eleven that lean on it give none; the next key is at 12."""
    form, codec, options = WITHOUT_KEY[kind]
    whole = coded_film(tmp_path / "whole.ts", form, codec, frames=60, options=options)
    out, facts = ready(without_first_key(tmp_path / "film.ts", whole, form))
    assert numbers(out / "proxy.mp4") == list(range(12, 60))
    assert list(read_frames(out / "frames.bin").ms) == [40 * k for k in range(48)]
    assert facts.notes and "11 pictures are missing" in facts.notes[0]


CUT = {
    "MPEG-TS cut at its front": ("mpegts", "libx264", X264, 188),
    "AVCHD cut at its front": ("mpegts", "libx264", X264, 192),
    "DVD cut at its front": ("vob", "mpeg2video", MPEG2, 2048),
}


@pytest.mark.parametrize("kind", CUT)
def test_of_a_film_that_was_cut_what_is_left_keeps_its_times(kind: str, tmp_path: Path, ready: Ready) -> None:
    form, codec, options, packet = CUT[kind]
    more = {"container": AVCHD} if packet == 192 else {}
    whole = coded_film(tmp_path / "whole.mts", form, codec, frames=60, options=options, **more)
    held = whole.read_bytes()
    (tmp_path / "film.mts").write_bytes(held[len(held) // 3 // packet * packet :])
    out, facts = ready(tmp_path / "film.mts")
    shown = numbers(out / "proxy.mp4")
    assert shown == list(range(shown[0], 60)) and 12 <= shown[0] <= 24
    assert list(read_frames(out / "frames.bin").ms) == [40 * k for k in range(len(shown))]
    assert "missing" in " ".join(facts.notes)


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_noise_in_the_middle_moves_no_other_picture(codec: str, tmp_path: Path) -> None:
    """The film is as long as before, and not many pictures are missing: at most two groups of twelve."""
    options = X264 if codec == "libx264" else MPEG2
    whole = coded_film(tmp_path / "whole.ts", "mpegts", codec, frames=60, options=options)
    seen = probe(damaged_film(tmp_path / "film.ts", whole, 0.5, 0.55))
    assert seen.duration_ms == 2400
    assert 36 <= seen.frames <= 60


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_recordings_joined_byte_by_byte_are_refused(codec: str, tmp_path: Path) -> None:
    """The second one's clock begins anew: its pictures would lie at the first one's times."""
    options = X264 if codec == "libx264" else MPEG2
    one = coded_film(tmp_path / "one.ts", "mpegts", codec, frames=60, options=options)
    (tmp_path / "both.ts").write_bytes(one.read_bytes() * 2)
    with pytest.raises(MediaError, match=r"begins anew after 00:02\.360: .* one by one"):
        prepare(tmp_path / "both.ts", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_transport_stream_names_no_other_file(tmp_path: Path) -> None:
    """A playlist in the packets of a stream is no playlist, whatever lies beside it."""
    coded_film(tmp_path / "other_family.ts", "mpegts", "libx264", options=X264)
    said = b"#EXTM3U\nother_family.ts\n"
    (tmp_path / "clip.ts").write_bytes((b"\x47" + said.ljust(187, b"\n")) * 20)
    with pytest.raises(MediaError):
        prepare(tmp_path / "clip.ts", tmp_path / "out")


def torn(path: Path, size: tuple[int, int], pixels: str, first: int, length: int) -> Path:
    """Five pictures of DV, of which the bytes of a stretch are zeros, as a torn tape leaves them."""
    held = bytearray(coded_film(path, "dv", "dvvideo", frames=5, size=size, pixels=pixels).read_bytes())
    held[first : first + length] = bytes(length)
    path.write_bytes(held)
    return path


def test_a_picture_of_dv_that_is_none_is_left_out_and_moves_no_other(tmp_path: Path, ready: Ready) -> None:
    """The third picture is gone: NTSC has 10 sequences of 12,000 bytes a picture, and one in 1,001 / 30,000 s."""
    out, facts = ready(torn(tmp_path / "a.dv", NTSC, "yuv411p", 240_000, 120_000))
    assert numbers(out / "proxy.mp4") == [0, 1, 3, 4]
    assert list(read_frames(out / "frames.bin").ms) == [0, 34, 101, 134]
    assert "damaged part" in facts.notes[0]


def test_dv_whose_pictures_cannot_be_told_apart_is_refused(tmp_path: Path) -> None:
    """A reader takes PAL's zeros for NTSC, whose pictures are shorter, and what follows would be torn across."""
    with pytest.raises(MediaError, match="cannot be told apart"):
        prepare(torn(tmp_path / "a.dv", PAL, "yuv420p", 288_000, 144_000), tmp_path / "out")


def test_dv_that_breaks_off_has_the_pictures_before(tmp_path: Path, ready: Ready) -> None:
    """Half of the fourth of five pictures is there."""
    film = coded_film(tmp_path / "a.dv", "dv", "dvvideo", frames=5, size=PAL)
    film.write_bytes(film.read_bytes()[: 3 * 144_000 + 72_000])
    out, facts = ready(film)
    assert numbers(out / "proxy.mp4") == [0, 1, 2]
    assert facts.duration_ms == 120
