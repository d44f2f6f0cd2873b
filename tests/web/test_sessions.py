"""Who is signed in: remembered for a second, never past a sign-out, and kept alive by work alone."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from annotator.actions import people, signing, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.web.sessions import FRESH_S, NOTED_S, Sessions, Sockets


@pytest.fixture
def token(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> str:
    """A sign-in of the first person, in the workplace of this process."""
    monkeypatch.setattr(workplace, "_open", [place])
    _device, session = signing.launch(place, signing.launch_link(place))
    return session


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a thread of its own: Playwright's loop lives in the main one once a browser was used."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that reach the store."""
    asked: list[str] = []
    real = signing.who_is

    def who_is(w: Workplace, token: str) -> Account | None:
        asked.append(token)
        return real(w, token)

    monkeypatch.setattr(signing, "who_is", who_is)
    return asked


def test_a_hundred_files_at_once_ask_the_store_once(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, clock = counted(monkeypatch), Clock()
    sessions = Sessions(clock)

    async def page() -> None:
        for _ in range(100):
            assert await sessions.who(token) is not None

    run(page())
    assert asked == [token]
    clock.now += FRESH_S
    run(page())
    assert asked == [token, token]


def test_nobody_is_remembered_who_was_not_there(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = counted(monkeypatch)
    sessions = Sessions(Clock())
    for _ in range(3):
        assert run(sessions.who("unknown")) is None
    assert len(asked) == 3
    assert run(sessions.who("")) is None
    assert run(sessions.who(None)) is None


def test_what_is_remembered_does_not_outlive_a_sign_out(place: Workplace, token: str) -> None:
    sessions = Sessions(Clock())
    assert run(sessions.who(token)) is not None
    signing.sign_out(place, token)
    sessions.forget(token)
    assert run(sessions.who(token)) is None


def test_what_is_noted_of_sign_ins_that_are_long_over_is_forgotten(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.web.sessions.REMEMBERED", 10)
    clock = Clock()
    sessions = Sessions(clock)
    for number in range(50):
        run(sessions.note(f"{token}{number}"))
        clock.now += NOTED_S / 5
    assert len(sessions._noted) <= 11


def test_an_answer_that_was_on_its_way_at_the_sign_out_is_not_remembered(
    place: Workplace, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store was read before the sign-out and answers after it: used once, and then forgotten."""
    reading, go_on = threading.Event(), threading.Event()
    real = signing.who_is

    def slow(w: Workplace, token: str) -> Account | None:
        found = real(w, token)
        reading.set()
        go_on.wait(5)
        return found

    async def both() -> Account | None:
        asking = asyncio.create_task(sessions.who(token))
        await asyncio.to_thread(reading.wait, 5)
        await asyncio.to_thread(signing.sign_out, place, token)
        sessions.forget(token)
        go_on.set()
        await asking
        return await sessions.who(token)

    sessions = Sessions(Clock())
    monkeypatch.setattr(signing, "who_is", slow)
    assert run(both()) is None


def test_work_is_noted_every_five_minutes(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[str] = []
    monkeypatch.setattr(signing, "keep_signed_in", lambda _w, token: noted.append(token))
    clock = Clock()
    sessions = Sessions(clock)
    for _ in range(10):
        run(sessions.note(token))
    assert noted == [token]
    clock.now += NOTED_S
    run(sessions.note(token))
    assert noted == [token, token]


def test_websockets_end_with_their_own_sign_in_only(place: Workplace, token: str) -> None:
    who = people.first_person(place).id
    sockets = Sockets()
    mine, others = sockets.add(token, who), sockets.add("other", who)
    assert mine
    assert others
    sockets.end(token)
    assert (mine.ended.is_set(), others.ended.is_set()) == (True, False)
