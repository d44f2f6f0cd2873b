"""Two films that play side by side stay in step: what both pictures show at the same instant, for a minute."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.driving import DeskPage
from tests.running import Server
from tests.two_films import (
    FRAME_MS,
    OTHER_PIECE,
    PIECE,
    SHIFT_MS,
    SPAN_S,
    stand_on,
    two_films,
    watched,
)

WATCHED_S = 60
PUSHES = ((20, 0.5), (40, -5.0))


@pytest.mark.slow
@pytest.mark.alone
def test_for_a_minute_both_pictures_show_the_same_moment(page: Page, tmp_path: Path) -> None:
    """25 frames a second beside 30000/1001: p95 of the drift at most a frame, but for two seconds after each push."""
    coding = two_films(tmp_path / "data", WATCHED_S + 20, sound=False)
    server = Server(tmp_path / "data").start()
    try:
        desk = DeskPage(page, server).launch().open_here(coding)
        desk.jump_to(75)
        desk.play()
        seen = watched(desk, WATCHED_S, PUSHES)
        desk.pause()
        # At rest both show the very frame of that moment: frame n of the second one lies at n × 1001/30 ms.
        assert stand_on(desk.root, lambda: due(int(desk.said("frame")))) == due(int(desk.said("frame")))
    finally:
        server.stop()
    # Two seconds after it began or was pushed, it is back in step.
    calm = [one for one in seen.drifts() if not any(s <= one.at_s < s + 2 for s in (0, 20, 40))]
    in_step = sorted(one.frames for one in calm)
    assert len(in_step) > 0.8 * (WATCHED_S - 6) / SPAN_S, "both films are known most of the time"
    assert in_step[int(len(in_step) * 0.95)] <= 1, [(one.at_s, round(one.ms)) for one in calm]
    for second, by in PUSHES:
        assert (
            max(one.frames for one in seen.apart() if second <= one.at_s < second + 2) > 0.4 * 1000 / FRAME_MS
        ), by


def due(frame: int) -> list[int]:
    """The numbers that both pictures bear where the first film shows ``frame``; films bear theirs over and over."""
    return [frame % PIECE, ((frame * FRAME_MS - SHIFT_MS) * 30 // 1001) % OTHER_PIECE]
