"""The segment that a scheme has drawn: by a seed, at a whole minute, where it may lie."""

import pytest

from annotator.model import Interval
from annotator.model.segments import drawn_segment
from annotator.schemes import read_scheme
from annotator.shipped import folder

COACH = read_scheme((folder("coding_schemes") / "coach-comments.yaml").read_bytes())
CORE = read_scheme((folder("coding_schemes") / "core-attunement.yaml").read_bytes())
MINUTE = 60_000


def test_the_same_seed_draws_the_same_five_minutes_and_others_others():
    hour = Interval(0, 60 * MINUTE)
    drawn = [drawn_segment(COACH, hour, str(n)) for n in range(200)]
    assert drawn == [drawn_segment(COACH, hour, str(n)) for n in range(200)]
    onsets = {each.onset // MINUTE for each in drawn}
    assert {each.duration for each in drawn} == {5 * MINUTE}
    assert {each.onset % MINUTE for each in drawn} == {0}
    assert min(onsets) == 10, "not before ten minutes"
    assert max(onsets) == 55, "the last five minutes of the hour"
    assert len(onsets) > 40


@pytest.mark.parametrize(("minutes", "expected"), [
    (4, (0, 4)), (5, (0, 5)), (12, (7, 12)), (15, (10, 15)),
])  # fmt: skip
def test_a_short_film_is_coded_as_late_as_it_goes_or_whole(minutes: int, expected: tuple[int, int]):
    found = drawn_segment(COACH, Interval(0, minutes * MINUTE), "a")
    assert (found.onset, found.offset) == (expected[0] * MINUTE, expected[1] * MINUTE)


def test_another_segment_lies_elsewhere_while_there_is_another_place():
    """Of 16 minutes a segment of five begins at ten or at eleven; of 15 at ten alone."""
    sixteen, fifteen = Interval(0, 16 * MINUTE), Interval(0, 15 * MINUTE)
    onsets = {drawn_segment(COACH, sixteen, str(n), [10 * MINUTE]).onset for n in range(50)}
    assert onsets == {11 * MINUTE}
    assert drawn_segment(COACH, fifteen, "a", [10 * MINUTE]).onset == 10 * MINUTE
    assert drawn_segment(COACH, sixteen, "a", [1]) == drawn_segment(COACH, sixteen, "a")


def test_a_scheme_without_a_segment_is_coded_whole():
    assert drawn_segment(CORE, Interval(0, 60 * MINUTE), "a") == Interval(0, 60 * MINUTE)
    assert (COACH.both_code, CORE.both_code) == (True, False)


def test_how_much_must_be_scorable_is_read_from_the_scheme():
    """Its words are: child and parent both scorable for 80 percent."""
    assert COACH.segment is not None
    assert (COACH.segment.least_scorable, CORE.segment) == (0.8, None)
