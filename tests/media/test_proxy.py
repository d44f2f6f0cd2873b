"""The proxy shows the frame that the film shows, at every time."""

import json
import struct
from array import array
from collections.abc import Callable
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
import numpy as np
import pytest

from annotator.errors import MediaError
from annotator.media import RESULTS, FilmFacts, prepare, probe, read_frames
from annotator.media.clock import PictureClock
from annotator.media.proxy import check_proxy
from tests.films import barcode_film, boxes, film_pts, read_barcode
from tests.media.film_reading import kinds, numbers, pictures, tone_starts_s

Ready = Callable[[Path], tuple[Path, FilmFacts]]

FILMS = [
    pytest.param({"rate": "25"}, Fraction(25), id="25"),
    pytest.param({"rate": "30000/1001"}, Fraction(30_000, 1001), id="29.97"),
    pytest.param({"rate": "variable"}, None, id="variable"),
    pytest.param({"rate": "variable-gaps"}, None, id="variable with gaps"),
    pytest.param({"rate": "variable-gaps", "container": "mkv", "start_s": 10.0}, None, id="MKV from 10 s"),
    pytest.param(
        {"rate": "30", "codec": "vp8", "container": "webm"}, Fraction(30), id="WebM, 30, times rounded to ms"
    ),
]


@pytest.mark.parametrize(("film", "rate"), FILMS)
def test_every_frame_of_the_proxy_is_the_frame_of_the_film(
    film: dict[str, str], rate: Fraction | None, tmp_path: Path, ready: Ready
) -> None:
    """Frame k carries barcode k; its ms is the film's k-th time, less the first, rounded up.

    The expected times are those the film was written with, as fractions; Matroska holds whole ms.
    """
    name = f"film.{film.get('container', 'mp4')}"
    out, facts = ready(barcode_film(tmp_path / name, frames=100, **film))  # type: ignore[arg-type]
    pts, base = film_pts(film["rate"], 100)
    grain = Fraction(1, 1000) if name.endswith(("mkv", "webm")) else base
    stored = [round(at * base / grain) * grain for at in pts]
    assert numbers(out / "proxy.mp4") == list(range(100))
    table = read_frames(out / "frames.bin")
    assert list(table.ms) == [ceil(1000 * at) for at in stored]
    assert proxy_ms(out / "proxy.mp4") == list(table.ms)
    assert (facts.frames, facts.variable_rate) == (100, rate is None)
    assert (facts.rate_num, facts.rate_den) == ((rate.numerator, rate.denominator) if rate else (None, None))


def proxy_ms(proxy: Path) -> list[int]:
    with av.open(str(proxy)) as film:
        base = film.streams.video[0].time_base
        assert base is not None
        return [ceil(1000 * Fraction(p.pts) * base) for p in film.decode(video=0) if p.pts is not None]


def test_seconds_in_the_table_are_exact(tmp_path: Path, ready: Ready) -> None:
    out, _ = ready(barcode_film(tmp_path / "film.mp4", rate="30000/1001", frames=31))
    held = (out / "frames.bin").read_bytes()
    n, end_ms = struct.unpack_from("<II", held)
    seconds = struct.unpack_from(f"<{n}d", held, 8)
    assert seconds == tuple(k * 1001 / 30_000 for k in range(31))
    assert end_ms == ceil(31 * 1001 / 30)
    assert len(held) == 8 + 31 * 12


def test_the_probe_says_what_the_film_holds(steady_film: Path) -> None:
    seen = probe(steady_film)
    assert (seen.container, seen.video_codec, seen.audio_codec) == ("mov", "h264", "aac")
    assert (seen.width, seen.height, seen.rotation) == (320, 180, 0)
    assert (seen.frames, seen.duration_ms, seen.rate) == (100, 4000, Fraction(25))
    assert (seen.variable_rate, seen.has_sound, seen.notes) == (False, True, ())


def test_a_key_frame_at_least_every_15_frames_and_no_b_frames(steady_film: Path, ready: Ready) -> None:
    out, _ = ready(steady_film)
    word = kinds(out / "proxy.mp4")
    assert "B" in kinds(steady_film)
    assert set(word) == {"I", "P"}
    assert max(len(run) for run in word.split("I")) <= 14


def test_the_proxy_starts_playing_before_it_is_whole(steady_film: Path, ready: Ready) -> None:
    out, _ = ready(steady_film)
    outer = boxes(out / "proxy.mp4")
    assert outer.index("moov") < outer.index("mdat")


def test_nothing_of_the_films_tags_reaches_the_proxy(tmp_path: Path, ready: Ready) -> None:
    tags = {"title": "Anna at home", "comment": "a secret", "location": "+52.5200+013.4050/"}
    film = barcode_film(tmp_path / "film.mov", container="mov", tags=tags)
    assert b"Anna at home" in film.read_bytes()
    out, _ = ready(film)
    held = b"".join((out / name).read_bytes() for name in RESULTS)
    assert not any(word.encode() in held for word in ("Anna", "secret", "52.52", "Lavf"))
    with av.open(str(out / "proxy.mp4")) as proxy:
        assert set(proxy.metadata) == {"major_brand", "minor_version", "compatible_brands"}


def test_the_results_are_these_six_and_no_more(steady_film: Path, ready: Ready) -> None:
    out, facts = ready(steady_film)
    assert sorted(path.name for path in out.iterdir()) == sorted(RESULTS)
    held = json.loads((out / "film.json").read_text())
    assert (held["frames"], held["duration_ms"]) == (facts.frames, facts.duration_ms)
    strip = [held[key] for key in ("tile_every_ms", "tiles", "columns", "tile_w", "tile_h")]
    assert strip == [1000, 4, 10, 160, 90]


def test_progress_rises_and_names_its_step(steady_film: Path, tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []

    def tell(share: float, step: str) -> bool:
        told.append((share, step))
        return True

    prepare(steady_film, tmp_path / "out", tell)
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert all(0 <= share <= 1 and step for share, step in told)


@pytest.mark.parametrize("container", ["mp4", "mov", "mkv"])
def test_sound_stays_with_the_picture(container: str, tmp_path: Path, ready: Ready) -> None:
    """A tone that starts 1.5 s after the first picture is heard there, and stands there in the peaks."""
    film = barcode_film(tmp_path / f"late.{container}", container=container, sound_start_s=1.5, start_s=3)
    out, facts = ready(film)
    assert facts.has_sound
    assert tone_starts_s(out / "proxy.mp4") == pytest.approx(1.5, abs=0.005)
    low, high = peaks(out / "peaks.bin")
    assert len(low) == len(high) == 400
    assert max(np.abs(low[:148]).max(), high[:148].max()) <= 3
    assert low[155:390].max() == pytest.approx(-64, abs=8)
    assert high[155:390].min() == pytest.approx(64, abs=8)


def test_sound_before_the_first_picture_is_cut_off(tmp_path: Path, ready: Ready) -> None:
    film = barcode_film(tmp_path / "early.mkv", container="mkv", start_s=2, sound_start_s=-1)
    out, _ = ready(film)
    assert tone_starts_s(out / "proxy.mp4") == pytest.approx(0, abs=0.005)
    assert proxy_ms(out / "proxy.mp4")[0] == 0


def peaks(path: Path) -> tuple["np.ndarray[tuple[int], np.dtype[np.int8]]", ...]:
    held = path.read_bytes()
    rate, n = struct.unpack_from("<II", held)
    assert rate == 100
    rows = np.frombuffer(held, np.int8, offset=8)
    return rows[:n], rows[n:]


def test_a_film_without_sound_has_a_proxy_without_sound(tmp_path: Path, ready: Ready) -> None:
    out, facts = ready(barcode_film(tmp_path / "silent.mp4", sound=False))
    assert not facts.has_sound and facts.audio_codec is None
    assert (out / "peaks.bin").read_bytes() == struct.pack("<II", 100, 0)
    with av.open(str(out / "proxy.mp4")) as film:
        assert [stream.type for stream in film.streams] == ["video"]


def test_the_filmstrip_shows_the_frame_of_each_second(tmp_path: Path, ready: Ready) -> None:
    """Tile k stands in column k % 10 of row k // 10 and shows the frame at k seconds: number 25 k."""
    out, _ = ready(barcode_film(tmp_path / "film.mp4", frames=290))
    sheet = av.open(str(out / "filmstrip.jpg"))
    with sheet:
        picture = next(sheet.decode(video=0)).to_ndarray(format="rgb24")
    assert picture.shape == (2 * 90, 10 * 160, 3)
    for k in range(12):
        top, left = k // 10 * 90, k % 10 * 160
        tile = picture[top : top + 90, left : left + 160]
        assert read_barcode(tile) == 25 * k


def test_the_poster_is_a_picture_from_about_a_tenth_of_the_film(steady_film: Path, ready: Ready) -> None:
    out, _ = ready(steady_film)
    poster = pictures(out / "poster.jpg")[0]
    assert poster.shape == (180, 320, 3)
    assert read_barcode(poster) == 10


WRONG = [
    pytest.param(lambda pts: pts[:-1], id="one frame fewer"),
    pytest.param(lambda pts: [*pts, pts[-1] + 3600], id="one frame more"),
    pytest.param(lambda pts: [*pts[:50], pts[50] + 7, *pts[51:]], id="one frame 80 µs later"),
    pytest.param(lambda pts: [*pts[:50], pts[50] - 3600, *pts[51:]], id="one frame doubled"),
    pytest.param(lambda pts: [0, *(at + 3600 for at in pts[1:])], id="all but the first a frame later"),
]


@pytest.mark.parametrize("change", WRONG)
def test_a_proxy_whose_times_are_not_the_films_is_refused(
    change: Callable[[list[int]], list[int]], steady_film: Path, ready: Ready
) -> None:
    """The proxy's clock has 12,800 ticks a second (25 × 2⁹), so a tick is 78 µs; the film's is told in 1/90,000 s."""
    out, _ = ready(steady_film)
    pts = [3600 * k for k in range(100)]
    check_proxy(out / "proxy.mp4", clock_of(pts))
    check_proxy(out / "proxy.mp4", clock_of([at - (k == 50) * 6 for k, at in enumerate(pts)]))
    with pytest.raises(MediaError, match="the copy's times differ from the film's"):
        check_proxy(out / "proxy.mp4", clock_of(change(pts)))


def clock_of(pts: list[int]) -> PictureClock:
    return PictureClock(Fraction(1, 90_000), array("q", pts))
