"""Uploads: pieces at exactly their place, cut anywhere, and never more than was announced."""

import os
import resource
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.actions import families, films
from annotator.errors import StoreError
from annotator.store import uploads
from tests.web.visitor import CHANGE, Served, Visitor

MIB = 1024 * 1024
BYTES = {**CHANGE, "content-type": "application/octet-stream"}


@pytest.fixture(scope="module")
def session(app: Served) -> str:
    family = families.create_family(app.place, app.first(), "Family 7")
    return families.create_session(
        app.place, app.first(), family.id, "Visit", "2026-05-31", "free_play_toys"
    ).id


def begin(browser: Visitor, session: str, size: int, name: str = "visit.mp4") -> str:
    answer = browser.post("/api/v1/uploads", {"session": session, "name": name, "size": size})
    assert answer.status_code == 200, answer.text
    assert answer.json()["offset"] == 0
    return str(answer.json()["id"])


def put(browser: Visitor, id: str, offset: int, content: Any) -> Any:
    return browser.ask("PUT", f"/api/v1/uploads/{id}?offset={offset}", BYTES, content=content)


def part(app: Served, id: str) -> Path:
    return app.place.upload_file(id)


def test_pieces_are_put_together_in_order(app: Served, ana: Visitor, session: str) -> None:
    film = os.urandom(3 * MIB + 17)
    id = begin(ana, session, len(film))
    for at in range(0, len(film), MIB):
        assert ana.get(f"/api/v1/uploads/{id}").json() == {"offset": at, "size": len(film)}
        answer = put(ana, id, at, film[at : at + MIB])
        assert answer.json() == {"offset": min(at + MIB, len(film))}
    assert part(app, id).read_bytes() == film


@pytest.mark.parametrize("offset", [0, 9, 11, 10**9])
def test_a_piece_at_another_place_is_refused_with_the_right_one(
    app: Served, ana: Visitor, session: str, offset: int
) -> None:
    id = begin(ana, session, 100)
    put(ana, id, 0, b"0123456789")
    answer = put(ana, id, offset, b"x")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "offset"
    assert answer.json()["offset"] == 10
    assert part(app, id).read_bytes() == b"0123456789"


@pytest.mark.parametrize(
    "query", ["", "?offset=", "?offset=-1", "?offset=1.0", "?offset=true", "?offset=²", "?offset=0x0"]
)
def test_an_offset_is_a_whole_number(ana: Visitor, session: str, query: str) -> None:
    id = begin(ana, session, 100)
    assert ana.ask("PUT", f"/api/v1/uploads/{id}{query}", BYTES, content=b"x").status_code == 400


def test_the_same_piece_twice_at_once_is_taken_once(app: Served, ana: Visitor, session: str) -> None:
    piece = os.urandom(4 * MIB)
    id = begin(ana, session, 2 * len(piece))
    answers: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(
                put(Visitor(app.client, dict(ana.cookies)), id, 0, piece).status_code
            )
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409, 409]
    assert part(app, id).read_bytes() == piece


def test_a_film_cannot_become_longer_than_announced(app: Served, ana: Visitor, session: str) -> None:
    id = begin(ana, session, 20)
    put(ana, id, 0, b"0123456789")
    assert put(ana, id, 10, b"x" * 11).status_code == 400
    assert put(ana, id, 10, iter([b"x" * 6, b"y" * 6])).status_code == 413
    assert part(app, id).read_bytes() == b"0123456789"
    assert put(ana, id, 10, b"x" * 10).status_code == 200


def test_a_piece_is_at_most_sixteen_mebibytes(app: Served, ana: Visitor, session: str) -> None:
    id = begin(ana, session, 100 * MIB)
    assert put(ana, id, 0, bytes(16 * MIB)).status_code == 200
    assert put(ana, id, 16 * MIB, bytes(17 * MIB)).status_code == 413
    assert part(app, id).stat().st_size == 16 * MIB


def test_what_came_before_a_cut_is_kept(app: Served, ana: Visitor, session: str) -> None:
    """A connection that breaks in the middle of a piece: the next one goes on from what has arrived."""
    id = begin(ana, session, 10 * MIB)
    sent = [b"a" * MIB, b"b" * 1000]
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in sent]
    answer = talk_raw(app, ana, id, [*messages, {"type": "http.disconnect"}])
    assert answer["status"] == 400
    assert ana.get(f"/api/v1/uploads/{id}").json()["offset"] == MIB + 1000
    assert put(ana, id, MIB + 1000, b"c").json() == {"offset": MIB + 1001}
    assert part(app, id).read_bytes() == b"".join(sent) + b"c"


def talk_raw(
    app: Served, ana: Visitor, id: str, messages: Iterable[dict[str, Any]], offset: int = 0
) -> dict[str, Any]:
    """One PUT whose body arrives as the messages say."""
    headers = {**BYTES, **ana.cookie(), "host": "127.0.0.1:8501"}
    scope = {
        "type": "http",
        "method": "PUT",
        "scheme": "http",
        "path": f"/api/v1/uploads/{id}",
        "raw_path": b"",
        "query_string": f"offset={offset}".encode(),
        "root_path": "",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "state": {},
    }
    coming, answer = iter(messages), dict[str, Any]()

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: dict[str, Any]) -> None:
        answer.setdefault("status", message.get("status"))

    assert app.client.portal is not None
    app.client.portal.call(app.client.app, scope, receive, send)
    return answer


def test_a_film_that_was_given_up_is_gone(app: Served, ana: Visitor, session: str) -> None:
    id = begin(ana, session, 100)
    put(ana, id, 0, b"x")
    assert ana.ask("DELETE", f"/api/v1/uploads/{id}").status_code == 204
    assert not part(app, id).exists()
    assert ana.get(f"/api/v1/uploads/{id}").status_code == 404
    assert put(ana, id, 1, b"x").status_code == 404


def test_another_persons_upload_does_not_exist(app: Served, ana: Visitor, session: str) -> None:
    from annotator.actions import people

    id = begin(ana, session, 100)
    other = people.add_person(app.place, app.first(), "Other lead", "lead", whole=True)
    browser = Visitor(
        app.client, {name: value for name, value in ana.cookies.items() if name.endswith("device")}
    )
    browser.post("/sign-in", {"account": other.id})
    for method in ("GET", "PUT", "DELETE"):
        theirs = browser.ask(method, f"/api/v1/uploads/{id}?offset=0", BYTES)
        nobodys = browser.ask(method, "/api/v1/uploads/0000000000000000?offset=0", BYTES)
        assert theirs.status_code == nobodys.status_code == 404
    assert browser.ask("POST", f"/api/v1/uploads/{id}/finish").status_code == 404
    assert ana.get(f"/api/v1/uploads/{id}").status_code == 200


def test_a_film_that_has_not_all_arrived_is_not_finished(app: Served, ana: Visitor, session: str) -> None:
    id = begin(ana, session, 100)
    put(ana, id, 0, b"x" * 99)
    answer = ana.ask("POST", f"/api/v1/uploads/{id}/finish")
    assert answer.status_code == 400
    assert "99 of 100 bytes" in answer.json()["error"]["message"]
    assert part(app, id).stat().st_size == 99


def test_what_is_no_film_is_refused_and_leaves_nothing(app: Served, ana: Visitor, session: str) -> None:
    text = b"ffconcat version 1.0\nfile other_family.ts\n"
    id = begin(ana, session, len(text), "clip.mp4")
    put(ana, id, 0, text)
    answer = ana.ask("POST", f"/api/v1/uploads/{id}/finish")
    assert answer.status_code == 400
    assert not part(app, id).exists()
    assert list((app.place.folder / "films").iterdir()) == []
    with app.place.store.read() as tx:
        assert [u for u in uploads.of_account(tx, app.first().id) if u.id == id] == []


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"session": "x", "name": "y"},
        {"session": "x", "name": "y", "size": True},
        {"session": "x", "name": "y", "size": "1"},
        {"session": "x", "name": "y", "size": 1.0},
        {"session": "x", "name": "y", "size": -1},
        {"session": 1, "name": "y", "size": 1},
        {"session": "x", "name": "y", "size": 1, "role": "lead"},
        {"session": "x", "name": "y" * 1001, "size": 1},
        [],
    ],
)
def test_an_announcement_with_odd_parts_is_refused(ana: Visitor, value: object) -> None:
    assert ana.post("/api/v1/uploads", value).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b'{"session":"x","name":"y","size":NaN}',
        b'{"size":1,"size":2,"session":"x","name":"y"}',
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"",
    ],
)
def test_an_announcement_that_is_no_json_is_refused(ana: Visitor, body: bytes) -> None:
    answer = ana.ask("POST", "/api/v1/uploads", {**CHANGE, "content-type": "application/json"}, content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "json")


def test_json_must_say_that_it_is(ana: Visitor) -> None:
    assert (
        ana.ask(
            "POST", "/api/v1/uploads", {**CHANGE, "content-type": "text/plain"}, content=b"{}"
        ).status_code
        == 415
    )


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\films\\a.mp4", "a\x00b.mp4", "\u202efdp.mp4", "x" * 900, "/"]
)
def test_a_name_is_only_a_label(app: Served, ana: Visitor, session: str, name: str) -> None:
    before = {p for p in app.place.folder.parent.rglob("*")}
    id = begin(ana, session, 10, name)
    made = {p for p in app.place.folder.parent.rglob("*")} - before
    assert made == {part(app, id)}


def test_an_empty_and_a_huge_film_are_refused(ana: Visitor, session: str) -> None:
    for size in (0, 65 * 2**30):
        assert ana.post("/api/v1/uploads", {"session": session, "name": "a", "size": size}).status_code == 400


def test_a_full_disk_is_said_and_can_be_tried_again(
    app: Served, ana: Visitor, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = begin(ana, session, 100)

    def full(_folder: Path, _size: int) -> None:
        raise StoreError("The disk is nearly full.")

    monkeypatch.setattr(films, "_need_space", full)
    answer = put(ana, id, 0, b"x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "store")
    monkeypatch.undo()
    assert put(ana, id, 0, b"x").status_code == 200


def test_memory_stays_flat(app: Served, ana: Visitor, session: str) -> None:
    """R19: 512 MiB in pieces of 16 grow the process by less than one piece."""
    size = 32 * 16 * MIB
    id = begin(ana, session, size)

    def messages() -> Iterator[dict[str, Any]]:
        for left in range(255, -1, -1):
            yield {"type": "http.request", "body": bytes(64 * 1024), "more_body": left > 0}

    assert talk_raw(app, ana, id, messages())["status"] == 200
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for at in range(16 * MIB, size, 16 * MIB):
        assert talk_raw(app, ana, id, messages(), at)["status"] == 200
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert part(app, id).stat().st_size == size
    part(app, id).unlink()
    assert grown_kib < 16 * 1024
