import pytest

from annotator.agreement import NONE, Table, cohen_kappa, percent_agreement, positive_agreement, unit_table
from annotator.stats import Statistic


def test_kappa_by_hand():
    """Po = 35/50 = .7; Pe = (25·30 + 25·20)/2500 = .5; κ = .2/.5."""
    assert cohen_kappa(Table(("yes", "no"), ((20, 5), (10, 15)))) == Statistic(0.4, 50)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param(((0, 0), (0, 0)), "the coders share no coded time", id="nothing-shared"),
        pytest.param(((9, 0), (0, 0)), "both coders used one same code throughout", id="one-code"),
        pytest.param(((0, 0), (0, 9)), "neither coder marked anything here", id="nothing-coded"),
    ],
)
def test_kappa_is_undefined_for_a_reason(cells, reason):
    assert cohen_kappa(Table(("mother", NONE), cells)) == Statistic(None, sum(map(sum, cells)), reason)


def test_percent_agreement_stays_when_both_used_one_code():
    assert percent_agreement(Table(("mother", NONE), ((9, 0), (0, 0)))) == Statistic(1.0, 9)


def test_silence_of_both_is_no_agreement():
    assert percent_agreement(Table(("mother", NONE), ((0, 0), (0, 9)))).value is None


def test_a_coder_who_never_changed_the_code_has_kappa_zero():
    """Po = 6/9, Pe = (9·6 + 0·3)/81 = 6/9."""
    assert cohen_kappa(Table(("mother", "away"), ((6, 3), (0, 0)))) == Statistic(0.0, 9)


def test_kappa_can_be_negative():
    """Po = 0, Pe = (5·5 + 5·5)/100 = .5; κ = −.5/.5."""
    assert cohen_kappa(Table(("a", "b"), ((0, 5), (5, 0)))) == Statistic(-1.0, 10)


def test_positive_agreement_does_not_grow_with_quiet_time():
    quiet = positive_agreement(Table(("smile", NONE), ((3, 1), (1, 5))), "smile")
    quieter = positive_agreement(Table(("smile", NONE), ((3, 1), (1, 500_000))), "smile")
    assert quiet == quieter == Statistic(0.75, 8)


def test_positive_agreement_on_an_unused_code_is_undefined():
    assert positive_agreement(Table(("smile", NONE), ((0, 0), (0, 9))), "smile").reason


def test_sums_stay_exact_beyond_what_a_double_can_hold():
    """In float the margins' products lose the one unit that keeps κ from being undefined."""
    big = 10**12
    table = Table(("a", "b"), ((big, 1), (0, 0)))
    assert cohen_kappa(table) == Statistic(0.0, big + 1)


def test_units_that_both_coded_make_a_table():
    table = unit_table([("T", "T"), ("A", "T"), ("A", "A")])
    assert table == Table(("A", "T"), ((1, 1), (0, 1)))
    assert table.first, table.second == ((2, 1), (1, 2))


def test_a_table_shows_itself_with_labels_escaped():
    assert "&lt;b&gt;" in Table(("<b>",), ((1,),))._repr_html_()
