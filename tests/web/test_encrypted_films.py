"""Encrypted films through the server: in by pieces, prepared by the worker, out by ranges over the chunks' borders."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.actions import encrypting, families, people, workplace
from annotator.media.film_files import SealedFolder
from annotator.media.sealed import CHUNK
from annotator.store import recordings
from tests.films import barcode_film
from tests.web.visitor import CHANGE, Served, Visitor, ready_film, served

PROXY = random.Random(7).randbytes(3 * CHUNK + 1234)


@pytest.fixture(scope="module")
def app(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("encrypted-web")
    folder = shutil.copytree(untouched, root / "data")
    opened = workplace.open_workplace(folder)
    encrypting.encrypt_films(opened, people.first_person(opened), root / "films.key")
    opened.store.close()
    with served(folder) as running:
        yield running


@pytest.fixture(scope="module")
def film(app: Served) -> str:
    """A film that is ready, whose files are made up and sealed."""
    id = ready_film(app.place, app.first(), PROXY)
    new = app.place.keys.new(id)
    assert new is not None
    app.place.store.write(lambda tx: workplace.kept_keys.add_of_recording(tx, id, new[1]))
    sealed = SealedFolder(app.place.film_folder(id), new[0])
    for path in list(sealed.path.iterdir()):
        (sealed / path.name).write_bytes(path.read_bytes())
    return id


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, len(PROXY)),
        ("bytes=0-0", 0, 1),
        (f"bytes={CHUNK - 1}-{CHUNK}", CHUNK - 1, CHUNK + 1),
        (f"bytes={CHUNK}-{2 * CHUNK - 1}", CHUNK, 2 * CHUNK),
        (f"bytes=100-{3 * CHUNK}", 100, 3 * CHUNK + 1),
        ("bytes=-1300", len(PROXY) - 1300, len(PROXY)),
        (f"bytes={len(PROXY) - 1}-99999999", len(PROXY) - 1, len(PROXY)),
    ],
)
def test_a_range_is_that_part_of_the_film(ana: Visitor, film: str, asked: str, start: int, end: int) -> None:
    answer = ana.get(f"/films/{film}/proxy.mp4", {"range": asked})
    assert answer.status_code == 206
    assert answer.content == PROXY[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(PROXY)}"


def test_the_whole_film_and_several_ranges_come_as_from_a_plain_one(ana: Visitor, film: str) -> None:
    whole = ana.get(f"/films/{film}/proxy.mp4")
    assert (whole.status_code, whole.content) == (200, PROXY)
    assert whole.headers["content-length"] == str(len(PROXY))
    several = ana.get(f"/films/{film}/proxy.mp4", {"range": f"bytes=0-9,{CHUNK - 5}-{CHUNK + 4}"})
    assert several.status_code == 206
    assert PROXY[:10] in several.content and PROXY[CHUNK - 5 : CHUNK + 5] in several.content
    assert ana.get(f"/films/{film}/proxy.mp4", {"range": f"bytes={len(PROXY)}-"}).status_code == 416


def test_a_range_opens_only_the_chunks_that_it_touches(app: Served, ana: Visitor, film: str) -> None:
    """The third chunk is damaged: the first two come, and with it nothing that was not written."""
    path = app.place.film_folder(film) / "proxy.mp4"
    held = bytearray(path.read_bytes())
    damaged = bytearray(held)
    damaged[60 + 2 * (CHUNK + 28) + 500] ^= 1
    try:
        path.write_bytes(damaged)
        first = ana.get(f"/films/{film}/proxy.mp4", {"range": f"bytes=0-{2 * CHUNK - 1}"})
        assert first.content == PROXY[: 2 * CHUNK]
        broken = ana.get(f"/films/{film}/proxy.mp4", {"range": f"bytes={CHUNK}-{2 * CHUNK + 9}"})
        assert PROXY[CHUNK : 2 * CHUNK].startswith(broken.content), "broken off before what was changed"
        path.write_bytes(held[:-1])
        cut = ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=0-9"})
        assert cut.status_code >= 400
        assert "its bytes are not those that were written" in cut.text
    finally:
        path.write_bytes(held)


def test_a_film_comes_in_by_pieces_and_the_worker_prepares_it(
    app: Served, ana: Visitor, tmp_path: Path
) -> None:
    """Cut in the middle of a piece, as by a network: what arrived is there, and the rest is sent after it."""
    whole = barcode_film(tmp_path / "film.mp4", rate="5", frames=60).read_bytes()
    family = families.create_family(app.place, app.first(), "Family 7")
    session = families.create_session(
        app.place, app.first(), family.id, "V", "2026-05-31", "free_play_toys"
    ).id
    begun = ana.post("/api/v1/uploads", {"session": session, "name": "visit.mp4", "size": len(whole)})
    id = begun.json()["id"]
    octets = {**CHANGE, "content-type": "application/octet-stream"}
    for at in range(0, len(whole), 30_000):
        assert ana.get(f"/api/v1/uploads/{id}").json()["offset"] == at
        piece = whole[at : at + 30_000]
        assert ana.ask("PUT", f"/api/v1/uploads/{id}?offset={at}", octets, content=piece).status_code == 200
    assert whole[20_000:20_040] not in app.place.upload_file(id).read_bytes()
    finished = ana.post(f"/api/v1/uploads/{id}/finish", {})
    assert finished.status_code == 200, finished.text
    recording = finished.json()["recording"]
    deadline = time.monotonic() + 60
    while (state := now(app, recording)) == "preparing" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert state == "ready"
    folder = app.place.film_now(recording)
    assert isinstance(folder, SealedFolder)
    assert folder.original().read_bytes() == whole
    proxy = (folder / "proxy.mp4").read_bytes()
    assert proxy[4:8] == b"ftyp"
    assert not [p for p in folder.path.rglob("*") if p.is_file() and proxy[:32] in p.read_bytes()]


def now(app: Served, recording: str) -> str:
    with app.place.store.read() as tx:
        return recordings.get(tx, recording).state


def test_an_upload_that_is_too_long_is_taken_back_to_where_it_was(app: Served, ana: Visitor) -> None:
    family = families.create_family(app.place, app.first(), "Family 8")
    session = families.create_session(
        app.place, app.first(), family.id, "V", "2026-05-31", "free_play_toys"
    ).id
    id = ana.post("/api/v1/uploads", {"session": session, "name": "a.mp4", "size": 1000}).json()["id"]
    octets = {**CHANGE, "content-type": "application/octet-stream"}
    assert (
        ana.ask("PUT", f"/api/v1/uploads/{id}?offset=0", octets, content=os.urandom(600)).status_code == 200
    )

    def endless() -> Iterator[bytes]:
        yield os.urandom(500)

    assert ana.ask("PUT", f"/api/v1/uploads/{id}?offset=600", octets, content=endless()).status_code >= 400
    assert ana.get(f"/api/v1/uploads/{id}").json()["offset"] == 600
