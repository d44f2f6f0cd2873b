"""The meeting beside a parent: only the chosen moments, by keys and by touch, and no word is lost."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import people, preparing, workplace
from annotator.actions.workplace import Workplace
from tests.driving import PLENTY_MS, MeetingPage
from tests.films import barcode_film, barcode_js
from tests.meeting_case import draft, sent
from tests.running import Server, enter_visit

FIRST, LAST = 100, 224
"""The frames of the first moment, 4,000 to 9,000 ms at 25 frames a second: 4,000 ÷ 40 = 100, 9,000 ÷ 40 = 225."""

# Which picture is on the screen, and whether it could be seen when it came: the number is in the picture.
WATCH = """(video) => {
%s
  const log = window.__log = [];
  let seen = !video.parentElement.hasAttribute("data-veiled");
  const look = () => {
    const frame = new VideoFrame(video);
    frame.width = frame.displayWidth; frame.height = frame.displayHeight;
    log.push([readBarcode(frame), seen]);
    frame.close();
    seen = !video.parentElement.hasAttribute("data-veiled");
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}"""


def moments() -> list[dict[str, Any]]:
    return [
        sent(onset_ms=4_000, offset_ms=9_000, at_ms=6_000, phrase="Ava looked at you, and you waited."),
        sent(onset_ms=12_000, offset_ms=19_960, at_ms=13_000, phrase="Then she smiled.", question=""),
    ]


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """Attune with plans that are ready, each on a film of its own; most last 20 seconds."""
    root = tmp_path_factory.mktemp("meeting")
    # 1,000 to 6,000 ms at 60 frames a second: the frame on at 1,000 ms is 60; 360 begins at 6,000 ms.
    short = sent(onset_ms=1_000, offset_ms=6_000, at_ms=2_000, phrase="Look.")
    arabic = sent(onset_ms=0, offset_ms=9_000, at_ms=4_000, phrase="نظرت إليك ثم ابتسمت.")
    place = workplace.open_workplace(root / "data")
    try:
        plans = {
            "two moments": prepare(place, root / "a.mp4", "25", 500, moments()),
            "the end": prepare(place, root / "b.mp4", "25", 500, moments()),
            "away": prepare(place, root / "c.mp4", "25", 500, moments()),
            "sixty": prepare(place, root / "d.mp4", "60", 480, [short]),
            "arabic": prepare(place, root / "e.mp4", "25", 300, [arabic], "ar"),
        }
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield server, plans
    server.stop()


def prepare(
    place: Workplace, file: Path, rate: str, frames: int, found: list[dict[str, Any]], language: str = "en"
) -> str:
    """A visit with a film and a plan of these moments that is ready; gives the plan."""
    film = barcode_film(file, rate=rate, frames=frames, size=(320, 180))
    visit, who = enter_visit(place, film, code=f"Family {file.stem}"), people.first_person(place)
    plan = preparing.open_plan(place, who, visit.session)
    preparing.save_plan(place, who, plan, draft(*found, language=language))
    assert preparing.mark_ready(place, who, plan).plan.state == "ready"
    return plan


@pytest.fixture
def held(attune: tuple[Server, dict[str, str]]) -> tuple[Server, str]:
    return attune[0], attune[1]["two moments"]


@pytest.fixture
def meeting(page: Page, held: tuple[Server, str]) -> MeetingPage:
    return MeetingPage(page, *held).launch().open()


def watched(meeting: MeetingPage) -> list[int]:
    """The numbers of the pictures that could be seen since the last call."""
    log = meeting.page.evaluate("window.__log.splice(0)")
    return [number for number, seen in log if seen]


def stands(meeting: MeetingPage, frame: int) -> None:
    expect(meeting.root.locator(".film")).to_have_attribute("data-frame", str(frame), timeout=PLENTY_MS)


def plays(meeting: MeetingPage, on: bool = True) -> None:
    here = expect(meeting.root)
    (here.to_have_attribute if on else here.not_to_have_attribute)("data-playing", "", timeout=PLENTY_MS)


def test_only_frames_of_the_moment_are_ever_seen(meeting: MeetingPage) -> None:
    meeting.video.evaluate(WATCH % barcode_js())
    stands(meeting, FIRST)
    meeting.press("ArrowLeft", "ArrowLeft")
    meeting.press("Space")
    plays(meeting)
    plays(meeting, on=False)
    stands(meeting, LAST)
    meeting.press("ArrowRight", "ArrowRight", "ArrowLeft")
    stands(meeting, LAST - 1)
    meeting.press("l", "Space")
    plays(meeting)
    meeting.page.wait_for_timeout(6_500)  # more than once around
    meeting.press("Space", "h")
    stands(meeting, 150)  # 6,000 ÷ 40
    shown = watched(meeting)
    assert len(set(shown)) > 100
    assert [n for n in shown if not FIRST <= n <= LAST] == []


def test_a_film_of_sixty_frames_a_second_stops_on_the_last_frame_of_the_moment(
    page: Page, attune: tuple[Server, dict[str, str]]
) -> None:
    meeting = MeetingPage(page, attune[0], attune[1]["sixty"]).launch().open()
    meeting.video.evaluate(WATCH % barcode_js())
    meeting.press("Space")
    plays(meeting)
    plays(meeting, on=False)
    stands(meeting, 359)
    assert [n for n in watched(meeting) if not 60 <= n <= 359] == []


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
    expect(meeting.root.get_by_text("May 31, 2026")).to_be_visible()
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
