"""Films: their bytes by range, only to who may see them, and never kept by the browser."""

import time
from pathlib import Path

import pytest

from annotator.actions import films, people
from annotator.store import families, jobs
from tests.films import barcode_film, read_barcode
from tests.media.film_reading import pictures
from tests.running import enter_visit
from tests.web.visitor import Served, Visitor, ready_film

PROXY = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def film(app: Served) -> str:
    return ready_film(app.place, app.first(), PROXY)


def test_a_film_is_served_as_what_it_is_and_kept_nowhere(ana: Visitor, film: str) -> None:
    answer = ana.get(f"/films/{film}/proxy.mp4")
    assert answer.status_code == 200
    assert answer.content == PROXY
    headers = answer.headers
    assert headers["content-type"] == "video/mp4"
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-disposition"] == "inline"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("frames.bin", "application/octet-stream"),
        ("peaks.bin", "application/octet-stream"),
        ("filmstrip.jpg", "image/jpeg"),
        ("poster.jpg", "image/jpeg"),
    ],
)
def test_what_was_made_from_a_film_is_served(ana: Visitor, film: str, name: str, kind: str) -> None:
    answer = ana.get(f"/films/{film}/{name}", {"accept-encoding": "gzip"})
    assert (answer.content, answer.headers["content-type"]) == (name.encode(), kind)
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, 256_000),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=-10", 255_990, 256_000),
        ("bytes=255999-", 255_999, 256_000),
        ("bytes=1000-9999999", 1000, 256_000),
    ],
)
def test_a_range_of_a_film(ana: Visitor, film: str, asked: str, start: int, end: int) -> None:
    answer = ana.get(f"/films/{film}/proxy.mp4", {"range": asked})
    assert answer.status_code == 206
    assert answer.content == PROXY[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/256000"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.fixture(scope="module")
def real_film(app: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = barcode_film(tmp_path_factory.mktemp("stills") / "film.mp4", frames=20, sound=False)
    session = enter_visit(app.place, made, code="Family of stills").session
    with app.place.store.read() as tx:
        return families.session(tx, session).recordings[0].id


def test_a_still_is_served_as_what_it_is_and_kept_nowhere(
    ana: Visitor, real_film: str, tmp_path: Path
) -> None:
    answer = ana.get(f"/films/{real_film}/stills/0401.jpg")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (tmp_path / "still.jpg").write_bytes(answer.content)
    assert read_barcode(pictures(tmp_path / "still.jpg")[0]) == 10


@pytest.mark.parametrize(
    "ms", ["-1", "1.5", "1e3", "", "\u0661", "9" * 10, "0x10", "0.jpg", "..%2f..%2fproxy"]
)
def test_a_still_at_no_time_is_not_there(ana: Visitor, real_film: str, ms: str) -> None:
    assert ana.get(f"/films/{real_film}/stills/{ms}.jpg").status_code in (400, 404)


def test_a_still_needs_a_sign_in_and_the_right(
    app: Served, ana: Visitor, stranger: Visitor, real_film: str
) -> None:
    asked = f"/films/{real_film}/stills/0.jpg"
    assert stranger.get(asked).status_code == 401
    admin = people.add_person(app.place, app.first(), "Admin of stills", "admin", whole=True)
    ana.post("/sign-in", {"account": admin.id})
    kept, missing = ana.get(asked), ana.get("/films/0000000000000000/stills/0.jpg")
    assert kept.status_code == missing.status_code == 404
    assert kept.content == missing.content
    assert dict(kept.headers) == dict(missing.headers)


def test_a_range_beyond_the_end_is_refused(ana: Visitor, film: str) -> None:
    assert ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=256000-"}).status_code == 416


def test_the_head_of_a_film_says_how_long_it_is(ana: Visitor, film: str) -> None:
    answer = ana.ask("HEAD", f"/films/{film}/proxy.mp4")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "256000", b"")


def test_thousands_of_ranges_cost_nothing(ana: Visitor, film: str) -> None:
    asked = "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 20_000, 4))
    begun = time.process_time()
    answer = ana.get(f"/films/{film}/proxy.mp4", {"range": asked})
    assert (answer.status_code, answer.content) == (200, PROXY)
    assert time.process_time() - begun < 1


def test_a_film_needs_a_sign_in(stranger: Visitor, film: str) -> None:
    answer = stranger.get(f"/films/{film}/proxy.mp4")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signed_out")


@pytest.mark.parametrize("name", ["original.mp4", "film.json", "proxy.mp4.tmp", "PROXY.MP4", "attune.db"])
def test_no_other_file_of_a_film_is_served(app: Served, ana: Visitor, film: str, name: str) -> None:
    (app.place.film_folder(film) / "original.mp4").write_bytes(b"original")
    answer = ana.get(f"/films/{film}/{name}")
    assert answer.status_code == 404


@pytest.mark.parametrize("recording", ["0000000000000000", "..", "%2e%2e", "a%2fb", "' OR 1=1", "\u202e"])
def test_a_film_that_is_not_there(ana: Visitor, recording: str) -> None:
    assert ana.get(f"/films/{recording}/proxy.mp4").status_code in (400, 404)


def test_what_one_may_not_see_looks_like_what_is_not_there(app: Served, ana: Visitor, film: str) -> None:
    admin = people.add_person(app.place, app.first(), "Admin", "admin", whole=True)
    ana.post("/sign-in", {"account": admin.id})
    kept, missing = ana.get(f"/films/{film}/proxy.mp4"), ana.get("/films/0000000000000000/proxy.mp4")
    assert kept.status_code == missing.status_code == 404
    assert kept.content == missing.content
    assert dict(kept.headers) == dict(missing.headers)


def test_a_film_whose_sign_in_ended_stops_at_the_next_range(ana: Visitor, film: str) -> None:
    before = dict(ana.cookies)
    assert ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=0-9"}).status_code == 206
    ana.ask("POST", "/sign-out")
    ana.cookies.update(before)
    assert ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=10-19"}).status_code == 401


def test_packing_is_not_done_for_this_computer(ana: Visitor) -> None:
    answer = ana.get("/sign-in", {"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


def test_a_job_can_be_followed_stopped_and_tried_again(app: Served, ana: Visitor, film: str) -> None:
    made = app.place.store.write(lambda tx: jobs.add(tx, "other", film))
    app.place.store.write(lambda tx: jobs.cancel(tx, made.id))
    answer = ana.get(f"/api/v1/jobs/{made.id}")
    assert set(answer.json()) == {"id", "state", "progress", "step", "reason", "recording"}
    assert (answer.json()["state"], answer.json()["recording"]) == ("cancelled", film)
    assert ana.ask("POST", f"/api/v1/jobs/{made.id}/cancel").json()["state"] == "cancelled"
    assert films.job(app.place, app.first(), made.id).state == "cancelled"
    assert ana.get("/api/v1/jobs/none").status_code == 404
