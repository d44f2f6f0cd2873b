"""Turns by hand."""

from annotator.measures import seen
from annotator.measures.turns import Chain, sounds, turns
from annotator.schemes import read_scheme
from tests.builders import coding
from tests.planting import ROOT


def s(words: str) -> list[tuple[int, int]]:
    """``0-1, 3-4.5``: seconds."""
    return [tuple(round(float(t) * 1000) for t in part.split("-")) for part in words.split(",")]  # type: ignore[misc]


def test_turns_gaps_and_chains_by_hand() -> None:
    """Infant 0–1, 3–4, 20–21; parent 1.5–2.5 (gap 0.5), infant 3 (0.5), parent 3.8–5 (−0.2); 20–21 stands alone."""
    found = turns(s("0-1, 3-4, 20-21"), s("1.5-2.5, 3.8-5"))
    assert [(t.by, t.gap) for t in found.turns] == [("second", 500), ("first", 500), ("second", -200)]
    assert found.chains == (Chain(0, 5_000, 3),)
    assert (found.gap().value, found.gap("second").value, found.gap("first").units) == (500.0, 150.0, 1)
    assert (found.both_ms, found.any_ms) == (200, 1000 + 1000 + 2000 + 1000)


def test_the_window_of_a_turn() -> None:
    """Up to 2 s after the end, that end closed; more than 1 s before it is talking over, not a turn."""
    assert [t.gap for t in turns(s("0-1"), s("3-4")).turns] == [2_000]
    assert turns(s("0-1"), s("3.001-4")).turns == ()
    assert [t.gap for t in turns(s("0-5"), s("4.001-6")).turns] == [-999]
    assert turns(s("0-5"), s("4-6")).turns == ()


def test_one_who_goes_on_takes_no_turn_and_breaks_no_chain() -> None:
    """Parent 2 and 3 s: the second goes on. Infant 4: a turn. Then 3 s of silence end the chain."""
    found = turns(s("0-1, 4-5, 8.5-9"), s("2-2.5, 3-3.5, 9.5-10"))
    assert [(t.after[0], t.sound[0]) for t in found.turns] == [(0, 2_000), (3_000, 4_000), (8_500, 9_500)]
    assert found.chains == (Chain(0, 5_000, 2), Chain(8_500, 10_000, 1))
    assert found.longest == found.chains[0]


def test_silence_says_why() -> None:
    found = turns([], [])
    assert (found.gap().reason, found.overlap.reason, found.longest) == (
        "no turn was taken",
        "nobody was heard",
        None,
    )


def test_sounds_of_a_coding_are_joined_over_the_schemes_pause() -> None:
    """vocal-turns joins over 300 ms: 0–1 and 1.2–2 are one sound; the cry is no turn."""
    scheme = read_scheme((ROOT / "coding_schemes" / "vocal-turns.yaml").read_bytes())
    words = (
        "infant_voice of infant: 0-1 speechlike, 1.2-2 speechlike, 5-6 cry\n"
        "parent_voice of parent: 2.5-4 to_infant"
    )
    taken = seen(coding(words, (0, 60), scheme=scheme, profile="-"), scheme)
    infant = sounds(taken, taken.of_track("infant_voice")[0], ["speechlike"])
    parent = sounds(taken, taken.of_track("parent_voice")[0], ["to_infant"])
    assert infant == [(0, 2_000)]
    assert [t.gap for t in turns(infant, parent).turns] == [500]
