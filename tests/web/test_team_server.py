"""A team's server as it is run: its own process, an address behind a proxy, the command line beside it."""

import asyncio
import base64
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest
import websockets

from annotator.access import one_time
from tests.running import free_port

PASSWORD, NEW = "four quiet blue herons", "a lamp, a ladder, a lake"
START_LIMIT_S = 60


@dataclass
class Team:
    """A team's server that runs, and the first person's invitation that it printed."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    printed: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def visitor(self, **headers: str) -> httpx2.Client:
        """A browser of its own."""
        more = {"origin": self.url, "sec-fetch-site": "same-origin", **headers}
        return httpx2.Client(base_url=self.url, headers=more, timeout=20)


def serve(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "annotator", "serve", "--data", str(folder), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def running(folder: Path, *more: str, until_it_says: str = "/invitation?token=") -> Iterator[Team]:
    """A team's server, with nobody in it yet unless it says that it is ready."""
    port = free_port()
    process = serve(folder, "--public", f"http://127.0.0.1:{port}", "--port", str(port), *more)
    assert process.stdout is not None
    printed = ""
    until = time.monotonic() + START_LIMIT_S
    while until_it_says not in printed and time.monotonic() < until:
        line = process.stdout.readline()
        assert line or process.poll() is None, process.communicate()
        printed += line
    yield Team(folder, port, process, printed)
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with running(tmp_path_factory.mktemp("team") / "data") as server:
        yield server


def accept(team: Team, invitation: str, password: str = PASSWORD) -> None:
    token = invitation.split("token=")[1].strip()
    with team.visitor() as visitor:
        answer = visitor.post("/invitation", data={"token": token, "new": password, "again": password})
        assert answer.status_code == 303, answer.text


def invite(team: Team, name: str, role: str) -> str:
    """An invitation from the command line, while the server runs."""
    command = [
        sys.executable,
        "-m",
        "annotator",
        "invite",
        name,
        "--role",
        role,
        "--data",
        str(team.folder),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    made: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    assert made["name"] == name
    return made["url"]


def sign_in(visitor: httpx2.Client, name: str, password: str = PASSWORD) -> httpx2.Response:
    return visitor.post("/sign-in", data={"name": name, "password": password})


async def _closed_after(team: Team, session: str, end: Any) -> tuple[float, int]:
    headers = {"Cookie": f"attune_{team.port}={session}"}
    address = f"ws://127.0.0.1:{team.port}/_stcore/stream"
    async with websockets.connect(
        address, origin=team.url, additional_headers=headers, subprotocols=["streamlit"]
    ) as page:
        await page.ping()
        await asyncio.to_thread(end)
        begun = time.monotonic()
        try:
            while True:
                await asyncio.wait_for(page.recv(), 10)
        except websockets.ConnectionClosed as closed:
            return time.monotonic() - begun, closed.rcvd.code if closed.rcvd else 0


def test_the_first_person_comes_in_by_what_the_server_printed(team: Team) -> None:
    assert f"Not diagnostic, not forensic, not validated.\nAttune is ready: {team.url}\n" in team.printed
    assert "launch" not in team.printed
    found = re.search(r"Within three days, (.+) sets one at (\S+)", team.printed)
    assert found
    accept(team, found[2])
    with team.visitor() as visitor:
        page = sign_in(visitor, found[1]).text
        typed = re.findall(r'class="key">([^<]+)<', page)[0].replace(" ", "")
        secret = base64.b32decode(typed + "=" * (-len(typed) % 8))
        ticket = unescape(re.findall(r'name="ticket" value="([^"]+)"', page)[0])
        code = one_time.code(secret, int(time.time()) // 30)
        assert visitor.post("/sign-in/second", data={"ticket": ticket, "code": code}).status_code == 200
        assert visitor.get("/api/v1/me").json()["account"]["role"] == "lead"
        assert visitor.get("/people").status_code == 200


@pytest.mark.alone
def test_an_open_page_closes_within_two_seconds_of_the_end_of_its_sign_in(team: Team) -> None:
    accept(team, invite(team, "Ben", "coder"))
    with team.visitor() as here, team.visitor() as there:
        assert [sign_in(each, "Ben").status_code for each in (here, there)] == [303, 303]
        session = there.cookies[f"attune_{team.port}"]

        def end() -> None:
            changed = here.post("/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
            assert changed.status_code == 303, changed.text

        with ThreadPoolExecutor(1) as thread:
            took, code = thread.submit(asyncio.run, _closed_after(team, session, end)).result()
        assert code == 4401
        assert took <= 2
        assert there.get("/api/v1/me").status_code == 401
        assert here.get("/api/v1/me").status_code == 200


def test_wrong_answers_are_counted_by_the_address_that_the_proxy_names(team: Team) -> None:
    """Fifty are free from one address; the fifty-first begins a wait there, and nowhere else."""

    def statuses(address: str, count: int) -> list[int]:
        with team.visitor(**{"x-forwarded-for": address}) as visitor:
            return [sign_in(visitor, f"nobody {n}", "x" * 200).status_code for n in range(count)]

    assert statuses("192.0.2.7", 53)[50:] == [400, 429, 429]
    assert statuses("192.0.2.8", 1) == [400]


def refused(*more: str) -> str:
    """What `annotator serve` says when it does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "serve", *more], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2, (done.stdout, done.stderr)
    return done.stderr


def test_what_would_not_be_safe_does_not_start(team: Team, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refused("--public", "https://attune.example.org", "--port", port, "--data", str(tmp_path))
    assert "another program does" in said
