"""The meeting beside a parent: only the chosen moments, by keys and by touch, and no word is lost."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import workplace
from tests.driving import PLENTY_MS, MeetingPage
from tests.meeting_case import sent
from tests.meeting_screen import FIRST, moments, plays, prepare, stands
from tests.running import Server


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """Attune with plans that are ready, each on a film of its own; most last 20 seconds."""
    root = tmp_path_factory.mktemp("meeting")
    arabic = sent(onset_ms=0, offset_ms=9_000, at_ms=4_000, phrase="نظرت إليك ثم ابتسمت.")
    place = workplace.open_workplace(root / "data")
    try:
        plans = {
            "two moments": prepare(place, root / "a.mp4", "25", 500, moments()),
            "the end": prepare(place, root / "b.mp4", "5", 100, moments()),
            "away": prepare(place, root / "c.mp4", "5", 100, moments()),
            "arabic": prepare(place, root / "d.mp4", "5", 60, [arabic], "ar"),
        }
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield server, plans
    server.stop()


@pytest.fixture
def held(attune: tuple[Server, dict[str, str]]) -> tuple[Server, str]:
    return attune[0], attune[1]["two moments"]


@pytest.fixture
def meeting(page: Page, held: tuple[Server, str]) -> MeetingPage:
    return MeetingPage(page, *held).launch().open()


def test_every_key_does_what_it_says(meeting: MeetingPage) -> None:
    speed = "(video) => video.playbackRate"
    meeting.press("s")
    assert meeting.video.evaluate(speed) == 0.5
    expect(meeting.button("Slowly")).to_have_attribute("aria-pressed", "true")
    meeting.press("s")
    assert meeting.video.evaluate(speed) == 1
    expect(meeting.root.get_by_text("Ava looked at you")).to_be_visible()
    meeting.press("t")
    expect(meeting.root.get_by_text("Ava looked at you")).to_be_hidden()
    meeting.press("t", "n")
    expect(meeting.root.get_by_text("Then she smiled.")).to_be_visible()
    stands(meeting, 300)
    meeting.press("p")
    stands(meeting, FIRST)
    meeting.press("PageDown")
    stands(meeting, 300)
    meeting.press("PageUp")
    stands(meeting, FIRST)
    meeting.press("r", "c")
    assert meeting.page.get_by_text("Clear caches").count() == 0


def test_full_screen_by_one_key_and_one_button(meeting: MeetingPage) -> None:
    full = "() => Boolean(document.fullscreenElement)"
    meeting.press("f")
    meeting.page.wait_for_function(full)
    meeting.press("f")
    meeting.page.wait_for_function(f"() => !({full})()")
    meeting.button("Full screen").click()
    meeting.page.wait_for_function(full)


def test_nothing_but_the_plan_in_the_address_and_a_neutral_title(meeting: MeetingPage) -> None:
    assert meeting.page.title() == "Attune"
    assert meeting.page.url == f"{meeting.server.url}/meeting?plan={meeting.plan}"
    for name in ("Home", "Families", "People"):
        assert meeting.page.get_by_role("link", name=name).count() == 0


def test_one_stray_key_does_not_leave(meeting: MeetingPage) -> None:
    meeting.press("Escape")
    expect(meeting.root.get_by_role("alertdialog")).to_be_visible()
    meeting.press("n", "Escape")
    expect(meeting.root.get_by_role("alertdialog")).to_be_hidden()
    stands(meeting, FIRST)
    meeting.press("Escape")
    meeting.root.get_by_role("alertdialog").get_by_role("button", name="Close").click()
    expect(meeting.page).to_have_url(re.compile(r"/prepare\?plan="), timeout=PLENTY_MS)


def test_what_the_parent_says_is_saved_as_it_is_typed_and_there_again(meeting: MeetingPage) -> None:
    meeting.press("w")
    expect(meeting.root.get_by_text("What do you see?")).to_be_visible()
    meeting.page.keyboard.type("He waits for me, n p s Escape")
    meeting.saved()
    assert meeting.json("/meeting")["moments"][0]["said"] == "He waits for me, n p s Escape"
    meeting.press("Enter")
    meeting.page.reload()
    meeting.ready().press("Enter")
    expect(meeting.root.get_by_role("textbox")).to_have_value("He waits for me, n p s Escape")
    meeting.press("Escape")
    stands(meeting, FIRST)
    meeting.press("Space")
    plays(meeting)


def test_words_typed_while_the_program_is_away_survive_closing_the_tab(
    page: Page, attune: tuple[Server, dict[str, str]]
) -> None:
    server, plan = attune[0], attune[1]["away"]
    meeting = MeetingPage(page, server, plan).launch().open()
    server.kill()
    meeting.press("w")
    meeting.page.keyboard.type("She comes back to me")
    expect(meeting.root).to_have_attribute("data-badge", "kept", timeout=PLENTY_MS)
    context = page.context
    page.close()
    server.start()
    again = replace(meeting, page=context.new_page()).open()
    again.saved()
    assert again.json("/meeting")["moments"][0]["said"] == "She comes back to me"


def test_the_end_holds_the_step_the_wish_the_goal_and_the_parents_own_number(
    page: Page, attune: tuple[Server, dict[str, str]]
) -> None:
    server, plan = attune[0], attune[1]["the end"]
    meeting = MeetingPage(page, server, plan).launch().open()
    meeting.press("n")
    meeting.button("To the end").click()
    expect(meeting.root.get_by_role("heading", name="You and Mia")).to_be_visible()
    expect(meeting.root.get_by_text("31 May 2026")).to_be_visible()
    expect(meeting.root.get_by_label("What you hope for")).to_have_value("more calm")
    meeting.root.get_by_label("What would you like to try?").fill("Wait a little")
    meeting.root.get_by_label("What shall we film next time?").fill("Bath time")
    meeting.button("7").click()
    meeting.saved()
    agreed = meeting.json("/meeting")
    assert (agreed["step"], agreed["wish"], agreed["goal"]) == ("Wait a little", "Bath time", "more calm")
    assert agreed["goal_number"] == 7
    meeting.button("7").click()
    meeting.button("Done").click()
    meeting.saved()
    assert meeting.json("/meeting")["goal_number"] is None
    assert meeting.json()["plan"]["state"] == "shown"
    expect(meeting.root.get_by_role("heading", name="Thank you")).to_be_visible()
    sheet = meeting.root.get_by_role("link", name="The sheet to take home")
    expect(sheet).to_have_attribute("href", f"{server.url}/sheets/{plan}.html")
    assert sheet.get_attribute("target") is None


def test_words_that_the_sheet_must_not_hold_stay_here_until_they_are_put_otherwise(
    meeting: MeetingPage,
) -> None:
    meeting.press("n", "w")
    meeting.page.keyboard.type("3 times")
    expect(meeting.root).to_have_attribute("data-badge", "refused", timeout=PLENTY_MS)
    expect(meeting.root.get_by_text("Not yet saved: write numbers as words")).to_be_visible()
    meeting.page.reload()
    meeting.ready().press("n", "w")
    expect(meeting.root.get_by_role("textbox")).to_have_value("3 times")
    meeting.root.get_by_role("textbox").fill("again and again")
    meeting.saved()
    assert meeting.json("/meeting")["moments"][1]["said"] == "again and again"


def test_a_language_that_runs_from_right_to_left_does(
    page: Page, attune: tuple[Server, dict[str, str]]
) -> None:
    server, plan = attune[0], attune[1]["arabic"]
    meeting = MeetingPage(page, server, plan).launch().open()
    caption = meeting.root.locator(".cap")
    expect(caption).to_have_attribute("lang", "ar")
    assert caption.evaluate("(n) => getComputedStyle(n).direction") == "rtl"
    meeting.press("w")
    meeting.page.keyboard.type("نعم")
    assert meeting.root.get_by_role("textbox").evaluate("(n) => getComputedStyle(n).direction") == "rtl"
    meeting.saved()


@pytest.mark.parametrize("size", [(1366, 768), (820, 1180)])
def test_read_from_right_to_left_the_screen_is_mirrored_but_not_the_film(
    page: Page, attune: tuple[Server, dict[str, str]], size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    meeting = MeetingPage(page, attune[0], attune[1]["arabic"]).launch().open()
    expect(meeting.root).to_have_attribute("dir", "rtl")

    def middle(act: str) -> float:
        box = meeting.root.locator(f"[data-act={act}]").bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= size[0]
        return box["x"] + box["width"] / 2

    assert middle("next") < middle("play") < middle("previous")
    assert middle("full") < middle("leave")
    assert middle("back") < middle("play") < middle("on")
    arrow = "(button) => new DOMMatrix(getComputedStyle(button.querySelector('.i')).transform).a"
    assert meeting.root.locator("[data-act=next]").evaluate(arrow) == -1
    meeting.press("n")
    expect(meeting.root.get_by_role("heading", level=1)).to_be_visible()
    assert meeting.root.evaluate("(n) => n.scrollWidth <= n.clientWidth")


def test_by_touch_on_a_tablet_every_target_is_large(tablet_page: Page, held: tuple[Server, str]) -> None:
    meeting = MeetingPage(tablet_page, *held).launch().open()
    small = too_small(meeting)
    meeting.button("Play").tap()
    plays(meeting)
    meeting.video.tap()
    plays(meeting, on=False)
    meeting.button("What you say about it").tap()
    expect(meeting.root.get_by_role("textbox")).to_be_focused()
    small += too_small(meeting)
    meeting.press("Escape")
    meeting.button("The next moment").tap()
    meeting.button("To the end").tap()
    expect(meeting.button("Done")).to_be_visible()
    small += too_small(meeting)
    assert small == []
    assert meeting.page.evaluate("document.documentElement.scrollWidth") <= 820


def too_small(meeting: MeetingPage) -> list[str]:
    """What can be pressed here and is smaller than 64 px in height or width."""
    seen = meeting.root.locator("button:visible, a:visible, textarea:visible").all()
    assert len(seen) > 3
    boxes = [(each.get_attribute("aria-label") or each.inner_text(), each.bounding_box()) for each in seen]
    return [name for name, box in boxes if box is None or min(box["width"], box["height"]) < 64]


def test_nothing_moves_when_less_motion_is_asked_for(meeting: MeetingPage) -> None:
    moving = """(root) => [...root.querySelectorAll("*")].filter((n) => {
      const style = getComputedStyle(n);
      return style.transitionDuration !== "0s" || style.animationName !== "none";
    }).length"""
    assert meeting.root.evaluate(moving) > 0
    meeting.page.emulate_media(reduced_motion="reduce")
    assert meeting.root.evaluate(moving) == 0


def test_what_is_no_meeting_is_said_in_one_sentence(page: Page, held: tuple[Server, str]) -> None:
    nowhere = MeetingPage(page, held[0], "0123456789abcdef").launch()
    page.goto(f"{nowhere.server.url}/meeting?plan={nowhere.plan}")
    expect(nowhere.root.get_by_text("There is no such meeting here.")).to_be_visible(timeout=PLENTY_MS)
