import pytest

from annotator.report import Panel, Point, across_visits, tokens


def point(visit, value, low=None, high=None):
    return Point(visit, value, low, high, f"{visit} said", f"coding of {visit}")


THREE = (point("Visit 1", 0.2, 0.1, 0.4), point("Visit 2", 0.3, None, None), point("Visit 3", 0.5, 0.3, 0.8))


def test_each_dot_has_its_interval_and_opens_its_visit() -> None:
    (dots,) = across_visits([Panel("Share", THREE, ".0%")]).data
    assert list(dots.y) == [0.2, 0.3, 0.5]
    assert [round(x, 9) if x is not None else None for x in dots.error_y.array] == [0.2, None, 0.3]
    assert [round(x, 9) if x is not None else None for x in dots.error_y.arrayminus] == [0.1, None, 0.2]
    assert tuple(dots.customdata[2]) == ("coding of Visit 3", "Visit 3 said")


def test_from_right_to_left_what_is_said_of_a_dot_begins_at_the_right() -> None:
    (dots,) = across_visits([Panel("Share", THREE)], language="he").data
    assert dots.customdata[2][1] == "\u2067Visit 3 said\u2069"


@pytest.mark.parametrize(("points", "mode"), [(THREE[:2], "markers"), (THREE, "lines+markers")])
def test_nothing_is_joined_before_the_third_visit(points: tuple[Point, ...], mode: str) -> None:
    assert across_visits([Panel("Share", points)]).data[0].mode == mode


def test_a_visit_without_a_number_keeps_its_place_and_has_no_dot() -> None:
    figure = across_visits([Panel("Share", (*THREE, point("Visit 4", None)))])
    assert len(figure.data[0].y) == 3
    assert figure.layout.xaxis.categoryarray[-1] == "Visit 4"


def test_two_beside_one_another_in_the_look_of_the_tokens_and_no_arrow() -> None:
    figure = across_visits([Panel(name, THREE) for name in "abc"], theme="dark")
    assert [a.text for a in figure.layout.annotations] == ["a", "b", "c"]
    assert not any(a.showarrow for a in figure.layout.annotations)
    assert figure.data[0].marker.line.color == tokens().theme("dark").accent
    assert figure.layout.xaxis2.domain[0] > 0.5 and figure.layout.xaxis3.domain[0] == 0


def test_names_that_are_markup_stay_words() -> None:
    figure = across_visits([Panel("<b>x</b>", (point("<i>v</i>", 1.0),))])
    assert figure.layout.annotations[0].text == "&lt;b&gt;x&lt;/b&gt;"
    assert figure.data[0].x[0] == "&lt;i&gt;v&lt;/i&gt;"
