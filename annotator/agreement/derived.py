"""Agreement on derived measures: one number of each session, from either coder's record."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.icc import Icc, absolute_agreement
from annotator.agreement.scores import BlandAltman, bland_altman, measurement_error
from annotator.errors import counted
from annotator.stats import Statistic

LEAST_SESSIONS = 12
"""From how many sessions on a derived measure gets a coefficient."""


@dataclass(frozen=True, slots=True)
class DerivedPair:
    """A measure of one session as either coder's record gives it; None where a record gives no number.

    ``unit`` is that of the measure, such as "ms", "share" or "per_minute".
    """

    measure: str
    subject: str
    unit: str
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class DerivedAgreement:
    """How far a measure depends on who coded: its numbers by both coders, session by session.

    ``pairs`` are the sessions of which both records give a number, ``without`` counts the others.
    """

    measure: str
    subject: str
    unit: str
    pairs: tuple[tuple[float, float], ...]
    without: int

    @property
    def icc(self) -> Icc:
        """ICC(A,1) over sessions with F, p and interval; undefined below twelve; see ``intraclass``."""
        return absolute_agreement(self.pairs, self._too_few)

    @property
    def sem(self) -> Statistic:
        """The standard error of measurement in the measure's unit; undefined below twelve sessions."""
        return self._too_few or measurement_error(self.pairs)

    @property
    def differences(self) -> BlandAltman:
        """First coder less second, in the measure's unit, with limits; see ``bland_altman``."""
        return bland_altman([a for a, _ in self.pairs], [b for _, b in self.pairs])

    @property
    def _too_few(self) -> Statistic | None:
        n = len(self.pairs)
        return Statistic(None, n, _few(n)) if n < LEAST_SESSIONS else None


def _few(sessions: int) -> str:
    return counted(
        sessions, "one session is too few for a coefficient; {least} are needed",
        "{n} sessions are too few for a coefficient; {least} are needed", least=LEAST_SESSIONS,
    )  # fmt: skip


def derived_agreement(sessions: Sequence[Sequence[DerivedPair]]) -> tuple[DerivedAgreement, ...]:
    """Each measure over sessions, of every session one pair of records; measures in their first order.

    Coefficients are undefined below twelve sessions, limits of differences below three.
    """
    places = dict.fromkeys((p.measure, p.subject, p.unit) for pairs in sessions for p in pairs)
    return tuple(_derived(place, sessions) for place in places)


def _derived(place: tuple[str, str, str], sessions: Sequence[Sequence[DerivedPair]]) -> DerivedAgreement:
    found = [p for pairs in sessions for p in pairs if (p.measure, p.subject, p.unit) == place]
    both = tuple((p.first, p.second) for p in found if p.first is not None and p.second is not None)
    return DerivedAgreement(*place, both, len(found) - len(both))
