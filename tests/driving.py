"""The desk as a person uses it: keys pressed in a real Chromium, and what the screen then says."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.running import Server

PLENTY_MS = 30_000


@dataclass
class DeskPage:
    """The desk in one browser tab."""

    page: Page
    server: Server

    @property
    def root(self) -> Locator:
        return self.page.locator(".desk")

    @property
    def video(self) -> Locator:
        return self.page.locator(".desk video")

    def launch(self) -> "DeskPage":
        """Come in by the launch link."""
        self.page.goto(self.server.link)
        return self

    def open(self, coding: str, more: str = "") -> "DeskPage":
        """Open a coding and wait until its film shows a frame."""
        self.page.goto(f"{self.server.url}/desk?coding={coding}{more}")
        return self.ready()

    def ready(self) -> "DeskPage":
        expect(self.root).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
        expect(self.root).to_have_attribute("data-frame", re.compile(r"\d+"), timeout=PLENTY_MS)
        return self

    def said(self, name: str) -> str:
        """What the desk says of itself: frame, time-ms, badge, pending, annotations, refused …"""
        return self.root.get_attribute(f"data-{name}") or ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def play(self) -> None:
        self.press("Space")
        expect(self.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)

    def pause(self) -> None:
        self.press("Space")
        expect(self.root).not_to_have_attribute("data-playing", "", timeout=PLENTY_MS)

    def go_to(self, frame: int) -> None:
        """To a frame near the start by keys: Home, then one step at a time."""
        self.press("Home")
        expect(self.root).to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
        for _ in range(frame):
            self.press("ArrowRight")
        expect(self.root).to_have_attribute("data-frame", str(frame), timeout=PLENTY_MS)

    def saved(self) -> None:
        """Wait until the badge says that everything is saved."""
        expect(self.root).to_have_attribute("data-badge", "saved", timeout=PLENTY_MS)
        expect(self.root).to_have_attribute("data-pending", "0", timeout=PLENTY_MS)

    def json(self, coding: str) -> dict[str, Any]:
        """The coding as the server has it."""
        answer = self.page.request.get(f"{self.server.url}/api/v1/codings/{coding}")
        assert answer.status == 200, answer.text()
        found: dict[str, Any] = answer.json()
        return found


def pressed(json: dict[str, Any]) -> list[dict[str, Any]]:
    """The contents that presses made, in the order of the presses."""
    return [edit["content"] for act in json["history"] for edit in act["edits"] if edit["kind"] == "add"]
