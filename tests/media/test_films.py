"""The barcode of the test films: what is drawn is read, at any size, and nothing else is."""

from itertools import pairwise

import numpy as np
import pytest

from tests.films import draw, film_pts, read_barcode


@pytest.mark.parametrize("size", [(320, 180), (1280, 720), (180, 320), (160, 90), (404, 720)])
def test_a_number_is_read_as_it_was_drawn(size: tuple[int, int]) -> None:
    for number in (0, 1, 2, 1023, 54_000, 2**24 - 1):
        assert read_barcode(draw(number, size)) == number


@pytest.mark.parametrize("grey", [0, 96, 255])
def test_a_plain_picture_is_no_number(grey: int) -> None:
    with pytest.raises(ValueError, match="no barcode"):
        read_barcode(np.full((180, 320), grey, np.uint8))


def test_variable_films_really_vary() -> None:
    for rate in ("variable", "variable-gaps"):
        pts, _ = film_pts(rate, 100)
        steps = {b - a for a, b in pairwise(pts)}
        assert len(steps) > 2
        assert min(steps) > 0
