"""The doors in a real browser: what it sends of itself is enough for the gate, and nothing is blocked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, WebSocket, expect

from tests.running import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("browser") / "data").start()
    yield running
    running.stop()


@pytest.fixture
def said(page: Page, server: Server) -> list[str]:
    """What the browser complains of, but for what Streamlit looks for in vain on deep links."""
    found: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "/_stcore/" not in str(message.location.get("url")):
            found.append(message.text)

    page.on("console", listen)
    return found


def come_in(page: Page, server: Server) -> None:
    link = server.link if not getattr(server, "used", False) else fresh(server)
    server.used = True  # type: ignore[attr-defined]
    page.goto(link)
    expect(page.get_by_role("heading").first).to_be_visible(timeout=30_000)


def fresh(server: Server) -> str:
    from annotator.web import launching

    link = launching.ask_for_link(Path(server.folder))
    assert link
    return link


def test_the_first_page_in_our_font_and_nothing_blocked(page: Page, server: Server, said: list[str]) -> None:
    come_in(page, server)
    loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    page.wait_for_function(f"{loaded}.includes('Inter')")
    assert page.url == f"{server.url}/"
    assert said == []
    assert page.evaluate("document.cookie").count("attune") == 0


def test_the_form_says_who_is_working(page: Page, server: Server, said: list[str]) -> None:
    come_in(page, server)
    page.goto(f"{server.url}/sign-in?next=/families")
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{server.url}/families")
    assert said == []


def test_signing_out_closes_what_is_open_elsewhere(page: Page, server: Server) -> None:
    opened: list[WebSocket] = []
    page.on("websocket", lambda socket: opened.append(socket))
    come_in(page, server)
    other = page.context.new_page()
    other.goto(f"{server.url}/sign-out")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url(f"{server.url}/sign-in?next=%2F")
    page.wait_for_timeout(2000)
    assert opened
    assert all(socket.is_closed() for socket in opened)
    page.reload()
    expect(page.get_by_role("heading", name="Who is working here?")).to_be_visible()


def test_another_browser_gets_nothing(browser: Browser, page: Page, server: Server) -> None:
    come_in(page, server)
    stranger = browser.new_context().new_page()
    stranger.goto(f"{server.url}/desk?coding=7")
    expect(stranger.get_by_role("heading", name="Please come in by the link")).to_be_visible()
    stranger.context.close()


def test_a_foreign_page_can_change_nothing(page: Page, server: Server) -> None:
    """A page under another address of this computer: its form, its fetch and its websocket are refused."""
    come_in(page, server)
    evil = page.context.new_page()
    evil.goto(f"http://localhost:{server.port}/sign-in")
    ask = """async (url) => {
        const how = { method: 'POST', mode: 'no-cors', credentials: 'include' };
        const post = await fetch(url + '/sign-out', how).then((a) => a.type, () => 'blocked');
        const socket = await new Promise((done) => {
            const s = new WebSocket(url.replace('http', 'ws') + '/_stcore/stream', ['streamlit']);
            s.onopen = () => done('open'); s.onerror = () => done('refused');
        }).catch(() => 'blocked');
        return [post, socket];
    }"""
    assert "open" not in evil.evaluate(ask, server.url)
    page.reload()
    expect(page.get_by_role("heading").first).to_be_visible(timeout=30_000)
    assert page.url == f"{server.url}/"
