"""Ladders and turns as schemes declare them, by hand and beside scipy, on the two schemes that ship them."""

import io
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, pearsonr

from annotator.exchange import Export, write_zip
from annotator.measures import Measured, summarise
from annotator.model import Coding
from annotator.schemes import Scheme, read_scheme
from tests.builders import coding
from tests.export_case import SESSION
from tests.planting import ROOT

MATCH, TURNS = (
    read_scheme((ROOT / "coding_schemes" / f"{name}.yaml").read_bytes())
    for name in ("match-and-repair", "vocal-turns")
)
ON_LADDER = (
    "infant_step of infant: 0-10 i_attentive, 10-16 i_inviting, 16-20 i_upset, 20-24 i_playing\n"
    "adult_step of parent: 0-12 a_attentive, 12-18 a_inviting, 18-20 a_elsewhere, 20-23 a_playing, 23-24 a_missing"
)
VOICES = (
    "infant_voice of infant: 0-1 speechlike, 3-4 infant_laugh, 6-6.5 cry, 9-10 speechlike\n"
    "parent_voice of parent: 1.5-2.5 to_infant, 3.8-5 parent_laugh, 20-30 parent_inaudible, 40-41 to_other"
)


def measured(words: str, end: int, scheme: Scheme, id: str, **more: int) -> Measured:
    found = summarise(made(words, end, scheme), scheme, **more).measure(id)
    assert found is not None
    return found


def made(words: str, end: int, scheme: Scheme) -> Coding:
    return coding(words, (0, end), scheme=scheme, profile=scheme.profiles[0].id)


def told(found: Measured) -> dict[tuple[str, str], tuple[Any, int, int | None]]:
    return {(f.part, f.key): (f.value.value, f.n, f.of) for f in found.figures}


def exact(n: int, minutes: float) -> tuple[float, float]:
    """Garwood's interval by chi-squared, another way than the program's."""
    return chi2.ppf(0.025, 2 * n) / 2 / minutes, chi2.ppf(0.975, 2 * n + 2) / 2 / minutes


def test_matching_the_way_back_and_whose_it_was_by_hand() -> None:
    """One rung 0–10, 12–16, 20–23 s: 17 of the 23 s in which both were seen.

    Mismatches 10–12 (the adult follows up: led by the parent) and 16–20 (both change at 20): median 3 s.
    """
    found = measured(ON_LADDER, 24, MATCH, "matching")
    there = told(found)
    assert found.subject == "infant, parent"
    assert there["", ""] == (17 / 23, 17_000, 23_000)
    assert found.main.moments == ((0, 10_000), (12_000, 16_000), (20_000, 23_000))
    assert there["reparation", ""] == (pytest.approx(2 / 23 * 60), 2, 23_000)
    reparation = found.figure("reparation")
    assert reparation is not None
    assert reparation.interval == pytest.approx(exact(2, 23 / 60))
    assert reparation.moments == ((10_000, 12_000), (16_000, 20_000))
    assert there["mismatch", ""] == (3_000.0, 2, 2)
    assert [there["led", who] for who in ("infant", "parent", "both")] == [
        (0.0, 0, 2),
        (0.5, 1, 2),
        (0.5, 1, 2),
    ]


def test_within_one_rung_from_attentive_on_by_hand() -> None:
    """Attentive beside inviting (10–12 s) counts as matched, upset beside anything does not: 19 of 23 s."""
    found = measured(ON_LADDER, 24, MATCH, "matching_within_one")
    assert told(found)["", ""] == (19 / 23, 19_000, 23_000)
    assert [f.key for f in found.figures if f.part == "lag"] == ["0"]


def test_who_follows_whom_is_pearsons_r_of_the_seconds() -> None:
    """The rungs second by second, written out; the last one is missing on the adult's side."""
    infant = np.array([1] * 10 + [2] * 6 + [-2] * 4 + [3] * 4)
    adult = np.array([1] * 12 + [2] * 6 + [0] * 2 + [3] * 3)
    found = told(measured(ON_LADDER, 24, MATCH, "matching"))
    for lag in (-5, -1, 0, 2, 5):
        pairs = [(infant[i], adult[i + lag]) for i in range(24) if 0 <= i + lag < 23]
        r = pearsonr(*np.array(pairs).T).statistic
        assert found["lag", str(1000 * lag)] == (pytest.approx(r), len(pairs), None)
    assert ("lag_by_shift", "0") not in found
    shifted = measured(ON_LADDER, 24, MATCH, "matching", shifts=60).figure("lag_by_shift", "2000")
    assert shifted is not None
    assert shifted.interval is not None
    low, high = shifted.interval
    assert low is not None and high is not None and shifted.value.value is not None
    assert -1 <= low <= shifted.value.value <= high <= 1


def test_turns_gaps_and_the_longest_chain_by_hand() -> None:
    """Parent at 1.5 (gap 0.5), infant at 3 (0.5), parent at 3.8 (−0.2): 3 turns in 50 audible s, one chain.

    The cry is no turn. With 5 s the infant's sound at 9 s (gap 4) is one more. Both at once 3.8–4 of 5 s.
    """
    found = measured(VOICES, 60, TURNS, "turns")
    there = told(found)
    assert there["", ""] == (pytest.approx(3 / 50 * 60), 3, 50_000)
    assert found.main.interval == pytest.approx(exact(3, 50 / 60))
    assert found.main.moments == ((0, 2_500), (1_500, 4_000), (3_000, 5_000))
    assert there["window", "5000"] == (pytest.approx(4 / 50 * 60), 4, 50_000)
    gaps = [there["gap", key] for key in ("", "infant", "parent")]
    assert gaps == [(500.0, 3, None), (500.0, 1, None), (150.0, 2, None)]
    assert there["chain", ""] == (3.0, 3, 3)
    assert there["overlap", ""] == (pytest.approx(0.2 / 5.0), 200, 5_000)


def test_nobody_heard_is_no_number_but_a_reason() -> None:
    found = measured(
        "infant_voice of infant: 0-1 cry\nparent_voice of parent: 2-3 to_other", 60, TURNS, "turns"
    )
    assert told(found)["", ""] == (0.0, 0, 60_000)
    reasons = {f.part: f.value.reason for f in found.figures if f.value.value is None}
    assert reasons == {
        "gap": "no turn was taken",
        "chain": "no turn was taken",
        "overlap": "nobody was heard",
    }
    missing = "infant_step of infant: 0-20 i_missing\nadult_step of parent: 0-20 a_playing"
    none = measured(missing, 20, MATCH, "matching")
    assert none.main.value.reason == "there is no time in which both could be seen"


@pytest.mark.parametrize(
    ("scheme", "words", "column", "value"),
    [
        (MATCH, ON_LADDER, "matching_reparation", 2 / 23 * 60),
        (MATCH, ON_LADDER, "matching_mismatch", 3_000),
        (TURNS, VOICES, "turns_gap_parent", 150),
        (TURNS, VOICES, "turns_chain", 3),
        (TURNS, VOICES, "turns_overlap", 0.04),
    ],
)
def test_they_leave_in_the_tables(scheme: Scheme, words: str, column: str, value: float) -> None:
    export = Export(SESSION, scheme, (made(words, 24 if scheme is MATCH else 60, scheme),))
    with zipfile.ZipFile(io.BytesIO(write_zip(export))) as archive:
        wide = pd.read_csv(io.BytesIO(archive.read("measures_wide.csv")))
        long = pd.read_csv(io.BytesIO(archive.read("measures.csv")))
    assert wide[column].iloc[0] == pytest.approx(value)
    assert {"lag", "led"} <= set(long["part"]) if scheme is MATCH else "window" in set(long["part"])
