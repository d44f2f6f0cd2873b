"""The screens as a person uses them: keys pressed in a real Chromium, and what the screen then says."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from annotator.web.launching import ask_for_link
from tests.running import Server

PLENTY_MS = 30_000

# Notes at every key and every pointer, before the desk hears of it, which frame the screen shows.
WITNESS = """
window.__deeds = [];
for (const type of ["keydown", "keyup", "pointerdown", "pointerup"])
  addEventListener(type, (e) => {
    const host = [...document.querySelectorAll("*")].find((n) => n.shadowRoot?.querySelector(".desk"));
    const root = host?.shadowRoot.querySelector(".desk") ?? document.querySelector(".desk");
    __deeds.push({ type, key: e.key ?? "", repeat: e.repeat ?? false, frame: Number(root?.dataset.frame ?? -1) });
  }, true);
"""


def come_in(page: Page, server: Server) -> None:
    """Use a fresh launch link, which lets one browser in, once; without waiting for the page it leads to."""
    answer = page.request.get(ask_for_link(server.folder) or server.link, max_redirects=0)
    assert answer.status == 303, answer.text()


# Whether the page has had nothing to draw for a moment.
STILL = """() => {
  const now = performance.now();
  if (document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning" || !window.__since) window.__since = now;
  return now - window.__since > 120;
}"""


def still(page: Page) -> None:
    """Wait until the page has answered what was done last: what is pressed or typed while it is drawn can be lost."""
    page.evaluate("window.__since = 0")
    page.wait_for_function(STILL, timeout=PLENTY_MS)


def unfold(page: Page, title: str, nth: int = 0) -> None:
    """Open what stands behind a title, and wait until it has come to its place.

    It unfolds for half a second. What is clicked meanwhile may have moved on between the press and its end, which
    then is no click; a person's hand takes longer.
    """
    behind = page.locator("details").filter(has=page.locator("summary", has_text=title)).nth(nth)
    behind.wait_for(timeout=PLENTY_MS)
    if behind.get_attribute("open") is None:
        behind.locator("summary").click(timeout=PLENTY_MS)
    page.wait_for_function(
        "(behind) => behind.open && !behind.style.height && !behind.getAnimations({ subtree: true }).length",
        arg=behind.element_handle(),
        timeout=PLENTY_MS,
    )


def choose(page: Page, box: Locator, option: str) -> None:
    """One option of a list, opened again when the page, drawn anew meanwhile, closed it.

    It is typed, for a long list holds only what is in sight.
    """
    for _again in range(6):
        box.click(timeout=PLENTY_MS)
        page.keyboard.type(option)
        with suppress(TimeoutError):
            page.get_by_role("option", name=option, exact=True).click(timeout=5_000)
            still(page)
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"{box} does not offer {option}")


def press_behind(page: Page, opener: Locator, inside: Locator) -> None:
    """A button behind another one, opened again when the page, drawn anew meanwhile, closed it."""
    for _again in range(6):
        opener.click(timeout=PLENTY_MS)
        with suppress(TimeoutError):
            inside.click(timeout=5_000)
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"{inside} is not behind {opener}")


def forget(context: BrowserContext) -> None:
    """Close every tab and let go of cookies and of what pages kept on disk; an empty tab stays open."""
    origins = {f"{url.scheme}://{url.netloc}" for page in context.pages if (url := urlsplit(page.url)).netloc}
    before, last = list(context.pages), context.new_page()
    for page in before:
        page.close()
    chromium = context.new_cdp_session(last)
    for origin in origins:
        chromium.send(
            "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb,local_storage"}
        )
    context.clear_cookies()


@dataclass(frozen=True)
class Tracks:
    """Where time and lanes lie on the tracks, in pixels of the page; from what the desk says."""

    start_ms: float
    ms_per_px: float
    left: float
    top: float
    lane_px: float
    box: dict[str, float]

    def x(self, ms: float) -> float:
        """The place of a time."""
        return self.box["x"] + self.left + (ms - self.start_ms) / self.ms_per_px

    def y(self, lane: int) -> float:
        """The middle of a lane, counted from above."""
        return self.box["y"] + self.top + (lane + 0.5) * self.lane_px


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
        """Come in by a launch link."""
        come_in(self.page, self.server)
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

    def open_here(self, coding: str) -> "DeskPage":
        """Open a coding and work in this tab, should another still hold it."""
        with self.page.expect_response(lambda answer: "/claim" in answer.url):
            self.open(coding)
        self.page.wait_for_timeout(100)
        button = self.page.get_by_role("button", name="Work here instead")
        if button.is_visible():
            with suppress(TimeoutError):  # the other tab let go meanwhile, and the question went by itself
                button.click(timeout=5000)
        expect(button).to_be_hidden(timeout=PLENTY_MS)
        return self

    def emptied(self) -> "DeskPage":
        """Take everything back, so that a test begins with an empty record at the first frame, all in sight."""
        self.press("\\", "Shift+Home")
        undo = self.page.locator(".desk [data-act=undo]").first
        while undo.is_enabled():
            self.press("Control+z")
        expect(self.root).to_have_attribute("data-annotations", "0")
        self.saved()
        self.jump_to(0)
        return self

    def jump_to(self, frame: int, rate: int = 25) -> None:
        """To a frame of a film of constant rate, by seconds first."""
        self.press("Home")
        expect(self.root).to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
        steps = {"ArrowUp": 5 * rate, "Shift+ArrowRight": rate, "ArrowRight": 1}
        left = frame
        for key, frames in steps.items():
            self.press(*[key] * (left // frames))
            left %= frames
        expect(self.root).to_have_attribute("data-frame", str(frame), timeout=PLENTY_MS)

    def tracks(self) -> Tracks:
        """Where things lie on the tracks now."""
        view = self.page.locator(".desk .tracks").get_attribute("data-view") or ""
        box = self.page.locator(".desk .canvases").bounding_box()
        assert box is not None
        return Tracks(*(float(part) for part in view.split()), box=dict(box))  # type: ignore[arg-type]

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, let_go: bool = True) -> None:
        """Press, move in steps as a hand does, and let go."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=8)
        if let_go:
            mouse.up()

    def play_on(self, frames: int) -> None:
        """Wait until the film has played so many frames further."""
        wanted = int(self.said("frame")) + frames
        self.page.wait_for_function(
            "([root, wanted]) => Number(root.dataset.frame) >= wanted",
            arg=[self.root.element_handle(), wanted],
            timeout=PLENTY_MS,
        )

    def watch(self) -> None:
        """Note from now on every frame that the screen shows, the one on it first."""
        self.root.evaluate(
            """(root) => {
              const seen = window.__frames = [Number(root.dataset.frame)];
              const note = () => { const f = Number(root.dataset.frame); if (f !== seen.at(-1)) seen.push(f); };
              new MutationObserver(note).observe(root, { attributes: true, attributeFilter: ["data-frame"] });
            }"""
        )

    def watched(self) -> list[int]:
        """The frames that were shown one after the other since ``watch``."""
        found: list[int] = self.page.evaluate("window.__frames")
        return found

    def frames(self, ms: int) -> list[int]:
        """The frames that the screen shows one after the other during so many milliseconds."""
        self.watch()
        self.page.wait_for_timeout(ms)
        return self.watched()

    def deeds(self, type_: str) -> list[dict[str, Any]]:
        """What the hand did, with the frame that was on the screen; needs the page's WITNESS."""
        return [deed for deed in self.page.evaluate("__deeds") if deed["type"] == type_]

    def saved(self) -> None:
        """Wait until the badge says that everything is saved."""
        expect(self.root).to_have_attribute("data-badge", "saved", timeout=PLENTY_MS)
        expect(self.root).to_have_attribute("data-pending", "0", timeout=PLENTY_MS)

    def contents(self, coding: str) -> list[dict[str, Any]]:
        """What stands in the record on the server, in order of onset."""
        self.saved()
        found = [a["content"] for a in self.json(coding)["annotations"]]
        return sorted(found, key=lambda content: (content["onset_ms"], content["track"]))

    def json(self, coding: str) -> dict[str, Any]:
        """The coding as the server has it."""
        answer = self.page.request.get(f"{self.server.url}/api/v1/codings/{coding}")
        assert answer.status == 200, answer.text()
        found: dict[str, Any] = answer.json()
        return found


def opened(page: Page, server: Server, coding: str) -> Iterator[DeskPage]:
    """A coding open in a browser that came in by a link of its own, emptied; afterwards no act may have been
    refused and no script have failed."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(WITNESS)
    come_in(page, server)
    desk = DeskPage(page, server).open_here(coding).emptied()
    yield desk
    assert desk.said("refused") == "0"
    assert faults == []


def drag(page: Page, handle: Locator, by: tuple[float, float]) -> None:
    """One drag with the mouse."""
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1])
    page.mouse.up()


def tick(page: Page, table: str, row: int) -> None:
    """Tick a row of a table of Streamlit, drawn on a canvas; ``table`` is the key that the page gave it."""
    canvas = page.locator(f".st-key-{table} canvas").first
    cells = canvas.locator("[role=grid]")
    expect(cells).to_have_attribute("aria-rowcount", re.compile(r"\d+"), timeout=PLENTY_MS)
    rows = int(cells.get_attribute("aria-rowcount") or "0")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + (row + 1.5) * box["height"] / rows)


def pressed(json: dict[str, Any]) -> list[dict[str, Any]]:
    """The contents that presses made, in the order of the presses."""
    return [edit["content"] for act in json["history"] for edit in act["edits"] if edit["kind"] == "add"]


@dataclass
class Screen(ABC):
    """A full-screen page of a plan in one browser tab; ``name`` is the page's and its root's."""

    page: Page
    server: Server
    plan: str
    name: str = ""
    root_class: str = ""

    @property
    def root(self) -> Locator:
        return self.page.locator(self.root_class)

    @property
    def video(self) -> Locator:
        return self.root.locator("video")

    def launch(self) -> Self:
        """Come in by a launch link."""
        come_in(self.page, self.server)
        return self

    def open(self) -> Self:
        """Open the page and wait until its film shows a frame."""
        self.page.goto(f"{self.server.url}/{self.name}?plan={self.plan}")
        return self.ready()

    @abstractmethod
    def ready(self) -> Self:
        """Wait until its film shows a frame."""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def said(self, name: str) -> str:
        """What the screen says of itself: frame, badge, moments …"""
        return self.root.get_attribute(f"data-{name}") or ""

    def saved(self) -> None:
        """Wait until everything typed is on the server."""
        expect(self.root).to_have_attribute("data-badge", "saved", timeout=PLENTY_MS)

    def json(self, more: str = "") -> dict[str, Any]:
        """The plan as the server has it; ``more`` is what follows its address."""
        answer = self.page.request.get(f"{self.server.url}/api/v1/plans/{self.plan}{more}")
        assert answer.status == 200, answer.text()
        found: dict[str, Any] = answer.json()
        return found


@dataclass
class MeetingPage(Screen):
    """The meeting beside a parent."""

    name: str = "meeting"
    root_class: str = ".meeting"

    def ready(self) -> Self:
        expect(self.root).to_have_attribute("data-state", "open", timeout=PLENTY_MS)
        expect(self.picture).not_to_have_attribute("data-veiled", "", timeout=PLENTY_MS)
        return self

    @property
    def picture(self) -> Locator:
        return self.root.locator(".film:not([hidden]) .picture")

    @property
    def frame(self) -> int:
        return int(self.root.locator(".film:not([hidden])").get_attribute("data-frame") or "-1")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)


@dataclass
class PreparePage(Screen):
    """The preparation of a meeting."""

    name: str = "prepare"
    root_class: str = ".prep"

    def ready(self) -> Self:
        expect(self.root).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
        expect(self.root).to_have_attribute("data-frame", re.compile(r"\d+"), timeout=PLENTY_MS)
        return self

    @property
    def slots(self) -> Locator:
        return self.root.locator(".slot:not(.free)")

    def moments(self) -> list[dict[str, Any]]:
        """The moments as the server has them, once everything is saved."""
        self.saved()
        found: list[dict[str, Any]] = self.json()["plan"]["moments"]
        return found
