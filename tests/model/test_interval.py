"""Half-open stretches of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Interval

stretches = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(lambda t: Interval(min(t), max(t)))


@given(stretches, stretches)
def test_overlap_is_symmetric_and_is_the_length_of_what_is_common(a: Interval, b: Interval) -> None:
    common = a.common(b)
    assert a.overlap(b) == b.overlap(a) == (0 if common is None else common.duration)


def test_neighbours_share_a_boundary_and_no_time() -> None:
    assert Interval(0, 5).common(Interval(5, 9)) is None


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Interval(2, 1)
