"""A reel read back by another reader (OpenCV's): the right frames upright, held, captioned, with nothing beside."""

import struct
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from annotator.errors import MediaError
from annotator.media import HALF_MADE, Cancelled, ReelMoment, ReelOrder, make_reel, prepare
from annotator.media.film_files import ORIGINAL, FilmFolder, at, in_folder
from annotator.report.captions import caption_png
from tests.films import barcode_film, read_barcode
from tests.reel_reading import LYING, UPRIGHT, two_films_shown

RATE = 10
"""Frames a second of the test film: frame k is shown from k * 100 ms on."""
SIZE = LYING
CAPTION = caption_png("Mia looked up, and you waited.", 640, "en")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared film that was lying on its side and had a place, a name and a day in it."""
    folder = tmp_path_factory.mktemp("film")
    tags = {"title": "zqtitleqz", "location": "+52.5200+013.4050/", "comment": "Anna", "date": "2026-05-31"}
    original = barcode_film(
        folder / "original.mp4", rate=str(RATE), frames=80, size=SIZE, rotation=90, tags=tags
    )
    prepare(original, folder / "made")
    return folder / "made"


@pytest.fixture(scope="module")
def reel(film: Path) -> Path:
    """Frames 5 to 14, held a second at 10 with a caption; then 40 to 49, held at 45 without."""
    order = ReelOrder((ReelMoment(500, 1500, 1000, 1000, CAPTION), ReelMoment(4000, 5000, 4500, 600)))
    shares: list[float] = []
    for half in ("one", "two"):
        (film / "reels" / f"{HALF_MADE}{half}-x1").mkdir(parents=True)
    make_reel(film, order, film / "reels" / "one.mp4", lambda share, _step: not shares.append(share))
    assert shares == sorted(shares)
    (others,) = (film / "reels").glob(f"{HALF_MADE}*")
    assert others.name == f"{HALF_MADE}two-x1", "what is half made of another one is another worker's"
    others.rmdir()
    return film / "reels" / "one.mp4"


def shown(path: Path) -> Iterator[tuple[int, int | None, bool]]:
    """Each frame: its ms, its number (None for a dark one), and whether letters stand below the picture."""
    read = cv2.VideoCapture(str(path))
    while True:
        there, picture = read.read()
        if not there:
            return
        ms = round(read.get(cv2.CAP_PROP_POS_MSEC))
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        wide = (grey.shape[1] - SIZE[0]) // 2
        inner, below = grey[: SIZE[1], wide : wide + SIZE[0]], grey[SIZE[1] :]
        number = None if inner.max() < 40 else read_barcode(inner)
        yield ms, number, bool((below > 200).sum() > 100)


def test_it_shows_the_moments_upright_and_no_frame_beside_them(reel: Path) -> None:
    numbers = [number for number, _ in groupby(number for _, number, _ in shown(reel))]
    assert numbers == [*range(5, 15), None, *range(40, 50)]


def test_it_is_held_at_the_turning_point_and_has_its_caption_from_there(reel: Path) -> None:
    """By hand: 10 comes at 500 ms and stands 100 ms + 1000; the second begins after 2000 and 600 dark."""
    at = {number: ms for ms, number, _ in reversed(list(shown(reel)))}
    assert (at[5], at[10], at[11], at[None], at[40]) == (0, 500, 1600, 2000, 2600)
    assert at[46] - at[45] == 100 + 600
    letters = {number: below for _, number, below in shown(reel)}
    assert [n for n in range(5, 15) if letters[n]] == list(range(10, 15))
    assert not any(letters[n] for n in (None, *range(40, 50)))


def test_the_pictures_own_light_is_kept_and_the_sound_goes_with_it(film: Path, reel: Path) -> None:
    with av.open(str(reel)) as read:
        sound, picture = read.streams.audio[0], read.streams.video[0]
        assert (
            abs(float(sound.duration * sound.time_base) - float(picture.duration * picture.time_base)) < 0.1
        )
        wave = np.concatenate([part.to_ndarray()[0] for part in read.decode(sound)])
        rate = sound.rate
    # A block of AAC (21 ms) on either side may ring.
    held, dark = wave[int(0.55 * rate) : int(1.45 * rate)], wave[int(2.05 * rate) : int(2.55 * rate)]
    assert max(abs(held).max(), abs(dark).max()) < 0.01
    assert abs(wave[: int(0.5 * rate)]).max() > 0.05
    with av.open(str(film / "proxy.mp4")) as one, av.open(str(reel)) as other:
        filmed = next(islice(one.decode(video=0), 5, None)).to_ndarray(format="gray").astype(int)
        shown = next(other.decode(video=0)).to_ndarray(format="gray").astype(int)
    left = (shown.shape[1] - SIZE[0]) // 2
    assert abs(shown[: SIZE[1], left : left + SIZE[0]] - filmed).mean() < 2


KEYS = (bytes(range(32)), bytes(range(32, 64)))


def prepared(folder: Path, key: bytes | None, **kind: Any) -> FilmFolder:
    """A prepared barcode film, sealed when there is a key."""
    folder.mkdir()
    original = at(folder / "original.mp4", key, ORIGINAL)
    original.write_bytes(barcode_film(folder.parent / f"{folder.name}.mp4", **kind).read_bytes())
    made = in_folder(folder, key)
    prepare(original, made)
    return made


@pytest.fixture(scope="module", params=[(None, None), KEYS], ids=["plain", "sealed"])
def of_two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Frames 125 to 134 of an upright silent film of 25 a second, held at 130 for 400 ms; then 5 to 14 of another
    film that lies, of 10 a second with a tone, held a second at 10; either film with a key of its own."""
    folder = tmp_path_factory.mktemp("two")
    now, then = request.param
    today = prepared(folder / "today", now, rate=str(RATE), frames=20, size=SIZE)
    earlier = prepared(folder / "earlier", then, rate="25", frames=150, size=UPRIGHT, sound=False)
    moments = (ReelMoment(5000, 5400, 5200, 400, CAPTION, 1), ReelMoment(500, 1500, 1000, 1000))
    reel = at(folder / "today" / "reels" / "one.mp4", now, "reels/one.mp4")
    make_reel(today, ReelOrder(moments, (earlier,)), reel)
    (folder / "taken.mp4").write_bytes(reel.read_bytes())
    return folder / "taken.mp4"


def test_each_moment_is_of_its_own_film_at_its_own_rate_in_one_size(of_two: Path) -> None:
    """By hand: 125 comes at 0, 130 at 200 ms, 131 40 ms and 400 later; 800 and 600 dark; 5 at 1400, 10 at 1900, 11
    100 and 1000 later. An upright picture of 240 × 320 stands 134 × 180 in the middle of 320 × 180."""
    seen = [(at, number) for at, _film, number in two_films_shown(of_two)]
    assert [number for number, _ in groupby(n for _, n in seen)] == [*range(125, 135), None, *range(5, 15)]
    first = {number: ms for ms, number in reversed(seen)}
    assert [first[n] for n in (125, 126, 130, 131, None, 5, 6, 10, 11)] == [
        0, 40, 200, 640, 800, 1400, 1500, 1900, 3000,
    ]  # fmt: skip


def test_each_moment_has_its_own_films_sound(of_two: Path) -> None:
    with av.open(str(of_two)) as read:
        wave = np.concatenate([part.to_ndarray()[0] for part in read.decode(audio=0)])
        rate = read.streams.audio[0].rate
    # A block of AAC (21 ms) on either side may ring.
    assert abs(wave[: int(1.35 * rate)]).max() < 0.01
    assert abs(wave[int(1.45 * rate) : int(1.85 * rate)]).max() > 0.05
    assert abs(wave[int(1.95 * rate) : int(2.85 * rate)]).max() < 0.01


def boxes(data: bytes, inside: str = "") -> Iterator[str]:
    """The paths of the boxes of an MP4 (ISO/IEC 14496-12), read by their sizes."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        name = f"{inside}/{kind.decode('latin-1')}"
        yield name
        if kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"):
            yield from boxes(data[at + 8 : at + size], name)
        at += size if size >= 8 else len(data)


def test_nothing_but_pictures_and_sound_is_in_the_file(reel: Path) -> None:
    data = reel.read_bytes()
    for tag in (b"zqtitleqz", b"52.52", b"013.40", b"Anna", b"2026"):
        assert tag not in data
    assert not [name for name in boxes(data) if name.rsplit("/", 1)[1] in ("meta", "uuid")]
    # Whoever writes an MP4 leaves a list of tags in it; this one is empty, and so is the room beside it.
    assert data[data.index(b"udta") :][:57].endswith(struct.pack(">I4s", 8, b"ilst"))
    assert data[data.index(b"free") - 4 :][:8] == struct.pack(">I4s", 8, b"free")
    header = data.index(b"mvhd")
    assert data[header + 8 : header + 16] == bytes(8)  # made and changed: no day
    with av.open(str(reel)) as read:
        streams = [stream.metadata for stream in read.streams]
        assert set(read.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
    assert {name for tags in streams for name in tags} <= {"language", "handler_name", "vendor_id"}


def test_it_is_made_whole_or_not_at_all(film: Path, tmp_path: Path) -> None:
    order = ReelOrder((ReelMoment(0, 8000, 4000, 3000, CAPTION),))
    with pytest.raises(Cancelled):
        make_reel(film, order, film / "reels" / "two.mp4", lambda _share, _step: False)
    assert [path.name for path in (film / "reels").iterdir() if path.name != "one.mp4"] == []
    with pytest.raises(FileNotFoundError):
        make_reel(tmp_path / "gone", order, tmp_path / "gone" / "reels" / "x.mp4")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MediaError):
        make_reel(tmp_path / "empty", order, tmp_path / "empty" / "reels" / "x.mp4")
