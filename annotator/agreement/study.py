"""A study's double-coded sessions as one: pooled, session by session, coder by coder, code by code."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.agreement.accuracy import observer_accuracy
from annotator.agreement.compare import Comparison
from annotator.agreement.derived import DerivedAgreement, DerivedPair, derived_agreement
from annotator.agreement.icc import Icc
from annotator.agreement.kappa import cohen_kappa, percent_agreement
from annotator.agreement.points import PointAgreement
from annotator.agreement.pooling import PooledAgreement, pool
from annotator.agreement.rated import RatingAgreement, pool_ratings
from annotator.agreement.scored import IntervalAgreement
from annotator.agreement.states import CodeAgreement, StateAgreement
from annotator.agreement.study_points import StudyPoints, points_of
from annotator.agreement.table import NONE, Table, pooled
from annotator.stats import Statistic
from annotator.stats.resampling import RESAMPLES


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
    """One code over all sessions: the summed table of it against the rest, in ms or intervals.

    ``stretches`` is how many both marked together, of intervals each. ``share`` is the ICC(A,1) of the
    share of time that a session has of it, from either coder's record; undefined below twelve sessions.
    """

    code: str
    pooled: CodeAgreement
    stretches: int
    share: Icc


@dataclass(frozen=True, slots=True)
class StudyLane:
    """A line of states, or of intervals, over all double-coded sessions.

    ``table`` holds ms; whole intervals where ``length_ms`` says how long one is.
    ``kappa`` and ``percent`` are those of the summed tables, with their intervals; ``sessions`` are the
    sessions in order, each with its own κ in ``kappa.sessions``. ``pairs`` is κ of the summed
    tables of two coders, or of one with oneself, over the sessions that are theirs.
    """

    track: str
    subject: str
    code: str | None
    table: Table
    kappa: PooledAgreement
    percent: PooledAgreement
    sessions: tuple[str, ...]
    codes: tuple[StudyCode, ...]
    pairs: Mapping[tuple[str, str], PooledAgreement]
    families: int
    length_ms: int | None = None

    @property
    def accuracy(self) -> Statistic:
        """The estimated observer accuracy; see ``observer_accuracy``."""
        return observer_accuracy(self.table)

    def weakest(self, least: int = 1) -> StudyCode | None:
        """The code they share least of, among those marked ``least`` times or more by both together.

        None when they share all of each.
        """
        shared = [(c.pooled.positive.value, i) for i, c in enumerate(self.codes) if c.stretches >= least]
        less = [(value, i) for value, i in shared if value is not None and value < 1]
        return self.codes[min(less)[1]] if less else None


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
    A coder beside oneself is a pair too; such pairs and those of two people do not belong into one call.
    Only original codings belong here: a consensus is made of others. A number is undefined, with its
    reason, where nothing was compared; limits are, where there are too few sessions.
    """
    ordered = sorted(doubles, key=lambda d: (d.dyad, d.session, d.first, d.second))
    sessions = {d.session for d in ordered}
    families = {d.dyad for d in ordered}
    coders = tuple(sorted({c for d in ordered for c in (d.first, d.second)}))
    places = dict.fromkeys(
        (s.track, s.subject, s.code) for d in ordered for s in _lanes(d) if _coded(s.table)
    )
    states = [_lane(place, ordered, seed, resamples) for place in places]
    marked = dict.fromkeys(_at(p) for d in ordered for p in d.comparison.points)
    points = [
        points_of(
            [(d.session, d.dyad, p) for d in ordered for p in d.comparison.points if _at(p) == place],
            seed, resamples,
        )
        for place in marked
    ]  # fmt: skip
    asked = dict.fromkeys((r.track, r.subject, r.code) for d in ordered for r in d.comparison.ratings)
    ratings = [
        pool_ratings(
            [r for d in ordered for r in d.comparison.ratings if (r.track, r.subject, r.code) == place]
        )
        for place in asked
    ]
    once = {_unit(d): d.derived for d in reversed(ordered)}
    derived = derived_agreement([once[unit] for unit in sorted(once)])
    return StudyAgreement(
        len(sessions), len(families), coders, tuple(states), tuple(p for p in points if p.f1.units),
        tuple(r for r in ratings if r.pairs), derived, seed, resamples,
    )  # fmt: skip


def _unit(of: Double) -> tuple[str, str]:
    """What counts once for a derived measure: a session; of coders beside themselves each one's session."""
    return of.session, of.first if of.first == of.second else ""


def _at(lane: PointAgreement) -> tuple[str, str]:
    return lane.track, lane.subject


def _lanes(of: Double) -> tuple[StateAgreement | IntervalAgreement, ...]:
    return *of.comparison.states, *of.comparison.intervals


def _coded(table: Table) -> bool:
    return percent_agreement(table).value is not None


def _lane(
    place: tuple[str, str, str | None], doubles: Sequence[Double], seed: int, resamples: int
) -> StudyLane:
    found = [
        (d, s)
        for d in doubles
        for s in _lanes(d)
        if (s.track, s.subject, s.code) == place and _coded(s.table)
    ]
    by_session = [list(group) for _, group in groupby(found, key=lambda pair: pair[0].session)]
    tables = [pooled([s.table for _, s in group]) for group in by_session]
    dyads = [group[0][0].dyad for group in by_session]
    several = dyads if len(set(dyads)) < len(dyads) else None
    whole = pooled(tables)
    pairs = _by_pair(found, seed, resamples)
    kappa = pool(tables, cohen_kappa, dyads=several, seed=seed, resamples=resamples)
    percent = pool(tables, percent_agreement, dyads=several, seed=seed, resamples=resamples)
    marks = sum((Counter(_marks(s)) for _, s in found), Counter[str]())
    codes = tuple(_code(code, whole, tables, marks[code]) for code in whole.codes if code != NONE)
    length = next((s.length_ms for _, s in found if isinstance(s, IntervalAgreement)), None)
    return StudyLane(
        *place, whole, kappa, percent, tuple(group[0][0].session for group in by_session), codes,
        pairs, len(set(dyads)), length,
    )  # fmt: skip


def _by_pair(
    found: Sequence[tuple[Double, StateAgreement | IntervalAgreement]], seed: int, resamples: int
) -> dict[tuple[str, str], PooledAgreement]:
    """κ of two coders each, over their sessions; families that were filmed more than once drawn as wholes."""
    theirs: dict[tuple[str, str], dict[str, list[Table]]] = {}
    dyad_of = {d.session: d.dyad for d, _ in found}
    for d, s in found:
        theirs.setdefault((d.first, d.second), {}).setdefault(d.session, []).append(s.table)
    made = {}
    for pair, by_session in theirs.items():
        dyads = [dyad_of[session] for session in by_session]
        several = dyads if len(set(dyads)) < len(dyads) else None
        tables = [pooled(of) for of in by_session.values()]
        made[pair] = pool(tables, cohen_kappa, dyads=several, seed=seed, resamples=resamples)
    return made


def _code(code: str, whole: Table, tables: Sequence[Table], stretches: int) -> StudyCode:
    shares = []
    for table in tables:
        if table.total:
            i = table.codes.index(code) if code in table.codes else None
            held = (0, 0) if i is None else (table.first[i], table.second[i])
            shares.append((held[0] / table.total, held[1] / table.total))
    of_shares = DerivedAgreement(code, "", "share", tuple(shares), 0)
    return StudyCode(code, CodeAgreement(code, whole.against_rest({code}, code)), stretches, of_shares.icc)


def _marks(lane: StateAgreement | IntervalAgreement) -> Mapping[str, int]:
    """How many stretches of each code, or intervals with it, the two marked together."""
    if isinstance(lane, IntervalAgreement):
        return {c.code: c.table.first[0] + c.table.second[0] for c in lane.codes}
    return lane.marks()
