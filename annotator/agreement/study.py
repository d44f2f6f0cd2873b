"""A study's double-coded sessions as one: pooled, session by session, coder by coder, code by code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.agreement.accuracy import observer_accuracy
from annotator.agreement.compare import Comparison
from annotator.agreement.derived import DerivedAgreement, DerivedPair, derived_agreement
from annotator.agreement.icc import Icc
from annotator.agreement.kappa import cohen_kappa, percent_agreement
from annotator.agreement.pooling import PooledAgreement, pool
from annotator.agreement.rated import RatingAgreement, pool_ratings
from annotator.agreement.states import CodeAgreement, StateAgreement
from annotator.agreement.table import NONE, Table, pooled
from annotator.errors import said
from annotator.stats import Statistic, ratio
from annotator.stats.resampling import RESAMPLES

NO_MARKS = said("neither coder marked anything here")


@dataclass(frozen=True, slots=True)
class Double:
    """Two original codings of one session; ``dyad`` names the family, the coders are accounts.

    ``derived`` are the measures of the session by either coding.
    """

    session: str
    dyad: str
    first: str
    second: str
    comparison: Comparison
    derived: tuple[DerivedPair, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyCode:
    """One code over all sessions: the summed table of it against the rest, in ms, and how many used it.

    ``share`` is the ICC(A,1) of the share of time that a session has of it, from either coder's record;
    undefined below twelve sessions. ``stretches`` is how many both marked together.
    """

    code: str
    pooled: CodeAgreement
    stretches: int
    share: Icc


@dataclass(frozen=True, slots=True)
class StudyLane:
    """A line of states over all double-coded sessions.

    ``kappa`` and ``percent`` are those of the summed tables, with their intervals; ``sessions`` are the
    sessions in order, each with its own κ in ``kappa.sessions``. ``pairs`` is κ of the summed
    tables of two coders, with how many sessions.
    """

    track: str
    subject: str
    code: str | None
    table: Table
    kappa: PooledAgreement
    percent: PooledAgreement
    sessions: tuple[str, ...]
    codes: tuple[StudyCode, ...]
    pairs: Mapping[tuple[str, str], tuple[Statistic, int]]
    families: int

    @property
    def accuracy(self) -> Statistic:
        """The estimated observer accuracy; see ``observer_accuracy``."""
        return observer_accuracy(self.table)

    def weakest(self, least: int = 1) -> StudyCode | None:
        """The code they share least of, among those marked ``least`` times or more by both together."""
        used = [
            (c.pooled.positive.value, i)
            for i, c in enumerate(self.codes)
            if c.pooled.positive.value is not None and c.stretches >= least
        ]
        return self.codes[min(used)[1]] if used else None


@dataclass(frozen=True, slots=True)
class StudyPoints:
    """A line of points over all double-coded sessions: F1 of all marks together, and by code."""

    track: str
    subject: str
    tolerance_ms: int
    f1: Statistic
    codes: tuple[tuple[str, Statistic, int], ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class StudyAgreement:
    """How far the coders of a study agree with one scheme; see ``study_agreement``."""

    sessions: int
    families: int
    coders: tuple[str, ...]
    states: tuple[StudyLane, ...]
    points: tuple[StudyPoints, ...]
    ratings: tuple[RatingAgreement, ...]
    derived: tuple[DerivedAgreement, ...]
    seed: int
    resamples: int


def study_agreement(
    doubles: Sequence[Double], *, seed: int = 0, resamples: int = RESAMPLES
) -> StudyAgreement:
    """Agreement over the double-coded sessions of a study, made with one scheme.

    Tables are added up, never coefficients averaged. Where a session was coded by more than two,
    every pair counts, and the session is drawn as a whole. Families that were filmed more than once are
    drawn as wholes. For the derived measures a session counts once, by the pair of coders that comes first.
    Only original codings belong here: a consensus is made of others. A number is undefined, with its
    reason, where nothing was compared; limits are, where there are too few sessions.
    """
    ordered = sorted(doubles, key=lambda d: (d.dyad, d.session, d.first, d.second))
    sessions = {d.session for d in ordered}
    families = {d.dyad for d in ordered}
    coders = tuple(sorted({c for d in ordered for c in (d.first, d.second)}))
    places = dict.fromkeys(
        (s.track, s.subject, s.code) for d in ordered for s in d.comparison.states if _coded(s.table)
    )
    states = [_lane(place, ordered, seed, resamples) for place in places]
    marked = dict.fromkeys((p.track, p.subject) for d in ordered for p in d.comparison.points)
    points = [_points(place, ordered) for place in marked]
    asked = dict.fromkeys((r.track, r.subject, r.code) for d in ordered for r in d.comparison.ratings)
    ratings = [
        pool_ratings(
            [r for d in ordered for r in d.comparison.ratings if (r.track, r.subject, r.code) == place]
        )
        for place in asked
    ]
    once = {d.session: d.derived for d in reversed(ordered)}
    derived = derived_agreement([once[session] for session in sorted(once)])
    return StudyAgreement(
        len(sessions), len(families), coders, tuple(states), tuple(p for p in points if p.f1.units),
        tuple(r for r in ratings if r.pairs), derived, seed, resamples,
    )  # fmt: skip


def _coded(table: Table) -> bool:
    return percent_agreement(table).value is not None


def _lane(
    place: tuple[str, str, str | None], doubles: Sequence[Double], seed: int, resamples: int
) -> StudyLane:
    found = [
        (d, s)
        for d in doubles
        for s in d.comparison.states
        if (s.track, s.subject, s.code) == place and _coded(s.table)
    ]
    by_session = [list(group) for _, group in groupby(found, key=lambda pair: pair[0].session)]
    tables = [pooled([s.table for _, s in group]) for group in by_session]
    dyads = [group[0][0].dyad for group in by_session]
    several = dyads if len(set(dyads)) < len(dyads) else None
    whole = pooled(tables)
    pairs: dict[tuple[str, str], list[Table]] = {}
    for d, s in found:
        pairs.setdefault((d.first, d.second), []).append(s.table)
    kappa = pool(tables, cohen_kappa, dyads=several, seed=seed, resamples=resamples)
    percent = pool(tables, percent_agreement, dyads=several, seed=seed, resamples=resamples)
    codes = tuple(_code(code, whole, tables, found) for code in whole.codes if code != NONE)
    return StudyLane(
        *place, whole, kappa, percent, tuple(group[0][0].session for group in by_session), codes,
        {pair: (cohen_kappa(pooled(of)), len(of)) for pair, of in pairs.items()}, len(set(dyads)),
    )  # fmt: skip


def _code(
    code: str, whole: Table, tables: Sequence[Table], found: Sequence[tuple[Double, StateAgreement]]
) -> StudyCode:
    stretches = sum(e.first + e.second for _, s in found for e in s.events().codes if e.code == code)
    shares = []
    for table in tables:
        if table.total:
            i = table.codes.index(code) if code in table.codes else None
            held = (0, 0) if i is None else (table.first[i], table.second[i])
            shares.append((held[0] / table.total, held[1] / table.total))
    of_shares = DerivedAgreement(code, "", "share", tuple(shares), 0)
    return StudyCode(code, CodeAgreement(code, whole.against_rest({code}, code)), stretches, of_shares.icc)


def _points(place: tuple[str, str], doubles: Sequence[Double]) -> StudyPoints:
    found = [p for d in doubles for p in d.comparison.points if (p.track, p.subject) == place]
    counts: dict[str, list[int]] = {}
    for lane in found:
        for code in lane.codes:
            sums = counts.setdefault(code.code, [0, 0])
            sums[0] += 2 * code.matched
            sums[1] += code.first + code.second
    matched, marks = (sum(sums[i] for sums in counts.values()) for i in (0, 1))
    codes = tuple((code, ratio(pairs, of, NO_MARKS), of) for code, (pairs, of) in counts.items() if of)
    return StudyPoints(*place, found[0].tolerance_ms, ratio(matched, marks, NO_MARKS), codes, len(found))
