"""Worked examples of the literature: data, value, source."""

import pytest

from annotator.agreement import cohen_kappa, percent_agreement, unit_table
from tests.published.tables import BALANCED, COHEN_1960, SKEWED

SCHEME_FORMAT = unit_table(list(zip("TTTAAOORTT", "TTAAAORRTT", strict=True)))


@pytest.mark.parametrize(
    ("table", "percent", "kappa"),
    [
        # Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
        # Psychological Measurement, 20, 37-46: 200 patients, po = .70, pe = .41, kappa = .492.
        pytest.param(COHEN_1960, 0.70, 0.492, id="cohen-1960"),
        # Feinstein, A. R., & Cicchetti, D. V. (1990). High agreement but low kappa: I. The problems
        # of two paradoxes. Journal of Clinical Epidemiology, 43, 543-549: po = .85 in both tables,
        # kappa = .70 with balanced and .32 with skewed margins.
        pytest.param(BALANCED, 0.85, 0.70, id="feinstein-cicchetti-balanced"),
        pytest.param(SKEWED, 0.85, 0.32, id="feinstein-cicchetti-skewed"),
        # The agreement vector of the scheme format, 1-s units: po = .80, pe = .30.
        pytest.param(SCHEME_FORMAT, 0.80, 0.714, id="scheme-format"),
    ],
)
def test_published_values_of_kappa(table, percent, kappa):
    digits = len(str(kappa)) - 2
    assert percent_agreement(table).value == pytest.approx(percent)
    assert round(cohen_kappa(table).value or 0, digits) == kappa
