import math

import pytest

from annotator.stats import Statistic, html_table, poisson_interval, ratio


def test_a_statistic_without_a_value_says_why():
    assert Statistic(None, 0, "nothing was coded").reason == "nothing was coded"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param(None, "", id="neither"),
        pytest.param(0.5, "undefined", id="both"),
        pytest.param(math.nan, "", id="not-a-number"),
        pytest.param(math.inf, "", id="infinite"),
    ],
)
def test_no_number_stands_for_undefined(value, reason):
    with pytest.raises(ValueError, match="statistic"):
        Statistic(value, 0, reason)


def test_zero_is_a_value():
    assert ratio(0, 10, "nothing watched") == Statistic(0.0, 10)


def test_nothing_of_nothing_is_undefined():
    assert ratio(0, 0, "nothing watched") == Statistic(None, 0, "nothing watched")


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # The limits of Garwood's table (1936), as reprinted in texts on Poisson rates.
        pytest.param(0, 0.0, 3.69, id="none"),
        pytest.param(1, 0.03, 5.57, id="one"),
        pytest.param(5, 1.62, 11.67, id="five"),
        pytest.param(10, 4.80, 18.39, id="ten"),
        pytest.param(20, 12.22, 30.89, id="twenty"),
    ],
)
def test_the_poisson_interval_is_garwoods(count, low, high):
    assert [round(limit, 2) for limit in poisson_interval(count)] == [low, high]


def test_a_label_can_never_become_markup():
    table = html_table("<script>", ["<i>"], [["<img src=x>", Statistic(None, 0, "<b>")]])
    assert "<script>" not in table
    assert "<img" not in table
    assert "<b>" not in table
