"""Several sessions as one number: sums of tables, and what the single sessions say."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.intervals import Coefficient, session_jackknife, session_limits
from annotator.agreement.kappa import cohen_kappa
from annotator.agreement.table import Table, pooled
from annotator.errors import said
from annotator.stats import Limits, Statistic, html_table
from annotator.stats.resampling import RESAMPLES

NOWHERE = said("undefined in every session")


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """A coefficient over all double-coded sessions.

    ``value`` is that of the summed tables; ``sessions`` are the sessions' own values, some of
    which may be undefined; those leave ``median`` and ``worst``, and never count as 0 or 1.
    """

    value: Statistic
    sessions: tuple[Statistic, ...]
    bootstrap: Limits
    jackknife: Limits

    @property
    def limits(self) -> Limits:
        """The interval to show: the bootstrap's, or of few sessions the jackknife's."""
        few = self.bootstrap.low is None and self.jackknife.low is not None
        return self.jackknife if few else self.bootstrap

    @property
    def median(self) -> Statistic:
        """The median of the sessions that have a value; ``units`` counts them."""
        held = self._held
        return Statistic(float(np.median(held)), len(held)) if held else Statistic(None, 0, NOWHERE)

    @property
    def worst(self) -> Statistic:
        """The lowest value of a session; ``units`` counts the sessions that have one."""
        held = self._held
        return Statistic(min(held), len(held)) if held else Statistic(None, 0, NOWHERE)

    @property
    def _held(self) -> list[float]:
        return [s.value for s in self.sessions if s.value is not None]

    def _repr_html_(self) -> str:
        rows = [
            ("all sessions", self.value), ("bootstrap", self.bootstrap), ("jackknife", self.jackknife),
            ("median session", self.median), ("lowest session", self.worst),
        ]  # fmt: skip
        return html_table(f"{len(self.sessions)} sessions", ("", "value"), rows)


def pool(
    tables: Sequence[Table],
    coefficient: Coefficient = cohen_kappa,
    *,
    dyads: Sequence[Hashable] | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> PooledAgreement:
    """One coefficient for several sessions of one lane; ``dyads`` names the dyad of each table.

    Undefined where the coefficient is for the sum of the tables; a session without a value is no 0 and no 1.

    >>> day = Table(("on", "off"), ((40, 9), (6, 45)))
    >>> found = pool([day, day, day])
    >>> str(found.value), str(found.bootstrap)
    ('0.700', '3 are too few for an interval; 8 are needed')
    """
    return PooledAgreement(
        coefficient(pooled(tables)),
        tuple(coefficient(table) for table in tables),
        session_limits(tables, coefficient, dyads=dyads, seed=seed, resamples=resamples),
        session_jackknife(tables, coefficient, dyads=dyads),
    )
