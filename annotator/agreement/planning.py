"""How much to double-code: the interval to expect for κ or ICC from a number of sessions."""

import math
from collections.abc import Iterable, Sequence

from annotator.agreement.intervals import cohen_error
from annotator.errors import AnnotatorError, said
from annotator.stats import Limits

STRETCHES = 30
"""How many stretches of a session count as independent, where nobody says otherwise."""
SPREAD = 0.1
"""The standard deviation of κ from session to session, where nobody says otherwise."""
FIFTH = 5
LEAST_TIMED, LEAST_RATINGS = 15, 30
ONE_SESSION = said("an interval from sessions needs at least two of them")
KAPPA_METHOD = said("expected: κ of sessions that differ, with stretches drawn independently")
ICC_METHOD = said("expected: ICC(C,1) by the F distribution")


def least_doubled(sessions: int, *, ratings: bool = False) -> int:
    """How many sessions at least: a fifth of all, and 15 for timed codes or 30 for ratings, or all of fewer.

    An interval rests on the number of independent sessions, not on their share; a fifth is what most
    laboratories double-code.

    >>> least_doubled(49), least_doubled(200), least_doubled(49, ratings=True), least_doubled(8)
    (15, 40, 30, 8)
    """
    rule = max(-(-sessions // FIFTH), LEAST_RATINGS if ratings else LEAST_TIMED)
    return min(sessions, rule)


def expected_kappa(
    kappa: float,
    shares: Sequence[float],
    sessions: int,
    *,
    stretches: int = STRETCHES,
    spread: float = SPREAD,
    level: float = 0.95,
) -> Limits:
    """The interval to expect for Cohen's κ, pooled over double-coded sessions.

    ``shares`` are the codes' shares of time, alike for both coders; a single one means a code against the
    rest. Both coders' table is then p_i·[κ·(i = j) + (1 − κ)·p_j]. Its variance for n sessions of m
    independent ``stretches`` is that of Fleiss, Cohen & Everitt (1969) for n·m units, and ``spread``² ÷ n
    for sessions that differ; the limits are those of t with n − 1 degrees of freedom, cut off at −1 and 1.
    Undefined from a single session. AnnotatorError for what no κ, share or number can be.

    >>> str(expected_kappa(0.7, [0.5, 0.3, 0.2], 15)), str(expected_kappa(0.7, [0.05], 15))
    ('0.616 to 0.784', '0.521 to 0.879')
    """
    whole = _shares(shares)
    if not -1 < kappa < 1:
        raise AnnotatorError(said("The expected agreement lies between 0 and 1."))
    if stretches < 1 or spread < 0:
        raise AnnotatorError(said("A session has at least one stretch, and a spread is not negative."))
    if sessions < 2:
        return Limits(None, None, KAPPA_METHOD, sessions, level, reason=ONE_SESSION)
    table = [
        [p * (kappa * (i == j) + (1 - kappa) * q) for j, q in enumerate(whole)] for i, p in enumerate(whole)
    ]
    within = cohen_error(table) ** 2 / (sessions * stretches)
    error = math.sqrt(within + spread**2 / sessions)
    from scipy.special import stdtrit

    half = float(stdtrit(sessions - 1, (1 + level) / 2)) * error
    return Limits(max(-1.0, kappa - half), min(1.0, kappa + half), KAPPA_METHOD, sessions, level, error)


def expected_icc(icc: float, sessions: int, *, coders: int = 2, level: float = 0.95) -> Limits:
    """The interval to expect for ICC(C,1) from sessions that each were rated by so many coders.

    The exact interval of McGraw & Wong (1996), table 7, at the F that the ICC gives:
    F = (1 + (k − 1)·ICC) ÷ (1 − ICC). Undefined from a single session.

    >>> str(expected_icc(0.8, 10)), str(expected_icc(0.8, 30))
    ('0.382 to 0.946', '0.621 to 0.900')
    """
    if not 0 <= icc < 1 or coders < 2:
        raise AnnotatorError(said("The expected agreement lies between 0 and 1."))
    if sessions < 2:
        return Limits(None, None, ICC_METHOD, sessions, level, reason=ONE_SESSION)
    from scipy.special import fdtri

    ratio = (1 + (coders - 1) * icc) / (1 - icc)
    free = (sessions - 1, (sessions - 1) * (coders - 1))
    low = ratio / float(fdtri(*free, (1 + level) / 2))
    high = ratio * float(fdtri(*free[::-1], (1 + level) / 2))
    bounds = [(each - 1) / (each + coders - 1) for each in (low, high)]
    return Limits(bounds[0], bounds[1], ICC_METHOD, sessions, level)


def _shares(shares: Iterable[float]) -> list[float]:
    """Shares that add up to 1; a single one is a code against the rest."""
    given = list(shares)
    if len(given) == 1:
        given.append(1 - given[0])
    whole = math.isclose(sum(given), 1, abs_tol=0.011)
    if len(given) < 2 or not whole or any(not 0 < share < 1 for share in given):
        raise AnnotatorError(said("Shares of time lie between 0 and 100 % and add up to 100 %."))
    total = sum(given)
    return [share / total for share in given]
