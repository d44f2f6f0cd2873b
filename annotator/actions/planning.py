"""How many visits to double-code: the interval to expect, from what a study knows of itself or is told."""

from collections.abc import Mapping, Sequence
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
from annotator.schemes import Scheme
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
class Observed:
    """Of what the study's own double-coded sessions gave what is expected: a scheme's line and its codes.

    ``codes`` are those of the expectation's shares, in their order; ``sessions`` two people have coded,
    handed out to two or not.
    """

    scheme: Scheme
    track: str
    subject: str
    code: str | None
    codes: tuple[str, ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class Planned:
    """The intervals to expect from several numbers of double-coded visits.

    ``observed`` says of which line the expectation is, where the study's own double-coded sessions gave it;
    None where they did not. ``visits`` there are in all and ``doubled`` of them are handed out to two;
    ``least`` is how many should be.
    """

    expectation: Expectation
    observed: Observed | None
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
    observed, seen = own or (None, None)
    used = wanted or seen or Expectation()
    least = least_doubled(visits, ratings=used.icc is not None)
    rows = [(n, used.limits(n)) for n in sorted({*numbers, *([least] if least > 1 else [])})]
    return Planned(used, observed, visits, doubled, least, rows)


def _observed(parts: Sequence[StudyPart]) -> tuple[Observed, Expectation] | None:
    """What the first line of states gave so far; None where none has a κ between 0 and 1."""
    for part in parts:
        for lane in part.found.states:
            if 0 < (lane.kappa.value.value or 0) < 1:
                shares = _shares(lane)
                place = (part.scheme, lane.track, lane.subject, lane.code)
                return Observed(*place, tuple(shares), len(lane.sessions)), _of_lane(lane, shares)
    return None


def _shares(lane: StudyLane) -> dict[str, float]:
    """Of the time that a line holds the share of each code that was used, as a mean of both coders'."""
    table = lane.table
    both = zip(table.codes, table.first, table.second, strict=True)
    return {code: (a + b) / (2 * table.total) for code, a, b in both if a + b}


def _of_lane(lane: StudyLane, shares: Mapping[str, float]) -> Expectation:
    table, n = lane.table, len(lane.sessions)
    stretches = max(1, round(sum(code.stretches for code in lane.codes) / (2 * max(1, n))))
    kappas = [k.value for k in lane.kappa.sessions if k.value is not None]
    spread = SPREAD
    if len(kappas) >= LEAST_SESSIONS:
        within = cohen_error(table.cells) ** 2 / stretches
        spread = max(0.0, variance(kappas) - within) ** 0.5
    return Expectation(lane.kappa.value.value or KAPPA, tuple(shares.values()), stretches, round(spread, 3))
