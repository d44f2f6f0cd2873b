"""A film is closed at every door at once when an agreement is taken back, also while it is being sent."""

import asyncio
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from annotator.access import Purpose
from annotator.actions import agreeing, codings, families, films, people
from annotator.errors import ConsentError
from annotator.web.films import Watched
from tests.agreeing import everybody_agrees
from tests.web.test_codings import act, send
from tests.web.test_sessions import run
from tests.web.visitor import Served, Visitor, ready_film, session_of

DOORS = ("proxy.mp4", "frames.bin", "peaks.bin", "filmstrip.jpg", "poster.jpg")


@pytest.fixture
def film(app: Served) -> str:
    code = f"Family {time.monotonic_ns()}"
    return ready_film(app.place, app.first(), bytes(1_000_000), code=code)


def withdraw(app: Served, film: str, purpose: Purpose | None = None) -> None:
    session = session_of(app.place, film)
    family = families.session(app.place, app.first(), session).family.id
    person = agreeing.matrix(app.place, app.first(), family).people[0].id
    agreeing.withdraw(app.place, app.first(), person, purpose)


@pytest.mark.parametrize("role", ["practitioner", "coder", "lead", "supervisor"])
def test_every_door_closes_with_the_agreement_and_opens_with_it(
    app: Served, ana: Visitor, film: str, role: str
) -> None:
    session = session_of(app.place, film)
    who = people.add_person(app.place, app.first(), f"{role} {time.monotonic_ns()}", role, whole=True)
    ana.post("/sign-in", {"account": who.id})
    coding = codings.begin_coding(app.place, who, session)
    pressed = act("a-tab-of-this-test", 1)
    send(ana, coding, [pressed])
    mark = pressed["edits"][0]["annotation"]
    paths = [f"/films/{film}/{name}" for name in DOORS]
    paths += [
        f"/api/v1/codings/{coding}/past?seq=0", f"/api/v1/codings/{coding}/annotations/{mark}/history",
        f"/films/{film}/stills/0.jpg", f"/api/v1/codings/{coding}", f"/exports/codings/{coding}.zip",
        f"/exports/codings/{coding}.xlsx", f"/exports/codings/{coding}/spss.zip", f"/exports/codings/{coding}/parquet.zip", f"/exports/sessions/{session}.zip",
    ]  # fmt: skip
    withdraw(app, film)
    for path in paths:
        answer = ana.get(path)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["session"]) == (404, "consent", session), path
        assert "no-store" in answer.headers["cache-control"]
    everybody_agrees(app.place, app.first(), session)
    for path in [path for path in paths if "stills" not in path]:
        assert ana.get(path).status_code == 200, path


def test_a_browser_that_follows_a_link_reads_why_and_where_to_go(
    app: Served, ana: Visitor, film: str
) -> None:
    session = session_of(app.place, film)
    codings.begin_coding(app.place, app.first(), session)
    withdraw(app, film)
    answer = ana.get(f"/exports/sessions/{session}.zip", {"accept": "text/html"})
    assert answer.status_code == 404
    page = unescape(answer.text)
    assert "Not everybody has agreed" in page
    assert (
        "Without the agreement of child to “quality coding” nothing of this film leaves this computer."
        in page
    )
    assert f'href="/session?id={session}"' in page


def test_a_running_film_stops_at_its_next_range(app: Served, ana: Visitor, film: str) -> None:
    assert ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=0-9"}).status_code == 206
    withdraw(app, film, Purpose.SUPERVISOR)
    assert ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=10-19"}).status_code == 206
    withdraw(app, film)
    answer = ana.get(f"/films/{film}/proxy.mp4", {"range": "bytes=20-29"})
    assert answer.status_code == 404
    assert "film and look together" in answer.json()["error"]["message"]


def test_what_was_pressed_before_the_page_heard_of_it_is_kept(app: Served, ana: Visitor, film: str) -> None:
    session = session_of(app.place, film)
    coding = codings.begin_coding(app.place, app.first(), session)
    withdraw(app, film)
    answer = send(ana, coding, [act("a-tab-of-this-test", 1)])
    assert answer.json()["answers"][0]["outcome"] == "saved"


def test_a_range_that_is_being_sent_is_broken_off(
    app: Served, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that takes the whole film in one slow range does not get it to the end."""
    monkeypatch.setattr("annotator.web.films.ASK_AGAIN_S", 0.0)
    path = app.place.film_folder(film) / "proxy.mp4"
    sent: list[int] = []

    def ask() -> Path:
        if len(sent) == 3:
            withdraw(app, film)
        return films.film_file(app.place, app.first(), film, "proxy.mp4")

    async def take(message: Any) -> None:
        sent.append(len(message.get("body", b"")))

    async def receive() -> Any:
        await asyncio.sleep(3600)

    answer = Watched(path, ask, media_type="video/mp4", stat_result=path.stat())
    with pytest.raises(ConsentError):
        run(answer({"type": "http", "method": "GET", "headers": []}, receive, take))
    assert 0 < sum(sent) < 1_000_000
