"""A team's server behind each proxy that docs/deployment.md has a file for: the very file, with our ports and key."""

import asyncio
import base64
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx2
import pytest
import websockets

from annotator.access import one_time
from annotator.actions import families, people, workplace
from tests.films import barcode_film
from tests.running import enter_visit, free_port
from tests.web.test_team_server import PASSWORD, START_LIMIT_S, serve

FILES = Path(__file__).parents[2] / "docs" / "deployment"
PIECE = 16 * 1024 * 1024


@dataclass
class Proxied:
    """A server behind a proxy, whom its first person came in as, and a visit with a film."""

    url: str
    lead: httpx2.Client
    session: str
    film: str
    proxy_bytes: bytes
    trusted: ssl.SSLContext

    def stranger(self, address: str) -> httpx2.Client:
        """Who says that they come from elsewhere."""
        headers = {"origin": self.url, "sec-fetch-site": "same-origin", "x-forwarded-for": address}
        return httpx2.Client(base_url=self.url, headers=headers, verify=self.trusted, timeout=30)


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"{name} is missing: run 'sh tests/install_proxies.sh all' first"
    return found


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """The shipped file with what belongs to this computer; each part must be in it."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(room: Path, port: int, behind: int) -> list[str]:
    site = changed(
        (FILES / "nginx.conf").read_text("utf-8"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("attune.example.org", "localhost"),
        ("/etc/ssl/attune.pem", str(room / "proxy.pem")),
        ("/etc/ssl/attune.key", str(room / "proxy.key")),
        ("127.0.0.1:8501", f"127.0.0.1:{behind}"),
    )
    temporary = "".join(
        f"{kind}_temp_path {room / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off;\npid {room / 'pid'};\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{site}}}\n"
    )
    (room / "nginx.conf").write_text(whole, "utf-8")
    return [program("nginx"), "-p", str(room), "-e", "stderr", "-c", str(room / "nginx.conf")]


def caddy(room: Path, port: int, behind: int) -> list[str]:
    site = changed(
        (FILES / "Caddyfile").read_text("utf-8"),
        (
            "attune.example.org {",
            f"https://localhost:{port} {{\n\ttls {room / 'proxy.pem'} {room / 'proxy.key'}\n\tbind 127.0.0.1",
        ),
        ("127.0.0.1:8501", f"127.0.0.1:{behind}"),
    )
    (room / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site, "utf-8")
    return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(room / "Caddyfile")]


def signed_for_localhost(room: Path) -> None:
    """A key and its certificate for the proxy: proxy.key and proxy.pem."""
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost", "-keyout", "proxy.key", "-out", "proxy.pem",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, cwd=room)


PROXIES: dict[str, Callable[[Path, int, int], list[str]]] = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module", params=["nginx", pytest.param("caddy", marks=pytest.mark.slow)])
def proxied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    room = tmp_path_factory.mktemp(request.param)
    place = workplace.open_workplace(room / "data")
    try:
        visit = enter_visit(place, barcode_film(room / "clip.mp4", frames=50))
        film = families.session(place, people.first_person(place), visit.session).session.recordings[0].id
        proxy_bytes = (place.film_folder(film) / "proxy.mp4").read_bytes()
    finally:
        place.store.close()
    signed_for_localhost(room)
    port, behind = free_port(), free_port()
    url = f"https://localhost:{port}"
    server = serve(room / "data", "--public", url, "--port", str(behind))
    before = subprocess.Popen(
        PROXIES[request.param](room, port, behind), env=os.environ | {"HOME": str(room)}, cwd=room,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        trusted = ssl.create_default_context(cafile=room / "proxy.pem")
        token, name = _printed(server)
        headers = {"origin": url, "sec-fetch-site": "same-origin", "x-attune": "1"}
        lead = httpx2.Client(base_url=url, headers=headers, verify=trusted, timeout=30)
        _come_in(lead, token, name)
        yield Proxied(url, lead, visit.session, film, proxy_bytes, trusted)
        lead.close()
    finally:
        for process in (before, server):
            process.terminate()
            process.communicate(timeout=30)


def _printed(server: "subprocess.Popen[str]") -> tuple[str, str]:
    """The invitation that the server prints, and whom it is for."""
    assert server.stdout is not None
    printed, until = "", time.monotonic() + START_LIMIT_S
    while "/invitation?token=" not in printed and time.monotonic() < until:
        line = server.stdout.readline()
        assert line or server.poll() is None, server.communicate()
        printed += line
    found = re.search(r"Within three days, (.+) sets one at \S+token=(\S+)", printed)
    assert found, printed
    return found[2], found[1]


def _come_in(lead: httpx2.Client, token: str, name: str) -> None:
    until = time.monotonic() + START_LIMIT_S
    while True:
        try:
            lead.get("/sign-in")
            break
        except httpx2.ConnectError:
            assert time.monotonic() < until, "the proxy does not listen"
            time.sleep(0.1)
    made = lead.post("/invitation", data={"token": token, "new": PASSWORD, "again": PASSWORD})
    assert made.status_code == 303, made.text
    page = lead.post("/sign-in", data={"name": name, "password": PASSWORD}).text
    typed = re.findall(r'class="key">([^<]+)<', page)[0].replace(" ", "")
    secret = base64.b32decode(typed + "=" * (-len(typed) % 8))
    ticket = unescape(re.findall(r'name="ticket" value="([^"]+)"', page)[0])
    code = one_time.code(secret, int(time.time()) // 30)
    assert lead.post("/sign-in/second", data={"ticket": ticket, "code": code}).status_code == 200


def test_browsers_are_told_to_stay_with_tls_and_keep_the_sign_in_to_it(proxied: Proxied) -> None:
    assert proxied.lead.get("/sign-in").headers.get_list("strict-transport-security") == ["max-age=31536000"]
    assert [cookie.secure for cookie in proxied.lead.cookies.jar] == [True]
    assert proxied.lead.get("/api/v1/me").json()["account"]["role"] == "lead"


def test_a_page_is_open_through_it(proxied: Proxied) -> None:
    async def opened() -> bytes | str:
        cookie = "; ".join(f"{each.name}={each.value}" for each in proxied.lead.cookies.jar)
        address = proxied.url.replace("https", "wss") + "/_stcore/stream"
        async with websockets.connect(
            address, origin=proxied.url, additional_headers={"Cookie": cookie}, subprotocols=["streamlit"],
            ssl=proxied.trusted, user_agent_header=None,
        ) as page:  # fmt: skip
            await (await page.ping())
            return page.subprotocol or ""

    with ThreadPoolExecutor(1) as thread:  # where a browser of the same process has its own loop
        assert thread.submit(lambda: asyncio.run(asyncio.wait_for(opened(), 20))).result() == "streamlit"


@pytest.mark.parametrize(("first", "last"), [(0, 99), (1000, 1999), (7, 7)])
def test_a_stretch_of_a_film_is_that_stretch(proxied: Proxied, first: int, last: int) -> None:
    answer = proxied.lead.get(f"/films/{proxied.film}/proxy.mp4", headers={"range": f"bytes={first}-{last}"})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(proxied.proxy_bytes)}"
    assert answer.content == proxied.proxy_bytes[first : last + 1]


def test_the_largest_piece_of_a_film_goes_through_and_a_larger_one_does_not(proxied: Proxied) -> None:
    begun = proxied.lead.post(
        "/api/v1/uploads", json={"session": proxied.session, "name": "b.mp4", "size": 2 * PIECE}
    )
    assert begun.status_code == 200, begun.text
    address = f"/api/v1/uploads/{begun.json()['id']}"
    body = {"content-type": "application/octet-stream"}
    sent = proxied.lead.put(f"{address}?offset=0", content=os.urandom(PIECE), headers=body)
    assert sent.json() == {"offset": PIECE}
    try:
        refused = proxied.lead.put(f"{address}?offset={PIECE}", content=bytes(21 * 1024 * 1024), headers=body)
        assert refused.status_code == 413
    except httpx2.TransportError:
        pass  # it hung up in the middle, as proxies may
    assert proxied.lead.get(address).json()["offset"] == PIECE


def test_nobody_says_for_themselves_where_they_come_from(proxied: Proxied) -> None:
    """Fifty wrong answers are free from one address, whichever address each says that it comes from."""
    statuses = []
    for n in range(52):
        with proxied.stranger(f"192.0.2.{n}") as stranger:
            statuses.append(
                stranger.post("/sign-in", data={"name": f"nobody {n}", "password": "x" * 200}).status_code
            )
    assert statuses[:50] == [400] * 50
    assert statuses[51:] == [429]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "name"),
    [("attune.service", "attune.service"), ("two/attune@.service", "attune@8501.service")],
)
def test_the_service_is_one_that_systemd_understands(tmp_path: Path, file: str, name: str) -> None:
    unit = tmp_path / name
    text = (FILES / file).read_text("utf-8")
    unit.write_text(
        changed(text, ("/opt/attune/bin/annotator", str(Path(sys.executable).with_name("annotator"))))
    )
    done = subprocess.run([program("systemd-analyze"), "verify", str(unit)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
