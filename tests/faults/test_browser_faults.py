"""The server dies, the network goes, the tab is closed, one is signed out: what was pressed is there, once."""

import json
import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from annotator.actions import workplace
from annotator.store import codings
from tests.driving import PLENTY_MS, DeskPage, pressed
from tests.running import Server, Visit

KEYS = "5678"


def burst(desk: DeskPage, presses: int, start: int = 0) -> None:
    """Press 20 keys a second while the film plays, four codes in turn.

    The same code twice on one frame is one mark, so where a busy computer lets the film stand
    still for a moment, the next press of a code waits for the next frame.
    """
    desk.play()
    last: dict[str, str] = {}
    for number in range(start, start + presses):
        began, key = time.monotonic(), KEYS[number % 4]
        if key in last:
            expect(desk.root).not_to_have_attribute("data-frame", last[key], timeout=PLENTY_MS)
        desk.press(key)
        last[key] = desk.said("frame")
        time.sleep(max(0.0, 0.05 - (time.monotonic() - began)))
    desk.pause()


def stored(desk: DeskPage, visit: Visit) -> list[str]:
    """The codes that are stored, in the order of the presses."""
    return [content["code"] for content in pressed(desk.json(visit.coding))]


def expected(presses: int) -> list[str]:
    codes = ["bid_social", "bid_object", "pause", "distress"]
    return [codes[n % 4] for n in range(presses)]


def test_three_kills_in_mid_burst_lose_and_double_nothing(
    desk: DeskPage, killable: tuple[Server, Visit]
) -> None:
    server, visit = killable
    done = 0
    for _ in range(3):
        burst(desk, 12, done)
        server.kill()
        burst(desk, 12, done + 12)
        assert int(desk.said("pending")) > 0
        expect(desk.root).to_have_attribute("data-badge", re.compile("kept"), timeout=PLENTY_MS)
        server.start()
        done += 24
    desk.saved()
    assert stored(desk, visit) == expected(done)


def test_a_server_away_for_half_a_minute_is_waited_for(
    desk: DeskPage, killable: tuple[Server, Visit]
) -> None:
    server, visit = killable
    burst(desk, 4)
    server.kill()
    burst(desk, 20, 4)
    time.sleep(30)
    assert int(desk.said("pending")) >= 20
    server.start()
    desk.saved()
    assert stored(desk, visit) == expected(24)


def test_a_closed_tab_sends_what_it_kept_when_the_coding_is_opened_again(
    desk: DeskPage, killable: tuple[Server, Visit]
) -> None:
    server, visit = killable
    burst(desk, 4)
    desk.saved()
    server.kill()
    burst(desk, 12, 4)
    expect(desk.root).to_have_attribute("data-kept", "12", timeout=PLENTY_MS)
    context = desk.page.context
    desk.page.close(run_before_unload=False)
    server.start()
    again = DeskPage(context.new_page(), server).open(visit.coding)
    again.saved()
    assert stored(again, visit) == expected(16)


def test_signed_out_in_mid_burst_one_signs_in_in_place(
    desk: DeskPage, killable: tuple[Server, Visit]
) -> None:
    _server, visit = killable
    burst(desk, 4)
    desk.saved()
    desk.page.context.clear_cookies(name=re.compile(r"^attune_\d+$"))
    burst(desk, 8, 4)
    expect(desk.root).to_have_attribute("data-badge", re.compile("signed"), timeout=PLENTY_MS)
    desk.page.locator(".desk .cover button").first.click()
    desk.saved()
    assert stored(desk, visit) == expected(12)


def test_an_old_page_at_a_new_server_is_told_to_reload_and_what_it_kept_is_sent_then(
    desk: DeskPage, killable: tuple[Server, Visit]
) -> None:
    """The page speaks as an older one would; every request with acts says which."""
    _server, visit = killable
    spoken: list[int] = []

    def older(route: Route) -> None:
        said = route.request.post_data_json
        spoken.append(said["api"])
        route.continue_(post_data=json.dumps({**said, "api": said["api"] - 1}))

    burst(desk, 4)
    desk.saved()
    desk.page.route("**/acts", older)
    burst(desk, 8, 4)
    expect(desk.root).to_have_attribute("data-badge", re.compile("outdated"), timeout=PLENTY_MS)
    burst(desk, 4, 12)
    expect(desk.root).to_have_attribute("data-kept", "12", timeout=PLENTY_MS)
    assert set(spoken) == {1}
    assert stored(desk, visit) == expected(4)
    desk.page.unroute("**/acts")
    desk.page.locator(".desk .cover button").filter(has_text="Reload").click()
    desk.ready()
    desk.saved()
    assert stored(desk, visit) == expected(16)


def test_another_person_at_the_same_browser_neither_sees_nor_sends_what_waits(
    desk: DeskPage, killable: tuple[Server, Visit]
) -> None:
    server, visit = killable
    add_ben(desk.page, server)
    desk.open(visit.coding)
    server.kill()
    burst(desk, 8)
    expect(desk.root).to_have_attribute("data-kept", "8", timeout=PLENTY_MS)
    server.start()
    context = desk.page.context
    desk.page.route("**/acts", lambda route: route.abort())
    desk.page.close(run_before_unload=False)
    other = context.new_page()
    other.goto(f"{server.url}/sign-in?next=/")
    other.get_by_role("button", name=re.compile("Ben")).click()
    bens = DeskPage(other, server)
    other.goto(f"{server.url}/desk?session={visit.session}")
    bens.ready()
    bens.press("5")
    bens.saved()
    assert bens.said("annotations") == "1"
    other.goto(f"{server.url}/sign-in?next=/")
    other.get_by_role("button").filter(has_not_text="Ben").first.click()
    mine = DeskPage(other, server).open(visit.coding)
    mine.saved()
    assert stored(mine, visit) == expected(8)


def add_ben(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/people")
    expect(page.get_by_role("link", name="Sign out")).to_be_visible(timeout=PLENTY_MS)  # the page's last part
    page.get_by_text("Add someone").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Ben")
    page.get_by_text("Everything in the study is theirs").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Ben", exact=True)).to_be_visible(timeout=PLENTY_MS)


@pytest.mark.slow
def test_thirty_more_kills_through_the_browser(desk: DeskPage, killable: tuple[Server, Visit]) -> None:
    server, visit = killable
    done = 0
    for _ in range(30):
        burst(desk, 8, done)
        server.kill()
        burst(desk, 8, done + 8)
        server.start()
        done += 16
    desk.saved()
    server.stop()
    place = workplace.open_workplace(server.folder)
    try:
        with place.store.read() as tx:
            edits = codings.edits_of(tx, visit.coding)
    finally:
        place.store.close()
    assert [edit.content.code for edit in edits if edit.content] == expected(done)
