"""Beside a parent no frame outside the chosen moment is ever seen, also while the film runs.

Nothing runs beside these: a computer that is late by more than a frame stops a film that much later.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from annotator.actions import workplace
from tests.driving import MeetingPage
from tests.films import barcode_js
from tests.meeting_case import sent
from tests.meeting_screen import FIRST, LAST, moments, plays, prepare, stands
from tests.running import Server

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


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """Attune with two plans that are ready, each on a film of its own."""
    root = tmp_path_factory.mktemp("frames")
    # 1,000 to 6,000 ms at 60 frames a second: the frame on at 1,000 ms is 60; 360 begins at 6,000 ms.
    short = sent(onset_ms=1_000, offset_ms=6_000, at_ms=2_000, phrase="Look.")
    place = workplace.open_workplace(root / "data")
    try:
        plans = {
            "two moments": prepare(place, root / "a.mp4", "25", 500, moments()),
            "sixty": prepare(place, root / "b.mp4", "60", 480, [short]),
        }
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield server, plans
    server.stop()


def watched(meeting: MeetingPage) -> list[int]:
    """The numbers of the pictures that could be seen since the last call."""
    log = meeting.page.evaluate("window.__log.splice(0)")
    return [number for number, seen in log if seen]


@pytest.mark.alone
def test_only_frames_of_the_moment_are_ever_seen(page: Page, attune: tuple[Server, dict[str, str]]) -> None:
    meeting = MeetingPage(page, attune[0], attune[1]["two moments"]).launch().open()
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


@pytest.mark.alone
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
