"""Drift charts: what a session is as a point, when it says look, segments of the code book."""

import numpy as np
import pytest

from annotator.agreement import DriftPoint, compare, drift_charts, drift_point, ewma_chart
from annotator.stats import Statistic
from tests.agreement.test_rating_tracks import S as RATED_SCHEME
from tests.agreement.test_rating_tracks import rated
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(state("gaze", "mother away"), point("cue", "bid"))
GOLD = coding("gaze: 0-10 mother, 10-40 away, 40-60 mother\ncue: 5 bid, 30 bid", scheme=S, coder="gold")
MINUTE = coding("gaze: 0-10 mother, 10-40 away, 40-60 mother", scheme=S)
NEW_MARKS = "gaze: 0.4-10.6 mother, 10.6-40.2 away, 40.2-60 mother\ncue: 5.3 bid, 30.9 bid"


def test_a_point_says_accuracy_bias_and_lag_of_the_coder():
    """Apart for .4 + .6 + .2 of 60 s. Mother 10.2 + 19.8 of 60 s beside 30 of 60 s; away 29.6 beside 30.

    Onsets later by 400, 600, 200 ms (states) and 300, 900 ms (points): the median is 400 ms.
    """
    found = drift_point("c", "2026-01-01", "1.0", compare(coding(NEW_MARKS, (0, 60), scheme=S), GOLD, S))
    assert found.accuracy.value == pytest.approx(58.8 / 60)
    assert found.bias == (
        (("gaze", "infant", "mother"), pytest.approx(0)), (("gaze", "infant", "away"), pytest.approx(-0.4 / 60)),
    )  # fmt: skip
    assert (found.lag.value, found.lag.units) == (400, 5)


def test_the_error_is_that_of_a_share_in_blocks_of_five_mean_bouts():
    """Ten minutes of bouts of 10 s, of which every second differs: twelve blocks of 50 s.

    A block has two whole periods, which share 20 of 40 s, and 10 s more that share anything between 0 and
    all, evenly: its share has a standard deviation of 10 / 50 · √(1/12), the mean of twelve that over √12.
    """
    bouts = ", ".join(f"{10 * i}-{10 * i + 10} {'away' if i % 2 else 'mother'}" for i in range(60))
    mine, other = coding(f"gaze: {bouts}", scheme=S), coding("gaze: 0-600 mother", scheme=S, coder="gold")
    found = drift_point("c", "", "1.0", compare(mine, other, S))
    assert found.error == pytest.approx(0.2 * (1 / 12) ** 0.5 / 12**0.5, rel=0.15)
    short = drift_point("c", "", "1.0", compare(MINUTE, GOLD, S))
    assert short.error is None, "a minute of three bouts is shorter than two blocks"


def test_ratings_are_biased_by_their_mean_gap():
    """Warmth 5 beside 3, pace 4 beside 5."""
    mine, gold = rated("ana", [("warmth", 5), ("pace", 4)]), rated("gold", [("warmth", 3), ("pace", 5)])
    found = drift_point("c", "", "1.0", compare(mine, gold, RATED_SCHEME))
    assert {place[2]: value for place, value in found.bias} == {"warmth": 2, "pace": -1}
    assert found.lag.reason == "no mark or stretch has a partner of the same code"


def made(i, accuracy, lag=300.0, bias=0.0, version="1.0", apart=()):
    place = ("gaze", "infant", "mother")
    return DriftPoint(
        f"c{i:02}", f"2026-01-{i + 1:02}", version, Statistic(accuracy, 60_000), None, ((place, bias),),
        Statistic(lag, 5), tuple(apart),
    )  # fmt: skip


STEADY = [0.9, 0.92, 0.88, 0.91, 0.9, 0.89, 0.91, 0.9]


def test_fewer_than_eight_films_have_no_limits_and_say_nothing():
    (segment,) = drift_charts([made(i, a) for i, a in enumerate(STEADY[:7])])
    assert segment.accuracy.chart.centre is None
    assert segment.accuracy.chart.reason == "7 are too few for an interval; 8 are needed"
    assert segment.look is None


def test_a_fall_says_look_since_the_last_good_film_and_what_cost_most():
    from annotator.agreement import Disagreement

    apart = [Disagreement("gaze", "infant", 0, 4_000, "away", "mother"),
             Disagreement("gaze", "infant", 9_000, 10_000, "mother", "away")]  # fmt: skip
    steady = [made(i, a, apart=[apart[1]]) for i, a in enumerate(STEADY)]
    fallen = [made(8 + i, 0.7, apart=apart) for i in range(3)]
    (segment,) = drift_charts([*fallen, *steady])
    assert segment.look is not None
    assert (segment.look.measures, segment.look.since) == (("accuracy",), 8)
    assert [(c.first, c.second, c.cost_ms) for c in segment.look.costliest] == [
        ("away", "mother", 12_000), ("mother", "away", 3_000),
    ]  # fmt: skip
    assert drift_charts(steady)[0].look is None


def test_what_came_back_inside_asks_for_no_look():
    """λ = .2: after one bad film the smoothed value goes back by a fifth of the way at each good one."""
    points = [made(i, a, lag) for i, (a, lag) in enumerate(zip(
        STEADY, (300, 320, 280, 310, 290, 300, 330, 270), strict=True))]  # fmt: skip
    late = [made(8, 0.9, 500.0)]
    (out,) = drift_charts([*points, *late])
    assert out.look is not None
    assert out.look.measures == ("lag",)
    # μ = 300, s = 20 (sum of squares 2800 / 7 = 400): z = .2 · 500 + .8 · z₈, limits 300 ± 2.6 · 20 · √(1/9).
    assert out.lag.chart.upper[-1] == pytest.approx(300 + 2.6 * 20 * (1 / 9 * (1 - 0.8**18)) ** 0.5)
    back = [made(9 + i, 0.9, 300.0) for i in range(8)]
    (inside,) = drift_charts([*points, *late, *back])
    assert inside.look is None
    assert 8 in inside.lag.out


def test_a_new_version_of_the_code_book_begins_anew():
    old = [made(i, a) for i, a in enumerate(STEADY)]
    new = [made(8 + i, 0.6, version="1.1") for i in range(3)]
    first, second = drift_charts([*old, *new])
    assert (first.version, second.version, len(second.points)) == ("1.0", "1.1", 3)
    assert (first.look, second.look) == (None, None)


def test_many_charts_of_bias_cry_out_no_more_often_than_one():
    """Ten codes of pure chance in 100 coders with 30 films each: about as many alarms as one chart makes.

    With limits estimated from eight films one chart has some share of coders with an alarm; ten of width
    2.6 would have nearly everybody.
    """
    from annotator.agreement.drift import bias_width

    rng = np.random.default_rng(5)

    def alarmed(charts, width):
        found = 0
        for _ in range(100):
            of = [ewma_chart(list(rng.normal(size=30)), side="both", width=width) for _ in range(charts)]
            found += any(chart.signals for chart in of)
        return found

    one, ten, naive = alarmed(1, 2.6), alarmed(10, bias_width(10)), alarmed(10, 2.6)
    assert naive > ten
    assert naive > 2 * one
