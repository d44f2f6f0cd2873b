"""Episodes by the worked vectors of the scheme format, section 7, and by hand."""

import pytest

from annotator.measures.episodes import episodes
from annotator.schemes import read_scheme
from tests.builders import coding
from tests.planting import ROOT

SCHEME = read_scheme((ROOT / "coding_schemes" / "core-attunement.yaml").read_bytes())
VECTOR = (
    "dyad_state of dyad: 0-12 together, 12-20 alongside, 20-26 out_of_step, 26-29 repairing, 29-41 together, "
    "41-44 unscorable, 44-50 out_of_step, 50-51 alongside, 51-55 out_of_step, 55-60 together"
)


def found(words: str, window: tuple[float, float] = (0, 60)) -> list[tuple[int, int | None, int]]:
    made = coding(words, window, scheme=SCHEME, profile="standard")
    return [(e.onset, e.closed_at, e.until) for e in episodes(made, SCHEME)]


def test_the_worked_vector() -> None:
    """Two episodes, closed after 9 and 11 s; a second alongside at 50 s does not close, 51-55 is the second's."""
    made = coding(VECTOR, (0, 60), scheme=SCHEME, profile="standard")
    first, second = episodes(made, SCHEME)
    assert (first.onset, first.closed_at, first.latency) == (20_000, 29_000, 9_000)
    assert (second.onset, second.closed_at, second.latency) == (44_000, 55_000, 11_000)
    assert [a.content.code for a in first.via] == ["repairing"]
    assert second.via == ()
    assert (first.opened_by.content.onset_ms, first.closed_by and first.closed_by.content.code) == (
        20_000,
        "together",
    )
    assert (first.rule, first.subject) == ("rupture_repair", "dyad")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("5-10 out_of_step, 10-12 together", [(5_000, 10_000, 10_000)], id="two seconds close"),
        pytest.param("5-10 out_of_step, 10-11.999 together, 11.999-60 apart", [(5_000, None, 11_999)], id="less do not"),
        pytest.param("5-10 out_of_step, 10-11 together, 11-13 alongside", [(5_000, 10_000, 10_000)], id="one after the other"),
        pytest.param("5-10 out_of_step, 10-20 apart, 20-30 together", [(5_000, None, 10_000)], id="censored by apart"),
        pytest.param("5-10 out_of_step, 10-20 unscorable, 20-30 together", [(5_000, None, 10_000)], id="not seen"),
        pytest.param("5-60 out_of_step", [(5_000, None, 60_000)], id="the film ends"),
        pytest.param("5-59 out_of_step, 59-60 together", [(5_000, None, 60_000)], id="the film ends too soon"),
        pytest.param("5-10 out_of_step, 10-15 out_of_step, 15-20 together", [(5_000, 15_000, 15_000)], id="two marks"),
        pytest.param("0-9 together, 9- out_of_step", [(9_000, None, 60_000)], id="still running"),
        pytest.param("5-10 repairing, 10-20 together", [], id="a way back from nothing"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_when_an_episode_closes_and_when_nobody_can_know(
    words: str, expected: list[tuple[int, int | None, int]]
) -> None:
    assert found(f"dyad_state of dyad: {words}") == expected


def test_states_are_cut_at_the_coded_window() -> None:
    assert found("dyad_state of dyad: 0-10 out_of_step, 10-20 together", (5, 11)) == [(5_000, None, 11_000)]
    assert found("dyad_state of dyad: 0-10 out_of_step, 10-20 together", (5, 12)) == [(5_000, 10_000, 10_000)]


def test_each_pair_has_episodes_of_its_own() -> None:
    words = "dyad_state of dyad: 0-5 out_of_step, 5-9 together\ndyad_state of dyad-2: 0-9 out_of_step"
    made = coding(words, (0, 9), scheme=SCHEME, profile="standard")
    assert [(e.subject, e.closed_at) for e in episodes(made, SCHEME)] == [("dyad", 5_000), ("dyad-2", None)]
