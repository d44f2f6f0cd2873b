"""Forbidden words and numbers are planted everywhere upstream; the meeting is searched for them to the last byte.

Searched are, in every state of the page: all text and attributes of the document, shadow roots included,
title, address, accessibility tree, what the browser keeps, every answer and every message it received.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Response, WebSocket, expect

from annotator.actions import people, workplace
from tests.driving import PLENTY_MS, MeetingPage, come_in
from tests.films import barcode_film
from tests.planting import Planted, plant
from tests.running import Server

WHOLE = """() => {
  const found = [];
  const read = (node) => {
    for (const a of node.attributes ?? []) found.push(`${a.name}=${a.value}`);
    if (node.nodeType === 3 || node.nodeType === 8) found.push(node.data);
    if ("value" in node && typeof node.value === "string") found.push(node.value);
    if (node.shadowRoot) read(node.shadowRoot);
    node.childNodes.forEach(read);
  };
  read(document);
  return found.join("\\n");
}"""

KEPT = """async () => {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve) => { const r = indexedDB.open(name); r.onsuccess = () => resolve(r.result); });
    for (const store of db.objectStoreNames) {
      const all = await new Promise((resolve) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => resolve(r.result); });
      found.push(JSON.stringify(all));
    }
    db.close();
  }
  return found.join("\\n");
}"""

SHIPPED = re.compile(r"^/(static|assets|_stcore/bidi-components|favicon)")
"""Files of ours and of Streamlit, the same for everyone: they hold English words, and nothing planted."""


@dataclass
class Received:
    """Everything that came to a page since now."""

    page: Page
    answers: list[tuple[str, bytes]] = field(default_factory=list)
    messages: list[str | bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._answer)
        self.page.on("websocket", self._socket)

    def _answer(self, response: Response) -> None:
        path = re.sub(r"^https?://[^/]+", "", response.url)
        # A film arrives in ranges, which the browser's tools cannot hand out again.
        if response.status in (200, 400, 404) and not path.endswith(".mp4"):
            self.answers.append((path, response.body()))

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self.messages.append(data))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Planted]]:
    root = tmp_path_factory.mktemp("planted")
    film = barcode_film(root / "film.mp4", rate="5", frames=300)
    earlier = barcode_film(root / "earlier.mp4", rate="5", frames=280)
    place = workplace.open_workplace(root / "data")
    try:
        found = plant(place, people.first_person(place), film, earlier, paired=True)
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield server, found
    server.stop()


def come_in_as(page: Page, server: Server, account: str) -> None:
    """Sign in as somebody at a browser that this computer let in."""
    come_in(page, server)
    headers = {"X-Attune": "1", "Origin": server.url}
    answer = page.request.post(f"{server.url}/sign-in", data={"account": account}, headers=headers)
    assert answer.ok, answer.text()


def test_nothing_planted_reaches_the_screen_beside_a_parent(
    page: Page, planted: tuple[Server, Planted]
) -> None:
    server, found = planted
    meeting = MeetingPage(page, server, found.plan)
    come_in_as(page, server, found.who.id)
    received = Received(page)
    meeting.open()
    look(meeting, found)
    showing = meeting.root.locator("video:visible")
    expect(meeting.root.get_by_text("Then", exact=True)).to_be_visible()
    assert "/then-" in showing.evaluate("film => film.currentSrc")
    meeting.press("w")
    expect(meeting.root.locator(".said")).to_be_hidden()
    meeting.press("n")
    expect(meeting.root.get_by_text("Now", exact=True)).to_be_visible()
    assert "/then-" not in showing.evaluate("film => film.currentSrc")
    look(meeting, found)
    meeting.press("Space")
    page.wait_for_timeout(500)
    meeting.press("h", "w")
    page.keyboard.type("He waited for me")
    meeting.saved()
    look(meeting, found)
    meeting.press("Enter", "Escape")
    look(meeting, found)
    meeting.press("Escape")
    for _ in found.moments:
        meeting.press("n")
        look(meeting, found)
    expect(meeting.root.get_by_role("heading", name="You and Mia")).to_be_visible()
    meeting.root.get_by_label("What would you like to try?").fill("Wait a little")
    meeting.saved()
    look(meeting, found)
    meeting.button("Done").click()
    expect(meeting.root.get_by_role("heading", name="Thank you")).to_be_visible(timeout=PLENTY_MS)
    look(meeting, found)
    search_received(received, found)
    for name in ("film.mp4", "frames.bin"):
        body = page.request.get(f"{server.url}/meetings/{found.plan}/{name}").body()
        assert len(body) > 1_000
        assert [token for token in found.found_in(body) if unmistakable(token)] == []


def look(meeting: MeetingPage, found: Planted) -> None:
    """Search what the page is now."""
    page = meeting.page
    found.assert_clean(page.evaluate(WHOLE))
    found.assert_clean(page.title())
    assert page.title() == "Attune"
    found.assert_clean(page.url)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    assert len(tree["nodes"]) > 10
    found.assert_clean(json.dumps(tree, ensure_ascii=False))
    found.assert_clean(page.evaluate(KEPT))
    numbers(meeting)


def numbers(meeting: MeetingPage) -> None:
    """No number is to be read but the day of the film and the ten that the parent may choose from."""
    text = meeting.root.inner_text()
    assert "%" not in text
    allowed = {"31", "2026", *(str(n) for n in range(1, 11))} if meeting.said("at") == "end" else set()
    assert set(re.findall(r"\d+", text)) <= allowed


def search_received(received: Received, found: Planted) -> None:
    paths = [path for path, _body in received.answers]
    assert f"/api/v1/plans/{found.plan}/meeting" in paths
    assert len(received.messages) > 3
    for path, body in received.answers:
        marked = [token for token in found.found_in(body) if unmistakable(token)]
        assert (path, marked) == (path, [])
        if not SHIPPED.match(path):
            assert (path, found.found_in(body)) == (path, [])
    for message in received.messages:
        assert found.found_in(message) == []


def unmistakable(token: str) -> bool:
    """Planted and nowhere else: no English word that a program may hold."""
    return token.startswith(("zq", "9021"))


def test_the_search_finds_what_is_planted_where_it_may_be(
    page: Page, planted: tuple[Server, Planted]
) -> None:
    """The same search finds words in the preparation, which is not for parents: it can fail."""
    server, found = planted
    come_in_as(page, server, found.who.id)
    received = Received(page)
    page.goto(f"{server.url}/prepare?plan={found.plan}")
    expect(page.locator(".prep")).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
    assert any(unmistakable(token) for token in found.found_in(page.evaluate(WHOLE)))
    answers = b"".join(body for path, body in received.answers if path.startswith("/api/v1/plans"))
    assert any(unmistakable(token) for token in found.found_in(answers))
