"""Films as telephones make them: HEVC and H.264, lying on their side, uneven in time, bright, late in sound."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from annotator.media import RESULTS, FilmFacts, read_frames, write_still
from tests.films import TAGS, barcode_film, boxes, planted_film, read_barcode
from tests.media.film_reading import jpeg_parts, kinds, numbers, pictures, tone_starts_s

Ready = Callable[[Path], tuple[Path, FilmFacts]]

IPHONE = {"container": "mov", "codec": "hevc", "rate": "variable"}
ANDROID = {"container": "mp4", "codec": "h264", "rate": "variable-gaps"}
UPRIGHT, LYING = (180, 320), (320, 180)
HLG, PQ, WIDE = (9, 18, 9), (9, 16, 9), (9, 14, 9)

# Each way to hold a telephone is in every commit for one codec, 10 bit as HDR has it: the others in the longer round.
PHONES = [
    pytest.param({**IPHONE, "rotation": -90, "size": UPRIGHT}, id="iPhone upright"),
    pytest.param(
        {**IPHONE, "rotation": 90, "size": UPRIGHT},
        id="iPhone upright, the other way",
        marks=pytest.mark.slow,
    ),
    pytest.param({**IPHONE, "rotation": 180}, id="iPhone upside down", marks=pytest.mark.slow),
    pytest.param(
        {**IPHONE, "rotation": -90, "size": UPRIGHT, "pixels": "yuv420p10le", "colours": HLG},
        id="iPhone HDR (HLG)",
    ),
    pytest.param({**IPHONE, "pixels": "yuv420p10le", "colours": PQ}, id="HDR10 (PQ)", marks=pytest.mark.slow),
    pytest.param({**IPHONE, "pixels": "yuv420p10le"}, id="HEVC 10 bit", marks=pytest.mark.slow),
    pytest.param({**IPHONE, "rate": "240", "sound": False}, id="iPhone slow motion, no sound"),
    pytest.param({**IPHONE, "container": "mkv", "start_s": 3.0}, id="HEVC in MKV from 3 s"),
    pytest.param({**ANDROID, "rotation": -90, "size": UPRIGHT}, id="Android upright"),
    pytest.param({**ANDROID, "rotation": 90, "size": UPRIGHT, "sound": False}, id="Android, no sound"),
    pytest.param({**ANDROID, "rotation": 180, "sound_start_s": 0.7}, id="Android, late sound"),
]


@pytest.mark.parametrize("film", PHONES)
def test_a_phone_film_becomes_an_upright_proxy_that_browsers_show(
    film: dict[str, Any], tmp_path: Path, ready: Ready
) -> None:
    """Picture k of every file made carries number k; times are compared as fractions, decoded anew from both."""
    made = barcode_film(tmp_path / f"IMG_0001.{film['container']}", **{"frames": 60, **film})
    out, facts = ready(made)
    proxy = out / "proxy.mp4"
    size = film.get("size", LYING)
    assert numbers(proxy) == list(range(60))
    assert times(proxy) == [at - times(made)[0] for at in times(made)]
    assert list(read_frames(out / "frames.bin").ms) == [-(-at * 1000 // 1) for at in times(proxy)]
    assert (facts.width, facts.height, facts.frames, facts.has_sound) == (*size, 60, film.get("sound", True))
    with av.open(str(proxy)) as shown:
        stream = shown.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.codec_context.width, stream.codec_context.height) == size
        assert next(shown.decode(stream)).rotation == 0
    assert set(kinds(proxy)) == {"I", "P"}
    assert max(len(run) for run in kinds(proxy).split("I")) <= 14
    assert boxes(proxy).index("moov") < boxes(proxy).index("mdat")
    assert read_barcode(pictures(out / "poster.jpg")[0]) in range(60)
    assert read_barcode(tile(out, size)) == 0
    write_still(out, 30, out / "stills" / "30.jpg")
    assert read_barcode(pictures(out / "stills" / "30.jpg")[0]) == 30


def times(path: Path) -> list[Fraction]:
    """The time of each picture that decodes, in seconds."""
    with av.open(str(path)) as film:
        base = film.streams.video[0].time_base
        assert base is not None
        return [picture.pts * base for picture in film.decode(video=0) if picture.pts is not None]


def tile(out: Path, size: tuple[int, int]) -> npt.NDArray[Any]:
    """The first tile of the filmstrip (160 × 90) without the bars beside an upright picture."""
    wide = round(90 * size[0] / size[1])
    left = (160 - wide) // 2
    return pictures(out / "filmstrip.jpg")[0][:90, left : left + wide]


@pytest.mark.parametrize("container", ["mov", "mp4", "mkv"])
def test_sound_that_begins_late_is_silent_until_then(container: str, tmp_path: Path, ready: Ready) -> None:
    """The proxy's sound begins with its pictures, so a player that knows no late start keeps them together."""
    film = barcode_film(tmp_path / f"late.{container}", container=container, sound_start_s=1.5, start_s=3)
    out, _ = ready(film)
    assert tone_starts_s(out / "proxy.mp4") == pytest.approx(1.5, abs=0.005)
    with av.open(str(out / "proxy.mp4")) as proxy:
        first = next(proxy.decode(audio=0))
        assert (first.pts or 0) <= 0
        assert np.abs(first.to_ndarray()).max() < 0.01


def grey(signal: float) -> Callable[[Any], av.VideoFrame]:
    """Frames of one grey: a signal from 0 to 1 in the limited range of 10 bits (64 to 940)."""
    return coloured((signal, signal, signal))


def coloured(rgb: tuple[float, float, float]) -> Callable[[Any], av.VideoFrame]:
    """Frames of one colour, by the equations of ITU-R BT.2020 table 4 for Y'CbCr of 10 bits."""
    red, green, blue = rgb
    luma = 0.2627 * red + 0.6780 * green + 0.0593 * blue
    values = (64 + 876 * luma, 512 + 896 * (blue - luma) / 1.8814, 512 + 896 * (red - luma) / 1.4746)

    def frame(drawn: Any) -> av.VideoFrame:
        made = av.VideoFrame(drawn.shape[1], drawn.shape[0], "yuv420p10le")
        for plane, value in zip(made.planes, values, strict=True):
            plane.update(np.full(plane.buffer_size // 2, round(value), np.uint16).tobytes())
        return made

    return frame


BRIGHT = [
    # HLG 38 % is a grey card (26 nits, ITU-R BT.2408 table 1), below the knee, so 26/203 of white:
    # 16 + 219 × (26/203)^(1/2.4) = 109.
    pytest.param(HLG, grey(0.38), 109, id="HLG, grey card"),
    # HLG 75 % is diffuse white (203 nits), rolled off to 159 of 203: 16 + 219 × (159/203)^(1/2.4) = 214.
    pytest.param(HLG, grey(0.75), 214, id="HLG, white"),
    pytest.param(HLG, grey(1.0), 235, id="HLG, brightest"),
    pytest.param(HLG, grey(0.0), 16, id="HLG, black"),
    # PQ 38 % is the same grey card, 58 % the same white (ITU-R BT.2408).
    pytest.param(PQ, grey(0.38), 109, id="PQ, grey card"),
    pytest.param(PQ, grey(0.58), 214, id="PQ, white"),
    # No HDR, only wide primaries: half stays half, 16 + 219 × 0.5 = 125.5.
    pytest.param(WIDE, grey(0.5), 125.5, id="BT.2020, half"),
]


@pytest.mark.parametrize(("colours", "shade", "luma"), BRIGHT)
def test_the_light_of_hdr_is_brought_to_that_of_a_screen(
    colours: tuple[int, int, int], shade: Any, luma: float, tmp_path: Path, ready: Ready
) -> None:
    film = barcode_film(
        tmp_path / "hdr.mov", codec="hevc", container="mov", pixels="yuv420p10le", frames=3, sound=False,
        colours=colours, shade=shade,
    )  # fmt: skip
    out, _ = ready(film)
    with av.open(str(out / "proxy.mp4")) as proxy:
        picture = next(proxy.decode(video=0))
        tags = (picture.color_primaries, picture.color_trc, picture.colorspace, picture.color_range)
        assert tags == (1, 1, 1, 1)
        planes = picture.to_ndarray()
    assert float(planes[90, 160]) == pytest.approx(luma, abs=2)
    assert float(planes[190, 100]) == pytest.approx(128, abs=2)


def test_a_wide_colour_becomes_the_same_colour_of_an_ordinary_screen(tmp_path: Path, ready: Ready) -> None:
    """BT.709's red is (0.6274, 0.0691, 0.0164) of linear BT.2020 (ITU-R BT.2087); as a signal, to the 1/2.4th.

    Taken for BT.709, that signal would be (210, 84, 46). A tolerance of 20 is 0.2 % of the light near black.
    """
    red = (0.6274 ** (1 / 2.4), 0.0691 ** (1 / 2.4), 0.0164 ** (1 / 2.4))
    film = barcode_film(
        tmp_path / "red.mov", codec="hevc", container="mov", pixels="yuv420p10le", frames=3, sound=False,
        colours=WIDE, shade=coloured(red),
    )  # fmt: skip
    out, _ = ready(film)
    write_still(out, 1, out / "stills" / "1.jpg")
    for picture in (pictures(out / "stills" / "1.jpg")[0], pictures(out / "proxy.mp4")[0]):
        assert picture[90, 160].astype(float) == pytest.approx((255, 0, 0), abs=20)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("film.mp4", {}),
        ("film.mov", {}),
        ("apple.mov", {"movflags": "use_metadata_tags"}),
        ("film.mkv", {}),
    ],
)
def test_no_name_and_no_place_reaches_anything_derived(
    name: str, options: dict[str, str], tmp_path: Path, ready: Ready
) -> None:
    """The word stands in the original's tags, chapters, pictures, XMP and telemetry; nothing made from it has it."""
    word = "Kanarienvogel"
    plain = barcode_film(tmp_path / "plain.mp4", frames=30)
    (tmp_path / word).mkdir()
    film = planted_film(tmp_path / word / name, plain, word, options)
    held = film.read_bytes()
    assert held.count(word.encode()) >= 10
    assert (f"{word} com.apple.quicktime.location.ISO6709".encode() in held) == bool(options or "mkv" in name)
    out, facts = ready(film)
    assert facts.frames == 30
    write_still(out, 7, out / "stills" / "7.jpg")
    made = [*(out / result for result in RESULTS), out / "stills" / "7.jpg"]
    assert sorted(path for path in out.rglob("*") if path.is_file()) == sorted(made)
    for path in made:
        content = path.read_bytes().lower()
        forbidden = (word, "52.52", "apple", "adobe", "xmp", "exif", "gopro", "chapter", "lavf", *TAGS[12:13])
        assert [each for each in forbidden if each.lower().encode() in content] == [], path.name
    for path in (path for path in made if path.suffix == ".jpg"):
        assert jpeg_parts(path) == ["JFIF"]
    with av.open(str(out / "proxy.mp4")) as proxy:
        assert [stream.type for stream in proxy.streams] == ["video", "audio"]
        assert proxy.chapters() == []
