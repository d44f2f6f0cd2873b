"""Every scheme that Attune ships: all its measures come out of a coding that fills every track."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from annotator.measures import declared, summarise
from annotator.model import RATED, Annotation, Coding, CodingState, Content, Interval
from annotator.schemes import Scheme, read_scheme
from annotator.schemes.scheme import Track
from tests.planting import ROOT

MINUTES = 5
FILES = sorted((ROOT / "coding_schemes").glob("*.yaml"))


def contents(track: Track, scheme: Scheme, rng: np.random.Generator) -> list[Content]:
    """A made-up record of one track: states and intervals without gaps, twenty points, a rating of each scale."""
    end, codes = MINUTES * 60_000, [code.id for code in track.codes]
    given = {
        m.id: [o.id for o in m.options][int(rng.integers(len(m.options)))]
        for m in scheme.modifiers if m.type == "choice" and any(m.id in c.modifiers for c in track.codes)
    }  # fmt: skip
    if track.kind == "rating":
        return [
            Content(track.id, track.subject, c.id, 0, end, modifiers={RATED: c.scale.minimum})
            for c in track.codes
            if c.scale
        ]
    if track.kind == "point":
        times = sorted(rng.choice(end, 20, replace=False))
        return [
            Content(track.id, track.subject, codes[i % len(codes)], int(t), int(t), modifiers=given)
            for i, t in enumerate(times)
        ]
    cuts = [0, *sorted(int(t) * 1000 for t in rng.choice(np.arange(1, 300), 30, replace=False)), end]
    if track.kind == "interval":
        cuts = list(range(0, end + 1, round(1000 * (track.interval_s or 60))))
    chosen = rng.integers(len(codes), size=len(cuts))
    return [
        Content(track.id, track.subject, codes[int(c)], a, b, modifiers=given)
        for (a, b), c in zip(pairwise(cuts), chosen, strict=False)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_measure_of_a_shipped_scheme_has_a_number_or_says_why_not(file: Path) -> None:
    scheme = read_scheme(file.read_bytes())
    rng = np.random.default_rng(5)
    marks = [content for track in scheme.tracks for content in contents(track, scheme, rng)]
    made = Coding(
        "c", "s", "ana", scheme.hash, "none of the scheme's: all tracks", CodingState.SUBMITTED, Interval(0, MINUTES * 60_000),
        tuple(Annotation(f"a{i}", 1, content) for i, content in enumerate(marks)),
    )  # fmt: skip
    found = summarise(made, scheme, shifts=50)
    there = {m.measure.id for m in found.measures}
    assert there == (set() if scheme.marks_only else {m.id for m in declared(scheme)})
    for m in found.measures:
        assert all(f.value.value is not None or f.value.reason for f in m.figures)
        share = [f for f in m.figures if f.unit == "share" and f.part != "" and f.value.value is not None]
        assert all(0 <= (f.value.value or 0) <= 1 for f in share)
