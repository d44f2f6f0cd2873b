"""Two processes of Attune on one PostgreSQL database and one data folder, behind the proxy that docs/deployment names."""

import os
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from annotator.actions import workplace
from annotator.actions.workplace import Workplace
from tests.films import barcode_film
from tests.lab import Lab, Seat, furnish
from tests.postgres_server import Server
from tests.running import free_port
from tests.talking import HEADERS, new_id, point
from tests.web.test_proxies import FILES, changed, program, signed_for_localhost
from tests.web.test_team_server import serve

RATE_S = 0.05
START_LIMIT_S = 90
CODERS = 4


@dataclass
class Process:
    """One of the two; ``kill`` is kill -9."""

    folder: Path
    public: str
    database: str
    port: int = field(default_factory=free_port)
    running: "subprocess.Popen[str] | None" = None

    def begin(self) -> None:
        """Start it, without waiting for it; every unit names the database, as an installation's do."""
        self.running = serve(
            self.folder, "--public", self.public, "--port", str(self.port), "--database", self.database
        )

    def kill(self) -> None:
        assert self.running is not None
        self.running.kill()
        self.running.communicate()
        self.running = None

    def stop(self) -> None:
        if self.running is not None:
            self.running.terminate()
            self.running.communicate(timeout=30)
            self.running = None

    def asked(self, method: str, path: str, token: str, **more: Any) -> httpx2.Response:
        """A request that reaches this process and not the other."""
        host = self.public.partition("://")[2]
        headers = {**HEADERS, "Host": host, "Origin": self.public, "Cookie": f"__Host-attune={token}"}
        return httpx2.request(
            method, f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=20, **more
        )

    def ready(self) -> bool:
        try:
            return self.asked("GET", "/readyz", "").status_code == 200
        except httpx2.TransportError:
            return False


@dataclass
class Two:
    """Both processes, the proxy's address and who is at work."""

    processes: tuple[Process, Process]
    url: str
    trusted: ssl.SSLContext
    folder: Path
    lab: Lab
    reached: Path
    """Where the proxy notes which of the two each request reached."""

    @contextmanager
    def beside(self) -> Iterator[Workplace]:
        """A third process on the same folder and database: the tests' own."""
        place = workplace.open_workplace(self.folder, beside=True)
        try:
            yield place
        finally:
            place.store.close()

    def reached_last(self, number: int) -> Process:
        """The process that was reached last; by turns, where the proxy does not tell."""
        if not self.reached.exists():
            return self.processes[number % 2]
        last = self.reached.read_text().split()[-1]
        return next(each for each in self.processes if last.endswith(f":{each.port}"))


@dataclass
class Presser:
    """A coder who presses 20 times a second, keeps what is not acknowledged and sends it again, as the player does."""

    two: Two
    seat: Seat
    tab: str = field(default_factory=new_id)
    acts: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, list[int]] = field(default_factory=dict)
    longest_s: float = 0.0

    def work(self, stop: threading.Event) -> None:
        """Press until told to stop, then send until all is acknowledged."""
        unsent: list[dict[str, Any]] = []
        headers = {**HEADERS, "Origin": self.two.url}
        client = httpx2.Client(
            base_url=self.two.url, headers=headers, verify=self.two.trusted, timeout=10,
            cookies={"__Host-attune": self.seat.token},
        )  # fmt: skip
        answered = time.monotonic()
        with client:
            while unsent or not stop.is_set():
                if not stop.is_set():
                    self.acts.append(self._act())
                    unsent.append(self.acts[-1])
                if self._sent(client, unsent):
                    self.longest_s = max(self.longest_s, time.monotonic() - answered)
                    answered = time.monotonic()
                time.sleep(RATE_S)

    def _act(self) -> dict[str, Any]:
        n = len(self.acts) + 1
        edit = {
            "id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0,
            "content": point(3 * n), "window": None,
        }  # fmt: skip
        return {
            "id": new_id(), "tab": self.tab, "n": n, "kind": "press", "undoes": None, "made_at": "",
            "edits": [edit],
        }  # fmt: skip

    def _sent(self, client: httpx2.Client, unsent: list[dict[str, Any]]) -> bool:
        going = unsent[:200]
        try:
            answer = client.post(f"/api/v1/codings/{self.seat.coding}/acts", json={"api": 1, "acts": going})
        except httpx2.TransportError:
            return False
        if answer.status_code != 200:
            assert answer.status_code >= 500, answer.text
            return False
        for each in answer.json()["answers"]:
            assert each["outcome"] == "saved", each
            self.answers.setdefault(each["act"], []).append(each["seq"])
        unsent[:] = [act for act in unsent if act["id"] not in self.answers]
        return True


@contextmanager
def two_processes(room: Path, proxy: "Proxy | None" = None) -> Iterator[Two]:
    """A lab at work on two processes behind nginx, or another proxy, by the shipped file."""
    with Server() as server:
        folder, database = room / "data", server.new()
        workplace.open_workplace(folder, database=database).store.close()
        lab = furnish(folder, barcode_film(room / "film.mp4", frames=50), CODERS, padded=False)
        signed_for_localhost(room)
        port = free_port()
        url = f"https://localhost:{port}"
        both = Process(folder, url, database), Process(folder, url, database)
        for each in both:
            each.begin()
        before = subprocess.Popen(
            (proxy or nginx)(room, port, both), env=os.environ | {"HOME": str(room)}, cwd=room,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            trusted = ssl.create_default_context(cafile=room / "proxy.pem")
            wait_until(lambda: all(each.ready() for each in both), START_LIMIT_S)
            yield Two(both, url, trusted, folder, lab, room / "reached")
        finally:
            before.terminate()
            before.communicate(timeout=30)
            for each in both:
                each.stop()


Proxy = Callable[[Path, int, tuple[Process, Process]], list[str]]


def caddy(room: Path, port: int, both: tuple[Process, Process]) -> list[str]:
    """Caddy by the shipped file."""
    here = f"https://localhost:{port} {{\n\ttls {room / 'proxy.pem'} {room / 'proxy.key'}\n\tbind 127.0.0.1"
    site = changed(
        (FILES / "two" / "Caddyfile").read_text("utf-8"),
        ("attune.example.org {", here),
        ("127.0.0.1:8501 127.0.0.1:8502", " ".join(f"127.0.0.1:{each.port}" for each in both)),
    )
    (room / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site, "utf-8")
    return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(room / "Caddyfile")]


def nginx(room: Path, port: int, both: tuple[Process, Process]) -> list[str]:
    """nginx by the shipped file, which also notes whom it reached."""
    site = changed(
        (FILES / "two" / "nginx.conf").read_text("utf-8"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("attune.example.org", "localhost"),
        ("/etc/ssl/attune.pem", str(room / "proxy.pem")),
        ("/etc/ssl/attune.key", str(room / "proxy.key")),
        ("access_log off;", f"access_log {room / 'reached'} reached;"),
        ("server 127.0.0.1:8501", f"server 127.0.0.1:{both[0].port}"),
        ("server 127.0.0.1:8502", f"server 127.0.0.1:{both[1].port}"),
    )
    temporary = "".join(
        f"{kind}_temp_path {room / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off;\npid {room / 'pid'};\nerror_log stderr;\nevents {{}}\nhttp {{\n"
        f"log_format reached $upstream_addr;\n{temporary}{site}}}\n"
    )
    (room / "nginx.conf").write_text(whole, "utf-8")
    return [program("nginx"), "-p", str(room), "-e", "stderr", "-c", str(room / "nginx.conf")]


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)
