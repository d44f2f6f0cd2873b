"""Run in pygamma-agreement's own environment: γ of the records on standard input.

Its seconds and the disorder of the best alignment come out. Its defaults but for the sampler, which shuffles as ours
does, and the number of samples; before the clock starts it is imported and a small round compiles it.
"""

import json
import sys
import time
from typing import Any

import numpy as np
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler


def continuum(records: list[list[list[Any]]]) -> Continuum:
    """The records of both coders as pygamma-agreement wants them, in seconds."""
    made = Continuum()
    for coder, record in enumerate(records):
        for onset, offset, code in record:
            made.add(f"coder {coder}", Segment(onset / 1000, offset / 1000), code)
    return made


def main() -> None:
    """Measure once, after a small round."""
    asked = json.load(sys.stdin)
    dissimilarity = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    small = continuum([record[:5] for record in asked["records"]])
    small.compute_gamma(dissimilarity, n_samples=2, sampler=ShuffleContinuumSampler())
    np.random.seed(0)
    began = time.perf_counter()
    found = continuum(asked["records"]).compute_gamma(
        dissimilarity, n_samples=asked["shuffles"], sampler=ShuffleContinuumSampler()
    )
    spent = time.perf_counter() - began
    print(json.dumps({"seconds": spent, "value": float(found.best_alignment.disorder)}))


if __name__ == "__main__":
    main()
