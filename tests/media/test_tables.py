"""The tables of frames and of loudness, written and read."""

import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from annotator.errors import MediaError
from annotator.media.rate import steady_rate
from annotator.media.sound import Peaks
from annotator.media.tables import read_frames, write_frames


def test_a_table_of_frames_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Ticks of 1/30 s: 33.3, 66.7 and 100 ms are rounded up."""
    write_frames(tmp_path / "frames.bin", [0, 1, 2, 3], Fraction(1, 30), 134)
    table = read_frames(tmp_path / "frames.bin")
    assert (list(table.ms), table.end_ms) == ([0, 34, 67, 100], 134)


DAMAGED = [
    pytest.param(b"", id="empty"),
    pytest.param(struct.pack("<II", 0, 0), id="no frames"),
    pytest.param(struct.pack("<IIdi", 2, 40, 0.0, 0), id="cut short"),
    pytest.param(struct.pack("<IIddii", 2, 80, 0.0, 0.04, 40, 0), id="not ascending"),
    pytest.param(struct.pack("<IIdi", 1, 80, 0.0, 5), id="not from 0"),
]


@pytest.mark.parametrize("held", DAMAGED)
def test_a_damaged_table_is_refused(held: bytes, tmp_path: Path) -> None:
    (tmp_path / "frames.bin").write_bytes(held)
    with pytest.raises(MediaError, match=r"frames.bin, is damaged. Prepare the film again"):
        read_frames(tmp_path / "frames.bin")


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read_frames(tmp_path / "frames.bin")


RATES = [
    pytest.param([0, 40, 80, 120], Fraction(1, 1000), Fraction(25), id="25 in ms"),
    pytest.param([0, 33, 67, 100, 133], Fraction(1, 1000), Fraction(30), id="30 rounded to ms"),
    pytest.param([0, 1001, 2002], Fraction(1, 30_000), Fraction(30_000, 1001), id="29.97"),
    pytest.param([0, 3, 6, 9], Fraction(1, 21), Fraction(7), id="an unusual rate"),
    pytest.param([0, 33, 67, 140], Fraction(1, 1000), None, id="a late frame"),
    pytest.param([0], Fraction(1, 25), None, id="one frame"),
]


@pytest.mark.parametrize(("pts", "time_base", "rate"), RATES)
def test_the_rate_is_told_from_the_times(pts: list[int], time_base: Fraction, rate: Fraction | None) -> None:
    assert steady_rate(pts, time_base) == rate


def test_peaks_are_the_extremes_of_each_hundredth_of_a_second() -> None:
    """At 200 samples a second a hundredth is two samples; the blocks end in mid-hundredth.

    Samples from number 2 on: 0.5, -0.5 | 0.1, then in the next block 1.0 | -1.0, 0.0. The first
    hundredth has no sound.
    """
    peaks = Peaks(200)
    peaks.add(2, np.array([[0.5, -0.5, 0.1]], np.float32))
    peaks.add(5, np.array([[1.0, -1.0, 0.0]], np.float32))
    low, high = peaks.rows(50)
    assert list(np.frombuffer(low, np.int8)) == [0, -64, 13, -127, 0]
    assert list(np.frombuffer(high, np.int8)) == [0, 64, 127, 0, 0]
