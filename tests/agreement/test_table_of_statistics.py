"""The README's table has every public statistic: definition, when it is undefined, source."""

import inspect
import re
from pathlib import Path

import pytest

import annotator.agreement as agreement

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
TABLE = README.split("## Statistics")[1].split("\n## ")[0]
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in TABLE.splitlines()
    if line.startswith("| ") and not line.startswith("| statistic")
]

IN_ROW = {
    "agreement_along": "agreement along the session", "percent_agreement": "percent agreement", "pairwise_percent": "percent agreement",
    "cohen_kappa": "Cohen's κ, weighted", "weighted_kappa": "Cohen's κ, weighted",
    "positive_agreement": "positive, negative agreement", "negative_agreement": "positive, negative agreement",
    "scott_pi": "Scott's π", "fleiss_kappa": "Fleiss' κ", "fleiss_code_kappas": "Fleiss' κ",
    "conger_kappa": "Conger's κ", "brennan_prediger": "Brennan–Prediger", "many_brennan_prediger": "Brennan–Prediger",
    "gwet_ac1": "AC1, AC2", "gwet_ac2": "AC1, AC2", "many_ac": "AC1, AC2", "kappa_max": "κ max",
    "prevalence_index": "prevalence, bias index", "bias_index": "prevalence, bias index",
    "observer_accuracy": "estimated observer accuracy", "stuart_maxwell": "Stuart–Maxwell",
    "time_unit_table": "time-unit κ", "presence_table": "presence", "tolerance_kappa": "tolerance κ",
    "tolerance_table": "tolerance κ", "chance_by_shift": "chance line", "f1_by_chance": "chance line",
    "compare_events": "event agreement", "match_events": "event agreement", "unlinked_kappa": "κ of events",
    "krippendorff_alpha": "Krippendorff's α", "nominal_alpha": "Krippendorff's α", "unitizing_alpha": "uα, \\|uα",
    "intraclass": "ICC(1)", "intraclass_by_reml": "ICC(1)", "rating_agreement": "exact and ± 1 agreement",
    "measurement_error": "SEM", "bland_altman": "Bland–Altman", "ewma_chart": "EWMA", "accuracy_chart": "accuracy",
    "individuals_chart": "individuals chart", "gamma": "γ, γ-cat", "mean_gamma": "γ, γ-cat",
    "session_limits": "intervals", "session_jackknife": "intervals", "block_limits": "intervals",
    "cohen_limits": "intervals", "unit_limits": "intervals", "alpha_limits": "intervals", "reml_limits": "intervals",
    "pool": "pooling", "pool_ratings": "agreement on ratings", "match_points": "F1 of points",
    "compare_modifiers": "agreement on modifiers", "study_agreement": "pooling", "against_gold": "against a gold coding",
    "costliest": "against a gold coding", "derived_agreement": "agreement on derived measures",
    "expected_kappa": "interval to expect", "expected_icc": "interval to expect", "cohen_error": "intervals",
    "drift_point": "drift", "drift_charts": "drift", "onset_lags": "event agreement",
}  # fmt: skip
NO_STATISTIC = {
    "agreed_marks", "consensus", "where", "compare", "icc_table", "lay_over", "pair_onsets", "passes", "pooled", "ratings", "read_first", "shifted",
    "time_ratings", "time_table", "unit_table", "usual_statistic", "draw", "draw_some", "how_many_doubled", "thirds", "least_doubled",
}  # fmt: skip
"""They make or show what statistics rest on."""


def test_every_public_function_has_its_row() -> None:
    public = {n for n in agreement.__all__ if inspect.isfunction(getattr(agreement, n))}
    assert public == IN_ROW.keys() | NO_STATISTIC


@pytest.mark.parametrize("function", IN_ROW)
def test_the_row_is_there(function: str) -> None:
    assert [row[0] for row in ROWS if IN_ROW[function] in row[0]], IN_ROW[function]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_row_says_what_it_is_when_it_is_none_and_where_it_comes_from(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row), row


@pytest.mark.parametrize("function", IN_ROW)
def test_each_says_itself_when_it_has_no_value(function: str) -> None:
    words = inspect.getdoc(getattr(agreement, function)) or ""
    assert re.search(r"[Uu]ndefined|Without limits|[Nn]ever undefined|Raises|Gives no pair", words), words
