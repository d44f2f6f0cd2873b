"""The same records cut into frames and given to scikit-learn and statsmodels, which know nothing of ours."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score
from statsmodels.stats.inter_rater import cohens_kappa

from annotator.agreement import NONE, cohen_kappa, percent_agreement, positive_agreement, time_table
from annotator.model import Interval

FRAME = 40
CODES = ("mother", "away", "toy", "self")


def record(rng, frames, p_gap=0.2):
    """States on frame boundaries at 25 frames a second."""
    states, t = [], 0
    while t < frames:
        n = int(rng.integers(1, 80))
        if rng.random() > p_gap:
            states.append((t * FRAME, min(frames, t + n) * FRAME, CODES[rng.integers(len(CODES))]))
        t += n
    return states


def frames_of(states, frames, per_frame=1):
    codes = np.full(frames * per_frame, NONE, dtype=object)
    for onset, offset, code in states:
        codes[onset * per_frame // FRAME : offset * per_frame // FRAME] = code
    return codes


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("per_frame", [1, 2, 4], ids=["25-fps", "50-fps", "100-fps"])
def test_kappa_is_that_of_scikit_learn_on_frames_of_any_rate(seed, per_frame):
    rng = np.random.default_rng(seed)
    first, second = record(rng, 3_000), record(rng, 3_000)
    table = time_table(first, second, Interval(0, 3_000 * FRAME))
    a, b = (frames_of(states, 3_000, per_frame).tolist() for states in (first, second))
    assert cohen_kappa(table).value == pytest.approx(cohen_kappa_score(a, b), abs=1e-12)
    assert percent_agreement(table).value == pytest.approx(accuracy_score(a, b), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_statsmodels_on_the_same_table(seed):
    rng = np.random.default_rng(100 + seed)
    table = time_table(record(rng, 2_000), record(rng, 2_000), Interval(0, 2_000 * FRAME))
    peer = cohens_kappa(np.array(table.cells), return_results=False)
    assert cohen_kappa(table).value == pytest.approx(float(np.asarray(peer).item()), abs=1e-12)


@pytest.mark.parametrize("code", CODES)
def test_one_code_against_the_rest_is_that_of_scikit_learn(code):
    rng = np.random.default_rng(7)
    first, second = record(rng, 3_000), record(rng, 3_000)
    table = time_table(first, second, Interval(0, 3_000 * FRAME)).against_rest({code}, code)
    a, b = ((frames_of(states, 3_000) == code).astype(int) for states in (first, second))
    assert cohen_kappa(table).value == pytest.approx(cohen_kappa_score(a, b), abs=1e-12)
    assert positive_agreement(table, code).value == pytest.approx(f1_score(a, b), abs=1e-12)
