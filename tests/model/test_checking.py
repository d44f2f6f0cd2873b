"""What may be stored of intervals and ratings: on the grid, on the scale, over a stretch that ends."""

from dataclasses import replace

import pytest

from annotator.model import RATED, Content, Subject, check_content, lanes_of
from annotator.schemes.scheme import Scale, Track
from tests.scheme_values import code, scheme, text

MINUTE = Track(
    "minute", "infant", "interval", text("Minute"), (code("calm"),), exclusive=True, interval_s=2.5
)
HALVES = Scale(0, 1, 0.1, {"0": text("none"), "1": text("all")})
FORM = Track("form", "infant", "rating", text("Form"), (code("warmth", scale=HALVES),), scope="segment")
SCHEME = scheme(MINUTE, FORM)
LANES = lanes_of(SCHEME, SCHEME.profiles[0].id, [Subject("infant", "infant", "child", "Infant")])


def code_of(content: Content) -> str | None:
    problem = check_content(content, LANES, SCHEME, 20_000)
    return problem.code if problem else None


@pytest.mark.parametrize(
    ("onset", "offset", "said"),
    [
        pytest.param(0, 2500, None, id="the first"),
        pytest.param(17_500, 20_000, None, id="the last"),
        pytest.param(2500, 7500, "invalid", id="two at once"),
        pytest.param(1000, 3500, "invalid", id="between two"),
        pytest.param(2500, None, "invalid", id="without an end"),
        pytest.param(20_000, 22_500, "invalid", id="behind the film"),
    ],
)
def test_an_interval_lies_on_its_grid(onset: int, offset: int | None, said: str | None) -> None:
    assert code_of(Content("minute", "infant", "calm", onset, offset)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(0, None, id="the lower end"),
        pytest.param(0.3, None, id="a step that binary numbers cannot hold"),
        pytest.param(1, None, id="the upper end"),
        pytest.param(0.25, "invalid", id="between two steps"),
        pytest.param(1.1, "invalid", id="beyond the end"),
        pytest.param(True, "invalid", id="no number"),
        pytest.param("0.3", "invalid", id="words"),
    ],
)
def test_a_rating_lies_on_its_scale(value: float | str, said: str | None) -> None:
    content = Content("form", "infant", "warmth", 0, 20_000, modifiers={RATED: value})
    assert code_of(content) == said
    assert (content.rating == value) is (value is not True and not isinstance(value, str))


def test_what_cannot_be_judged_is_a_rating_without_a_value() -> None:
    content = Content("form", "infant", "warmth", 0, 20_000)
    assert (code_of(content), content.rating) == (None, None)
    assert code_of(replace(content, offset_ms=None)) == "invalid"


def test_only_ratings_have_a_value() -> None:
    assert code_of(Content("minute", "infant", "calm", 0, 2500, modifiers={RATED: 0.3})) == "invalid"
