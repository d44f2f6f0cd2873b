"""Correcting at the desk with real keys and a real mouse, and what the record holds afterwards.

The film has 25 frames a second, so frame n lies at 40·n ms.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk_by_hand import (  # noqa: F401
    CUE,
    DYAD,
    FRAME_MS,
    TOUCH,
    at,
    coding,
    desk,
    kept,
    served_by_hand,
    state,
    states,
)
from tests.driving import DeskPage
from tests.running import Server, Visit


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    yield from served_by_hand(tmp_path_factory.mktemp("editing"), (160, 90))


def cues(contents: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """(code, frame) of what the infant signals."""
    return [(c["code"], c["onset_frame"]) for c in contents if c["track"] == "infant_cue"]


def chosen(page: DeskPage, count: int) -> None:
    expect(page.root).to_have_attribute("data-chosen", str(count))


def test_nudging_cutting_and_joining_by_key_are_one_undo_each(desk: DeskPage, coding: str) -> None:  # noqa: F811
    at(desk, 25, "y")
    at(desk, 75, "y")
    desk.press("PageUp", "Shift+s", "Shift+s", "Shift+d", "Control+ArrowLeft")
    assert states(desk.contents(coding), "touch") == [state("holds", 26, 73)]
    at(desk, 50, "Shift+x")
    assert states(desk.contents(coding), "touch") == [state("holds", 26, 50), state("holds", 50, 73)]
    desk.press("PageUp", "Shift+m")
    assert states(desk.contents(coding), "touch") == [state("holds", 26, 73)]
    desk.press("Control+z", "Control+z")
    assert states(desk.contents(coding), "touch") == [state("holds", 26, 73)]
    desk.press("Control+z", "Control+z")
    assert states(desk.contents(coding), "touch") == [state("holds", 27, 75)]


def test_marks_of_several_tracks_are_chosen_moved_recoded_and_removed_together(
    desk: DeskPage,  # noqa: F811
    coding: str,  # noqa: F811
) -> None:
    at(desk, 50, "5")
    at(desk, 100, "7", "y")
    at(desk, 125, "y")
    at(desk, 200, "5")
    tracks = desk.tracks()
    desk.page.keyboard.down("Shift")
    desk.drag((tracks.x(40 * FRAME_MS), tracks.y(CUE)), (tracks.x(150 * FRAME_MS), tracks.y(TOUCH)))
    desk.page.keyboard.up("Shift")
    chosen(desk, 3)
    desk.press("Control+ArrowRight")
    assert cues(desk.contents(coding)) == [("bid_social", 51), ("pause", 101), ("bid_social", 200)]
    assert states(desk.contents(coding), "touch") == [state("holds", 101, 126)]
    desk.page.mouse.move(tracks.x(101 * FRAME_MS), tracks.y(CUE))
    desk.page.keyboard.down("Control")
    desk.page.mouse.down()
    desk.page.mouse.up()
    desk.page.keyboard.up("Control")
    chosen(desk, 2)
    desk.press("Delete")
    assert cues(desk.contents(coding)) == [("pause", 101), ("bid_social", 200)]
    assert states(desk.contents(coding), "touch") == []
    desk.press("Control+z", "Control+a")
    chosen(desk, 4)
    desk.press("Escape", "Home", "PageDown", "Shift+c")
    desk.page.locator(".several .swap[data-name=code-distress]").click()
    assert {code for code, _frame in cues(desk.contents(coding))} >= {"distress"}
    desk.press("Control+z")
    assert cues(desk.contents(coding)) == [("bid_social", 51), ("pause", 101), ("bid_social", 200)]


def test_a_move_that_one_of_them_has_no_room_for_moves_none(desk: DeskPage, coding: str) -> None:  # noqa: F811
    at(desk, 0, "5", "t")
    at(desk, 30, "7")
    desk.press("Control+a", "Control+ArrowLeft")
    expect(desk.page.locator(".desk .toast")).to_contain_text("would leave the film")
    assert cues(desk.contents(coding)) == [("bid_social", 0), ("pause", 30)]


def test_marks_are_copied_to_another_track_only_on_purpose(desk: DeskPage, coding: str) -> None:  # noqa: F811
    at(desk, 25, "y")
    at(desk, 75, "y")
    tracks = desk.tracks()
    desk.drag((tracks.x(2000), tracks.y(TOUCH)), (tracks.x(2000), tracks.y(DYAD)))
    assert [c["track"] for c in desk.contents(coding)] == ["touch"]
    desk.press("PageUp", "Shift+t")
    desk.page.get_by_role("combobox", name="as").select_option("together")
    desk.page.get_by_role("button", name="Copy", exact=True).click()
    assert states(desk.contents(coding)) == [state("together", 25, 75)]
    assert states(desk.contents(coding), "touch") == [state("holds", 25, 75)]


def test_a_dragged_edge_snaps_to_another_track_unless_that_is_off(desk: DeskPage, coding: str) -> None:  # noqa: F811
    at(desk, 100, "t")
    at(desk, 20, "y")
    at(desk, 60, "y")
    desk.jump_to(0)
    tracks = desk.tracks()
    near = (tracks.x(100 * FRAME_MS) - 4, tracks.y(TOUCH))
    desk.drag((tracks.x(60 * FRAME_MS) - 1, tracks.y(TOUCH)), near)
    assert states(desk.contents(coding), "touch") == [state("holds", 20, 100)]
    desk.press("Control+z", "Shift+n")
    desk.drag((tracks.x(60 * FRAME_MS) - 1, tracks.y(TOUCH)), near)
    assert states(desk.contents(coding), "touch")[0][3] < 100
    desk.press("Shift+n")


def test_finding_and_changing_shows_every_change_before_it_makes_one_act(
    desk: DeskPage,  # noqa: F811
    coding: str,  # noqa: F811
) -> None:
    at(desk, 25, "5")
    at(desk, 50, "7")
    at(desk, 75, "5")
    desk.press("Shift+v")
    desk.page.get_by_role("combobox", name="Code", exact=True).select_option("bid_social")
    expect(desk.page.locator(".desk .row")).to_have_count(2)
    desk.page.keyboard.press("Escape")
    desk.root.focus()
    desk.press("Shift+r")
    desk.page.get_by_role("combobox", name="with code").select_option("bid_social")
    desk.page.get_by_role("combobox", name="into").select_option("distress")
    expect(desk.page.locator(".desk .change")).to_have_count(2)
    assert [code for code, _frame in cues(desk.contents(coding))] == ["bid_social", "pause", "bid_social"]
    desk.page.get_by_role("button", name="Change", exact=True).click()
    assert [code for code, _frame in cues(desk.contents(coding))] == ["distress", "pause", "distress"]
    desk.root.focus()
    desk.press("Control+z")
    assert [code for code, _frame in cues(desk.contents(coding))] == ["bid_social", "pause", "bid_social"]
    desk.page.locator(".desk [data-act=filters]").click()
    expect(desk.page.locator(".desk .row")).to_have_count(3)


def test_a_mark_tells_its_story_and_the_coding_can_be_seen_as_it_was(desk: DeskPage, coding: str) -> None:  # noqa: F811
    at(desk, 25, "5")
    desk.press("Control+a", "Control+ArrowRight", "Control+ArrowRight")
    at(desk, 100, "7")
    desk.saved()
    desk.press("PageUp", "Shift+h")
    deeds = desk.page.locator(".desk .deed")
    expect(deeds).to_have_count(3)
    expect(deeds.nth(1)).to_contain_text("00:01.000 → 00:01.040")
    deeds.nth(1).get_by_role("button").click()
    expect(desk.root).to_have_attribute("data-past", "")
    expect(desk.page.locator(".desk .row")).to_have_count(1)
    expect(desk.page.locator(".desk .row")).to_contain_text("00:01.040")
    desk.press("5", "Delete", "Control+z")
    expect(desk.page.locator(".desk .row")).to_contain_text("00:01.000")
    desk.press("Shift+p")
    expect(desk.page.locator(".desk .row")).to_have_count(2)
    assert cues(desk.contents(coding)) == [("bid_social", 27), ("pause", 100)]
