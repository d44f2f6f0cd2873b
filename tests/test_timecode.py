"""Frames and times: rounded up, never down or to nearest."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.timecode import FrameTable, clock, ms_of_pts


@pytest.mark.parametrize(
    ("pts", "time_base", "ms"),
    [
        pytest.param(1, Fraction(1, 25), 40, id="exact"),
        pytest.param(1, Fraction(1, 30), 34, id="33.33 goes up"),
        pytest.param(1, Fraction(1001, 30000), 34, id="33.37 goes up"),
        pytest.param(2, Fraction(1001, 30000), 67, id="66.73 goes up"),
        pytest.param(30000, Fraction(1001, 30000), 1_001_000, id="a thousand seconds of 29.97"),
        pytest.param(-1, Fraction(1, 30), -33, id="before the first frame, up is towards it"),
    ],
)
def test_a_frames_ms_is_its_time_rounded_up(pts: int, time_base: Fraction, ms: int) -> None:
    assert ms_of_pts(pts, time_base) == ms


@given(st.integers(1, 5000), st.sampled_from([Fraction(1001, 30000), Fraction(1, 25), Fraction(1001, 60000)]))
def test_asking_for_a_frames_ms_gives_that_frame(n: int, frame: Fraction) -> None:
    table = FrameTable([ms_of_pts(k, frame) for k in range(n)], ms_of_pts(n, frame))
    assert all(table.frame_at(table.ms[k]) == k for k in range(n))


def test_the_frame_at_a_time_is_the_last_that_has_begun() -> None:
    table = FrameTable((0, 40, 200, 240), 280)
    assert [table.frame_at(t) for t in (-5, 0, 39, 40, 199, 200, 9999)] == [0, 0, 0, 1, 1, 2, 3]


def test_a_clock_shows_hours_only_when_there_are_any() -> None:
    assert [clock(0), clock(59_999), clock(7_200_000)] == ["00:00.000", "00:59.999", "2:00:00.000"]
