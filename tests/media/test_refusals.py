"""What is no film is refused with one sentence, before anything of it is shown, and nothing of it stays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import MediaError
from annotator.media import prepare, probe, sniff
from tests import films

MAKERS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (lambda d: films.empty_film(d / "clip.mp4"), "is empty"),
    "ffconcat beside a film": (films.ffconcat_clip, "list of other files"),
    "playlist beside a film": (films.playlist_clip, "playlist"),
    "MPEG-4 part 2": (lambda d: films.barcode_film(d / "a.mp4", frames=5, codec="mpeg4"), "MPEG-4 Part 2"),
    "ProRes": (
        lambda d: films.barcode_film(
            d / "a.mov", frames=5, codec="prores", container="mov", pixels="yuv422p10le"
        ),
        "Apple ProRes",
    ),
    "Motion JPEG in MOV": (
        lambda d: films.barcode_film(
            d / "a.mov", frames=5, codec="mjpeg", container="mov", pixels="yuvj420p"
        ),
        "Motion JPEG",
    ),
    "AVI": (
        lambda d: films.barcode_film(
            d / "a.avi", frames=5, codec="mjpeg", container="avi", pixels="yuvj420p"
        ),
        "AVI film",
    ),
    "sound only": (lambda d: films.sound_film(d / "a.mp4"), "sound but no pictures"),
    "a header without frames": (lambda d: films.header_film(d / "a.mp4"), "no picture that can be read"),
    "never finished": (lambda d: films.unfinished_film(d / "a.mp4"), "no readable index"),
    "8192 pixels wide": (lambda d: films.huge_film(d / "a.mp4"), "8192 × 4608 pixels; at most 4096 × 2304"),
    "a second without ticks": (lambda d: films.timeless_film(d / "a.mp4"), "clock of this film is damaged"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_no_film_is_refused_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    make, sentence = MAKERS[kind]
    (tmp_path / "in").mkdir()
    film = make(tmp_path / "in")
    with pytest.raises(MediaError, match=sentence) as refused:
        prepare(film, tmp_path / "out")
    assert "\n" not in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    with pytest.raises(MediaError, match=sentence):
        probe(film)


def test_a_refusal_leaves_a_folder_that_was_there_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "original.mp4").write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isommp42")
    with pytest.raises(MediaError):
        prepare(tmp_path / "original.mp4", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["original.mp4"]


def test_a_film_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be opened"):
        probe(tmp_path / "gone.mp4")


SIGNS = [
    (b"\x1a\x45\xdf\xa3rest", "matroska"),
    (b"\0\0\0\x18ftypisom", "mov"),
    (b"\0\0\0\x14ftypqt  ", "mov"),
    (b"\0\0\x10\0moov", "mov"),
    (b"\0\0\0\x08wide\0\0", "mov"),
    (b"\x47" + bytes(187) + b"\x47", "mpegts"),
    (bytes(4) + b"\x47" + bytes(191) + b"\x47", "mpegts"),
    (b"\0\0\1\xba\x44", "mpeg"),
    (b"\x1f\7\0\xbf", "dv"),
    (b"RIFF\0\0\0\0AVI LIST", "avi"),
]


@pytest.mark.parametrize(("first_bytes", "container"), SIGNS)
def test_a_film_is_known_by_its_first_bytes(first_bytes: bytes, container: str) -> None:
    assert sniff(first_bytes, "film.txt") == container


NO_FILMS = [
    (b"", "empty"),
    (b"RIFF\0\0\0\0WAVEfmt ", "WAV"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
    (b"\0\0\1\xb3\x14", "MPEG video stream"),
    (b"Good morning. " + bytes(range(32, 127)) * 4, "text file"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    (b"\0\0\0\x18ftypheic", "photograph"),
    (b"\0\0\0\x20ftypavif", "photograph"),
    (b"\0\0\0\x20ftypM4A ", "M4A"),
    (b"OggS\0\2", "Ogg"),
    (b"ID3\4\0", "MP3"),
    (b"%PDF-1.7", "PDF"),
    (b"PK\3\4", "ZIP"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing"),
    ("\ufeff<html>".encode(), "web page"),
    (b"just words", "text file"),
    ("mother and child, \u00e4".encode(), "text file"),
    (b"\0\1\2\3\4\5\6\7", "no kind of film"),
    (b"\xfe\xdc\xba\x98 whatever", "no kind of film"),
]


@pytest.mark.parametrize(("first_bytes", "what"), NO_FILMS, ids=[what for _, what in NO_FILMS])
def test_what_is_no_film_is_named(first_bytes: bytes, what: str) -> None:
    with pytest.raises(MediaError, match=what) as refused:
        sniff(first_bytes, "clip.mp4")
    assert str(refused.value).startswith("“clip.mp4” is ")
