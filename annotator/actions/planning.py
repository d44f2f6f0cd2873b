"""How many visits to double-code: the interval to expect, from what a study knows of itself or is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import variance

from annotator.access import Right
from annotator.actions.asking import allowed, require
from annotator.actions.assigning import by_visit, visits_of
from annotator.actions.study_agreeing import StudyPart, agreement_of_study
from annotator.actions.work_list import coders_of
from annotator.actions.workplace import Workplace
from annotator.agreement import StudyLane, cohen_error, expected_icc, expected_kappa, least_doubled
from annotator.agreement.planning import SPREAD, STRETCHES
from annotator.stats import Limits
from annotator.store.accounts import Account

NUMBERS = (5, 10, 15, 20, 30, 50, 100)
KAPPA, SHARE = 0.7, 0.1
LEAST_SESSIONS = 8
"""From how many double-coded sessions on their spread is taken for the study's."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of agreement; see ``expected_kappa``. With ``icc`` ratings are meant.

    ``shares`` are the codes' shares of time; a single one is a code against the rest.
    """

    kappa: float = KAPPA
    shares: tuple[float, ...] = (SHARE,)
    stretches: int = STRETCHES
    spread: float = SPREAD
    icc: float | None = None

    def limits(self, sessions: int) -> Limits:
        """The interval to expect from so many double-coded sessions."""
        if self.icc is not None:
            return expected_icc(self.icc, sessions)
        return expected_kappa(self.kappa, self.shares, sessions, stretches=self.stretches, spread=self.spread)


@dataclass(frozen=True, slots=True)
class Planned:
    """The intervals to expect from several numbers of double-coded visits.

    ``observed`` says that the expectation is what the study's own double-coded sessions gave. ``visits``
    there are in all and ``doubled`` of them are given to two; ``least`` is how many should be.
    """

    expectation: Expectation
    observed: bool
    visits: int
    doubled: int
    least: int
    rows: Sequence[tuple[int, Limits]]


def planned(
    w: Workplace,
    who: Account | None,
    study_id: str,
    wanted: Expectation | None = None,
    numbers: Sequence[int] = NUMBERS,
) -> Planned:
    """The interval to expect from each number of double-coded visits of a study.

    Without an expectation, what the study's own sessions gave so far, else the usual one. NotFound for who
    does not assign there; AnnotatorError for what cannot be expected.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.ASSIGN, "study", study_id)
        visits = len(visits_of(tx, person, study_id))
        given = by_visit(tx, study_id, coders_of(tx, study_id)).values()
        doubled = sum(len({c.account for c in cells if not c.again}) > 1 for cells in given)
        looks = allowed(tx, person, Right.SEE_ALL_CODINGS, "study", study_id)
    own = _observed(agreement_of_study(w, who, study_id).parts) if wanted is None and looks else None
    used = wanted or own or Expectation()
    least = least_doubled(visits, ratings=used.icc is not None)
    rows = [(n, used.limits(n)) for n in sorted({*numbers, *([least] if least > 1 else [])})]
    return Planned(used, own is not None, visits, doubled, least, rows)


def _observed(parts: Sequence[StudyPart]) -> Expectation | None:
    """What the first line of states gave so far; None where none has a κ between 0 and 1."""
    lanes = [lane for part in parts for lane in part.found.states if 0 < (lane.kappa.value.value or 0) < 1]
    return _of_lane(lanes[0]) if lanes else None


def _of_lane(lane: StudyLane) -> Expectation:
    table, n = lane.table, len(lane.sessions)
    halves = [(a + b) / (2 * table.total) for a, b in zip(table.first, table.second, strict=True)]
    shares = tuple(share for share in halves if share > 0)
    stretches = max(1, round(sum(code.stretches for code in lane.codes) / (2 * max(1, n))))
    kappas = [k.value for k in lane.kappa.sessions if k.value is not None]
    spread = SPREAD
    if len(kappas) >= LEAST_SESSIONS:
        within = cohen_error(table.cells) ** 2 / stretches
        spread = max(0.0, variance(kappas) - within) ** 0.5
    return Expectation(lane.kappa.value.value or KAPPA, shares, stretches, round(spread, 3))
