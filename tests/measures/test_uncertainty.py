"""Every kind of measure with its interval, beside SciPy, R's survival and statsmodels."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest, chi2, t

from annotator.measures import summarise
from annotator.measures.sequence import Transitions
from annotator.measures.spread import shown_limits
from annotator.measures.timing import yules_q
from annotator.model import Coding
from annotator.schemes import Scheme, read_scheme
from tests.builders import coding
from tests.measures.test_kinds import comments, measured
from tests.planting import ROOT
from tests.stats.test_intervals import AML

Limits = tuple[float | None, float | None] | None


def shipped(name: str) -> Scheme:
    return read_scheme((ROOT / "coding_schemes" / f"{name}.yaml").read_bytes())


def exact(n: int, minutes: float = 1) -> tuple[float, float]:
    """Garwood's limits of a count by chi-squared, another way than the program's; none below nothing."""
    low = chi2.ppf(0.025, 2 * n) / 2 if n else 0.0
    return low / minutes, chi2.ppf(0.975, 2 * n + 2) / 2 / minutes


def wilson(part: int, whole: int) -> tuple[float, float]:
    found = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    return found.low, found.high


def limits(made: Coding, part: str = "", key: str = "", **measure: Any) -> Limits:
    found = measured(made, **measure)
    figure = found.main if not part else found.figure(part, key)
    assert figure is not None
    return shown_limits(found, figure)


def aml() -> tuple[Coding, int]:
    """Weeks in remission of the aml data as seconds out of step, closed by 3 s together, lost from sight at "+"."""
    words, at = [], 0
    for week in AML["maintained"].split():
        until = at + int(week.rstrip("+"))
        words.append(f"{at}-{until} apart, {until}-{until + 3} {'hidden' if '+' in week else 'together'}")
        at = until + 3
    return coding("dyad of dyad: " + ", ".join(words), (0, at)), at


def test_counts_and_rates_are_exact_poisson() -> None:
    """Four comments in a minute; five rifts of the aml data that closed or not in their scorable time."""
    four = comments({}, {}, {}, {})
    assert limits(four, kind="count", of={"track": "comment"}) == pytest.approx(exact(4))
    assert limits(four, kind="rate", of={"track": "comment"}) == pytest.approx(exact(4))
    assert limits(comments(), kind="rate", of={"track": "comment"}) == pytest.approx(exact(0))
    made, whole = aml()
    minutes = (whole - 4 * 3) / 60  # four were lost from sight, for 3 s each
    assert limits(made, kind="rate", of={"episode": "rift"}) == pytest.approx(exact(11, minutes))


def test_shares_of_what_can_be_counted_are_wilson() -> None:
    made = comments(*({"fits": f, "parts": ("why",)} for f in ("yes", "yes", "no")), {"fits": "unsure"})
    yes = {"of": {"track": "comment", "where": {"fits": ["yes"]}}, "over": {"track": "comment"}}
    assert limits(made, kind="proportion_count", **yes) == pytest.approx(wilson(2, 4))
    fits = {"kind": "distribution", "of": {"track": "comment", "modifier": "fits"}}
    assert limits(made, "value", "no", **fits) == pytest.approx(wilson(1, 4))
    why = {"kind": "distribution", "of": {"track": "comment", "modifier": "parts"}}
    assert limits(made, "value", "why", **why) == pytest.approx(wilson(3, 3))


def test_shares_of_episodes_leave_out_those_lost_from_sight_before() -> None:
    """Within 23: ended at 9, 13, 18, 23; later are 28+, 31, 34, 45+, 48, 161+; 13+ is not known. 4 of 10, ever 7 of 11."""
    share = {"kind": "episode_share", "episode": "rift", "closed_within_ms": [23_000, None]}
    made, _ = aml()
    assert limits(made, "within", "23000", **share) == pytest.approx(wilson(4, 10))
    assert limits(made, "within", "ever", **share) == pytest.approx(wilson(7, 11))


def test_how_long_until_it_closes_is_what_rs_survival_prints() -> None:
    """survfit of aml, maintained: median 31, 95 % limits 18 and none."""
    made, _ = aml()
    latency = {"kind": "episode_latency", "episode": "rift", "statistic": "km_median"}
    assert measured(made, **latency).main.value.value == 31_000.0
    assert limits(made, **latency) == (18_000.0, None)


def test_means_of_numbers_go_by_t() -> None:
    sure = [1, 3, 2, 2, 3, 1, 3, 3]
    of = {"kind": "modifier_mean", "of": {"track": "comment", "modifier": "sure"}}
    theirs = t.interval(0.95, 7, np.mean(sure), np.std(sure, ddof=1) / np.sqrt(8))
    assert limits(comments(*({"sure": n} for n in sure)), **of) == pytest.approx(theirs)
    assert limits(comments(*({"sure": n} for n in sure[:7])), **of) is None  # too few to be trusted


def looks(lengths: list[int], apart: int = 2) -> Coding:
    words, at = [], 0
    for length in lengths:
        words.append(f"{at}-{at + length} mother")
        at += length + apart
    return coding("gaze: " + ", ".join(words), (0, at))


def test_lengths_and_shares_of_time_have_what_they_were_drawn_from() -> None:
    """Means by t; of eight lengths the median lies between the first and the last: 2 · (1/2)⁸ < 5 %.

    A share of time by cycles: held h, whole h + 2; the residuals h − r (h + 2), Crane & Lemoine's variance.
    """
    lengths = [3, 5, 4, 9, 7, 6, 8, 10]
    made, of = looks(lengths), {"of": {"track": "gaze", "codes": ["mother"]}}
    assert limits(made, kind="median_duration", **of) == (3_000.0, 10_000.0)
    ms = np.array(lengths) * 1000.0
    theirs = t.interval(0.95, 7, ms.mean(), ms.std(ddof=1) / np.sqrt(8))
    assert limits(made, kind="mean_duration", **of) == pytest.approx(theirs)
    held, whole = np.array(lengths), np.array(lengths) + 2
    share = held.sum() / whole.sum()
    spread = np.sqrt(8 / 7 * ((held - share * whole) ** 2).sum()) / whole.sum()
    time = limits(made, kind="proportion_time", over="scorable_time", **of)
    assert time == pytest.approx(t.interval(0.95, 7, share, spread))


def test_times_matched_are_a_share_of_time_and_delays_and_gaps_lengths_seen_whole() -> None:
    """Eight delays, gaps and cycles; the limits are those of their own lists."""
    acts = ", ".join(f"{10 * i + s / 10} join" for i, s in enumerate([3, 5, 4, 9, 7, 6, 8, 10]))
    cues = ", ".join(f"{10 * i} bid_social" for i in range(8))
    words = f"infant_cue of infant: {cues}\nparent_response of parent: {acts}"
    core = shipped("core-attunement")
    found = summarise(coding(words, (0, 80), scheme=core, profile="research"), core).measure("answer_latency")
    assert found is not None and shown_limits(found, found.main) == (300.0, 1_000.0)

    ladder = shipped("match-and-repair")
    infant = ", ".join(f"{10 * i}-{10 * i + 10} i_attentive" for i in range(8))
    adult = ", ".join(
        f"{10 * i}-{10 * i + h} a_attentive, {10 * i + h}-{10 * i + 10} a_elsewhere"
        for i, h in enumerate([3, 5, 4, 9, 7, 6, 8, 2])
    )
    words = f"infant_step of infant: {infant}\nadult_step of parent: {adult}"
    made = coding(words, (0, 80), scheme=ladder, profile=ladder.profiles[0].id)
    found = summarise(made, ladder).measure("matching")
    held = np.array([3, 5, 4, 9, 7, 6, 8, 2])
    spread = np.sqrt(8 / 7 * ((held - held.mean()) ** 2).sum()) / 80
    assert found is not None and found.main.value.value == held.sum() / 80
    assert shown_limits(found, found.main) == pytest.approx(t.interval(0.95, 7, held.sum() / 80, spread))


def test_what_is_one_stretch_or_a_table_has_no_interval() -> None:
    """The longest of all lengths, what follows what and what lies together: no interval is known for these."""
    made, of = looks([3, 5, 4, 9, 7, 6, 8, 10]), {"of": {"track": "gaze", "codes": ["mother"]}}
    assert limits(made, kind="longest_bout", **of) is None
    assert limits(made, kind="transition", of={"track": "gaze"}) is None


@pytest.mark.parametrize(
    ("table", "q"),
    [
        # Yule (1900): smallpox in Sheffield, 1887-88. Vaccinated 3,951 recovered, 200 died; others 278 and 274.
        # By hand: (3951 · 274 − 200 · 278) / (3951 · 274 + 200 · 278) = 1,026,974 / 1,138,174.
        ((3951, 200, 278, 274), 1_026_974 / 1_138_174),
        ((10, 0, 5, 7), 1.0),
        ((0, 4, 5, 7), -1.0),
        ((6, 3, 4, 2), 0.0),
    ],
)
def test_yules_q_by_hand(table: tuple[int, int, int, int], q: float) -> None:
    assert yules_q(*table).value == pytest.approx(q)
    a, b, c, d = table
    assert yules_q(c, d, a, b).value == pytest.approx(-q)  # the rows changed over
    assert yules_q(a, c, b, d).value == pytest.approx(q)  # rows for columns


def test_yules_q_is_goodman_and_kruskals_gamma_and_the_odds_ratio_drawn_together() -> None:
    """Gamma of two by two by counting pairs; (OR − 1) / (OR + 1) by statsmodels."""
    from statsmodels.stats.contingency_tables import Table2x2

    for a, b, c, d in np.random.default_rng(11).integers(1, 9, (20, 4)).tolist():
        rows = [(0, 0)] * a + [(0, 1)] * b + [(1, 0)] * c + [(1, 1)] * d
        pairs = [
            np.sign(x[0] - y[0]) * np.sign(x[1] - y[1]) for i, x in enumerate(rows) for y in rows[i + 1 :]
        ]
        gamma = sum(pairs) / sum(abs(p) for p in pairs)
        odds = Table2x2(np.array([[a, b], [c, d]])).oddsratio
        found = yules_q(a, b, c, d).value
        assert found == pytest.approx(gamma) == pytest.approx((odds - 1) / (odds + 1))


def test_yules_q_of_a_pair_takes_all_others_together() -> None:
    """Of 3 codes: first 8, then 2 else; 3 then first, 7 else: Q = (8·7 − 2·3) / (8·7 + 2·3) = 50/62."""
    found = Transitions(tuple("abc"), np.array([[1, 8, 1], [2, 1, 3], [0, 2, 2]]), 1, repeats=True)
    assert found.yules_q(0, 1).value == pytest.approx(50 / 62)
    none = Transitions(tuple("ab"), np.array([[3, 0], [4, 0]]), 1, repeats=True).yules_q(0, 0)
    assert (none.value, none.reason) == (None, "one of the two holds all of the time, or none of it")
