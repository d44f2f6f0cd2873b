"""Every odd kind of film has one outcome: each picture that decodes at its own time, or one plain sentence."""

import re
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from annotator.errors import MediaError
from annotator.media import FilmFacts, prepare, probe, read_frames
from tests.films import read_barcode
from tests.media.film_reading import numbers, pictures
from tests.odd_films import (
    coded_film,
    damaged_film,
    ogg_film,
    patched,
    referring_film,
    theora_film,
    with_edits,
    without_first_key,
)

Ready = Callable[[Path], tuple[Path, FilmFacts]]
Make = Callable[[Path], object]

X264 = {"preset": "ultrafast", "crf": "18", "bf": "2", "g": "12"}
PLAIN = {**X264, "bf": "0"}
ONE_KEY = {**X264, "g": "9999", "sc_threshold": "0"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "b": "2M"}
OTHER = {"b": "4M"}
FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
TICKS = 512  # of the media's clock, a picture: 12,800 a second
FAMILY = "other_family.mp4"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with films to change: MP4 of 60 pictures with its index last, without B-frames, and Matroska."""
    folder = tmp_path_factory.mktemp("drawn")
    coded_film(folder / "plain.mp4", "mp4", "libx264", frames=60, options=PLAIN)
    coded_film(folder / "film.mkv", "matroska", "libx264", frames=60, options=X264)
    coded_film(folder / FAMILY, "mp4", "libx264", frames=60, options=X264)
    return folder


def h264(form: str, **more: object) -> Make:
    return lambda path: coded_film(path, form, "libx264", **{"options": X264, **more})  # type: ignore[arg-type]


WHOLE = [
    pytest.param(h264("mp4", pixels="yuv422p"), 20, "", id="4:2:2"),
    pytest.param(h264("mov", pixels="yuv422p10le"), 20, "", id="4:2:2, 10 bit"),
    pytest.param(h264("mp4", options={**X264, "x264-params": "tff=1"}), 20, "", id="interlaced, top first"),
    pytest.param(h264("mp4", options={**X264, "x264-params": "bff=1"}), 20, "", id="interlaced, bottom first"),
    pytest.param(h264("3gp", sounds=(("libopencore_amrnb", "mono"),)), 20, "amr_nb", id="3GP"),
    pytest.param(h264("mp4", container=FRAGMENTED, sounds=(("aac", "mono"),)), 20, "aac", id="fragmented"),
    pytest.param(
        lambda path: coded_film(path, "webm", "libvpx-vp9", options=VP9, container={"live": "1"}),
        20, "", id="no duration, WebM",
    ),
    pytest.param(h264("matroska", container={"live": "1"}), 20, "", id="no duration, MKV named .mp4"),
    pytest.param(
        h264("mp4", sounds=(("aac", "mono"), ("ac3", "stereo"), ("aac", "stereo"))), 20, "aac",
        id="three sound tracks",
    ),
    pytest.param(h264("mp4", sounds=(("aac", "5.1"),)), 20, "aac", id="surround, AAC"),
    pytest.param(h264("matroska", sounds=(("eac3", "5.1(side)"),)), 20, "eac3", id="surround, E-AC-3"),
    pytest.param(h264("mp4", frames=60, options=ONE_KEY), 60, "", id="one key frame"),
    pytest.param(h264("mp4", start=100), 20, "", id="starts late"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "frames", "sound"), WHOLE)
def test_an_odd_film_comes_in_picture_by_picture(
    make: Make, frames: int, sound: str, tmp_path: Path, ready: Ready
) -> None:
    """25 pictures a second, so picture k is shown at 40 k ms."""
    make(tmp_path / "film.mp4")
    out, facts = ready(tmp_path / "film.mp4")
    assert numbers(out / "proxy.mp4") == list(range(frames))
    assert list(read_frames(out / "frames.bin").ms) == [40 * k for k in range(frames)]
    assert (facts.frames, facts.duration_ms, facts.audio_codec or "") == (frames, 40 * frames, sound)
    assert facts.has_sound == bool(sound)
    assert hertz(out / "proxy.mp4") == (pytest.approx(300, abs=5) if sound else None)
    assert facts.notes == ()


def hertz(path: Path) -> float | None:
    """The loudest tone of a film's sound, None without sound: the n-th track of the films made here has n × 300 Hz."""
    with av.open(str(path)) as film:
        if not film.streams.audio:
            return None
        blocks = [block.to_ndarray()[0] for block in film.decode(audio=0)]
        rate = film.streams.audio[0].rate
    wave = np.concatenate(blocks)
    return float(np.argmax(np.abs(np.fft.rfft(wave))) * rate / len(wave))


EDITED = [
    pytest.param([(1000, 10 * TICKS)], range(10, 35), id="a second from picture 10 on"),
    pytest.param([(500, -1), (1000, 10 * TICKS)], range(10, 35), id="half a second of nothing first"),
    pytest.param([(400, 0), (400, 30 * TICKS)], [*range(10), *range(30, 40)], id="the middle cut out"),
    pytest.param([(400, 30 * TICKS), (400, 0)], [*range(30, 40), *range(10)], id="put round"),
]


@pytest.mark.parametrize(("edits", "shown"), EDITED)
def test_a_film_is_shown_as_its_edit_list_says(
    edits: list[tuple[int, int]], shown: range | list[int], drawn: Path, tmp_path: Path, ready: Ready
) -> None:
    out, facts = ready(with_edits(tmp_path / "film.mp4", drawn / "plain.mp4", *edits))
    assert numbers(out / "proxy.mp4") == list(shown)
    assert list(read_frames(out / "frames.bin").ms) == [40 * k for k in range(len(shown))]
    assert [str(note).split(".")[0] for note in facts.notes] == [
        "This film was cut without taking out what was cut away"
    ]


HEADERS = [
    pytest.param("mvhd", 12, ">I", (0,), id="no ticks in a second of the film's clock"),
    pytest.param("mvhd", 16, ">I", (0xFFFFFFFF,), id="the film lasts 50 days"),
    pytest.param("mdhd", 16, ">I", (0xFFFFFFFE,), id="the pictures last 4 days"),
    pytest.param("tkhd", 20, ">I", (0xFFFFFFFE,), id="the track lasts 50 days"),
    pytest.param("tkhd", 76, ">II", (0xFFFF0000, 0xFFFF0000), id="the track is 65,535 wide and high"),
    pytest.param("avc1", 24, ">HH", (0xFFFF, 0xFFFF), id="pictures 65,535 wide and high"),
    pytest.param("avc1", 24, ">HH", (0, 0), id="pictures without a size"),
    pytest.param("stts", 8, ">I", (0x7FFFFFFF,), id="times for 2 thousand million pictures"),
]


@pytest.mark.parametrize(("box", "at", "form", "values"), HEADERS)
def test_what_a_header_claims_is_not_believed(
    box: str, at: int, form: str, values: tuple[int, ...], drawn: Path, tmp_path: Path
) -> None:
    seen = probe(patched(tmp_path / "film.mp4", drawn / "plain.mp4", box, at, form, *values))
    assert (seen.width, seen.height, seen.frames, seen.duration_ms) == (320, 180, 60, 2400)


def half(path: Path, film: Path) -> Path:
    held = film.read_bytes()
    path.write_bytes(held[: len(held) // 2])
    return path


DAMAGED = [
    pytest.param(
        lambda d, path: damaged_film(path, d / "plain.mp4", 0.4, 0.6), "damaged parts", id="noise in the middle"
    ),
    pytest.param(
        lambda d, path: damaged_film(path, d / "plain.mp4", 0.4, 0.6, 0), "damaged parts", id="zeros in the middle"
    ),
    pytest.param(
        lambda d, path: damaged_film(path, d / "film.mkv", 0.5, 0.53), "", id="noise in an MKV"
    ),
    pytest.param(lambda d, path: half(path, d / "film.mkv"), "", id="half an MKV"),
    pytest.param(
        lambda d, path: without_first_key(path, d / FAMILY, "mp4"), "11 pictures are missing", id="no first key frame"
    ),
    pytest.param(
        lambda d, path: without_first_key(path, d / FAMILY, "matroska"), "11 pictures are missing",
        id="no first key frame, MKV",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("make", "note"), DAMAGED)
def test_of_a_damaged_film_what_decodes_stays_at_its_time(
    make: Callable[[Path, Path], Path], note: str, drawn: Path, tmp_path: Path, ready: Ready
) -> None:
    """Picture k is shown at 40 k ms, less the first one's time.

    Damage reaches from picture 24 to 36 at most, and what leans on it to the key frame at 48: 1,920 ms.
    """
    out, facts = ready(make(drawn, tmp_path / "film.mp4"))
    shown = [read(picture) for picture in pictures(out / "proxy.mp4")]
    times = list(read_frames(out / "frames.bin").ms)
    first = shown[0]
    assert first is not None and len(shown) == facts.frames == len(times)
    right = [
        number is not None and ms == 40 * (number - first) for ms, number in zip(times, shown, strict=True)
    ]
    assert all(ok for ok, ms in zip(right, times, strict=True) if not 900 <= ms < 1920)
    assert sum(right) >= 25
    assert note in " ".join(facts.notes)
    assert bool(facts.notes) == bool(note)


def read(picture: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> int | None:
    try:
        return read_barcode(picture)
    except ValueError:
        return None


def text(words: str) -> Make:
    return lambda path: path.write_text(words, encoding="utf-8")


def noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(8).integers(0, 256, 100_000, np.uint8).tobytes())


NO_INDEX, NO_PICTURE = "no readable index", "no picture that can be read"
REFUSED: dict[str, tuple[Make, str]] = {
    "H.264 in AVI": (h264("avi"), "an AVI film, of which only DV is read"),
    "MPEG-2 in AVI": (lambda p: coded_film(p, "avi", "mpeg2video", options=OTHER), "of which only DV is read"),
    "MPEG-1": (lambda p: coded_film(p, "mpeg", "mpeg1video", options=OTHER), "MPEG-1"),
    "zeros behind a transport stream's first bytes": (
        lambda p: p.write_bytes((b"\x47" + bytes(187)) * 500), NO_INDEX),
    "zeros behind a programme stream's first bytes": (
        lambda p: p.write_bytes(b"\0\0\1\xba\x44" + bytes(100_000)), NO_INDEX),
    "zeros behind a DV film's first bytes": (lambda p: p.write_bytes(b"\x1f\7\0\xbf" + bytes(400_000)), "film is damaged"),
    "zeros behind an AVI's first bytes": (
        lambda p: p.write_bytes(b"RIFF\0\0\0\0AVI LIST" + bytes(100_000)), NO_INDEX),
    "WMV": (lambda p: coded_film(p, "asf", "wmv2", options=OTHER), "a Windows Media film"),
    "FLV": (lambda p: coded_film(p, "flv", "flv", options=OTHER), "a Flash film"),
    "H.263 in 3GP": (lambda p: coded_film(p, "3gp", "h263", size=(352, 288), options=OTHER), "H.263"),
    "Theora in Ogg": (ogg_film, "an Ogg file"),
    "noise": (noise, "no kind of film that is known here"),
    "zeros": (lambda p: p.write_bytes(bytes(100_000)), "no kind of film that is known here"),
    "zeros behind an MP4's first box": (
        lambda p: p.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(100_000)), NO_INDEX),
    "zeros behind an MKV's first bytes": (
        lambda p: p.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(100_000)), NO_INDEX),
    "a playlist behind a byte order mark": (text(f"\ufeff#EXTM3U\n{FAMILY}\n"), "a text file"),
    "a playlist behind an empty line": (text(f"\n#EXTM3U\n{FAMILY}\n"), "a text file"),
    "a playlist inside of an MP4's box": (
        lambda p: p.write_bytes(b"\0\0\0\x20free\n#EXTM3U\n" + FAMILY.encode()), NO_INDEX),
    "a script of films to join": (text(f"file '{FAMILY}'\n"), "a text file"),
    "a list of streams (DASH)": (text(f'<?xml version="1.0"?><MPD><BaseURL>{FAMILY}</BaseURL></MPD>'), "a web page"),
    "an address to listen at (SDP)": (text("v=0\nm=video 1 RTP/AVP 96\n"), "a text file"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_read_is_refused_with_what_to_do(kind: str, tmp_path: Path) -> None:
    make, sentence = REFUSED[kind]
    make(tmp_path / "clip.mp4")
    refused(tmp_path / "clip.mp4", sentence)


def refused(film: Path, sentence: str) -> None:
    """Refused for this, in one plain paragraph that ends with what to do; nothing is left beside the film."""
    before = sorted(film.parent.iterdir())
    with pytest.raises(MediaError, match=re.escape(sentence)) as refusal:
        prepare(film, film.parent / "out")
    told = str(refusal.value)
    assert re.search(
        r"(Choose|Convert|convert|Copy|Cut|Unpack)[^.:]*(film|again|H\.264|one by one|camera)", told
    )
    assert "\n" not in told and str(film.parent) not in told
    assert sorted(film.parent.iterdir()) == before


CHANGED: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "Theora in MKV": (lambda d, p: theora_film(p, d / "film.mkv"), "film is Theora"),
    "pictures in another family's film": (lambda d, p: referring_film(p, d / "plain.mp4", FAMILY), NO_PICTURE),
    "an edit list far behind the end": (
        lambda d, p: with_edits(p, d / "plain.mp4", (2**31, 2**31 - 1)), NO_PICTURE),
    "a tick is a second": (lambda d, p: patched(p, d / "plain.mp4", "mdhd", 12, ">I", 1), "clock of this film is"),
    "four thousand million ticks a second": (
        lambda d, p: patched(p, d / "plain.mp4", "mdhd", 12, ">I", 0xFFFFFFFF), "clock of this film is"),
    "all pictures at one time": (
        lambda d, p: patched(p, d / "plain.mp4", "stts", 12, ">I", 0), "clock of this film is"),
    "a picture of 46 hours": (
        lambda d, p: patched(p, d / "plain.mp4", "stts", 12, ">I", 0x7FFFFFFF), "longer than 6 hours"),
    "2 thousand million pictures": (lambda d, p: patched(p, d / "plain.mp4", "stsz", 8, ">I", 0x7FFFFFFF), NO_INDEX),
    "pictures behind the end": (lambda d, p: patched(p, d / "plain.mp4", "stco", 8, ">I", 0x7FFFFFFF), NO_PICTURE),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGED)
def test_a_film_that_was_made_to_mislead_is_refused(kind: str, drawn: Path, tmp_path: Path) -> None:
    """Another family's film lies beside it, and none of its pictures is shown."""
    make, sentence = CHANGED[kind]
    (tmp_path / FAMILY).write_bytes((drawn / FAMILY).read_bytes())
    make(drawn, tmp_path / "clip.mp4")
    refused(tmp_path / "clip.mp4", sentence)


@pytest.mark.slow
def test_a_picture_a_second_for_three_hours(tmp_path: Path, ready: Ready) -> None:
    film = coded_film(tmp_path / "film.mp4", "mp4", "libx264", frames=10_800, rate=1, options=X264)
    out, facts = ready(film)
    assert numbers(out / "proxy.mp4") == list(range(10_800))
    assert list(read_frames(out / "frames.bin").ms) == [1000 * k for k in range(10_800)]
    assert (facts.duration_ms, facts.rate_num, facts.notes) == (10_800_000, 1, ())


@pytest.mark.slow
def test_four_seconds_of_4k_at_sixty_pictures_a_second(tmp_path: Path, ready: Ready) -> None:
    """Picture k is shown from k/60 s on, in ms rounded up."""
    film = coded_film(
        tmp_path / "film.mp4", "mp4", "libx264", frames=240, rate=60, size=(3840, 2160), options=X264
    )
    out, facts = ready(film)
    assert (facts.width, facts.height, facts.rate_num) == (1280, 720, 60)
    assert numbers(out / "proxy.mp4") == list(range(240))
    assert list(read_frames(out / "frames.bin").ms) == [-(-1000 * k // 60) for k in range(240)]
