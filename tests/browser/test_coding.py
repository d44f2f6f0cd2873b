"""Coding on the desk by its rules, as a person does it: keys, undo, reload."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.driving import PLENTY_MS, DeskPage
from tests.running import Server, Visit


@pytest.fixture
def fresh(page: Page, attune: tuple[Server, Visit]) -> tuple[DeskPage, Visit]:
    """The desk in a fresh browser, with nothing coded."""
    server, visit = attune
    return DeskPage(page, server).launch().open_here(visit.coding).emptied(), visit


def states(desk: DeskPage, coding: str) -> list[tuple[str, int, int | None]]:
    """The states of the pair as (code, onset frame, offset frame)."""
    contents = [
        a["content"] for a in desk.json(coding)["annotations"] if a["content"]["track"] == "dyad_state"
    ]
    found = [(c["code"], c["onset_frame"], c["offset_frame"]) for c in contents]
    return sorted(found, key=lambda each: each[1])


def test_a_press_ends_the_state_before_it_and_the_last_one_runs_on(fresh: tuple[DeskPage, Visit]) -> None:
    desk, visit = fresh
    desk.go_to(0)
    desk.press("t")
    desk.go_to(10)
    desk.press("o")
    desk.go_to(20)
    desk.press("r")
    desk.saved()
    assert states(desk, visit.coding) == [
        ("together", 0, 10),
        ("out_of_step", 10, 20),
        ("repairing", 20, None),
    ]


def test_undo_and_redo_take_back_whole_acts_across_reloads(fresh: tuple[DeskPage, Visit]) -> None:
    desk, visit = fresh
    desk.go_to(0)
    desk.press("t")
    desk.go_to(10)
    desk.press("o")
    desk.saved()
    desk.page.reload()
    desk.ready()
    desk.press("Control+z")
    desk.saved()
    assert states(desk, visit.coding) == [("together", 0, None)]
    desk.page.reload()
    desk.ready()
    desk.press("Control+Shift+z")
    desk.saved()
    assert states(desk, visit.coding) == [("together", 0, 10), ("out_of_step", 10, None)]
    desk.press("Control+z", "Control+z")
    desk.saved()
    assert states(desk, visit.coding) == []


def test_one_comes_back_to_where_one_left(fresh: tuple[DeskPage, Visit]) -> None:
    desk, visit = fresh
    desk.go_to(25)
    desk.press("5")
    desk.saved()
    desk.page.wait_for_timeout(2500)
    desk.open(visit.coding)
    expect(desk.root).to_have_attribute("data-frame", "25", timeout=PLENTY_MS)


def test_a_link_with_a_time_opens_there(fresh: tuple[DeskPage, Visit]) -> None:
    desk, visit = fresh
    desk.page.goto(f"{desk.server.url}/desk?session={visit.session}&t=4000")
    desk.ready()
    expect(desk.root).to_have_attribute("data-time-ms", "4000", timeout=PLENTY_MS)


def test_a_deep_link_survives_signing_in(fresh: tuple[DeskPage, Visit]) -> None:
    desk, visit = fresh
    desk.page.context.clear_cookies(name=re.compile(r"^attune_\d+$"))
    desk.page.goto(f"{desk.server.url}/desk?session={visit.session}&t=4000")
    expect(desk.page).to_have_url(re.compile(r"/sign-in"))
    desk.page.get_by_role("button").first.click()
    desk.ready()
    expect(desk.root).to_have_attribute("data-time-ms", "4000", timeout=PLENTY_MS)


def test_two_tabs_the_second_reads_only_until_it_takes_over(fresh: tuple[DeskPage, Visit]) -> None:
    desk, visit = fresh
    second = DeskPage(desk.page.context.new_page(), desk.server).open(visit.coding)
    expect(second.page.locator(".desk .banner")).to_be_visible(timeout=PLENTY_MS)
    second.press("5")
    second.page.wait_for_timeout(500)
    assert desk.json(visit.coding)["annotations"] == []
    second.page.locator(".desk .banner button").first.click()
    expect(second.page.locator(".desk .banner")).to_be_hidden(timeout=PLENTY_MS)
    second.press("5")
    second.saved()
    assert len(desk.json(visit.coding)["annotations"]) == 1
    expect(desk.page.locator(".desk .banner")).to_be_visible(timeout=PLENTY_MS)
    take_back_on_a_slow_line(desk, visit.coding)


def take_back_on_a_slow_line(desk: DeskPage, coding: str) -> None:
    """Until the first tab has what was coded in the second, an undo would be of what no longer stands."""
    held = list[Route]()
    desk.page.route(re.compile(f"/codings/{coding}$"), lambda route: held.append(route), times=1)
    desk.page.locator(".desk .banner button").first.click()
    while not held:
        desk.page.wait_for_timeout(20)
    desk.press("Control+z")
    held[0].continue_()
    expect(desk.page.locator(".desk .banner")).to_be_hidden(timeout=PLENTY_MS)
    expect(desk.root).to_have_attribute("data-annotations", "1")
    desk.press("Control+z")
    desk.saved()
    assert desk.said("refused") == "0"
    assert desk.json(coding)["annotations"] == []


def test_streamlits_own_keys_stay_quiet_and_nothing_reruns(fresh: tuple[DeskPage, Visit]) -> None:
    desk, _visit = fresh
    sockets: list[str] = []
    desk.page.on("websocket", lambda ws: sockets.append(ws.url))
    frames: list[object] = []
    desk.page.on("websocket", lambda ws: ws.on("framesent", lambda frame: frames.append(frame)))
    desk.page.reload()
    desk.ready()
    desk.page.wait_for_timeout(1000)
    before = len(frames)
    for _ in range(50):
        desk.press("5", "r")
    desk.saved()
    assert len(frames) == before, "a press went through Streamlit"
    assert desk.page.get_by_text("Clear caches").count() == 0
