"""A sealed file gives back exactly what was written, anywhere in it, and refuses whatever was not (S45)."""

import os
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from annotator.errors import MediaError
from annotator.media import prepare, write_still
from annotator.media.film_files import ORIGINAL, SealedFile, SealedFolder
from annotator.media.sealed import CHUNK, Sealed
from tests.films import barcode_film
from tests.media.film_reading import numbers

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
HEAD, EXTRA = 32 + 28, 28
"""Magic (8), id (16), length (8), nonce (12) and tag (16); then nonce and tag of each chunk."""


@pytest.fixture
def file(tmp_path: Path) -> SealedFile:
    return SealedFile(tmp_path / "proxy.mp4", KEY, "proxy.mp4")


def by_hand(path: Path, key: bytes, name: str) -> bytes:
    """Another reader of the format, written from its description."""
    held, aes = path.read_bytes(), AESGCM(key)
    magic, id, length = struct.unpack(">8s16sQ", held[:32])
    assert magic == b"ATTUNEF1"
    assert aes.decrypt(held[32:44], held[44:60], held[:32] + name.encode()) == b""
    plain = b""
    for number, at in enumerate(range(HEAD, len(held), CHUNK + EXTRA)):
        piece = held[at : at + CHUNK + EXTRA]
        plain += aes.decrypt(piece[:12], piece[12:], id + struct.pack(">Q", number))
    assert len(plain) == length
    return plain


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_was_written_comes_back_and_reads_the_same_by_hand(file: SealedFile, length: int) -> None:
    plain = random.Random(length).randbytes(length)
    file.write_bytes(plain)
    assert file.read_bytes() == by_hand(file.path, KEY, "proxy.mp4") == plain
    assert file.stat().st_size == length
    assert not any(plain[at : at + 16] in file.path.read_bytes() for at in range(0, length - 16, 4099))


def test_ranges_over_the_borders_of_chunks_are_the_ranges_of_the_file(file: SealedFile) -> None:
    plain = random.Random(1).randbytes(4 * CHUNK + 1000)
    file.write_bytes(plain)
    edges = [n * CHUNK + d for n in range(5) for d in (-1, 0, 1)] + [len(plain) - 1, len(plain)]
    with file.open("rb") as opened:
        for start in (edge for edge in edges if edge >= 0):
            for size in (1, 2, CHUNK, CHUNK + 1, 2 * CHUNK + 3):
                opened.seek(start)
                assert opened.read(size) == plain[start : start + size]
        opened.seek(-10, os.SEEK_END)
        assert opened.read(100) == plain[-10:]


def test_writing_to_and_fro_is_as_in_any_file_and_no_nonce_comes_twice(tmp_path: Path) -> None:
    """As a muxer does that moves an index in front; beside it the same into bytes."""
    rolls, model = random.Random(3), bytearray()
    file = SealedFile(tmp_path / "f", KEY, "f")
    nonces: dict[bytes, bytes] = {}
    with file.new() as opened:
        for _ in range(300):
            at = len(model) if rolls.random() < 0.6 else rolls.randrange(len(model) + 1)
            data = rolls.randbytes(rolls.randrange(60_000))
            opened.seek(at)
            assert opened.write(data) == len(data)
            model[at : at + len(data)] = data
            start = rolls.randrange(len(model) + 1)
            opened.seek(start)
            assert opened.read(5000) == bytes(model[start : start + 5000])
            if rolls.random() < 0.1:
                opened.flush()
                held = file.path.read_bytes()
                for piece in (held[at : at + CHUNK + EXTRA] for at in range(HEAD, len(held), CHUNK + EXTRA)):
                    assert nonces.setdefault(piece[:12], piece) == piece, "one nonce for two contents"
        opened.finish()
    assert len(model) > 12 * CHUNK, "more chunks than are held in memory"
    assert by_hand(file.path, KEY, "f") == bytes(model)
    assert len(nonces) > 100


def sealed(file: SealedFile, chunks: int = 3, rest: int = 500) -> bytearray:
    file.write_bytes(random.Random(chunks).randbytes(chunks * CHUNK + rest))
    return bytearray(file.path.read_bytes())


def refused(file: SealedFile) -> bool:
    """Whether nothing at all of the file can be had, or the damaged chunk cannot."""
    with pytest.raises(MediaError, match="its bytes are not those that were written"):
        file.read_bytes()
    return True


def test_a_single_bit_anywhere_is_refused(file: SealedFile) -> None:
    whole = sealed(file)
    borders = [HEAD + n * (CHUNK + EXTRA) for n in range(4)]
    places = [*range(HEAD), *(b + d for b in borders for d in (0, 11, 12, 100)), len(whole) - 1]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (place % 8)
        file.path.write_bytes(damaged)
        assert refused(file)
    file.path.write_bytes(whole)
    assert len(file.read_bytes()) == 3 * CHUNK + 500


def stored(n: int) -> slice:
    return slice(HEAD + n * (CHUNK + EXTRA), HEAD + (n + 1) * (CHUNK + EXTRA))


CHANGES: dict[str, Callable[[bytearray], bytes]] = {
    "cut at a chunk": lambda whole: whole[: stored(3).start],
    "cut to one chunk": lambda whole: whole[: stored(1).start],
    "cut within": lambda whole: whole[:-1],
    "cut to its head": lambda whole: whole[:HEAD],
    "cut in its head": lambda whole: whole[:20],
    "empty": lambda _whole: b"",
    "swapped": lambda whole: whole[:HEAD] + whole[stored(1)] + whole[stored(0)] + whole[stored(2).start :],
    "one twice": lambda whole: whole[: stored(1).start] + whole[stored(0)] + whole[stored(2).start :],
    "one left out": lambda whole: whole[: stored(1).start] + whole[stored(2).start :],
    "longer": lambda whole: whole + whole[stored(0)],
    "a byte more": lambda whole: whole + b"\0",
    "another length": lambda whole: (
        whole[:24] + struct.pack(">Q", 2 * CHUNK) + whole[32 : stored(2).start]
    ),
    "said to be unfinished": lambda whole: whole[:24] + b"\xff" * 8 + whole[32:],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_cut_longer_swapped_or_reordered_is_refused(file: SealedFile, change: str) -> None:
    file.path.write_bytes(CHANGES[change](sealed(file)))
    assert refused(file)


def test_a_cut_file_gives_not_even_its_first_bytes(file: SealedFile) -> None:
    """A range of a film is sent before its end is read, so a cut must show at the beginning."""
    file.path.write_bytes(sealed(file)[: stored(2).start])
    with pytest.raises(MediaError):
        file.open("rb")


def test_chunks_of_another_file_of_the_same_film_are_refused(file: SealedFile) -> None:
    mine, other = sealed(file), sealed(file, 3)
    file.path.write_bytes(mine[: stored(1).start] + other[stored(1)] + mine[stored(2).start :])
    assert refused(file)


def test_a_file_under_another_name_or_with_another_key_is_refused(file: SealedFile) -> None:
    sealed(file)
    assert refused(SealedFile(file.path, KEY, "peaks.bin"))
    assert refused(SealedFile(file.path, OTHER_KEY, "proxy.mp4"))


def test_an_unfinished_file_is_gone_on_with_where_its_whole_chunks_end(tmp_path: Path) -> None:
    """What a killed server left: the last chunk half written counts for nothing."""
    part, plain = SealedFile(tmp_path / "a.part", KEY, ORIGINAL), random.Random(5).randbytes(2 * CHUNK + 700)
    part.touch()
    with part.open("r+b") as opened:
        opened.write(plain)
    assert part.arrived() == len(plain)
    assert refused(part)
    whole = part.path.read_bytes()
    for left, arrived in {len(whole) - 1: 2 * CHUNK, stored(1).stop: 2 * CHUNK, stored(1).stop - 5: CHUNK,
                          stored(0).stop + 28: CHUNK, stored(0).start + 9: 0, HEAD: 0}.items():  # fmt: skip
        part.path.write_bytes(whole[:left])
        assert part.arrived() == arrived
        with part.open("r+b") as opened:
            opened.seek(arrived)
            opened.write(plain[arrived:])
        part.finish()
        assert part.read_bytes() == by_hand(part.path, KEY, ORIGINAL) == plain


def test_what_was_too_much_is_taken_back(tmp_path: Path) -> None:
    plain = random.Random(6).randbytes(3 * CHUNK)
    for size in (0, 5, CHUNK, CHUNK + 5, 3 * CHUNK):
        part = SealedFile(tmp_path / f"{size}.part", KEY, ORIGINAL)
        part.touch()
        with part.open("r+b") as opened:
            opened.write(plain)
            opened.truncate(size)
        assert part.arrived() == size
        part.finish()
        assert part.read_bytes() == plain[:size]


def test_a_sealed_film_is_prepared_byte_for_byte_as_a_plain_one_and_nothing_is_ever_plain(
    tmp_path: Path,
) -> None:
    film = barcode_film(tmp_path / "film.mp4", frames=250)
    plain, folder = tmp_path / "plain", SealedFolder(tmp_path / "sealed", KEY)
    prepare(film, plain)
    original = SealedFile(tmp_path / "sealed" / "original.mp4", KEY, ORIGINAL)
    folder.path.mkdir()
    original.write_bytes(film.read_bytes())
    seen: set[str] = set()

    def look(_share: float, _step: str) -> bool:
        for path in folder.path.rglob("*"):
            if path.is_file():
                held = path.read_bytes()
                seen.add(path.name)
                assert not [mark for mark in (b"ftyp", b"mdat", b"x264", b"JFIF") if mark in held]
        return True

    prepare(original, folder, look)
    assert "proxy.mp4" in seen, "it was looked at while it was made"
    for path in plain.iterdir():
        assert (
            (folder / path.name).read_bytes()
            == path.read_bytes()
            == by_hand(folder.path / path.name, KEY, path.name)
        )
    write_still(folder, 7, folder / "stills/7.jpg")
    write_still(plain, 7, plain / "stills" / "7.jpg")
    assert (folder / "stills/7.jpg").read_bytes() == (plain / "stills" / "7.jpg").read_bytes()
    assert refused(SealedFile(folder.path / "stills" / "7.jpg", KEY, "stills/8.jpg")), "one still for another"
    decoded = tmp_path / "decoded.mp4"
    decoded.write_bytes((folder / "proxy.mp4").read_bytes())
    assert numbers(decoded) == list(range(250))


@pytest.mark.parametrize("place", [HEAD + 20, -40])
def test_a_damaged_original_is_refused_with_the_sentence_and_leaves_nothing(
    tmp_path: Path, place: int
) -> None:
    original = SealedFile(tmp_path / "original.mp4", KEY, ORIGINAL)
    original.write_bytes(barcode_film(tmp_path / "film.mp4", frames=30).read_bytes())
    held = bytearray(original.path.read_bytes())
    held[place] ^= 1
    original.path.write_bytes(held)
    with pytest.raises(MediaError, match="its bytes are not those that were written"):
        prepare(original, SealedFolder(tmp_path / "out", KEY))
    assert not (tmp_path / "out").exists()


def test_the_key_is_in_no_argument_and_no_environment_of_the_child(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path / "sealed", KEY)
    original = SealedFile(tmp_path / "original.mp4", KEY, ORIGINAL)
    original.write_bytes(barcode_film(tmp_path / "film.mp4", frames=250).read_bytes())
    children: list[bytes] = []

    def look(_share: float, _step: str) -> bool:
        for child in Path("/proc/self/task").glob("*/children"):
            for pid in child.read_text().split():
                children.extend(Path(f"/proc/{pid}/{what}").read_bytes() for what in ("cmdline", "environ"))
        return True

    prepare(original, folder, look)
    told = [what for what in children if b"annotator.media.child" in what or b"PYTHONUTF8" in what]
    assert told
    assert not [what for what in told if KEY.hex().encode() in what or KEY in what]


def test_who_looks_at_a_key_by_accident_does_not_see_it(file: SealedFile, tmp_path: Path) -> None:
    assert KEY.hex() not in repr(file) + repr(SealedFolder(tmp_path, KEY)) and repr(KEY) not in repr(file)


def test_nothing_is_written_into_a_file_that_is_only_read(file: SealedFile) -> None:
    sealed(file)
    with Sealed(file.path, KEY, "proxy.mp4", "read") as opened, pytest.raises(OSError):
        opened.write(b"x")
