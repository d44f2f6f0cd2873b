"""A browser without a screen: signs in by the launch link and speaks the desk's own API."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.running import Server

HEADERS = {"X-Attune": "1", "Sec-Fetch-Site": "same-origin"}


def new_id() -> str:
    return str(uuid.uuid4())


def point(
    onset_ms: int, track: str = "infant_cue", subject: str = "infant", code: str = "bid_social"
) -> dict[str, Any]:
    """The content of a point."""
    return {
        "track": track, "subject": subject, "code": code, "onset_ms": onset_ms, "offset_ms": onset_ms,
        "onset_frame": None, "offset_frame": None, "raw_onset_ms": onset_ms, "raw_offset_ms": None,
        "modifiers": {}, "comment": "", "flagged": False,
    }  # fmt: skip


@dataclass
class Talker:
    """One tab of one browser, numbering its acts as the player does."""

    server: Server
    coding: str
    client: httpx2.Client = field(default_factory=lambda: httpx2.Client(timeout=10))
    tab: str = field(default_factory=new_id)
    n: int = 0

    def __enter__(self) -> "Talker":
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.close()

    def launch(self, link: str | None = None) -> "Talker":
        """Come in by a launch link."""
        answer = self.client.get(link or self.server.link)
        assert answer.status_code in (302, 303), answer.text
        return self

    def act(self, content: dict[str, Any]) -> dict[str, Any]:
        """The next act: one new annotation."""
        self.n += 1
        edit = {
            "id": new_id(),
            "kind": "add",
            "annotation": new_id(),
            "revision": 0,
            "content": content,
            "window": None,
        }
        return {
            "id": new_id(),
            "tab": self.tab,
            "n": self.n,
            "kind": "press",
            "undoes": None,
            "made_at": "",
            "edits": [edit],
        }

    def post(self, acts: list[dict[str, Any]]) -> httpx2.Response:
        """Send acts; raises httpx2.TransportError when the server is away."""
        url = f"{self.server.url}/api/v1/codings/{self.coding}/acts"
        headers = {**HEADERS, "Origin": self.server.url}
        return self.client.post(url, json={"api": 1, "acts": acts}, headers=headers)

    def desk(self) -> dict[str, Any]:
        """What the desk would show."""
        answer = self.client.get(f"{self.server.url}/api/v1/codings/{self.coding}", headers=HEADERS)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
