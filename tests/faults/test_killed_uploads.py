"""kill -9 in the midst of a film's pieces: the upload goes on from what has arrived, and the film is that film."""

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.films import barcode_film
from tests.running import Server, Visit
from tests.talking import HEADERS, Talker

KIB = 1024
BLOCK = 256 * KIB
PIECE = 8 * KIB * KIB


def large_film(path: Path, kib: int) -> bytes:
    """A film with so much beside it that players skip, each byte of it another."""
    film = barcode_film(path, rate="25", frames=50, sound=False).read_bytes()
    return film + (kib * KIB).to_bytes(4, "big") + b"free" + os.urandom(kib * KIB - 8)


def ask(talker: Talker, method: str, path: str, **more: object) -> httpx2.Response:
    headers = {**HEADERS, "Origin": talker.server.url}
    if method == "PUT":
        headers["Content-Type"] = "application/octet-stream"
    return talker.client.request(method, f"{talker.server.url}{path}", headers=headers, **more)  # type: ignore[arg-type]


def dying(server: Server, piece: bytes, blocks: int) -> Iterator[bytes]:
    """A piece in blocks; the server is killed after so many of them."""
    for number, at in enumerate(range(0, len(piece), BLOCK)):
        if number == blocks:
            server.kill()
        yield piece[at : at + BLOCK]
    if server.process is not None:
        server.kill()


def killed_at(server: Server, visit: Visit, film: bytes, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with Talker(server, visit.coding).launch() as talker:
        said = {"session": visit.session, "name": "long.mp4", "size": len(film)}
        id = ask(talker, "POST", "/api/v1/uploads", json=said).json()["id"]
        arrived = 0
        for number in range(kills):
            # The last kill falls when all has been sent, but nothing was said of it.
            most = len(film) if number == kills - 1 else arrived + (len(film) - arrived) // 2
            piece = film[arrived : min(most, arrived + PIECE)]
            blocks = chance.randint(0, len(piece) // BLOCK + 1)
            with pytest.raises(httpx2.TransportError):
                ask(talker, "PUT", f"/api/v1/uploads/{id}?offset={arrived}", content=dying(server, piece, blocks),
                    )  # fmt: skip
            server.start()
            before, arrived = arrived, ask(talker, "GET", f"/api/v1/uploads/{id}").json()["offset"]
            assert before <= arrived <= before + len(piece)
        while arrived < len(film):
            piece = film[arrived : arrived + PIECE]
            answer = ask(talker, "PUT", f"/api/v1/uploads/{id}?offset={arrived}", content=piece)
            arrived = answer.json()["offset"]
        done = ask(talker, "POST", f"/api/v1/uploads/{id}/finish")
        assert done.status_code == 200, done.text
        folder = server.folder / "films" / done.json()["recording"]
    (kept,) = folder.glob("original.*")
    assert hashlib.sha256(kept.read_bytes()).digest() == hashlib.sha256(film).digest()
    assert list((server.folder / "uploads").iterdir()) == []


def test_an_upload_goes_on_after_each_of_four_kills(killable: tuple[Server, Visit], tmp_path: Path) -> None:
    killed_at(*killable, large_film(tmp_path / "long.mp4", 6 * KIB), 4, 1)


@pytest.mark.slow
def test_an_upload_goes_on_after_each_of_twenty_kills(killable: tuple[Server, Visit], tmp_path: Path) -> None:
    killed_at(*killable, large_film(tmp_path / "long.mp4", 64 * KIB), 20, 2)
