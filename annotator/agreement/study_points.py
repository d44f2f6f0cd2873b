"""Points of a study's double-coded sessions as one: F1 of all marks together, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.intervals import DYADS, DYADS_LEFT_OUT, LEFT_OUT, SESSIONS
from annotator.agreement.points import PointAgreement
from annotator.errors import said
from annotator.stats import Limits, Statistic, ratio
from annotator.stats.resampling import bootstrap, jackknife

NO_MARKS = said("neither coder marked anything here")


@dataclass(frozen=True, slots=True)
class StudyPoints:
    """A line of points over all double-coded sessions: F1 of all marks together, and by code.

    ``limits`` are those of F1 from drawing whole sessions, or families; of few, from leaving one out.
    """

    track: str
    subject: str
    tolerance_ms: int
    f1: Statistic
    limits: Limits
    codes: tuple[tuple[str, Statistic, int], ...]
    sessions: int


def points_of(found: Sequence[tuple[str, str, PointAgreement]], seed: int, resamples: int) -> StudyPoints:
    """The marks of one line, of each pair of codings with its session and its dyad, added up.

    F1 is undefined where nobody marked anything; its limits are with too few sessions, or families.
    """
    by_code: dict[str, list[int]] = {}
    by_dyad: dict[str, list[int]] = {}
    for _session, dyad, lane in found:
        for code in lane.codes:
            for sums in (by_code.setdefault(code.code, [0, 0]), by_dyad.setdefault(dyad, [0, 0])):
                sums[0] += 2 * code.matched
                sums[1] += code.first + code.second
    matched, marks = (sum(sums[i] for sums in by_code.values()) for i in (0, 1))
    sessions, lane = len({session for session, _, _ in found}), found[0][2]
    limits = _limits_of_share(list(by_dyad.values()), len(by_dyad) < sessions, seed, resamples)
    codes = tuple((code, ratio(pairs, of, NO_MARKS), of) for code, (pairs, of) in by_code.items() if of)
    return StudyPoints(
        lane.track, lane.subject, lane.tolerance_ms, ratio(matched, marks, NO_MARKS), limits, codes, sessions
    )


def _limits_of_share(sums: Sequence[Sequence[int]], by_dyad: bool, seed: int, resamples: int) -> Limits:
    """The interval of a share from its parts, each with what counts and of how much."""
    of = np.array(sums, dtype=np.int64).reshape(-1, 2)

    def weighed(weights: NDArray[np.int64]) -> float | None:
        part, whole = (weights @ of).tolist()
        return part / whole if whole else None

    many = bootstrap(len(of), weighed, method=DYADS if by_dyad else SESSIONS, seed=seed, resamples=resamples)
    if many.low is not None:
        return many
    few = jackknife(len(of), weighed, method=DYADS_LEFT_OUT if by_dyad else LEFT_OUT)
    if few.low is None or few.high is None:
        return many
    return replace(few, low=max(few.low, 0.0), high=min(few.high, 1.0))
