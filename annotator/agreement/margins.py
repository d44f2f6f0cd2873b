"""Whether two coders use the codes at different rates."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.table import Table
from annotator.errors import said

SAME_MARGINS = said("no code was given by one coder where the other gave another")


@dataclass(frozen=True, slots=True)
class MarginsTest:
    """A test that two coders' base rates are the same: χ² with ``df`` and its p, or why there is none."""

    chi2: float | None
    df: int
    p: float | None
    reason: str = ""


def stuart_maxwell(table: Table) -> MarginsTest:
    """Test whether two coders give each code equally often: d′ S⁻¹ d, d the differences of the margins.

    With two codes it is McNemar's test. Its p holds for independent units only, never for
    ms: for timed data compare sessions' differences instead. Codes that no disagreement touches say
    nothing about it and are left out.

    Undefined when no disagreement is left, and when the differences cannot be told apart
    because the disagreements fall into separate groups of codes.

    >>> found = stuart_maxwell(Table(("yes", "no"), ((20, 5), (10, 15))))
    >>> round(found.chi2, 4), found.df, round(found.p, 4)
    (1.6667, 1, 0.1967)

    Source: Stuart, A. (1955). Biometrika, 42, 412-416; Maxwell, A. E. (1970). British Journal of
    Psychiatry, 116, 651-655.
    """
    from scipy.special import chdtrc

    cells = np.array(table.cells, dtype=np.float64)
    off = cells - np.diag(np.diag(cells))
    touched = np.flatnonzero(off.sum(axis=0) + off.sum(axis=1))
    off, df = off[np.ix_(touched, touched)], len(touched) - 1
    if df < 1:
        return MarginsTest(None, 0, None, SAME_MARGINS)
    differences = (off.sum(axis=1) - off.sum(axis=0))[:-1]
    spread = (np.diag(off.sum(axis=0) + off.sum(axis=1)) - off - off.T)[:-1, :-1]
    if np.linalg.matrix_rank(spread) < df:
        return MarginsTest(None, df, None, said("the disagreements fall into separate groups of codes"))
    chi2 = float(differences @ np.linalg.solve(spread, differences))
    return MarginsTest(chi2, df, float(chdtrc(df, chi2)))
