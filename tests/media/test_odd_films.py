"""Films that are unusual and all the same to be shown: turned, tall, deep in colour, damaged at the end."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from annotator.media import FilmFacts, probe
from annotator.media.facts import proxy_size
from tests.films import barcode_film, half_film, read_barcode
from tests.media.film_reading import numbers, pictures

Ready = Callable[[Path], tuple[Path, FilmFacts]]

ODD = [
    pytest.param({"rotation": 90, "size": (180, 320)}, (180, 320), id="turned left"),
    pytest.param({"rotation": -90, "size": (180, 320)}, (180, 320), id="turned right"),
    pytest.param({"rotation": 180}, (320, 180), id="upside down"),
    pytest.param({"pixels": "yuv420p10le"}, (320, 180), id="10 bit"),
    pytest.param({"pixels": "yuvj420p"}, (320, 180), id="full range"),
    pytest.param({"pixels": "yuv444p", "size": (405, 721)}, (404, 720), id="odd sides"),
    pytest.param({"size": (360, 288), "shape": Fraction(64, 45)}, (512, 288), id="wide pixels"),
    pytest.param({"size": (1920, 1080)}, (1280, 720), id="1080p"),
    pytest.param({"codec": "vp9", "container": "webm"}, (320, 180), id="VP9"),
    pytest.param({"codec": "av1", "container": "mp4"}, (320, 180), id="AV1"),
    pytest.param({"codec": "h264", "container": "mov"}, (320, 180), id="MOV with PCM"),
    pytest.param({"frames": 1, "sound": False}, (320, 180), id="one frame"),
]


@pytest.mark.parametrize(("film", "size"), ODD)
def test_an_odd_film_is_shown_upright_at_its_size(
    film: dict[str, Any], size: tuple[int, int], tmp_path: Path, ready: Ready
) -> None:
    film = {"frames": 20, "sound": film.get("container") == "mov"} | film
    made = barcode_film(tmp_path / f"film.{film.get('container', 'mp4')}", **film)
    out, facts = ready(made)
    assert (facts.width, facts.height) == size
    assert numbers(out / "proxy.mp4") == list(range(film["frames"]))
    assert pictures(out / "proxy.mp4")[0].shape == (size[1], size[0], 3)


def test_making_an_av1_film_does_not_put_the_tests_ahead_of_all_others(tmp_path: Path) -> None:
    before = os.sched_getscheduler(0), os.sched_getparam(0).sched_priority
    barcode_film(tmp_path / "film.mp4", codec="av1", frames=2, sound=False)
    assert (os.sched_getscheduler(0), os.sched_getparam(0).sched_priority) == before


@pytest.mark.parametrize("pixels", ["yuv420p", "yuvj420p"])
def test_black_stays_black_and_white_stays_white(pixels: str, tmp_path: Path, ready: Ready) -> None:
    """Full range is brought to the range browsers expect: cell 0 of barcode 0 is black, cell 25 white."""
    out, _ = ready(barcode_film(tmp_path / "film.mp4", frames=3, pixels=pixels, sound=False))
    picture = pictures(out / "proxy.mp4")[0]
    assert picture[22, 40].mean() < 8
    assert picture[45, 280].mean() > 247


def test_a_picture_of_another_size_in_mid_film_gets_bars(tmp_path: Path, ready: Ready) -> None:
    """Two streams of VP8 glued together, as a browser records when a telephone is turned."""
    wide = barcode_film(tmp_path / "wide.webm", codec="vp8", container="webm", frames=10, sound=False)
    tall = barcode_film(
        tmp_path / "tall.webm", codec="vp8", container="webm", frames=10, sound=False, size=(180, 320)
    )
    out, facts = ready(glued(tmp_path / "both.webm", [wide, tall]))
    assert (facts.width, facts.height, facts.frames) == (320, 180, 20)
    shown = pictures(out / "proxy.mp4")
    assert [read_barcode(picture) for picture in shown[:10]] == list(range(10))
    assert shown[15][:, :100].max() < 30
    assert [read_barcode(picture[:, 110:210]) for picture in shown[10:]] == list(range(10))


def glued(path: Path, films: list[Path]) -> Path:
    with av.open(str(path), "w", format="webm") as out:
        stream, shift = None, 0
        for part in films:
            with av.open(str(part)) as film:
                stream = stream or out.add_stream_from_template(film.streams.video[0])
                for packet in film.demux(film.streams.video[0]):
                    if packet.pts is None or packet.dts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = stream
                    out.mux(packet)
            shift += 400
    return path


def test_half_a_film_is_as_long_as_what_decodes_and_says_so(tmp_path: Path, ready: Ready) -> None:
    film = half_film(tmp_path / "half.mp4", frames=100)
    seen = probe(film)
    out, facts = ready(film)
    assert 30 < seen.frames < 60
    assert seen.duration_ms == 40 * seen.frames
    assert (facts.frames, facts.duration_ms, facts.notes) == (seen.frames, seen.duration_ms, seen.notes)
    assert "promises 00:04.000" in seen.notes[0]
    assert len(numbers(out / "proxy.mp4")) == facts.frames


@pytest.mark.parametrize(
    ("film", "size"),
    [
        pytest.param((3840, 2160, Fraction(1), 0), (1280, 720), id="4K"),
        pytest.param((3840, 2160, Fraction(1), 90), (406, 720), id="4K on its side"),
        pytest.param((1440, 1080, Fraction(4, 3), 0), (1280, 720), id="HDV"),
        pytest.param((640, 480, Fraction(1), 0), (640, 480), id="small stays small"),
        pytest.param((2, 2, Fraction(1), 0), (2, 2), id="tiny"),
        pytest.param((1, 721, Fraction(1), 0), (2, 720), id="a line"),
    ],
)
def test_proxy_sizes(film: tuple[int, int, Fraction, int], size: tuple[int, int]) -> None:
    assert proxy_size(*film) == size
