"""How long a film still takes to be prepared, as its bar says it."""

import pytest

from annotator.pages.progress import left_in_words, seconds_left


def test_the_rest_goes_on_as_what_was_seen() -> None:
    """From a fifth to two fifths in 10 s: a fifth takes 10 s, and three fifths are left."""
    assert seconds_left((100.0, 0.2), (110.0, 0.4)) == 30.0


@pytest.mark.parametrize(
    ("first", "now"),
    [
        ((100.0, 0.2), (100.0, 0.2)),
        ((100.0, 0.2), (101.0, 0.9)),
        ((100.0, 0.2), (200.0, 0.2)),
        ((100.0, 0.9), (200.0, 0.1)),
    ],
    ids=["just opened", "too short", "standing still", "begun again"],
)
def test_nothing_is_said_where_it_cannot_be_told(
    first: tuple[float, float], now: tuple[float, float]
) -> None:
    assert seconds_left(first, now) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "about 10 seconds left"),
        (31.0, "about 40 seconds left"),
        (50.0, "about 50 seconds left"),
        (50.1, "about one minute left"),
        (60.0, "about one minute left"),
        (60.1, "about 2 minutes left"),
        (150.0, "about 3 minutes left"),
    ],
)
def test_the_time_that_is_left_is_rounded_up(seconds: float, words: str) -> None:
    assert left_in_words(seconds) == words
