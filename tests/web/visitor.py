"""Somebody at the door, for tests of the web: a served app, and browsers with cookies of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.routing import BaseRoute
from starlette.testclient import TestClient
from streamlit.runtime import Runtime

from annotator.actions import families, people, signing, workplace
from annotator.actions.workplace import Workplace
from annotator.store import recordings
from annotator.store.accounts import Account
from annotator.web import application, routing, settings
from tests.agreeing import everybody_agrees

PORT = 8501
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
SESSION = f"attune_{PORT}"
DEVICE = f"attune_{PORT}_device"
CHANGE = {"x-attune": "1", "origin": ORIGIN, "sec-fetch-site": "same-origin"}

PAGE = """
import streamlit as st
if "note" not in st.session_state:
    st.session_state["note"] = "nobody's"
st.write(f"HERE:{st.user.get('email')}:{st.session_state['note']}:{st.user.get('sign_in')}:END")
st.session_state["note"] = "secret of " + str(st.user.get("email"))
"""


@dataclass
class Visitor:
    """A browser: its cookies, and requests as our own pages make them unless told otherwise."""

    client: TestClient
    cookies: dict[str, str] = field(default_factory=dict)

    def cookie(self) -> dict[str, str]:
        """The header that carries the cookies."""
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"cookie": pairs} if pairs else {}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
        """One request; changes carry our header and our origin unless ``headers`` says something else."""
        chosen = CHANGE if method not in ("GET", "HEAD") and headers is None else headers or {}
        sent = {name: value.encode() for name, value in {**chosen, **self.cookie()}.items()}
        self.client.cookies.clear()
        answer = self.client.request(method, path, headers=sent, follow_redirects=False, **more)
        for name in (SESSION, DEVICE):
            if name in answer.cookies:
                self.cookies[name] = answer.cookies[name]
        self.client.cookies.clear()
        return answer

    def get(self, path: str, headers: dict[str, str] | None = None) -> Any:
        """GET a path."""
        return self.ask("GET", path, headers)

    def post(self, path: str, value: object, headers: dict[str, str] | None = None) -> Any:
        """POST a JSON value."""
        return self.ask("POST", path, headers, json=value)

    def socket(
        self, origin: str | None = ORIGIN, host: str = HOST, protocols: tuple[str, ...] = ("streamlit",)
    ) -> Any:
        """Open Streamlit's websocket."""
        headers = {"host": host, **self.cookie(), **({} if origin is None else {"origin": origin})}
        self.client.cookies.clear()
        return self.client.websocket_connect(
            f"ws://{HOST}/_stcore/stream", subprotocols=list(protocols), headers=headers
        )

    def come_in(self) -> "Visitor":
        """Use a fresh launch link."""
        token = signing.launch_link(workplace.current())
        assert self.get(f"/launch?token={token}").status_code == 303
        return self


@dataclass
class Served:
    """A running app on a data folder."""

    client: TestClient
    place: Workplace

    def visitor(self) -> Visitor:
        """A browser that was never here."""
        return Visitor(self.client)

    def first(self) -> Account:
        """The first person."""
        return people.first_person(self.place)


def make_app(folder: Path, more_routes: tuple[BaseRoute, ...] = ()) -> st.App:
    """The app as app.py makes it, with a page of three lines instead of ours."""
    page = folder.parent / "page.py"
    page.write_text(PAGE)
    settings.pin(folder, PORT)
    return st.App(
        page,
        routes=[*routing.routes(), *more_routes],
        middleware=application.middleware(),
        lifespan=application.lifespan,
        on_script_error=application.script_error,
    )


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Run the app on a data folder, as a server would."""
    os.environ[application.DATA] = str(folder)
    os.environ[application.SAMPLE] = "0"
    os.environ[application.URL] = ORIGIN
    try:
        with TestClient(make_app(folder), base_url=ORIGIN) as client:
            yield Served(client, workplace.current())
    finally:
        # Streamlit keeps one runtime a process and does not forget one that has stopped.
        Runtime._instance = None
        for name in (application.DATA, application.SAMPLE, application.URL):
            os.environ.pop(name, None)


@dataclass(frozen=True)
class Facts:
    """What a film that is ready is known for."""

    width: int = 320
    height: int = 180
    frames: int = 250
    duration_ms: int = 10_000
    variable_rate: bool = False
    has_sound: bool = True
    rate_num: int | None = 25
    rate_den: int | None = 1
    container: str = "mov"
    video_codec: str = "h264"
    audio_codec: str | None = "aac"


def ready_film(
    place: Workplace, who: Account, proxy: bytes = b"film" * 50_000, code: str = "Family 012"
) -> str:
    """A family with a visit and a film whose files are made up; gives the recording's id."""
    family = families.create_family(place, who, code)
    session = families.create_session(place, who, family.id, "Visit 1", "2026-05-31", "free_play_toys")
    everybody_agrees(place, who, session.id)
    id = os.urandom(8).hex()
    place.store.write(lambda tx: recordings.add(tx, id, session.id, "film.mp4", os.urandom(32).hex(), "mp4"))
    place.store.write(lambda tx: recordings.ready(tx, id, Facts()))
    folder = place.film_folder(id)
    folder.mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(proxy)
    for name in ("frames.bin", "peaks.bin", "filmstrip.jpg", "poster.jpg"):
        (folder / name).write_bytes(name.encode())
    strip = '{"tile_every_ms": 1000, "tiles": 10, "columns": 10, "tile_w": 160, "tile_h": 90}'
    (folder / "film.json").write_text(strip)
    return id


def session_of(place: Workplace, recording: str) -> str:
    """The session of a recording."""
    with place.store.read() as tx:
        return recordings.get(tx, recording).session
